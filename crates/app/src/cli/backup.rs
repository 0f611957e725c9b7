//! `xueji backup`, `restore` and `move`: the whole database as one file, and back.

use std::path::{Path, PathBuf};

use clap::Args;
use xueji_store::Db;

use crate::backup::{self, Manifest, Outcome};
use crate::cli::output::Output;
use crate::cli::{open, verify};
use crate::config::Settings;
use crate::server;
use crate::shell::{App, Clock, Error};

/// Writing a backup.
#[derive(Args, Debug)]
pub(crate) struct BackupCommand {
    /// The file to write; it must not be there yet.
    file: PathBuf,
    /// Read an existing backup through instead, and say whether it is whole.
    #[arg(long)]
    check: bool,
}

/// Restoring a backup.
#[derive(Args, Debug)]
pub(crate) struct RestoreCommand {
    /// The backup. The database of the configuration must be empty or missing.
    file: PathBuf,
}

/// Moving to another database.
#[derive(Args, Debug)]
pub(crate) struct MoveCommand {
    /// The address of the empty database to move to; the old one stays as it is.
    #[arg(long, value_name = "URL")]
    to: String,
}

/// Writes or checks a backup; the server may be serving.
pub(crate) fn backup(
    command: &BackupCommand,
    settings: &Settings,
    output: &mut Output,
) -> anyhow::Result<u8> {
    let manifest = if command.check {
        backup::check(&command.file)?
    } else {
        backup::dump(&open(settings, false)?, &settings.shown()?, &command.file)?
    };
    output.text(&told(&manifest, &command.file))?;
    Ok(u8::from(manifest.files.missing > 0))
}

fn told(manifest: &Manifest, file: &Path) -> String {
    let size = file.metadata().map_or(0, |found| found.len());
    format!(
        "{}: {} rows of {} tables, {} attachments, {:.1} MB, read back and whole\n{}trail: {}\n",
        file.display(),
        manifest.rows(),
        manifest.tables.len(),
        manifest.files.count,
        bytes_in_megabytes(size),
        missing(manifest),
        manifest.trail
    )
}

/// Which files of attachments were not there when the backup was made.
fn missing(manifest: &Manifest) -> String {
    let files = &manifest.files;
    if files.missing == 0 {
        return String::new();
    }
    format!(
        "{} attachments are missing or altered; older backups may have them, under these names:\n  {}\n",
        files.missing,
        files.named.join("\n  ")
    )
}

fn bytes_in_megabytes(bytes: u64) -> f64 {
    // A size for people: what is lost beyond 53 bits nobody reads.
    f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0
}

/// Restores a backup into an empty database and proves it.
pub(crate) fn restore(
    command: &RestoreCommand,
    settings: &Settings,
    output: &mut Output,
) -> anyhow::Result<u8> {
    into(&command.file, settings, output)
}

/// Moves everything to another database by way of a backup, and proves it there.
pub(crate) fn move_to(command: &MoveCommand, settings: &Settings, output: &mut Output) -> anyhow::Result<u8> {
    let app = open(settings, false)?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("move.zip");
    let manifest = backup::dump(&app, &settings.shown()?, &file)?;
    output.note(&format!("{} rows read; storing them in the other database", manifest.rows()));
    let code = into(&file, &settings.with_database(command.to.clone()), output)?;
    if code == 0 {
        output.note("next: write the new address into the configuration, and start the server with it");
    }
    Ok(code)
}

fn into(file: &Path, settings: &Settings, output: &mut Output) -> anyhow::Result<u8> {
    let blobs = settings.blobs()?;
    let db = Db::open(&settings.database()?, &settings.options(true)).map_err(Error::Store)?;
    let clock = Clock::system(settings.zone()?);
    let bar = output.progress(0, "restoring");
    let kept = blobs.clone();
    let app = |db: Db| App::new(db, clock, kept, settings.secure_cookies(), server::ENDING);
    let outcome = backup::restore(file, &db, &blobs, app, &|done, total| {
        bar.set_length(total);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let outcome = outcome?;
    output.text(&said(&outcome))?;
    db.close();
    Ok(u8::from(outcome.trail.wrong > 0 || outcome.different > 0))
}

fn said(outcome: &Outcome) -> String {
    let standings = match outcome.different {
        0 => "each follows from the records".to_owned(),
        different => {
            format!("{different} differ from what the records come to; `xueji recount` makes them anew")
        }
    };
    let trail = verify::said(&outcome.trail);
    format!(
        "{} rows and {} attachments restored\n{}trail: {trail}standings: {standings}\n",
        outcome.manifest.rows(),
        outcome.manifest.files.count,
        missing(&outcome.manifest)
    )
}
