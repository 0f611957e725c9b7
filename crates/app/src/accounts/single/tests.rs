//! Single sign-on as people meet it, and everything that a provider, or whoever pretends to be one, may answer.

use std::collections::HashMap;

use axum::http::StatusCode;

use crate::accounts::single::fake::{Fake, Manner};
use crate::accounts::{self, store};
use crate::shell::sign_in::Matching;
use crate::shell::{Author, SignIn};
use crate::testing::{Answer, PASSWORD, TestApp, Visitor, on_both_signing_in};

/// Noon of 5 March 2026 in Shanghai, where the tests' clock stands.
const NOON: i64 = 1_772_683_200_000;

/// Runs a test on both databases with a provider that knows `li`.
async fn with_provider(matching: Matching, test: impl AsyncFn(&TestApp, &Fake)) {
    let fake = Fake::start(NOON);
    on_both_signing_in(&fake.sign_in(matching), async |app| {
        assert_eq!(app.app.clock.now(), NOON);
        test(app, &fake).await;
    })
    .await;
}

/// To the provider; what the browser asks for there.
async fn there(visitor: &Visitor<'_>, fake: &Fake, from: &str) -> HashMap<String, String> {
    let going = visitor.get(from).await;
    assert_eq!(going.status, StatusCode::SEE_OTHER, "{}", going.outline());
    fake.sees(going.location())
}

/// Back from the provider with what it was sent with.
async fn back(visitor: &Visitor<'_>, asked: &HashMap<String, String>) -> Answer {
    visitor.get(&format!("/single-sign-on/back?code=good&state={}", asked["state"])).await
}

async fn through(visitor: &Visitor<'_>, fake: &Fake) -> Answer {
    let asked = there(visitor, fake, "/single-sign-on").await;
    back(visitor, &asked).await
}

#[tokio::test]
async fn whoever_the_provider_knows_is_let_in_and_goes_where_they_were_going() {
    with_provider(Matching::Account, async |app, fake| {
        let visitor = app.as_guest();
        let page = visitor.get("/sign-in?next=%2Frecords%3Fpage%3D2").await;
        let link = "[用县统一身份认证登录](/single-sign-on?next=%2Frecords%3Fpage%3D2)";
        assert!(page.outline().contains(link), "{}", page.outline());
        let asked = there(&visitor, fake, "/single-sign-on?next=%2Frecords%3Fpage%3D2").await;
        assert_eq!(asked["redirect_uri"], "https://xueji.example.org/single-sign-on/back");
        assert_eq!((&*asked["response_type"], &*asked["code_challenge_method"]), ("code", "S256"));
        assert_eq!(asked["scope"], "openid profile");
        let done = back(&visitor, &asked).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/records?page=2"));
        let account = visitor.get("/account").await.outline();
        assert!(account.contains("李思学") && account.contains("对方账号：li"), "{account}");
        let left = visitor.post("/sign-out", &[]).await;
        assert_eq!(left.location(), "/sign-in?left=true");
        assert!(visitor.get(left.location()).await.outline().contains("同时退出县统一身份认证"));
        let out = visitor.get("/single-sign-on/leave").await;
        let leaving = format!("{}/leave?client_id=xueji&post_logout_redirect_uri=", fake.issuer);
        assert!(out.location().starts_with(&leaving), "{}", out.location());
        let again = through(&visitor, fake).await;
        assert_eq!(again.location(), "/");
    })
    .await;
}

#[tokio::test]
async fn afterwards_the_providers_own_name_for_somebody_decides() {
    with_provider(Matching::Account, async |app, fake| {
        through(&app.as_guest(), fake).await;
        // The same person under another name stays the same; the name given to another is not the same.
        fake.behaves(|manner| manner.username = "li.sixue".to_owned());
        assert_eq!(through(&app.as_guest(), fake).await.location(), "/");
        let heir = |manner: &mut Manner| {
            manner.subject = "subject-of-another".to_owned();
            manner.username = "li".to_owned();
        };
        fake.behaves(heir);
        let refused = through(&app.as_guest(), fake).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(refused.outline().contains("已关联另一个身份"), "{}", refused.outline());
        fake.behaves(|manner| manner.subject = "subject-of-li".to_owned());
    })
    .await;
}

