//! Backups by themselves: every night, so many kept, and a warning when one fails or is old.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Time;

use crate::backup::dump;
use crate::config::Settings;
use crate::shell::App;

/// When backups are made, where to, and how many are kept.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    pub(crate) folder: PathBuf,
    pub(crate) at: Time,
    pub(crate) keep: usize,
    /// The configuration that goes along, without secrets.
    pub(crate) configuration: String,
}

impl Schedule {
    /// What the configuration asks for.
    pub(crate) fn of(settings: &Settings) -> anyhow::Result<Option<Self>> {
        let configuration = settings.shown()?;
        Ok(settings.backups()?.map(|(folder, at, keep)| Self { folder, at, keep, configuration }))
    }
}

/// A day without a backup is told from this hour of delay on.
const LATE: i64 = 26 * 60 * 60 * 1000;

/// Makes the day's backup once its time has come, for as long as the server runs.
pub(crate) async fn keep(app: App, schedule: Schedule) {
    let mut minutes = tokio::time::interval(Duration::from_mins(1));
    let mut failed_on = None;
    loop {
        minutes.tick().await;
        let today = app.clock.today();
        let due = app.clock.time_of_day() >= schedule.at;
        let (of_today, newest) = there(&schedule.folder, &today.to_string());
        if due && !of_today && failed_on != Some((today, app.clock.time_of_day().hour())) {
            let (app_, schedule_) = (app.clone(), schedule.clone());
            let made = tokio::task::spawn_blocking(move || make(&app_, &schedule_)).await;
            match made.map_err(anyhow::Error::from).and_then(|made| made) {
                Ok((file, rows)) => tracing::info!(file = %file.display(), rows, "a backup was made"),
                Err(error) => {
                    // Tried again every hour: a full disk may have been emptied.
                    failed_on = Some((today, app.clock.time_of_day().hour()));
                    tracing::error!(cause = format!("{error:#}"), "the backup failed");
                }
            }
        } else if newest.is_some_and(|newest| app.clock.now() - newest > LATE)
            && app.clock.time_of_day().minute() == 0
        {
            tracing::warn!(folder = %schedule.folder.display(), "the newest backup is more than a day old");
        }
    }
}

fn make(app: &App, schedule: &Schedule) -> anyhow::Result<(PathBuf, u64)> {
    std::fs::create_dir_all(&schedule.folder)?;
    let name = format!("xueji-{}-{}.zip", app.clock.today(), app.clock.time_of_day().strftime("%H%M"));
    let file = schedule.folder.join(name);
    let manifest = dump(app, &schedule.configuration, &file)?;
    prune(&schedule.folder, schedule.keep)?;
    Ok((file, manifest.rows()))
}

/// The backups of a folder, the oldest first: their names carry their day.
fn backups(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let ours = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("xueji-") && path.extension().is_some_and(|extension| extension == "zip")
    };
    let mut found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(ours).collect();
    found.sort();
    found
}

/// Whether there is a backup of a day, and when the newest was written.
fn there(folder: &Path, day: &str) -> (bool, Option<i64>) {
    let found = backups(folder);
    let prefix = format!("xueji-{day}-");
    let of_day =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix));
    let written = found.last().and_then(|newest| newest.metadata().ok()?.modified().ok());
    let since = written.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    (found.iter().any(of_day), since.and_then(|since| i64::try_from(since.as_millis()).ok()))
}

/// Removes the oldest beyond those that are kept; never the last one.
pub(super) fn prune(folder: &Path, keep: usize) -> anyhow::Result<()> {
    let found = backups(folder);
    for old in found.iter().take(found.len().saturating_sub(keep.max(1))) {
        std::fs::remove_file(old)?;
    }
    Ok(())
}
