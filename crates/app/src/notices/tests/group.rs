//! The robots of groups: called as their vendors ask, where they may be, and for what is about nobody alone.

use std::io::{BufRead as _, BufReader, Cursor, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use calamine::{Reader as _, Xlsx};
use jiff::civil::date;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{at, notice};
use crate::notices::send::send;
use crate::notices::{self, Kind, Notice};
use crate::shell::{App, Author, Id, Sending};
use crate::testing::{TestApp, on_both};

/// A request as it came.
#[derive(Clone, Debug)]
struct Asked {
    path: String,
    signature: String,
    body: Value,
    bytes: Vec<u8>,
}

/// What takes the messages of robots on a loopback port.
#[derive(Clone, Debug)]
struct Messenger {
    port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
    /// Status and body of the answers, one after the other; then all is well.
    answers: Arc<Mutex<Vec<(u16, &'static str)>>>,
}

impl Messenger {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let messenger = Self { port, asked: Arc::default(), answers: Arc::default() };
        let serving = messenger.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let (mut lines, mut line) = (Vec::new(), String::new());
                while reader.read_line(&mut line).unwrap() > 2 {
                    lines.push(std::mem::take(&mut line));
                }
                let header = |name: &str| {
                    let found = lines.iter().find_map(|line| {
                        let (key, value) = line.split_once(": ")?;
                        key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
                    });
                    found.unwrap_or_default()
                };
                let mut bytes = vec![0; header("content-length").parse().unwrap_or(0)];
                reader.read_exact(&mut bytes).unwrap();
                let path = lines[0].split(' ').nth(1).unwrap().to_owned();
                let body = serde_json::from_slice(&bytes).unwrap();
                let signature = header("x-xueji-signature");
                serving.asked.lock().unwrap().push(Asked { path, signature, body, bytes });
                let mut answers = serving.answers.lock().unwrap();
                let well = (200, "{\"errcode\":0,\"errmsg\":\"ok\",\"code\":0}");
                let (status, said) = if answers.is_empty() { well } else { answers.remove(0) };
                let head =
                    format!("HTTP/1.1 {status} X\r\nlocation: http://127.0.0.1:1/\r\nconnection: close\r\n");
                write!(stream, "{head}content-length: {}\r\n\r\n{said}", said.len()).unwrap();
            }
        });
        messenger
    }

    fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    fn sending(&self) -> Sending {
        Sending {
            address: "https://xueji.example.org".to_owned(),
            mail: None,
            robot_hosts: vec![format!("127.0.0.1:{}", self.port)],
        }
    }

    fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

