//! Single records over HTTP, each acknowledged after its own flush to the disk or one shared with others.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::bench::client::{Client, value_of};
use crate::bench::county::{County, PASSWORD};
use crate::bench::pages::COUNTY;
use crate::report;

const CONNECTIONS: usize = 64;
const WARM_UP: Duration = Duration::from_secs(2);
const MEASURED: Duration = Duration::from_secs(5);
const RUNS: usize = 3;

/// Counts what is acknowledged to 64 connections, on a copy of the county; each record is another member's.
pub(super) fn recording() -> Result<()> {
    let county = County::of(COUNTY)?.copy()?;
    let names = county.secretaries()?;
    ensure!(!names.is_empty(), "nobody of this county can sign in");
    let server = county.serve()?;
    let signed_in = names.iter().cycle().take(CONNECTIONS);
    let mut writers = signed_in
        .map(|name| Writer::new(Client::sign_in(server.address, name, PASSWORD)?))
        .collect::<Result<Vec<_>>>()?;
    for run in 0..RUNS {
        let rate = rate(&mut writers, run)?;
        report::line(&format!("run {}: {rate:.0} acknowledged records a second", run + 1));
    }
    Ok(())
}

fn rate(writers: &mut [Writer], run: usize) -> Result<f64> {
    let (acknowledged, over) = (AtomicU64::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        let writing: Vec<_> = (0..)
            .zip(writers)
            .map(|(number, writer): (usize, _)| {
                let (acknowledged, over) = (&acknowledged, &over);
                scope.spawn(move || -> Result<()> {
                    for nth in 0_usize.. {
                        if over.load(Ordering::Relaxed) {
                            break;
                        }
                        writer.record(nth, &format!("bench-{run}-{number}-{nth}"))?;
                        acknowledged.fetch_add(1, Ordering::Relaxed);
                    }
                    Ok(())
                })
            })
            .collect();
        wait(WARM_UP);
        let (begun, before) = (Instant::now(), acknowledged.load(Ordering::Relaxed));
        wait(MEASURED);
        let counted = acknowledged.load(Ordering::Relaxed) - before;
        let rate = f64::from(u32::try_from(counted)?) / begun.elapsed().as_secs_f64();
        over.store(true, Ordering::Relaxed);
        for writer in writing {
            writer.join().expect("recording does not panic")?;
        }
        Ok(rate)
    })
}

#[expect(clippy::disallowed_methods, reason = "a measurement lasts as long as it is told to")]
pub(super) fn wait(time: Duration) {
    thread::sleep(time);
}

/// A secretary with the form before them, who enters for one member after the other.
pub(super) struct Writer {
    client: Client,
    csrf: String,
    today: String,
    members: Vec<String>,
}

impl Writer {
    pub(super) fn new(mut client: Client) -> Result<Self> {
        let form = client.get("/records/new?activity=self-study")?;
        let (csrf, today) = (value_of(&form, "_csrf")?.to_owned(), value_of(&form, "last_on")?.to_owned());
        let branch = client.get("/branch")?;
        let people = branch.split("href=\"/people/").skip(1).filter_map(|rest| rest.split(['/', '"']).next());
        let members: Vec<String> = people.map(str::to_owned).collect();
        ensure!(!members.is_empty(), "a secretary's branch shows nobody");
        Ok(Self { client, csrf, today, members })
    }

    pub(super) fn record(&mut self, nth: usize, entry_key: &str) -> Result<()> {
        let member = self.members.get(nth % self.members.len()).map_or("", String::as_str);
        let fields = [
            ("for_person", member),
            ("_csrf", self.csrf.as_str()),
            ("entry_key", entry_key),
            ("activity", "self-study"),
            ("last_on", &self.today),
            ("amount", "10"),
            ("unit", "minutes"),
            ("title", "自学"),
            ("body", "读书笔记"),
        ];
        let saved = self.client.post("/records", &fields)?;
        ensure!(saved.status == 201, "recording was answered {}: {}", saved.status, saved.body);
        Ok(())
    }
}
