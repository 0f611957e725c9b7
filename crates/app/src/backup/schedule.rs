//! Backups by themselves: every night, and so many kept. Whether one failed or is old the pages tell.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Time;

use crate::backup::dump;
use crate::config::Settings;
use crate::shell::App;
use crate::shell::jobs::{Done, Job, Rhythm};

/// The job's name.
pub(crate) const JOB: &str = "backup";

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

    /// The day's backup, as something that the server does by itself.
    pub(crate) fn job(self) -> Job {
        Job::new(JOB, Rhythm::Daily(self.at), move |app: App| {
            let schedule = self.clone();
            Box::pin(async move {
                let made = tokio::task::spawn_blocking(move || make(&app, &schedule)).await??;
                Ok(Some(made))
            })
        })
    }
}

/// A backup that is older than this is told of.
pub(crate) const LATE: i64 = 26 * 60 * 60 * 1000;
/// What a server that died left half-written is removed after this.
const ABANDONED: Duration = Duration::from_hours(6);

fn make(app: &App, schedule: &Schedule) -> anyhow::Result<Done> {
    std::fs::create_dir_all(&schedule.folder)?;
    sweep(&schedule.folder);
    let name = format!("xueji-{}-{}.zip", app.clock.today(), app.clock.time_of_day().strftime("%H%M%S"));
    let file = schedule.folder.join(name);
    let manifest = dump(app, &schedule.configuration, &file)?;
    // Earlier ones may hold what this one lacks: nothing is removed, and the warning stands until it is mended.
    anyhow::ensure!(
        manifest.files.missing == 0,
        "{} files of attachments are missing from the backup {}",
        manifest.files.missing,
        file.display()
    );
    if let Err(error) = prune(&schedule.folder, schedule.keep) {
        tracing::warn!(cause = format!("{error:#}"), "old backups could not be removed");
    }
    Ok(Done {
        amount: i64::try_from(manifest.rows())?,
        bytes: Some(i64::try_from(file.metadata()?.len())?),
        place: Some(file.display().to_string()),
    })
}

/// Removes what was begun by a process that is no more; what cannot be removed is in nobody's way.
fn sweep(folder: &Path) {
    for path in files(folder, ".zip.part") {
        let age = path.metadata().ok().and_then(|found| found.modified().ok()?.elapsed().ok());
        if age.is_some_and(|age| age > ABANDONED) {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Our files of a folder, the oldest first: their names carry their day.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let ours = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("xueji-") && name.ends_with(ending)
    };
    let mut found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(ours).collect();
    found.sort();
    found
}

/// Removes the oldest beyond those that are kept; never the last one.
pub(super) fn prune(folder: &Path, keep: usize) -> anyhow::Result<()> {
    let found = files(folder, ".zip");
    for old in found.iter().take(found.len().saturating_sub(keep.max(1))) {
        std::fs::remove_file(old)?;
    }
    Ok(())
}
