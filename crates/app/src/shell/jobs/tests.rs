//! What the server does by itself is done once, tried again when it failed, and told to everybody.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::{Time, date, time};

use crate::shell::App;
use crate::shell::Id;
use crate::shell::jobs::{self, Done, Job, Rhythm, State};
use crate::testing::{TestApp, on_both};

/// A job that counts how often it is done, and fails as often as it is told to.
fn counting(at: Time, failures: usize) -> (Job, Arc<AtomicUsize>) {
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let job = Job::new("backup", Rhythm::Daily(at), move |_: App| {
        let run = counted.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            if run < failures {
                return Err(std::io::Error::from(std::io::ErrorKind::StorageFull).into());
            }
            Ok(Some(Done { amount: 7, bytes: Some(4096), place: Some("/somewhere".to_owned()) }))
        })
    });
    (job, runs)
}

async fn state(app: &TestApp) -> State {
    app.app.read(|tx| jobs::of(tx, "backup")).await.unwrap().expect("the job was begun")
}

#[tokio::test]
async fn two_servers_of_one_database_do_a_daily_job_once_a_day() {
    on_both(async |app| {
        let (job, runs) = counting(time(2, 30, 0, 0), 0);
        let (one, other) = (Id::fresh(), Id::fresh());
        for _ in 0..2 {
            let (first, second) = tokio::join!(
                jobs::step(&app.app, &job, &one, false),
                jobs::step(&app.app, &job, &other, false)
            );
            first.unwrap();
            second.unwrap();
        }
        assert_eq!(runs.load(Ordering::Relaxed), 1);
        let told = state(app).await;
        assert_eq!((told.outcome.as_str(), told.amount, told.bytes), ("done", Some(7), Some(4096)));
        assert_eq!(told.held_until, None);
        app.app.clock.set(date(2026, 3, 6));
        jobs::step(&app.app, &job, &one, false).await.unwrap();
        assert_eq!(runs.load(Ordering::Relaxed), 2, "the next day it is due again");
    })
    .await;
}

#[tokio::test]
async fn what_failed_is_told_and_tried_again_at_a_new_start_or_after_an_hour() {
    on_both(async |app| {
        let (job, runs) = counting(time(2, 30, 0, 0), 2);
        let me = Id::fresh();
        jobs::step(&app.app, &job, &me, true).await.unwrap();
        let told = state(app).await;
        assert_eq!((told.outcome.as_str(), told.has_failed()), ("full", true));
        jobs::step(&app.app, &job, &me, false).await.unwrap();
        assert_eq!(runs.load(Ordering::Relaxed), 1, "not at once");
        jobs::step(&app.app, &job, &me, true).await.unwrap();
        assert_eq!(runs.load(Ordering::Relaxed), 2, "a new start tries at once");
        app.app.clock.set(date(2026, 3, 6));
        jobs::step(&app.app, &job, &me, false).await.unwrap();
        assert_eq!(state(app).await.outcome, "done");
    })
    .await;
}

#[tokio::test]
async fn what_is_given_up_because_the_server_ends_is_not_a_failure() {
    let app = TestApp::in_memory();
    let (job, _) = counting(time(2, 30, 0, 0), 1);
    app.app.watch.end();
    jobs::step(&app.app, &job, &Id::fresh(), true).await.unwrap();
    let told = state(&app).await;
    assert_eq!((told.outcome.as_str(), told.failed_at, told.held_until), ("", None, None));
}

#[tokio::test]
async fn a_day_that_the_server_slept_through_is_made_up_for() {
    let app = TestApp::in_memory();
    // It is noon, and the time of day is still to come: yesterday's is open.
    let evening = Rhythm::Daily(time(23, 50, 0, 0));
    let clock = &app.app.clock;
    assert_eq!(evening.next(None, clock), Some(clock.now()));
    let (job, runs) = counting(time(23, 50, 0, 0), 0);
    jobs::step(&app.app, &job, &Id::fresh(), false).await.unwrap();
    assert_eq!(runs.load(Ordering::Relaxed), 1);
    let next = evening.next(Some(&state(&app).await), clock).expect("a next time");
    assert_eq!(clock.minute_of(next), "2026-03-05 23:50");
}
