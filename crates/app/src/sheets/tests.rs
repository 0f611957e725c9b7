//! Sheets as they come back: photographed askew, scanned in stacks, printed elsewhere, somebody else's.

use std::io::Cursor;

use axum::http::StatusCode;
use image::imageops;
use image::{GrayImage, ImageFormat};
use jiff::civil::date;
use xueji_sight::testing;
use xueji_store::params;

use crate::attachments::samples::{pdf, photograph};
use crate::sheets::{monday_of, read, week_said};
use crate::shell::{Id, Lang};
use crate::testing::{Answer, TestApp, Visitor, on_both};

fn bytes(picture: &GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

#[test]
fn what_is_no_page_code_is_passed_over() {
    assert!(read::codes(&photograph(640, 320)).unwrap().is_empty());
    assert!(read::codes(b"no picture").unwrap().is_empty());
    for text in ["0123", "0123456789abcdef0123", "https://example.org/0123456789"] {
        assert!(
            read::codes(&bytes(&testing::drawing(&read::drawn(text), 6), ImageFormat::Png))
                .unwrap()
                .is_empty(),
            "{text}"
        );
    }
}

#[test]
fn a_week_begins_on_monday_also_across_the_year() {
    assert_eq!(monday_of(date(2026, 3, 5)), date(2026, 3, 2));
    assert_eq!(monday_of(date(2027, 1, 3)), date(2026, 12, 28));
    assert_eq!(week_said(date(2026, 3, 2), Lang::Chinese), "2026年3月2日至8日");
    assert_eq!(week_said(date(2026, 12, 28), Lang::Chinese), "2026年12月28日至1月3日");
}

/// Prints sheets from this week on and returns their codes in order.
async fn printed(app: &TestApp, visitor: &Visitor<'_>, whose: &str, weeks: &str, pages: &str) -> Vec<String> {
    let fields = [("from", "2026-03-05"), ("weeks", weeks), ("pages", pages), ("whose", whose)];
    let to = visitor.post("/sheets/print", &fields).await;
    assert_eq!(to.status, StatusCode::SEE_OTHER, "{}", to.outline());
    let page = visitor.get(to.location()).await;
    let shown = page.body.split("paper-sheet-number\">").skip(1);
    let codes: Vec<String> = shown.map(|rest| rest.split('<').next().unwrap().replace(' ', "")).collect();
    assert_eq!(page.body.matches("<svg width=\"120\"").count(), codes.len(), "each has its drawing");
    assert!(codes.iter().all(|code| app.sample.person("li").as_str() != code && code.len() == 20));
    codes
}

async fn scanned(visitor: &Visitor<'_>, batch: &str, pictures: &[(&str, Vec<u8>)]) -> Answer {
    let files: Vec<(&str, &[u8])> = pictures.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let answer = visitor.bring("/sheets/scan", &[("batch", batch)], &files).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.outline());
    answer
}

/// The sheet of a code, written on.
fn sheet(code: &str) -> GrayImage {
    testing::sheet(&read::drawn(code))
}

fn scan(code: &str) -> Vec<u8> {
    bytes(&sheet(code), ImageFormat::Jpeg)
}

/// A person's notes with the titles and how many pages each has.
fn notes_of(app: &TestApp, name: &str) -> Vec<(Id, String, usize)> {
    let person = app.sample.person(name);
    let listed =
        app.app.read_blocking(|tx| crate::notes::list(tx, &person, &crate::notes::Filter::default(), 0, 50));
    listed.unwrap().0.into_iter().map(|one| (one.note.id, one.title, one.files)).collect()
}

