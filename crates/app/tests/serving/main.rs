//! The server as a process of its own: killed, asked to end, beside another program that holds the database, and
//! asked for more than it gives.

mod bounds;
mod ending;
mod hand;
mod held;
mod kill;
mod limits;
mod server;
mod visitor;
mod watched;

use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};

use server::xueji;

fn county(folder: &Path) -> Result<()> {
    let made = xueji().args(["demo", "--make-only", "--people", "40", "--data"]).arg(folder).output()?;
    ensure!(made.status.success(), "the county was not made: {}", String::from_utf8_lossy(&made.stderr));
    Ok(())
}

fn with_database<'a>(command: &'a mut Command, database: &Path) -> &'a mut Command {
    command.arg("--database").arg(format!("sqlite:{}", database.display()))
}
