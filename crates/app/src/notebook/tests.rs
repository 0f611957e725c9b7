//! The notebook as people use it.

pub(crate) mod closeness;
mod speed;

use axum::http::StatusCode;

use crate::attachments::samples::photograph;
use crate::records::tests::records_of;
use crate::testing::{Answer, TestApp, Visitor, on_both};

/// A note of the day on which the tests live.
const NOTE: [(&str, &str); 6] = [
    ("key", "k1"),
    ("on", "2026-03-05"),
    ("title", "读《实践论》"),
    ("text", "## 要点\n\n从实践中来，到实践中去。"),
    ("tags", "哲学 读书"),
    ("saves", "0"),
];

fn and<'a>(base: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = base.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.chain(more).copied().collect()
}

/// What hands the note in for self-study of an hour.
const HANDED_IN: [(&str, &str); 5] = [
    ("do", "enter"),
    ("entry_key", "e1"),
    ("serves", "self-study"),
    ("amount-self-study", "1"),
    ("unit-self-study", "hours"),
];

/// Hands a note in and returns its address.
async fn handed_in(visitor: &Visitor<'_>, more: &[(&str, &str)]) -> String {
    let answer = visitor.post("/notes", &and(&and(&NOTE, &HANDED_IN), more)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
    answer.location().trim_end_matches("?saved=1").to_owned()
}

/// The address of a draft that was kept.
async fn kept(visitor: &Visitor<'_>) -> String {
    let answer = visitor.post("/notes", &NOTE).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
    answer.location().trim_end_matches("/edit?saved=1").to_owned()
}

#[tokio::test]
async fn one_note_serves_two_kinds_of_learning_and_is_written_once() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let class =
            [("serves", "self-study"), ("serves", "class"), ("amount-class", "1"), ("unit-class", "times")];
        let fields: Vec<_> =
            NOTE.iter().chain(HANDED_IN.iter().filter(|(name, _)| *name != "serves")).copied().collect();
        let fields: Vec<_> = fields.into_iter().chain(class).collect();
        let answer = li.post("/notes", &fields).await;
        let note = li.get(answer.location()).await.outline();
        assert!(note.contains("已记入，用于自学 1小时、听课 1次"), "{note}");
        let records = records_of(app, "li");
        assert_eq!(records.len(), 2);
        assert!(records.iter().all(|record| record.note().is_some() && record.note() == records[0].note()));
        // What comes twice is once.
        li.post("/notes", &fields).await;
        assert_eq!(records_of(app, "li").len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_nobody_else_s_business_and_a_note_only_theirs_who_may_inspect() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let draft = kept(&li).await;
        let everybody = ["wang", "chen", "zhao", "sun", "zhou", "wu", "admin"];
        for name in everybody {
            let answer = app.as_person(name).await.get(&draft).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name} learns that there is a draft");
        }
        let note = handed_in(&li, &[("key", "k2")]).await;
        for name in everybody.into_iter().filter(|name| *name != "zhao") {
            let visitor = app.as_person(name).await;
            for refused in [
                visitor.get(&note).await,
                visitor.post(&format!("{note}/open"), &[]).await,
                visitor.get(&format!("{note}/edit")).await,
                visitor.get(&format!("{note}/versions/1")).await,
                visitor.post(&format!("{note}/versions/1"), &[]).await,
            ] {
                assert!(
                    matches!(refused.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND),
                    "{name}: {}",
                    refused.status
                );
                assert!(!refused.body.contains("从实践中来"), "{name} reads it");
            }
            // Nor do they write on it by its id.
            let id = note.rsplit('/').next().unwrap();
            let written =
                visitor.post_json("/notes/keep", &and(&NOTE, &[("note", id), ("text", "改")])).await;
            assert!(written.status.is_client_error(), "{name} wrote on it: {}", written.status);
        }
    })
    .await;
}

