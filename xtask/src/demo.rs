//! `cargo xtask demo`: from a fresh clone to a county in the browser.

use anyhow::Result;

use crate::{process, report};

/// Builds the release binary and runs `xueji demo`.
///
/// On Unix-like systems Ctrl-C reaches the product too, which closes its storage before it ends.
pub(crate) fn run(args: &[String]) -> Result<()> {
    report::heading("Building xueji (a first build takes some minutes)");
    let binary = process::build_binary("release")?;
    process::run(process::command(&binary.to_string_lossy(), &["demo"]).args(args))
}
