//! Lessons as people have them: brought, heard, left and gone on with, answered, done; and nobody else's business.

use axum::http::StatusCode;
use axum::http::header::{CONTENT_RANGE, RANGE};
use jiff::ToSpan as _;
use jiff::civil::date;

use crate::attachments::samples::{film, pdf};
use crate::lessons::quiz::{Question, Sort as QuestionSort};
use crate::lessons::{Facts, add_file, add_question, make, publish};
use crate::meetings;
use crate::people;
use crate::records::tests::records_of;
use crate::shell::{Author, Id};
use crate::testing::{Answer, TestApp, Visitor, on_both};

/// A published lesson of an organization with a text and a question: its id, and those of the part, its file and the
/// question.
pub(crate) fn of_test(app: &TestApp, organization: &Id) -> [Id; 4] {
    use std::io::Write as _;
    let mut incoming = app.app.blobs.incoming().expect("the folder can be written");
    incoming.write_all(&sound()).expect("it is written");
    let arrived = incoming.end().expect("it is whole");
    let someone = Id::from_text("someone");
    let put = crate::attachments::put_media(&app.app, Author::Command, someone.clone(), "a.wav", arrived);
    let file = put.expect("it is stored").expect("it is accepted");
    let (organization, today) = (organization.clone(), app.app.clock.today());
    let made = app.app.write_blocking(Author::Command, move |work| {
        let facts = Facts { title: "党课".to_owned(), ..Facts::default() };
        let id = make(work, Id::fresh().as_str(), &organization, facts)?;
        add_file(work, &id, &someone, &file)?;
        let question = question();
        let asked = question.id.clone();
        add_question(work, &id, question)?;
        publish(work, &id, today)?;
        let part = super::store::parts(work, &id)?.remove(0).id;
        Ok([id, part, file, asked])
    });
    made.expect("it is made")
}

fn question() -> Question {
    Question {
        id: Id::fresh(),
        sort: QuestionSort::Single,
        text: "预备期多久".to_owned(),
        choices: ["半年", "一年"].map(str::to_owned).to_vec(),
        answer: vec![1],
        explanation: "党章第七条".to_owned(),
    }
}

/// A second of a tone.
fn sound() -> Vec<u8> {
    let mut out =
        b"RIFF\x64\x1f\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x40\x1f\0\0"
            .to_vec();
    out.extend((0..8000).map(|at| if at / 16 % 2 == 0 { 124 } else { 132 }));
    out
}

const NEW: [(&str, &str); 4] =
    [("entry_key", "l1"), ("title", "上周党课录音"), ("teacher", "赵书明"), ("pass_right", "0")];

/// What a secretary brings in one form; `more` are fields beside those of every one.
async fn brought(by: &Visitor<'_>, more: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
    let fields: Vec<_> = NEW.iter().chain(more).copied().collect();
    by.bring("/lessons/new", &fields, files).await
}

/// A published lesson of the school with a sound and its papers, made through the form: its address.
async fn lecture(app: &TestApp, more: &[(&str, &str)]) -> String {
    let school = app.sample.school.id.to_string();
    let fields: Vec<_> = [("organization", school.as_str()), ("do", "publish")]
        .into_iter()
        .chain(more.iter().copied())
        .collect();
    let zhao = app.as_person("zhao").await;
    let made = brought(&zhao, &fields, &[("党课.wav", &sound()), ("课件.pdf", &pdf())]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.outline());
    made.location().trim_end_matches("?published=1").to_owned()
}

/// The first address on a page that begins like this.
fn address(page: &Answer, beginning: &str) -> String {
    let rest = page.body.split(&format!("\"{beginning}")).nth(1).expect("such an address is on the page");
    format!("{beginning}{}", rest.split(['"', '#']).next().unwrap_or_default())
}