#[tokio::test]
async fn pages_of_a_week_become_one_draft_in_page_order_and_a_page_twice_changes_nothing() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let codes = printed(app, &li, "", "2", "2").await;
        assert_eq!(codes.len(), 4);
        assert_eq!(printed(app, &li, "", "2", "2").await, codes, "printed again they are the same");
        let second = scanned(&li, "b1", &[("第二页.jpg", scan(&codes[1]))]).await;
        assert!(
            second.outline().contains("已放进李思学 2026年3月2日至8日的笔记，第2页"),
            "{}",
            second.outline()
        );
        let askew = bytes(&imageops::rotate90(&sheet(&codes[0])), ImageFormat::Jpeg);
        scanned(&li, "b2", &[("第一页.jpg", askew), ("下周.jpg", scan(&codes[2]))]).await;
        let notes = notes_of(app, "li");
        let titles: Vec<_> = notes.iter().map(|(_, title, files)| (title.as_str(), *files)).collect();
        assert_eq!(
            titles,
            [("手写笔记（2026年3月9日至15日）", 1), ("手写笔记（2026年3月2日至8日）", 2)],
            "the next week has its own note"
        );
        let body = li.get(&format!("/notes/{}", notes[1].0)).await.body;
        assert!(body.find("第一页.jpg").unwrap() < body.find("第二页.jpg").unwrap(), "in page order");
        let again = scanned(&li, "b3", &[("又一次.jpg", scan(&codes[1]))]).await;
        assert!(again.outline().contains("第2页早已放好，没有改动"), "{}", again.outline());
        assert_eq!(notes_of(app, "li"), notes);
        // What was written on the note by then stays.
        let id = notes[1].0.to_string();
        let draft = li.get(&format!("/notes/{id}/edit")).await;
        assert!(draft.body.contains("第二页.jpg"));
    })
    .await;
}