/// HMAC-SHA-256 written out from its definition (RFC 2104), apart from the library that the product uses.
fn mac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    if key.len() > 64 {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let keyed = |pad: u8| block.map(|byte| byte ^ pad);
    let inner = Sha256::new().chain_update(keyed(0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(keyed(0x5c)).chain_update(inner).finalize().to_vec()
}

async fn set(app: &TestApp, vendor: &str, address: &str, secret: &str) -> StatusCode {
    let fields = [("organization", "S"), ("vendor", vendor), ("address", address), ("secret", secret)];
    app.as_person("zhao").await.post("/notices/robots", &fields).await.status
}

fn tell_group(app: &App, organization_id: &Id, told: &Notice) {
    app.write_blocking(Author::System, |work| notices::tell_group(work, organization_id, told)).unwrap();
}

async fn sent(app: &TestApp) -> i64 {
    let app = app.app.clone();
    tokio::task::spawn_blocking(move || send(&app)).await.unwrap().unwrap()
}

/// What the school's robot said of one notice.
async fn said_by(vendor: &str, path: &str, secret: &str) -> (Asked, i64) {
    let messenger = Messenger::open();
    let app = TestApp::in_memory().sending(messenger.sending());
    assert_eq!(set(&app, vendor, &messenger.address(path), secret).await, StatusCode::SEE_OTHER);
    tell_group(&app.app, &app.sample.school.id, &notice(Kind::MeetingAhead, "m", "集体学习：3月6日14:30"));
    assert_eq!(sent(&app).await, 1);
    let mut asked = messenger.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(sent(&app).await, 0, "once");
    (asked.remove(0), app.app.clock.now())
}

const TEXT: &str = "【学记】集体学习：3月6日14:30\n三楼会议室\nhttps://xueji.example.org/year";

#[tokio::test]
async fn wecom_is_spoken_to_as_it_asks() {
    let (asked, _) = said_by("wecom", "/cgi-bin/webhook/send?key=k", "").await;
    assert_eq!(asked.path, "/cgi-bin/webhook/send?key=k");
    assert_eq!(asked.body["msgtype"], "text");
    assert_eq!(asked.body["text"]["content"], TEXT);
}

#[tokio::test]
async fn dingtalk_is_spoken_to_with_its_signature_in_the_address() {
    let (asked, now) = said_by("dingtalk", "/robot/send?access_token=t", "SEC0123").await;
    let expected = STANDARD.encode(mac(b"SEC0123", format!("{now}\nSEC0123").as_bytes()));
    let query: Vec<(String, String)> =
        form_urlencoded::parse(asked.path.split_once('?').unwrap().1.as_bytes()).into_owned().collect();
    let pair = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    assert_eq!(pair("access_token"), Some("t"));
    assert_eq!(pair("timestamp"), Some(now.to_string().as_str()));
    assert_eq!(pair("sign"), Some(expected.as_str()));
    assert_eq!(asked.body["text"]["content"], TEXT);
}

#[tokio::test]
async fn feishu_is_spoken_to_with_its_signature_in_the_message() {
    let (asked, now) = said_by("feishu", "/open-apis/bot/v2/hook/h", "secret").await;
    let seconds = (now / 1000).to_string();
    let expected = STANDARD.encode(mac(format!("{seconds}\nsecret").as_bytes(), b""));
    assert_eq!(asked.body["timestamp"], seconds.as_str());
    assert_eq!(asked.body["sign"], expected.as_str());
    assert_eq!((&asked.body["msg_type"], &asked.body["content"]["text"]), (&"text".into(), &TEXT.into()));
}

#[tokio::test]
async fn others_get_a_plain_object_with_its_signature_in_the_head() {
    let (asked, _) = said_by("json", "/hook", "secret").await;
    let hex = crate::shell::secret::hex(&mac(b"secret", &asked.bytes));
    assert_eq!(asked.signature, format!("sha256={hex}"));
    assert_eq!(asked.body["kind"], "meeting-ahead");
    assert_eq!(asked.body["title"], "集体学习：3月6日14:30");
    assert_eq!(asked.body["link"], "https://xueji.example.org/year");
}

#[tokio::test]
async fn a_robot_may_be_called_only_where_its_vendor_or_the_configuration_says() {
    let messenger = Messenger::open();
    let app = TestApp::in_memory().sending(messenger.sending());
    let wecom = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6";
    let right = [
        ("wecom", wecom),
        ("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=abc"),
        ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/abc"),
    ];
    for (vendor, address) in right {
        assert_eq!(set(&app, vendor, address, "").await, StatusCode::SEE_OTHER, "{address}");
    }
    for (vendor, address) in [
        ("wecom", "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6"),
        ("wecom", "https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=1"),
        ("wecom", "https://evil.example/cgi-bin/webhook/send?key=1"),
        ("wecom", "https://qyapi.weixin.qq.com@evil.example/cgi-bin/webhook/send?key=1"),
        ("wecom", "https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=1"),
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/gettoken?corpid=1"),
        ("dingtalk", wecom),
        ("json", "https://evil.example/hook"),
        ("json", "http://169.254.169.254/latest/meta-data"),
        ("json", "http://127.0.0.1:8080/sign-out"),
        ("json", "file:///etc/passwd"),
        ("json", "没有地址"),
    ] {
        assert_eq!(set(&app, vendor, address, "").await, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
    }
    assert!(messenger.asked().is_empty());
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_gives_up() {
    let messenger = Messenger::open();
    let app = TestApp::in_memory().sending(messenger.sending());
    set(&app, "json", &messenger.address("/hook"), "").await;
    messenger.answers.lock().unwrap().push((302, ""));
    tell_group(&app.app, &app.sample.school.id, &notice(Kind::MeetingAhead, "m", "集体学习"));
    assert_eq!(sent(&app).await, 0);
    assert_eq!(messenger.asked().len(), 1);
    let page = app.as_person("zhao").await.get("/notices/robots").await.outline();
    assert!(page.contains("对方拒收（代码302）"), "{page}");
    app.app.clock.pass(60 * 60 * 1000);
    assert_eq!(sent(&app).await, 0, "and is not tried again");
}

#[tokio::test]
async fn a_vendor_that_is_busy_gets_it_again_and_one_that_refuses_does_not() {
    on_both(async |app| {
        let messenger = Messenger::open();
        let app = app.moved_to(&app.app.db).sending(messenger.sending());
        set(&app, "dingtalk", &messenger.address("/robot/send?access_token=t"), "").await;
        messenger.answers.lock().unwrap().extend([
            (200, "{\"errcode\":130101,\"errmsg\":\"send too fast\"}"),
            (200, "{\"errcode\":0}"),
            (200, "{\"errcode\":310000,\"errmsg\":\"sign not match\"}"),
        ]);
        tell_group(&app.app, &app.sample.school.id, &notice(Kind::MeetingAhead, "m", "集体学习"));
        assert_eq!((sent(&app).await, messenger.asked().len()), (0, 1));
        app.app.clock.pass(2 * 60 * 1000);
        assert_eq!((sent(&app).await, messenger.asked().len()), (1, 1));
        tell_group(&app.app, &app.sample.school.id, &notice(Kind::MeetingAhead, "n", "读书会"));
        assert_eq!((sent(&app).await, messenger.asked().len()), (0, 1));
        app.app.clock.pass(60 * 60 * 1000);
        assert_eq!((sent(&app).await, messenger.asked().len()), (0, 0));
        let page = app.as_person("zhao").await.get("/notices/robots").await.outline();
        assert!(page.contains("对方拒收（代码310000）"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn no_group_hears_more_in_a_minute_than_its_vendor_takes() {
    on_both(async |app| {
        let messenger = Messenger::open();
        let app = app.moved_to(&app.app.db).sending(messenger.sending());
        set(&app, "wecom", &messenger.address("/cgi-bin/webhook/send?key=k"), "").await;
        // The committee's is the same group.
        let same = messenger.address("/cgi-bin/webhook/send?key=k");
        let fields = [("organization", "C"), ("vendor", "wecom"), ("address", same.as_str()), ("secret", "")];
        app.as_person("zhou").await.post("/notices/robots", &fields).await;
        for number in 0..15 {
            let told = notice(Kind::MeetingAhead, &format!("m{number}"), "集体学习");
            tell_group(&app.app, &app.sample.school.id, &told);
            tell_group(&app.app, &app.sample.committee.id, &told);
        }
        assert_eq!(sent(&app).await, 15);
        assert_eq!(sent(&app).await, 0, "the rest waits for the next minute");
        app.app.clock.pass(61_000);
        assert_eq!(sent(&app).await, 15);
        assert_eq!(messenger.asked().len(), 30);
    })
    .await;
}

#[tokio::test]
async fn what_is_about_one_person_is_not_told_before_a_group_and_nothing_at_night() {
    let messenger = Messenger::open();
    let app = TestApp::in_memory().sending(messenger.sending());
    set(&app, "json", &messenger.address("/hook"), "").await;
    for kind in Kind::ALL {
        tell_group(&app.app, &app.sample.school.id, &notice(*kind, kind.code(), "一件事"));
        app.app.clock.pass(1);
    }
    at(&app.app, date(2026, 3, 5), 23, 0);
    assert_eq!(sent(&app).await, 0);
    at(&app.app, date(2026, 3, 6), 8, 0);
    assert_eq!(sent(&app).await, 5);
    let kinds: Vec<String> =
        messenger.asked().iter().map(|asked| asked.body["kind"].as_str().unwrap().to_owned()).collect();
    assert_eq!(
        kinds,
        ["meeting-ahead", "meeting-changed", "lesson-new", "minutes-overdue", "plan-published"]
    );
}

#[tokio::test]
async fn a_robot_is_shown_masked_tested_replaced_and_taken_away_within_reach_alone() {
    on_both(async |app| {
        let messenger = Messenger::open();
        let app = app.moved_to(&app.app.db).sending(messenger.sending());
        let address = messenger.address("/hook/9f3c-very-secret-7788");
        assert_eq!(set(&app, "json", &address, "hush-hush").await, StatusCode::SEE_OTHER);
        let secretary = app.as_person("zhao").await;
        let page = secretary.get("/notices/robots").await;
        assert!(page.body.contains("/…7788"), "{}", page.outline());
        assert!(!page.body.contains("very-secret") && !page.body.contains("hush-hush"));
        let sheet = secretary.get("/notices/robots?as=xlsx&table=robots").await;
        let mut book = Xlsx::new(Cursor::new(&sheet.bytes)).expect("a workbook");
        let rows = book.worksheet_range_at(0).unwrap().unwrap();
        let last: Vec<String> = rows.rows().next_back().unwrap().iter().map(ToString::to_string).collect();
        assert_eq!((last[1].as_str(), last[5].as_str()), ("第一小学党支部", "正常"), "{last:?}");
        let act = page.body.split("action=\"/notices/robots/").nth(1).unwrap().split('"').next().unwrap();
        let (test, id) = (format!("/notices/robots/{act}"), act.split('/').next().unwrap());
        for stranger in ["sun", "wu"] {
            assert_eq!(app.as_person(stranger).await.post(&test, &[]).await.status, StatusCode::FORBIDDEN);
        }
        assert_eq!(secretary.post(&test, &[]).await.location(), "/notices/robots?done=tested");
        assert_eq!(messenger.asked()[0].body["kind"], "test");
        tell_group(&app.app, &app.sample.school.id, &notice(Kind::MeetingAhead, "m", "集体学习"));
        let removed = secretary.post(&format!("/notices/robots/{id}/remove"), &[]).await;
        assert_eq!(removed.location(), "/notices/robots?done=removed");
        assert_eq!(sent(&app).await, 0, "what waited for it is not said");
        let trail = app.as_person("zhou").await.get("/trail?deed=robot.set").await.outline();
        assert!(trail.contains("第一小学党支部") && !trail.contains("very-secret"), "{trail}");
    })
    .await;
}
