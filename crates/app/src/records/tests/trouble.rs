//! A database that is full, read-only or held by somebody else; two at the same record; a form changed half-way.

use axum::http::{StatusCode, header};
use tempfile::tempdir;
use xueji_store::{Db, DbUrl, Options, params};

use crate::records::tests::{BOOK, records_of, saved, with};
use crate::testing::{TestApp, on_both};

/// Runs a statement on the connection that writes, outside the product's own operations.
fn on_writer(app: &TestApp, sql: &str) {
    app.app.db.write_blocking(|tx| tx.query(sql, params![], |_| Ok(()))).expect("the statement runs");
}

#[tokio::test]
async fn on_a_full_disk_nothing_is_kept_by_halves_and_the_same_form_saves_later() {
    let app = TestApp::in_memory();
    let li = app.as_person("li").await;
    let pages: i64 =
        app.app.read_blocking(|tx| Ok(tx.scalar("pragma page_count", params![])?)).expect("it is counted");
    let long = "记".repeat(30_000);
    let form = with(&BOOK, &[("entry_key", "full"), ("body", &long)]);
    on_writer(&app, &format!("pragma max_page_count = {pages}"));
    let answer = li.post("/records", &form).await;
    assert_eq!(answer.status, StatusCode::INSUFFICIENT_STORAGE);
    let said = answer.outline();
    assert!(
        said.contains("磁盘已满") && said.contains("没有保存") && said.contains("清理磁盘空间"),
        "{said}"
    );
    assert!(records_of(&app, "li").is_empty());
    on_writer(&app, "pragma max_page_count = 1000000");
    assert_eq!(li.post("/records", &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(records_of(&app, "li").len(), 1);
}

#[tokio::test]
async fn what_may_not_be_written_is_still_shown_and_says_who_can_help() {
    let folder = tempdir().unwrap();
    let app = TestApp::in_file(&DbUrl::Sqlite(folder.path().join("xueji.db")));
    let li = app.as_person("li").await;
    let path = saved(&li, "before").await;
    on_writer(&app, "pragma query_only = on");
    let answer = li.post("/records", &with(&BOOK, &[("entry_key", "after")])).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    let said = answer.outline();
    assert!(said.contains("数据库无法写入") && said.contains("请管理员"), "{said}");
    assert_eq!(li.get(&path).await.status, StatusCode::OK, "reading goes on");
    assert_eq!(records_of(&app, "li").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_another_program_holds_the_file_one_is_told_to_try_again() {
    let folder = tempdir().unwrap();
    let url = DbUrl::Sqlite(folder.path().join("xueji.db"));
    let app = TestApp::in_file(&url);
    let li = app.as_person("li").await;
    let form = with(&BOOK, &[("entry_key", "held")]);
    let (held, is_held) = std::sync::mpsc::channel();
    let (release, is_released) = std::sync::mpsc::channel::<()>();
    let holder = std::thread::spawn(move || {
        let other = Db::open(&url, &Options::default()).expect("the file opens twice");
        other.write_blocking(move |tx| {
            tx.execute("update person set name = name", params![])?;
            held.send(()).expect("the test waits");
            // Ends with the test, however that ends.
            let _ = is_released.recv();
            Ok::<_, xueji_store::Error>(())
        })
    });
    is_held.recv().unwrap();
    let answer = li.post("/records", &form).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
    let said = answer.outline();
    assert!(said.contains("数据库正忙") && said.contains("稍候再提交"), "{said}");
    release.send(()).unwrap();
    holder.join().unwrap().expect("the other program was not disturbed");
    assert_eq!(li.post("/records", &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(records_of(&app, "li").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_correct_one_record_at_once_one_wins_and_the_other_keeps_what_was_typed() {
    on_both(async |app| {
        let (li, secretary) = (app.as_person("li").await, app.as_person("zhao").await);
        let target = format!("{}/correct", saved(&li, "first").await);
        let mended = |title: &'static str, key| {
            with(&BOOK, &[("entry_key", key), ("title", title), ("reason", "书名写错")])
        };
        let (by_li, by_secretary) = (mended("《矛盾论》", "a"), mended("《论持久战》", "b"));
        let (one, other) = tokio::join!(li.post(&target, &by_li), secretary.post(&target, &by_secretary));
        let (lost, typed) = if one.status == StatusCode::SEE_OTHER {
            (other, "《论持久战》")
        } else {
            (one, "《矛盾论》")
        };
        assert_eq!(lost.status, StatusCode::CONFLICT, "{}", lost.outline());
        assert_eq!(lost.field("title").as_deref(), Some(typed));
        assert!(lost.outline().contains("已被更正或撤回"), "{}", lost.outline());
        assert_eq!(records_of(app, "li").len(), 1, "never two successors");
    })
    .await;
}

#[tokio::test]
async fn another_activity_is_chosen_half_way_and_nothing_typed_is_lost() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let typed = with(&BOOK, &[("entry_key", "half"), ("amount", "2"), ("to", "self-study")]);
        let form = li.post("/records", &typed).await;
        assert_eq!(form.status, StatusCode::OK);
        assert_eq!(form.field("activity").as_deref(), Some("self-study"));
        assert_eq!(form.field("title").as_deref(), Some("《实践论》"));
        assert!(form.body.contains("从实践中来，到实践中去。"));
        assert_ne!(form.field("amount").as_deref(), Some("2"), "books are no hours");
        assert!(records_of(app, "li").is_empty(), "nothing is saved by it");
    })
    .await;
}

#[tokio::test]
async fn the_form_offers_what_was_recorded_last() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        saved(&li, "last").await;
        assert_eq!(li.get("/records/new").await.field("activity").as_deref(), Some("book"));
    })
    .await;
}