#[tokio::test]
async fn a_secretary_files_a_stack_and_only_the_members_see_their_pages() {
    on_both(async |app| {
        let zhao = app.as_person("zhao").await;
        let school = app.sample.school.id.to_string();
        let codes = printed(app, &zhao, &school, "1", "2").await;
        assert_eq!(codes.len(), 8, "two pages for each of the four of the school");
        let code_of = |name: &str, page: i64| -> String {
            let person = app.sample.person(name);
            let found = app.app.read_blocking(|tx| {
                Ok(tx.scalar(
                    "select code from sheet where person_id = ?1 and page = ?2",
                    params![person, page],
                )?)
            });
            found.unwrap()
        };
        let stack = [
            ("1.jpg", scan(&code_of("li", 1))),
            ("2.jpg", photograph(800, 600)),
            ("3.jpg", scan(&code_of("li", 2))),
            ("4.jpg", b"broken".to_vec()),
            ("5.jpg", scan(&code_of("chen", 1))),
        ];
        let answer = scanned(&zhao, "stack", &stack).await.outline();
        assert!(answer.contains("收到4张，已归位3张") && answer.contains("没有读出页码"), "{answer}");
        assert!(answer.contains("4.jpg"), "what was refused is named: {answer}");
        assert_eq!(notes_of(app, "li")[0].2, 2);
        assert_eq!(notes_of(app, "chen")[0].2, 1);
        // The paper was in the secretary's hand; the page is the member's.
        let note = &notes_of(app, "li")[0].0;
        let file: String = app
            .app
            .read_blocking(|tx| {
                Ok(tx.scalar(
                    "select attachment_id from sheet where note_id = ?1 and page = 1",
                    params![note],
                )?)
            })
            .unwrap();
        for name in ["zhao", "wang", "chen", "sun", "zhou", "wu", "admin"] {
            let other = app.as_person(name).await;
            for path in [
                format!("/notes/{note}"),
                format!("/notes/{note}/edit"),
                format!("/notes/{note}/files/{file}"),
                format!("/notes/files/{file}"),
                format!("/sheets/waiting/{file}"),
            ] {
                let status = other.get(&path).await.status;
                assert!(
                    matches!(status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
                    "{name} {path}: {status}"
                );
            }
        }
        let li = app.as_person("li").await;
        assert_eq!(li.get(&format!("/notes/{note}/files/{file}")).await.status, StatusCode::OK);
        let told = li.get("/notices").await.body;
        assert_eq!(told.matches("您的手写页已放进笔记本").count(), 1, "once for the stack");
        assert!(!zhao.get("/notices").await.body.contains("您的手写页已放进笔记本"));
        // The member hands it in, and only then may others who are entitled read it.
        let fields = [
            ("note", note.as_str()),
            ("saves", "9"),
            ("on", "2026-03-05"),
            ("title", "手写"),
            ("file", file.as_str()),
            ("do", "enter"),
            ("entry_key", "e1"),
            ("serves", "self-study"),
            ("amount-self-study", "1"),
            ("unit-self-study", "hours"),
        ];
        assert_eq!(li.post("/notes", &fields).await.status, StatusCode::SEE_OTHER);
        zhao.post(&format!("/notes/{note}/open"), &[]).await;
        assert_eq!(zhao.get(&format!("/notes/{note}/files/{file}")).await.status, StatusCode::OK);
        let trail = app.as_person("wu").await.get("/trail?deed=page.filed").await.outline();
        assert!(trail.contains("归位活页") && trail.contains("赵书明"), "{trail}");
    })
    .await;
}

#[tokio::test]
async fn a_code_of_somebody_else_or_of_nowhere_files_nothing() {
    on_both(async |app| {
        let chen = app.as_person("chen").await;
        let theirs = printed(app, &chen, "", "1", "1").await;
        let li = app.as_person("li").await;
        let pictures = [("别人的.jpg", scan(&theirs[0])), ("别处的.jpg", scan("FFFFFFFFFFFFFFFFFFFF"))];
        let answer = scanned(&li, "b", &pictures).await.outline();
        assert!(answer.contains("不是您的活页，没有放进任何笔记"), "{answer}");
        assert!(answer.contains("不是本单位系统印出的活页"), "{answer}");
        assert!(!answer.contains("陈一诺"), "not even whose it is: {answer}");
        // Nor does a secretary of another branch reach over.
        let sun = app.as_person("sun").await;
        scanned(&sun, "b", &[("1.jpg", scan(&theirs[0]))]).await;
        assert!(notes_of(app, "chen").is_empty() && notes_of(app, "li").is_empty());
        let refused = sun.post("/sheets/print", &[("whose", app.sample.school.id.as_str())]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(
            li.post("/sheets/print", &[("whose", app.sample.school.id.as_str())]).await.status,
            StatusCode::FORBIDDEN
        );
    })
    .await;
}

#[tokio::test]
async fn what_could_not_be_read_waits_and_is_assigned_by_hand() {
    on_both(async |app| {
        let zhao = app.as_person("zhao").await;
        scanned(&zhao, "b", &[("模糊.jpg", photograph(800, 600)), ("也模糊.jpg", photograph(640, 480))])
            .await;
        let waiting = zhao.get("/sheets").await;
        let ids: Vec<String> = waiting
            .body
            .split("/sheets/waiting/")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect();
        assert_eq!(ids.len(), 2, "{}", waiting.outline());
        assert_eq!(zhao.get(&format!("/sheets/waiting/{}", ids[0])).await.status, StatusCode::OK);
        let li = app.as_person("li").await;
        assert_eq!(li.get(&format!("/sheets/waiting/{}", ids[0])).await.status, StatusCode::NOT_FOUND);
        let assign = |file: &str, code: &str| {
            [("file", file.to_owned()), ("week", "2026-03-01".to_owned()), ("code", code.to_owned())]
        };
        let post = async |visitor: &Visitor<'_>, fields: [(&'static str, String); 3]| {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            visitor.post("/sheets/assign", &fields).await.status
        };
        assert_eq!(post(&li, assign(&ids[0], "")).await, StatusCode::NOT_FOUND, "it is not theirs to assign");
        assert_eq!(post(&zhao, assign(&ids[0], "zheng")).await, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(post(&zhao, assign(&ids[0], "li")).await, StatusCode::SEE_OTHER);
        assert_eq!(post(&zhao, assign(&ids[1], "")).await, StatusCode::SEE_OTHER);
        assert_eq!(post(&zhao, assign(&ids[1], "")).await, StatusCode::NOT_FOUND, "it waits no more");
        let (li_has, zhao_has) = (notes_of(app, "li"), notes_of(app, "zhao"));
        assert_eq!(li_has[0].1, "手写笔记（2026年2月23日至3月1日）");
        assert_eq!((li_has[0].2, zhao_has[0].2), (1, 1));
        assert!(!zhao.get("/sheets").await.body.contains("/sheets/waiting/"));
    })
    .await;
}

#[tokio::test]
async fn a_pdf_of_a_scanner_is_said_not_to_be_taken_apart_and_is_assigned_as_a_whole() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let before = li.get("/sheets").await.outline();
        assert!(before.contains("请选“每页一张图片”") && before.contains("PDF不会一页一页拆开"), "{before}");
        let answer = scanned(&li, "b", &[("一叠.pdf", pdf()), ("模糊.jpg", photograph(640, 480))]).await;
        let said = answer.outline();
        assert!(said.contains("收到2张，已归位0张"), "{said}");
        assert_eq!(said.matches("不是图片，没有读页码").count(), 1, "the photograph was looked at: {said}");
        let file =
            answer.body.split("name=\"file\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
        for file in file {
            let assigned = li.post("/sheets/assign", &[("file", file), ("week", "2026-03-05")]).await;
            assert_eq!(assigned.status, StatusCode::SEE_OTHER, "{}", assigned.outline());
        }
        let notes = notes_of(app, "li");
        assert_eq!((notes.len(), notes[0].2), (1, 2));
        assert!(li.get(&format!("/notes/{}", notes[0].0)).await.body.contains("一叠.pdf"));
    })
    .await;
}

