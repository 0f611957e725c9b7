//! Everybody's own choice: which kinds, when, and to which address, once it was shown to be theirs.

use axum::http::StatusCode;

use super::post_office::{Manner, PostOffice};
use super::{notice, tell, through};
use crate::notices::Kind;
use crate::notices::send::send;
use crate::shell::Deed;
use crate::testing::{Answer, TestApp, Visitor, on_both};

fn posting(app: &TestApp, office: &PostOffice) -> TestApp {
    app.moved_to(&app.app.db).sending(through(office.port))
}

/// The fields of the choices as they stand, with some of them otherwise.
async fn choose(visitor: &Visitor<'_>, changes: &[(&str, &str)]) -> Answer {
    let fields = visitor.get("/notices/choices").await.form_fields("choices-form");
    let changed = fields.iter().map(|(name, value)| {
        let change = changes.iter().find(|(changed, _)| changed == name);
        (name.as_str(), change.map_or(value.as_str(), |(_, to)| *to))
    });
    visitor.post("/notices/choices", &changed.collect::<Vec<_>>()).await
}

/// The code of the newest letter.
fn code_in(office: &PostOffice) -> String {
    let letter = office.arrived().pop().expect("a letter with a code");
    let text = letter.parsed().body_text(0).unwrap().into_owned();
    let code = text.lines().map(str::trim).find(|line| line.len() == 8 && line.parse::<u64>().is_ok());
    let code = code.expect("eight digits in a line").to_owned();
    assert!(text.contains(&format!("https://xueji.example.org/notices/choices?code={code}")), "{text}");
    code
}

async fn sent(app: &TestApp) -> i64 {
    let app = app.app.clone();
    tokio::task::spawn_blocking(move || send(&app)).await.unwrap().unwrap()
}

