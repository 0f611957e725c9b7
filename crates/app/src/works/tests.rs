//! Essays and reports from a draft to the shelf, on both databases.

use axum::http::StatusCode;
use jiff::civil::date;

use crate::accounts;
use crate::notes::{self, STORY};
use crate::people;
use crate::records::{self, Attestation, Entry, Filter, Record, Subject};
use crate::shell::{Author, Id, OrNotFound};
use crate::testing::{Answer, TestApp, on_both};
use crate::works::hand_in::{Terms, hand_in};
use crate::works::{Audience, Kind};

const SECRET: &str = "我对校长轮岗有不同看法。";

/// Keeps a text of a person's in the notebook.
fn written(app: &TestApp, person_id: &Id, activity: &str, text: &str, before: Option<&Id>) -> Id {
    let (person, before) = (person_id.clone(), before.cloned());
    let draft = notes::Draft {
        activity: Some(activity.to_owned()),
        happened_on: app.app.clock.today(),
        title: "读《实践论》的体会".to_owned(),
        text: text.to_owned(),
        ..notes::Draft::default()
    };
    let kept = app.app.write_blocking(Author::Command, move |work| {
        let account = Id::from_text("someone");
        match before {
            Some(id) => {
                let note = notes::find(work, &id)?.or_not_found()?;
                let key: String =
                    work.scalar("select entry_key from note where id = ?1", xueji_store::params![id])?;
                let key = key.split_once(':').map(|(_, key)| key.to_owned()).unwrap_or_default();
                notes::keep(work, &person, &account, &notes::Which::Begun(key), note.saves, &draft)
            }
            None => {
                notes::keep(work, &person, &account, &notes::Which::Begun(Id::fresh().to_string()), 0, &draft)
            }
        }
    });
    kept.expect("it is kept").id
}

/// A manuscript of a person's that waits, for the walk through all routes.
pub(crate) fn of_test(app: &TestApp, person_id: &Id) -> Id {
    let note = written(app, person_id, "essay", SECRET, None);
    let clock = app.app.clock.clone();
    let handed_in = app.app.write_blocking(Author::Command, move |work| {
        let note = notes::find(work, &note)?.or_not_found()?;
        let account = accounts::account_of(work, "admin")?.or_not_found()?;
        let entry = Entry::now(&clock, account.id, "test");
        let terms = Terms {
            kind: Kind::Essay,
            activity: "essay".to_owned(),
            done_on: clock.today(),
            reviewer_id: None,
            audience: Audience::Nobody,
            stays: Vec::new(),
            late_reason: None,
        };
        hand_in(work, &entry, &note, &terms)
    });
    handed_in.expect("it is handed in")
}

fn recorded(app: &TestApp, name: &str, activity: &str) -> Vec<Record> {
    let subject = Subject::Person(app.sample.person(name));
    let filter = Filter { activities: vec![activity.to_owned()], ..Filter::default() };
    app.app.read_blocking(move |tx| Ok(records::of_subject(tx, &subject, &filter, 0)?.0)).unwrap()
}

fn id_of(answer: &Answer) -> Id {
    let at = answer.location().strip_prefix("/works/").unwrap_or_else(|| panic!("{}", answer.outline()));
    Id::from_text(at.split('?').next().unwrap())
}

async fn handed_in(app: &TestApp, who: &str, note: &Id, more: &[(&str, &str)]) -> Answer {
    let visitor = app.as_person(who).await;
    let form = visitor.get(&format!("/works/new?note={note}")).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.outline());
    let today = app.app.clock.today().to_string();
    let mut fields = vec![("note", note.as_str()), ("kind", "essay"), ("done_on", today.as_str())];
    if !more.iter().any(|(name, _)| *name == "audience") {
        fields.push(("audience", "nobody"));
    }
    fields.extend_from_slice(more);
    visitor.post("/works", &fields).await
}

/// Opens a text and decides on it.
async fn decided(app: &TestApp, who: &str, id: &Id, act: &str, more: &[(&str, &str)]) -> Answer {
    let reviewer = app.as_person(who).await;
    reviewer.post(&format!("/works/{id}/read"), &[]).await;
    let page = reviewer.get(&format!("/works/{id}")).await;
    let number = page.field("number").unwrap_or_default();
    let mut fields = vec![("number", number.as_str())];
    fields.extend_from_slice(more);
    reviewer.post(&format!("/works/{id}/{act}"), &fields).await
}

