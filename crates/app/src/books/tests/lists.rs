//! Reading lists.

use axum::http::StatusCode;
use jiff::civil::date;

use super::{TODAY, add, found, take_up, typed, write};
use crate::books::{self, Recommendation};
use crate::notebook::tests::closeness::sent;
use crate::notes::{self, STORY};
use crate::shell::{Error, Id, Result};
use crate::testing::{TestApp, on_both};

pub(super) fn recommend(app: &TestApp, organization: &Id, book: &Id, category: Option<&str>) -> Result<Id> {
    recommend_to_quote(app, organization, book, category, None)
}

fn recommend_to_quote(
    app: &TestApp,
    organization: &Id,
    book: &Id,
    category: Option<&str>,
    quotable: Option<&str>,
) -> Result<Id> {
    let new = Recommendation {
        entry_key: Id::fresh().to_string(),
        organization_id: organization.clone(),
        book_id: book.clone(),
        category: category.map(str::to_owned),
        why: "一季度共读".to_owned(),
        quotable: quotable.map(str::to_owned),
        from_on: date(2026, 1, 1),
        to_on: date(2026, 3, 31),
    };
    write(app, move |work| books::recommend(work, &Id::from_text("account"), &new))
}

#[tokio::test]
async fn the_nearest_list_says_the_category_of_a_book_that_is_taken_up() {
    on_both(async |app| {
        let book = add(app, typed("", "乡土中国", "费孝通")).unwrap();
        take_up(app, "chen", &book, Some("general"), TODAY).unwrap();
        recommend(app, &app.sample.committee.id, &book, Some("science-humanities")).unwrap();
        recommend(app, &app.sample.school.id, &book, Some("professional")).unwrap();
        let read = |who: &str| {
            let id = take_up(app, who, &book, None, TODAY).unwrap();
            found(app, &id).category.unwrap()
        };
        assert_eq!(read("li"), "professional", "the branch's list is nearer than the bureau's");
        assert_eq!(read("zheng"), "science-humanities", "another branch's list is none of theirs");
    })
    .await;
}

#[tokio::test]
async fn a_list_has_a_book_once_at_a_time_and_each_with_its_category() {
    on_both(async |app| {
        let book = add(app, typed("", "乡土中国", "费孝通")).unwrap();
        let school = &app.sample.school.id;
        recommend(app, school, &book, Some("science-humanities")).unwrap();
        assert!(matches!(recommend(app, school, &book, Some("general")), Err(Error::Invalid(_))));
        let other = add(app, typed("", "实践论", "毛泽东")).unwrap();
        assert!(matches!(recommend(app, school, &other, None), Err(Error::Invalid(_))), "no category");
        assert!(matches!(recommend(app, school, &other, Some("policy")), Err(Error::Invalid(_))));
    })
    .await;
}

#[tokio::test]
async fn quoting_what_a_list_lets_be_quoted_counts_against_nobody() {
    on_both(async |app| {
        let li = app.sample.person("li");
        write(app, move |work| {
            let draft = notes::Draft {
                happened_on: TODAY,
                title: "摘抄".to_owned(),
                text: STORY.to_owned(),
                ..notes::Draft::default()
            };
            let at = work.at();
            notes::write(work, &li, &Id::from_text("account"), "excerpt", at, &draft)
        })
        .unwrap();
        notes::keyed(app);
        let chen = app.as_person("chen").await;
        assert!(sent(&chen, "before", STORY).await.outline().contains("有些段落与以前的笔记相近"));
        let book = add(app, typed("", "乡村教师手记", "佚名")).unwrap();
        let (school, office) = (&app.sample.school.id, &app.sample.office.id);
        recommend_to_quote(app, office, &book, Some("general"), Some(STORY)).unwrap();
        let elsewhere = sent(&chen, "elsewhere", STORY).await;
        assert!(elsewhere.outline().contains("有些段落与以前的笔记相近"), "it was given to others");
        recommend_to_quote(app, school, &book, Some("general"), Some(STORY)).unwrap();
        let after = sent(&chen, "after", STORY).await;
        assert_eq!(after.status, StatusCode::SEE_OTHER, "{}", after.outline());
    })
    .await;
}
