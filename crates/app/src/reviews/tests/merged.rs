//! Two entries of one book made one.

use axum::http::StatusCode;

use super::{TODAY, book, publish, text, write};
use crate::books::{self, Begin, NewBook, Recommendation};
use crate::shell::Id;
use crate::testing::{TestApp, on_both};

fn take_up(app: &TestApp, who: &str, book_id: &Id) -> Id {
    let person = app.sample.person(who);
    let begin = Begin {
        entry_key: Id::fresh().to_string(),
        book_id: book_id.clone(),
        category: Some("general".to_owned()),
        began_on: TODAY,
    };
    write(app, move |work| books::begin(work, &person, &begin, TODAY)).unwrap()
}

fn reading(app: &TestApp, id: &Id) -> books::Reading {
    let id = id.clone();
    app.app.read_blocking(move |tx| books::reading(tx, &id)).unwrap().expect("the reading is there")
}

fn recommend(app: &TestApp, book_id: &Id) {
    let new = Recommendation {
        entry_key: Id::fresh().to_string(),
        organization_id: app.sample.school.id.clone(),
        book_id: book_id.clone(),
        category: Some("general".to_owned()),
        why: "一季度共读".to_owned(),
        quotable: None,
        from_on: TODAY,
        to_on: TODAY,
    };
    write(app, move |work| books::recommend(work, &Id::from_text("account"), &new)).unwrap();
}

#[tokio::test]
async fn readings_lists_reviews_and_numbers_follow_the_entry_that_stays() {
    on_both(async |app| {
        let stays = book(app, "乡土中国");
        let new = NewBook {
            isbn: "9787010009223".to_owned(),
            title: "乡士中国".to_owned(),
            publisher: Some("北京大学出版社".to_owned()),
            ..NewBook::default()
        };
        let goes = write(app, move |work| books::add(work, &Id::from_text("account"), &new)).unwrap();
        let one = take_up(app, "li", &goes);
        let (first, second) = (take_up(app, "chen", &goes), take_up(app, "chen", &stays));
        recommend(app, &goes);
        recommend(app, &stays);
        publish(app, "li", &text(&goes, &app.sample.school.id, "差序格局说得透")).unwrap();

        let merge = format!("/books/catalog/{goes}/merge");
        let office = app.as_person("zhou").await;
        let offered = office.get(&format!("{merge}?q=费孝通")).await;
        assert!(offered.body.contains(&format!("{merge}?into={stays}")), "{}", offered.outline());
        let shown = office.get(&format!("{merge}?into={stays}")).await.outline();
        assert!(shown.contains("《乡士中国》") && shown.contains("《乡土中国》"), "{shown}");
        for who in ["li", "chen", "zhao", "sun", "wu", "admin"] {
            let answer = app.as_person(who).await.post(&merge, &[("into", stays.as_str())]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{who}");
        }
        let itself = office.post(&merge, &[("into", goes.as_str())]).await;
        assert_eq!(itself.status, StatusCode::CONFLICT);
        let done = office.post(&merge, &[("into", stays.as_str())]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.outline());

        assert_eq!(reading(app, &one).book.id, stays, "li reads on");
        let (first, second) = (reading(app, &first), reading(app, &second));
        assert!(first.book.id == stays && first.put_away, "one of two that lay open is put away");
        assert!(!second.put_away);
        let list = app.as_person("li").await.get("/reading-lists").await.outline();
        assert_eq!(list.matches("乡土中国").count(), 1, "recommended once: {list}");
        let reviews = app.as_person("chen").await.get(&format!("/reviews?book={stays}")).await.outline();
        assert!(reviews.contains("差序格局说得透"), "{reviews}");
        let known = NewBook { isbn: "9787010009223".to_owned(), ..NewBook::default() };
        let known = write(app, move |work| books::add(work, &Id::from_text("account"), &known)).unwrap();
        assert_eq!(known, stays, "the number of either finds it");
        let page = office.get(&format!("/books/catalog/{stays}")).await.outline();
        assert!(page.contains("费孝通 · 北京大学出版社"), "what only the other knew is kept: {page}");
        assert_eq!(office.get(&format!("/books/catalog/{goes}")).await.status, StatusCode::NOT_FOUND);
        let trail = office.get("/trail?deed=book.merged").await.outline();
        assert!(trail.contains("《乡士中国》 → 《乡土中国》"), "{trail}");
    })
    .await;
}
