//! The office's year with its plans, and a branch's: revised, tried on everybody, compared, approved.

use axum::http::StatusCode;

use crate::shell::Author;
use crate::standings;
use crate::testing::{Answer, TestApp, Visitor, on_both};

/// Begins a revision and returns its address.
async fn begun(visitor: &Visitor<'_>, fields: &[(&str, &str)]) -> String {
    let answer = visitor.upload("/revisions", fields, None).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
    answer.location().to_owned()
}

async fn revising(app: &TestApp, visitor: &Visitor<'_>) -> String {
    begun(visitor, &[("from", "plan"), ("plan", app.sample.plan_id.as_str())]).await
}

/// The address of the part with this title.
async fn part_titled(visitor: &Visitor<'_>, revision: &str, title: &str) -> String {
    let page = visitor.get(revision).await.body;
    let before = page.split(title).next().expect("a beginning");
    assert_ne!(before.len(), page.len(), "no part is called {title}");
    let (_, rest) = before.rsplit_once("href=\"").expect("a link");
    rest.split('"').next().expect("its end").to_owned()
}

/// Sends a part's form with some fields filled in otherwise.
async fn send(visitor: &Visitor<'_>, part: &str, other: &[(&str, &str)], what: &str) -> Answer {
    let page = visitor.get(part).await;
    let mut fields = page.form_fields("part-fields");
    fields.retain(|(name, _)| !other.iter().any(|(changed, _)| changed == name) && name != "do");
    let mut pairs: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    pairs.extend_from_slice(other);
    pairs.push(("do", what));
    visitor.post(part, &pairs).await
}

/// Nothing that is stored differs from what the records come to.
fn recounted(app: &TestApp) {
    let today = app.app.clock.today();
    for plan in app.app.read_blocking(crate::plans::all).unwrap() {
        let report = app.app.read_blocking(|tx| standings::check(tx, &plan, today)).unwrap();
        assert_eq!(report.differences, Vec::<String>::new());
    }
}

/// A duty of the form for a new one: an hour of self-study each month.
fn monthly(title: &str) -> [(&str, &str); 7] {
    [
        ("f.title", title),
        ("f.who", "每名党员"),
        ("f.does", "self-study"),
        ("f.amount.key", "at_least"),
        ("f.amount.value", "1小时"),
        ("f.timing.key", "every"),
        ("f.timing.value", "月"),
    ]
}

const SELF_STUDY: &str = "每天自学1小时";

