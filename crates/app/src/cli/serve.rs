//! `xueji serve`: the pages.

use anyhow::Context as _;
use tracing_subscriber::EnvFilter;

use crate::cli::open;
use crate::cli::output::Output;
use crate::config::Settings;
use crate::server;

/// Serves until it is asked to end.
pub(crate) fn run(settings: &Settings, output: &mut Output) -> anyhow::Result<u8> {
    let filter = EnvFilter::try_new(settings.log()).context("`log` is not a filter")?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let app = open(settings, true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(server::serve(app, settings.listen(), |address| {
        output.note(&format!("Xueji (学记) is at http://{address}"));
    }))?;
    Ok(0)
}
