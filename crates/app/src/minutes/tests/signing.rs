//! Signing: by host and recorder, of the same words; what was signed counts, and no longer once it is reopened.

use axum::http::StatusCode;
use jiff::civil::date;
use xueji_plan::Evidence;
use xueji_standing::Outcome;

use super::{arranged, confirm, item, send};
use crate::minutes::overdue::overdue;
use crate::plans::{self, Publication};
use crate::records::{self, Filter, Subject};
use crate::shell::{Author, Id};
use crate::testing::{Answer, PLAN_YEAR, TestApp, on_both};

async fn sign(app: &TestApp, name: &str, id: &Id) -> Answer {
    let visitor = app.as_person(name).await;
    let page = visitor.get(&format!("/meetings/{id}/minutes?read=1")).await;
    let seen = page.field("seen").unwrap_or_default();
    visitor.post(&format!("/meetings/{id}/minutes/sign"), &[("seen", seen.as_str())]).await
}

/// The school's own record of its collective study: whether it has minutes, its body, and the day of entry.
fn school_record(app: &TestApp) -> Option<(bool, Option<String>, jiff::civil::Date)> {
    let school = Subject::Organization(app.sample.school.id.clone());
    let filter = Filter { activities: vec!["collective-study".to_owned()], ..Filter::default() };
    let (mut found, _) =
        app.app.read_blocking(move |tx| records::of_subject(tx, &school, &filter, 0)).expect("records");
    let record = found.pop()?;
    Some((record.evidence.has(Evidence::Minutes), record.body, record.entered_on))
}

async fn written(app: &TestApp) -> Id {
    let id = arranged(app, "zhao", "li").await;
    send(&app.as_person("li").await, &id, &item(0), (0, "传达全会公报"), &[]).await;
    id
}

/// Has the plan ask for minutes of the collective study of the leadership.
fn demand_minutes(app: &TestApp) {
    let plan = include_str!("../../../../../plans/county-learning.toml");
    let duty = "does = \"collective-study\"\n";
    let publication = Publication {
        organization_id: app.sample.committee.id.clone(),
        toml: xueji_plan::carry(
            &plan.replacen(duty, &format!("{duty}evidence = [\"会议记录\"]\n"), 1),
            PLAN_YEAR,
        )
        .expect("the plan can be carried"),
        arrangement: Some(include_str!("../../../../../plans/county-learning.txt").to_owned()),
        reason: "要有会议记录".to_owned(),
        by: None,
        at: app.app.clock.now(),
    };
    let published = app
        .app
        .write_blocking(Author::Command, |work| plans::publish(work, &publication))
        .expect("it is stored");
    published.expect("the plan has no errors");
}

/// What the page of the school's duty of collective study says of March.
async fn duty(app: &TestApp) -> String {
    let (plan, school) = (&app.sample.plan_id, &app.sample.school.id);
    let page = app.as_person("zhao").await;
    let page = page.get(&format!("/duties/{plan}/leadership.collective-study/of/{school}")).await.outline();
    page.lines().find(|line| line.contains("3月1日至31日")).unwrap().to_owned()
}

