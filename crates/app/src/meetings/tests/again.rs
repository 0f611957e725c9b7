//! Series, templates, the copy of last month's, and the materials.

use axum::http::StatusCode;
use jiff::civil::date;
use xueji_store::{Tx, params};

use super::arranged;
use crate::attachments::samples;
use crate::testing::{Answer, TestApp, Visitor, on_both};

async fn series(app: &TestApp, by: &Visitor<'_>, until: &str) -> Answer {
    let organization = app.sample.school.id.to_string();
    let (zhao, li) = (format!("role-{}", app.sample.person("zhao")), app.sample.person("li").to_string());
    let fields = [
        ("entry_key", "series"),
        ("organization", organization.as_str()),
        ("activity", "collective-study"),
        ("title", "班子集中学习"),
        ("on", "2026-03-06"),
        ("from", "14:30"),
        ("to", "16:00"),
        ("recorder", li.as_str()),
        ("repeat", "monthly 1 fri"),
        ("until", until),
        (zhao.as_str(), "expected"),
    ];
    by.post("/meetings", &fields).await
}

/// The days of the meetings that a page lists, in order.
fn days(page: &Answer) -> Vec<String> {
    let text = page.outline();
    let mut days: Vec<String> =
        text.split("2026年").skip(1).filter_map(|part| part.split('(').next()).map(str::to_owned).collect();
    days.dedup();
    days
}

#[tokio::test]
async fn a_series_moves_off_holidays_and_is_changed_or_called_off_from_one_on() {
    on_both(async |app| {
        let secretary = app.as_person("zhao").await;
        let before = series(app, &secretary, "2026-03-01").await;
        assert!(before.outline().contains("截止日期应在活动日期之后"), "{}", before.outline());
        let first = series(app, &secretary, "2026-06-30").await.location().to_owned();
        // 3 April is a Friday; 1 May is a holiday until the 5th, so that month's is on the 6th.
        let listed = secretary.get("/meetings").await;
        assert_eq!(days(&listed), ["3月6日", "4月3日", "5月6日", "6月5日"], "{}", listed.outline());
        assert!(secretary.get(&first).await.outline().contains("每月第一个星期五"));

        let april =
            listed.body.split("href=\"/meetings/").filter(|part| part.starts_with("01")).nth(1).unwrap();
        let april = format!("/meetings/{}", april.split('"').next().unwrap());
        let page = secretary.get(&format!("{april}/edit")).await;
        let (version, organization) = (page.field("version").unwrap(), app.sample.school.id.to_string());
        let wang = format!("role-{}", app.sample.person("wang"));
        let changed = [
            ("entry_key", "x"),
            ("version", version.as_str()),
            ("organization", organization.as_str()),
            ("activity", "collective-study"),
            ("title", "班子集中学习"),
            ("on", "2026-04-03"),
            ("from", "09:00"),
            ("to", "10:30"),
            ("following", "1"),
            (wang.as_str(), "expected"),
        ];
        let saved = secretary.post(&format!("{april}/edit"), &changed).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.outline());
        let stale = secretary.post(&format!("{april}/edit"), &changed).await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "two who change it do not write over each other");
        let text = secretary.get("/meetings").await.outline();
        assert_eq!(
            (text.matches("14:30–16:00").count(), text.matches("09:00–10:30").count()),
            (1, 3),
            "{text}"
        );
        let off = [("reason", "改为线上自学"), ("following", "1")];
        secretary.post(&format!("{april}/cancel"), &off).await;
        let text = secretary.get("/meetings").await.outline();
        assert_eq!(text.matches("已取消").count(), 3, "{text}");
        // Whoever is on every list is told once, and not of each.
        let told = app.as_person("wang").await.get("/notices").await.outline();
        assert_eq!(told.matches("活动时间地点有变").count(), 1, "{told}");
        assert_eq!(told.matches("活动取消").count(), 1, "{told}");
        assert!(told.contains("以及同系列此后各次"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_series_that_is_sent_twice_is_arranged_once() {
    on_both(async |app| {
        let secretary = app.as_person("zhao").await;
        let first = series(app, &secretary, "2026-06-30").await.location().to_owned();
        let again = series(app, &secretary, "2026-06-30").await;
        assert_eq!(again.location(), first);
        let count = |table| move |tx: &mut Tx| Ok(tx.scalar::<i64>(table, params![])?);
        let meetings = app.app.read_blocking(count("select count(*) from meeting")).unwrap();
        let series = app.app.read_blocking(count("select count(*) from meeting_series")).unwrap();
        assert_eq!((meetings, series), (4, 1));
    })
    .await;
}

#[tokio::test]
async fn a_form_begins_from_a_template_or_from_last_months() {
    on_both(async |app| {
        let id = arranged(app, "collective-study", date(2026, 3, 6), &["zhao", "wang"], None);
        let secretary = app.as_person("zhao").await;
        let copy = secretary.get(&format!("/meetings/new?copy={id}")).await;
        assert_eq!(copy.field("title").unwrap(), "学习全会精神");
        assert_eq!(copy.field("on").unwrap(), "2026-04-03", "the first Friday of the next month");
        secretary.post(&format!("/meetings/{id}/template"), &[("name", "月度学习")]).await;
        let form = secretary.get("/meetings/new").await;
        assert!(form.outline().contains("月度学习"));
        let template = form.body.split("/meetings/new?template=").nth(1).unwrap().split('"').next().unwrap();
        let begun = secretary.get(&format!("/meetings/new?template={template}")).await;
        assert_eq!(
            (begun.field("title").unwrap(), begun.field("from").unwrap()),
            ("学习全会精神".to_owned(), "14:30".to_owned())
        );
        // Another branch has no part in it.
        let other = app.as_person("sun").await;
        assert_eq!(
            other.get(&format!("/meetings/new?template={template}")).await.status,
            StatusCode::FORBIDDEN
        );
        let remove = format!("/meetings/templates/{template}/remove");
        assert_eq!(other.post(&remove, &[]).await.status, StatusCode::FORBIDDEN);
        secretary.post(&remove, &[]).await;
        assert!(!secretary.get("/meetings/new").await.outline().contains("月度学习"));
    })
    .await;
}

#[tokio::test]
async fn materials_are_there_for_everybody_on_the_list_and_for_nobody_else() {
    on_both(async |app| {
        let id = arranged(app, "collective-study", date(2026, 3, 5), &["zhao", "wang"], None);
        let recorder = app.as_person("li").await;
        let photograph = samples::photograph(8, 8);
        let sent = recorder.bring(&format!("/meetings/{id}/files"), &[], &[("提纲.jpg", &photograph)]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.outline());
        let wang = app.as_person("wang").await;
        let page = wang.get(&format!("/meetings/{id}")).await;
        assert!(page.outline().contains("提纲.jpg"), "{}", page.outline());
        let begins = format!("/meetings/{id}/files/");
        let file = page.body.split(&begins).nth(1).unwrap().split('"').next().unwrap();
        let address = format!("{begins}{file}");
        assert_eq!(wang.get(&address).await.status, StatusCode::OK);
        assert_eq!(app.as_person("chen").await.get(&address).await.status, StatusCode::FORBIDDEN);
        assert_eq!(wang.post(&format!("{address}/take-off"), &[]).await.status, StatusCode::FORBIDDEN);
        recorder.post(&format!("{address}/take-off"), &[]).await;
        assert_eq!(wang.get(&address).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}
