//! The catalog set right.

use axum::http::StatusCode;

use super::lists::recommend;
use super::{TODAY, add, end, finished, found, take_up, typed};
use crate::shell::Id;
use crate::testing::{TestApp, on_both};

/// What the office sends, with everything right.
fn right<'a>(title: &'a str, isbns: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("title", title),
        ("author", "马克思"),
        ("publisher", "人民出版社"),
        ("published_year", "2004"),
        ("isbns", isbns),
        ("category", "political-theory"),
    ]
}

fn page_of(book: &Id) -> String {
    format!("/books/catalog/{book}")
}

#[tokio::test]
async fn the_office_sets_a_book_right_for_everybody_and_it_stands_in_the_trail() {
    on_both(async |app| {
        let book = add(app, typed("9787010009223", "资本沦", "马可思")).unwrap();
        let reading = take_up(app, "li", &book, None, TODAY).unwrap();
        recommend(app, &app.sample.school.id, &book, Some("general")).unwrap();
        let office = app.as_person("zhou").await;
        let form = office.get(&page_of(&book)).await;
        assert_eq!(form.field("title").as_deref(), Some("资本沦"), "{}", form.outline());
        let sent = right("《资本论》", "978-7-02-000220-7");
        let done = office.post(&page_of(&book), &sent).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.outline());
        let li = app.as_person("li").await;
        for path in ["/books".to_owned(), format!("/books/{reading}"), "/reading-lists".to_owned()] {
            let page = li.get(&path).await.outline();
            assert!(page.contains("资本论") && !page.contains("资本沦"), "{path}: {page}");
            assert!(page.contains("马克思 · 人民出版社 · 2004"), "{path}: {page}");
        }
        let shown = li.get(&page_of(&book)).await.outline();
        assert!(shown.contains("政治理论") && shown.contains("ISBN 9787020002207"), "{shown}");
        assert_eq!(add(app, typed("9787020002207", "", "")).unwrap(), book, "the new number leads to it");
        let other = add(app, typed("9787010009223", "论共产党员的修养", "刘少奇")).unwrap();
        assert_ne!(other, book, "the wrong number is free for the book whose it is");
        let trail = office.get("/trail?deed=book.corrected").await.outline();
        assert!(trail.contains("《资本沦》 → 《资本论》") && trail.contains("9787010009223"), "{trail}");
        office.post(&page_of(&book), &sent).await;
        let again = office.get("/trail?deed=book.corrected").await.outline();
        assert_eq!(again.matches("→ 《资本论》").count(), 1, "what changes nothing is no correction");
    })
    .await;
}

#[tokio::test]
async fn what_was_recorded_keeps_its_title() {
    on_both(async |app| {
        let book = add(app, typed("", "资本沦", "马克思")).unwrap();
        let reading = take_up(app, "li", &book, Some("general"), TODAY).unwrap();
        end(app, &reading, finished(TODAY, "general")).unwrap();
        app.as_person("zhou").await.post(&page_of(&book), &right("资本论", "")).await;
        let records = app.as_person("li").await.get("/records").await.outline();
        assert!(records.contains("《资本沦》"), "{records}");
    })
    .await;
}

#[tokio::test]
async fn whoever_typed_a_book_corrects_it_while_nobody_else_uses_it() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let fields =
            [("entry_key", "k"), ("title", "乡士中国"), ("author", "费孝通"), ("category", "general")];
        let reading = li.post("/books/new", &fields).await.location().to_owned();
        let book = found(app, &Id::from_text(reading.rsplit('/').next().unwrap())).book.id;
        assert!(li.get(&reading).await.body.contains(&page_of(&book)), "the way to it is on its page");
        for who in ["chen", "wang", "zhao", "sun", "wu", "admin"] {
            let other = app.as_person(who).await;
            let page = other.get(&page_of(&book)).await;
            assert_eq!(page.status, StatusCode::OK, "{who} sees the catalog");
            assert!(!page.body.contains("name=\"title\""), "{who}: {}", page.outline());
            let refused = other.post(&page_of(&book), &right("别的书", "")).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{who}");
        }
        let done = li.post(&page_of(&book), &right("乡土中国", "")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.outline());
        assert!(li.get("/books").await.outline().contains("乡土中国"));
        take_up(app, "chen", &book, None, TODAY).unwrap();
        assert!(!li.get(&page_of(&book)).await.body.contains("name=\"title\""));
        let late = li.post(&page_of(&book), &right("乡土", "")).await;
        assert_eq!(late.status, StatusCode::FORBIDDEN, "it is another's book now, too");
    })
    .await;
}

async fn refused(app: &TestApp, book: &Id, sent: &[(&str, &str)], field: &str) {
    let answer = app.as_person("zhou").await.post(&page_of(book), sent).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {}", answer.outline());
    assert!(answer.body.contains(&format!("id=\"{field}-wrong\"")), "{field}: {}", answer.outline());
    assert_eq!(answer.field("publisher").as_deref(), Some("人民出版社"), "nothing typed is lost");
}

#[tokio::test]
async fn a_correction_that_cannot_stand_is_refused_at_its_field() {
    on_both(async |app| {
        let book = add(app, typed("9787010009223", "资本沦", "马可思")).unwrap();
        add(app, typed("9787020002207", "资本论", "马克思")).unwrap();
        refused(app, &book, &right("《资本论》", ""), "title").await;
        refused(app, &book, &right("《》", ""), "title").await;
        refused(app, &book, &right("资本论（第一卷）", "9787010009223\n9787020002207"), "isbns").await;
        refused(app, &book, &right("资本论（第一卷）", "9787010009224"), "isbns").await;
        let mut strange = right("资本论（第一卷）", "9787010009223");
        strange.last_mut().unwrap().1 = "theory-lecture";
        refused(app, &book, &strange, "category").await;
        let page = app.as_person("li").await.get("/books/catalog?q=资本沦").await.outline();
        assert!(page.contains("资本沦") && page.contains("9787010009223"), "nothing was kept: {page}");
    })
    .await;
}

#[tokio::test]
async fn the_catalog_says_as_what_a_book_is_taken_up_where_no_list_does() {
    on_both(async |app| {
        let book = add(app, typed("", "资本论", "马克思")).unwrap();
        take_up(app, "chen", &book, Some("general"), TODAY).unwrap();
        app.as_person("zhou").await.post(&page_of(&book), &right("资本论", "")).await;
        let id = take_up(app, "li", &book, None, TODAY).unwrap();
        assert_eq!(found(app, &id).category.as_deref(), Some("political-theory"));
        recommend(app, &app.sample.school.id, &book, Some("professional")).unwrap();
        let id = take_up(app, "wang", &book, None, TODAY).unwrap();
        assert_eq!(found(app, &id).category.as_deref(), Some("professional"));
    })
    .await;
}
