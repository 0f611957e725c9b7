//! What surrounds every answer: protective headers, a limit of time, one line in the log.

use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument as _;

use crate::shell::app::App;
use crate::shell::error::Error;
use crate::shell::request_id;
use crate::shell::upload::is_multipart;

/// How long an answer may take, its form's arrival included; statements end earlier by the store's own limit.
const PATIENCE: Duration = Duration::from_secs(35);
/// How long a form with files may take, which come over a phone's line.
const PATIENCE_WITH_FILES: Duration = Duration::from_mins(10);
/// The longest address that is answered, in bytes: a page's with every filter set is a tenth of it.
const LONGEST_ADDRESS: usize = 8 * 1024;

/// Nothing comes from elsewhere or runs inline, nobody frames us or reads us from elsewhere, no address leaks to
/// other sites, and no page may use what none of ours needs.
const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
             media-src 'self'; connect-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; \
             form-action 'self'; frame-ancestors 'none'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), \
             clipboard-read=(), clipboard-write=(self)",
        ),
    ),
];

/// What is being filled in is kept by the browser until signing out: whoever goes back finds what was typed.
pub(crate) const KEPT: HeaderValue = HeaderValue::from_static("private, no-cache");

/// Adds the protective headers. What is read is kept nowhere, not even by the browser: on a shared machine the next person
/// goes back through what the last one read. The answer to a form mostly is that form again.
pub(crate) async fn protect(State(app): State<App>, request: Request, next: Next) -> Response {
    let kept = if request.method() == Method::POST { KEPT } else { HeaderValue::from_static("no-store") };
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        // What a file says of itself is narrower than what a page needs.
        headers.entry(name).or_insert(value);
    }
    if app.secure_cookies {
        let two_years = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, two_years);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(kept);
    response
}

/// Answers in time, if only to say that it could not be done; and nothing that is asked for at too great length.
pub(crate) async fn in_bounds(request: Request, next: Next) -> Response {
    if request.uri().path_and_query().is_some_and(|address| address.as_str().len() > LONGEST_ADDRESS) {
        return Error::LongAddress.into_response();
    }
    let patience = if is_multipart(request.headers()) { PATIENCE_WITH_FILES } else { PATIENCE };
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Error::Store(xueji_store::Error::Timeout).into_response(),
    }
}

/// One line for each request, without anything of a person: the route's pattern, not its path.
///
/// The request's number stands in every line that it causes, and in its answer.
pub(crate) async fn log(State(app): State<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = spelled(request.method());
    let route = request.extensions().get::<MatchedPath>().map(|route| route.as_str().to_owned());
    let route = route.unwrap_or_else(|| "none".to_owned());
    let number = request_id::of(request.headers());
    // Of the highest level: whatever is logged, it says which request it belongs to.
    let span = tracing::error_span!("request", id = number);
    let answering = async {
        let mut response = request_id::under(number.clone(), next.run(request)).await;
        let took = began.elapsed();
        let status = response.status().as_u16();
        app.watch.answered(&route, method, status, took);
        let duration_ms = took.as_secs_f64() * 1000.0;
        tracing::info!(method, route, status, duration_ms = format_args!("{duration_ms:.1}"), "answered");
        if let Ok(value) = HeaderValue::from_str(&number) {
            response.headers_mut().insert(request_id::HEADER, value);
        }
        response
    };
    answering.instrument(span).await
}

/// The methods that are told apart; strangers send others.
fn spelled(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}
