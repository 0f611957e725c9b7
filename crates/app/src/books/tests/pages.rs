//! The pages of books, as their readers walk them and as everybody else is refused.

use axum::http::StatusCode;

use super::lists::recommend;
use super::{TODAY, add, end, finished, take_up, typed};
use crate::shell::Id;
use crate::testing::{TestApp, on_both};

/// The id at the end of an address.
fn id_of(address: &str) -> Id {
    Id::from_text(address.rsplit('/').next().unwrap_or_default())
}

#[tokio::test]
async fn a_reader_adds_a_book_goes_on_and_finishes_it() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let empty = li.get("/books").await.outline();
        assert!(empty.contains("还没有在读的书"), "{empty}");
        let asked = li.get("/books/new?q=978-7-01-000922-3").await;
        assert_eq!(
            asked.field("isbn").as_deref(),
            Some("978-7-01-000922-3"),
            "the number is not typed twice"
        );
        let key = asked.field("entry_key").unwrap();
        let fields = [
            ("entry_key", key.as_str()),
            ("isbn", "978-7-01-000922-3"),
            ("title", "论共产党员的修养"),
            ("author", "刘少奇"),
            ("category", "political-theory"),
            ("began_on", "2026-02-20"),
        ];
        let added = li.post("/books/new", &fields).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.outline());
        assert_eq!(
            li.post("/books/new", &fields).await.location(),
            added.location(),
            "sent twice, begun once"
        );
        let address = added.location().to_owned();
        let kept = li.post(&format!("{address}/progress"), &[("page", "30"), ("pages", "120")]).await;
        assert!(kept.location().starts_with(&address));
        let shelf = li.get("/books").await.outline();
        assert!(shelf.contains("论共产党员的修养") && shelf.contains("读到第30页，共120页"), "{shelf}");
        assert!(
            shelf.contains("0/4") && shelf.contains("还差1本，最晚3月31日"),
            "a book is owed this quarter: {shelf}"
        );
        let done = li
            .post(
                &format!("{address}/finish"),
                &[("last_on", "2026-03-05"), ("category", "political-theory")],
            )
            .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.outline());
        let page = li.get(&address).await.outline();
        assert!(page.contains("已读完") && page.contains("/records/"), "{page}");
        let shelf = li.get("/books").await.outline();
        assert!(shelf.contains("2026年3月5日(周四)读完") && shelf.contains("1/4"), "{shelf}");
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost() {
    let app = TestApp::in_memory();
    let li = app.as_person("li").await;
    let page = li.get("/books/new?q=9787010009224").await;
    assert!(page.body.contains("id=\"q-wrong\"") && page.body.contains("校验位"), "{}", page.outline());
    let refused = li
        .post(
            "/books/new",
            &[("entry_key", "k"), ("isbn", "9787010009224"), ("title", "书"), ("author", "某人")],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("id=\"isbn-wrong\""));
    assert_eq!(refused.field("author").as_deref(), Some("某人"));
    let book = add(&app, typed("", "乡土中国", "费孝通")).unwrap();
    let id = take_up(&app, "li", &book, Some("general"), TODAY).unwrap();
    for (fields, field) in [
        (vec![("page", "200"), ("pages", "100")], "page-wrong"),
        (vec![("page", "20")], "pages-wrong"),
        (vec![("percent", "120")], "percent-wrong"),
        (vec![], "page-wrong"),
    ] {
        let refused = li.post(&format!("/books/{id}/progress"), &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(&format!("id=\"{field}\"")), "{fields:?}");
    }
    let late =
        li.post(&format!("/books/{id}/amend"), &[("began_on", "2026-01-02"), ("category", "general")]).await;
    assert_eq!(late.status, StatusCode::SEE_OTHER);
    let late =
        li.post(&format!("/books/{id}/finish"), &[("last_on", "2026-02-01"), ("category", "general")]).await;
    assert!(late.body.contains("id=\"late_reason-wrong\""), "{}", late.outline());
}

#[tokio::test]
async fn a_shelf_is_its_readers_alone_whatever_post_somebody_holds() {
    on_both(async |app| {
        let book = add(app, typed("", "一本没读完的书", "费孝通")).unwrap();
        let id = take_up(app, "li", &book, Some("general"), TODAY).unwrap();
        let li = app.as_person("li").await;
        li.post(&format!("/books/{id}/progress"), &[("percent", "42")]).await;
        for who in ["chen", "wang", "zhao", "sun", "zhou", "wu"] {
            let other = app.as_person(who).await;
            assert_eq!(other.get(&format!("/books/{id}")).await.status, StatusCode::NOT_FOUND, "{who}");
            for act in ["progress", "amend", "finish", "take-back", "put-away", "notes"] {
                let answer =
                    other.post(&format!("/books/{id}/{act}"), &[("percent", "1"), ("reason", "x")]).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{who} {act}");
            }
            for page in ["/books", "/books/ledger", "/branch", "/bureau"] {
                let shown = other.get(page).await.outline();
                assert!(!shown.contains("一本没读完的书") && !shown.contains("42%"), "{who} {page}");
            }
            let found = other.get("/books/catalog?q=没读完").await.outline();
            assert!(
                found.contains("一本没读完的书") && !found.contains("李思学"),
                "the book, not its reader"
            );
        }
        let admin = app.as_person("admin").await;
        assert_eq!(admin.get(&format!("/books/{id}")).await.status, StatusCode::FORBIDDEN);
        let page = li.get(&format!("/books/{id}")).await.outline();
        assert!(page.contains("已读42%"), "nobody changed it: {page}");
    })
    .await;
}

