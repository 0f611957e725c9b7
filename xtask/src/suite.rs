//! `cargo xtask test`: every check and test in order, the same here, in CI and in the README.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::machine::{self, Need};
use crate::postgres::Cluster;
use crate::process::{cargo, run as run_to_end};
use crate::{assets, browser, report, tidy};

/// What to run; without any of these, everything.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Leave out what needs Node and a browser.
    #[arg(long)]
    skip_browser: bool,
    /// Run this step only; may be given several times.
    #[arg(long, value_name = "STEP")]
    only: Vec<Step>,
}

/// The steps in the order in which they run: the quick ones first, so that a slip shows soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    Fmt,
    Tidy,
    Clippy,
    Doc,
    Test,
    Assets,
    Browser,
}

impl Step {
    fn title(self) -> &'static str {
        match self {
            Self::Fmt => "fmt: the source is formatted",
            Self::Tidy => "tidy: the house rules are kept",
            Self::Clippy => "clippy: no warning is left",
            Self::Doc => "doc: the documentation builds",
            Self::Test => "test: everything, on SQLite and PostgreSQL",
            Self::Assets => "assets: web/dist is what web/ builds",
            Self::Browser => "browser: the journeys in Chromium",
        }
    }

    fn needs_node(self) -> bool {
        matches!(self, Self::Assets | Self::Browser)
    }

    /// All in the dev profile, so that dependencies are checked once (clippy, doc) and built once (test, browser).
    fn run(self) -> Result<()> {
        match self {
            Self::Fmt => run_to_end(&mut cargo(&["fmt", "--all", "--check"])),
            Self::Tidy => tidy::run(false),
            Self::Clippy => {
                run_to_end(&mut cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
            }
            Self::Doc => {
                let mut doc = cargo(&["doc", "--workspace", "--no-deps"]);
                run_to_end(doc.env("RUSTDOCFLAGS", "-D warnings"))
            }
            Self::Test => run_tests(),
            Self::Assets => {
                machine::provide(&[Need::Node, Need::Npm])?;
                assets::run(true)
            }
            Self::Browser => browser::run_journeys(),
        }
    }
}

/// Runs the chosen steps, stops at the first that fails, and says how long each took.
pub(crate) fn run(options: &Options) -> Result<()> {
    let mut times: Vec<(Step, Duration)> = Vec::new();
    let steps = chosen(options);
    if steps.is_empty() {
        bail!("--skip-browser leaves nothing of what --only names");
    }
    for step in steps {
        report::heading(step.title());
        let begun = Instant::now();
        step.run().with_context(|| {
            let name = format!("{step:?}").to_lowercase();
            format!("step {name} failed; run it alone with `cargo xtask test --only {name}`")
        })?;
        report::line(&format!("{} passed in {}", step.title(), report::duration(begun.elapsed())));
        times.push((step, begun.elapsed()));
    }
    report::heading("passed");
    for (step, time) in &times {
        report::line(&format!("{:>12}  {}", report::duration(*time), step.title()));
    }
    Ok(())
}

fn chosen(options: &Options) -> Vec<Step> {
    let wanted = |step: &Step| {
        (options.only.is_empty() || options.only.contains(step))
            && !(options.skip_browser && step.needs_node())
    };
    Step::value_variants().iter().copied().filter(wanted).collect()
}

/// An address given in `XUEJI_TEST_PG` is used as it is; else a throw-away cluster lives as long as the tests.
fn run_tests() -> Result<()> {
    let mut tests = cargo(&["test", "--workspace"]);
    if std::env::var_os("XUEJI_TEST_PG").is_some() {
        return run_to_end(&mut tests);
    }
    machine::provide(&[Need::Postgres, Need::OpenSsl])?;
    let cluster = Cluster::start()?;
    tests.env("XUEJI_TEST_PG", cluster.url()).env("XUEJI_TEST_PG_CERTIFICATE", cluster.certificate());
    run_to_end(&mut tests)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(skip_browser: bool, only: &[Step]) -> Vec<Step> {
        chosen(&Options { skip_browser, only: only.to_vec() })
    }

    #[test]
    fn without_flags_every_step_runs() {
        assert_eq!(steps(false, &[]), Step::value_variants());
    }

    #[test]
    fn named_steps_run_in_the_order_of_the_suite() {
        assert_eq!(steps(false, &[Step::Test, Step::Fmt]), [Step::Fmt, Step::Test]);
    }

    #[test]
    fn skipping_the_browser_leaves_out_all_that_needs_node() {
        assert!(!steps(true, &[]).iter().any(|step| step.needs_node()));
    }
}
