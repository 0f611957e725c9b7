//! `xueji serve`: the pages.

use std::net::SocketAddr;

use crate::backup::Schedule;
use crate::cli::output::Output;
use crate::cli::{logs, open};
use crate::config::Settings;
use crate::server;
use crate::shell::App;

/// Serves until it is asked to end.
pub(crate) fn run(settings: &Settings, output: &mut Output) -> anyhow::Result<u8> {
    logs(settings)?;
    let app = open(settings, true)?;
    run_app(app, settings.listen(), Schedule::of(settings)?, |address| {
        output.note(&format!("Xueji (学记) is at http://{address}"));
    })?;
    Ok(0)
}

/// Serves an app until it is asked to end; `ready` hears the address.
pub(crate) fn run_app(
    app: App,
    listen: &str,
    backups: Option<Schedule>,
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(server::serve(app, listen, backups, ready))
}