#[tokio::test]
async fn an_essay_goes_in_comes_back_goes_in_anew_and_is_accepted() {
    on_both(async |app| {
        let li = app.sample.person("li");
        let zhao = app.sample.person("zhao");
        let note = written(app, &li, "essay", "学校缺少音乐教师。\n\n建议统筹。", None);
        let author = app.as_person("li").await;
        assert!(author.get("/works").await.outline().contains("读《实践论》的体会"), "the draft is offered");
        let id = id_of(&handed_in(app, "li", &note, &[("reviewer", zhao.as_str())]).await);
        handed_in(app, "li", &note, &[("reviewer", zhao.as_str())]).await;
        assert_eq!(recorded(app, "li", "essay").len(), 1, "one article, however often it is sent");

        let reviewer = app.as_person("zhao").await;
        assert!(reviewer.get("/notices").await.outline().contains("请您评阅"));
        let queue = reviewer.get("/works/review").await.outline();
        assert!(queue.contains("李思学") && queue.contains("请您评阅"), "{queue}");
        let closed = reviewer.get(&format!("/works/{id}")).await;
        assert!(!closed.body.contains("音乐教师"), "it is opened on purpose");
        let blind = reviewer.post(&format!("/works/{id}/accept"), &[("number", "1")]).await;
        assert_eq!(blind.status, StatusCode::CONFLICT, "nobody decides unread");
        let without = decided(app, "zhao", &id, "return", &[("remark-0", "写具体些")]).await;
        assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(without.body.contains("写具体些"), "what was typed stays");
        assert!(
            author.get(&format!("/works/{id}")).await.outline().contains("赵书明"),
            "the author sees who read it"
        );
        let back = [("reason", "请举一所学校的例子"), ("remark-0", "写具体些")];
        assert_eq!(
            decided(app, "zhao", &id, "return", &back).await.location(),
            "/works/review?done=returned"
        );

        let page = author.get(&format!("/works/{id}")).await.outline();
        assert!(page.contains("请举一所学校的例子") && page.contains("写具体些"), "{page}");
        assert!(author.get("/notices").await.outline().contains("退回修改"));
        let same = handed_in(app, "li", &note, &[]).await;
        assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing was changed");
        written(app, &li, "essay", "石桥村小学缺少音乐和美术教师。\n\n建议统筹。", Some(&note));
        assert_eq!(id_of(&handed_in(app, "li", &note, &[]).await), id);
        // The latest text must be opened again, then both stand side by side.
        let early = reviewer.get(&format!("/works/{id}/compare")).await;
        assert_eq!(early.status, StatusCode::FORBIDDEN);
        reviewer.post(&format!("/works/{id}/read"), &[]).await;
        let beside = reviewer.get(&format!("/works/{id}/compare")).await;
        assert!(
            beside.body.contains("<ins>石桥村小学</ins>") || beside.body.contains("<ins>石桥村小</ins>"),
            "{}",
            beside.body
        );
        let record = recorded(app, "li", "essay").remove(0).id;
        let said = |app: &TestApp| {
            let record = record.clone();
            app.app.read_blocking(move |tx| records::attestations(tx, &record)).unwrap()
        };
        assert!(said(app).is_empty());
        decided(app, "zhao", &id, "accept", &[]).await;
        assert_eq!(said(app), [Attestation::Reviewed]);
        assert!(author.get("/works").await.outline().contains("已通过"));
        let twice = decided(app, "zhao", &id, "accept", &[]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        let again = app.as_person("li").await.get(&format!("/works/new?note={note}")).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "accepted is accepted");
    })
    .await;
}

