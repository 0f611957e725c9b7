//! What surrounds every answer: protective headers, a limit of time, one line in the log.

use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::shell::app::App;
use crate::shell::error::Error;
use crate::shell::upload::is_multipart;

/// How long an answer may take; statements end earlier by the store's own limit.
const PATIENCE: Duration = Duration::from_secs(35);
/// How long a form with files may take, which come over a phone's line.
const PATIENCE_WITH_FILES: Duration = Duration::from_mins(10);

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
        // What a file says of itself is narrower than what a page needs.
        headers.entry(name).or_insert(value);
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
    let patience = if is_multipart(request.headers()) { PATIENCE_WITH_FILES } else { PATIENCE };
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Error::Store(xueji_store::Error::Timeout).into_response(),
    }
}

/// One line for each request, without anything of a person: the route's pattern, not its path.
pub(crate) async fn log(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|route| route.as_str().to_owned());
    let response = next.run(request).await;
    let duration_ms = began.elapsed().as_secs_f64() * 1000.0;
    tracing::info!(
        %method,
        route = route.as_deref().unwrap_or("none"),
        status = response.status().as_u16(),
        duration_ms = format_args!("{duration_ms:.1}"),
        "answered"
    );
    response
}
