//! Keeping what was entered: proving the trail, backing up while records come in, restoring.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::bench::client::Client;
use crate::bench::county::{County, PASSWORD};
use crate::bench::recording::{Writer, wait};
use crate::bench::whole::{RECOUNTED, timed, times};
use crate::process::run;
use crate::report;

/// Connections that record, and how many records a second they come to together.
const CONNECTIONS: u32 = 20;
const A_SECOND: u32 = 500;

/// A county year proven, backed up alone and under load, and restored.
pub(super) fn keeping() -> Result<()> {
    let county = County::of(RECOUNTED)?.copy()?;
    report::line(&format!("verify, lines alone: {}", times(|| timed(&county, &["verify", "--lines-only"]))?));
    report::line(&format!("verify: {}", times(|| timed(&county, &["verify"]))?));
    report::line(&format!("backup, nothing else: {}", times(|| backup(&county))?));
    under_load(&county)?;
    let file = county.beside("backup.zip");
    let restored = county.beside_database("restored.db")?;
    let took = timed(&restored, &["restore", &text(&file)])?;
    report::line(&format!("restore: {:.1} s, proven with it", took.as_secs_f64()));
    run(&mut restored.command(&["recount", "--check"]))
}

fn text(file: &Path) -> String {
    file.display().to_string()
}

fn backup(county: &County) -> Result<Duration> {
    let file = county.beside("backup.zip");
    if file.exists() {
        std::fs::remove_file(&file)?;
    }
    timed(county, &["backup", &text(&file)])
}

/// The backup that is restored afterwards: no line may be missing in its chain, and no record that a line seals.
fn under_load(county: &County) -> Result<()> {
    let names = county.secretaries()?;
    ensure!(!names.is_empty(), "nobody of this county can sign in");
    let server = county.serve()?;
    let mut writers = names
        .iter()
        .cycle()
        .take(usize::try_from(CONNECTIONS)?)
        .map(|name| Writer::new(Client::sign_in(server.address, name, PASSWORD)?))
        .collect::<Result<Vec<_>>>()?;
    let (acknowledged, over) = (AtomicU64::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        for (number, writer) in writers.iter_mut().enumerate() {
            let (acknowledged, over) = (&acknowledged, &over);
            scope.spawn(move || {
                let pause = Duration::from_secs(1) * CONNECTIONS / A_SECOND;
                let mut next = Instant::now();
                for nth in 0_usize.. {
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    writer.record(nth, &format!("keeping-{number}-{nth}")).expect("recording goes on");
                    acknowledged.fetch_add(1, Ordering::Relaxed);
                    next += pause;
                    wait(next.saturating_duration_since(Instant::now()));
                }
            });
        }
        wait(Duration::from_secs(2));
        let (begun, before) = (Instant::now(), acknowledged.load(Ordering::Relaxed));
        let took = backup(county);
        let came = acknowledged.load(Ordering::Relaxed) - before;
        let rate = f64::from(u32::try_from(came)?) / begun.elapsed().as_secs_f64();
        over.store(true, Ordering::Relaxed);
        report::line(&format!(
            "backup while {rate:.0} records a second came in: {:.1} s",
            took?.as_secs_f64()
        ));
        Ok(())
    })
}
