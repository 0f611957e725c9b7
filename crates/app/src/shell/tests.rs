//! What surrounds every page: failures told in the visitor's language, protective headers, assets.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower::ServiceExt as _;
use tower_http::catch_panic::CatchPanicLayer;
use xueji_store::Error as Store;

use crate::shell::{Error, failure};
use crate::testing::{Answer, PASSWORD, TestApp};

#[tokio::test]
async fn an_unknown_address_is_told_with_a_way_out() {
    let app = TestApp::in_memory();
    let answer = app.as_person("li").await.get("/no/such/page").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let outline = answer.outline();
    assert!(outline.contains("这里没有内容") && outline.contains("[回到今年](/)"), "{outline}");
    let english = app.as_guest();
    english.keep_cookie("xj_lang", "en");
    assert!(english.get("/no/such/page").await.outline().contains("Nothing is here"));
}

#[tokio::test]
async fn a_program_that_asks_for_json_gets_a_problem_and_no_redirect() {
    let app = TestApp::in_memory();
    let answer = app.as_guest().get_json("/account").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.headers.get(header::CONTENT_TYPE).unwrap(), "application/problem+json");
    assert!(answer.body.contains("\"status\":401"), "{}", answer.body);
}

/// What every answer must carry.
const PROTECTIVE: [(&str, &str); 8] = [
    ("content-security-policy", "default-src 'none'; script-src 'self'; style-src 'self'; "),
    (
        "content-security-policy",
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), "),
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
];

#[tokio::test]
async fn every_kind_of_answer_runs_nothing_foreign_and_pages_are_kept_by_nobody() {
    let app = TestApp::over_https();
    let li = app.as_person("li").await;
    let cases = [
        (app.as_guest().get("/sign-in").await, StatusCode::OK),
        (li.get("/account").await, StatusCode::OK),
        (li.get("/account/data.json").await, StatusCode::OK),
        (li.get("/").await, StatusCode::SEE_OTHER),
        (li.get("/bureau").await, StatusCode::FORBIDDEN),
        (li.get("/no/such/page").await, StatusCode::NOT_FOUND),
        (li.post("/records", &[]).await, StatusCode::UNPROCESSABLE_ENTITY),
        (li.post_json("/records", &[]).await, StatusCode::UNPROCESSABLE_ENTITY),
        (li.get(&format!("/plan?{}", "a".repeat(9000))).await, StatusCode::URI_TOO_LONG),
        (app.as_guest().get_json("/account").await, StatusCode::UNAUTHORIZED),
        (app.as_guest().get("/healthz").await, StatusCode::OK),
        (app.as_guest().get("/assets/app.css").await, StatusCode::OK),
        (app.panicking().get("/").await, StatusCode::INTERNAL_SERVER_ERROR),
    ];
    for (nth, (answer, status)) in cases.into_iter().enumerate() {
        assert_eq!(answer.status, status, "case {nth}");
        for (name, part) in PROTECTIVE {
            let value = answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
            assert!(value.contains(part), "case {nth}: {name}: {value}");
        }
        let kept = answer.headers.get(header::CACHE_CONTROL).unwrap();
        let expected = match nth {
            6 | 7 => "private, no-cache",
            11 => "public, max-age=300",
            _ => "no-store",
        };
        assert_eq!(kept, expected, "case {nth}");
        let policy = answer.headers.get(header::CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap();
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
    }
}

/// The cookies that an answer sets, as they are sent.
fn cookies(answer: &Answer) -> Vec<&str> {
    answer.headers.get_all(header::SET_COOKIE).iter().map(|line| line.to_str().unwrap()).collect()
}

#[tokio::test]
async fn cookies_are_out_of_reach_of_scripts_and_other_sites() {
    for (app, secure) in [(TestApp::in_memory(), false), (TestApp::over_https(), true)] {
        let visitor = app.as_guest();
        let answers = [
            visitor.get("/sign-in").await,
            visitor.post("/sign-in", &[("name", "li"), ("password", PASSWORD)]).await,
            visitor.post("/look", &[("lang", "en"), ("theme", "dark")]).await,
            visitor.post("/sign-out", &[]).await,
        ];
        let set: Vec<_> = answers.iter().flat_map(cookies).collect();
        assert_eq!(set.len(), 5, "{set:?}");
        for cookie in set {
            assert!(
                cookie.contains("; Path=/; HttpOnly; SameSite=Lax") && !cookie.contains("Domain"),
                "{cookie}"
            );
            assert_eq!(cookie.starts_with("__Host-xj_") && cookie.ends_with("; Secure"), secure, "{cookie}");
        }
        let [.., out] = &answers;
        assert_eq!(out.headers.get("clear-site-data").unwrap(), "\"cache\"");
    }
}

#[tokio::test]
async fn over_https_a_session_that_a_neighboring_host_could_have_set_is_none() {
    let app = TestApp::over_https();
    let li = app.as_person("li").await;
    assert_eq!(li.get("/account").await.status, StatusCode::OK);
    let lured = app.as_guest();
    lured.keep_cookie("xj_session", &li.cookie("__Host-xj_session").unwrap());
    assert!(lured.get("/account").await.location().starts_with("/sign-in"));
}

#[tokio::test]
async fn a_form_that_is_too_large_is_refused_with_a_way_to_mend_it() {
    let app = TestApp::in_memory();
    let long = "字".repeat(300_000);
    let answer = app.as_person("li").await.post("/look", &[("note", &long)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.outline().contains("表单内容过大"), "{}", answer.outline());
}

/// How a handler fails, and what is told.
type Case = (fn() -> Error, StatusCode, &'static str);

/// The page that a visitor gets when a handler fails so.
async fn page_of(fail: fn() -> Error) -> (StatusCode, String) {
    let app = TestApp::in_memory();
    let router = Router::new()
        .route("/", get(move || async move { Err::<(), _>(fail()) }))
        .layer(CatchPanicLayer::custom(failure::of_panic))
        .layer(from_fn_with_state(app.app.clone(), failure::explain))
        .with_state(app.app.clone());
    let response = router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn a_storage_that_fails_is_told_by_what_mends_it() {
    let cases: [Case; 5] = [
        (|| Store::Busy(String::new()).into(), StatusCode::SERVICE_UNAVAILABLE, "数据库正忙"),
        (|| Store::ReadOnly.into(), StatusCode::SERVICE_UNAVAILABLE, "请管理员放开该文件"),
        (|| Store::Full.into(), StatusCode::INSUFFICIENT_STORAGE, "请管理员清理磁盘空间"),
        (|| Store::Unavailable(String::new()).into(), StatusCode::SERVICE_UNAVAILABLE, "数据库没有应答"),
        (|| Store::NoRow.into(), StatusCode::INTERNAL_SERVER_ERROR, "请把编号"),
    ];
    for (fail, status, text) in cases {
        let (answered, page) = page_of(fail).await;
        assert_eq!(answered, status, "{text}");
        assert!(page.contains(text), "{page}");
    }
}

#[tokio::test]
async fn a_panic_is_a_page_with_a_number_and_none_of_its_words() {
    let (status, page) = page_of(|| panic!("secret words")).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.contains("请把编号") && !page.contains("secret words"), "{page}");
}
