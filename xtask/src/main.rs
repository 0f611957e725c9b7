//! Chores of the repository: `cargo xtask test | tidy | demo | assets | bench | screenshots`.
//!
//! Nothing of the product is here; a chore builds it, runs it or looks at its source.

mod assets;
mod bench;
mod browser;
mod demo;
mod machine;
mod postgres;
mod process;
mod report;
mod suite;
mod tidy;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Chores of the Xueji repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// Run every check and test there is, as CI does; install what the machine lacks.
    Test(suite::Options),
    /// Check the house rules that the compiler does not know.
    Tidy {
        /// Accept new migrations and the present module list of the app.
        #[arg(long)]
        bless: bool,
    },
    /// Build the release binary and run `xueji demo` with ARGS.
    Demo {
        /// Passed on to `xueji demo`, for example `-- --people 100000 --seed 7`.
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Build scripts and styles from web/ into web/dist, which is committed.
    Assets {
        /// Fail if the build differs from what is committed.
        #[arg(long)]
        check: bool,
    },
    /// Run a benchmark by name, or list them.
    Bench {
        /// One of the names that `cargo xtask bench` lists.
        name: Option<String>,
    },
    /// Take the screenshots of the README into docs/screenshots.
    Screenshots,
}

fn main() -> ExitCode {
    match run(Cli::parse().chore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report::failure(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(chore: Chore) -> Result<()> {
    match chore {
        Chore::Test(options) => suite::run(&options),
        Chore::Tidy { bless } => tidy::run(bless),
        Chore::Demo { args } => demo::run(&args),
        Chore::Assets { check } => assets::run(check),
        Chore::Bench { name } => bench::run(name.as_deref()),
        Chore::Screenshots => browser::take_screenshots(),
    }
}