#[tokio::test]
async fn a_recommended_book_lies_on_every_shelf_below_until_it_is_begun() {
    on_both(async |app| {
        let zhao = app.as_person("zhao").await;
        let form = zhao.get("/reading-lists").await;
        let key = form.field("entry_key").unwrap();
        let school = app.sample.school.id.as_str();
        let fields = [
            ("entry_key", key.as_str()),
            ("title", "乡土中国"),
            ("author", "费孝通"),
            ("category", "science-humanities"),
            ("why", "一季度共读"),
            ("organization", school),
            ("from_on", "2026-01-01"),
            ("to_on", "2026-03-31"),
        ];
        let listed = zhao.post("/reading-lists", &fields).await;
        assert!(
            listed.location().contains("to_on=2026-03-31"),
            "the days stay for the next: {}",
            listed.location()
        );
        let mut elsewhere = fields;
        (elsewhere[0].1, elsewhere[5].1) = ("k", app.sample.office.id.as_str());
        assert_eq!(zhao.post("/reading-lists", &elsewhere).await.status, StatusCode::FORBIDDEN);
        assert!(!app.as_person("zheng").await.get("/books").await.outline().contains("一季度共读"));

        let li = app.as_person("li").await;
        let shelf = li.get("/books").await;
        assert!(shelf.outline().contains("一季度共读") && shelf.outline().contains("乡土中国"));
        let sent: Vec<(String, String)> =
            shelf.inputs().into_iter().filter(|(name, _)| name != "q").collect();
        let of = |wanted: &str| sent.iter().find(|(name, _)| name == wanted).unwrap().1.as_str();
        let tap = [("entry_key", of("entry_key")), ("book", of("book")), ("category", of("category"))];
        let begun = li.post("/books/new", &tap).await;
        let page = li.get(begun.location()).await.outline();
        assert!(page.contains("科学人文"), "the category of the list: {page}");
        assert!(!li.get("/books").await.outline().contains("一季度共读"), "it is being read now");
    })
    .await;
}

#[tokio::test]
async fn a_list_is_kept_by_who_runs_the_organization() {
    on_both(async |app| {
        let book = add(app, typed("", "乡土中国", "费孝通")).unwrap();
        let id = recommend(app, &app.sample.school.id, &book, Some("general")).unwrap();
        let take_off = format!("/reading-lists/{id}/take-off");
        for who in ["li", "sun", "wu", "admin"] {
            let answer = app.as_person(who).await.post(&take_off, &[]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{who}");
        }
        let zhao = app.as_person("zhao").await;
        assert_eq!(zhao.post(&take_off, &[]).await.status, StatusCode::SEE_OTHER);
        assert!(!zhao.get("/reading-lists").await.outline().contains("乡土中国"));
    })
    .await;
}

#[tokio::test]
async fn a_note_begun_from_the_book_stands_beside_it_and_nobody_else_reads_it() {
    on_both(async |app| {
        let book = add(app, typed("", "实践论", "毛泽东")).unwrap();
        let id = take_up(app, "li", &book, Some("general"), TODAY).unwrap();
        let li = app.as_person("li").await;
        let begun = li.post(&format!("/books/{id}/notes"), &[("act", "new"), ("entry_key", "one")]).await;
        assert!(begun.location().starts_with("/notes/") && begun.location().ends_with("/edit"));
        let again = li.post(&format!("/books/{id}/notes"), &[("act", "new"), ("entry_key", "one")]).await;
        assert_eq!(again.location(), begun.location(), "two taps begin one note");
        let page = li.get(&format!("/books/{id}")).await.outline();
        assert!(page.contains("读《实践论》") && page.contains("只有自己能看"), "{page}");
        let note = id_of(begun.location().trim_end_matches("/edit"));
        let away = [("act", "detach"), ("note", note.as_str())];
        li.post(&format!("/books/{id}/notes"), &away).await;
        let page = li.get(&format!("/books/{id}")).await.outline();
        assert!(page.contains("用已写好的笔记"), "it is offered again: {page}");
        li.post(&format!("/books/{id}/notes"), &[("act", "attach"), ("note", note.as_str())]).await;
        assert!(li.get(&format!("/books/{id}")).await.outline().contains("移开"));
        let chen = take_up(app, "chen", &book, Some("general"), TODAY).unwrap();
        let stolen = app
            .as_person("chen")
            .await
            .post(&format!("/books/{chen}/notes"), &[("note", note.as_str())])
            .await;
        assert_eq!(stolen.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn a_finished_book_is_taken_back_with_its_record() {
    on_both(async |app| {
        let book = add(app, typed("", "实践论", "毛泽东")).unwrap();
        let id = take_up(app, "li", &book, Some("general"), TODAY).unwrap();
        end(app, &id, finished(TODAY, "general")).unwrap();
        let li = app.as_person("li").await;
        assert!(li.get("/records").await.outline().contains("《实践论》"));
        let back = li.post(&format!("/books/{id}/take-back"), &[("reason", "还差一章")]).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER);
        assert!(li.get(&format!("/books/{id}")).await.outline().contains("读到哪里"));
        assert!(!li.get("/records").await.outline().contains("[《实践论》]"));
        li.post(&format!("/books/{id}/put-away"), &[("act", "away")]).await;
        assert!(li.get("/books").await.outline().contains("搁置的（1本）"));
        li.post(&format!("/books/{id}/put-away"), &[("act", "out")]).await;
        assert!(!li.get("/books").await.outline().contains("搁置的"));
    })
    .await;
}
