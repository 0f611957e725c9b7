//! What a text is close to: told its author before, whoever inspects after, and nobody for quoting what all were given.

use axum::http::StatusCode;
use jiff::civil::date;
use xueji_closeness::COMMON;

use super::{HANDED_IN, NOTE, and, handed_in};
use crate::notes::{self, STORY};
use crate::records::tests::{BOOK, records_of, with};
use crate::shell::{Author, Id};
use crate::testing::{Answer, Visitor, on_both};

const ARRANGEMENT: &str = include_str!("../../../../../plans/county-learning.txt");

/// Sends the note off for handing in, as somebody who has not been shown anything yet.
pub(crate) async fn sent(visitor: &Visitor<'_>, key: &str, text: &str) -> Answer {
    visitor
        .post("/notes", &and(&and(&NOTE, &HANDED_IN), &[("key", key), ("entry_key", key), ("text", text)]))
        .await
}

#[tokio::test]
async fn a_copied_passage_is_shown_to_its_author_unnamed_and_to_who_inspects_with_its_source() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let first = handed_in(&li, &[("text", STORY)]).await;
        assert_eq!(notes::keyed(app), 1);
        let chen = app.as_person("chen").await;
        let copy = format!("今天学习了先进事迹，很受教育。\n\n{STORY}\n\n今后要向先进看齐。");
        let shown = sent(&chen, "c1", &copy).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.outline().contains("有些段落与以前的笔记相近"), "{}", shown.outline());
        assert!(
            shown.body.matches("制度管的是座位").count() >= 3,
            "both passages stand beside what was typed"
        );
        assert!(!shown.body.contains("李思学"), "whose it is, is not told");
        let id = shown.inputs().into_iter().find(|(name, _)| name == "note").unwrap().1;
        let note = format!("/notes/{id}");
        let secretary = app.as_person("zhao").await;
        assert_eq!(secretary.get(&note).await.status, StatusCode::NOT_FOUND, "it was not handed in yet");
        let go_on =
            and(&and(&NOTE, &HANDED_IN), &[("note", &id), ("saves", "1"), ("text", &copy), ("seen", "1")]);
        let answer = chen.post("/notes", &go_on).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
        let open = secretary.post(&format!("{note}/open"), &[]).await;
        assert!(open.outline().contains("相近") && open.outline().contains("李思学"), "{}", open.outline());
        let own = li.get(&first).await.outline();
        assert!(own.contains("赵书明"), "whose passages were shown learns of it as of any reading: {own}");
        notes::keyed(app);
        let original = secretary.post(&format!("{first}/open"), &[]).await;
        assert!(!original.outline().contains("相近"), "who wrote first copied from nobody");
    })
    .await;
}

#[tokio::test]
async fn by_whatever_door_a_text_is_handed_in_its_author_sees_first_what_it_is_close_to() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        handed_in(&li, &[("text", STORY)]).await;
        notes::keyed(app);
        let chen = app.as_person("chen").await;
        let line = [("entry_key", "q1"), ("what", STORY), ("day", "today")];
        let record = with(&BOOK, &[("entry_key", "r1"), ("body", STORY)]);
        for (door, fields, field) in [("/notes/quick", line.to_vec(), "what"), ("/records", record, "body")] {
            let shown = chen.post(door, &fields).await;
            assert!(shown.outline().contains("有些段落与以前的笔记相近"), "{door}: {}", shown.outline());
            let there = shown.body.contains(&format!(">{STORY}</textarea>"));
            assert!(there, "{door}: it can be changed on the spot");
            let entered = records_of(app, "chen").len();
            // Going on sends what the page holds.
            let held: Vec<(String, String)> = shown.inputs();
            let held = held.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let held: Vec<_> = held.filter(|(name, _)| *name != "_csrf").chain([(field, STORY)]).collect();
            let answer = chen.post(door, &held).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{door}: {}", answer.outline());
            assert_eq!(records_of(app, "chen").len(), entered + 1, "{door}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_text_that_two_hundred_have_handed_in_is_close_still_and_a_formula_in_a_text_of_one_s_own_is_not() {
    on_both(async |app| {
        let li = app.sample.person("li");
        let copied = app.app.write_blocking(Author::Command, move |work| {
            let (account, at) = (Id::from_text("account-of-li"), work.at());
            for number in 0..=COMMON {
                let text = STORY.to_owned();
                let draft = notes::Draft { happened_on: date(2026, 3, 2), text, ..notes::Draft::default() };
                notes::write(work, &li, &account, &number.to_string(), at, &draft)?;
            }
            Ok(())
        });
        copied.unwrap();
        notes::keyed(app);
        let chen = app.as_person("chen").await;
        let shown = sent(&chen, "c1", STORY).await;
        assert!(shown.outline().contains("有些段落与以前的笔记相近"), "{}", shown.outline());
        let id = shown.inputs().into_iter().find(|(name, _)| name == "note").unwrap().1;
        let go_on =
            and(&and(&NOTE, &HANDED_IN), &[("note", &id), ("saves", "1"), ("text", STORY), ("seen", "1")]);
        assert_eq!(chen.post("/notes", &go_on).await.status, StatusCode::SEE_OTHER);
        notes::keyed(app);
        let inspected = app.as_person("zhao").await.post(&format!("/notes/{id}/open"), &[]).await;
        assert!(inspected.outline().contains("李思学"), "{}", inspected.outline());
        // Many more words of one's own around it: then it is what everybody says.
        let own: String = (0..400).filter_map(|at| char::from_u32(0x4e00 + at * 37)).collect();
        let answer = sent(&chen, "c2", &format!("{own}\n\n{STORY}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
    })
    .await;
}

#[tokio::test]
async fn whoever_wrote_first_is_not_taken_for_the_copier_when_they_write_on() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let first = handed_in(&li, &[("text", STORY)]).await;
        notes::keyed(app);
        app.app.clock.pass(60_000);
        let chen = app.as_person("chen").await;
        let copied = and(&and(&NOTE, &HANDED_IN), &[("text", STORY), ("seen", "1")]);
        assert_eq!(chen.post("/notes", &copied).await.status, StatusCode::SEE_OTHER);
        notes::keyed(app);
        app.app.clock.pass(60_000);
        let (id, more) = (first.rsplit('/').next().unwrap(), format!("{STORY}\n\n又想到一层。"));
        let again = and(&and(&NOTE, &HANDED_IN), &[("note", id), ("saves", "1"), ("text", &more)]);
        let again = and(&again, &[("entry_key", "e2"), ("serves", "")]);
        let answer = li.post("/notes", &again).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
        notes::keyed(app);
        let secretary = app.as_person("zhao").await;
        let original = secretary.post(&format!("{first}/open"), &[]).await.outline();
        assert!(original.contains("又想到一层") && !original.contains("相近"), "{original}");
        // The copy is one still, though what it was copied from is newer by now.
        let page = chen.get("/notes").await.body;
        let copy = page.split("class=\"note-title\" href=\"").nth(1).unwrap().split('"').next().unwrap();
        let copy = secretary.post(&format!("{copy}/open"), &[]).await.outline();
        assert!(copy.contains("相近") && copy.contains("李思学"), "{copy}");
    })
    .await;
}

