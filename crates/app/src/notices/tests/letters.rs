//! Letters, handed to a mail server that is really spoken to: once, in time, and given up with the reason.

use jiff::civil::date;
use mail_parser::HeaderValue;
use xueji_store::params;

use super::post_office::{Manner, PostOffice};
use super::{at, notice, tell, through, with_address};
use crate::notices::send::send;
use crate::notices::{self, Kind};
use crate::shell::sign_in::Secret;
use crate::shell::{App, Author, Sending};
use crate::testing::{TestApp, on_both};

const MINUTE: i64 = 60 * 1000;

/// The same product, sending through this post office.
fn posting(app: &TestApp, office: &PostOffice) -> App {
    app.app.clone().sending(through(office.port))
}

/// A post office, and a product with Li's address that sends through it.
fn ready(app: &TestApp, manner: Manner) -> (PostOffice, App) {
    let office = PostOffice::open(manner);
    let posting = posting(app, &office);
    with_address(&posting, &app.sample.person("li"), "li@example.com");
    (office, posting)
}

fn state(app: &App) -> (String, Option<String>) {
    let sql = "select state, failure from message order by made_at desc, id desc";
    app.read_blocking(|tx| Ok(tx.query_one(sql, params![], |row| Ok((row.get(0)?, row.get(1)?)))?)).unwrap()
}

/// Blocking work of a test, as the job does it.
async fn sent(app: &App) -> anyhow::Result<i64> {
    let app = app.clone();
    tokio::task::spawn_blocking(move || send(&app)).await.unwrap()
}

