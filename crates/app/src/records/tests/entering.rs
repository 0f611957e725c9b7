//! Entering one record: what is kept, what is refused, and what is said.

use crate::records::tests::{BOOK, records_of, refuses, saved, with};
use crate::testing::on_both;
use axum::http::StatusCode;

#[tokio::test]
async fn a_book_is_entered_shown_listed_and_said_to_count() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let form = li.get("/records/new?activity=book").await;
        let key = form.field("entry_key").unwrap();
        assert_eq!(form.field("last_on").as_deref(), Some("2026-03-05"), "today is offered");
        assert_eq!(form.field("amount").as_deref(), Some("1"), "the usual amount is offered");
        let path = saved(&li, &key).await;
        let shown = li.get(&format!("{path}?saved=1")).await.outline();
        for part in [
            "计入：每季度至少读1本好书",
            "2026年3月5日(周四)",
            "政治理论",
            "从实践中来",
            "再记一条",
            "<撤回>",
        ] {
            assert!(shown.contains(part), "{part} is missing from\n{shown}");
        }
        let list = li.get("/records?activity=book&month=2026-03").await.outline();
        assert!(list.contains(&format!("[《实践论》]({path})")), "{list}");
        assert!(!li.get("/records?month=2026-02").await.outline().contains("《实践论》"));
        assert!(!li.get("/records?on=2026-03-04").await.outline().contains("《实践论》"));
    })
    .await;
}

#[tokio::test]
async fn a_form_posted_twice_makes_one_record() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let first = saved(&li, "key-1").await;
        assert_eq!(saved(&li, "key-1").await, first);
        assert_eq!(records_of(app, "li").len(), 1);
        let chen = app.as_person("chen").await;
        assert_ne!(saved(&chen, "key-1").await, first, "nobody's key blocks another's");
    })
    .await;
}

#[tokio::test]
async fn every_mistake_is_named_at_its_field_and_nothing_typed_is_lost() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let late = [("last_on", "2026-02-01"), ("category", ""), ("amount", "900"), ("title", "")];
        let answer = li.post("/records", &with(&BOOK, &with(&late, &[("entry_key", "k")]))).await;
        refuses(&answer, &["请选择类别", "数量过大", "补录请写明原因", "请填写此项"]);
        assert!(answer.outline().contains("从实践中来，到实践中去。"), "the note is kept");
        assert_eq!(answer.field("last_on").as_deref(), Some("2026-02-01"));
        assert_eq!(answer.field("entry_key").as_deref(), Some("k"), "mending it saves it once");
        for (change, said) in [
            (("last_on", "2026-03-06"), "还没有发生的事不能登记"),
            (("last_on", "-000001-01-01"), "不是有效日期"),
            (("last_on", "2025-12-31"), "日期不在计划年度之内"),
            (("last_on", "tomorrow"), "不是有效日期"),
            (("amount", "-1"), "不是有效数字"),
            (("amount", "0"), "须大于零"),
            (("amount", "1.5"), "数量过细"),
            (("unit", "days"), "不按这个单位登记"),
            (("category", "cookery"), "请从列表中选择"),
        ] {
            let answer = li.post("/records", &with(&BOOK, &[("entry_key", "k"), change])).await;
            refuses(&answer, &[said]);
        }
        assert!(records_of(app, "li").is_empty());
        let mended = [("entry_key", "k"), ("last_on", "2026-02-01"), ("late_reason", "出差")];
        let answer = li.post("/records", &with(&BOOK, &mended)).await;
        let shown = li.get(answer.location()).await.outline();
        assert!(shown.contains("补录") && shown.contains("出差"), "{shown}");
    })
    .await;
}

#[tokio::test]
async fn a_note_on_paper_is_a_note_and_minutes_are_hours() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let study = [
            ("entry_key", "k"),
            ("activity", "self-study"),
            ("last_on", "2026-03-05"),
            ("amount", "60"),
            ("unit", "minutes"),
            ("title", "党章第一章"),
        ];
        let bare = li.post("/records", &study).await;
        let shown = li.get(bare.location()).await.outline();
        assert!(shown.contains("补上后计入：笔记"), "without a note it says what is missing:\n{shown}");
        let noted = with(&study, &[("entry_key", "k2"), ("notebook_page", "第二本第12页")]);
        let shown = li.get(li.post("/records", &noted).await.location()).await.outline();
        assert!(shown.contains("已保存，计入：每天自学1小时") && shown.contains("第二本第12页"), "{shown}");
    })
    .await;
}

#[tokio::test]
async fn one_records_for_others_only_where_a_post_reaches() {
    on_both(async |app| {
        let (zhao, li) = (app.as_person("zhao").await, app.as_person("li").await);
        let (chen, zheng) = (app.sample.person("chen").to_string(), app.sample.person("zheng").to_string());
        let for_chen = with(&BOOK, &[("entry_key", "k"), ("for_person", &chen)]);
        assert_eq!(zhao.post("/records", &for_chen).await.status, StatusCode::SEE_OTHER);
        assert_eq!(records_of(app, "chen").len(), 1);
        assert_eq!(li.post("/records", &for_chen).await.status, StatusCode::FORBIDDEN);
        let for_zheng = with(&BOOK, &[("entry_key", "k2"), ("for_person", &zheng)]);
        assert_eq!(zhao.post("/records", &for_zheng).await.status, StatusCode::FORBIDDEN);
        let for_nobody = with(&BOOK, &[("entry_key", "k3"), ("for_person", "nobody")]);
        assert_eq!(zhao.post("/records", &for_nobody).await.status, StatusCode::NOT_FOUND);
        let school = app.sample.school.id.to_string();
        let agenda = [
            ("entry_key", "k4"),
            ("for", school.as_str()),
            ("activity", "agenda"),
            ("last_on", "2026-03-05"),
            ("amount", "1"),
            ("unit", "times"),
            ("title", "列入日程"),
        ];
        assert_eq!(zhao.post("/records", &agenda).await.status, StatusCode::SEE_OTHER);
        assert_eq!(li.post("/records", &agenda).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_program_gets_an_id_or_a_problem() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let made = li.post_json("/records", &with(&BOOK, &[("entry_key", "k")])).await;
        assert_eq!(made.status, StatusCode::CREATED);
        let id = records_of(app, "li").remove(0).id;
        assert_eq!(made.body, format!("{{\"id\":\"{id}\"}}"));
        let refused = li.post_json("/records", &with(&BOOK, &[("entry_key", "k2"), ("amount", "0")])).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.headers["content-type"], "application/problem+json");
        assert!(refused.body.contains("须大于零"), "{}", refused.body);
        let problem: serde_json::Value = serde_json::from_str(&refused.body).unwrap();
        assert_eq!(problem["errors"][0]["field"], "amount", "{problem}");
    })
    .await;
}
