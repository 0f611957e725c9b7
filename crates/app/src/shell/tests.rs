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
use crate::testing::TestApp;

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

#[tokio::test]
async fn every_answer_forbids_foreign_scripts_and_frames() {
    let app = TestApp::in_memory();
    for path in ["/sign-in", "/account", "/no/such/page", "/assets/app.css", "/healthz"] {
        let answer = app.as_guest().get(path).await;
        let policy = answer.headers.get(header::CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap();
        assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(answer.headers.get(header::X_CONTENT_TYPE_OPTIONS).unwrap(), "nosniff", "{path}");
        assert_eq!(answer.headers.get(header::REFERRER_POLICY).unwrap(), "same-origin", "{path}");
    }
}

#[tokio::test]
async fn cookies_are_out_of_reach_of_scripts_and_other_sites() {
    let app = TestApp::in_memory();
    let answer = app.as_guest().get("/sign-in").await;
    let cookie = answer.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
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
