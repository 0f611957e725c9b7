//! Lessons as somebody hears them: left, gone on with, noted beside.

use axum::http::StatusCode;
use jiff::ToSpan as _;

use super::{lecture, part};
use crate::records::tests::records_of;
use crate::testing::on_both;

#[tokio::test]
async fn one_goes_on_where_one_left_off_and_nobody_else_knows_where() {
    on_both(async |app| {
        let lesson = lecture(app, &[("to_on", "2026-03-10")]).await;
        let chen = app.as_person("chen").await;
        let part = part(&chen.get(&lesson).await);
        let kept = chen.post(&format!("{lesson}/parts/{part}/place"), &[("seconds", "755")]).await;
        assert_eq!(kept.status, StatusCode::NO_CONTENT);
        // On another device, too.
        let desk = app.as_person("chen").await.get(&lesson).await;
        assert!(
            desk.body.contains("#t=755\"") && desk.outline().contains("上次到 12:35"),
            "{}",
            desk.outline()
        );
        assert!(app.as_person("chen").await.get("/lessons").await.outline().contains("学了一半的"));
        for name in ["li", "zhao"] {
            assert!(!app.as_person(name).await.get(&lesson).await.body.contains("#t="), "{name}");
        }
        let unknown = chen.post(&format!("{lesson}/parts/unknown/place"), &[("seconds", "1")]).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        // After its last day it is there for those who began, and for nobody anew.
        let later = app.app.clock.today().checked_add(10.days()).unwrap();
        app.app.clock.set(later);
        assert_eq!(app.as_person("chen").await.get(&lesson).await.status, StatusCode::OK);
        assert_eq!(app.as_person("li").await.get(&lesson).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn the_note_beside_a_lesson_is_one_draft_and_the_person_s_alone() {
    on_both(async |app| {
        let lesson = lecture(app, &[]).await;
        let chen = app.as_person("chen").await;
        let page = chen.get(&lesson).await;
        let key = page.field("key").expect("the key of the note");
        // As the script keeps it, and as the button does without one.
        let kept = [("key", key.as_str()), ("text", "第一句"), ("title", "上周党课录音"), ("saves", "0")];
        chen.post("/notes/keep", &kept).await;
        chen.post(&format!("{lesson}/note"), &[("text", "第一句\n第二句"), ("saves", "1")]).await;
        let page = chen.get(&lesson).await;
        let note = page.field("note").expect("the note");
        assert!(page.body.contains("第一句\n第二句"), "{}", page.outline());
        assert_eq!(chen.get("/notes?only=drafts").await.body.matches("上周党课录音").count(), 1);
        for name in ["li", "wang", "zhao", "sun", "zhou", "wu", "admin"] {
            let other = app.as_person(name).await;
            assert_eq!(other.get(&format!("/notes/{note}")).await.status, StatusCode::NOT_FOUND, "{name}");
            assert!(!other.get(&lesson).await.body.contains("第二句"), "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_note_that_was_put_away_is_neither_shown_nor_handed_in() {
    on_both(async |app| {
        let lesson = lecture(app, &[]).await;
        let chen = app.as_person("chen").await;
        chen.post(&format!("{lesson}/note"), &[("text", "写坏了"), ("saves", "0")]).await;
        let note = chen.get(&lesson).await.field("note").expect("the note");
        chen.post(&format!("/notes/{note}/discard"), &[]).await;
        assert!(!chen.get(&lesson).await.body.contains("写坏了"));
        chen.post(&format!("{lesson}/done"), &[("entry_key", "d1"), ("text", ""), ("with_note", "1")]).await;
        let [record] = records_of(app, "chen").try_into().expect("it is done");
        assert!(record.note().is_none());
        assert!(chen.get("/notes?only=put-away").await.outline().contains("上周党课录音"));
    })
    .await;
}

#[tokio::test]
async fn a_lesson_with_a_draft_that_the_script_alone_has_kept_is_among_those_begun() {
    on_both(async |app| {
        let lesson = lecture(app, &[]).await;
        let chen = app.as_person("chen").await;
        assert!(chen.get("/lessons").await.outline().contains("还没学的"));
        let key = chen.get(&lesson).await.field("key").expect("the key of the note");
        let kept = [("key", key.as_str()), ("text", "第一句"), ("title", "上周党课录音"), ("saves", "0")];
        chen.post("/notes/keep", &kept).await;
        let list = chen.get("/lessons").await.outline();
        assert!(list.contains("学了一半的") && !list.contains("还没学的"), "{list}");
        // Put away, it is new again; and it never was begun by anybody else.
        assert!(app.as_person("li").await.get("/lessons").await.outline().contains("还没学的"));
        let note = chen.get(&lesson).await.field("note").expect("the note");
        chen.post(&format!("/notes/{note}/discard"), &[]).await;
        assert!(chen.get("/lessons").await.outline().contains("还没学的"));
    })
    .await;
}