/// The id of the first player's part.
fn part(page: &Answer) -> String {
    let rest = page.body.split("data-part=\"").nth(1).expect("a player");
    rest.split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_lecture_is_brought_in_one_form_and_heard_in_the_branch_alone() {
    on_both(async |app| {
        let lesson = lecture(app, &[]).await;
        let chen = app.as_person("chen").await;
        assert!(chen.get("/lessons").await.outline().contains("上周党课录音"));
        let page = chen.get(&lesson).await;
        assert!(page.outline().contains("赵书明主讲") && page.body.contains("<audio"), "{}", page.outline());
        let file = address(&page, &format!("{lesson}/files/"));
        let piece = chen.get_with(&file, (RANGE, "bytes=100-199")).await;
        assert_eq!(piece.status, StatusCode::PARTIAL_CONTENT);
        assert_eq!(piece.bytes.len(), 100);
        assert_eq!(piece.headers[CONTENT_RANGE], "bytes 100-199/8044");
        // Another branch's people learn nothing of it; those over the branch look in.
        for name in ["zheng", "sun", "admin"] {
            let other = app.as_person(name).await;
            assert_eq!(other.get(&lesson).await.status, StatusCode::NOT_FOUND, "{name}");
            assert_eq!(other.get(&file).await.status, StatusCode::NOT_FOUND, "{name}");
            assert!(!other.get("/lessons").await.body.contains("上周党课录音"), "{name}");
        }
        assert_eq!(app.as_person("zhou").await.get(&lesson).await.status, StatusCode::OK);
        // The form that comes twice makes one.
        let again = lecture(app, &[]).await;
        assert_eq!(again, lesson);
    })
    .await;
}

#[tokio::test]
async fn what_a_lesson_does_not_take_is_said_with_a_way_out_and_what_was_brought_stays() {
    on_both(async |app| {
        let zhao = app.as_person("zhao").await;
        let (good, phone) = (film("isom", &[("vide", "avc1")]), film("mp42", &[("vide", "hvc1")]));
        let files: [(&str, &[u8]); 3] =
            [("讲课.mp4", &good), ("手机.mov", &phone), ("讲稿.docx", b"PK\x03\x04")];
        let refused = brought(&zhao, &[("do", "publish")], &files).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let said = refused.outline();
        assert!(said.contains("“手机.mov”的视频格式多数浏览器放不出来"), "{said}");
        assert!(said.contains("“讲稿.docx”不能用作课程内容") && said.contains("先另存为PDF"), "{said}");
        let file = refused.field("file").expect("the good one is kept in the form");
        let made = brought(&zhao, &[("do", "publish"), ("file", &file)], &[]).await;
        let page = zhao.get(made.location()).await;
        assert!(page.body.contains("<video"), "{}", page.outline());
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_seen_by_those_who_keep_it_until_it_is_published() {
    on_both(async |app| {
        let (zhao, chen) = (app.as_person("zhao").await, app.as_person("chen").await);
        let made = brought(&zhao, &[("do", "draft")], &[]).await;
        let desk = made.location().trim_end_matches("?saved=1").to_owned();
        let lesson = desk.trim_end_matches("/edit").to_owned();
        let empty = zhao.post(&format!("{lesson}/state"), &[("do", "publish")]).await;
        assert!(empty.outline().contains("还没有内容"), "{}", empty.outline());
        let text = [("sort", "text"), ("part_title", "导言"), ("text", "## 先读党章")];
        zhao.post(&format!("{lesson}/parts"), &text).await;
        for (link, taken) in [("javascript:alert(1)", false), ("https://www.12371.cn/", true)] {
            let fields = [("sort", "link"), ("part_title", "共产党员网"), ("link", link)];
            let added = zhao.post(&format!("{lesson}/parts"), &fields).await;
            assert_eq!(added.status == StatusCode::SEE_OTHER, taken, "{link}: {}", added.outline());
        }
        assert_eq!(chen.get(&lesson).await.status, StatusCode::NOT_FOUND);
        zhao.post(&format!("{lesson}/state"), &[("do", "publish")]).await;
        let page = chen.get(&lesson).await;
        assert!(page.outline().contains("先读党章"), "{}", page.outline());
        assert!(
            page.body
                .contains("href=\"https://www.12371.cn/\" target=\"_blank\" rel=\"noopener noreferrer\"")
        );
        assert_eq!(chen.get(&desk).await.status, StatusCode::FORBIDDEN);
        zhao.post(&format!("{lesson}/state"), &[("do", "withdraw")]).await;
        assert_eq!(chen.get(&lesson).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn one_goes_on_where_one_left_off_and_nobody_else_knows_where() {
    on_both(async |app| {
        let lesson = lecture(app, &[("to_on", "2026-03-10")]).await;
        let chen = app.as_person("chen").await;
        let part = part(&chen.get(&lesson).await);
        let kept = chen.post(&format!("{lesson}/parts/{part}/place"), &[("seconds", "755")]).await;
        assert_eq!(kept.status, StatusCode::NO_CONTENT);
        // On another device, too.
        let desk = app.as_person("chen").await.get(&lesson).await;
        assert!(
            desk.body.contains("#t=755\"") && desk.outline().contains("上次到 12:35"),
            "{}",
            desk.outline()
        );
        assert!(app.as_person("chen").await.get("/lessons").await.outline().contains("学了一半的"));
        for name in ["li", "zhao"] {
            assert!(!app.as_person(name).await.get(&lesson).await.body.contains("#t="), "{name}");
        }
        let unknown = chen.post(&format!("{lesson}/parts/unknown/place"), &[("seconds", "1")]).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        // After its last day it is there for those who began, and for nobody anew.
        let later = app.app.clock.today().checked_add(10.days()).unwrap();
        app.app.clock.set(later);
        assert_eq!(app.as_person("chen").await.get(&lesson).await.status, StatusCode::OK);
        assert_eq!(app.as_person("li").await.get(&lesson).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn the_quiz_is_marked_explained_and_taken_again() {
    on_both(async |app| {
        let [lesson, _, _, asked] = of_test(app, &app.sample.school.id);
        let (chen, field) = (app.as_person("chen").await, format!("q-{asked}"));
        let lesson = format!("/lessons/{lesson}");
        assert!(!chen.get(&lesson).await.body.contains("党章第七条"), "the answer is told afterwards");
        chen.post(&format!("{lesson}/quiz"), &[(&field, "0")]).await;
        let marked = chen.get(&lesson).await.outline();
        assert!(
            marked.contains("答对0道，共1道")
                && marked.contains("正确答案：B. 一年")
                && marked.contains("党章第七条"),
            "{marked}"
        );
        let again = chen.get(&format!("{lesson}?again=1")).await;
        assert!(again.outline().contains("看答案") && !again.body.contains("党章第七条"));
        chen.post(&format!("{lesson}/quiz"), &[(&field, "1")]).await;
        assert!(chen.get(&lesson).await.outline().contains("答对1道，共1道"));
        // Whoever keeps the lesson does not see it.
        let zhao = app.as_person("zhao").await;
        assert!(!zhao.get(&lesson).await.outline().contains("答对1道"));
    })
    .await;
}

#[tokio::test]
async fn where_the_quiz_is_asked_for_it_comes_before_done() {
    on_both(async |app| {
        let lesson = lecture(app, &[]).await;
        let zhao = app.as_person("zhao").await;
        let question =
            [("sort", "judge"), ("question", "党员有申诉权"), ("answer", "对"), ("explanation", "")];
        let added = zhao.post(&format!("{lesson}/questions"), &question).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.outline());
        let desk = zhao.get(&format!("{lesson}/edit")).await;
        let version = desk.field("version").expect("a version");
        let facts = [("title", "上周党课录音"), ("pass_right", "1"), ("version", version.as_str())];
        zhao.post(&format!("{lesson}/edit"), &facts).await;
        // Whoever still has the form of before does not write over it.
        let late = zhao.post(&format!("{lesson}/edit"), &facts).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let chen = app.as_person("chen").await;
        let early = chen.post(&format!("{lesson}/done"), &[("entry_key", "d1")]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.outline().contains("先做小测") && records_of(app, "chen").is_empty());
        let field = chen.get(&lesson).await.body;
        let field =
            field.split("name=\"q-").nth(1).and_then(|rest| rest.split('"').next()).expect("a question");
        chen.post(&format!("{lesson}/quiz"), &[(&format!("q-{field}"), "0")]).await;
        chen.post(&format!("{lesson}/done"), &[("entry_key", "d1")]).await;
        assert_eq!(records_of(app, "chen").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn done_is_recorded_once_with_the_note_and_taken_back() {
    on_both(async |app| {
        let lesson = lecture(app, &[]).await;
        let chen = app.as_person("chen").await;
        let written =
            [("text", "[12:35](#t=755) 要点"), ("saves", "0"), ("entry_key", "d1"), ("with_note", "1")];
        let done = chen.post(&format!("{lesson}/done"), &written).await;
        assert!(done.location().contains("finished"), "{}", done.outline());
        let twice =
            [("entry_key", "d2"), ("text", "[12:35](#t=755) 要点"), ("saves", "1"), ("with_note", "1")];
        chen.post(&format!("{lesson}/done"), &twice).await;
        let records = records_of(app, "chen");
        let [record] = records.as_slice() else { panic!("one record, and not {}", records.len()) };
        assert_eq!((record.activity.as_str(), record.title.as_str()), ("class", "上周党课录音"));
        let note = record.note().expect("it stands on the note").clone();
        let page = chen.get(&lesson).await;
        assert!(page.outline().contains("[听课 1次]"), "{}", page.outline());
        assert!(chen.get(&format!("/notes/{note}")).await.outline().contains("要点"));
        chen.post(&format!("{lesson}/undone"), &[("entry_key", "u1")]).await;
        assert!(records_of(app, "chen").is_empty());
        assert!(chen.get(&lesson).await.outline().contains("学完这门课"));
        // The note is the person's alone again.
        assert_eq!(
            app.as_person("zhao").await.get(&format!("/notes/{note}")).await.status,
            StatusCode::NOT_FOUND
        );
        chen.post(&format!("{lesson}/done"), &[("entry_key", "d3"), ("text", "要点"), ("saves", "1")]).await;
        let [record] = records_of(app, "chen").try_into().expect("one record again");
        assert!(record.note().is_none(), "the note was not handed in");
    })
    .await;
}

#[tokio::test]
async fn the_note_beside_a_lesson_is_one_draft_and_the_person_s_alone() {
    on_both(async |app| {
        let lesson = lecture(app, &[]).await;
        let chen = app.as_person("chen").await;
        let page = chen.get(&lesson).await;
        let key = page.field("key").expect("the key of the note");
        // As the script keeps it, and as the button does without one.
        let kept = [("key", key.as_str()), ("text", "第一句"), ("title", "上周党课录音"), ("saves", "0")];
        chen.post("/notes/keep", &kept).await;
        chen.post(&format!("{lesson}/note"), &[("text", "第一句\n第二句"), ("saves", "1")]).await;
        let page = chen.get(&lesson).await;
        let note = page.field("note").expect("the note");
        assert!(page.body.contains("第一句\n第二句"), "{}", page.outline());
        assert_eq!(chen.get("/notes?only=drafts").await.body.matches("上周党课录音").count(), 1);
        for name in ["li", "wang", "zhao", "sun", "zhou", "wu", "admin"] {
            let other = app.as_person(name).await;
            assert_eq!(other.get(&format!("/notes/{note}")).await.status, StatusCode::NOT_FOUND, "{name}");
            assert!(!other.get(&lesson).await.body.contains("第二句"), "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_recording_of_a_meeting_counts_nothing_twice() {
    on_both(async |app| {
        let (school, chen) = (&app.sample.school.id, app.sample.person("chen"));
        let (meeting, _) = meetings::of_test(app, school, &chen, true);
        let lesson = lecture(app, &[("meeting", meeting.as_str())]).await;
        let before = records_of(app, "chen").len();
        let absent = app.as_person("chen").await;
        let page = absent.get(&lesson).await;
        assert!(
            page.outline().contains("到补课页写心得") && page.body.contains("href=\"/make-ups\""),
            "{}",
            page.outline()
        );
        absent.post(&format!("{lesson}/done"), &[("entry_key", "d1")]).await;
        assert!(absent.get(&lesson).await.outline().contains("撤回“学完了”"));
        assert_eq!(records_of(app, "chen").len(), before, "it is made up for, and not recorded besides");
        // Whoever was not expected there hears a class like any other.
        let li = app.as_person("li").await;
        li.post(&format!("{lesson}/done"), &[("entry_key", "d1")]).await;
        assert_eq!(records_of(app, "li").iter().filter(|record| record.activity == "class").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn those_who_keep_a_lesson_see_who_is_done_and_nothing_else() {
    on_both(async |app| {
        let lesson = lecture(app, &[]).await;
        let chen = app.as_person("chen").await;
        let page = chen.get(&lesson).await;
        chen.post(&format!("{lesson}/parts/{}/place", part(&page)), &[("seconds", "755")]).await;
        chen.post(&format!("{lesson}/done"), &[("entry_key", "d1")]).await;
        let taken = format!("{lesson}/taken");
        for name in ["zhao", "zhou"] {
            let seen = app.as_person(name).await.get(&taken).await;
            let said = seen.outline();
            assert!(said.contains("应学4人，学完1人") && said.contains("陈一诺"), "{name}: {said}");
            assert!(!said.contains("12:35"), "{name}: {said}");
        }
        for (name, status) in [
            ("chen", StatusCode::FORBIDDEN),
            ("li", StatusCode::FORBIDDEN),
            ("wu", StatusCode::FORBIDDEN),
            ("sun", StatusCode::NOT_FOUND),
        ] {
            assert_eq!(app.as_person(name).await.get(&taken).await.status, status, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_lesson_has_an_end_and_what_is_taken_out_of_it_is_given_up() {
    on_both(async |app| {
        let lesson = lecture(app, &[]).await;
        let zhao = app.as_person("zhao").await;
        let text = [("sort", "text"), ("part_title", "一段"), ("text", "文字")];
        for _ in 0..18 {
            zhao.post(&format!("{lesson}/parts"), &text).await;
        }
        let over = zhao.post(&format!("{lesson}/parts"), &text).await;
        assert!(over.outline().contains("最多20项"), "{}", over.outline());
        let long = "长".repeat(20_001);
        let facts = [("title", "党课"), ("description", long.as_str()), ("version", "2")];
        let refused = zhao.post(&format!("{lesson}/edit"), &facts).await;
        assert!(refused.outline().contains("最多20000字"), "{}", refused.outline());
        let page = zhao.get(&lesson).await;
        let (file, first) = (address(&page, &format!("{lesson}/files/")), part(&page));
        zhao.post(&format!("{lesson}/parts/{first}"), &[("do", "remove")]).await;
        assert_eq!(zhao.get(&file).await.status, StatusCode::NOT_FOUND);
        let id = Id::from_text(file.rsplit('/').next().unwrap());
        let left = app.app.read_blocking(move |tx| crate::attachments::find(tx, &[id])).unwrap();
        assert!(left.iter().all(|file| !file.kept), "its bytes go with the next cleaning");
    })
    .await;
}

#[tokio::test]
async fn a_note_that_was_put_away_is_neither_shown_nor_handed_in() {
    on_both(async |app| {
        let lesson = lecture(app, &[]).await;
        let chen = app.as_person("chen").await;
        chen.post(&format!("{lesson}/note"), &[("text", "写坏了"), ("saves", "0")]).await;
        let note = chen.get(&lesson).await.field("note").expect("the note");
        chen.post(&format!("/notes/{note}/discard"), &[]).await;
        assert!(!chen.get(&lesson).await.body.contains("写坏了"));
        chen.post(&format!("{lesson}/done"), &[("entry_key", "d1"), ("text", ""), ("with_note", "1")]).await;
        let [record] = records_of(app, "chen").try_into().expect("it is done");
        assert!(record.note().is_none());
        assert!(chen.get("/notes?only=put-away").await.outline().contains("上周党课录音"));
    })
    .await;
}

#[tokio::test]
async fn whoever_keeps_two_branches_has_the_lessons_of_both() {
    on_both(async |app| {
        lecture(app, &[]).await;
        let (sun, school) = (app.sample.person("sun"), app.sample.school.id.clone());
        let appointed = app.app.write_blocking(Author::Command, move |work| {
            people::appoint(work, &sun, &school, "secretary", date(2026, 1, 1), None)
        });
        appointed.unwrap();
        let office = app.sample.office.id.to_string();
        let sun = app.as_person("sun").await;
        let more = [("organization", office.as_str()), ("title", "机关的一课")];
        let fields: Vec<_> = NEW.iter().filter(|(name, _)| *name != "title").chain(&more).copied().collect();
        let made = sun.bring("/lessons/new", &fields, &[("党课.wav", &sound())]).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.outline());
        let kept = sun.get("/lessons?show=kept").await.outline();
        assert!(kept.contains("上周党课录音") && kept.contains("机关的一课"), "{kept}");
    })
    .await;
}
