//! `xueji serve`: the pages.

use std::net::SocketAddr;

use crate::backup::Schedule;
use crate::cli::output::Output;
use crate::cli::{Usage, logs, notify, open};
use crate::config::Settings;
use crate::server::{self, Serving};
use crate::shell::App;

/// Open files: as many connections as are accepted, and room for the database's.
const FILES: u64 = 8192;

/// Serves until it is asked to end.
pub(crate) fn run(settings: &Settings, output: &mut Output) -> anyhow::Result<u8> {
    logs(settings)?;
    let serving = serving(settings)?;
    // Where the system gives no more, fewer connections are open at once.
    let _ = rlimit::increase_nofile_limit(FILES);
    let app = open(settings, true)?;
    run_app(app, serving, |address| {
        output.note(&format!("Xueji (学记) is at http://{address}"));
        for risk in risks(settings, address) {
            output.note(&format!("warning: {risk}"));
        }
        notify::ready();
    })?;
    Ok(0)
}

/// What whoever runs the server had better change.
fn risks(settings: &Settings, address: SocketAddr) -> Vec<&'static str> {
    let mut risks = Vec::new();
    if !address.ip().is_loopback() && !settings.secure_cookies() {
        risks.push(
            "passwords and sessions pass over the network unencrypted; let a proxy speak HTTPS in front, listen on \
             127.0.0.1, and set secure_cookies = true",
        );
    }
    #[cfg(target_os = "linux")]
    if std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0) {
        risks.push(
            "the server runs as root, which it never needs; deploy/xueji.service gives it a user of its own",
        );
    }
    risks
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
