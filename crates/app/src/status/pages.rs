//! How the pages did since the process began, the slowest first.

use std::cmp::Reverse;
use std::time::Duration;

use crate::shell::watch::Watch;

/// Routes that are listed.
const MOST: usize = 15;

/// A route.
#[derive(Debug)]
pub(super) struct Route {
    pub(super) name: String,
    pub(super) count: u64,
    pub(super) median: String,
    pub(super) late: String,
    pub(super) slowest: String,
    pub(super) failed: u64,
}

/// The slowest by what ninety-nine of a hundred answers took at most.
pub(super) fn slowest(watch: &Watch) -> Vec<Route> {
    let mut pages = watch.pages();
    pages.sort_by_key(|(_, _, timing)| Reverse(timing.percentile(99)));
    pages
        .into_iter()
        .take(MOST)
        .map(|(route, method, timing)| Route {
            name: format!("{method} {route}"),
            count: timing.count,
            median: spelled(timing.percentile(50)),
            late: spelled(timing.percentile(99)),
            slowest: spelled(timing.slowest),
            failed: timing.failed,
        })
        .collect()
}

/// 0.4 ms, 12 ms, 1.3 s.
pub(super) fn spelled(took: Duration) -> String {
    let seconds = took.as_secs_f64();
    if seconds < 0.01 {
        format!("{:.1} ms", seconds * 1000.0)
    } else if seconds < 1.0 {
        format!("{:.0} ms", seconds * 1000.0)
    } else {
        format!("{seconds:.1} s")
    }
}
