//! `xueji demo`: a made-up county with a year behind it, made by the product's own operations, and served.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use serde_json::json;

use crate::cli::output::Output;
use crate::cli::{logs, open, serve};
use crate::config::Settings;
use crate::demo::{self, Demo, SignIn};
use crate::server::Serving;

/// A county to look at.
#[derive(Args, Debug)]
pub(crate) struct DemoCommand {
    /// About how many people it has.
    #[arg(long, default_value_t = 1500, value_parser = clap::value_parser!(u32).range(20..=1_000_000))]
    people: u32,
    /// The same seed makes the same county.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The folder for its database, made anew; a folder of the system for temporary files unless said.
    #[arg(long, value_name = "DIR", conflicts_with = "database")]
    data: Option<PathBuf>,
    /// The port to serve on; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Make it and stop.
    #[arg(long)]
    make_only: bool,
    /// Print address and sign-ins as one line of JSON.
    #[arg(long)]
    json: bool,
}

/// The first plan file, and the arrangement that it quotes.
const PLAN: &str = include_str!("../../../../plans/county-learning.toml");
const ARRANGEMENT: &str = include_str!("../../../../plans/county-learning.txt");

/// Makes the county, then serves it.
pub(crate) fn run(command: &DemoCommand, settings: &Settings, output: &mut Output) -> anyhow::Result<u8> {
    logs(settings)?;
    let settings = if settings.database_is_named() {
        settings.clone()
    } else {
        let folder = command.data.clone().unwrap_or_else(|| {
            std::env::temp_dir().join(format!("xueji-demo-{}-{}", command.people, command.seed))
        });
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let file = folder.join("demo.db");
        for suffix in ["", "-wal", "-shm"] {
            let old = PathBuf::from(format!("{}{suffix}", file.display()));
            if old.exists() {
                std::fs::remove_file(&old).with_context(|| format!("cannot remove {}", old.display()))?;
            }
        }
        let attachments = PathBuf::from(format!("{}-attachments", file.display()));
        if attachments.exists() {
            std::fs::remove_dir_all(&attachments)
                .with_context(|| format!("cannot remove {}", attachments.display()))?;
        }
        settings.with_database(format!("sqlite:{}", file.display()))
    };
    let app = open(&settings, true)?;
    let today = app.clock.today();
    let toml = xueji_plan::carry(PLAN, today.year()).context("the shipped plan has no year")?;
    let demo = Demo {
        people: usize::try_from(command.people)?,
        seed: command.seed,
        toml,
        arrangement: Some(ARRANGEMENT.to_owned()),
    };
    let bar = output.progress(0, "making a county");
    let sign_ins = demo::make(&app, &demo, &|done, total| {
        bar.set_length(u64::try_from(total).unwrap_or(0));
        bar.set_position(u64::try_from(done).unwrap_or(0));
    })?;
    bar.finish_and_clear();
    if command.make_only {
        tell(command, None, &sign_ins, output)?;
        app.db.close();
        return Ok(0);
    }
    let serving = Serving { listen: format!("127.0.0.1:{}", command.port), ..serve::serving(&settings)? };
    let mut told = Ok(());
    serve::run_app(app, serving, |address| {
        told = tell(command, Some(&format!("http://{address}")), &sign_ins, output);
    })?;
    told?;
    Ok(0)
}

fn tell(
    command: &DemoCommand,
    address: Option<&str>,
    sign_ins: &[SignIn],
    output: &mut Output,
) -> anyhow::Result<()> {
    if command.json {
        return output.text(&json!({ "address": address, "sign_ins": sign_ins }).to_string());
    }
    if let Some(address) = address {
        output.text(&format!("\n  学记 Xueji  {address}\n"))?;
    }
    for sign_in in sign_ins {
        output.text(&format!("  {:<14} {:<12} {}", sign_in.role, sign_in.name, sign_in.password))?;
    }
    if address.is_some() {
        output.note("\nCtrl-C ends it.");
    }
    Ok(())
}