#[tokio::test]
async fn a_full_note_takes_no_more_and_the_page_waits() {
    let app = TestApp::in_memory();
    let li = app.as_person("li").await;
    let codes = printed(&app, &li, "", "1", "2").await;
    scanned(&li, "b1", &[("1.jpg", scan(&codes[0]))]).await;
    let id = notes_of(&app, "li")[0].0.to_string();
    let first = app.app.read_blocking(|tx| {
        Ok(tx.scalar::<String>("select attachment_id from sheet where note_id is not null", params![])?)
    });
    let pages: Vec<Vec<u8>> = (0..8).map(|at| photograph(100 + at, 80)).collect();
    let files: Vec<(&str, &[u8])> = pages.iter().map(|page| ("另一张.jpg", page.as_slice())).collect();
    let fields = [
        ("note", id.as_str()),
        ("saves", "1"),
        ("on", "2026-03-05"),
        ("title", "满"),
        ("file", &first.unwrap()),
    ];
    let kept = li.bring("/notes", &fields, &files).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.outline());
    let answer = scanned(&li, "b2", &[("2.jpg", scan(&codes[1]))]).await;
    assert!(
        answer.outline().contains("放不下了") && answer.body.contains("/sheets/waiting/"),
        "{}",
        answer.outline()
    );
    assert_eq!(notes_of(&app, "li")[0].2, 9);
}

#[tokio::test]
async fn many_people_are_printed_a_page_at_a_time() {
    let app = TestApp::in_memory();
    let zhao = app.as_person("zhao").await;
    let school = app.sample.school.id.to_string();
    let mut fields = vec![("from", "2026-03-05"), ("weeks", "8"), ("pages", "6"), ("whose", school.as_str())];
    let mut names = Vec::new();
    loop {
        let to = zhao.post("/sheets/print", &fields).await;
        let page = zhao.get(to.location()).await;
        assert_eq!(page.body.matches("<article class=\"paper-sheet\"").count(), 48, "of one person");
        names.push(page.body.split("<dd>").nth(1).unwrap().split('<').next().unwrap().to_owned());
        let Some(after) = page.field("after") else { break };
        fields.retain(|(name, _)| *name != "after");
        fields.push(("after", after.leak()));
    }
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 4, "{names:?}");
}
