//! What a member, a secretary and the office find in their calendars, and what a phone reads of them.

mod feed;

use jiff::civil::date;

use crate::calendar::feed::make;
use crate::meetings::arranged;
use crate::shell::{Author, Id};
use crate::testing::{TestApp, on_both};

/// The secret of a person's calendar, for tests that walk every address.
pub(crate) fn of_test(app: &TestApp, person: &Id) -> String {
    let person = person.clone();
    app.app.write_blocking(Author::Command, move |work| make(work, &person)).expect("it is made")
}

/// What the cell of a day says.
fn cell(page: &str, day: &str) -> String {
    let (_, rest) = page.split_once(&format!("datetime=\"{day}\"")).expect("the day is on the page");
    rest.split_once("</td>").expect("the end of its cell").0.to_owned()
}

#[tokio::test]
async fn a_meeting_stands_on_its_day_for_those_who_come_and_those_above() {
    on_both(async |app| {
        let id = arranged(app, "collective-study", date(2026, 3, 6), &["wang", "chen"], None);
        let (wang, zheng) = (app.as_person("wang").await, app.as_person("zheng").await);
        let own = wang.get("/calendar").await;
        let day = cell(&own.body, "2026-03-06");
        assert!(day.contains("14:30") && day.contains("学习全会精神"), "{day}");
        assert!(day.contains(&format!("/meetings/{id}")));
        assert!(!cell(&own.body, "2026-03-05").contains("学习全会精神"));
        assert!(!zheng.get("/calendar").await.body.contains("学习全会精神"), "nobody expects zheng");
        let office = app.as_person("zhou").await;
        let bureau = format!("/calendar?whose={}", app.sample.committee.id);
        assert!(cell(&office.get(&bureau).await.body, "2026-03-06").contains("学习全会精神"));
        assert_eq!(zheng.get(&bureau).await.status.as_u16(), 403, "a member does not see the bureau's");
        // The month before knows nothing of it.
        assert!(!wang.get("/calendar?month=2026-02").await.body.contains("学习全会精神"));
    })
    .await;
}

#[tokio::test]
async fn a_full_day_shows_some_and_leads_to_the_list_of_all() {
    let app = TestApp::in_memory();
    for _ in 0..15 {
        arranged(&app, "collective-study", date(2026, 3, 6), &["wang"], None);
    }
    let office = app.as_person("zhou").await;
    let page = office.get(&format!("/calendar?whose={}", app.sample.committee.id)).await;
    let day = cell(&page.body, "2026-03-06");
    assert_eq!(day.matches("学习全会精神</a>").count(), 3, "{day}");
    assert!(day.contains("还有12场"), "{day}");
    let list = office
        .get(&format!("/calendar?view=list&whose={}&day=2026-03-06", app.sample.committee.id))
        .await
        .outline();
    assert_eq!(list.matches("[学习全会精神]").count(), 15, "{list}");
}

#[tokio::test]
async fn what_falls_due_stands_on_its_day_as_the_standings_say() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let id = app.sample.person("li");
        let sql = "select next_due_on from tally where subject_id = ?1 and duty_code = 'member.book'";
        let due: String = app
            .app
            .read_blocking(move |tx| Ok(tx.scalar(sql, xueji_store::params![id])?))
            .expect("the duty has a due date");
        let month = due.get(..7).unwrap().to_owned();
        let page = li.get(&format!("/calendar?view=list&month={month}")).await;
        let href = format!("/duties/{}/member.book/of/", app.sample.plan_id);
        assert!(page.body.contains(&href), "{}", page.outline());
        assert!(li.get(&format!("/calendar?view=list&day={due}")).await.body.contains(&href));
        // It is the member's, not the branch's.
        let branch = app.as_person("zhao").await;
        let school = format!("/calendar?view=list&month={month}&whose={}", app.sample.school.id);
        assert!(!branch.get(&school).await.body.contains("member.book"));
    })
    .await;
}