#[tokio::test]
async fn names_may_come_from_the_userinfo_endpoint_and_be_staff_numbers() {
    with_provider(Matching::StaffNumber, async |app, fake| {
        fake.behaves(|manner| {
            (manner.only_userinfo, manner.username, manner.subject) =
                (true, "chen".to_owned(), "subject-of-chen".to_owned());
        });
        let visitor = app.as_guest();
        assert_eq!(through(&visitor, fake).await.location(), "/");
        assert!(visitor.get("/account").await.outline().contains("陈一诺"));
        fake.behaves(|manner| (manner.mixes_up, manner.subject) = (true, "subject-of-wang".to_owned()));
        let mixed = through(&app.as_guest(), fake).await;
        assert_eq!(mixed.status, StatusCode::SERVICE_UNAVAILABLE);
        fake.behaves(|manner| manner.mixes_up = false);
    })
    .await;
}

#[tokio::test]
async fn the_unknown_the_closed_and_the_administrator_are_told_whom_to_ask() {
    with_provider(Matching::Account, async |app, fake| {
        let as_somebody = async |name: &str| {
            let (name, subject) = (name.to_owned(), format!("subject-of-{name}"));
            fake.behaves(|manner| (manner.username, manner.subject) = (name, subject));
            let answer = through(&app.as_guest(), fake).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
            answer.outline()
        };
        let unknown = as_somebody("nobody").await;
        assert!(unknown.contains("确认您是“nobody”") && unknown.contains("管理员开通账号"), "{unknown}");
        assert!(unknown.contains("密码"), "the password form is still there: {unknown}");
        assert!(as_somebody("admin").await.contains("管理员账号不自动关联"));
        let at = app.app.clock.now();
        app.app.write(Author::Command, move |work| accounts::close(work, "chen", at)).await.unwrap();
        assert!(as_somebody("chen").await.contains("您的账号已停用"));
        assert_eq!(
            app.app.read_blocking(|tx| Ok(tx.scalar::<i64>("select count(*) from identity", &[])?)).unwrap(),
            0
        );
    })
    .await;
}

/// A way to misbehave.
type Twist = (&'static str, fn(&mut Manner));

#[tokio::test]
async fn an_answer_that_does_not_match_opens_nothing() {
    const TWISTS: [Twist; 6] = [
        ("another nonce", |manner| manner.nonce = Some("replayed".to_owned())),
        ("for another client", |manner| manner.audience = "another".to_owned()),
        ("by another issuer", |manner| manner.issuer = Some("https://evil.example".to_owned())),
        ("expired", |manner| manner.lifetime = -1),
        ("signed by a stranger", |manner| (manner.signs_with, manner.tells) = (9, 1)),
        ("without a subject", |manner| manner.subject = String::new()),
    ];
    for (what, twist) in TWISTS {
        with_provider(Matching::Account, async |app, fake| {
            fake.behaves(twist);
            let visitor = app.as_guest();
            let answer = through(&visitor, fake).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}: {}", answer.outline());
            assert!(answer.outline().contains("未通过核对"), "{what}: {}", answer.outline());
            assert_eq!(visitor.cookie("xj_session"), None, "{what}");
        })
        .await;
    }
}

