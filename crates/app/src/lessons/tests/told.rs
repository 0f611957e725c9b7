//! Those whom a lesson is for are told of it, once.

use jiff::civil::date;

use super::lecture;
use crate::lessons::told::tell;
use crate::testing::{TestApp, on_both};

/// How often somebody was told of the lecture, and whether anything is unread.
async fn told(app: &TestApp, name: &str) -> (usize, bool) {
    let notices = app.as_person(name).await.get("/notices").await;
    (notices.body.matches("新课程：上周党课录音").count(), notices.body.contains("is-unread"))
}

#[tokio::test]
async fn those_whom_a_lesson_is_for_are_told_once_however_often_it_is_published() {
    on_both(async |app| {
        let lesson = lecture(app, &[]).await;
        assert_eq!(tell(&app.app).await.unwrap(), 1);
        assert_eq!(tell(&app.app).await.unwrap(), 0);
        for name in ["chen", "li", "wang", "zhao"] {
            assert_eq!(told(app, name).await, (1, true), "{name}");
        }
        for name in ["sun", "zheng", "zhou"] {
            assert_eq!(told(app, name).await, (0, false), "{name}");
        }
        let chen = app.as_person("chen").await;
        let list = chen.get("/notices").await;
        assert!(list.outline().contains("赵书明主讲"), "{}", list.outline());
        assert!(chen.get("/notices/choices").await.outline().contains("新课程"), "its letters are chosen");
        // Nobody is sent to what is not there any more; and nobody is told anew.
        let zhao = app.as_person("zhao").await;
        zhao.post(&format!("{lesson}/state"), &[("do", "withdraw")]).await;
        assert_eq!(told(app, "li").await, (1, false));
        zhao.post(&format!("{lesson}/state"), &[("do", "publish")]).await;
        assert_eq!(tell(&app.app).await.unwrap(), 0);
        assert_eq!(told(app, "li").await, (1, false));
    })
    .await;
}

#[tokio::test]
async fn a_lesson_of_later_is_told_of_on_its_first_day_and_one_taken_out_before_never() {
    on_both(async |app| {
        lecture(app, &[("from_on", "2026-03-10")]).await;
        assert_eq!(tell(&app.app).await.unwrap(), 0);
        app.app.clock.set(date(2026, 3, 10));
        assert_eq!(tell(&app.app).await.unwrap(), 1);
        assert_eq!(told(app, "chen").await, (1, true));
        let other = lecture(app, &[("entry_key", "l2"), ("from_on", "2026-03-12")]).await;
        app.as_person("zhao").await.post(&format!("{other}/state"), &[("do", "withdraw")]).await;
        app.app.clock.set(date(2026, 3, 12));
        assert_eq!(tell(&app.app).await.unwrap(), 0);
        assert_eq!(told(app, "chen").await, (1, true));
    })
    .await;
}