#[tokio::test]
async fn the_text_is_read_by_its_author_and_whoever_reviews_and_by_nobody_else() {
    on_both(async |app| {
        let id = of_test(app, &app.sample.person("li"));
        for name in ["chen", "wang", "sun", "zhou", "wu", "zheng", "admin", "zhao"] {
            let visitor = app.as_person(name).await;
            for path in [
                format!("/works/{id}"),
                format!("/works/{id}/compare"),
                "/works/shelf".to_owned(),
                "/works/ledger".to_owned(),
                "/works/review".to_owned(),
                "/search?q=轮岗".to_owned(),
            ] {
                let answer = visitor.get(&path).await;
                assert!(!answer.body.contains("轮岗有不同"), "{name} reads {path}");
            }
            let opened = visitor.post(&format!("/works/{id}/read"), &[]).await;
            assert_eq!(opened.status == StatusCode::SEE_OTHER, name == "zhao", "{name}: {}", opened.status);
            let page = visitor.get(&format!("/works/{id}")).await;
            assert_eq!(page.body.contains(SECRET), name == "zhao", "{name}");
            // Office and inspector see that there is one.
            let head = ["zhao", "zhou", "wu"].contains(&name);
            assert_eq!(page.status == StatusCode::OK, head, "{name}: {}", page.status);
            for act in ["accept", "return"] {
                let decided =
                    visitor.post(&format!("/works/{id}/{act}"), &[("number", "9"), ("reason", "x")]).await;
                assert_ne!(decided.status, StatusCode::SEE_OTHER, "{name} may not {act}");
            }
        }
        // Taken back, it is its author's alone again, and counts no more.
        let author = app.as_person("li").await;
        assert_eq!(recorded(app, "li", "essay").len(), 1);
        author.post(&format!("/works/{id}/withdraw"), &[("reason", "还想改改")]).await;
        assert_eq!(recorded(app, "li", "essay").len(), 0);
        let gone = app.as_person("zhao").await.get(&format!("/works/{id}")).await;
        assert_eq!(gone.status, StatusCode::FORBIDDEN);
        assert!(author.get(&format!("/works/{id}")).await.body.contains(SECRET));
    })
    .await;
}

#[tokio::test]
async fn nobody_reviews_their_own_and_a_secretarys_work_goes_up() {
    on_both(async |app| {
        let (zhao, wang, sun) =
            (app.sample.person("zhao"), app.sample.person("wang"), app.sample.person("sun"));
        let id = of_test(app, &zhao);
        assert_eq!(decided(app, "zhao", &id, "accept", &[]).await.status, StatusCode::FORBIDDEN);
        let (committee, school, person) =
            (app.sample.committee.id.clone(), app.sample.school.id.clone(), sun.clone());
        let appointed = app.app.write_blocking(Author::Command, move |work| {
            people::appoint(work, &person, &committee, "secretary", date(2026, 1, 1), None)?;
            people::appoint(work, &wang, &school, "deputy-secretary", date(2026, 1, 1), None)
        });
        appointed.unwrap();
        let deputy = decided(app, "wang", &id, "accept", &[]).await;
        assert_eq!(deputy.status, StatusCode::FORBIDDEN, "an equal does not, where somebody is above");
        assert!(decided(app, "sun", &id, "accept", &[]).await.location().starts_with("/works/review"));
        let form = app.as_person("zhao").await;
        let note = written(app, &zhao, "essay", "二", None);
        let offered = form.get(&format!("/works/new?note={note}")).await.outline();
        assert!(offered.contains("孙致远") && !offered.contains("王立文"), "{offered}");
    })
    .await;
}

#[tokio::test]
async fn what_waits_goes_with_its_author_to_the_branch_where_they_are_now() {
    on_both(async |app| {
        let li = app.sample.person("li");
        let id = of_test(app, &li);
        let lists = async |name: &str| {
            let list = app.as_person(name).await.get("/works/review").await;
            list.body.contains(&format!("/works/{id}"))
        };
        assert!(lists("zhao").await && !lists("sun").await);
        let (office, today) = (app.sample.office.id.clone(), app.app.clock.today());
        let moved =
            app.app.write_blocking(Author::Command, move |work| people::transfer(work, &li, &office, today));
        moved.unwrap();
        assert!(!lists("zhao").await && lists("sun").await);
        assert!(decided(app, "sun", &id, "accept", &[]).await.location().starts_with("/works/review"));
    })
    .await;
}

