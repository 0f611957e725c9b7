//! The reading view and the author's own, as they are read.

use jiff::civil::date;

use super::{TEXT, ask, called, handed_in, part_of};
use crate::attachments::samples::photograph;
use crate::inspections::Way;
use crate::notes::{self, STORY};
use crate::shell::Id;
use crate::testing::{TestApp, on_both};

fn of_li(app: &TestApp) -> (Id, Id) {
    let note = handed_in(app, "li", "1", date(2026, 2, 3), TEXT);
    let chosen = Way::Choice(vec![app.sample.person("li")], "想看看学得怎样".to_owned());
    let round = called(app, "zhao", ask(app, "r", chosen)).unwrap();
    (part_of(app, &round, "li").id, note)
}

#[tokio::test]
async fn the_author_sees_who_read_which_note_when_and_what_was_said() {
    let app = TestApp::in_memory();
    let (id, note) = of_li(&app);
    let li = app.as_person("li").await;
    let notices = li.get("/notices").await.outline();
    assert!(notices.contains("第一小学党支部调阅您的笔记"), "{notices}");
    assert!(li.get("/inspections/mine").await.outline().contains("待阅"));
    let before = li.get(&format!("/inspections/{id}")).await.outline();
    assert!(before.contains("想看看学得怎样") && before.contains("未读"), "{before}");
    let zhao = app.as_person("zhao").await;
    let page = zhao.get(&format!("/inspections/{id}")).await;
    assert!(page.outline().contains("调查研究是谋事之基"), "{}", page.outline());
    let at = format!("/inspections/{id}/comment");
    let typed = [("note", note.as_str()), ("quote", "谋事之基"), ("text", "这句抓得准")];
    let answer = zhao.post(&at, &typed).await;
    assert_eq!(answer.status, 303, "{}", answer.outline());
    zhao.post(&format!("/inspections/{id}/return"), &[("reason", "请补一段自己的做法")]).await;
    let after = li.get(&format!("/inspections/{id}")).await;
    assert!(after.body.contains("id=\"at-c1\" data-joins=\"c1\">谋事之基</mark>"), "{}", after.body);
    let outline = after.outline();
    for part in ["这句抓得准", "赵书明", "2026-03-05 12:00已读", "请补一段自己的做法", "改好了，交回复阅"]
    {
        assert!(outline.contains(part), "{part} in {outline}");
    }
    assert!(!after.body.contains("/done\""), "nobody signs off their own");
    let back = li.post(&format!("/inspections/{id}/again"), &[("answer", "补好了")]).await;
    assert_eq!(back.status, 303);
    assert!(zhao.get("/notices").await.outline().contains("李思学改后交回了笔记"));
    zhao.post(&format!("/inspections/{id}/done"), &[("remarks", "有进步")]).await;
    assert!(li.get("/inspections/mine").await.outline().contains("有进步"));
    assert!(li.get("/notices").await.outline().contains("已签阅您的笔记"));
}

#[tokio::test]
async fn whoever_reads_a_note_on_paper_sees_its_pages() {
    let app = TestApp::in_memory();
    let li = app.as_person("li").await;
    let paper = [
        ("key", "p1"),
        ("on", "2026-03-04"),
        ("title", "手写的"),
        ("saves", "0"),
        ("do", "enter"),
        ("entry_key", "e1"),
        ("serves", "self-study"),
        ("amount-self-study", "1"),
        ("unit-self-study", "hours"),
    ];
    let answer = li.bring("/notes", &paper, &[("第12页.jpg", &photograph(64, 32))]).await;
    let note = answer.location().trim_end_matches("?saved=1").to_owned();
    let chosen = Way::Choice(vec![app.sample.person("li")], "看看".to_owned());
    let round = called(&app, "zhao", ask(&app, "r", chosen)).unwrap();
    let at = format!("/inspections/{}", part_of(&app, &round, "li").id);
    let zhao = app.as_person("zhao").await;
    let page = zhao.get(&at).await;
    let outline = page.outline();
    assert!(outline.contains("手写的") && outline.contains("1张") && !outline.contains("0字"), "{outline}");
    let (_, from) = page.body.split_once(&format!("src=\"{note}/files/")).expect("its picture is there");
    let file = format!("{note}/files/{}", from.split_once('"').unwrap().0);
    assert_eq!(zhao.get(&file).await.status, 200);
}

#[tokio::test]
async fn what_is_handed_in_again_and_close_to_another_s_is_shown_to_its_author_first() {
    let app = TestApp::in_memory();
    let (id, note) = of_li(&app);
    handed_in(&app, "chen", "1", date(2026, 2, 3), STORY);
    notes::keyed(&app);
    let (li, zhao) = (app.as_person("li").await, app.as_person("zhao").await);
    zhao.get(&format!("/inspections/{id}")).await;
    zhao.post(&format!("/inspections/{id}/return"), &[("reason", "请补")]).await;
    let more = [("note", note.as_str()), ("on", "2026-02-03"), ("saves", "1"), ("text", STORY)];
    assert_eq!(li.post_json("/notes/keep", &more).await.status, 200);
    let again = format!("/inspections/{id}/again");
    let shown = li.post(&again, &[("answer", "补好了")]).await;
    assert!(shown.outline().contains("有些段落与以前的笔记相近"), "{}", shown.outline());
    assert!(
        zhao.get(&format!("/inspections/{id}")).await.outline().contains("已退回"),
        "nothing is sent yet"
    );
    assert_eq!(shown.field("answer").as_deref(), Some("补好了"));
    assert_eq!(li.post(&again, &[("answer", "补好了"), ("seen", "1")]).await.status, 303);
    assert!(zhao.get(&format!("/inspections/{id}")).await.outline().contains("待复阅"));
}

