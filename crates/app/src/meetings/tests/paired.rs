//! A gathering of two branches counts for both once both have confirmed, and goes back for both.

use axum::http::StatusCode;
use xueji_standing::Outcome;

use super::{confirmed, outcomes_of, records_of};
use crate::records::Subject;
use crate::testing::{Answer, TestApp, Visitor, on_both};

/// Pairs the school with the office, as their secretaries do.
async fn pair(app: &TestApp, school: &Visitor<'_>, office: &Visitor<'_>) {
    let (own, other) = (app.sample.school.id.to_string(), app.sample.office.id.to_string());
    let fields = [
        ("proposer", own.as_str()),
        ("partner", other.as_str()),
        ("from_on", "2026-01-01"),
        ("to_on", "2026-12-31"),
        ("agreement", "共建协议"),
    ];
    school.post("/pairs", &fields).await;
    let page = office.get("/pairs").await;
    let rest = page.body.split("action=\"/pairs/").nth(1).expect("it is there");
    let address = format!("/pairs/{}", rest.split('"').next().unwrap());
    office.post(&address, &[("decision", "agreed")]).await;
}

async fn arrange(app: &TestApp, by: &Visitor<'_>) -> Answer {
    let (own, other) = (app.sample.school.id.to_string(), app.sample.office.id.to_string());
    let zhao = format!("role-{}", app.sample.person("zhao"));
    let recorder = app.sample.person("li").to_string();
    let fields = [
        ("entry_key", "exchange"),
        ("organization", own.as_str()),
        ("activity", "pair-exchange"),
        ("title", "联学共建"),
        ("on", "2026-03-05"),
        ("from", "14:30"),
        ("to", "16:00"),
        ("recorder", recorder.as_str()),
        ("partner", other.as_str()),
        ("direction", "in"),
        (zhao.as_str(), "expected"),
        ("invite", "sun"),
    ];
    by.post("/meetings", &fields).await
}

#[tokio::test]
async fn an_exchange_counts_for_both_branches_or_for_neither() {
    on_both(async |app| {
        let (school, office) = (app.as_person("zhao").await, app.as_person("sun").await);
        let unpaired = arrange(app, &school).await;
        assert!(unpaired.outline().contains("没有结对关系"), "{}", unpaired.outline());
        pair(app, &school, &office).await;
        let address = arrange(app, &school).await.location().to_owned();
        let id = crate::shell::Id::from_text(address.trim_start_matches("/meetings/"));
        let ours = Subject::Organization(app.sample.school.id.clone());
        let theirs = Subject::Organization(app.sample.office.id.clone());
        confirmed(app, &app.as_person("li").await, &id, &[]).await;
        assert_eq!(records_of(app, &ours, "pair-exchange"), [], "one side alone counts nothing");
        let page = office.get(&address).await;
        assert!(page.outline().contains("结对支部确认"), "{}", page.outline());

        let agree = format!("{address}/agree");
        let (sun, zheng) = (app.sample.person("sun").to_string(), app.sample.person("zheng").to_string());
        assert_eq!(school.post(&agree, &[("person", sun.as_str())]).await.status, StatusCode::FORBIDDEN);
        let nobody = office.post(&agree, &[("decision", "agreed")]).await;
        assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
        let foreign = app.sample.person("chen").to_string();
        let wrong = office.post(&agree, &[("person", foreign.as_str())]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "somebody of the other side");
        // Returned, it is confirmed once more.
        office.post(&agree, &[("decision", "returned"), ("reason", "时间不对")]).await;
        assert!(school.get(&address).await.outline().contains("时间不对"));
        confirmed(app, &app.as_person("li").await, &id, &[]).await;
        let both = [("decision", "agreed"), ("person", sun.as_str()), ("person", zheng.as_str())];
        let agreed = office.post(&agree, &both).await;
        assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.outline());
        assert_eq!(records_of(app, &ours, "pair-exchange").len(), 1);
        assert_eq!(records_of(app, &theirs, "pair-exchange").len(), 1);
        for name in ["zhao", "sun", "zheng"] {
            assert_eq!(outcomes_of(app, name, "gathering-attendance"), [Outcome::Present], "{name}");
        }
        // Each side corrects its own people.
        let line = [("person", zheng.as_str()), ("outcome", "absent"), ("reason", "记错了")];
        let correct = format!("{address}/correct");
        assert_eq!(school.post(&correct, &line).await.status, StatusCode::FORBIDDEN);
        assert_eq!(office.post(&correct, &line).await.status, StatusCode::SEE_OTHER);
        assert_eq!(outcomes_of(app, "zheng", "gathering-attendance"), [Outcome::Absent]);
        // And it goes back for both.
        school.post(&format!("{address}/take-back"), &[("reason", "没有开")]).await;
        assert_eq!(records_of(app, &ours, "pair-exchange"), []);
        assert_eq!(records_of(app, &theirs, "pair-exchange"), []);
        assert_eq!(outcomes_of(app, "sun", "gathering-attendance"), []);
    })
    .await;
}