#[tokio::test]
async fn accepted_work_is_on_the_shelf_as_far_as_its_author_lets_it() {
    on_both(async |app| {
        let li = app.sample.person("li");
        let note = written(app, &li, "essay", SECRET, None);
        let id = id_of(&handed_in(app, "li", &note, &[("audience", "branch")]).await);
        let reads = async |name: &str| {
            let visitor = app.as_person(name).await;
            let shelf = visitor.get("/works/shelf?q=轮岗").await.body.contains("读《实践论》的体会");
            let page = visitor.get(&format!("/works/{id}")).await.body.contains(SECRET);
            let found = visitor.get("/search?q=轮岗").await.body.contains(&format!("/works/{id}"));
            assert_eq!((shelf, shelf), (page, found), "{name}");
            shelf
        };
        assert!(!reads("chen").await, "not before it is accepted");
        decided(app, "zhao", &id, "accept", &[]).await;
        assert!(reads("chen").await && !reads("zheng").await && !reads("admin").await);
        let author = app.as_person("li").await;
        let publish = format!("/works/{id}/publish");
        let nowhere = author.post(&publish, &[("audience", "bureau"), ("published_on", "2026-03-04")]).await;
        assert_eq!(nowhere.status, StatusCode::UNPROCESSABLE_ENTITY, "published where?");
        let fields = [("audience", "bureau"), ("outlet", "教育简报"), ("published_on", "2026-03-04")];
        assert_eq!(author.post(&publish, &fields).await.status, StatusCode::SEE_OTHER);
        assert!(reads("chen").await && reads("zheng").await && !reads("admin").await);
        let other = app.as_person("chen").await.post(&publish, &[("audience", "nobody")]).await;
        assert_eq!(other.status, StatusCode::FORBIDDEN, "only its author says so");
        let ledger = app.as_person("zhou").await.get("/works/ledger").await.outline();
        for said in ["李思学", "上半年", "教育简报", "已通过"] {
            assert!(ledger.contains(said), "{said} in {ledger}");
        }
        // What its author writes on is not what others read.
        written(app, &li, "essay", "另一个想法", Some(&note));
        assert!(reads("zheng").await);
        author.post(&publish, &[("audience", "nobody")]).await;
        assert!(!reads("chen").await && !reads("zheng").await);
    })
    .await;
}

#[tokio::test]
async fn a_report_is_begun_from_what_was_found_and_names_its_field_days() {
    on_both(async |app| {
        let wang = app.as_person("wang").await;
        let key = wang.get("/research/new").await.field("entry_key").unwrap();
        let fields = [
            ("entry_key", key.as_str()),
            ("first_on", "2026-03-03"),
            ("last_on", "2026-03-04"),
            ("place-1", "石桥村小学"),
            ("topic-1", "村小师资"),
            ("form", "visit"),
            ("findings", "全校只有一名音乐教师"),
            ("problem-1", "师资不足"),
            ("measure-1", "统筹走教"),
        ];
        let logged = wang.post("/research", &fields).await;
        let stay = logged.location().trim_start_matches("/research/").split('?').next().unwrap().to_owned();
        let draft = wang.get("/works/draft").await;
        assert!(draft.outline().contains("石桥村小学"), "{}", draft.outline());
        let none = wang.post("/works/draft", &[("entry_key", "a")]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        let begun = wang.post("/works/draft", &[("entry_key", "a"), ("stay", stay.as_str())]).await;
        let note = begun.location().trim_start_matches("/notes/").trim_end_matches("/edit").to_owned();
        let note = Id::from_text(note);
        let (id, person) = (note.clone(), app.sample.person("wang"));
        let text = app
            .app
            .read_blocking(move |tx| {
                let note = notes::find(tx, &id)?.or_not_found()?;
                assert_eq!((note.person_id, note.entered), (person, None), "a draft, and one's own");
                notes::version(tx, &note.id, note.current)?.or_not_found()
            })
            .unwrap();
        for said in ["石桥村小学", "> 全校只有一名音乐教师", "- 师资不足", "- 统筹走教"]
        {
            assert!(text.text.contains(said), "{said} in {}", text.text);
        }
        // Another's field days are not to be had.
        let other =
            app.as_person("chen").await.post("/works/draft", &[("entry_key", "b"), ("stay", &stay)]).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);

        let today = app.app.clock.today().to_string();
        let fields = [
            ("note", note.as_str()),
            ("kind", "report"),
            ("audience", "nobody"),
            ("done_on", &today),
            ("stay", &stay),
        ];
        let id = id_of(&wang.post("/works", &fields).await);
        assert_eq!(recorded(app, "wang", "research-report").len(), 1);
        let ledger = app.as_person("zhou").await.get("/research/ledger").await.outline();
        assert!(ledger.contains("村小师资调研报告"), "the ledger names the report: {ledger}");
        assert!(decided(app, "zhao", &id, "accept", &[]).await.location().starts_with("/works/review"));
    })
    .await;
}

