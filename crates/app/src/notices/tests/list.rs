//! The list of notices and the bell: told once, read once, gone after a year.

use axum::http::StatusCode;
use jiff::civil::date;
use xueji_store::params;

use super::{notice, tell};
use crate::notices::{self, Kind, clean};
use crate::shell::{Author, Id};
use crate::testing::{TestApp, on_both};

fn told(app: &TestApp, person_id: &Id) -> i64 {
    let sql = "select count(*) from notice where person_id = ?1";
    app.app.read_blocking(|tx| Ok(tx.scalar(sql, params![person_id])?)).unwrap()
}

/// The address of a notice on a page.
fn address_on(page: &str, title: &str) -> String {
    let before = page.split(&format!(">{title}<")).next().expect("the title is there");
    before.rsplit("href=\"").next().unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn whoever_is_told_twice_with_one_key_is_told_once() {
    on_both(async |app| {
        let li = app.sample.person("li");
        tell(&app.app, &li, &notice(Kind::MeetingAhead, "meeting 1", "集体学习"));
        tell(&app.app, &li, &notice(Kind::MeetingAhead, "meeting 1", "集体学习，再说一遍"));
        tell(&app.app, &li, &notice(Kind::MeetingAhead, "meeting 2", "读书会"));
        assert_eq!(told(app, &li), 2);
        let page = app.as_person("li").await.get("/notices").await.outline();
        assert!(page.contains("集体学习") && !page.contains("再说一遍"), "{page}");
        assert_eq!(told(app, &app.sample.person("chen")), 0);
    })
    .await;
}

#[tokio::test]
async fn many_are_told_at_once_each_as_they_chose_and_none_twice() {
    on_both(async |app| {
        let [li, chen, wang] = ["li", "chen", "wang"].map(|name| app.sample.person(name));
        let member = app.as_person("li").await;
        let fields = member.get("/notices/choices").await.form_fields("choices-form");
        let fields = fields
            .iter()
            .map(|(name, value)| (name.as_str(), if name == "lesson-new" { "off" } else { value.as_str() }));
        member.post("/notices/choices", &fields.collect::<Vec<_>>()).await;
        tell(&app.app, &chen, &notice(Kind::LessonNew, "lesson", "新课程"));
        // Somebody who belongs to two branches stands there twice.
        let people = [&li, &chen, &wang, &wang].map(Clone::clone);
        let all = notice(Kind::LessonNew, "lesson", "新课程");
        app.app.write_blocking(Author::System, move |work| notices::tell_all(work, &people, &all)).unwrap();
        assert_eq!([&li, &chen, &wang].map(|person| told(app, person)), [1, 1, 1]);
        let page = member.get("/notices").await.body;
        assert!(page.contains("新课程") && !page.contains("is-unread"), "who wants no sign has none");
        assert!(app.as_person("wang").await.get("/notices").await.body.contains("is-unread"));
    })
    .await;
}

#[tokio::test]
async fn what_is_told_in_a_transaction_that_fails_was_not_told() {
    on_both(async |app| {
        let li = app.sample.person("li");
        let failed = app.app.write_blocking(Author::System, |work| {
            notices::tell(work, &li, &notice(Kind::MeetingAhead, "meeting 1", "集体学习"))?;
            Err::<(), _>(crate::shell::Error::Forbidden)
        });
        failed.unwrap_err();
        assert_eq!(told(app, &li), 0);
    })
    .await;
}

#[tokio::test]
async fn the_bell_counts_what_was_not_read_and_opening_leads_there() {
    on_both(async |app| {
        let li = app.sample.person("li");
        let member = app.as_person("li").await;
        let bell = async || {
            let page = member.get("/year").await.body;
            page.split("class=\"bell").nth(1).unwrap().split("</a>").next().unwrap().to_owned()
        };
        assert!(bell().await.contains("0条未读") && !bell().await.contains("bell-count"));
        tell(&app.app, &li, &notice(Kind::MeetingAhead, "meeting 1", "集体学习"));
        tell(&app.app, &li, &notice(Kind::LeaveDecided, "leave 1", "请假已批准"));
        assert!(bell().await.contains("2条未读"), "{}", bell().await);
        let page = member.get("/notices").await;
        let opened = member.get(&address_on(&page.body, "集体学习")).await;
        assert_eq!((opened.status, opened.location()), (StatusCode::SEE_OTHER, "/year"));
        assert!(bell().await.contains("1条未读"));
        let unread = member.get("/notices?show=unread").await.outline();
        assert!(unread.contains("请假已批准") && !unread.contains("集体学习"), "{unread}");
        member.post("/notices/read", &[]).await;
        assert!(bell().await.contains("0条未读"));
        let page = member.get("/notices").await.outline();
        assert!(page.contains("集体学习") && !page.contains("全部标为已读"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn notices_are_their_readers_alone() {
    let app = TestApp::in_memory();
    tell(&app.app, &app.sample.person("li"), &notice(Kind::MeetingAhead, "meeting 1", "集体学习"));
    let page = app.as_person("li").await.get("/notices").await;
    let address = address_on(&page.body, "集体学习");
    for other in ["chen", "zhao", "zhou"] {
        let visitor = app.as_person(other).await;
        assert_eq!(visitor.get(&address).await.status, StatusCode::NOT_FOUND);
        assert!(!visitor.get("/notices").await.body.contains("集体学习"));
    }
    // An account that is nobody's has no bell.
    let admin = app.as_person("admin").await;
    assert!(!admin.get("/accounts").await.body.contains("class=\"bell"));
    assert_eq!(admin.get("/notices").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_kind_that_is_off_is_in_the_list_and_rings_no_bell() {
    on_both(async |app| {
        let member = app.as_person("li").await;
        let fields = member.get("/notices/choices").await.form_fields("choices-form");
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| {
                (name.as_str(), if name == "meeting-ahead" { "off" } else { value.as_str() })
            })
            .collect();
        assert_eq!(member.post("/notices/choices", &fields).await.status, StatusCode::SEE_OTHER);
        tell(&app.app, &app.sample.person("li"), &notice(Kind::MeetingAhead, "meeting 1", "集体学习"));
        let page = member.get("/notices").await;
        assert!(page.body.contains("集体学习") && page.body.contains("0条未读"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn what_is_done_asks_nobody_any_more() {
    on_both(async |app| {
        let asked = notice(Kind::LeaveAsked, "leave 7", "有人请假");
        for decides in ["zhao", "wang"] {
            tell(&app.app, &app.sample.person(decides), &asked);
        }
        app.app.write_blocking(Author::System, |work| notices::resolve(work, "leave 7")).unwrap();
        for decides in ["zhao", "wang"] {
            let page = app.as_person(decides).await.get("/notices").await.body;
            assert!(page.contains("0条未读") && page.contains("有人请假"));
        }
    })
    .await;
}

#[tokio::test]
async fn a_long_list_has_pages_by_day() {
    let app = TestApp::in_memory();
    let li = app.sample.person("li");
    for number in 0..35 {
        tell(&app.app, &li, &notice(Kind::MeetingAhead, &format!("m {number}"), &format!("第{number}次")));
        app.app.clock.pass(1);
    }
    app.app.clock.set(date(2026, 3, 6));
    tell(&app.app, &li, &notice(Kind::MeetingAhead, "m 35", "第35次"));
    let member = app.as_person("li").await;
    let first = member.get("/notices").await.outline();
    assert!(first.contains("今天") && first.contains("昨天") && first.contains("第35次"), "{first}");
    assert!(!first.contains("第0次"), "{first}");
    assert!(member.get("/notices?page=2").await.outline().contains("第0次"));
}

#[tokio::test]
async fn a_year_later_it_is_gone() {
    on_both(async |app| {
        let li = app.sample.person("li");
        tell(&app.app, &li, &notice(Kind::MeetingAhead, "old", "去年的学习"));
        app.app.clock.set(date(2027, 3, 4));
        tell(&app.app, &li, &notice(Kind::MeetingAhead, "new", "今年的学习"));
        assert_eq!(clean::clean(&app.app).await.unwrap(), 0);
        app.app.clock.set(date(2027, 3, 6));
        assert_eq!(clean::clean(&app.app).await.unwrap(), 1);
        let page = app.as_person("li").await.get("/notices").await.outline();
        assert!(page.contains("今年的学习") && !page.contains("去年的学习"), "{page}");
    })
    .await;
}
