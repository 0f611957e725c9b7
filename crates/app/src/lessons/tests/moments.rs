//! Moments of a lesson in a note that is read elsewhere.

use super::{address, lecture};
use crate::inspections;
use crate::records::tests::records_of;
use crate::shell::Id;
use crate::testing::on_both;

#[tokio::test]
async fn wherever_the_note_is_read_its_moments_lead_to_the_lesson() {
    on_both(async |app| {
        let lesson = lecture(app, &[("to_on", "2026-03-10")]).await;
        let moment = format!("<a href=\"{lesson}#t=755\">12:35</a>");
        let chen = app.as_person("chen").await;
        let text = "[12:35](#t=755) 要点";
        let fields = [("text", text), ("saves", "0"), ("entry_key", "d1"), ("with_note", "1")];
        chen.post(&format!("{lesson}/done"), &fields).await;
        let [record] = records_of(app, "chen").try_into().expect("it is done");
        let note = record.note().expect("it stands on the note").to_string();
        let (at, record) = (format!("/notes/{note}"), format!("/records/{}", record.id));
        for page in [&at, &record, "/notes/book", &format!("{at}/versions/1")] {
            assert!(chen.get(page).await.body.contains(&moment), "{page}");
        }
        let preview = [("text", text), ("note", note.as_str())];
        assert!(chen.post("/notes/preview", &preview).await.body.contains(&moment));
        let other = app.as_person("li").await.post("/notes/preview", &preview).await;
        assert!(other.body.contains("\"#t=755\""), "not even that another's note stands beside a lesson");
        // The secretary opens the note, its record, and calls it in.
        let zhao = app.as_person("zhao").await;
        let opened = zhao.post(&format!("{at}/open"), &[]).await;
        assert!(opened.body.contains(&moment) && address(&opened, "/lessons/0") == lesson);
        assert!(zhao.post(&format!("{record}/read"), &[]).await.body.contains(&moment));
        let (_, inspection) = inspections::of_test(app, "zhao", "chen", &app.sample.school.id);
        let reading = zhao.get(&format!("/inspections/{inspection}?note={note}")).await;
        assert!(reading.body.contains(&moment), "{}", reading.outline());
    })
    .await;
}

#[tokio::test]
async fn the_page_of_a_note_names_its_lesson_to_those_who_may_open_it() {
    on_both(async |app| {
        let lesson = lecture(app, &[]).await;
        let chen = app.as_person("chen").await;
        let named = [("title", "我的笔记"), ("text", "要点"), ("saves", "0")];
        let key = chen.get(&lesson).await.field("key").expect("the key of the note");
        chen.post("/notes/keep", &[&named[..], &[("key", &key)]].concat()).await;
        let note = chen.get(&lesson).await.field("note").expect("the note");
        let page = chen.get(&format!("/notes/{note}")).await;
        assert!(page.body.contains(&format!("<a href=\"{lesson}\">上周党课录音</a>")), "{}", page.outline());
        // A key that a browser made up opens no lesson.
        let unknown = format!("lesson-{}", Id::fresh());
        chen.post("/notes/keep", &[&named[..], &[("key", &unknown)]].concat()).await;
        let list = chen.get("/notes?only=drafts").await.body;
        let made_up = list.split("\"/notes/0").skip(1).map(|rest| rest.split(['"', '/']).next().unwrap());
        let mut made_up = made_up.map(|id| format!("/notes/0{id}")).filter(|at| !at.ends_with(&note));
        let page = chen.get(&made_up.next().expect("both are listed")).await;
        assert!(
            page.outline().contains("我的笔记") && !page.outline().contains("听课笔记"),
            "{}",
            page.outline()
        );
    })
    .await;
}
