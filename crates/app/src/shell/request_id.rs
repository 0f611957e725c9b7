//! The number of a request: in each of its lines in the log, in its answer, and on the page of its failure.

use axum::http::{HeaderMap, HeaderName};

use crate::shell::id::Id;

/// Where a proxy in front may have numbered it, and where the answer tells it.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The longest number that is taken over.
const LONGEST: usize = 64;
/// The shortest.
const SHORTEST: usize = 8;

tokio::task_local! {
    static CURRENT: String;
}

/// The number that a proxy gave, where it is one; else a fresh one.
pub(crate) fn of(headers: &HeaderMap) -> String {
    let given = headers.get(&HEADER).and_then(|value| value.to_str().ok());
    given.filter(|given| is_well_formed(given)).map_or_else(|| Id::fresh().to_string(), str::to_owned)
}

fn is_well_formed(given: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&given.len())
        && given.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// Runs what answers a request under its number.
pub(crate) async fn under<T>(number: String, answering: impl Future<Output = T>) -> T {
    CURRENT.scope(number, answering).await
}

/// The number of the request that is being answered; a fresh one outside of any.
pub(crate) fn current() -> String {
    CURRENT.try_with(Clone::clone).unwrap_or_else(|_| Id::fresh().to_string())
}
