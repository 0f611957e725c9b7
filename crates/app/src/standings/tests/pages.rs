//! What the pages say: figures that open lists as long as they are, and nothing that is not the visitor's.

use jiff::civil::date;
use xueji_plan::{Quantity, Unit};
use xueji_standing::{EvidenceSet, Outcome};

use crate::records::{self, Entry, NewRecord, Subject};
use crate::shell::{Author, Id};
use crate::testing::{TestApp, Visitor, on_both};

/// What Li read in January.
fn book(app: &TestApp) -> NewRecord {
    NewRecord {
        entry_key: Id::fresh().to_string(),
        subject: Subject::Person(app.sample.person("li")),
        activity: "book".to_owned(),
        category: Some("general".to_owned()),
        first_on: date(2026, 3, 4),
        last_on: date(2026, 3, 4),
        quantity: Quantity::of(1, Unit::Books),
        outcome: Outcome::Done,
        evidence: EvidenceSet::NONE,
        title: "读《乡土中国》".to_owned(),
        body: None,
        note_id: None,
        notebook_page: None,
        attachment: None,
        files: Vec::new(),
        place: None,
        late_reason: None,
    }
}

fn entry(app: &TestApp) -> Entry {
    Entry::now(&app.app.clock, Id::from_text("account"), "web")
}

/// What one of Li's pages says of the duty to read a book each quarter.
async fn books_of_li(visitor: &Visitor<'_>) -> String {
    let path =
        format!("/duties/{}/member.book/of/{}", visitor.app.sample.plan_id, visitor.app.sample.person("li"));
    let answer = visitor.get(&path).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.outline()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_follows_a_record_its_correction_and_its_withdrawal() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        assert!(books_of_li(&li).await.contains("0/4"));
        let (new, by) = (book(app), entry(app));
        let id = app
            .app
            .write(Author::Command, move |work| records::submit(work, &by, &new))
            .await
            .expect("it is stored");
        let page = books_of_li(&li).await;
        assert!(page.contains("1/4") && page.contains("读《乡土中国》"), "{page}");
        let (mut better, by) = (book(app), entry(app));
        better.title = "读《论语译注》".to_owned();
        let corrected = app
            .app
            .write(Author::Command, move |work| records::correct(work, &by, &id, &better, "书名写错"))
            .await
            .expect("it is corrected");
        let page = books_of_li(&li).await;
        assert!(page.contains("1/4") && page.contains("论语") && !page.contains("乡土"), "{page}");
        let by = entry(app);
        app.app
            .write(Author::Command, move |work| records::withdraw(work, &by, &corrected, "key", "还没有读完"))
            .await
            .expect("it is withdrawn");
        assert!(books_of_li(&li).await.contains("0/4"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_the_people_of_a_branch_that_their_posts_do_not_reach() {
    on_both(async |app| {
        let sample = &app.sample;
        let li = format!("/people/{}/year", sample.person("li"));
        let school = format!("/organizations/{}", sample.school.id);
        let school_list = format!("/standings?organization={}", sample.school.id);
        for (name, path, status) in [
            ("li", &li, 200),
            ("chen", &li, 403),
            ("zhao", &li, 200),
            ("sun", &li, 403),
            ("wu", &li, 200),
            ("chen", &school, 403),
            ("sun", &school, 403),
            ("zhao", &school, 200),
            ("sun", &school_list, 403),
            ("zhou", &school_list, 200),
        ] {
            let answer = app.as_person(name).await.get(path).await;
            assert_eq!(answer.status, status, "{name} opens {path}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn my_year_says_what_is_owed_by_when_and_where_it_comes_from() {
    on_both(async |app| {
        let page = app.as_person("li").await.get("/year").await;
        assert_eq!(page.status, 200);
        let page = page.outline();
        for said in ["现在要办", "接下来", "还差1本，最晚3月31日", "坚持每季度至少读1本好书", "本局自定"]
        {
            assert!(page.contains(said), "{said} is missing in {page}");
        }
    })
    .await;
}
