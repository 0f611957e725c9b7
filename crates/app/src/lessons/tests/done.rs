//! Done with a lesson: recorded once, taken back, seen by those who keep it.

use axum::http::StatusCode;

use super::{lecture, part};
use crate::meetings;
use crate::notebook::tests::closeness::sent;
use crate::notes::{self, STORY};
use crate::records::tests::records_of;
use crate::testing::on_both;

#[tokio::test]
async fn done_is_recorded_once_with_the_note_and_taken_back() {
    on_both(async |app| {
        let lesson = lecture(app, &[]).await;
        let chen = app.as_person("chen").await;
        let written =
            [("text", "[12:35](#t=755) 要点"), ("saves", "0"), ("entry_key", "d1"), ("with_note", "1")];
        let done = chen.post(&format!("{lesson}/done"), &written).await;
        assert!(done.location().contains("finished"), "{}", done.outline());
        let twice =
            [("entry_key", "d2"), ("text", "[12:35](#t=755) 要点"), ("saves", "1"), ("with_note", "1")];
        chen.post(&format!("{lesson}/done"), &twice).await;
        let records = records_of(app, "chen");
        let [record] = records.as_slice() else { panic!("one record, and not {}", records.len()) };
        assert_eq!((record.activity.as_str(), record.title.as_str()), ("class", "上周党课录音"));
        let note = record.note().expect("it stands on the note").clone();
        let page = chen.get(&lesson).await;
        assert!(page.outline().contains("[听课 1次]"), "{}", page.outline());
        assert!(chen.get(&format!("/notes/{note}")).await.outline().contains("要点"));
        chen.post(&format!("{lesson}/undone"), &[("entry_key", "u1")]).await;
        assert!(records_of(app, "chen").is_empty());
        assert!(chen.get(&lesson).await.outline().contains("学完这门课"));
        // The note is the person's alone again.
        assert_eq!(
            app.as_person("zhao").await.get(&format!("/notes/{note}")).await.status,
            StatusCode::NOT_FOUND
        );
        chen.post(&format!("{lesson}/done"), &[("entry_key", "d3"), ("text", "要点"), ("saves", "1")]).await;
        let [record] = records_of(app, "chen").try_into().expect("one record again");
        assert!(record.note().is_none(), "the note was not handed in");
    })
    .await;
}

#[tokio::test]
async fn what_is_close_to_another_s_note_is_shown_before_one_is_done() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        assert_eq!(sent(&li, "l1", STORY).await.status, StatusCode::SEE_OTHER);
        notes::keyed(app);
        let lesson = lecture(app, &[]).await;
        let chen = app.as_person("chen").await;
        let door = format!("{lesson}/done");
        let written = [("text", STORY), ("saves", "0"), ("entry_key", "d1"), ("with_note", "1")];
        let shown = chen.post(&door, &written).await;
        assert!(shown.outline().contains("有些段落与以前的笔记相近"), "{}", shown.outline());
        assert!(records_of(app, "chen").is_empty(), "nothing is done yet");
        // Written on in the notebook meanwhile: that is what is handed in.
        let note = shown.body.split("href=\"/notes/0").nth(1).unwrap().split('/').next().unwrap();
        let (note, own) = (format!("0{note}"), "老师讲的和我想的不一样。");
        let more = [("note", note.as_str()), ("on", "2026-03-05"), ("saves", "1"), ("text", own)];
        assert_eq!(chen.post_json("/notes/keep", &more).await.status, StatusCode::OK);
        let held: Vec<(String, String)> = shown.inputs();
        let held = held.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let held: Vec<_> = held.filter(|(name, _)| *name != "_csrf").collect();
        let done = chen.post(&door, &held).await;
        assert!(done.location().contains("finished"), "{}", done.outline());
        let [record] = records_of(app, "chen").try_into().expect("one record");
        assert_eq!(record.note().map(ToString::to_string), Some(note.clone()));
        let secretary = app.as_person("zhao").await;
        let open = secretary.post(&format!("/notes/{note}/open"), &[]).await.outline();
        assert!(open.contains(own) && !open.contains("相近"), "{open}");
    })
    .await;
}

#[tokio::test]
async fn the_recording_of_a_meeting_counts_nothing_twice() {
    on_both(async |app| {
        let (school, chen) = (&app.sample.school.id, app.sample.person("chen"));
        let (meeting, _) = meetings::of_test(app, school, &chen, true);
        let lesson = lecture(app, &[("meeting", meeting.as_str())]).await;
        let before = records_of(app, "chen").len();
        let absent = app.as_person("chen").await;
        let page = absent.get(&lesson).await;
        assert!(
            page.outline().contains("到补课页写心得") && page.body.contains("href=\"/make-ups\""),
            "{}",
            page.outline()
        );
        absent.post(&format!("{lesson}/done"), &[("entry_key", "d1")]).await;
        assert!(absent.get(&lesson).await.outline().contains("撤回“学完了”"));
        assert_eq!(records_of(app, "chen").len(), before, "it is made up for, and not recorded besides");
        // Whoever was not expected there hears a class like any other.
        let li = app.as_person("li").await;
        li.post(&format!("{lesson}/done"), &[("entry_key", "d1")]).await;
        assert_eq!(records_of(app, "li").iter().filter(|record| record.activity == "class").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn those_who_keep_a_lesson_see_who_is_done_and_nothing_else() {
    on_both(async |app| {
        let lesson = lecture(app, &[]).await;
        let chen = app.as_person("chen").await;
        let page = chen.get(&lesson).await;
        chen.post(&format!("{lesson}/parts/{}/place", part(&page)), &[("seconds", "755")]).await;
        chen.post(&format!("{lesson}/done"), &[("entry_key", "d1")]).await;
        let taken = format!("{lesson}/taken");
        for name in ["zhao", "zhou"] {
            let seen = app.as_person(name).await.get(&taken).await;
            let said = seen.outline();
            assert!(said.contains("应学4人，学完1人") && said.contains("陈一诺"), "{name}: {said}");
            assert!(!said.contains("12:35"), "{name}: {said}");
        }
        for (name, status) in [
            ("chen", StatusCode::FORBIDDEN),
            ("li", StatusCode::FORBIDDEN),
            ("wu", StatusCode::FORBIDDEN),
            ("sun", StatusCode::NOT_FOUND),
        ] {
            assert_eq!(app.as_person(name).await.get(&taken).await.status, status, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn noting_down_what_a_lesson_says_is_copied_from_nobody() {
    on_both(async |app| {
        let (li, chen) = (app.as_person("li").await, app.as_person("chen").await);
        assert_eq!(sent(&li, "first", STORY).await.status, StatusCode::SEE_OTHER);
        notes::keyed(app);
        assert_eq!(sent(&chen, "before", STORY).await.status, StatusCode::OK, "passages are shown");
        lecture(app, &[("description", STORY)]).await;
        let after = sent(&chen, "after", STORY).await;
        assert_eq!(after.status, StatusCode::SEE_OTHER, "{}", after.outline());
    })
    .await;
}
