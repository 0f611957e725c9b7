//! How long pages take: alone, and with many users at once who never pause.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::bench::client::Client;

/// Requests of one user before the clock counts: caches and the allocator settle.
const WARM_UP: usize = 5;

/// What one page took in one run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Latency {
    pub(super) median: Duration,
    pub(super) p99: Duration,
}

impl Latency {
    /// The best of several runs: on a machine that does other things too, the least disturbed.
    pub(super) fn best(runs: usize, mut run: impl FnMut() -> Result<Self>) -> Result<Self> {
        let mut best = run()?;
        for _ in 1..runs {
            let next = run()?;
            best.median = best.median.min(next.median);
            best.p99 = best.p99.min(next.p99);
        }
        Ok(best)
    }

    /// Every client asks for `path` so many times, all at once, each as soon as it was answered.
    pub(super) fn of(clients: &mut [Client], path: &str, each: usize) -> Result<Self> {
        let times: Result<Vec<Vec<Duration>>> = thread::scope(|scope| {
            let asking: Vec<_> =
                clients.iter_mut().map(|client| scope.spawn(move || ask(client, path, each))).collect();
            asking.into_iter().map(|user| user.join().expect("asking for a page does not panic")).collect()
        });
        Ok(Self::among(times?.into_iter().flatten().collect()))
    }

    /// What these times come to.
    pub(super) fn among(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self { median: percentile(&times, 50), p99: percentile(&times, 99) }
    }
}

fn ask(client: &mut Client, path: &str, times: usize) -> Result<Vec<Duration>> {
    for _ in 0..WARM_UP {
        client.get(path)?;
    }
    let timed = |_| {
        let asked = Instant::now();
        client.get(path).map(|_| asked.elapsed())
    };
    (0..times).map(timed).collect()
}

/// The time within which `percent` of the sorted times lie.
fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(at).copied().unwrap_or_default()
}

/// `12.3`: milliseconds.
pub(super) fn millis(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_time_that_was_measured() {
        let times: Vec<Duration> = (1..=200).map(Duration::from_millis).collect();
        assert_eq!(percentile(&times, 50), Duration::from_millis(100));
        assert_eq!(percentile(&times, 99), Duration::from_millis(198));
        assert_eq!(percentile(&[], 99), Duration::ZERO);
    }
}
