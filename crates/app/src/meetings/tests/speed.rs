//! How long a meeting of a hundred takes to post, and five hundred to sign in: figures for docs/benchmarks.md, run by
//! `cargo test --release -p xueji --bin xueji -- --ignored --nocapture meetings::tests::speed`.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt as _;
use xueji_plan::LeaveKind;
use xueji_standing::Outcome;
use xueji_store::DbUrl;

use super::at_hour;
use crate::meetings::arrange::{Draft, arrange};
use crate::meetings::{Role, Seat, Time, attendance, sign_in, store};
use crate::records::Entry;
use crate::server;
use crate::shell::{Author, Id, OrNotFound};
use crate::testing::TestApp;

const SIGN_INS: usize = 500;

fn gathering(app: &TestApp, people: &[Id]) -> Id {
    let on = app.app.clock.today();
    let draft = Draft {
        entry_key: Id::fresh().to_string(),
        organization_id: app.sample.school.id.clone(),
        // Its attendance counts for each member's weekly class, so that everybody's standings move.
        activity: "collective-education".to_owned(),
        category: None,
        title: "集中学习教育".to_owned(),
        agenda: "学习\n讨论".to_owned(),
        planned: Time { first: on.at(14, 30, 0, 0), last: on.at(16, 0, 0, 0) },
        place: None,
        link: None,
        host_id: None,
        recorder_id: None,
        partner: None,
        seats: people.iter().map(|id| Seat::fresh(id.clone(), Role::Expected)).collect(),
    };
    let entry = Entry::now(&app.app.clock, Id::from_text("someone"), "test");
    app.app
        .write_blocking(Author::Command, move |work| arrange(work, &entry, &draft))
        .expect("it is arranged")
}

fn middle(mut times: Vec<Duration>, share: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * share / 100).min(times.len() - 1)]
}

fn in_file(folder: &tempfile::TempDir) -> TestApp {
    TestApp::in_file(&DbUrl::Sqlite(folder.path().join("xueji.db")))
}

#[test]
#[ignore = "prints figures"]
fn posting_a_meeting_of_a_hundred() {
    let folder = tempfile::tempdir().unwrap();
    let app = in_file(&folder);
    let people: Vec<Id> = app.members(100).into_iter().map(|(id, _)| id).collect();
    let mut times = Vec::new();
    for _ in 0..40 {
        let id = gathering(&app, &people);
        let entry = Entry::now(&app.app.clock, Id::from_text("someone"), "test");
        let absent = (people[0].clone(), Outcome::Leave(LeaveKind::Illness));
        let begun = Instant::now();
        let posted = app.app.write_blocking(Author::Command, move |work| {
            let meeting = store::find(work, &id)?.or_not_found()?;
            attendance::keep_list(work, &meeting, &[absent])?;
            attendance::confirm(work, &entry, &meeting, meeting.planned, None)
        });
        times.push(begun.elapsed());
        posted.expect("it is posted");
    }
    println!("a meeting of 100: median {:?}, p99 {:?}", middle(times.clone(), 50), middle(times, 99));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "prints figures"]
async fn five_hundred_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let app = in_file(&folder);
    let members = app.members(SIGN_INS);
    let people: Vec<Id> = members.iter().map(|(id, _)| id.clone()).collect();
    let id = gathering(&app, &people);
    at_hour(&app, 14, 20);
    let (at, now) = (id.clone(), app.app.clock.now());
    let code = app.app.write_blocking(Author::Command, move |work| {
        let meeting = store::find(work, &at)?.or_not_found()?;
        sign_in::set_open(work, &meeting, true)?;
        let meeting = store::find(work, &at)?.or_not_found()?;
        sign_in::code_at(&meeting, now).or_not_found()
    });
    let path = format!("/meetings/{id}/arrive/{}", code.unwrap());
    let router = server::router(&app.app);
    let (mut tasks, begun) = (tokio::task::JoinSet::new(), Instant::now());
    for (nth, (_, token)) in members.into_iter().enumerate() {
        let (router, path) = (router.clone(), path.clone());
        tasks.spawn(async move {
            // Within five seconds, as a hall fills.
            tokio::time::sleep(Duration::from_millis(10) * u32::try_from(nth).unwrap_or(0)).await;
            let cookie = format!("xj_session={token}");
            let mut took = Vec::new();
            let scanned = Instant::now();
            let page = Request::get(&path).header(header::COOKIE, &cookie).body(Body::empty()).unwrap();
            let page = router.clone().oneshot(page).await.unwrap();
            let body = axum::body::to_bytes(page.into_body(), usize::MAX).await.unwrap();
            took.push(scanned.elapsed());
            let body = String::from_utf8_lossy(&body).into_owned();
            let csrf =
                body.split("name=\"_csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
            let said = Instant::now();
            let form = Request::post(&path)
                .header(header::COOKIE, &cookie)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from(format!("_csrf={csrf}")))
                .unwrap();
            let answer = router.oneshot(form).await.unwrap();
            took.push(said.elapsed());
            assert_eq!(answer.status(), StatusCode::SEE_OTHER);
            took
        });
    }
    let mut times = Vec::new();
    while let Some(took) = tasks.join_next().await {
        times.extend(took.unwrap());
    }
    let all = begun.elapsed();
    let seats = app.app.read_blocking(move |tx| store::seats(tx, &id)).unwrap();
    let arrived = seats.iter().filter(|(seat, _)| seat.arrived_at.is_some()).count();
    assert_eq!((seats.len(), arrived), (SIGN_INS, SIGN_INS), "none lost, none doubled");
    println!(
        "{SIGN_INS} sign-ins in {all:?}: median {:?}, p99 {:?} of each request",
        middle(times.clone(), 50),
        middle(times, 99)
    );
}
