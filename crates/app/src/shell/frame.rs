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

/// How long an answer may take; statements end earlier by the store's own limit.
const PATIENCE: Duration = Duration::from_secs(35);

/// Nothing comes from elsewhere, nobody frames us, no address leaks to other sites.
const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
             frame-ancestors 'none'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
];

/// Adds the protective headers; pages are kept by nobody but the browser, which asks again.
pub(crate) async fn protect(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, value);
    }
    if app.secure_cookies {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    response
}

/// Answers in time, if only to say that it could not be done.
pub(crate) async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(PATIENCE, next.run(request)).await {
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
