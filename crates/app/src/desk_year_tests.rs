//! A year at the office's desk without a developer, walked once from end to end by its pages.
//!
//! What each step can get wrong is tested in its slice; here is that they fit together, on both databases.

use axum::http::StatusCode;
use xueji_store::testing::databases;

use crate::shell::App;
use crate::testing::{Answer, TestApp, Visitor, on_both};
use crate::{backup, server, standings, trail};

/// A form that must be accepted; returns where it leads.
async fn done(visitor: &Visitor<'_>, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = visitor.post(path, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.outline());
    answer.location().to_owned()
}

/// A revision that must be begun.
async fn begun(visitor: &Visitor<'_>, fields: &[(&str, &str)]) -> String {
    let answer = visitor.upload("/revisions", fields, None).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
    answer.location().to_owned()
}

/// The newest number and hash as the page of the trail shows them.
fn seal_on(page: &Answer) -> (i64, String) {
    let text = page.outline();
    let (_, seal) = text.split_once("最新序号").unwrap_or_else(|| panic!("no seal: {} {text}", page.status));
    let number = seal.split_whitespace().next().expect("a number").parse().expect("a number");
    let (_, hash) = seal.split_once("校验值").expect("its hash");
    (number, hash.chars().filter(char::is_ascii_hexdigit).take(64).collect())
}

async fn next_years_plan(app: &TestApp, office: &Visitor<'_>) -> String {
    let copy = [("from", "copy"), ("plan", app.sample.plan_id.as_str()), ("year", "2027")];
    let revision = begun(office, &copy).await;
    let publish = [("do", "publish"), ("reason", "2027年度安排")];
    let plan = done(office, &format!("{revision}/decide"), &publish).await;
    plan.trim_start_matches("/plans/").to_owned()
}

async fn branch_plans(app: &TestApp, office: &Visitor<'_>, plan: &str) {
    for secretary in ["zhao", "sun"] {
        let own = app.as_person(secretary).await;
        let revision = begun(&own, &[("from", "above"), ("plan", plan)]).await;
        done(&own, &format!("{revision}/decide"), &[("do", "submit")]).await;
        done(office, &format!("{revision}/decide"), &[("do", "publish")]).await;
    }
    let list = office.get(&format!("/plans/{plan}/branches")).await.outline();
    assert!(list.contains("应报2个支部，已批准2个，待审0个，未报0个"), "{list}");
}

async fn reorganized(app: &TestApp, office: &Visitor<'_>) {
    let (school, other) = (&app.sample.school.id, &app.sample.office.id);
    let zheng = format!("/people/{}/change/appoint", app.sample.person("zheng"));
    done(office, &zheng, &[("post", "teacher"), ("in", "O"), ("from_on", "2026-01-01")]).await;
    let next = [("post", "secretary"), ("next", "li"), ("from_on", "2026-03-05")];
    done(office, &format!("/people/tree/{school}/change/hand-over"), &next).await;
    let into = [("to_on", "2026-03-04"), ("into", "S")];
    done(office, &format!("/people/tree/{other}/change/dissolve"), &into).await;
    assert_eq!(app.as_person("zhao").await.get("/branch").await.status, StatusCode::FORBIDDEN);
    // A post above the branch goes on, and so does one without rights that was held in it.
    assert_eq!(app.as_person("wu").await.get("/trail").await.status, StatusCode::OK);
    let zheng = office.get("/people?q=zheng").await.outline();
    assert!(zheng.contains("教师") && zheng.contains("第一小学党支部"), "{zheng}");
    let branch = app.as_person("li").await.get("/branch").await;
    assert_eq!(branch.status, StatusCode::OK);
    assert!(branch.outline().contains("郑晓读"), "who came with the other branch is there");
}

/// A member writes, the new secretary reads, the member sees who did.
async fn a_note_is_read(app: &TestApp) {
    let member = app.as_person("chen").await;
    let form = member.get("/records/new?activity=class").await;
    let key = form.field("entry_key").expect("the form has its key");
    let note = [
        ("entry_key", key.as_str()),
        ("activity", "class"),
        ("last_on", "2026-03-05"),
        ("amount", "1"),
        ("unit", "times"),
        ("title", "听党课"),
        ("body", "只给自己看的话"),
    ];
    let record = done(&member, "/records", &note).await;
    let record = record.split('?').next().expect("an address");
    let read = app.as_person("li").await.post(&format!("{record}/read"), &[]).await;
    assert!(read.outline().contains("只给自己看的话"), "{}", read.outline());
    let own = member.get("/account/data").await.outline();
    assert!(own.contains("翻阅笔记") && own.contains("李思学"), "{own}");
}

/// Restored on another machine: everybody's year is there, every figure follows, and the seal kept elsewhere holds.
async fn restored(app: &TestApp, (number, hash): (i64, &str)) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("night.zip");
    backup::dump(&app.app, "", &file).unwrap();
    for db in databases(&[]) {
        let (clock, blobs) = (app.app.clock.clone(), app.app.blobs.clone());
        let make = |db| App::new(db, clock, blobs, false, server::ENDING);
        let outcome = backup::restore(&file, &db, &app.app.blobs, make, &|_, _| {}).unwrap();
        assert_eq!((outcome.trail.wrong, outcome.different), (0, 0), "{:?}", outcome.trail);
        let there = app.moved_to(&db);
        let proven = there.app.read_blocking(|tx| trail::verify(tx, Some((number, hash)), true)).unwrap();
        assert_eq!(proven.wrong, 0, "{proven:?}");
        let year = there.as_person("chen").await.get("/year").await;
        assert_eq!(year.status, StatusCode::OK);
        assert!(there.as_person("chen").await.get("/records").await.outline().contains("听党课"));
    }
}

#[tokio::test]
async fn an_office_runs_a_whole_year_without_a_developer() {
    on_both(async |app| {
        let office = app.as_person("zhou").await;
        let plan = next_years_plan(app, &office).await;
        branch_plans(app, &office, &plan).await;
        reorganized(app, &office).await;
        a_note_is_read(app).await;
        let today = app.app.clock.today();
        for plan in app.app.read_blocking(crate::plans::all).unwrap() {
            let report = app.app.read_blocking(|tx| standings::check(tx, &plan, today)).unwrap();
            assert_eq!(report.differences, Vec::<String>::new());
        }
        // The inspector writes the newest hash down; it is of the line before the own look.
        let (number, hash) = seal_on(&app.as_person("wu").await.get("/trail").await);
        assert_eq!(hash.len(), 64);
        restored(app, (number, &hash)).await;
    })
    .await;
}
