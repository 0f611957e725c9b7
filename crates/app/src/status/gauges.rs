//! What Prometheus reads: what the process counts, and what the database says at this moment.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use crate::backup;
use crate::shell::jobs::State;
use crate::shell::{App, Result};
use crate::status::machine::{self, Disk};
use crate::status::store::{self, Facts};
use crate::status::{COMMIT, VERSION};

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfJob {
    job: String,
}

/// Everything as text.
pub(super) async fn text(app: &App) -> Result<String> {
    let now = app.clock.now();
    let facts = app.read(move |tx| store::facts(tx, now)).await?;
    let mut text = app.watch.metrics.text()?;
    encode(&mut text, &gathered(app, &facts, now)).map_err(anyhow::Error::from)?;
    Ok(text)
}

fn gathered(app: &App, facts: &Facts, now: i64) -> Registry {
    let mut registry = Registry::with_prefix("xueji");
    let build = [("version", VERSION), ("commit", COMMIT.unwrap_or("unknown"))];
    registry.register("build", "What was built", Info::new(build.to_vec()));
    let load = app.db.load();
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let disk = app.watch.places().iter().filter_map(|place| Disk::of(place)).map(|disk| disk.free).min();
    let backup = facts.jobs.iter().find(|job| job.name == backup::JOB);
    let age = backup.and_then(|job| job.done_at).map(|at| (now - at) / 1000);
    let figures = [
        ("uptime_seconds", "Since the process began", Some(count(app.watch.uptime().as_secs()))),
        ("memory_bytes", "Memory that the process holds", machine::memory().map(count)),
        ("disk_free_bytes", "Room on the fullest disk in use", disk.map(count)),
        ("database_bytes", "Size of the database", Some(facts.bytes)),
        ("database_connections", "Requests that may read at once", Some(i64::from(load.connections))),
        ("database_in_use", "Requests that read now", Some(i64::from(load.in_use))),
        ("database_waiting_writes", "Writes that wait for their commit", Some(count(load.waiting))),
        ("database_writes", "Writes answered since the start", Some(count(load.writes))),
        ("database_commits", "Commits that those writes shared", Some(count(load.commits))),
        ("people", "People in the roster", Some(facts.people)),
        ("records", "Records entered, about", Some(facts.records)),
        ("sessions", "Open web sessions", Some(facts.sessions)),
        ("trail_number", "Number of the newest line of the trail", Some(facts.head.number)),
        ("backup_age_seconds", "Since the newest backup was made", age),
        ("backup_bytes", "Size of the newest backup", backup.and_then(|job| job.bytes)),
    ];
    for (name, help, value) in figures {
        if let Some(value) = value {
            let gauge = Gauge::<i64>::default();
            gauge.set(value);
            registry.register(name, help, gauge);
        }
    }
    for_jobs(&mut registry, &facts.jobs);
    registry
}

type Figure = fn(&State) -> Option<i64>;

fn for_jobs(registry: &mut Registry, jobs: &[State]) {
    let figures: [(&str, &str, Figure); 4] = [
        ("job_done_seconds", "When the job last went well", |job| Some(job.done_at? / 1000)),
        ("job_failed_seconds", "When the job last failed", |job| Some(job.failed_at? / 1000)),
        ("job_took_milliseconds", "How long the job last took", |job| Some(job.ended_at? - job.started_at?)),
        ("job_failing", "Whether the job failed when it last ran", |job| Some(i64::from(job.has_failed()))),
    ];
    for (name, help, figure) in figures {
        let family = Family::<OfJob, Gauge>::default();
        for job in jobs {
            if let Some(value) = figure(job) {
                family.get_or_create(&OfJob { job: job.name.clone() }).set(value);
            }
        }
        registry.register(name, help, family);
    }
}
