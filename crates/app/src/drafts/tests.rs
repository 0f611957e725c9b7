//! The way from a text to a plan in force, as the office goes it.

use axum::http::StatusCode;

use crate::testing::{TestApp, Visitor, on_both};

const ARRANGEMENT: &str = "青山局2026年学习安排
一、学习要求
每名党员每季度读1本好书，每年撰写心得体会2篇。
各党支部每月集中学习不少于1次，并做好会议记录。
领导班子定期召开务虚会。6月，开展党史知识竞赛（宣传科）。年底表彰一批学习型党员。";

/// A draft of the arrangement, and its address.
async fn drafted(office: &Visitor<'_>) -> String {
    let answer = office.upload("/drafts", &[("text", ARRANGEMENT)], None).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
    answer.location().to_owned()
}

#[tokio::test]
async fn a_pasted_arrangement_becomes_a_plan_in_force_with_its_decisions() {
    on_both(async |app: &TestApp| {
        let office = app.as_person("zhou").await;
        let at = drafted(&office).await;
        let page = office.get(&at).await.outline();
        for found in
            ["每季度读1本好书", "撰写心得体会2篇", "每个党支部", "会议记录", "党史知识竞赛", "定期", "一批"]
        {
            assert!(page.contains(found), "{found}: {page}");
        }
        // Not before everything was looked at.
        let early = office.post(&format!("{at}/publish"), &[]).await;
        assert_eq!(early.status, StatusCode::CONFLICT);
        office.post(&format!("{at}/parts/1"), &[("do", "accept")]).await;
        office.post(&format!("{at}/parts/2"), &[("do", "reject")]).await;
        office.post(&format!("{at}/rest"), &[]).await;
        let published = office.post(&format!("{at}/publish"), &[]).await;
        assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.outline());
        let plan = office.get(published.location()).await.outline();
        assert!(plan.contains("读1本好书") && !plan.contains("撰写心得体会2篇，"), "{plan}");
        assert!(plan.contains("不采纳1条"), "the history says how it came about: {plan}");
        // From then on it is history, and its decisions stay.
        let history = office.get(&at).await.outline();
        assert!(history.contains("不采纳") && history.contains("发布"), "{history}");
        let late = office.post(&format!("{at}/parts/1"), &[("do", "reject")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
    })
    .await;
}

#[tokio::test]
async fn a_part_is_changed_and_what_cannot_be_read_is_said_at_its_field() {
    on_both(async |app: &TestApp| {
        let office = app.as_person("zhou").await;
        let at = drafted(&office).await;
        let part = |amount: &'static str| {
            [
                ("do", "change"),
                ("kind", "duty"),
                ("title", "每季度读书"),
                ("who", "每名党员"),
                ("does", "读书"),
                ("amount_key", "at_least"),
                ("amount", amount),
                ("when_key", "every"),
                ("when", "季度"),
            ]
        };
        let wrong = office.post(&format!("{at}/parts/1"), &part("两斤")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let said = wrong.outline();
        assert!(said.contains("两斤") && said.contains("学时"), "what may be written is said: {said}");
        office.post(&format!("{at}/parts/1"), &part("3本")).await;
        let page = office.get(&at).await.outline();
        assert!(page.contains("每季度读书") && page.contains("至少3本"), "{page}");
        let file = office.get(&format!("{at}/plan.toml")).await.body;
        assert!(
            file.contains("at_least = \"3本\"") && file.contains("source = \"每名党员每季度读1本好书\""),
            "{file}"
        );
    })
    .await;
}

#[tokio::test]
async fn parts_are_split_merged_and_marked_by_hand() {
    on_both(async |app: &TestApp| {
        let office = app.as_person("zhou").await;
        let at = drafted(&office).await;
        let parts = async || office.get(&at).await.body.matches("<article").count();
        let before = parts().await;
        office.post(&format!("{at}/parts/2"), &[("do", "split")]).await;
        assert_eq!(parts().await, before + 1);
        office.post(&format!("{at}/parts/2"), &[("do", "merge")]).await;
        assert_eq!(parts().await, before);
        let marked = office.post(&format!("{at}/mark"), &[("quote", "各党支部每月集中学习不少于1次")]).await;
        assert!(marked.location().contains("?edit="), "it is filled in at once");
        assert_eq!(parts().await, before + 1);
        let missing = office.post(&format!("{at}/mark"), &[("quote", "原文里没有的话")]).await;
        assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(missing.outline().contains("原文中没有这句话"));
        // The first part has none above it.
        let nothing = office.post(&format!("{at}/parts/1"), &[("do", "merge")]).await;
        assert_eq!(nothing.status, StatusCode::CONFLICT);
    })
    .await;
}

#[tokio::test]
async fn a_file_is_read_and_one_that_cannot_be_is_explained() {
    let app = TestApp::in_memory();
    let office = app.as_person("zhou").await;
    let read = office.upload("/drafts", &[], Some(("a.txt", ARRANGEMENT.as_bytes()))).await;
    assert_eq!(read.status, StatusCode::SEE_OTHER);
    let refused = office
        .upload("/drafts", &[], Some(("scan.doc", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0])))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.outline().contains("另存为"), "{}", refused.outline());
    let endless = "党员每月自学1次。".repeat(200_000);
    let long = office.upload("/drafts", &[], Some(("a.txt", endless.as_bytes()))).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(long.outline().contains("文字过长"));
    let many = "党员每月自学1次。\n".repeat(4_000);
    let many = office.upload("/drafts", &[("text", &many)], None).await;
    assert!(many.outline().contains("条目过多"), "{}", many.status);
    let empty = office.upload("/drafts", &[], None).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn whoever_keeps_no_plans_sees_no_drafts() {
    let app = TestApp::in_memory();
    let office = app.as_person("zhou").await;
    let at = drafted(&office).await;
    for name in ["li", "zhao", "wu", "admin"] {
        let other = app.as_person(name).await;
        assert_eq!(other.get("/drafts").await.status, StatusCode::FORBIDDEN, "{name}");
        assert_eq!(other.get(&at).await.status, StatusCode::FORBIDDEN, "{name}");
        let post = other.post(&format!("{at}/parts/1"), &[("do", "accept")]).await;
        assert_eq!(post.status, StatusCode::FORBIDDEN, "{name}");
    }
}

#[tokio::test]
async fn what_the_year_before_asked_stands_beside_the_load() {
    let app = TestApp::in_memory();
    let office = app.as_person("zhou").await;
    let next_year = ARRANGEMENT.replace("2026", "2027").replace("2篇", "3篇");
    let answer = office.upload("/drafts", &[("text", &next_year)], None).await;
    let page = office.get(answer.location()).await.outline();
    assert!(page.contains("3篇（上年2篇）"), "{page}");
}
