//! Signing in by a code that changes, within the meeting's window, once.

use axum::http::StatusCode;
use jiff::civil::date;
use xueji_standing::Outcome;

use super::{arranged, at_hour, confirmed, outcomes_of};
use crate::meetings::{sign_in, store};
use crate::shell::Id;
use crate::testing::{TestApp, on_both};

/// The address that the code on the wall leads to now.
fn scanned(app: &TestApp, id: &Id) -> String {
    let (meeting, now) = (id.clone(), app.app.clock.now());
    let meeting = app.app.read_blocking(move |tx| store::find(tx, &meeting)).unwrap().unwrap();
    format!("/meetings/{id}/arrive/{}", sign_in::code_at(&meeting, now).expect("signing in is open"))
}

#[tokio::test]
async fn who_scans_the_code_within_the_window_is_on_the_list_once() {
    on_both(async |app| {
        let id = arranged(app, "collective-study", date(2026, 3, 5), &["zhao", "wang"], None);
        let (wall, recorder) = (format!("/meetings/{id}/sign-in"), app.as_person("li").await);
        assert!(recorder.get(&wall).await.outline().contains("签到没有开启"));
        recorder.post(&wall, &[("open", "1")]).await;
        // At noon it is too early.
        assert!(recorder.get(&wall).await.outline().contains("现在不在签到时间内"));
        let (wang, early) = (app.as_person("wang").await, scanned(app, &id));
        assert_eq!(wang.post(&early, &[]).await.status, StatusCode::CONFLICT);
        at_hour(app, 14, 20);
        assert!(recorder.get(&wall).await.body.contains("<svg"));
        let address = scanned(app, &id);
        assert_ne!(address, early, "the code changes");
        assert!(wang.get(&address).await.outline().contains("我已到会"));
        assert_eq!(outcomes_of(app, "wang", "study-attendance"), [], "looking changes nothing");
        for _ in 0..2 {
            assert_eq!(wang.post(&address, &[]).await.status, StatusCode::SEE_OTHER);
        }
        assert!(recorder.get(&wall).await.outline().contains("已签到 1 人，名单共 2 人"));
        // Who is not expected is not let in by a code, and an old code lets nobody in.
        assert_eq!(app.as_person("chen").await.post(&address, &[]).await.status, StatusCode::NOT_FOUND);
        at_hour(app, 14, 45);
        let zhao = app.as_person("zhao").await;
        assert_eq!(zhao.post(&address, &[]).await.status, StatusCode::CONFLICT);
        zhao.post(&scanned(app, &id), &[]).await;
        at_hour(app, 16, 10);
        assert_eq!(wang.post(&scanned(app, &id), &[]).await.status, StatusCode::CONFLICT, "it is over");
        confirmed(app, &recorder, &id, &[]).await;
        assert_eq!(outcomes_of(app, "wang", "study-attendance"), [Outcome::Present]);
        assert_eq!(
            outcomes_of(app, "zhao", "study-attendance"),
            [Outcome::Late],
            "15 minutes after the beginning"
        );
    })
    .await;
}