#[tokio::test]
async fn an_address_is_written_to_only_once_its_code_came_back() {
    on_both(async |app| {
        let office = PostOffice::open(Manner::default());
        let app = posting(app, &office);
        let (member, li) = (app.as_person("li").await, app.sample.person("li"));
        let answer = member.post("/notices/address", &[("address", "li@example.com")]).await;
        assert_eq!(answer.location(), "/notices/choices?done=sent");
        let code = code_in(&office);
        tell(&app.app, &li, &notice(Kind::MeetingAhead, "before", "还没有验证"));
        assert_eq!(sent(&app).await, 0);
        // The link of the letter fills the code in, and changes nothing by itself.
        let page = member.get(&format!("/notices/choices?code={code}")).await;
        assert_eq!(page.field("code").as_deref(), Some(code.as_str()));
        let wrong = member.post("/notices/address/confirm", &[("code", "00000000")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.outline().contains("验证码不对"), "{}", wrong.outline());
        // It is bound to the account that asked.
        let other = app.as_person("chen").await.post("/notices/address/confirm", &[("code", &code)]).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        let right = member.post("/notices/address/confirm", &[("code", &code)]).await;
        assert_eq!(right.location(), "/notices/choices?done=confirmed");
        let again = member.post("/notices/address/confirm", &[("code", &code)]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "a code is good once");
        assert_eq!(sent(&app).await, 0, "what was told before stays here");
        tell(&app.app, &li, &notice(Kind::MeetingAhead, "after", "集体学习"));
        assert_eq!(sent(&app).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_code_is_good_for_a_day_and_ten_tries() {
    let office = PostOffice::open(Manner::default());
    let app = posting(&TestApp::in_memory(), &office);
    let member = app.as_person("li").await;
    member.post("/notices/address", &[("address", "li@example.com")]).await;
    let code = code_in(&office);
    app.app.clock.pass(24 * 60 * 60 * 1000);
    let member = app.as_person("li").await;
    let late = member.post("/notices/address/confirm", &[("code", &code)]).await;
    assert!(late.outline().contains("已过期"), "{}", late.outline());
    member.post("/notices/address", &[("address", "li@example.com")]).await;
    let code = code_in(&office);
    for _ in 0..10 {
        member.post("/notices/address/confirm", &[("code", "1234")]).await;
    }
    let worn = member.post("/notices/address/confirm", &[("code", &code)]).await;
    assert_eq!(worn.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn nobody_is_flooded_with_codes_and_what_is_no_address_is_said() {
    let office = PostOffice::open(Manner::default());
    let app = posting(&TestApp::in_memory(), &office);
    let member = app.as_person("li").await;
    for wrong in ["li", "li@", "li@example.com\r\nBcc: all@example.com", "李@example.com"] {
        let answer = member.post("/notices/address", &[("address", wrong)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(answer.outline().contains("这不是有效的邮箱地址"), "{}", answer.outline());
    }
    for _ in 0..5 {
        let answer = member.post("/notices/address", &[("address", "stranger@example.com")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
    let sixth = member.post("/notices/address", &[("address", "stranger@example.com")]).await;
    assert!(sixth.outline().contains("今天已发出5封"), "{}", sixth.outline());
    assert_eq!(office.arrived().len(), 5);
}

#[tokio::test]
async fn a_code_that_cannot_be_sent_says_why_at_the_field() {
    let office = PostOffice::open(Manner { recipients: vec!["550 nobody"], ..Manner::default() });
    let app = posting(&TestApp::in_memory(), &office);
    let member = app.as_person("li").await;
    let answer = member.post("/notices/address", &[("address", "nobody@example.com")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.outline().contains("对方拒收（代码550）"), "{}", answer.outline());
    assert_eq!(answer.field("address").as_deref(), Some("nobody@example.com"), "what was typed is kept");
}

#[tokio::test]
async fn the_address_can_be_taken_out_again_and_both_stand_in_the_trail() {
    on_both(async |app| {
        let office = PostOffice::open(Manner::default());
        let app = posting(app, &office);
        let (member, li) = (app.as_person("li").await, app.sample.person("li"));
        super::with_address(&app.app, &li, "li@example.com");
        let own = member.get("/account/data.json").await.body;
        assert!(own.contains("li@example.com") && !own.contains("code_hash"), "{own}");
        tell(&app.app, &li, &notice(Kind::MeetingAhead, "m", "集体学习"));
        let removed = member.post("/notices/address/remove", &[]).await;
        assert_eq!(removed.location(), "/notices/choices?done=removed");
        assert!(!member.get("/account/data.json").await.body.contains("li@example.com"));
        assert_eq!(sent(&app).await, 0, "what waited is not sent");
        let office = app.as_person("zhou").await;
        for deed in [Deed::AddressConfirmed, Deed::AddressRemoved] {
            let trail = office.get(&format!("/trail?deed={}", deed.code())).await.outline();
            assert!(trail.contains("李思学") && !trail.contains("li@example.com"), "{trail}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_kind_that_is_wanted_here_alone_is_not_sent() {
    let office = PostOffice::open(Manner::default());
    let app = posting(&TestApp::in_memory(), &office);
    let (member, li) = (app.as_person("li").await, app.sample.person("li"));
    super::with_address(&app.app, &li, "li@example.com");
    choose(&member, &[("meeting-ahead", "here"), ("make-up", "mail")]).await;
    tell(&app.app, &li, &notice(Kind::MeetingAhead, "m", "集体学习"));
    tell(&app.app, &li, &notice(Kind::AbsenceToMakeUp, "u", "可以补课"));
    assert_eq!(sent(&app).await, 1);
    assert_eq!(office.arrived()[0].parsed().subject(), Some("【学记】可以补课"));
    assert!(member.get("/notices").await.body.contains("2条未读"));
}

#[tokio::test]
async fn whoever_chooses_one_letter_a_day_gets_one() {
    let office = PostOffice::open(Manner::default());
    let app = posting(&TestApp::in_memory(), &office);
    let (member, li) = (app.as_person("li").await, app.sample.person("li"));
    super::with_address(&app.app, &li, "li@example.com");
    let saved = choose(&member, &[("rhythm", "daily"), ("hour", "17")]).await;
    assert_eq!(saved.location(), "/notices/choices?done=saved");
    tell(&app.app, &li, &notice(Kind::MeetingAhead, "m", "集体学习"));
    app.app.clock.pass(1);
    tell(&app.app, &li, &notice(Kind::MeetingChanged, "n", "读书会改期"));
    assert_eq!(sent(&app).await, 0);
    super::at(&app.app, jiff::civil::date(2026, 3, 5), 17, 0);
    assert_eq!(sent(&app).await, 1);
    assert_eq!(office.arrived()[0].parsed().subject(), Some("【学记】集体学习等2条提醒"));
    // Whoever changes their mind does not wait for what was planned before.
    app.app.clock.pass(60_000);
    tell(&app.app, &li, &notice(Kind::MeetingAhead, "o", "党课"));
    assert_eq!(sent(&app).await, 0);
    let member = app.as_person("li").await;
    choose(&member, &[("rhythm", "at-once")]).await;
    assert_eq!(sent(&app).await, 1);
}

#[tokio::test]
async fn choices_that_make_no_sense_are_named_at_their_field_and_kept() {
    let office = PostOffice::open(Manner::default());
    let app = posting(&TestApp::in_memory(), &office);
    let member = app.as_person("li").await;
    let answer = choose(&member, &[("most", "0"), ("quiet_from", "late"), ("meeting-ahead", "off")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.outline();
    assert!(page.contains("有2处需要改正") && page.contains("1到50之间"), "{page}");
    let kept = answer.form_fields("choices-form");
    assert!(kept.contains(&("meeting-ahead".to_owned(), "off".to_owned())), "{kept:?}");
}

#[tokio::test]
async fn without_a_mail_server_the_page_says_so_and_asks_for_no_address() {
    let app = TestApp::in_memory();
    let member = app.as_person("li").await;
    let page = member.get("/notices/choices").await;
    assert!(page.outline().contains("没有配置发信服务器"), "{}", page.outline());
    assert!(page.field("address").is_none() && !page.body.contains("提醒并发邮件"));
    let refused = member.post("/notices/address", &[("address", "li@example.com")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    // What would come by mail with a server is still so afterwards.
    choose(&member, &[]).await;
    let office = PostOffice::open(Manner::default());
    let app = posting(&app, &office);
    super::with_address(&app.app, &app.sample.person("li"), "li@example.com");
    tell(&app.app, &app.sample.person("li"), &notice(Kind::MeetingAhead, "m", "集体学习"));
    assert_eq!(sent(&app).await, 1);
}
