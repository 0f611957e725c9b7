//! Measures stay on the list until they are carried out.

use axum::http::StatusCode;

use super::of_test;
use crate::minutes::measures::{Show, measures_of};
use crate::testing::on_both;

#[tokio::test]
async fn a_measure_is_listed_until_whoever_sees_to_it_says_what_became_of_it() {
    on_both(async |app| {
        let chen = app.sample.person("chen");
        let (meeting, slot) = of_test(app, &app.sample.school.id, &chen);
        let today = app.app.clock.today();
        let own = async |show: Show| {
            let (chen, today) = (chen.clone(), today.tomorrow().unwrap());
            app.app.read(move |tx| Ok(measures_of(tx, &chen, show, today, (1, 10))?.0.len())).await.unwrap()
        };
        assert_eq!((own(Show::Open).await, own(Show::Overdue).await, own(Show::Done).await), (1, 1, 0));
        app.app.clock.pass(24 * 60 * 60_000);
        let visitor = app.as_person("chen").await;
        let list = visitor.get("/measures").await.outline();
        assert!(list.contains("每月组织一次送教下乡") && list.contains("已逾期"), "{list}");
        let secretary = app.as_person("zhao").await;
        assert!(secretary.get("/measures").await.outline().contains("每月组织一次送教下乡"));
        assert!(!app.as_person("wang").await.get("/measures").await.outline().contains("送教下乡"));

        let address = format!("/measures/{meeting}/{slot}");
        let other = app.as_person("wang").await.post(&address, &[("note", "好了")]).await;
        assert_eq!(other.status, StatusCode::FORBIDDEN);
        let silent = visitor.post(&address, &[("note", " ")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        visitor.post(&address, &[("note", "3月已到两所村小送教")]).await;
        assert_eq!(visitor.post(&address, &[("note", "再来")]).await.status, StatusCode::CONFLICT);
        assert_eq!((own(Show::Open).await, own(Show::Overdue).await, own(Show::Done).await), (0, 0, 1));
        let done = secretary.get("/measures?show=done").await.outline();
        assert!(done.contains("3月已到两所村小送教"), "{done}");
        let minutes = visitor.get(&format!("/meetings/{meeting}/minutes")).await.outline();
        assert!(minutes.contains("已办结 2026-03-06：3月已到两所村小送教"), "{minutes}");
    })
    .await;
}