#[tokio::test]
async fn a_letter_says_what_happened_and_how_to_have_less_of_it() {
    on_both(async |app| {
        let (office, posting) = ready(app, Manner::default());
        tell(&posting, &app.sample.person("li"), &notice(Kind::MeetingAhead, "m1", "集体学习：3月6日14:30"));
        assert_eq!(sent(&posting).await.unwrap(), 1);
        let arrived = office.arrived();
        let [letter] = arrived.as_slice() else { panic!("{arrived:?}") };
        assert_eq!(letter.from, "MAIL FROM:<xueji@example.org>");
        assert_eq!(letter.to, "RCPT TO:<li@example.com>");
        let read = letter.parsed();
        assert_eq!(read.subject(), Some("【学记】集体学习：3月6日14:30"));
        assert_eq!(read.from().unwrap().first().unwrap().name(), Some("学记"));
        let (plain, set) = (read.body_text(0).unwrap(), read.body_html(0).unwrap());
        for text in [&plain, &set] {
            assert!(text.contains("集体学习：3月6日14:30") && text.contains("三楼会议室"), "{text}");
            assert!(text.contains("https://xueji.example.org/notices/"), "{text}");
            assert!(text.contains("https://xueji.example.org/notices/choices"), "{text}");
        }
        assert!(set.contains("<a href") && !plain.contains('<'), "{plain}");
        let header = |name: &str| match read.header(name) {
            Some(HeaderValue::Text(text)) => text.to_string(),
            Some(HeaderValue::Address(address)) => address.first().unwrap().address().unwrap().to_owned(),
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(header("Auto-Submitted"), "auto-generated");
        assert_eq!(header("List-Unsubscribe"), "https://xueji.example.org/notices/choices");
        assert!(read.message_id().unwrap().ends_with("@xueji.example.org"));
        assert_eq!(read.date().unwrap().to_timestamp(), posting.clock.now() / 1000);
        assert_eq!(sent(&posting).await.unwrap(), 0, "once");
        assert_eq!(office.arrived().len(), 0);
    })
    .await;
}

#[tokio::test]
async fn what_was_told_at_night_comes_in_one_letter_in_the_morning() {
    on_both(async |app| {
        let (office, posting) = ready(app, Manner::default());
        at(&posting, date(2026, 3, 5), 22, 0);
        for key in ["a", "b", "c"] {
            tell(
                &posting,
                &app.sample.person("li"),
                &notice(Kind::MeetingChanged, key, &format!("改期{key}")),
            );
            posting.clock.pass(1);
        }
        assert_eq!(sent(&posting).await.unwrap(), 0, "nothing at night");
        at(&posting, date(2026, 3, 6), 7, 31);
        assert_eq!(sent(&posting).await.unwrap(), 1);
        let arrived = office.arrived();
        let read = arrived[0].parsed();
        assert_eq!(read.subject(), Some("【学记】改期a等3条提醒"));
        let text = read.body_text(0).unwrap();
        assert!(["改期a", "改期b", "改期c"].iter().all(|title| text.contains(title)), "{text}");
    })
    .await;
}

#[tokio::test]
async fn what_was_read_or_done_meanwhile_is_not_sent() {
    on_both(async |app| {
        let (office, posting) = ready(app, Manner::default());
        let li = app.sample.person("li");
        at(&posting, date(2026, 3, 5), 22, 0);
        tell(&posting, &li, &notice(Kind::MeetingAhead, "read", "看过了"));
        let member = app.as_person("li").await;
        member.post("/notices/read", &[]).await;
        tell(&posting, &li, &notice(Kind::MeetingChanged, "done", "办过了"));
        posting.write_blocking(Author::System, |work| notices::resolve(work, "done")).unwrap();
        at(&posting, date(2026, 3, 6), 8, 0);
        assert_eq!(sent(&posting).await.unwrap(), 0);
        assert!(office.arrived().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_server_that_puts_off_gets_it_again_after_a_pause() {
    on_both(async |app| {
        let (office, posting) = ready(app, Manner { recipients: vec!["451 later"], ..Manner::default() });
        with_address(&posting, &app.sample.person("chen"), "chen@example.com");
        tell(&posting, &app.sample.person("li"), &notice(Kind::MeetingAhead, "m", "集体学习"));
        tell(&posting, &app.sample.person("chen"), &notice(Kind::MeetingAhead, "m", "集体学习"));
        assert_eq!(sent(&posting).await.unwrap(), 1, "one is put off, the other goes out");
        assert_eq!(office.connections(), 1, "over one connection");
        let first = office.arrived()[0].to.clone();
        assert_eq!(sent(&posting).await.unwrap(), 0, "not at once");
        posting.clock.pass(2 * MINUTE);
        assert_eq!(sent(&posting).await.unwrap(), 1);
        let mut both = [first, office.arrived()[0].to.clone()];
        both.sort();
        assert_eq!(both, ["RCPT TO:<chen@example.com>", "RCPT TO:<li@example.com>"]);
    })
    .await;
}

#[tokio::test]
async fn a_server_that_is_away_fails_the_job_and_loses_nothing() {
    on_both(async |app| {
        let (office, posting) = ready(app, Manner::default());
        tell(&posting, &app.sample.person("li"), &notice(Kind::MeetingAhead, "m", "集体学习"));
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let away = posting.clone().sending(through(closed));
        let error = sent(&away).await.unwrap_err();
        assert_eq!(error.to_string(), "the mail server cannot be used: unreachable");
        assert_eq!(state(&posting), ("waiting".to_owned(), Some("unreachable".to_owned())));
        posting.clock.pass(2 * MINUTE);
        assert_eq!(sent(&posting).await.unwrap(), 1);
        assert_eq!(office.arrived().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn it_is_given_up_after_some_days_with_the_reason() {
    let app = TestApp::in_memory();
    let (office, posting) = ready(&app, Manner { recipients: vec!["452 full"; 100], ..Manner::default() });
    tell(&posting, &app.sample.person("li"), &notice(Kind::MeetingAhead, "m", "集体学习"));
    let mut minutes = 0;
    while state_or_none(&posting) != Some("given-up".to_owned()) {
        let _ = sent(&posting).await.unwrap();
        posting.clock.pass(10 * MINUTE);
        minutes += 10;
        assert!(minutes < 10 * 24 * 60, "it must end");
    }
    assert!(minutes > 24 * 60, "not on the first day: {minutes}");
    assert_eq!(state(&posting).1.as_deref(), Some("busy 452"));
    assert!(office.arrived().is_empty());
    let served = app.moved_to(&app.app.db).sending(through(office.port));
    let page = served.as_person("li").await.get("/notices/choices").await.outline();
    assert!(page.contains("最近一次没有发到：对方暂不接收"), "{page}");
    let status = app.as_person("zhou").await.get("/status").await.outline();
    assert!(status.contains("对方暂不接收，稍后再试（代码452）"), "{status}");
}

fn state_or_none(app: &App) -> Option<String> {
    let sql = "select state from message";
    app.read_blocking(|tx| Ok(tx.query_opt(sql, params![], |row| row.get(0))?)).unwrap()
}

#[tokio::test]
async fn an_address_that_refuses_is_left_alone_until_it_is_confirmed_anew() {
    on_both(async |app| {
        let (office, posting) = ready(app, Manner { recipients: vec!["550 nobody"; 3], ..Manner::default() });
        let li = app.sample.person("li");
        for key in ["a", "b", "c", "d"] {
            tell(&posting, &li, &notice(Kind::MeetingAhead, key, "集体学习"));
            let _ = sent(&posting).await.unwrap();
            posting.clock.pass(MINUTE);
        }
        assert!(office.arrived().is_empty(), "the fourth would have been taken");
        let served = TestApp::moved_to(app, &app.app.db).sending(through(office.port));
        let page = served.as_person("li").await.get("/notices/choices").await.outline();
        assert!(
            page.contains("li@example.com多次拒收，已停发") && page.contains("对方拒收（代码550）"),
            "{page}"
        );
    })
    .await;
}

#[tokio::test]
async fn the_server_is_signed_in_to_where_it_asks() {
    let app = TestApp::in_memory();
    let (office, posting) = ready(&app, Manner { login: Some(("xueji", "hush")), ..Manner::default() });
    let signing_in = |password: &str| {
        let mut sending: Sending = through(office.port);
        if let Some(mail) = &mut sending.mail {
            mail.login = Some(("xueji".to_owned(), Secret::new(password)));
        }
        posting.clone().sending(sending)
    };
    tell(&posting, &app.sample.person("li"), &notice(Kind::MeetingAhead, "m", "集体学习"));
    let error = format!("{:#}", sent(&signing_in("wrong")).await.unwrap_err());
    assert_eq!(error, "the mail server cannot be used: login 535");
    posting.clock.pass(2 * MINUTE);
    assert_eq!(sent(&signing_in("hush")).await.unwrap(), 1);
    assert_eq!(office.arrived().len(), 1);
}

#[tokio::test]
async fn a_sender_that_the_server_does_not_take_blames_no_reader() {
    let app = TestApp::in_memory();
    let (office, posting) = ready(&app, Manner { sender: "553 not yours", ..Manner::default() });
    tell(&posting, &app.sample.person("li"), &notice(Kind::MeetingAhead, "m", "集体学习"));
    sent(&posting).await.unwrap_err();
    assert_eq!(state(&posting), ("waiting".to_owned(), Some("sender 553".to_owned())));
    office.behave(Manner::default());
    posting.clock.pass(2 * MINUTE);
    assert_eq!(sent(&posting).await.unwrap(), 1);
}

#[tokio::test]
async fn what_may_have_gone_out_is_sent_once_more_and_never_again() {
    on_both(async |app| {
        // The server takes the letter, and the line breaks before it says so: twice.
        let (office, posting) = ready(app, Manner { mute: 2, ..Manner::default() });
        tell(&posting, &app.sample.person("li"), &notice(Kind::MeetingAhead, "m", "集体学习"));
        for _ in 0..5 {
            let _ = sent(&posting).await;
            posting.clock.pass(20 * MINUTE);
        }
        let arrived = office.arrived();
        assert_eq!(arrived.len(), 2, "at most one too many");
        let (first, second) = (arrived[0].parsed(), arrived[1].parsed());
        assert_eq!(first.message_id(), second.message_id(), "and known as the same");
        assert_eq!(state(&posting), ("given-up".to_owned(), Some("broken".to_owned())));
    })
    .await;
}

#[tokio::test]
async fn what_a_server_that_died_was_at_is_sent_by_another_once() {
    on_both(async |app| {
        let (office, posting) = ready(app, Manner::default());
        tell(&posting, &app.sample.person("li"), &notice(Kind::MeetingAhead, "m", "集体学习"));
        let clock = posting.clock.clone();
        // It was gathered and taken, and nothing more was heard.
        let dies = |times: usize| {
            for _ in 0..times {
                let taken = posting.db.write_blocking(|tx| {
                    crate::notices::outbox::gather(tx, &clock)?;
                    crate::notices::send::next_letter(tx, &clock)
                });
                assert!(taken.unwrap().is_some());
                posting.clock.pass(6 * MINUTE);
            }
        };
        dies(1);
        assert_eq!(sent(&posting).await.unwrap(), 1);
        assert_eq!(office.arrived().len(), 1);
        tell(&posting, &app.sample.person("li"), &notice(Kind::MeetingAhead, "n", "读书会"));
        dies(2);
        assert_eq!(sent(&posting).await.unwrap(), 0, "two that died at it are enough");
        assert_eq!(state(&posting), ("given-up".to_owned(), Some("doubt".to_owned())));
    })
    .await;
}

#[tokio::test]
async fn two_servers_of_one_database_send_a_letter_once() {
    on_both(async |app| {
        let (office, posting) = ready(app, Manner::default());
        let people = ["li", "chen", "wang", "zhao", "sun", "zheng"];
        for name in people {
            let person_id = app.sample.person(name);
            with_address(&posting, &person_id, &format!("{name}@example.com"));
            tell(&posting, &person_id, &notice(Kind::MeetingAhead, "m", "集体学习"));
        }
        let (one, other) = tokio::join!(sent(&posting), sent(&posting));
        assert_eq!(one.unwrap() + other.unwrap(), 6);
        let mut to: Vec<String> = office.arrived().into_iter().map(|letter| letter.to).collect();
        to.sort();
        to.dedup();
        assert_eq!(to.len(), 6);
    })
    .await;
}

#[tokio::test]
async fn above_the_most_of_a_week_the_rest_comes_together_on_monday() {
    let app = TestApp::in_memory();
    let (office, posting) = ready(&app, Manner::default());
    for number in 0..10 {
        let told = notice(Kind::MeetingChanged, &format!("m{number}"), &format!("第{number}次改期"));
        tell(&posting, &app.sample.person("li"), &told);
        let _ = sent(&posting).await.unwrap();
        posting.clock.pass(MINUTE);
    }
    assert_eq!(office.arrived().len(), 7);
    at(&posting, date(2026, 3, 9), 7, 30);
    assert_eq!(sent(&posting).await.unwrap(), 1);
    let arrived = office.arrived();
    assert_eq!(arrived[0].parsed().subject(), Some("【学记】第7次改期等3条提醒"));
}

#[tokio::test]
async fn a_retry_that_would_fall_into_the_night_waits_too() {
    let app = TestApp::in_memory();
    let (office, posting) = ready(&app, Manner { recipients: vec!["451 later"], ..Manner::default() });
    at(&posting, date(2026, 3, 5), 20, 59);
    tell(&posting, &app.sample.person("li"), &notice(Kind::MeetingAhead, "m", "集体学习"));
    let _ = sent(&posting).await.unwrap();
    at(&posting, date(2026, 3, 5), 21, 5);
    assert_eq!(sent(&posting).await.unwrap(), 0);
    at(&posting, date(2026, 3, 6), 7, 30);
    assert_eq!(sent(&posting).await.unwrap(), 1);
    assert_eq!(office.arrived().len(), 1);
}

#[tokio::test]
async fn whose_account_was_closed_is_not_written_to() {
    let app = TestApp::in_memory();
    let (office, posting) = ready(&app, Manner::default());
    let li = app.sample.person("li");
    tell(&posting, &li, &notice(Kind::MeetingAhead, "before", "集体学习"));
    let at = posting.clock.now();
    posting.write_blocking(Author::Command, |work| crate::accounts::close(work, "li", at)).unwrap();
    tell(&posting, &li, &notice(Kind::MeetingAhead, "after", "读书会"));
    assert_eq!(sent(&posting).await.unwrap(), 0);
    assert_eq!(office.connections(), 0);
}

#[tokio::test]
async fn without_a_public_address_nothing_leaves_the_house() {
    let app = TestApp::in_memory();
    let (office, posting) = ready(&app, Manner::default());
    tell(&posting, &app.sample.person("li"), &notice(Kind::MeetingAhead, "m", "集体学习"));
    let copy = posting.clone().sending(Sending { address: String::new(), ..through(office.port) });
    assert_eq!(sent(&copy).await.unwrap(), 0);
    assert_eq!(office.connections(), 0, "a copy beside the real one writes to nobody");
}
