//! `xueji verify`: proof that the trail is whole and that what it sealed is still what is stored.

use anyhow::Context as _;
use clap::Args;

use crate::cli::open;
use crate::cli::output::Output;
use crate::config::Settings;
use crate::trail::{self, Finding, Report};

/// Proving that nothing was removed, inserted or altered.
#[derive(Args, Debug)]
pub(crate) struct VerifyCommand {
    /// Number and hash of a line that were kept elsewhere, as the page of the trail shows them: only with them is a
    /// cut-off end found.
    #[arg(long, value_name = "NUMBER:HASH")]
    kept: Option<String>,
    /// Read the lines alone, and not the records and plans that they seal.
    #[arg(long)]
    lines_only: bool,
    /// Do not read the files of attachments, which takes the longest.
    #[arg(long)]
    without_files: bool,
    /// Answer as JSON.
    #[arg(long)]
    json: bool,
}

/// Reads the whole trail and every record; exit code 1 if anything is wrong.
pub(crate) fn run(command: &VerifyCommand, settings: &Settings, output: &mut Output) -> anyhow::Result<u8> {
    let kept = command.kept.as_deref().map(kept).transpose()?;
    let app = open(settings, false)?;
    let mut report = app.read_blocking(|tx| {
        let kept = kept.as_ref().map(|(number, hash)| (*number, hash.as_str()));
        trail::verify(tx, kept, !command.lines_only)
    })?;
    if !command.lines_only && !command.without_files {
        trail::verify_files(&app, &mut report)?;
    }
    if command.json {
        output.json(&serde_json::to_value(&report)?)?;
    } else {
        output.text(&said(&report))?;
    }
    Ok(u8::from(report.wrong > 0))
}

fn kept(text: &str) -> anyhow::Result<(i64, String)> {
    let hint = "--kept is a number, a colon and 64 hexadecimal digits, as the page of the trail shows them";
    let (number, hash) = text.split_once(':').context(hint).map_err(super::Usage)?;
    let hash: String = hash.chars().filter(|letter| !letter.is_whitespace()).collect();
    let number = number.trim().parse().context(hint).map_err(super::Usage)?;
    if hash.len() != 64 || !hash.chars().all(|letter| letter.is_ascii_hexdigit()) {
        return Err(super::Usage(anyhow::anyhow!(hint)).into());
    }
    Ok((number, hash))
}

pub(super) fn said(report: &Report) -> String {
    use std::fmt::Write as _;

    // Writing to a text cannot fail.
    let mut text = format!("{} lines, {} records and versions of plans", report.lines, report.rows);
    if report.files > 0 {
        let _ = write!(text, ", {} attachments", report.files);
    }
    if report.wrong == 0 {
        text.push_str(": nothing was removed, inserted or altered\n");
    } else {
        let _ = writeln!(text, ": {} things are wrong", report.wrong);
    }
    for finding in &report.findings {
        let line = match finding {
            Finding::LinesMissing { from, to } if from > to => {
                format!("line {from} stands there twice or out of order")
            }
            Finding::LinesMissing { from, to } if from == to => format!("line {from} is missing"),
            Finding::LinesMissing { from, to } => format!("lines {from} to {to} are missing"),
            Finding::LineAltered { number } => format!("line {number} is not what was written"),
            Finding::EndMissing { expected } => {
                format!("line {expected}, kept elsewhere, is not there: the end was cut off")
            }
            Finding::OtherHistory { number } => {
                format!("line {number} is not the one that was kept elsewhere")
            }
            Finding::RowAltered { table, id } => format!("{table} {id} is not what was entered"),
            Finding::RowInserted { table, id } => format!("{table} {id} was not entered through the program"),
            Finding::FileAltered { id, hash } => {
                format!("the file of attachment {id} is not what was stored ({hash})")
            }
            Finding::FileMissing { id, hash } => format!("the file of attachment {id} is missing ({hash})"),
            Finding::RowMissing { table, id } => format!("{table} {id} was entered and is no longer there"),
        };
        let _ = writeln!(text, "  {line}");
    }
    let _ = writeln!(text, "newest: {}:{}", report.lines, report.newest);
    text
}