#[tokio::test]
async fn once_both_have_signed_the_minutes_are_closed_and_the_record_has_them() {
    on_both(async |app| {
        demand_minutes(app);
        let id = written(app).await;
        assert_eq!(sign(app, "li", &id).await.status, StatusCode::CONFLICT, "before it is confirmed");
        confirm(app, &id, &[]).await;
        let entered = school_record(app).unwrap();
        assert!(!entered.0);
        assert!(duty(app).await.contains("0次 / 1次"));
        app.app.clock.pass(24 * 60 * 60_000);
        for other in ["wang", "sun"] {
            assert_eq!(sign(app, other, &id).await.status, StatusCode::FORBIDDEN, "{other}");
        }
        assert_eq!(sign(app, "li", &id).await.status, StatusCode::SEE_OTHER);
        assert!(!school_record(app).unwrap().0, "one signature is not enough");
        assert_eq!(sign(app, "zhao", &id).await.status, StatusCode::SEE_OTHER);
        let (has, body, on) = school_record(app).unwrap();
        assert!(has && body.unwrap().contains("传达全会公报"));
        assert_eq!(on, entered.2, "it counts as entered when the meeting was told");

        assert!(duty(app).await.contains("1次 / 1次"), "the duty that asks for minutes counts the meeting");

        let recorder = app.as_person("li").await;
        let address = format!("/meetings/{id}/minutes");
        let late = recorder.post(&address, &[(format!("text-{}", item(0)).as_str(), "改")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let silent = recorder.post(&format!("{address}/reopen"), &[("reason", " ")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        recorder.post(&format!("{address}/reopen"), &[("reason", "漏记了决议")]).await;
        let (has, body, on) = school_record(app).unwrap();
        assert!(!has && body.is_none() && on == entered.2);
        assert!(duty(app).await.contains("0次 / 1次"));
        let page = recorder.get(&address).await.outline();
        assert!(!page.contains("已签字"), "{page}");
        let trail = app.as_person("zhou").await.get("/trail").await.outline();
        assert!(trail.contains("会议记录重新打开") && trail.contains("会议记录签字"), "{trail}");
    })
    .await;
}

#[tokio::test]
async fn one_person_who_hosts_and_records_signs_once() {
    on_both(async |app| {
        let id = arranged(app, "zhao", "zhao").await;
        send(&app.as_person("zhao").await, &id, &item(0), (0, "传达全会公报"), &[]).await;
        confirm(app, &id, &[]).await;
        sign(app, "zhao", &id).await;
        assert!(school_record(app).unwrap().0);
    })
    .await;
}

#[tokio::test]
async fn nobody_signs_what_they_have_not_seen_and_no_signature_stands_under_other_words() {
    on_both(async |app| {
        let id = written(app).await;
        confirm(app, &id, &[]).await;
        let host = app.as_person("zhao").await;
        let seen = host.get(&format!("/meetings/{id}/minutes?read=1")).await.field("seen").unwrap();
        sign(app, "li", &id).await;
        send(&app.as_person("li").await, &id, &item(0), (1, "传达全会公报和决定"), &[]).await;
        let stale = host.post(&format!("/meetings/{id}/minutes/sign"), &[("seen", seen.as_str())]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        sign(app, "zhao", &id).await;
        let page = host.get(&format!("/meetings/{id}/minutes?read=1")).await.outline();
        assert!(page.contains("已失效"), "{page}");
        assert!(!school_record(app).unwrap().0, "the recorder signed other words");
        sign(app, "li", &id).await;
        assert!(school_record(app).unwrap().0);
    })
    .await;
}

#[tokio::test]
async fn signatures_do_not_stand_under_another_list() {
    on_both(async |app| {
        let id = written(app).await;
        confirm(app, &id, &[("wang", Outcome::Absent)]).await;
        sign(app, "li", &id).await;
        sign(app, "zhao", &id).await;
        let back = [("reason", "名单有误")];
        app.as_person("zhao").await.post(&format!("/meetings/{id}/take-back"), &back).await;
        assert_eq!(school_record(app), None);
        // The same list confirmed anew is another confirmation: both sign again.
        confirm(app, &id, &[("wang", Outcome::Absent)]).await;
        assert!(!school_record(app).unwrap().0);
        let page = app.as_person("zhao").await.get(&format!("/meetings/{id}/minutes?read=1")).await.outline();
        assert_eq!(page.matches("已失效").count(), 2, "{page}");
        sign(app, "li", &id).await;
        sign(app, "zhao", &id).await;
        assert!(school_record(app).unwrap().0);
        // A line that is corrected later voids them as well, and the next word takes the evidence away.
        let wang = app.sample.person("wang").to_string();
        let line = [("person", wang.as_str()), ("outcome", "late"), ("reason", "看错")];
        app.as_person("li").await.post(&format!("/meetings/{id}/correct"), &line).await;
        let page = app.as_person("zhao").await.get(&format!("/meetings/{id}/minutes?read=1")).await.outline();
        assert_eq!(page.matches("已失效").count(), 2, "{page}");
        send(&app.as_person("li").await, &id, &item(0), (1, "传达全会公报，王立文迟到"), &[]).await;
        assert!(!school_record(app).unwrap().0);
    })
    .await;
}

#[tokio::test]
async fn minutes_are_overdue_on_the_fourth_day_until_both_have_signed() {
    on_both(async |app| {
        let id = written(app).await;
        confirm(app, &id, &[]).await;
        let path = app.sample.school.path.clone();
        let late = async |app: &TestApp, path: String, on| {
            app.app.read(move |tx| Ok(overdue(tx, &path, on, (1, 10))?.0.len())).await.unwrap()
        };
        assert_eq!(late(app, path.clone(), date(2026, 3, 8)).await, 0);
        assert_eq!(late(app, path.clone(), date(2026, 3, 9)).await, 1);
        assert_eq!(late(app, app.sample.office.path.clone(), date(2026, 3, 9)).await, 0);
        // Host and recorder are reminded, once; nobody else is.
        app.app.clock.set(date(2026, 3, 9));
        for _ in 0..2 {
            crate::minutes::overdue::remind(&app.app).await.unwrap();
        }
        for (name, times) in [("li", 1), ("zhao", 1), ("wang", 0)] {
            let told = app.as_person(name).await.get("/notices").await.outline();
            assert_eq!(told.matches("会议记录待签字").count(), times, "{name}: {told}");
        }
        sign(app, "li", &id).await;
        assert_eq!(late(app, path.clone(), date(2026, 3, 9)).await, 1);
        sign(app, "zhao", &id).await;
        assert_eq!(late(app, path.clone(), date(2026, 3, 9)).await, 0);
    })
    .await;
}
