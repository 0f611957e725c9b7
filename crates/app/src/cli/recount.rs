//! `xueji recount`: every tally and roll-up made anew from plan, people and records.

use clap::Args;

use crate::cli::open;
use crate::cli::output::Output;
use crate::config::Settings;
use crate::plans;
use crate::shell::Author;
use crate::standings::{self, Report};

/// Making standings anew, or proving those stored.
#[derive(Args, Debug)]
pub(crate) struct RecountCommand {
    /// Change nothing: report every difference between what is stored and what the records come to. Exit code 1 if
    /// there is one.
    #[arg(long)]
    check: bool,
    /// Answer as JSON.
    #[arg(long)]
    json: bool,
}

/// Recounts every plan.
pub(crate) fn run(command: &RecountCommand, settings: &Settings, output: &mut Output) -> anyhow::Result<u8> {
    let app = open(settings, false)?;
    let today = app.clock.today();
    let plans = app.read_blocking(plans::all)?;
    let mut reports: Vec<Report> = Vec::new();
    for plan in plans {
        reports.push(if command.check {
            app.read_blocking(|tx| standings::check(tx, &plan, today))?
        } else {
            app.write_blocking(Author::Command, move |work| standings::rebuild(work, &plan, today))?
        });
    }
    if command.json {
        output.json(&serde_json::to_value(&reports)?)?;
    } else {
        for report in &reports {
            say(report, output)?;
        }
    }
    Ok(u8::from(reports.iter().any(|report| report.different > 0)))
}

fn say(report: &Report, output: &mut Output) -> anyhow::Result<()> {
    output.text(&format!(
        "{}: {} records, {} standings, {} different",
        report.plan, report.records, report.tallies, report.different
    ))?;
    for difference in &report.differences {
        output.text(&format!("  {difference}"))?;
    }
    if report.different > report.differences.len() {
        output.text("  … and more of the same")?;
    }
    Ok(())
}
