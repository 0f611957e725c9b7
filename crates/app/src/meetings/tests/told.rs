//! Reminders: once, in time, to whom it concerns, and nothing about anybody else.

use axum::http::StatusCode;
use jiff::civil::date;
use xueji_standing::Outcome;

use super::{arranged, at_hour, confirmed};
use crate::meetings::told;
use crate::shell::Id;
use crate::testing::{TestApp, on_both};

async fn notices_of(app: &TestApp, name: &str) -> String {
    app.as_person(name).await.get("/notices").await.outline()
}

#[tokio::test]
async fn those_expected_are_reminded_once_the_day_before_and_told_of_a_change() {
    on_both(async |app| {
        let id = arranged(app, "collective-study", date(2026, 3, 6), &["zhao", "wang"], None);
        // At noon the day before, the meeting is 26 and a half hours away; three hours later it is time.
        assert_eq!(told::remind(&app.app).await.unwrap(), 0);
        at_hour(app, 15, 0);
        assert_eq!(told::remind(&app.app).await.unwrap(), 1);
        assert_eq!(told::remind(&app.app).await.unwrap(), 0, "once");
        let told = notices_of(app, "wang").await;
        assert_eq!(told.matches("集中活动提醒：学习全会精神").count(), 1, "{told}");
        assert!(told.contains("14:30–16:00，会议室"), "{told}");
        assert!(!notices_of(app, "chen").await.contains("集中活动提醒"), "who is not expected");
        let off = [("reason", "与全县会议冲突")];
        app.as_person("zhao").await.post(&format!("/meetings/{id}/cancel"), &off).await;
        let told = notices_of(app, "wang").await;
        assert!(told.contains("活动取消：学习全会精神"), "{told}");
        assert_eq!(told::remind(&app.app).await.unwrap(), 0, "of what is called off nobody is reminded");
    })
    .await;
}

#[tokio::test]
async fn what_waits_and_what_was_decided_is_told_without_reasons() {
    on_both(async |app| {
        let id = arranged(app, "collective-study", date(2026, 3, 5), &["zhao", "wang"], None);
        let wang = app.as_person("wang").await;
        let leave = [("kind", "leave-illness"), ("reason", "腰椎手术")];
        wang.post(&format!("/meetings/{id}/leave"), &leave).await;
        let told = notices_of(app, "zhao").await;
        assert!(told.contains("有人请假，请审批：学习全会精神"), "{told}");
        assert!(
            !told.contains("腰椎手术") && !told.contains("王立文"),
            "a reason stays in the house: {told}"
        );
        let secretary = app.as_person("zhao").await;
        let page = secretary.get(&format!("/meetings/{id}")).await;
        let begins = format!("/meetings/{id}/leave/");
        let rest = page.body.split(&format!("action=\"{begins}")).nth(1).unwrap();
        let decide = format!("{begins}{}", rest.split('"').next().unwrap());
        secretary.post(&decide, &[("decision", "refused"), ("answer", "请提供材料")]).await;
        assert!(notices_of(app, "wang").await.contains("请假未同意：学习全会精神"));
        confirmed(app, &app.as_person("li").await, &id, &[("wang", Outcome::Absent)]).await;
        assert!(notices_of(app, "wang").await.contains("可以补课：学习全会精神"));
    })
    .await;
}

#[tokio::test]
async fn a_meeting_that_nobody_confirmed_is_brought_to_mind_a_day_later() {
    on_both(async |app| {
        arranged(app, "collective-study", date(2026, 3, 4), &["zhao", "wang"], None);
        assert_eq!(told::remind(&app.app).await.unwrap(), 0, "not the same day");
        at_hour(app, 17, 0);
        assert_eq!(told::remind(&app.app).await.unwrap(), 1);
        assert_eq!(told::remind(&app.app).await.unwrap(), 0);
        assert!(notices_of(app, "li").await.contains("活动已结束，请登记出勤"), "the recorder");
        assert!(!notices_of(app, "wang").await.contains("活动已结束"));
    })
    .await;
}

/// Saves the form of a meeting of the school with another title and hour.
async fn saved(app: &TestApp, id: &Id, title: &str, from: &str) {
    let (secretary, address) = (app.as_person("zhao").await, format!("/meetings/{id}/edit"));
    let version = secretary.get(&address).await.field("version").unwrap();
    let (organization, li) = (app.sample.school.id.to_string(), app.sample.person("li").to_string());
    let wang = format!("role-{}", app.sample.person("wang"));
    let fields = [
        ("entry_key", "x"),
        ("version", version.as_str()),
        ("organization", organization.as_str()),
        ("activity", "collective-study"),
        ("title", title),
        ("agenda", "传达精神"),
        ("on", "2026-03-06"),
        ("from", from),
        ("to", "16:00"),
        ("place", "会议室"),
        ("recorder", li.as_str()),
        (wang.as_str(), "expected"),
    ];
    let answer = secretary.post(&address, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
}

#[tokio::test]
async fn a_meeting_is_brought_to_mind_again_where_it_moved_and_not_where_it_was_only_saved() {
    on_both(async |app| {
        let id = arranged(app, "collective-study", date(2026, 3, 6), &["wang"], None);
        at_hour(app, 15, 0);
        assert_eq!(told::remind(&app.app).await.unwrap(), 1);
        saved(app, &id, "学习中央八项规定", "14:30").await;
        assert_eq!(told::remind(&app.app).await.unwrap(), 0, "it is when it was");
        saved(app, &id, "学习中央八项规定", "14:45").await;
        assert_eq!(told::remind(&app.app).await.unwrap(), 1, "it is at another time");
        let told = notices_of(app, "wang").await;
        assert!(told.contains("14:45–16:00，会议室"), "{told}");
    })
    .await;
}
