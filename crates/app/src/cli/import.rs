//! `xueji import`: sheets that offices keep, read into the database.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;
use xueji_office::{Language, Problem, Severity, write_problems};

use crate::cli::open;
use crate::cli::output::Output;
use crate::config::Settings;
use crate::people::Vocabulary;
use crate::people::import::{self, Outcome, Summary, Way};
use crate::plans;
use crate::shell::{App, Author};

/// Reading sheets in.
#[derive(Args, Debug)]
pub(crate) struct ImportCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Bring people, organizations and posts to what a roster sheet (党员花名册) says.
    ///
    /// One row per person. People are known by staff number and organizations by code, so importing again updates
    /// and never doubles. With one error nothing is stored, and the exit code is 1.
    #[command(after_help = "\
To begin:
  xueji import people --template roster.xlsx
  xueji import people roster.xlsx --dry-run
  xueji import people roster.xlsx --errors to-mend.xlsx")]
    People(PeopleCommand),
}

#[derive(Args, Debug)]
struct PeopleCommand {
    /// The filled-in sheet.
    #[arg(required_unless_present = "template")]
    file: Option<PathBuf>,
    /// Say what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Answer as JSON.
    #[arg(long)]
    json: bool,
    /// Where the list of problems goes, as a sheet for whoever mends them.
    #[arg(long, value_name = "OUT.xlsx")]
    errors: Option<PathBuf>,
    /// Write the empty sheet to fill in, and do nothing else.
    #[arg(long, value_name = "OUT.xlsx", conflicts_with_all = ["file", "dry_run", "errors", "json"])]
    template: Option<PathBuf>,
    /// The language of sheets and problems.
    #[arg(long, value_enum, default_value_t = Tongue::Zh)]
    lang: Tongue,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Tongue {
    Zh,
    En,
}

impl Tongue {
    fn language(self) -> Language {
        match self {
            Self::Zh => Language::Chinese,
            Self::En => Language::English,
        }
    }
}

/// The largest sheet that is looked at; the reader's own limit is lower.
const LARGEST_FILE: u64 = 64 << 20;

/// Imports, and says what came of it; the exit code says whether the sheet has errors.
pub(crate) fn run(command: &ImportCommand, settings: &Settings, output: &mut Output) -> anyhow::Result<u8> {
    let What::People(command) = &command.what;
    let language = command.lang.language();
    if let Some(target) = &command.template {
        // A template is of use before there is a database; then it knows no plan's words.
        let words = open(settings, false).ok().and_then(|app| vocabulary(&app).ok());
        let words = words.unwrap_or_else(|| Vocabulary::of([]));
        write(target, &import::template(&words, language)?)?;
        output.note(&format!("{} is ready to be filled in", target.display()));
        return Ok(0);
    }
    let Some(file) = &command.file else { return Ok(0) };
    people(command, file, &open(settings, false)?, output)
}

fn people(command: &PeopleCommand, file: &Path, app: &App, output: &mut Output) -> anyhow::Result<u8> {
    let language = command.lang.language();
    let bytes = read(file)?;
    let sheet = match import::read(&bytes) {
        Ok(sheet) => sheet,
        Err(error) => {
            let told = error.describe(language);
            if command.json {
                output.json(&json!({ "stored": false, "refused": told }))?;
            } else {
                output.note(&format!("{}: {told}", file.display()));
            }
            return Ok(1);
        }
    };
    let words = vocabulary(app)?;
    let bar = output.progress(0, "importing");
    let outcome = app.write_blocking(Author::Command, |work| {
        let way = if command.dry_run { Way::Look } else { Way::Apply };
        import::import(work, &sheet, &words, &app.clock, way, &|done, of| {
            bar.set_length(u64::try_from(of).unwrap_or(0));
            bar.set_position(u64::try_from(done).unwrap_or(0));
        })
    });
    bar.finish_and_clear();
    let outcome = outcome?;
    if let Some(target) = &command.errors {
        write(target, &write_problems(&outcome.problems, language)?)?;
    }
    if command.json {
        output.json(&as_json(command, &outcome))?;
    } else {
        say(command, &outcome, output)?;
    }
    Ok(u8::from(outcome.is_refused()))
}

fn vocabulary(app: &App) -> anyhow::Result<Vocabulary> {
    let today = app.clock.today();
    Ok(app.read_blocking(|tx| plans::vocabulary(tx, today))?)
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let size = std::fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?.len();
    anyhow::ensure!(size <= LARGEST_FILE, "{} is larger than a roster can be", file.display());
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

fn write(target: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(target, bytes).with_context(|| format!("cannot write {}", target.display()))
}

fn as_json(command: &PeopleCommand, outcome: &Outcome) -> serde_json::Value {
    let language = command.lang.language();
    let problems = outcome.problems.iter().map(|problem| {
        json!({
            "row": problem.row,
            "column": problem.column,
            "heading": problem.title.in_language(language),
            "severity": if is_error(problem) { "error" } else { "warning" },
            "message": problem.describe(language),
        })
    });
    json!({
        "stored": outcome.stored,
        "dry_run": command.dry_run,
        "summary": outcome.summary,
        "problems": problems.collect::<Vec<_>>(),
        "more_problems": outcome.more_problems,
    })
}

fn say(command: &PeopleCommand, outcome: &Outcome, output: &mut Output) -> anyhow::Result<()> {
    let language = command.lang.language();
    for problem in &outcome.problems {
        output.text(&format!(
            "{}{} {}: {}: {}",
            problem.column,
            problem.row,
            problem.title.in_language(language),
            if is_error(problem) { "error" } else { "warning" },
            problem.describe(language),
        ))?;
    }
    if outcome.more_problems > 0 {
        output.text(&format!("… and {} more problems", outcome.more_problems))?;
    }
    if outcome.is_refused() {
        output.note("nothing was stored; mend the errors, then import again");
        return Ok(());
    }
    let Summary {
        people_new,
        people_changed,
        people_unchanged,
        organizations_new,
        organizations_changed,
        transfers,
        posts_begun,
        posts_ended,
        leaves,
        exemptions,
    } = outcome.summary;
    output.text(&format!(
        "people:        {people_new} new, {people_changed} changed, {people_unchanged} unchanged\n\
         organizations: {organizations_new} new, {organizations_changed} changed\n\
         transfers:     {transfers}\n\
         posts:         {posts_begun} begun, {posts_ended} ended\n\
         leaves:        {leaves}\n\
         exemptions:    {exemptions}"
    ))?;
    output.note(if outcome.stored { "stored" } else { "a dry run: nothing was changed" });
    Ok(())
}

fn is_error(problem: &Problem) -> bool {
    problem.severity == Severity::Error
}
