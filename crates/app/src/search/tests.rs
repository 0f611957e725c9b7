//! The search: each role finds what it may see, by characters and by initials.

use axum::http::StatusCode;
use xueji_plan::{Quantity, Unit};
use xueji_standing::{EvidenceSet, Outcome};

use crate::records::{self, Entry, NewRecord, Subject};
use crate::shell::{Author, Id};
use crate::testing::{TestApp, on_both};

/// Enters a class heard by a person of the sample.
fn heard(app: &TestApp, who: &str, title: &str) -> Id {
    let today = app.app.clock.today();
    let new = NewRecord {
        entry_key: Id::fresh().to_string(),
        subject: Subject::Person(app.sample.person(who)),
        activity: "class".to_owned(),
        category: None,
        first_on: today,
        last_on: today,
        quantity: Quantity::of(1, Unit::Times),
        outcome: Outcome::Done,
        evidence: EvidenceSet::default(),
        title: title.to_owned(),
        body: Some("秘密笔记".to_owned()),
        note_id: None,
        notebook_page: None,
        attachment: None,
        files: Vec::new(),
        place: None,
        late_reason: None,
    };
    let entry = Entry::now(&app.app.clock, Id::from_text("someone"), "test");
    app.app
        .write_blocking(Author::Command, |work| records::submit(work, &entry, &new))
        .expect("the class is recorded")
}

async fn found(app: &TestApp, who: &str, text: &str) -> String {
    let answer = app.as_person(who).await.get(&format!("/search?q={text}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.outline()
}

#[tokio::test]
async fn everybody_finds_by_characters_and_by_initials_what_may_be_seen_and_nothing_else() {
    on_both(async |app| {
        heard(app, "li", "党史第一讲");
        heard(app, "zheng", "党史第二讲");
        for text in ["党史", "dsd", "第", "DS"] {
            let office = found(app, "zhou", text).await;
            assert!(office.contains("党史第一讲") && office.contains("党史第二讲"), "{text}: {office}");
            for reader in ["li", "zhao"] {
                let page = found(app, reader, text).await;
                assert!(
                    page.contains("党史第一讲") && !page.contains("党史第二讲"),
                    "{reader}, {text}: {page}"
                );
            }
            assert!(!found(app, "chen", text).await.contains("党史第"));
            assert!(!found(app, "admin", text).await.contains("党史第"));
        }
        assert!(!found(app, "zhou", "秘密").await.contains("党史"), "texts are not searched");
    })
    .await;
}

#[tokio::test]
async fn people_and_organizations_are_found_within_reach() {
    on_both(async |app| {
        let office = found(app, "zhou", "李思学").await;
        assert!(office.contains("李思学") && office.contains("/people?q="), "{office}");
        let secretary = found(app, "zhao", "lsx").await;
        assert!(secretary.contains("李思学"), "{secretary}");
        assert!(!found(app, "zhao", "郑晓读").await.contains("/people/"));
        assert!(found(app, "li", "lsx").await.contains("李思学"), "everybody finds oneself");
        assert!(!found(app, "chen", "lsx").await.contains("/people/"));
        for text in ["第一小学", "dyxx", "小学"] {
            let address = format!("/organizations/{}", app.sample.school.id);
            assert!(found(app, "zhou", text).await.contains(&address), "{text}");
            assert!(found(app, "zhao", text).await.contains(&address), "{text}");
            assert!(!found(app, "li", text).await.contains(&address), "{text}");
        }
        assert!(!found(app, "zhao", "机关").await.contains("/organizations/"));
    })
    .await;
}

#[tokio::test]
async fn what_was_withdrawn_is_found_no_more() {
    on_both(async |app| {
        let id = heard(app, "li", "读书一次");
        assert!(found(app, "li", "读书一次").await.contains(&format!("/records/{id}")));
        let entry = Entry::now(&app.app.clock, Id::from_text("someone"), "test");
        app.app
            .write_blocking(Author::Command, |work| records::withdraw(work, &entry, &id, "w", "写错了"))
            .unwrap();
        assert!(!found(app, "li", "读书一次").await.contains("/records/0"));
        assert!(found(app, "zhao", "读书一次").await.contains("没有找到"));
        assert!(
            found(app, "li", "读书一次").await.contains("/notes/0"),
            "what was written stays its author's"
        );
    })
    .await;
}

#[tokio::test]
async fn an_empty_search_teaches_and_a_strange_one_is_harmless() {
    let app = TestApp::in_memory();
    assert!(found(&app, "li", "").await.contains("拼音首字母"));
    for text in ["%25", "_", "%27", "!", "%00qqq%0a", "%3Cscript%3E", "a".repeat(5_000).as_str()] {
        let page = found(&app, "zhou", text).await;
        assert!(page.contains("没有找到"), "{text}: {page}");
    }
}