#[tokio::test]
async fn what_was_taken_back_once_is_never_put_beside_what_is_handed_in_now() {
    on_both(async |app| {
        let li = app.sample.person("li");
        let note = written(app, &li, "essay", SECRET, None);
        let id = id_of(&handed_in(app, "li", &note, &[]).await);
        let author = app.as_person("li").await;
        author.post(&format!("/works/{id}/withdraw"), &[("reason", "还想改改")]).await;
        written(app, &li, "essay", "换一种说法。", Some(&note));
        let again = id_of(&handed_in(app, "li", &note, &[]).await);
        let reviewer = app.as_person("zhao").await;
        reviewer.post(&format!("/works/{again}/read"), &[]).await;
        for path in ["", "?from=1&to=2", "?from=1&to=1&all=1"] {
            let beside = reviewer.get(&format!("/works/{again}/compare{path}")).await;
            assert!(!beside.body.contains("校长轮岗"), "{path}: {}", beside.outline());
        }
        assert!(author.get(&format!("/works/{again}/compare?from=1&to=2")).await.body.contains("校长轮岗"));
    })
    .await;
}

#[tokio::test]
async fn an_author_sees_close_passages_before_handing_in_and_the_reviewer_a_mark_after() {
    on_both(async |app| {
        let (chen, li) = (app.sample.person("chen"), app.sample.person("li"));
        let earlier = written(app, &chen, "essay", STORY, None);
        assert_eq!(handed_in(app, "chen", &earlier, &[]).await.status, StatusCode::SEE_OTHER);
        notes::keyed(app);
        let note = written(app, &li, "essay", STORY, None);
        let form = app.as_person("li").await.get(&format!("/works/new?note={note}")).await.outline();
        assert!(form.contains("有些段落与以前的笔记相近"), "{form}");
        assert!(form.contains("另一位同志的笔记") && !form.contains("陈一诺的"), "{form}");
        let id = id_of(&handed_in(app, "li", &note, &[]).await);
        let reviewer = app.as_person("zhao").await;
        reviewer.post(&format!("/works/{id}/read"), &[]).await;
        let page = reviewer.get(&format!("/works/{id}")).await.outline();
        assert!(page.contains("有段落与更早交来的笔记相近") && page.contains("陈一诺"), "{page}");
        let own = app.as_person("li").await.get(&format!("/works/{id}")).await.outline();
        assert!(!own.contains("更早交来"), "{own}");
    })
    .await;
}

#[tokio::test]
async fn an_essay_is_recorded_where_it_is_handed_in_for_review_and_nowhere_else() {
    on_both(async |app| {
        let author = app.as_person("li").await;
        let form = author.get("/notes/new?activity=essay").await;
        assert!(!form.body.contains("value=\"essay\" "), "it is none of what a note is ticked for");
        let typed = [
            ("key", "k1"),
            ("on", "2026-03-05"),
            ("title", "读《实践论》的体会"),
            ("text", "从实践中来。"),
            ("activity", "essay"),
            ("saves", "0"),
            ("do", "review"),
        ];
        let answer = author.post("/notes", &typed).await;
        let form = author.get(answer.location()).await.outline();
        assert!(form.contains("送审") && form.contains("从实践中来"), "{form}");
        assert!(recorded(app, "li", "essay").is_empty(), "not before it is handed in");
    })
    .await;
}
