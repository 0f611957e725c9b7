//! The browser's journeys and the screenshots: Node programs in e2e/ that drive the system's Chromium.

use std::process::Command;

use anyhow::Result;

use crate::machine::{self, Need};
use crate::process;

const NEEDS: [Need; 6] =
    [Need::Node, Need::Npm, Need::Chromium, Need::ChineseFont, Need::Nginx, Need::OpenSsl];

/// What the journeys need besides: exported sheets are opened by the office suite that is free.
const ALSO_JOURNEYS: [Need; 1] = [Need::Spreadsheets];

/// Every journey of e2e/journeys against a demo county served by the development build.
pub(crate) fn run_journeys() -> Result<()> {
    let binary = process::build_binary("dev")?;
    machine::provide(&ALSO_JOURNEYS)?;
    prepare()?;
    process::run(e2e("npm", &["test"]).env("XUEJI_BIN", binary))
}

/// The pictures of the README, from the release build.
pub(crate) fn take_screenshots() -> Result<()> {
    let binary = process::build_binary("release")?;
    prepare()?;
    process::run(e2e("node", &["screenshots.mjs"]).env("XUEJI_BIN", binary))
}

fn prepare() -> Result<()> {
    machine::provide(&NEEDS)?;
    process::run(&mut e2e("npm", &["ci", "--no-audit", "--no-fund"]))
}

fn e2e(program: &str, args: &[&str]) -> Command {
    let mut command = process::command(program, args);
    command.current_dir(process::root().join("e2e"));
    command
}
