//! `xueji plan`: checking, showing and carrying plan files; no database needed but for `publish`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use xueji_plan::{Lang, Parsed, Severity, render, schema, show};

use crate::cli::draft::{self, DraftCommand};
use crate::cli::output::Output;
use crate::people;
use crate::plans::{self, Publication};
use crate::shell::{App, Author};

/// Plan files: what is owed, by whom, by when.
#[derive(Debug, Args)]
pub(crate) struct PlanCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print every problem of plan files at once: where it is and how to mend it. Exit code 1 if one is an error.
    Check {
        /// Plan files (.toml); the arrangement's text is read from beside them.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        how: How,
    },
    /// Print a plan as a table.
    Show {
        file: PathBuf,
        #[command(flatten)]
        how: How,
    },
    /// Draft plans from arrangements: Word, PDF, web pages or text. Questions go to standard error.
    Draft(DraftCommand),
    /// Print what a plan asks of one person in one year, by role: hours, texts, meetings, books, days.
    Load {
        file: PathBuf,
        /// The plan of the year before: what changed stands beside each number.
        #[arg(long, value_name = "FILE")]
        against: Option<PathBuf>,
        #[command(flatten)]
        how: How,
    },
    /// Print the JSON Schema of plan files, with which editors complete them.
    Schema,
    /// Put a plan file in force: a new plan, or a new version of the one with its id and year. Every standing under it
    /// is made anew.
    Publish {
        file: PathBuf,
        /// The code of the organization that issues it; the top of the tree unless said.
        #[arg(long, value_name = "CODE")]
        organization: Option<String>,
        /// Why there is a new version; kept in its history.
        #[arg(long, default_value = "年度安排")]
        reason: String,
        #[command(flatten)]
        how: How,
    },
    /// Print the same plan file for another year; comments stay.
    Carry {
        file: PathBuf,
        #[arg(long)]
        year: i16,
    },
}

#[derive(Debug, Args)]
struct How {
    /// The language of the answer.
    #[arg(long, value_enum, default_value_t = Language::Zh)]
    lang: Language,
    /// Answer as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    Zh,
    En,
}

impl How {
    fn lang(&self) -> Lang {
        match self.lang {
            Language::Zh => Lang::Zh,
            Language::En => Lang::En,
        }
    }
}

impl PlanCommand {
    /// Whether it can do without configuration and database.
    pub(crate) fn stands_alone(&self) -> bool {
        !matches!(self.verb, Verb::Publish { .. })
    }
}

/// Runs it; the exit code says whether errors were found. `open` opens the configured database.
pub(crate) fn run(
    command: &PlanCommand,
    open: impl FnOnce() -> anyhow::Result<App>,
    output: &mut Output,
) -> anyhow::Result<u8> {
    match &command.verb {
        Verb::Publish { file, organization, reason, how } => {
            publish(file, organization.as_deref(), reason, how, &open()?, output)
        }
        Verb::Check { files, how } => check(files, how, output),
        Verb::Show { file, how } => {
            let Some(plan) = sound(file, how, output)? else { return Ok(1) };
            let grid = show::duties(&plan, how.lang());
            if how.json {
                output.json(&as_json(&grid))?;
            } else {
                output.text(&show::text(&plan, how.lang()))?;
            }
            Ok(0)
        }
        Verb::Draft(command) => draft::run(command, output),
        Verb::Load { file, against, how } => {
            let Some(plan) = sound(file, how, output)? else { return Ok(1) };
            let before = match against {
                Some(against) => match sound(against, how, output)? {
                    Some(before) => Some(before),
                    None => return Ok(1),
                },
                None => None,
            };
            let grid = show::load_against(&plan, before.as_ref(), how.lang());
            if how.json {
                output.json(&as_json(&grid))?;
            } else {
                output.text(&grid.to_string())?;
            }
            Ok(0)
        }
        Verb::Schema => {
            output.json(&schema::json_schema())?;
            Ok(0)
        }
        Verb::Carry { file, year } => {
            let (toml, _) = read(file)?;
            let carried = xueji_plan::carry(&toml, *year)
                .with_context(|| format!("{} has no [plan] year to change", file.display()))?;
            output.text(&carried)?;
            Ok(0)
        }
    }
}

