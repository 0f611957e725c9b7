//! One-time codes as their owners meet them: set up, asked for, used up, lost, demanded, taken off.

use axum::http::StatusCode;

use crate::accounts::codes::key::Key;
use crate::accounts::{self, store};
use crate::shell::sign_in::{OneTimeCodes, Secret};
use crate::shell::{Author, SignIn};
use crate::testing::{Answer, PASSWORD, TestApp, Visitor, on_both, on_both_signing_in};

const SECOND: i64 = 1000;

/// The authenticator on a phone: it knows what the page showed.
struct Phone(Key);

impl Phone {
    /// Types the key of the page into a phone.
    fn with(page: &Answer) -> Self {
        let (_, rest) = page.body.split_once("id=\"key\">").expect("the page shows a key");
        let written = rest.split_once('<').unwrap().0.replace(' ', "");
        let seed = totp_rs::Secret::try_from_base32(&written).unwrap();
        Self(Key::of(seed.as_bytes(), None).unwrap())
    }

    fn shows(&self, app: &TestApp) -> String {
        self.0.code(app.app.clock.now())
    }
}

fn pass(app: &TestApp, seconds: i64) {
    app.app.clock.pass(seconds * SECOND);
}

/// Turns codes on for somebody; half a minute later, so that the code used for that is not in the way.
async fn set_up(app: &TestApp, visitor: &Visitor<'_>) -> (Phone, Vec<String>) {
    let phone = Phone::with(&visitor.get("/account/codes").await);
    let fields = [("do", "confirm"), ("code", &phone.shows(app))];
    let done = visitor.post("/account/codes", &fields).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.outline());
    pass(app, 30);
    (phone, recovery_codes(&done))
}

fn recovery_codes(page: &Answer) -> Vec<String> {
    let items = page.body.split("<li class=\"code\">").skip(1);
    items.filter_map(|rest| Some(rest.split_once('<')?.0.to_owned())).collect()
}

async fn password(visitor: &Visitor<'_>, name: &str) -> Answer {
    visitor.post("/sign-in", &[("name", name), ("password", PASSWORD)]).await
}

async fn code(visitor: &Visitor<'_>, code: &str) -> Answer {
    visitor.post("/sign-in/code", &[("code", code)]).await
}

/// Six digits that are not the ones shown.
fn other_than(shown: &str) -> String {
    let number: u32 = shown.parse().unwrap();
    format!("{:06}", (number + 1) % 1_000_000)
}

#[tokio::test]
async fn codes_count_only_once_one_of_them_has_proven_the_phone() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let page = li.get("/account/codes").await;
        assert_eq!(page.headers["cache-control"], "no-store");
        assert!(page.body.contains("<svg width") && !page.body.contains("style="), "{}", page.body);
        let phone = Phone::with(&page);
        assert_eq!(password(&app.as_guest(), "li").await.location(), "/", "begun is not on");
        // The page shows the same key again, so that a slip does not send one back to scanning.
        let wrong = other_than(&phone.shows(app));
        let slip = li.post("/account/codes", &[("do", "confirm"), ("code", &wrong)]).await;
        assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(slip.outline().contains("验证码与密钥不符"), "{}", slip.outline());
        assert_eq!(Phone::with(&slip).shows(app), phone.shows(app));
        let done = li.post("/account/codes", &[("do", "confirm"), ("code", &phone.shows(app))]).await;
        assert_eq!(recovery_codes(&done).len(), 10);
        assert_eq!(done.headers["cache-control"], "no-store");
        assert!(li.get("/account").await.outline().contains("恢复码还剩10个"));
        assert!(!li.get("/account/codes").await.body.contains("id=\"key\""), "the key is shown no more");
    })
    .await;
}

