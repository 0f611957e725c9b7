//! `xueji config`: what holds, and what every key means.

use clap::{Args, Subcommand};

use crate::cli::output::Output;
use crate::config::{Settings, reference};

/// The configuration.
#[derive(Args, Debug)]
pub(crate) struct ConfigCommand {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print the reference of every key (the default).
    Reference,
    /// Print what file, environment and flags come to; passwords are left out.
    Show,
}

pub(crate) fn run(command: &ConfigCommand, settings: &Settings, output: &mut Output) -> anyhow::Result<u8> {
    match command.verb {
        None | Some(Verb::Reference) => output.text(&reference())?,
        Some(Verb::Show) => output.text(&settings.shown()?)?,
    }
    Ok(0)
}