#[tokio::test]
async fn who_inspects_opens_the_note_on_purpose_and_its_author_sees_who_read_which_text() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let note = handed_in(&li, &[]).await;
        let secretary = app.as_person("zhao").await;
        let closed = secretary.get(&note).await;
        assert!(!closed.body.contains("从实践中来"), "it is not open by itself");
        assert!(!li.get(&note).await.outline().contains("赵书明"), "a look at its head is no reading");
        let open = secretary.post(&format!("{note}/open"), &[]).await;
        assert!(open.body.contains("<h3>要点</h3>") && open.body.contains("从实践中来"), "{}", open.body);
        assert!(li.get(&note).await.outline().contains("赵书明"));
        // The author writes on: others have what was handed in until the change is handed in too.
        let id = note.rsplit('/').next().unwrap();
        let more = and(&NOTE, &[("note", id), ("saves", "1"), ("text", "还没想好")]);
        assert_eq!(li.post_json("/notes/keep", &more).await.status, StatusCode::OK);
        let open = secretary.post(&format!("{note}/open"), &[]).await;
        assert!(open.body.contains("从实践中来") && !open.body.contains("还没想好"));
        let again = and(&more, &[("do", "enter"), ("entry_key", "e2"), ("saves", "2")]);
        assert_eq!(li.post("/notes", &again).await.status, StatusCode::SEE_OTHER);
        assert!(secretary.post(&format!("{note}/open"), &[]).await.body.contains("还没想好"));
        assert_eq!(records_of(app, "li").len(), 1, "writing on is no new learning");
    })
    .await;
}