#[tokio::test]
async fn whoever_had_no_notes_writes_one_when_they_are_returned_and_the_inspector_sees_that_it_is_unread() {
    let app = TestApp::in_memory();
    let chosen = Way::Choice(vec![app.sample.person("li")], "看看".to_owned());
    let round = called(&app, "zhao", ask(&app, "r", chosen)).unwrap();
    let at = format!("/inspections/{}", part_of(&app, &round, "li").id);
    let (li, zhao) = (app.as_person("li").await, app.as_person("zhao").await);
    zhao.post(&format!("{at}/return"), &[("reason", "请补")]).await;
    let [first, second] = ["1", "2"].map(|key| handed_in(&app, "li", key, date(2026, 3, 5), TEXT));
    let own = li.get(&at).await.outline();
    assert!(own.contains("签阅之前，您可以随时") && own.contains("li的笔记1"), "{own}");
    for note in [&first, &second] {
        assert_eq!(li.post(&format!("{at}/show"), &[("note", note.as_str())]).await.status, 303);
    }
    assert_eq!(li.post(&format!("{at}/again"), &[]).await.status, 303);
    let waits = zhao.get(&format!("/inspections/rounds/{round}")).await.outline();
    assert!(waits.contains("待复阅") && waits.contains("本人补充2篇未读"), "{waits}");
    // Opening the page reads the first; the second is unread, and being done waits for neither.
    let page = zhao.get(&at).await.outline();
    assert!(page.contains("本人补充1篇未读") && page.contains("还有1篇未读或有新稿"), "{page}");
    assert!(page.contains("调查研究是谋事之基"), "{page}");
    let done = zhao.post(&format!("{at}/done"), &[("remarks", "补得好")]).await;
    assert_eq!(done.status, 303);
    let own = li.get(&at).await.outline();
    assert!(own.contains("补得好") && !own.contains("您可以随时"), "{own}");
    assert_eq!(li.post(&format!("{at}/show"), &[("note", second.as_str())]).await.status, 409);
}

#[tokio::test]
async fn a_comment_on_words_that_are_gone_is_shown_as_about_an_earlier_version() {
    let app = TestApp::in_memory();
    let (id, note) = of_li(&app);
    let zhao = app.as_person("zhao").await;
    zhao.get(&format!("/inspections/{id}")).await;
    for quote in ["谋事之基", "发言权"] {
        let typed = [("note", note.as_str()), ("quote", quote), ("text", "?")];
        zhao.post(&format!("/inspections/{id}/comment"), &typed).await;
    }
    zhao.post(&format!("/inspections/{id}/return"), &[("reason", "改")]).await;
    let whose = note.clone();
    app.app
        .write_blocking(crate::shell::Author::Command, move |work| {
            let old = crate::notes::find(work, &whose)?.expect("the note");
            let draft = crate::notes::Draft {
                happened_on: date(2026, 2, 3),
                text: "新写一段。\n\n仍有发言权。".to_owned(),
                ..crate::notes::Draft::default()
            };
            let which = crate::notes::Which::There(old.id.clone());
            crate::notes::keep(work, &old.person_id, &Id::from_text("li"), &which, old.saves, &draft)
        })
        .unwrap();
    app.as_person("li").await.post(&format!("/inspections/{id}/again"), &[]).await;
    let page = zhao.get(&format!("/inspections/{id}?note={note}")).await;
    let outline = page.outline();
    assert!(page.body.contains(">发言权</mark>"), "what still stands moves with the text");
    assert!(outline.contains("针对上一稿") && outline.contains("谋事之基"), "{outline}");
}

#[tokio::test]
async fn what_was_typed_stays_where_a_passage_is_not_found() {
    let app = TestApp::in_memory();
    let (id, note) = of_li(&app);
    let zhao = app.as_person("zhao").await;
    let typed = [("note", note.as_str()), ("quote", "没有这句"), ("text", "想说的话")];
    let answer = zhao.post(&format!("/inspections/{id}/comment"), &typed).await;
    assert_eq!(answer.status, 422);
    assert!(answer.outline().contains("原文中没有这句话") && answer.body.contains("想说的话"));
}

#[tokio::test]
async fn a_copied_text_bears_a_mark_with_the_passages_for_who_inspects_and_not_for_its_author() {
    on_both(async |app| {
        handed_in(app, "chen", "1", date(2026, 2, 2), STORY);
        handed_in(app, "li", "1", date(2026, 2, 3), STORY);
        notes::keyed(app);
        let chosen = Way::Choice(vec![app.sample.person("li")], "想看看学得怎样".to_owned());
        let round = called(app, "zhao", ask(app, "r", chosen)).unwrap();
        let at = format!("/inspections/{}", part_of(app, &round, "li").id);
        let page = app.as_person("zhao").await.get(&at).await.outline();
        assert!(page.contains("有段落与更早交来的笔记相近"), "{page}");
        assert!(page.contains("陈一诺2026年2月2日的笔记"), "{page}");
        let own = app.as_person("li").await.get(&at).await.outline();
        assert!(own.contains("人管的是孩子") && !own.contains("更早交来"), "{own}");
    })
    .await;
}