fn publish(
    file: &Path,
    organization: Option<&str>,
    reason: &str,
    how: &How,
    app: &App,
    output: &mut Output,
) -> anyhow::Result<u8> {
    let Some(plan) = sound(file, how, output)? else { return Ok(1) };
    let issuer = app.read_blocking(|tx| match organization {
        Some(code) => people::organization_by_code(tx, code),
        None => people::root(tx),
    })?;
    let issuer = issuer.context("there is no such organization: import the roster first")?;
    let publication = Publication {
        organization_id: issuer.id,
        toml: read_text(file)?,
        arrangement: plan.text.clone(),
        reason: reason.to_owned(),
        by: None,
        at: app.clock.now(),
    };
    let published = app.write_blocking(Author::Command, move |work| plans::publish(work, &publication))?;
    let id = published.map_err(|refused| anyhow::anyhow!("refused: {} problems", refused.0.len()))?;
    if how.json {
        output.json(&serde_json::json!({ "plan": id.as_str() }))?;
    } else {
        output.note(&format!("{} ({}) is in force", plan.title, plan.year));
    }
    Ok(0)
}

fn check(files: &[PathBuf], how: &How, output: &mut Output) -> anyhow::Result<u8> {
    let mut errors = 0;
    let mut found = Vec::new();
    for file in files {
        let (toml, parsed) = read(file)?;
        errors += parsed.diagnostics.iter().filter(|problem| problem.severity == Severity::Error).count();
        let name = file.display().to_string();
        if how.json {
            found.push(render::to_json(&name, &parsed.diagnostics));
        } else {
            output.text(&render::render(
                &name,
                &toml,
                &parsed.diagnostics,
                how.lang(),
                output.is_colored(),
            ))?;
        }
    }
    if how.json {
        output.json(&serde_json::Value::Array(found))?;
    }
    Ok(u8::from(errors > 0))
}

/// The plan of a file without errors; otherwise they are printed.
fn sound(file: &Path, how: &How, output: &mut Output) -> anyhow::Result<Option<xueji_plan::Plan>> {
    let (toml, parsed) = read(file)?;
    if parsed.plan.is_none() {
        let name = file.display().to_string();
        output.text(&render::render(&name, &toml, &parsed.diagnostics, how.lang(), output.is_colored()))?;
    }
    Ok(parsed.plan)
}

/// Plan files are written by hand; one of this size is something else.
const LARGEST: u64 = 4 * 1024 * 1024;

fn read(file: &Path) -> anyhow::Result<(String, Parsed)> {
    let toml = read_text(file)?;
    let beside = file.parent().unwrap_or(Path::new("."));
    let parsed = xueji_plan::parse(&file.display().to_string(), &toml, |name| {
        // The text lies beside the plan: a name that leads elsewhere is not followed.
        let plain = Path::new(name).file_name().is_some_and(|only| only == name);
        plain.then(|| read_text(&beside.join(name)).ok()).flatten()
    });
    Ok((toml, parsed))
}

fn read_text(file: &Path) -> anyhow::Result<String> {
    let size = std::fs::metadata(file).with_context(|| format!("cannot open {}", file.display()))?.len();
    anyhow::ensure!(size <= LARGEST, "{} is larger than 4 MiB: no plan file is", file.display());
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    String::from_utf8(bytes)
        .with_context(|| format!("{} is not UTF-8 text; save it as UTF-8", file.display()))
}

fn as_json(grid: &show::Grid) -> serde_json::Value {
    let rows = grid.rows.iter().map(|row| {
        let cells = grid.columns.iter().cloned().zip(row.iter().cloned().map(serde_json::Value::String));
        serde_json::Value::Object(cells.collect())
    });
    rows.collect()
}
