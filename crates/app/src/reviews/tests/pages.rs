//! The pages of the exchange, and the ledger.

use axum::http::StatusCode;

use super::{TODAY, book, exchange_of_test, publish, text, write};
use crate::books::{self, Begin, Finish};
use crate::records::Entry;
use crate::reviews::Form;
use crate::shell::Id;
use crate::testing::{TestApp, on_both};

const ALL: [&str; 9] = ["li", "chen", "wang", "zhao", "zheng", "sun", "zhou", "wu", "admin"];

async fn who_reads(app: &TestApp, id: &Id) -> Vec<&'static str> {
    let mut readers = Vec::new();
    for who in ALL {
        let answer = app.as_person(who).await.get(&format!("/reviews/{id}")).await;
        if answer.status == StatusCode::OK {
            readers.push(who);
        } else {
            assert!(!answer.body.contains("差序格局"), "{who} is refused without a word of it");
        }
    }
    readers
}

#[tokio::test]
async fn a_text_is_read_where_it_was_published_until_its_author_takes_it_back() {
    on_both(async |app| {
        let book = book(app, "乡土中国");
        let id = publish(app, "li", &text(&book, &app.sample.school.id, "差序格局说得透")).unwrap();
        assert_eq!(who_reads(app, &id).await, ["li", "chen", "wang", "zhao", "zhou"]);
        assert!(
            app.as_person("chen").await.get("/search?q=差序").await.outline().contains("读《乡土中国》有感")
        );
        assert!(!app.as_person("wu").await.get("/search?q=差序").await.outline().contains("有感"));
        for who in ["chen", "zhao", "zhou"] {
            let answer = app.as_person(who).await.post(&format!("/reviews/{id}/withdraw"), &[]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{who}");
        }
        let li = app.as_person("li").await;
        assert_eq!(li.post(&format!("/reviews/{id}/withdraw"), &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(who_reads(app, &id).await, ["li"]);
        let mine = li.get("/reviews?show=mine").await.outline();
        assert!(mine.contains("您已撤回这一篇") && mine.contains("差序格局说得透"), "{mine}");
        assert!(!app.as_person("chen").await.get("/reviews").await.outline().contains("差序格局"));
    })
    .await;
}

#[tokio::test]
async fn who_runs_the_branch_removes_with_a_reason_that_the_author_sees() {
    on_both(async |app| {
        let book = book(app, "乡土中国");
        let id = publish(app, "li", &text(&book, &app.sample.school.id, "写错了地方")).unwrap();
        let remove = format!("/reviews/{id}/remove");
        for who in ["chen", "sun", "wu", "li"] {
            let answer = app.as_person(who).await.post(&remove, &[("reason", "不妥")]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{who}");
        }
        let zhao = app.as_person("zhao").await;
        let silent = zhao.post(&remove, &[]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "never without a reason");
        assert!(silent.body.contains("id=\"reason-wrong\""));
        assert_eq!(zhao.post(&remove, &[("reason", "涉及学生姓名")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(zhao.get(&format!("/reviews/{id}")).await.status, StatusCode::NOT_FOUND);
        let li = app.as_person("li").await;
        assert!(li.get(&format!("/reviews/{id}")).await.outline().contains("原因：涉及学生姓名"));
        assert!(li.get("/notices").await.outline().contains("您关于《乡土中国》的书评被移除"));
    })
    .await;
}

#[tokio::test]
async fn answers_are_plain_and_each_is_taken_out_by_whom_it_concerns() {
    on_both(async |app| {
        let book = book(app, "乡土中国");
        let id = publish(app, "li", &text(&book, &app.sample.school.id, "好书")).unwrap();
        let answers = format!("/reviews/{id}/answers");
        let chen = app.as_person("chen").await;
        let sent = [("entry_key", "one"), ("answer", "<b>同感</b> [x](javascript:1)")];
        assert_eq!(chen.post(&answers, &sent).await.status, StatusCode::SEE_OTHER);
        chen.post(&answers, &sent).await;
        let page = app.as_person("li").await.get(&format!("/reviews/{id}")).await;
        assert_eq!(
            page.body.matches("&lt;b&gt;同感").count() + page.body.matches("&#60;b&#62;同感").count(),
            1
        );
        assert!(!page.body.contains("href=\"javascript"));
        let out = page.body.contains("/take-out");
        assert!(!out, "the author of the review does not take out what others say");
        let page = chen.get(&format!("/reviews/{id}")).await;
        let take_out = page.body.split("action=\"").find(|part| part.contains("/take-out\"")).unwrap();
        let take_out = take_out.split('"').next().unwrap().to_owned();
        assert_eq!(app.as_person("wang").await.post(&take_out, &[]).await.status, StatusCode::FORBIDDEN);
        let zhao = app.as_person("zhao").await;
        let silent = zhao.post(&take_out, &[]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        zhao.post(&take_out, &[("reason", "离题")]).await;
        assert!(!zhao.get(&format!("/reviews/{id}")).await.outline().contains("同感"));
        assert!(chen.get(&format!("/reviews/{id}")).await.outline().contains("原因：离题"));
    })
    .await;
}

#[tokio::test]
async fn a_blog_is_markdown_and_nothing_in_it_runs() {
    let app = TestApp::in_memory();
    let book = book(&app, "乡土中国");
    let mut new = text(&book, &app.sample.school.id, "# 三点体会\n\n> 原文\n\n<script>alert(1)</script>");
    new.form = Form::Blog;
    let id = publish(&app, "li", &new).unwrap();
    let page = app.as_person("chen").await.get(&format!("/reviews/{id}")).await;
    assert!(page.body.contains("<h2>三点体会</h2>") && page.body.contains("<blockquote>"));
    assert!(!page.body.contains("<script>alert"));
    let long: String = "字".repeat(301);
    let li = app.as_person("li").await;
    let fields = [
        ("entry_key", "k"),
        ("book", book.as_str()),
        ("form", "board"),
        ("organization", app.sample.school.id.as_str()),
        ("text", long.as_str()),
    ];
    let refused = li.post("/reviews", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "the board is short");
    assert!(
        refused.body.contains("id=\"text-wrong\"") && refused.body.contains(&long),
        "nothing typed is lost"
    );
}

#[tokio::test]
async fn an_exchange_is_held_on_its_page_and_closed_by_who_runs_the_branch() {
    on_both(async |app| {
        let (id, book) = (exchange_of_test(app, &app.sample.school.id), book(app, "乡土中国"));
        let address = format!("/reviews/exchanges/{id}");
        let li = app.as_person("li").await;
        let fields = [
            ("entry_key", "k"),
            ("book", book.as_str()),
            ("form", "board"),
            ("organization", app.sample.school.id.as_str()),
            ("text", "差序格局说得透"),
            ("exchange", id.as_str()),
        ];
        assert_eq!(li.post("/reviews", &fields).await.status, StatusCode::SEE_OTHER);
        for who in ["li", "chen", "sun", "wu"] {
            let answer = app.as_person(who).await.post(&format!("{address}/close"), &[]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{who}");
        }
        let zhao = app.as_person("zhao").await;
        let page = zhao.get(&address).await.outline();
        assert!(page.contains("差序格局说得透") && page.contains("李思学"), "{page}");
        assert_eq!(zhao.post(&format!("{address}/close"), &[]).await.status, StatusCode::SEE_OTHER);
        assert!(zhao.get(&address).await.outline().contains("/events/"));
        assert!(li.get("/records").await.outline().contains("交流读书体会"));
        zhao.post(&format!("{address}/reopen"), &[("reason", "漏了人")]).await;
        assert!(!li.get("/records").await.outline().contains("[读《乡土中国》有感]"));
        assert_eq!(app.as_person("sun").await.get(&address).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn the_ledger_has_its_columns_from_the_records_for_those_who_see_the_people() {
    on_both(async |app| {
        let (book, li) = (book(app, "乡土中国"), app.sample.person("li"));
        let entry = Entry::now(&app.app.clock, Id::from_text("account"), "web");
        let about = book.clone();
        write(app, move |work| {
            let begin = Begin {
                entry_key: "b".to_owned(),
                book_id: about.clone(),
                category: Some("science-humanities".to_owned()),
                began_on: TODAY,
            };
            let reading = books::begin(work, &li, &begin, TODAY)?;
            let form = Finish {
                finished_on: TODAY,
                category: Some("science-humanities".to_owned()),
                note_id: None,
                late_reason: None,
            };
            books::finish(work, &entry, &reading, &form)
        })
        .unwrap();
        publish(app, "li", &text(&book, &app.sample.school.id, "差序格局")).unwrap();
        for (who, sees) in [("zhao", true), ("zhou", true), ("wu", true), ("sun", false)] {
            let page = app.as_person(who).await.get("/books/ledger").await;
            assert_eq!(page.status, StatusCode::OK, "{who}");
            let page = page.outline();
            assert_eq!(page.contains("《乡土中国》"), sees, "{who}: {page}");
            if sees {
                for part in ["李思学", "费孝通", "科学人文", "2026年3月5日", "1"] {
                    assert!(page.contains(part), "{who} {part}: {page}");
                }
                assert!(!page.contains("差序格局"), "no text: {page}");
            }
        }
        let zhao = app.as_person("zhao").await;
        let ledger = zhao.get("/books/ledger").await.body;
        let ledger = ledger.split("<tbody>").nth(1).unwrap();
        let record = ledger.split("href=\"/records/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let li = app.as_person("li").await;
        let sent = [
            ("entry_key", "c"),
            ("activity", "book"),
            ("category", "professional"),
            ("last_on", "2026-03-05"),
            ("amount", "1"),
            ("unit", "books"),
            ("title", "《乡土中国》"),
            ("reason", "类别选错"),
        ];
        let corrected = li.post(&format!("/records/{record}/correct"), &sent).await;
        assert_eq!(corrected.status, StatusCode::SEE_OTHER, "{}", corrected.outline());
        let page = zhao.get("/books/ledger").await.outline();
        assert!(page.contains("费孝通 | 业务 |"), "a corrected record is of the same book: {page}");
        let address = format!("/books/ledger?organization={}", app.sample.school.id);
        assert_eq!(app.as_person("sun").await.get(&address).await.status, StatusCode::FORBIDDEN);
        assert_eq!(app.as_person("li").await.get("/books/ledger").await.status, StatusCode::FORBIDDEN);
        let last_year = app.as_person("zhao").await.get("/books/ledger?year=2025").await.outline();
        assert!(last_year.contains("还没有读书记录"), "{last_year}");
    })
    .await;
}