#[tokio::test]
async fn no_session_is_open_between_the_password_and_the_code() {
    on_both(async |app| {
        let (phone, _) = set_up(app, &app.as_person("li").await).await;
        let visitor = app.as_guest();
        let fields = [("name", "li"), ("password", PASSWORD), ("next", "/account")];
        let step = visitor.post("/sign-in", &fields).await;
        assert_eq!(step.location(), "/sign-in/code?next=%2Faccount");
        assert_eq!(visitor.get("/account").await.status, StatusCode::SEE_OTHER);
        let page = visitor.get("/sign-in/code?next=%2Faccount").await;
        assert_eq!(page.field("next").as_deref(), Some("/account"));
        let shown = phone.shows(app);
        let wrong = code(&visitor, &other_than(&shown)).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.outline().contains("验证码不正确"), "{}", wrong.outline());
        // Wide digits and spaces are what some keyboards make of them.
        let wide: String =
            shown.chars().map(|digit| char::from_u32(u32::from(digit) + 0xFEE0).unwrap()).collect();
        let fields = [("code", wide.as_str()), ("next", "/account")];
        let done = visitor.post("/sign-in/code", &fields).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/account"));
        assert_eq!(visitor.get("/account").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn another_browser_cannot_go_on_and_ten_minutes_end_it() {
    on_both(async |app| {
        let (phone, _) = set_up(app, &app.as_person("li").await).await;
        let visitor = app.as_guest();
        password(&visitor, "li").await;
        let other = code(&app.as_guest(), &phone.shows(app)).await;
        assert!(other.outline().contains("请重新输入账号和密码"), "{}", other.outline());
        pass(app, 601);
        let late = code(&visitor, &phone.shows(app)).await;
        assert!(late.outline().contains("请重新输入账号和密码"), "{}", late.outline());
        assert_eq!(visitor.get("/sign-in/code").await.location(), "/sign-in");
    })
    .await;
}

#[tokio::test]
async fn a_code_is_accepted_once_and_half_a_minute_beside_its_time() {
    on_both(async |app| {
        let (phone, _) = set_up(app, &app.as_person("li").await).await;
        let shown = phone.shows(app);
        let (first, second) = (app.as_guest(), app.as_guest());
        password(&first, "li").await;
        password(&second, "li").await;
        assert_eq!(code(&first, &shown).await.location(), "/");
        let again = code(&second, &shown).await;
        assert!(again.outline().contains("这个验证码已经用过"), "{}", again.outline());
        // A slow phone shows the code of half a minute ago, a fast one that of the next.
        pass(app, 60);
        let slow = phone.0.code(app.app.clock.now() - 30 * SECOND);
        assert_eq!(code(&second, &slow).await.location(), "/");
        let (third, fourth) = (app.as_guest(), app.as_guest());
        password(&third, "li").await;
        password(&fourth, "li").await;
        let fast = phone.0.code(app.app.clock.now() + 30 * SECOND);
        assert_eq!(code(&third, &fast).await.location(), "/");
        // An earlier code is not good any more once a later one was used.
        assert_eq!(code(&fourth, &phone.shows(app)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        pass(app, 120);
        let too_slow = phone.0.code(app.app.clock.now() - 60 * SECOND);
        assert_eq!(code(&fourth, &too_slow).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn a_recovery_code_is_good_once() {
    on_both(async |app| {
        let (_, recovery) = set_up(app, &app.as_person("li").await).await;
        let visitor = app.as_guest();
        password(&visitor, "li").await;
        let written = recovery[3].replace('-', " ").to_uppercase();
        assert_eq!(visitor.post("/sign-in/code", &[("recovery", &written)]).await.location(), "/");
        let again = app.as_guest();
        password(&again, "li").await;
        let refused = again.post("/sign-in/code", &[("recovery", &recovery[3])]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(visitor.get("/account").await.outline().contains("恢复码还剩9个"));
        let none = app.as_guest();
        password(&none, "li").await;
        assert_eq!(code(&none, "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn after_four_wrong_codes_even_the_right_one_waits_wherever_it_comes_from() {
    on_both(async |app| {
        let (phone, _) = set_up(app, &app.as_person("li").await).await;
        let visitor = app.as_guest();
        password(&visitor, "li").await;
        for _ in 0..4 {
            code(&visitor, &other_than(&phone.shows(app))).await;
        }
        let elsewhere = app.as_guest();
        password(&elsewhere, "li").await;
        let waiting = code(&elsewhere, &phone.shows(app)).await;
        assert_eq!(waiting.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(waiting.outline().contains("之后再试"), "{}", waiting.outline());
        pass(app, 5);
        assert_eq!(code(&elsewhere, &phone.shows(app)).await.location(), "/");
    })
    .await;
}

#[tokio::test]
async fn codes_are_turned_off_and_recovery_codes_renewed_only_by_a_code() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let (phone, before) = set_up(app, &li).await;
        let wrong = other_than(&phone.shows(app));
        for what in ["off", "renew"] {
            let refused = li.post("/account/codes", &[("do", what), ("code", &wrong)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        }
        let renewed = li.post("/account/codes", &[("do", "renew"), ("code", &phone.shows(app))]).await;
        let codes = recovery_codes(&renewed);
        assert!(codes.len() == 10 && !codes.contains(&before[0]));
        let old = li.post("/account/codes", &[("do", "off"), ("recovery", &before[0])]).await;
        assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY, "those before are good no more");
        let off = li.post("/account/codes", &[("do", "off"), ("recovery", &codes[0])]).await;
        assert_eq!(off.location(), "/account");
        assert_eq!(password(&app.as_guest(), "li").await.location(), "/");
        assert_ne!(Phone::with(&li.get("/account/codes").await).shows(app), phone.shows(app), "a new key");
    })
    .await;
}

#[tokio::test]
async fn whoever_lost_the_phone_is_helped_by_an_administrator_and_nobody_else() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        set_up(app, &li).await;
        let halfway = app.as_guest();
        password(&halfway, "li").await;
        let account = app.app.read_blocking(|tx| store::by_name(tx, "li")).unwrap().unwrap();
        let path = format!("/accounts/{}", account.id);
        for other in ["zhou", "zhao", "wu"] {
            let answer = app.as_person(other).await.post(&path, &[("do", "codes-reset")]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{other}");
        }
        let admin = app.as_person("admin").await;
        assert!(admin.get(&path).await.outline().contains("恢复码还剩10个"));
        admin.post(&path, &[("do", "codes-reset")]).await;
        assert_eq!(li.get("/year").await.status, StatusCode::SEE_OTHER, "every session is over");
        assert_eq!(halfway.get("/sign-in/code").await.location(), "/sign-in");
        assert_eq!(password(&app.as_guest(), "li").await.location(), "/");
        let again = admin.post(&path, &[("do", "codes-reset")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        let trail = app.as_person("wu").await.get("/trail").await.outline();
        assert!(trail.contains("管理员解除动态验证码"), "{trail}");
    })
    .await;
}

#[tokio::test]
async fn a_new_password_from_the_administrator_stops_a_sign_in_on_its_way() {
    on_both(async |app| {
        let (phone, _) = set_up(app, &app.as_person("li").await).await;
        let thief = app.as_guest();
        password(&thief, "li").await;
        let (hash, at) = (accounts::hash("first-pass-9").unwrap(), app.app.clock.now());
        app.app.write(Author::Command, move |work| accounts::reset(work, "li", &hash, at)).await.unwrap();
        let answer = code(&thief, &phone.shows(app)).await;
        assert!(answer.outline().contains("请重新输入账号和密码"), "{}", answer.outline());
    })
    .await;
}

#[tokio::test]
async fn where_the_bureau_demands_codes_its_office_sets_them_up_before_anything_else() {
    let demanding = SignIn { one_time_codes: OneTimeCodes::Office, ..SignIn::default() };
    on_both_signing_in(&demanding, async |app| {
        // Members and branch secretaries may, and need not.
        for name in ["li", "zhao", "sun"] {
            assert_eq!(app.as_person(name).await.get("/account").await.status, StatusCode::OK, "{name}");
        }
        for name in ["zhou", "wu", "admin"] {
            let visitor = app.as_guest();
            assert_eq!(password(&visitor, name).await.location(), "/account/codes", "{name}");
            assert_eq!(visitor.get("/people").await.location(), "/account/codes", "{name}");
        }
        let zhou = app.as_person("zhou").await;
        let page = zhou.get("/account/codes").await;
        assert!(page.outline().contains("按本单位要求"), "{}", page.outline());
        let (phone, _) = set_up(app, &zhou).await;
        assert_eq!(zhou.get("/bureau").await.status, StatusCode::OK);
        let off = zhou.post("/account/codes", &[("do", "off"), ("code", &phone.shows(app))]).await;
        assert_eq!(off.status, StatusCode::CONFLICT);
        assert!(off.outline().contains("不能关闭动态验证码"), "{}", off.outline());
    })
    .await;
}

/// Fields of a form that some page of the product could have sent.
const TYPED: (&str, &str) = ("title", "读《论语》有感：学而时习之");

/// Sends the page's hidden fields on, with some of one's own.
async fn send_on(visitor: &Visitor<'_>, page: &Answer, to: &str, own: &[(&str, &str)]) -> Answer {
    let inputs = page.inputs();
    let mut fields: Vec<(&str, &str)> =
        inputs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.retain(|(name, _)| *name != "back" && own.iter().all(|(typed, _)| typed != name));
    fields.extend(own);
    visitor.post_as_is(to, &fields).await
}

#[tokio::test]
async fn what_was_typed_when_the_session_ended_comes_through_both_steps() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let (phone, _) = set_up(app, &li).await;
        let token = li.token().await;
        pass(app, 48 * 60 * 60);
        let typed = [("_csrf", token.as_str()), TYPED];
        let stopped = li.post_as_is("/account/sessions/none/end", &typed).await;
        let step = send_on(&li, &stopped, "/sign-in", &[("name", "li"), ("password", PASSWORD)]).await;
        assert_eq!(step.status, StatusCode::OK);
        let wrong = other_than(&phone.shows(app));
        let slip = send_on(&li, &step, "/sign-in/code", &[("code", &wrong), ("recovery", "")]).await;
        let right = phone.shows(app);
        let back = send_on(&li, &slip, "/sign-in/code", &[("code", &right), ("recovery", "")]).await;
        assert_eq!(back.status, StatusCode::OK, "{}", back.outline());
        assert!(back.outline().contains("读《论语》有感") && back.outline().contains("继续提交"));
        assert!(back.body.contains("action=\"/account/sessions/none/end\""));
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_comes_through_setting_codes_up_as_well() {
    let demanding = SignIn { one_time_codes: OneTimeCodes::Everybody, ..SignIn::default() };
    on_both_signing_in(&demanding, async |app| {
        let li = app.as_person("li").await;
        let typed = [("_csrf", &*li.token().await), TYPED];
        let stopped = li.post_as_is("/account/sessions/none/end", &typed).await;
        assert!(stopped.outline().contains("设置动态验证码"), "{}", stopped.outline());
        let phone = Phone::with(&stopped);
        let fields = [("do", "confirm"), ("code", &*phone.shows(app))];
        let done = send_on(&li, &stopped, "/account/codes", &fields).await;
        assert_eq!(recovery_codes(&done).len(), 10);
        assert!(done.outline().contains("读《论语》有感"), "{}", done.outline());
        assert!(done.body.contains("action=\"/account/sessions/none/end\""));
    })
    .await;
}

#[tokio::test]
async fn with_a_secret_key_the_database_tells_no_code_and_another_key_says_what_is_wrong() {
    let with = |key: &str| SignIn { secret_key: Some(Secret::new(key)), ..SignIn::default() };
    on_both_signing_in(&with("a key that no backup has, never at all"), async |app| {
        let (phone, recovery) = set_up(app, &app.as_person("li").await).await;
        let seed: Vec<u8> =
            app.app.read_blocking(|tx| Ok(tx.scalar("select seed from one_time_key", &[])?)).unwrap();
        let guessed = Key::of(&seed, None).unwrap();
        assert_ne!(guessed.code(app.app.clock.now()), phone.shows(app));
        let visitor = app.as_guest();
        password(&visitor, "li").await;
        assert_eq!(code(&visitor, &phone.shows(app)).await.location(), "/");

        pass(app, 30);
        let elsewhere = app.moved_to(&app.app.db).signing_in(with("the key of another server altogether"));
        let visitor = elsewhere.as_guest();
        password(&visitor, "li").await;
        let answer = code(&visitor, &phone.shows(app)).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.outline().contains("请用恢复码登录"), "{}", answer.outline());
        assert_eq!(visitor.post("/sign-in/code", &[("recovery", &recovery[0])]).await.location(), "/");
    })
    .await;
}

#[tokio::test]
async fn no_key_and_no_code_is_in_the_data_that_one_takes_along_or_in_the_trail() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let (_, recovery) = set_up(app, &li).await;
        let data = li.get_json("/account/data.json").await.body;
        assert!(data.contains("one_time_key") && data.contains("confirmed_at"), "{data}");
        for secret in ["seed", "code_hash", "sealed_by", &recovery[0]] {
            assert!(!data.contains(secret), "{secret}");
        }
    })
    .await;
}
