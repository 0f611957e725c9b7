//! How the system itself does: its page, its warnings, its metrics.

mod attend;
mod door;
mod gauges;
mod machine;
mod pages;
mod routes;
mod store;
#[cfg(test)]
mod tests;
mod views;

pub(crate) use attend::attend;
pub(crate) use door::tell_metrics;
pub(crate) use routes::routes;

/// The job that brings the standings to the day.
pub(crate) const TURN: &str = "turn";

/// Version, and the commit where the build was told it.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The commit that was built, where whoever built it said so.
pub(crate) const COMMIT: Option<&str> = option_env!("XUEJI_COMMIT");