#[tokio::test]
async fn the_office_raises_a_duty_in_mid_year_after_seeing_whom_it_changes() {
    on_both(async |app| {
        let office = app.as_person("zhou").await;
        let revision = revising(app, &office).await;
        let part = part_titled(&office, &revision, SELF_STUDY).await;
        let changes = [
            ("f.change.0.from", "07-01"),
            ("f.change.0.amount.key", "at_least"),
            ("f.change.0.amount.value", "2小时"),
            ("f.change.0.why", "暑期集中学习"),
        ];
        assert_eq!(send(&office, &part, &changes, "save").await.status, StatusCode::SEE_OTHER);
        let side = office.get(&format!("{revision}/changes")).await.outline();
        assert!(side.contains("新增0项，改动1项，删去0项") && side.contains("暑期集中学习"), "{side}");
        let effect = office.get(&format!("{revision}/effect")).await.outline();
        assert!(effect.contains(SELF_STUDY), "{effect}");
        let refused = office.post(&format!("{revision}/decide"), &[("do", "publish"), ("reason", " ")]).await;
        assert!(refused.outline().contains("请写明理由"), "{}", refused.outline());
        let done =
            office.post(&format!("{revision}/decide"), &[("do", "publish"), ("reason", "暑期加学")]).await;
        assert_eq!(done.location(), format!("/plans/{}", app.sample.plan_id));
        let plan = office.get(done.location()).await.outline();
        assert!(plan.contains("暑期加学"), "{plan}");
        let again =
            office.post(&format!("{revision}/decide"), &[("do", "publish"), ("reason", "再来")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        recounted(app);
        let trail = office.get("/trail?deed=plan.published&by=周文静").await.outline();
        assert!(trail.contains("发布安排"), "{trail}");
    })
    .await;
}

#[tokio::test]
async fn what_a_revision_changes_is_said_for_each_duty_before_it_counts() {
    on_both(async |app| {
        let office = app.as_person("zhou").await;
        let revision = revising(app, &office).await;
        let new = monthly("每月读一篇文章");
        let added = office.post(&format!("{revision}/parts/duty.new"), &new).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER);
        let old = part_titled(&office, &revision, SELF_STUDY).await;
        assert_eq!(send(&office, &old, &[], "remove").await.status, StatusCode::SEE_OTHER);
        let effect = office.get(&format!("{revision}/effect")).await.outline();
        // The sample has eight people, all of them members.
        assert!(effect.contains("8个新承担这项要求") && effect.contains("8个不再承担"), "{effect}");
        let who = office.get(&format!("{revision}/effect?duty=myd1pwz")).await.outline();
        assert!(!who.contains("李思学"), "{who}");
        let who = office.get(&format!("{revision}/effect?duty=mydypwz")).await.outline();
        assert!(who.contains("李思学") && who.contains("不承担"), "{who}");
        let before = app.as_person("li").await.get("/year").await.outline();
        assert!(before.contains(SELF_STUDY) && !before.contains("每月读一篇文章"), "{before}");
        office.post(&format!("{revision}/decide"), &[("do", "publish"), ("reason", "调整")]).await;
        let after = app.as_person("li").await.get("/year").await.outline();
        assert!(!after.contains(SELF_STUDY) && after.contains("每月读一篇文章"), "{after}");
        recounted(app);
    })
    .await;
}

#[tokio::test]
async fn a_mistake_is_kept_told_at_its_field_and_keeps_the_plan_from_being_published() {
    let app = TestApp::in_memory();
    let office = app.as_person("zhou").await;
    let revision = revising(&app, &office).await;
    let part = part_titled(&office, &revision, SELF_STUDY).await;
    let saved = send(&office, &part, &[("f.amount.value", "许多")], "save").await;
    let page = office.get(saved.location()).await;
    assert_eq!(page.field("f.amount.value").as_deref(), Some("许多"));
    assert!(page.outline().contains("看不懂数量“许多”"), "{}", page.outline());
    let whole = office.get(&revision).await.outline();
    assert!(whole.contains("有1处需要改正") && whole.contains("看不懂数量“许多”"), "{whole}");
    let refused = office.post(&format!("{revision}/decide"), &[("do", "publish"), ("reason", "试")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(office.get(&format!("{revision}/effect")).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn two_who_write_in_one_part_do_not_overwrite_each_other_unawares() {
    on_both(async |app| {
        let (one, other) = (app.as_person("zhou").await, app.as_person("zhou").await);
        let revision = revising(app, &one).await;
        assert_eq!(revising(app, &other).await, revision, "a plan has one revision under way");
        let part = part_titled(&one, &revision, SELF_STUDY).await;
        let was = other.get(&part).await.field("was").unwrap();
        assert_eq!(send(&one, &part, &[("f.title", "甲写的")], "save").await.status, StatusCode::SEE_OTHER);
        let late = send(&other, &part, &[("f.title", "乙写的"), ("was", &was)], "save").await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert_eq!(late.field("f.title").as_deref(), Some("乙写的"));
        assert!(late.outline().contains("别人改过这一项"), "{}", late.outline());
        assert_eq!(one.get(&part).await.field("f.title").as_deref(), Some("甲写的"));
    })
    .await;
}

#[tokio::test]
async fn last_years_plan_is_carried_into_the_next_and_into_no_year_that_has_one() {
    on_both(async |app| {
        let office = app.as_person("zhou").await;
        let copy = |year| [("from", "copy"), ("plan", app.sample.plan_id.as_str()), ("year", year)];
        let taken = office.upload("/revisions", &copy("2026"), None).await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(taken.outline().contains("该年度已有"), "{}", taken.outline());
        let revision = begun(&office, &copy("2027")).await;
        let done =
            office.post(&format!("{revision}/decide"), &[("do", "publish"), ("reason", "新年度")]).await;
        assert_ne!(done.location(), format!("/plans/{}", app.sample.plan_id));
        let compared =
            office.get(&format!("{}/compare?with={}", done.location(), app.sample.plan_id)).await.outline();
        assert!(compared.contains("改动1项") && compared.contains("2027"), "{compared}");
        recounted(app);
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_no_plan_is_refused_and_a_downloaded_one_comes_back_whole() {
    let app = TestApp::in_memory();
    let office = app.as_person("zhou").await;
    let toml = office.get(&format!("/plans/{}/plan.toml", app.sample.plan_id)).await.body;
    assert!(toml.starts_with('#') && toml.contains("[[duty]]"));
    let refused = office.upload("/revisions", &[("from", "file")], Some(("a.toml", b"[plan\n"))).await;
    assert!(refused.outline().contains("这不是可以读取的计划文件"), "{}", refused.outline());
    let next = toml.replace("year = 2026", "year = 2028");
    let answer = office.upload("/revisions", &[("from", "file")], Some(("a.toml", next.as_bytes()))).await;
    let back = office.get(&format!("{}/plan.toml", answer.location())).await.body;
    assert_eq!(back, next);
    let text = format!("{}/text", answer.location());
    let was = office.get(&text).await.field("was").unwrap();
    let broken = office.upload(&text, &[("toml", "[plan"), ("was", &was)], None).await;
    assert!(broken.outline().contains("不合计划文件的语法"), "{}", broken.outline());
    assert_eq!(office.get(&format!("{}/plan.toml", answer.location())).await.body, next);
    let other = next.replace("year = 2028", "year = 2029");
    let fields = [("toml", other.as_str()), ("was", was.as_str())];
    assert_eq!(office.upload(&text, &fields, None).await.status, StatusCode::SEE_OTHER);
    let late = office.upload(&text, &fields, None).await;
    assert!(late.outline().contains("别人改过这一项"), "{}", late.outline());
}

#[tokio::test]
async fn a_branch_asks_more_never_less_and_its_duties_count_for_its_people_alone() {
    on_both(async |app| {
        let secretary = app.as_person("zhao").await;
        let plan = app.sample.plan_id.as_str();
        let revision = begun(&secretary, &[("from", "above"), ("plan", plan)]).await;
        let taken = secretary.post(&format!("{revision}/take-up"), &[("code", "member.self-study")]).await;
        let part = taken.location().to_owned();
        // The year has begun: what is asked only now binds from now on.
        assert_eq!(secretary.get(&part).await.field("f.from").as_deref(), Some("2026-03-05"));
        let new = secretary.get(&format!("{revision}/parts/duty.new")).await;
        assert_eq!(new.field("f.from").as_deref(), Some("2026-03-05"));
        let head = format!("{revision}/parts/plan.0");
        send(&secretary, &head, &[("f.focus", "读经典")], "save").await;
        send(&secretary, &part, &[("f.amount.value", "0.5小时")], "save").await;
        let page = secretary.get(&part).await.outline();
        assert!(page.contains("上级要求") && page.contains("上级原文"), "{page}");
        let refused = secretary.post(&format!("{revision}/decide"), &[("do", "submit")]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        send(&secretary, &part, &[("f.amount.value", "2小时"), ("f.title", "每天自学2小时")], "save").await;
        let own = monthly("每月读一首诗");
        secretary.post(&format!("{revision}/parts/duty.new"), &own).await;
        let handed = secretary.post(&format!("{revision}/decide"), &[("do", "submit")]).await;
        assert_eq!(handed.status, StatusCode::SEE_OTHER, "{}", handed.outline());
        let closed = secretary.post(&part, &[("f.title", "改"), ("do", "save")]).await;
        assert_eq!(closed.status, StatusCode::CONFLICT, "handed in is handed in");

        let office = app.as_person("zhou").await;
        let list = office.get(&format!("/plans/{plan}/branches")).await.outline();
        assert!(list.contains("应报2个支部，已批准0个，待审1个，未报1个"), "{list}");
        let back = [("do", "return"), ("reason", "请写明重点")];
        office.post(&format!("{revision}/decide"), &back).await;
        assert!(secretary.get(&revision).await.outline().contains("已退回：请写明重点"));
        secretary.post(&format!("{revision}/decide"), &[("do", "submit")]).await;
        let denied = secretary.post(&format!("{revision}/decide"), &[("do", "publish")]).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN);
        let done = office.post(&format!("{revision}/decide"), &[("do", "publish")]).await;
        assert!(done.location().starts_with("/plans/"), "{}", done.outline());
        assert!(office.get(done.location()).await.outline().contains("读经典"));
        let list = office.get(&format!("/plans/{plan}/branches")).await.outline();
        assert!(list.contains("已批准1个，待审0个，未报1个"), "{list}");

        // The bureau asks more from now on, and names a day by which plans are due.
        let stricter = revising(app, &office).await;
        let study = part_titled(&office, &stricter, SELF_STUDY).await;
        send(&office, &study, &[("f.amount.value", "3小时")], "save").await;
        let head = format!("{stricter}/parts/plan.0");
        send(&office, &head, &[("f.branch_plans_by", "01-31")], "save").await;
        office.post(&format!("{stricter}/decide"), &[("do", "publish"), ("reason", "加学")]).await;
        let list = office.get(&format!("/plans/{plan}/branches")).await.outline();
        assert!(list.contains("低于上级新版本，须调整"), "{list}");
        assert!(list.contains("未开始（逾期）") && list.contains("2026年1月31日前报送"), "{list}");

        let inside = app.as_person("li").await.get("/year").await.outline();
        assert!(inside.contains("每月读一首诗") && inside.contains("每天自学2小时"), "{inside}");
        assert!(inside.contains(SELF_STUDY), "what all owe stays: {inside}");
        let outside = app.as_person("zheng").await.get("/year").await.outline();
        assert!(!outside.contains("每月读一首诗"), "{outside}");
        recounted(app);
        // A transfer takes the branch's duties along, and the standings with them.
        let (li, there) = (app.sample.person("li"), app.sample.office.id.clone());
        let on = app.app.clock.today();
        let moved =
            app.app.write(Author::Command, move |work| crate::people::transfer(work, &li, &there, on));
        moved.await.unwrap();
        recounted(app);
    })
    .await;
}

#[tokio::test]
async fn nobody_gets_at_a_plan_that_is_not_theirs() {
    let app = TestApp::in_memory();
    let office = app.as_person("zhou").await;
    let revision = revising(&app, &office).await;
    for who in ["zhao", "sun"] {
        let other = app.as_person(who).await;
        assert_eq!(other.get(&revision).await.status, StatusCode::NOT_FOUND, "{who}");
        let decided = other.post(&format!("{revision}/decide"), &[("do", "drop")]).await;
        assert_eq!(decided.status, StatusCode::NOT_FOUND, "{who}");
    }
    let elsewhere = [
        ("from", "above"),
        ("plan", app.sample.plan_id.as_str()),
        ("organization", app.sample.office.id.as_str()),
    ];
    let secretary = app.as_person("zhao").await;
    assert_eq!(secretary.upload("/revisions", &elsewhere, None).await.status, StatusCode::FORBIDDEN);
    let of_bureau = [("from", "plan"), ("plan", app.sample.plan_id.as_str())];
    assert_eq!(secretary.upload("/revisions", &of_bureau, None).await.status, StatusCode::FORBIDDEN);
}
