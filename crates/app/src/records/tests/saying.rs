//! Who may read, vouch for and change what others recorded.

use crate::records::tests::{records_of, refuses, saved, with};
use crate::testing::on_both;
use axum::http::StatusCode;

#[tokio::test]
async fn a_strangers_note_is_not_readable_and_a_reader_is_seen_by_the_author() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let path = saved(&li, "k").await;
        for stranger in ["chen", "sun", "admin"] {
            let stranger = app.as_person(stranger).await;
            assert_eq!(stranger.get(&path).await.status, StatusCode::FORBIDDEN);
            assert_eq!(stranger.post(&format!("{path}/read"), &[]).await.status, StatusCode::FORBIDDEN);
            assert_eq!(stranger.get(&format!("{path}/correct")).await.status, StatusCode::FORBIDDEN);
        }
        let inspector = app.as_person("wu").await;
        let seen = inspector.get(&path).await.outline();
        assert!(seen.contains("《实践论》") && !seen.contains("从实践中来"), "{seen}");
        assert_eq!(inspector.post(&format!("{path}/read"), &[]).await.status, StatusCode::FORBIDDEN);

        let secretary = app.as_person("zhao").await;
        assert!(!secretary.get(&path).await.outline().contains("从实践中来"), "not before it is opened");
        assert!(!li.get(&path).await.outline().contains("赵书明"), "seeing the title is no reading");
        let opened = secretary.post(&format!("{path}/read"), &[]).await.outline();
        assert!(opened.contains("从实践中来"), "{opened}");
        let own = li.get(&path).await.outline();
        assert!(own.contains("谁看过正文") && own.contains("赵书明"), "{own}");
    })
    .await;
}

#[tokio::test]
async fn nobody_vouches_for_oneself_and_others_do() {
    on_both(async |app| {
        let (li, secretary) = (app.as_person("li").await, app.as_person("zhao").await);
        let path = saved(&li, "k").await;
        let target = format!("{path}/attest");
        assert_eq!(li.post(&target, &[("kind", "attested")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(secretary.post(&target, &[("kind", "praised")]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(secretary.post(&target, &[("kind", "attested")]).await.location(), path);
        assert!(li.get("/records").await.outline().contains("已证明"));
    })
    .await;
}

#[tokio::test]
async fn attendance_that_a_rate_counts_is_the_organizers_word() {
    on_both(async |app| {
        let (wang, zhao) = (app.as_person("wang").await, app.as_person("zhao").await);
        let alone = [
            ("entry_key", "k"),
            ("activity", "study-attendance"),
            ("last_on", "2026-03-05"),
            ("amount", "1"),
            ("unit", "times"),
            ("title", "班子学习"),
        ];
        refuses(&wang.post("/records", &alone).await, &["出勤由集中活动的登记人统一登记"]);
        let (school, absentee) = (app.sample.school.id.to_string(), app.sample.person("wang").to_string());
        let outcome = format!("outcome-{absentee}");
        let held = [
            ("organization", school.as_str()),
            ("activity", "collective-study"),
            ("person", absentee.as_str()),
            (outcome.as_str(), "absent"),
        ];
        let event = zhao.post("/records/many", &with(&alone, &held)).await;
        assert_eq!(event.status, StatusCode::SEE_OTHER, "{}", event.outline());
        let own = records_of(app, "wang").remove(0);
        let form = wang.get(&format!("/records/{}/correct", own.id)).await;
        assert_eq!(
            form.status,
            StatusCode::FORBIDDEN,
            "absent stays absent until the organizer says otherwise"
        );
    })
    .await;
}