#[tokio::test]
async fn a_festival_offers_its_theme_and_a_meeting_of_the_kind_that_the_plan_names() {
    let app = TestApp::in_memory();
    let (zhao, li) = (app.as_person("zhao").await, app.as_person("li").await);
    let page = zhao.get("/calendar?month=2026-07").await;
    assert!(cell(&page.body, "2026-07-01").contains("建党"), "{}", page.outline());
    let offered = page.body.split('"').map(crate::testing::unescaped);
    let mut offered = offered.filter(|it| it.starts_with("/meetings/new?") && it.contains("on=2026-07-01"));
    let href = offered.next().expect("a meeting is offered");
    let form = zhao.get(&href).await;
    assert_eq!(form.field("on").as_deref(), Some("2026-07-01"));
    assert!(form.body.contains("<option value=\"themed-education\" selected>"), "{href}");
    let own = li.get("/calendar?month=2026-07").await;
    assert!(own.outline().contains("建党"), "everybody sees the day");
    assert!(!own.body.contains("/meetings/new"), "and only those who arrange are offered more");
    assert!(!zhao.get("/calendar?month=2026-01").await.body.contains("on=2026-01-01"), "it is over");
}

#[tokio::test]
async fn holidays_and_adjusted_working_days_are_marked() {
    let app = TestApp::in_memory();
    let li = app.as_person("li").await;
    let page = li.get("/calendar?month=2026-10").await;
    assert!(cell(&page.body, "2026-10-01").contains("休"));
    assert!(cell(&page.body, "2026-10-10").contains("班"), "a Saturday worked for National Day");
    assert!(!cell(&page.body, "2026-10-17").contains("班") && !cell(&page.body, "2026-10-17").contains("休"));
    let list = li.get("/calendar?view=list&month=2026-10").await.outline();
    assert!(list.contains("10月1日至10月7日"), "{list}");
}

#[tokio::test]
async fn whoever_is_on_two_lists_at_once_is_named_to_those_who_arrange() {
    on_both(async |app| {
        let study = arranged(app, "collective-study", date(2026, 3, 6), &["wang", "chen", "sun"], None);
        let alone = app.as_person("zhao").await.get(&format!("/meetings/{study}")).await.outline();
        assert!(!alone.contains("冲突"), "{alone}");
        let class = arranged(app, "collective-study", date(2026, 3, 6), &["wang", "chen"], None);
        let zhao = app.as_person("zhao").await;
        let said = zhao.get(&format!("/meetings/{class}")).await.outline();
        assert!(said.contains("时间冲突（") && said.contains("王立文") && said.contains("陈一诺"), "{said}");
        assert!(said.contains("同时使用“会议室”"), "{said}");
        assert!(
            !app.as_person("wang").await.get(&format!("/meetings/{class}")).await.outline().contains("冲突")
        );
        let school = format!("whose={}", app.sample.school.id);
        assert!(cell(&zhao.get(&format!("/calendar?{school}")).await.body, "2026-03-06").contains("2场冲突"));
        let day = zhao.get(&format!("/calendar?view=list&day=2026-03-06&{school}")).await.outline();
        assert!(day.contains("王立文") && day.contains("时间冲突"), "{day}");
        // Who is on one of the lists only sees no clash, whoever is on both sees the own.
        let clash = |page: String| cell(&page, "2026-03-06").contains("冲突");
        assert!(!clash(app.as_person("sun").await.get("/calendar").await.body));
        assert!(clash(app.as_person("wang").await.get("/calendar").await.body));
        zhao.post(&format!("/meetings/{class}/cancel"), &[("reason", "改期")]).await;
        assert!(!zhao.get(&format!("/meetings/{study}")).await.outline().contains("冲突"));
        assert!(!clash(zhao.get(&format!("/calendar?{school}")).await.body));
    })
    .await;
}

#[tokio::test]
async fn a_meeting_on_a_holiday_says_so_and_is_arranged_all_the_same() {
    let app = TestApp::in_memory();
    let holiday = arranged(&app, "collective-study", date(2026, 10, 2), &["wang"], None);
    let usual = arranged(&app, "collective-study", date(2026, 10, 9), &["wang"], None);
    let zhao = app.as_person("zhao").await;
    assert!(zhao.get(&format!("/meetings/{holiday}")).await.outline().contains("这一天放假"));
    assert!(!zhao.get(&format!("/meetings/{usual}")).await.outline().contains("这一天放假"));
}
