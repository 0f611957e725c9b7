//! What the page of the system's status shows.

use std::time::Duration;

use askama::Template;

use crate::schema::MIGRATIONS;
use crate::shell::jobs::{Rhythm, State};
use crate::shell::lang::Messages;
use crate::shell::secret::hex;
use crate::shell::{Context, Page, page};
use crate::status::attend::is_old;
use crate::status::machine::{self, Disk};
use crate::status::pages::{self, Route};
use crate::status::store::Facts;
use crate::status::{COMMIT, TURN, VERSION};
use crate::trail;
use crate::{attachments, backup, lessons, meetings, minutes, notices};

#[derive(Debug, Template)]
#[template(path = "status/index.html")]
pub(super) struct StatusPage {
    page: Page,
    /// What is wrong with backups, empty where nothing is.
    wrong: String,
    /// What the system said of it.
    cause: String,
    backup: Vec<Fact>,
    sending: Vec<Fact>,
    system: Vec<Fact>,
    database: Vec<Fact>,
    hash: String,
    jobs: Vec<Row>,
    routes: Vec<Route>,
}

/// A line: what, and its value.
#[derive(Debug)]
pub(super) struct Fact {
    label: String,
    value: String,
}

/// A job.
#[derive(Debug)]
pub(super) struct Row {
    name: String,
    last: String,
    took: String,
    outcome: String,
    bad: bool,
    next: String,
}

impl StatusPage {
    pub(super) fn new(context: &Context, facts: &Facts) -> Self {
        let t = context.t();
        let state = facts.jobs.iter().find(|job| job.name == backup::JOB);
        let failed = state.filter(|state| state.has_failed());
        let old = is_old(state, context.app.clock.now());
        let wrong = match failed {
            Some(state) => outcome(state, t),
            None if old => t.status_backup_old(),
            None => String::new(),
        };
        Self {
            page: page(context, t.nav_status()),
            wrong,
            cause: failed.and_then(|state| state.cause.clone()).unwrap_or_default(),
            backup: of_backup(context, state),
            sending: of_sending(context, facts),
            system: of_system(context, facts),
            database: of_database(facts, t),
            hash: trail::grouped(&hex(&facts.head.hash)),
            jobs: of_jobs(context, &facts.jobs),
            routes: pages::slowest(&context.app.watch),
        }
    }
}

fn fact(label: String, value: impl Into<String>) -> Fact {
    Fact { label, value: value.into() }
}

fn of_backup(context: &Context, state: Option<&State>) -> Vec<Fact> {
    let (t, clock) = (context.t(), &context.app.clock);
    let rhythm = rhythm_of(context, backup::JOB);
    let done = state.and_then(|state| Some((state, state.done_at?)));
    let mut facts = Vec::new();
    match done {
        Some((state, at)) => {
            facts.push(fact(t.status_backup_made(), clock.minute_of(at)));
            let rows = state.amount.map(grouped).unwrap_or_default();
            let bytes = state.bytes.map(size).unwrap_or_default();
            facts.push(fact(t.status_backup_size(), t.status_backup_holds(rows, bytes)));
            facts.push(fact(t.status_backup_checked(), t.status_backup_whole()));
            facts.push(fact(t.status_backup_place(), state.place.clone().unwrap_or_default()));
        }
        None => facts.push(fact(t.status_backup_made(), t.status_never())),
    }
    let next = match rhythm {
        Some(rhythm) => rhythm.next(state, clock).map(|at| clock.minute_of(at)).unwrap_or_default(),
        None => t.status_backup_off(),
    };
    facts.push(fact(t.status_next(), next));
    facts
}

fn of_sending(context: &Context, facts: &Facts) -> Vec<Fact> {
    let (t, sending, health) = (context.t(), &context.app.sending, &facts.sending);
    let server = sending.mail.as_ref().map(|mail| format!("{}:{}", mail.host, mail.port));
    let mut told = vec![
        fact(t.status_mail_server(), server.unwrap_or_else(|| t.status_mail_off())),
        fact(t.status_messages_sent(), grouped(health.sent)),
        fact(t.status_messages_waiting(), grouped(health.waiting)),
        fact(t.status_messages_given_up(), grouped(health.given_up)),
    ];
    let trouble = health.trouble.as_deref();
    told.extend(trouble.map(|code| fact(t.status_messages_trouble(), notices::said_of_failure(code, t))));
    told
}