#[tokio::test]
async fn a_visit_that_began_elsewhere_is_not_taken_back() {
    with_provider(Matching::Account, async |app, fake| {
        let (visitor, other) = (app.as_guest(), app.as_guest());
        let asked = there(&visitor, fake, "/single-sign-on").await;
        // Somebody else's browser, with a code of one's own.
        let lured = back(&other, &asked).await;
        assert_eq!(lured.status, StatusCode::FORBIDDEN);
        assert!(lured.outline().contains("请重新登录"), "{}", lured.outline());
        // A state that was tampered with.
        let tampered = visitor.get("/single-sign-on/back?code=good&state=0000").await;
        assert_eq!(tampered.status, StatusCode::FORBIDDEN);
        // The visit ended with that: its own state is good no more.
        assert_eq!(back(&visitor, &asked).await.status, StatusCode::FORBIDDEN);
        // A code that was made up, and a refusal at the provider.
        let asked = there(&visitor, fake, "/single-sign-on").await;
        let made_up = format!("/single-sign-on/back?code=bad&state={}", asked["state"]);
        assert!(visitor.get(&made_up).await.outline().contains("未通过核对"));
        let asked = there(&visitor, fake, "/single-sign-on").await;
        let denied = format!("/single-sign-on/back?error=access_denied&state={}", asked["state"]);
        assert!(visitor.get(&denied).await.outline().contains("没有在县统一身份认证完成登录"));
        assert_eq!(visitor.cookie("xj_session"), None);
        // Nobody is led away from here afterwards.
        let asked = there(&visitor, fake, "/single-sign-on?next=%2F%2Fevil.example").await;
        assert_eq!(back(&visitor, &asked).await.location(), "/");
    })
    .await;
}

#[tokio::test]
async fn the_providers_new_keys_are_fetched_when_one_is_unknown() {
    with_provider(Matching::Account, async |app, fake| {
        fake.behaves(|manner| (manner.signs_with, manner.tells) = (1, 1));
        assert_eq!(through(&app.as_guest(), fake).await.location(), "/");
        fake.behaves(|manner| (manner.signs_with, manner.tells) = (2, 2));
        assert_eq!(through(&app.as_guest(), fake).await.location(), "/");
    })
    .await;
}

#[tokio::test]
async fn while_the_provider_is_down_the_page_says_so_and_the_password_works() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut fake = Fake::start(NOON);
    fake.issuer = format!("http://{nobody}");
    on_both_signing_in(&fake.sign_in(Matching::Account), async |app| {
        let visitor = app.as_guest();
        let page = visitor.get("/single-sign-on?next=%2Faccount").await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.outline().contains("县统一身份认证暂时没有应答"), "{}", page.outline());
        assert_eq!(page.field("next").as_deref(), Some("/account"));
        let done = visitor.post("/sign-in", &[("name", "li"), ("password", PASSWORD)]).await;
        assert_eq!(done.location(), "/");
    })
    .await;
}

#[tokio::test]
async fn an_administrator_links_the_own_account_by_hand() {
    with_provider(Matching::Account, async |app, fake| {
        fake.behaves(|manner| {
            (manner.username, manner.subject) = ("root".to_owned(), "subject-of-root".to_owned());
        });
        let admin = app.as_person("admin").await;
        assert!(admin.get("/account").await.outline().contains("未关联"));
        assert_eq!(admin.get("/single-sign-on").await.location(), "/", "a link from elsewhere links nothing");
        let going = admin.post("/account/identities", &[]).await;
        assert!(going.outline().contains("[前往县统一身份认证](/single-sign-on)"), "{}", going.outline());
        let asked = there(&admin, fake, "/single-sign-on").await;
        assert_eq!(back(&admin, &asked).await.location(), "/account");
        assert!(admin.get("/account").await.outline().contains("对方账号：root"));
        let visitor = app.as_guest();
        assert_eq!(through(&visitor, fake).await.location(), "/");
        assert_eq!(visitor.get("/accounts").await.status, StatusCode::OK);
        // Nobody else can claim the same identity.
        let li = app.as_person("li").await;
        li.post("/account/identities", &[]).await;
        let asked = there(&li, fake, "/single-sign-on").await;
        let taken = back(&li, &asked).await;
        assert_eq!(taken.status, StatusCode::CONFLICT);
        assert!(taken.outline().contains("已关联其他账号"), "{}", taken.outline());
    })
    .await;
}

