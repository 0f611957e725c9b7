//! `xueji serve`: the pages.

use std::net::SocketAddr;

use crate::backup::Schedule;
use crate::cli::output::Output;
use crate::cli::{Usage, logs, open};
use crate::config::Settings;
use crate::server::{self, Serving};
use crate::shell::App;

/// Serves until it is asked to end.
pub(crate) fn run(settings: &Settings, output: &mut Output) -> anyhow::Result<u8> {
    logs(settings)?;
    let serving = serving(settings)?;
    let app = open(settings, true)?;
    run_app(app, serving, |address| {
        output.note(&format!("Xueji (学记) is at http://{address}"));
    })?;
    Ok(0)
}

/// What the configuration says of serving.
pub(crate) fn serving(settings: &Settings) -> anyhow::Result<Serving> {
    Ok(Serving {
        listen: settings.listen().to_owned(),
        backups: Schedule::of(settings).map_err(Usage)?,
        metrics: settings.metrics().map_err(Usage)?,
        places: settings.places().map_err(Usage)?,
    })
}

/// Serves an app until it is asked to end; `ready` hears the address.
pub(crate) fn run_app(app: App, serving: Serving, ready: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(server::serve(app, serving, ready))
}