fn of_system(context: &Context, facts: &Facts) -> Vec<Fact> {
    let (t, watch) = (context.t(), &context.app.watch);
    let version = COMMIT.map_or_else(|| VERSION.to_owned(), |commit| format!("{VERSION} ({commit})"));
    let mut told = vec![
        fact(t.status_version(), version),
        fact(t.status_uptime(), uptime(watch.uptime(), t)),
        fact(t.status_sessions(), grouped(facts.sessions)),
    ];
    if let Some(memory) = machine::memory() {
        told.push(fact(t.status_memory(), size(i64::try_from(memory).unwrap_or(i64::MAX))));
    }
    for place in watch.places() {
        if let Some(disk) = Disk::of(&place) {
            let free = size(i64::try_from(disk.free).unwrap_or(i64::MAX));
            let all = size(i64::try_from(disk.size).unwrap_or(i64::MAX));
            told.push(fact(t.status_disk(), t.status_disk_free(free, all, place.display().to_string())));
        }
    }
    told
}

fn of_database(facts: &Facts, t: &Messages) -> Vec<Fact> {
    let kind = if facts.server { "PostgreSQL" } else { "SQLite" };
    let schema = MIGRATIONS.last().map_or(0, |last| last.version);
    vec![
        fact(t.status_database(), kind),
        fact(t.status_database_size(), size(facts.bytes)),
        fact(t.status_schema(), t.status_schema_steps(format!("V{schema:04}"), MIGRATIONS.len().to_string())),
        fact(t.status_people(), grouped(facts.people)),
        fact(t.status_records(), t.status_about(grouped(facts.records))),
        fact(t.status_attachments(), t.status_files(grouped(facts.files), size(facts.file_bytes))),
        fact(t.status_trail(), grouped(facts.head.number)),
    ]
}

fn rhythm_of(context: &Context, name: &str) -> Option<Rhythm> {
    context.app.watch.jobs().into_iter().find(|(known, _)| *known == name).map(|(_, rhythm)| rhythm)
}

fn of_jobs(context: &Context, states: &[State]) -> Vec<Row> {
    let (t, clock) = (context.t(), &context.app.clock);
    let known = context.app.watch.jobs();
    let mut names: Vec<String> = known.iter().map(|(name, _)| (*name).to_owned()).collect();
    names.extend(states.iter().map(|state| state.name.clone()));
    names.sort();
    names.dedup();
    let row = |name: String| {
        let state = states.iter().find(|state| state.name == name);
        let rhythm = rhythm_of(context, &name);
        let running = state.and_then(|state| state.held_until).is_some_and(|until| until > clock.now());
        let next = match rhythm {
            Some(Rhythm::Minutes) => t.status_every_minute(),
            Some(rhythm) => rhythm.next(state, clock).map(|at| clock.minute_of(at)).unwrap_or_default(),
            None => t.status_not_here(),
        };
        let took = state.and_then(|state| u64::try_from(state.ended_at? - state.started_at?).ok());
        Row {
            name: title(&name, t),
            last: state
                .and_then(|state| state.ended_at)
                .map_or_else(|| t.status_never(), |at| clock.minute_of(at)),
            took: took
                .filter(|_| !running)
                .map(|took| pages::spelled(Duration::from_millis(took)))
                .unwrap_or_default(),
            outcome: match state {
                _ if running => t.status_running(),
                Some(state) => outcome(state, t),
                None => String::new(),
            },
            bad: !running && state.is_some_and(State::has_failed),
            next,
        }
    };
    names.into_iter().map(row).collect()
}

fn title(name: &str, t: &Messages) -> String {
    match name {
        TURN => t.status_job_turn(),
        backup::JOB => t.status_job_backup(),
        attachments::JOB => t.status_job_attachments(),
        lessons::TELLING => t.status_job_lessons(),
        minutes::JOB => t.status_job_minutes(),
        meetings::FOLLOWING => t.status_job_lists(),
        meetings::JOB => t.status_job_meetings(),
        notices::SENDING => t.status_job_notices(),
        notices::CLEANING => t.status_job_notices_cleaning(),
        other => other.to_owned(),
    }
}

fn outcome(state: &State, t: &Messages) -> String {
    match state.outcome.as_str() {
        "" => String::new(),
        "done" => t.status_done(),
        "full" => t.status_full(),
        "denied" => t.status_denied(),
        _ => t.status_failed(),
    }
}

fn uptime(since: Duration, t: &Messages) -> String {
    let minutes = since.as_secs() / 60;
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    if days > 0 {
        t.status_days(days.to_string(), hours.to_string())
    } else if hours > 0 {
        t.status_hours(hours.to_string(), minutes.to_string())
    } else {
        t.status_minutes(minutes.to_string())
    }
}

/// 1 234 567 for people.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// 12.3 MB; what is lost of the digits nobody reads.
fn size(bytes: i64) -> String {
    let tenths = |unit: i64| {
        let tenths = bytes.saturating_mul(10) / unit;
        format!("{}.{}", grouped(tenths / 10), tenths % 10)
    };
    if bytes < 1 << 20 {
        format!("{} kB", tenths(1 << 10))
    } else if bytes < 1 << 30 {
        format!("{} MB", tenths(1 << 20))
    } else {
        format!("{} GB", tenths(1 << 30))
    }
}