#[tokio::test]
async fn unlinking_ends_the_sessions_that_the_identity_opened_and_no_other() {
    with_provider(Matching::Account, async |app, fake| {
        fake.behaves(|manner| {
            (manner.username, manner.subject) = ("li".to_owned(), "subject-of-li".to_owned());
        });
        let (single, by_password) = (app.as_guest(), app.as_person("li").await);
        through(&single, fake).await;
        let page = by_password.get("/account").await.body;
        let (_, rest) = page.split_once("action=\"/account/identities/").unwrap();
        let path = format!("/account/identities/{}", rest.split_once('"').unwrap().0);
        let stranger = app.as_person("wang").await.post(&path, &[]).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
        assert_eq!(by_password.post(&path, &[]).await.location(), "/account");
        assert_eq!(single.get("/account").await.status, StatusCode::SEE_OTHER);
        assert_eq!(by_password.get("/account").await.status, StatusCode::OK);

        // An administrator does it for them, and it is in the trail.
        through(&single, fake).await;
        let account = app.app.read_blocking(|tx| store::by_name(tx, "li")).unwrap().unwrap();
        let (admin, path) = (app.as_person("admin").await, format!("/accounts/{}", account.id));
        let page = admin.get(&path).await;
        assert!(page.outline().contains("对方账号：li"), "{}", page.outline());
        let identity = page.field("identity").unwrap();
        admin.post(&path, &[("do", "unlink"), ("identity", &identity)]).await;
        assert_eq!(single.get("/account").await.status, StatusCode::SEE_OTHER);
        let trail = app.as_person("wu").await.get("/trail").await.outline();
        assert!(trail.contains("关联统一身份") && trail.contains("解除统一身份关联"), "{trail}");
    })
    .await;
}

#[tokio::test]
async fn neither_a_first_password_nor_one_time_codes_are_asked_of_whom_the_provider_lets_in() {
    use crate::shell::sign_in::OneTimeCodes;
    let fake = Fake::start(NOON);
    let demanding = SignIn { one_time_codes: OneTimeCodes::Everybody, ..fake.sign_in(Matching::Account) };
    on_both_signing_in(&demanding, async |app| {
        let (hash, at) = (accounts::hash("first-pass-9").unwrap(), app.app.clock.now());
        app.app.write(Author::Command, move |work| accounts::reset(work, "li", &hash, at)).await.unwrap();
        let visitor = app.as_guest();
        assert_eq!(through(&visitor, &fake).await.location(), "/");
        assert_eq!(visitor.get("/year").await.status, StatusCode::OK);
        let first = app.as_guest();
        let step = first.post("/sign-in", &[("name", "li"), ("password", "first-pass-9")]).await;
        assert_eq!(step.location(), "/account/password", "the password form still asks for both");
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_when_the_session_ended_is_kept_while_its_author_is_at_the_provider() {
    with_provider(Matching::Account, async |app, fake| {
        let li = app.as_person("li").await;
        let token = li.token().await;
        app.app.clock.pass(48 * 60 * 60 * 1000);
        let now = app.app.clock.now();
        fake.behaves(|manner| manner.is_at(now));
        let typed = [("_csrf", token.as_str()), ("title", "读《论语》有感：学而时习之")];
        let stopped = li.post_as_is("/account/sessions/none/end", &typed).await;
        assert!(stopped.body.contains("formaction=\"/single-sign-on/keep\""));
        let inputs = stopped.inputs();
        let fields: Vec<(&str, &str)> =
            inputs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let kept = li.post_as_is("/single-sign-on/keep", &fields).await;
        assert!(kept.outline().contains("已暂存15分钟"), "{}", kept.outline());
        let asked = there(&li, fake, "/single-sign-on").await;
        let done = back(&li, &asked).await;
        assert!(done.outline().contains("读《论语》有感"), "{}", done.outline());
        assert!(done.body.contains("action=\"/account/sessions/none/end\""));
        fake.behaves(|manner| manner.is_at(NOON));
    })
    .await;
}

#[tokio::test]
async fn without_a_provider_nothing_of_it_is_there() {
    let app = TestApp::in_memory();
    let visitor = app.as_guest();
    for path in ["/single-sign-on", "/single-sign-on/back?code=x&state=y", "/single-sign-on/leave"] {
        assert_eq!(visitor.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(!visitor.get("/sign-in").await.body.contains("single-sign-on"));
}
