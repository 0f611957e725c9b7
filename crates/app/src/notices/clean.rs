//! Removing what is old: notices after a year, what was sent after three months.

use jiff::civil::{Time, time};

use crate::notices::{messages, store};
use crate::shell::jobs::{Done, Job, Rhythm};
use crate::shell::{App, Result};

const DAY: i64 = 24 * 60 * 60 * 1000;
/// How long notices are kept.
const KEPT: i64 = 365 * DAY;
/// How long it is kept that something was sent.
const SENT_KEPT: i64 = 90 * DAY;

/// The name of the job that removes what is old.
pub(crate) const CLEANING: &str = "notices-cleaning";
/// When, while hardly anybody is there.
const AT: Time = time(4, 20, 0, 0);

/// Removes what is old every day, for as long as the server runs.
pub(crate) fn clean_job() -> Job {
    Job::new(CLEANING, Rhythm::Daily(AT), |app: App| {
        Box::pin(async move {
            let removed = clean(&app).await?;
            Ok(Some(Done { amount: i64::try_from(removed)?, ..Done::default() }))
        })
    })
}

/// Removes what is old; how many notices.
pub(super) async fn clean(app: &App) -> Result<u64> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            messages::forget(tx, now - SENT_KEPT)?;
            store::forget(tx, now - KEPT)
        })
        .await
}
