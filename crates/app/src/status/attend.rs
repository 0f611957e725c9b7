//! Looks now and then at what the pages should warn of.

use std::time::Duration;

use crate::backup;
use crate::shell::App;
use crate::shell::jobs::{self, State};
use crate::status::machine::Disk;

/// Seconds between two looks; each reads one row and asks for the room on two disks.
const PAUSE: Duration = Duration::from_secs(10);

/// Keeps the warnings true for as long as the server runs.
pub(crate) async fn attend(app: App) {
    let mut pauses = tokio::time::interval(PAUSE);
    let mut low_before = false;
    loop {
        pauses.tick().await;
        let low = app.watch.places().iter().filter_map(|place| Disk::of(place)).any(Disk::is_low);
        if low && !low_before {
            tracing::warn!("a disk is nearly full");
        }
        low_before = low;
        match app.read(|tx| jobs::of(tx, backup::JOB)).await {
            Ok(state) => warn(&app, state.as_ref(), low),
            Err(error) => tracing::warn!(%error, "the state of backups could not be read"),
        }
    }
}

/// Only where backups are asked for they can fail or be old.
pub(super) fn warn(app: &App, backup: Option<&State>, disk_low: bool) {
    let asked_for = app.watch.jobs().iter().any(|(name, _)| *name == backup::JOB);
    let failed = asked_for && backup.is_some_and(State::has_failed);
    app.watch.warn(failed, asked_for && is_old(backup, app.clock.now()), disk_low);
}

/// Whether the newest backup is more than a day old.
pub(super) fn is_old(backup: Option<&State>, now: i64) -> bool {
    backup.and_then(|state| state.done_at).is_some_and(|done| now - done > backup::LATE)
}
