//! The command line: one file per noun, each calling the operations that the pages call.

mod attachments;
mod backup;
mod config;
mod demo;
mod draft;
mod import;
mod init;
mod notify;
mod output;
mod plan;
mod recount;
mod serve;
mod user;
mod verify;

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;
use xueji_store::Db;

use crate::backup::Unfit;
pub(crate) use crate::cli::output::Output;
use crate::config::{Overrides, Settings};
use crate::drafts;
use crate::schema::MIGRATIONS;
use crate::server;
use crate::sheets;
use crate::shell::{App, Clock, Error, Lang};

/// 学记 Xueji: the system of record for learning in an organization.
///
/// An arrangement (安排) becomes a plan of duties; people record learning once; everyone sees on any day who stands
/// where, and why.
#[derive(Debug, Parser)]
#[command(version, after_help = AFTER_HELP, propagate_version = true, subcommand_required = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    overrides: Overrides,
}

const AFTER_HELP: &str = "\
To begin:
  xueji demo                        a made-up county to look at
  xueji init                        an empty database and its administrator
  xueji plan check plans/*.toml     every problem of plan files
  xueji serve                       the pages

Exit codes: 0 done; 1 findings (a plan with errors, standings that differ, an altered trail); 2 wrong usage or configuration;
3 the storage failed; 4 what was asked for is not possible; 5 a fault of this program.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the pages until Ctrl-C or SIGTERM; requests under way are finished first.
    Serve,
    /// Make the database ready and open the administrator's account.
    Init(init::InitCommand),
    /// Check, show and carry plan files (安排).
    Plan(plan::PlanCommand),
    /// Read sheets in: the roster of people and organizations (花名册).
    Import(import::ImportCommand),
    /// Open, reset, close and list accounts (账号).
    User(user::UserCommand),
    /// Make every standing anew from plan, people and records, or prove those stored.
    Recount(recount::RecountCommand),
    /// Prove that no line of the audit trail, no record and no attachment was removed, inserted or altered (操作留痕).
    Verify(verify::VerifyCommand),
    /// Say where the files of attachments are, and remove those that nothing uses (附件).
    Attachments(attachments::AttachmentsCommand),
    /// Write the whole database, with its attachments, to one file while it is served, and read it back (备份).
    Backup(backup::BackupCommand),
    /// Read a backup into an empty database, and prove it (恢复).
    Restore(backup::RestoreCommand),
    /// Move everything to another database: from a file to a server, or back (迁移).
    Move(backup::MoveCommand),
    /// Make a county of made-up people with a year behind it, and serve it.
    Demo(demo::DemoCommand),
    /// Show the configuration and its reference.
    Config(config::ConfigCommand),
    /// Read one document from standard input and print its text: a process that may be ended. Not for people.
    #[command(hide = true)]
    ReadDocument,
    /// Read one picture from standard input and print the page codes on it: a process that may be ended. Not for people.
    #[command(hide = true)]
    ReadPageCode,
}

/// Runs what was asked for.
pub(crate) fn main() -> ExitCode {
    let Cli { command, overrides } = Cli::parse();
    let mut output = Output::new();
    match run(&command, &overrides, &mut output) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            let (code, hint) = verdict(&error);
            output.note(&format!("error: {}", told(&error)));
            if let Some(hint) = hint {
                output.note(&format!("hint: {hint}"));
            }
            ExitCode::from(code)
        }
    }
}

fn run(command: &Command, overrides: &Overrides, output: &mut Output) -> anyhow::Result<u8> {
    // Plan files need neither configuration nor database.
    if let Command::Plan(command) = command
        && command.stands_alone()
    {
        return plan::run(command, || anyhow::bail!("no database is needed"), output);
    }
    if matches!(command, Command::ReadDocument) {
        output.text(&drafts::read_apart()?)?;
        return Ok(0);
    }
    if matches!(command, Command::ReadPageCode) {
        output.text(&sheets::read_apart()?)?;
        return Ok(0);
    }
    let settings = Settings::read(overrides).map_err(Usage)?;
    match command {
        // Answered above: they read no configuration.
        Command::ReadDocument | Command::ReadPageCode => Ok(0),
        Command::Serve => serve::run(&settings, output),
        Command::Init(command) => init::run(command, &settings, output),
        Command::Plan(command) => plan::run(command, || open(&settings, false), output),
        Command::Import(command) => import::run(command, &settings, output),
        Command::User(command) => user::run(command, &settings, output),
        Command::Recount(command) => recount::run(command, &settings, output),
        Command::Attachments(command) => attachments::run(command, &settings, output),
        Command::Backup(command) => backup::backup(command, &settings, output),
        Command::Restore(command) => backup::restore(command, &settings, output),
        Command::Move(command) => backup::move_to(command, &settings, output),
        Command::Verify(command) => verify::run(command, &settings, output),
        Command::Demo(command) => demo::run(command, &settings, output),
        Command::Config(command) => config::run(command, &settings, output),
    }
}

/// The app on the configured database, its schema brought up to date; `create` makes a database where none is.
fn open(settings: &Settings, create: bool) -> anyhow::Result<App> {
    let url = settings.database().map_err(Usage)?;
    let clock = Clock::system(settings.zone().map_err(Usage)?);
    let blobs = settings.blobs().map_err(Usage)?;
    let db = Db::open(&url, &settings.options(create)).map_err(Error::Store)?;
    db.migrate(MIGRATIONS).map_err(Error::Store)?;
    let limits = settings.limits().map_err(Usage)?;
    let sign_in = settings.sign_in().map_err(Usage)?;
    let sending = settings.sending().map_err(Usage)?;
    let app = App::new(db, clock, blobs, settings.secure_cookies(), server::ENDING);
    Ok(app.within(limits).signing_in(sign_in).sending(sending))
}

/// Logs to standard error from here on, as much as the configuration says.
fn logs(settings: &Settings) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(settings.log()).context("`log` is not a filter").map_err(Usage)?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if settings.logs_json().map_err(Usage)? {
        lines.json().flatten_event(true).init();
    } else {
        lines.init();
    }
    Ok(())
}

/// A mistake in flags, environment or configuration.
#[derive(Debug, thiserror::Error)]
#[error("{0:#}")]
struct Usage(anyhow::Error);

/// The exit code of a failure, and what to do about it.
fn verdict(error: &anyhow::Error) -> (u8, Option<&'static str>) {
    use xueji_store::Error as Store;
    if error.is::<Usage>() {
        return (2, Some("`xueji config reference` explains every key"));
    }
    if error.is::<Unfit>() {
        return (4, None);
    }
    let Some(error) = error.downcast_ref::<Error>() else { return of_system(error) };
    match error {
        Error::Store(Store::Unavailable(_)) => {
            (3, Some("`xueji init` makes a database; `xueji config show` tells where it is looked for"))
        }
        Error::Store(Store::Busy(_) | Store::Timeout) => {
            (3, Some("another program is holding the database; try again when it is done"))
        }
        Error::Store(Store::ReadOnly) => (3, Some("the database file and its folder must be writable")),
        Error::Store(Store::Full) => (3, Some("free space on the disk, then run it again")),
        Error::Store(Store::Migration(_)) => {
            (3, Some("the database belongs to another version of this program"))
        }
        Error::Store(_) => (3, None),
        Error::Internal(cause) if cause.is::<Unfit>() => (4, None),
        Error::Internal(cause) => of_system(cause),
        _ => (4, None),
    }
}

/// What the system refused is the storage's; all else is a fault of this program.
fn of_system(error: &anyhow::Error) -> (u8, Option<&'static str>) {
    use std::io::ErrorKind;
    let refused = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
    match refused.map(std::io::Error::kind) {
        Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge) => {
            (3, Some("free space on the disk, or name another one, then run it again"))
        }
        Some(ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => {
            (3, Some("the folder must be writable for the user that runs this"))
        }
        Some(_) => (3, None),
        None => (5, None),
    }
}

/// What failed and why, in words a person at a terminal can use.
fn told(error: &anyhow::Error) -> String {
    let messages = Lang::English.messages();
    match error.downcast_ref::<Error>() {
        Some(Error::Invalid(mistakes)) => mistakes.said(messages).join(" "),
        Some(Error::Conflict(text)) => text(messages),
        _ => format!("{error:#}"),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::Cli;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_help_teaches_how_to_begin() {
        let help = Cli::command().render_long_help().to_string();
        for part in ["xueji init", "xueji serve", "Exit codes", "XUEJI_DATABASE"] {
            assert!(help.contains(part), "{part}");
        }
    }
}
