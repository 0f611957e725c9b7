//! Who looks after the system sees how it does; nobody else does, and no figure tells of a person.

use std::path::Path;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use jiff::civil::{date, time};
use tower::ServiceExt as _;

use crate::backup::{self, Schedule};
use crate::shell::Id;
use crate::shell::jobs;
use crate::status::attend::warn;
use crate::status::{door, gauges};
use crate::testing::{TestApp, on_both};

fn schedule(folder: &Path) -> Schedule {
    let configuration = String::new();
    Schedule { folder: folder.to_path_buf(), at: time(2, 30, 0, 0), keep: 3, configuration }
}

/// Does the day's backup as the server would, and looks at what is to be warned of.
async fn backed_up_by_itself(app: &TestApp, folder: &Path) {
    let job = schedule(folder).job();
    app.app.watch.set_jobs(vec![(job.name, job.rhythm)]);
    jobs::step(&app.app, &job, &Id::fresh(), true).await.unwrap();
    look(app).await;
}

async fn look(app: &TestApp) {
    let state = app.app.read(|tx| jobs::of(tx, backup::JOB)).await.unwrap();
    warn(&app.app, state.as_ref(), false);
}

#[tokio::test]
async fn the_administrator_sees_the_last_backup_and_how_the_system_does() {
    on_both(async |app| {
        let folder = tempfile::tempdir().unwrap();
        backed_up_by_itself(app, folder.path()).await;
        let admin = app.as_person("admin").await;
        let page = admin.get("/status").await;
        let text = page.outline();
        for part in
            ["2026-03-05 12:00", "写完后已整份读回", "2026-03-06 02:30", "人员\n8", "最新校验值", "成功"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(admin.get("/status").await.outline().contains("GET /status"), "pages are timed");
        let made: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(made.len(), 1);
        assert_eq!(app.as_person("li").await.get("/status").await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_backup_that_fails_or_is_old_is_told_on_every_page_of_those_who_look_after_it() {
    let app = TestApp::in_memory();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a file");
    std::fs::write(&file, "in the way").unwrap();
    let (admin, office, member) =
        (app.as_person("admin").await, app.as_person("zhou").await, app.as_person("li").await);
    assert!(!admin.get("/account").await.outline().contains("备份"));
    backed_up_by_itself(&app, &file.join("below")).await;
    for visitor in [&admin, &office] {
        assert!(visitor.get("/account").await.outline().contains("最近一次备份没有成功"));
    }
    assert!(!member.get("/account").await.outline().contains("备份"));
    assert!(admin.get("/status").await.outline().contains("存放位置不存在或无法写入"));
    backed_up_by_itself(&app, folder.path()).await;
    assert!(!admin.get("/account").await.outline().contains("备份"), "mended, and the line is gone");
    app.app.clock.set(date(2026, 3, 7));
    look(&app).await;
    let later = app.as_person("admin").await.get("/account").await.outline();
    assert!(later.contains("距今已超过一天"), "{later}");
}

#[tokio::test]
async fn figures_for_prometheus_hold_routes_and_no_names() {
    on_both(async |app| {
        let li = app.sample.person("li");
        let page = app.as_person("zhou").await.get(&format!("/people/{li}")).await;
        assert_eq!(page.status, StatusCode::OK);
        app.as_guest().get("/no/such/page?name=李思学").await;
        let text = gauges::text(&app.app).await.unwrap();
        for part in [
            "xueji_http_requests_total{route=\"/people/{id}\",method=\"GET\",status=\"2xx\"} 1",
            "xueji_http_duration_seconds_bucket",
            "xueji_people 8",
            "xueji_trail_number",
            "xueji_build_info",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains(li.as_str()) && !text.contains("such"), "{text}");
        assert!(text.ends_with("# EOF\n"));
    })
    .await;
}

#[tokio::test]
async fn metrics_are_read_with_the_token_and_not_where_the_pages_are() {
    let app = TestApp::in_memory();
    let answer = async |bearer: Option<&str>| {
        let mut request = Request::get("/metrics");
        if let Some(bearer) = bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {bearer}"));
        }
        let door = door::router(app.app.clone(), Some("open-sesame".to_owned()));
        door.oneshot(request.body(Body::empty()).unwrap()).await.unwrap().status()
    };
    assert_eq!(answer(None).await, StatusCode::UNAUTHORIZED);
    assert_eq!(answer(Some("open")).await, StatusCode::UNAUTHORIZED);
    assert_eq!(answer(Some("open-sesame")).await, StatusCode::OK);
    assert_eq!(app.as_person("admin").await.get("/metrics").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_server_that_ends_takes_no_more_visitors() {
    on_both(async |app| {
        assert_eq!(app.as_guest().get("/readyz").await.status, StatusCode::OK);
        app.app.watch.end();
        assert_eq!(app.as_guest().get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(app.as_guest().get("/healthz").await.status, StatusCode::OK);
    })
    .await;
}
