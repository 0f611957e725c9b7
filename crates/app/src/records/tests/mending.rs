//! Correcting and withdrawing: both stay in sight, and the quicker of two wins.

use crate::records::tests::{BOOK, records_of, refuses, saved, with};
use crate::testing::on_both;
use axum::http::StatusCode;

#[tokio::test]
async fn a_correction_keeps_both_and_says_why() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let path = saved(&li, "k").await;
        let form = li.get(&format!("{path}/correct")).await;
        assert!(form.outline().contains("在笔记本里打开"), "one's own note is written on in the notebook");
        let mended = with(&BOOK, &[("entry_key", "c"), ("title", "《矛盾论》")]);
        refuses(&li.post(&format!("{path}/correct"), &mended).await, &["请写明原因"]);
        let mended = with(&mended, &[("reason", "书名写错")]);
        let answer = li.post(&format!("{path}/correct"), &mended).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
        let shown = li.get(answer.location()).await.outline();
        assert!(shown.contains("《矛盾论》") && shown.contains("原因：书名写错"), "{shown}");
        assert!(shown.contains("从实践中来"), "the note goes along: {shown}");
        assert!(shown.contains(&format!("({path})")), "the way back to the first is there");
        assert!(li.get(&path).await.outline().contains("这条记录已被更正"));
        assert_eq!(records_of(app, "li").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_corrections_learns_that_it_came_second() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let path = saved(&li, "k").await;
        let correction = |key| with(&BOOK, &[("entry_key", key), ("reason", "改")]);
        let target = format!("{path}/correct");
        assert_eq!(li.post(&target, &correction("a")).await.status, StatusCode::SEE_OTHER);
        assert_eq!(
            li.post(&target, &correction("a")).await.status,
            StatusCode::SEE_OTHER,
            "the same once more"
        );
        let second = li.post(&target, &correction("b")).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        assert!(second.outline().contains("已被更正或撤回"), "{}", second.outline());
        assert_eq!(records_of(app, "li").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_withdrawn_record_stays_in_sight_and_counts_no_more() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let path = saved(&li, "k").await;
        let target = format!("{path}/withdraw");
        let unexplained = li.post(&target, &[("entry_key", "w"), ("reason", " ")]).await;
        assert_eq!(unexplained.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unexplained.outline().contains("请写明原因"));
        let answer = li.post(&target, &[("entry_key", "w"), ("reason", "登记有误")]).await;
        assert_eq!(answer.location(), path);
        let shown = li.get(&path).await.outline();
        assert!(shown.contains("这条记录已撤回") && shown.contains("原因：登记有误"), "{shown}");
        assert!(!shown.contains("每季度至少读1本好书"), "{shown}");
        assert!(records_of(app, "li").is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_secretary_corrects_a_date_without_opening_the_note() {
    on_both(async |app| {
        let (li, secretary) = (app.as_person("li").await, app.as_person("zhao").await);
        let path = saved(&li, "k").await;
        let form = secretary.get(&format!("{path}/correct")).await.outline();
        assert!(!form.contains("从实践中来"), "{form}");
        let mended =
            [("entry_key", "c"), ("last_on", "2026-03-04"), ("reason", "日期有误"), ("body", "别人写的")];
        let answer = secretary.post(&format!("{path}/correct"), &with(&BOOK, &mended)).await;
        let own = li.get(answer.location()).await.outline();
        assert!(
            own.contains("从实践中来") && own.contains("2026年3月4日"),
            "the note is still the author's:\n{own}"
        );
        assert!(own.contains("登记人 | 赵书明"), "{own}");
    })
    .await;
}
