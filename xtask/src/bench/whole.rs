//! The program as a whole: starting it, and recounting everything.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::bench::client::Client;
use crate::bench::county::County;
use crate::bench::pages::COUNTY;
use crate::process::run;
use crate::report;

/// The people whose year, by the end of November, is 1.3 million records.
pub(super) const RECOUNTED: u32 = 3_900;
const RUNS: usize = 5;

/// From the call of the program to the first page answered, on a county's database.
pub(super) fn start() -> Result<()> {
    let county = County::of(COUNTY)?;
    let started = || -> Result<Duration> {
        let called = Instant::now();
        let server = county.serve()?;
        Client::connect(server.address)?.get("/sign-in")?;
        Ok(called.elapsed())
    };
    report::line(&format!("first answer after {}", times(started)?));
    Ok(())
}

/// Proving every standing, and making every one anew.
pub(super) fn recount() -> Result<()> {
    let county = County::of(RECOUNTED)?;
    let proved = || timed(&county, &["recount", "--check"]);
    report::line(&format!("recount --check: {}", times(proved)?));
    let copy = county.copy()?;
    let made = || timed(&copy, &["recount"]);
    report::line(&format!("recount: {}", times(made)?));
    Ok(())
}

pub(super) fn timed(county: &County, args: &[&str]) -> Result<Duration> {
    let begun = Instant::now();
    run(&mut county.command(args))?;
    Ok(begun.elapsed())
}

/// The best of several runs, and the worst.
pub(super) fn times(mut run: impl FnMut() -> Result<Duration>) -> Result<String> {
    let mut times = (0..RUNS).map(|_| run()).collect::<Result<Vec<_>>>()?;
    times.sort_unstable();
    let told = |time: Option<&Duration>| time.map_or(0.0, Duration::as_secs_f64);
    Ok(format!("{:.2} s (worst of {RUNS}: {:.2} s)", told(times.first()), told(times.last())))
}