#[tokio::test]
async fn quoting_the_arrangement_counts_against_nobody() {
    on_both(async |app| {
        let quote: String = ARRANGEMENT.chars().skip(600).take(400).collect();
        let li = app.as_person("li").await;
        handed_in(&li, &[("text", &format!("文件里说：{quote}"))]).await;
        assert_eq!(notes::keyed(app), 1);
        let chen = app.as_person("chen").await;
        let answer = sent(&chen, "c1", &format!("抄下这一段：\n\n> {quote}\n\n回去对照。")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
    })
    .await;
}

#[tokio::test]
async fn what_one_wrote_last_year_is_named_and_what_one_goes_on_with_is_not() {
    on_both(async |app| {
        let (li, account) = (app.sample.person("li"), Id::from_text("account-of-li"));
        let draft = notes::Draft {
            happened_on: date(2025, 3, 5),
            title: "去年的".to_owned(),
            text: STORY.to_owned(),
            ..notes::Draft::default()
        };
        let written = app.app.write_blocking(Author::Command, move |work| {
            let at = work.at();
            notes::write(work, &li, &account, "last-year", at, &draft)
        });
        written.unwrap();
        notes::keyed(app);
        let visitor = app.as_person("li").await;
        let shown = sent(&visitor, "k1", STORY).await;
        assert!(shown.outline().contains("自己2025年3月5日的笔记"), "{}", shown.outline());
        let id = shown.inputs().into_iter().find(|(name, _)| name == "note").unwrap().1;
        let go_on =
            and(&and(&NOTE, &HANDED_IN), &[("note", &id), ("saves", "1"), ("text", STORY), ("seen", "1")]);
        assert_eq!(visitor.post("/notes", &go_on).await.status, StatusCode::SEE_OTHER);
        notes::keyed(app);
        // The same again this year is going on with it.
        let again = sent(&visitor, "k2", &format!("{STORY}\n\n又想到一层。")).await;
        assert!(!again.outline().contains("自己2026年"), "{}", again.outline());
    })
    .await;
}

#[tokio::test]
async fn keys_are_made_anew_where_they_are_missing_and_go_with_what_is_taken_back() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let note = handed_in(&li, &[("text", STORY)]).await;
        assert_eq!((notes::keyed(app), notes::keyed(app)), (1, 0));
        let lost = |sql: &'static str| {
            app.app
                .write_blocking(Author::Command, move |work| {
                    work.execute(sql, &[])?;
                    Ok(())
                })
                .unwrap();
        };
        lost("delete from note_key");
        assert_eq!(notes::keyed(app), 1, "a restored database has none");
        let page = li.get(&note).await;
        let record =
            page.body.split("href=\"/records/01").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let back = [("entry_key", "w1"), ("reason", "写错了")];
        li.post(&format!("/records/01{record}/withdraw"), &back).await;
        assert_eq!(notes::keyed(app), 1);
        let chen = app.as_person("chen").await;
        assert_eq!(
            sent(&chen, "c1", STORY).await.status,
            StatusCode::SEE_OTHER,
            "nobody else may learn of it"
        );
    })
    .await;
}