#[tokio::test]
async fn what_is_sent_at_a_pause_is_answered_with_what_the_next_one_begins_from() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let said = |answer: Answer| serde_json::from_str::<serde_json::Value>(&answer.body).unwrap();
        let first = said(li.post_json("/notes/keep", &NOTE).await);
        let again = said(li.post_json("/notes/keep", &NOTE).await);
        assert_eq!((&first["note"], &first["saves"]), (&again["note"], &again["saves"]));
        let phone = and(&NOTE, &[("saves", "1"), ("text", "手机")]);
        assert_eq!(said(li.post_json("/notes/keep", &phone).await)["aside"], serde_json::Value::Null);
        let desk = said(li.post_json("/notes/keep", &and(&NOTE, &[("saves", "1"), ("text", "电脑")])).await);
        let other = li.get(desk["aside"].as_str().expect("the other text is named")).await;
        assert!(other.body.contains("手机"));
        // It is taken again, and nothing goes away.
        li.post(desk["aside"].as_str().unwrap(), &[]).await;
        let note = format!("/notes/{}", desk["note"].as_str().unwrap());
        assert!(li.get(&note).await.body.contains("<p>手机</p>"));
        let texts = li.get(&note).await;
        assert!(texts.body.matches("/versions/").count() >= 2, "{}", texts.outline());
        let long = "长".repeat(100_001);
        let refused = li.post_json("/notes/keep", &and(&NOTE, &[("text", &long)])).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn the_longest_note_is_saved_while_it_is_typed_and_looked_at() {
    let app = TestApp::in_memory();
    let li = app.as_person("li").await;
    // Signs that take the most bytes as a form is sent.
    let text = "𠮷".repeat(crate::notes::LONGEST);
    let saved = li.post_json("/notes/keep", &and(&NOTE, &[("text", &text)])).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
    assert_eq!(li.post("/notes/preview", &[("text", &text)]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_browser_learns_whose_notes_it_may_show() {
    let app = TestApp::in_memory();
    assert_eq!(app.as_guest().get("/notes/whose").await.body, r#"{"me":""}"#);
    let li = app.as_person("li").await;
    let told = li.get("/notes/whose").await.body;
    let page = li.get("/notes").await.body;
    let me = page.split_once("data-me=\"").unwrap().1.split_once('"').unwrap().0;
    assert_eq!(told, format!(r#"{{"me":"{me}"}}"#));
}

#[tokio::test]
async fn a_draft_that_comes_after_the_note_was_handed_in_takes_nothing_from_it() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let note = handed_in(&li, &[]).await;
        let answer = li.post_json("/notes/keep", &NOTE).await;
        let said: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((said["known"].as_bool(), said["aside"].as_str()), (Some(true), None), "{said}");
        let listed = li.get("/notes").await.outline();
        assert!(listed.contains("自学") && !listed.contains("有新修改未记入"), "{listed}");
        assert_eq!(format!("/notes/{}", said["note"].as_str().unwrap()), note);
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_is_named_and_what_was_typed_is_kept() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let nothing = and(&and(&NOTE, &HANDED_IN), &[("serves", "")]);
        let answer = li.post("/notes", &nothing).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.outline().contains("请至少勾选一项") && answer.body.contains("从实践中来"));
        assert!(records_of(app, "li").is_empty());
        let listed = li.get("/notes").await.outline();
        assert!(listed.contains("读《实践论》") && listed.contains("草稿"), "{listed}");
        // Nothing was handed in by the way.
        let secretary = app.as_person("zhao").await;
        let id = answer.inputs().into_iter().find(|(name, _)| name == "note").unwrap().1;
        assert_eq!(secretary.get(&format!("/notes/{id}")).await.status, StatusCode::NOT_FOUND);
        let absurd = and(&and(&NOTE, &HANDED_IN), &[("amount-self-study", "25")]);
        assert_eq!(li.post("/notes", &absurd).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn today_is_logged_in_a_line_and_yesterday_as_easily() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let short = [("entry_key", "q1"), ("what", "读《论持久战》"), ("day", "today")];
        let answer = li.post("/notes/quick", &short).await;
        let page = li.get(answer.location()).await;
        assert!(page.outline().contains("已记入：2026年3月5日(周四)《读《论持久战》》"), "{}", page.outline());
        assert!(page.outline().contains("写它的笔记"));
        let long = "听党课\n讲了三个问题，对照自己的工作，最大的收获是要多下去看看，听听老师们怎么说，再动笔写方案。";
        let answer =
            li.post("/notes/quick", &[("entry_key", "q2"), ("what", long), ("day", "yesterday")]).await;
        assert!(!li.get(answer.location()).await.outline().contains("写它的笔记"), "it is a note already");
        let mut records = records_of(app, "li");
        records.sort_by_key(|record| record.first_on);
        let told: Vec<_> =
            records.iter().map(|record| (record.first_on.to_string(), record.note().is_some())).collect();
        assert_eq!(told, [("2026-03-04".to_owned(), true), ("2026-03-05".to_owned(), false)]);
        assert!(li.get("/notes?q=多下去看看").await.outline().contains("听党课"));
    })
    .await;
}

#[tokio::test]
async fn a_note_is_written_later_for_what_was_logged_before() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        li.post("/notes/quick", &[("entry_key", "q1"), ("what", "读《论持久战》"), ("day", "today")]).await;
        let before = records_of(app, "li").remove(0);
        let id = before.id.to_string();
        let form = li.get(&format!("/notes/new?record={id}")).await;
        assert!(form.body.contains(&format!("value=\"{id}\" selected")), "{}", form.outline());
        let fields = and(&NOTE, &[("do", "enter"), ("entry_key", "e1"), ("record", &id)]);
        let answer = li.post("/notes", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
        let records = records_of(app, "li");
        assert_eq!(records.len(), 1, "it is the same learning");
        assert!(records[0].note().is_some() && records[0].entered_on == before.entered_on);
        // Another's record is none of theirs.
        let chen = app.as_person("chen").await;
        let id = records[0].id.to_string();
        let fields = and(&NOTE, &[("do", "enter"), ("entry_key", "e1"), ("record", &id)]);
        assert_eq!(chen.post("/notes", &fields).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn words_are_found_in_one_s_own_notes_alone_and_the_year_reads_like_a_book() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        handed_in(&li, &[]).await;
        let found = li.get("/notes?q=实践").await;
        assert!(found.body.contains("<mark>实践</mark>"), "{}", found.body);
        assert!(li.get("/notes?tag=哲学").await.outline().contains("读《实践论》"));
        assert!(li.get("/notes?month=2026-02").await.outline().contains("共0篇"));
        // Words and what narrows the list go together, and a tag is found as a word.
        assert!(li.get("/notes?q=哲学").await.body.contains("class=\"note-title\""));
        assert!(li.get("/notes?q=实践&month=2026&tag=哲学").await.body.contains("<mark>实践</mark>"));
        for narrower in ["month=2026-02", "month=2025", "tag=历史", "only=drafts"] {
            let listed = li.get(&format!("/notes?q=实践&{narrower}")).await;
            assert!(!listed.body.contains("<mark>实践</mark>"), "{narrower}");
            let (name, value) = narrower.split_once('=').unwrap();
            assert_eq!(listed.field(name).as_deref(), Some(value), "the next words are looked for there too");
        }
        assert!(li.get("/search?q=实践").await.body.contains("从实践中来"));
        for name in ["zhao", "chen"] {
            let other = app.as_person(name).await;
            assert!(!other.get("/notes?q=实践").await.outline().contains("读《实践论》"), "{name}");
            assert!(!other.get("/search?q=实践").await.body.contains("从实践中来"), "{name}");
            assert!(!other.get("/notes/book?month=2026-03").await.body.contains("从实践中来"), "{name}");
        }
        let book = li.get("/notes/book?month=2026-03").await;
        assert!(
            book.body.contains("<h3>要点</h3>") && book.outline().contains("3月 1"),
            "{}",
            book.outline()
        );
    })
    .await;
}

#[tokio::test]
async fn a_photographed_page_is_a_note_and_only_its_readers_have_the_picture() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let fields = and(&and(&NOTE, &HANDED_IN), &[("text", "")]);
        let page = photograph(640, 320);
        let answer = li.bring("/notes", &fields, &[("第12页.jpg", &page)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
        let note = answer.location().trim_end_matches("?saved=1").to_owned();
        let shown = li.get(&note).await.body;
        let start = format!("href=\"{note}/files/");
        let file = format!("{note}/files/{}", shown.split_once(&start).unwrap().1.split_once('"').unwrap().0);
        assert_eq!(li.get(&file).await.status, StatusCode::OK);
        for name in ["wang", "sun", "zhou", "wu", "admin"] {
            let refused = app.as_person(name).await.get(&file).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{name}");
        }
        let secretary = app.as_person("zhao").await;
        assert_eq!(secretary.get(&file).await.status, StatusCode::SEE_OTHER, "it is opened on purpose first");
        secretary.post(&format!("{note}/open"), &[]).await;
        assert_eq!(secretary.get(&file).await.status, StatusCode::OK);
        assert_eq!(secretary.get(&format!("{file}/small")).await.status, StatusCode::OK);
        assert!(records_of(app, "li")[0].evidence.has(xueji_plan::Evidence::Note));
        // At the record it lies with the text.
        let record = format!("/records/{}", records_of(app, "li")[0].id);
        assert!(li.get(&record).await.body.contains(&format!("src=\"{file}/small\"")));
        let opened = secretary.post(&format!("{record}/read"), &[]).await;
        assert!(opened.body.contains(&format!("src=\"{file}/small\"")), "{}", opened.outline());
    })
    .await;
}

#[tokio::test]
async fn nobody_takes_another_s_file_into_a_note_of_their_own() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let brought = li.bring("/notes/files", &[], &[("页.jpg", &photograph(64, 32))]).await;
        let said: serde_json::Value = serde_json::from_str(&brought.body).unwrap();
        let id = said["files"][0]["id"].as_str().unwrap();
        let chen = app.as_person("chen").await;
        assert_eq!(chen.get(&format!("/notes/files/{id}")).await.status, StatusCode::NOT_FOUND);
        let stolen = chen.post("/notes", &and(&NOTE, &[("file", id)])).await;
        assert_eq!(stolen.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!stolen.body.contains("页.jpg"), "not even its name is told");
        let text = format!("![图](files/{id})");
        assert_eq!(
            chen.post("/notes", &and(&NOTE, &[("text", &text)])).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(li.post("/notes", &and(&NOTE, &[("text", &text)])).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_put_away_and_taken_out_again_and_what_serves_stays() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let draft = kept(&li).await;
        let away = li.post(&format!("{draft}/discard"), &[]).await;
        let listed = li.get(away.location()).await.outline();
        assert!(listed.contains("草稿已收起") && !listed.contains("读《实践论》"), "{listed}");
        let chip = li.get("/notes").await.outline();
        assert!(chip.contains("[已收起 1](/notes?only=put-away)"), "{chip}");
        assert!(li.get("/notes?only=put-away").await.outline().contains("读《实践论》"));
        li.post(&format!("{draft}/take-out"), &[]).await;
        assert!(li.get("/notes").await.outline().contains("读《实践论》"));
        let note = handed_in(&li, &[("key", "k2")]).await;
        assert_eq!(li.post(&format!("{note}/discard"), &[]).await.status, StatusCode::CONFLICT);
    })
    .await;
}

#[tokio::test]
async fn the_account_that_writes_for_nobody_has_no_notebook() {
    let app = TestApp::in_memory();
    let admin = app.as_person("admin").await;
    assert_eq!(admin.get("/notes").await.status, StatusCode::FORBIDDEN);
}
