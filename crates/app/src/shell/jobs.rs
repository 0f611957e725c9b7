//! What the server does by itself: each job has a name, a rhythm and its work; how it ended is stored.
//!
//! Several servers may share one database: a daily job is done by whoever takes it first, and how it ended is known to
//! all of them. A server that dies lets go of its job after a few minutes.

mod store;
#[cfg(test)]
mod tests;

use std::fmt;
use std::future::Future;
use std::io::ErrorKind;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Time;

use crate::shell::app::App;
use crate::shell::clock::Clock;
use crate::shell::error::{Error, Result};
use crate::shell::id::Id;

pub(crate) use store::{State, all, of};

/// After a failure it is tried again: a full disk may have been emptied.
const AGAIN: i64 = 60 * 60 * 1000;
/// How long a job is believed to be under way without a sign of life.
const HOLD: i64 = 5 * 60 * 1000;
/// Characters of a cause that are kept.
const LONGEST_CAUSE: usize = 400;

/// What a job came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Done {
    /// How many things.
    pub(crate) amount: i64,
    /// Of how many bytes.
    pub(crate) bytes: Option<i64>,
    /// Where they lie.
    pub(crate) place: Option<String>,
}

/// When a job is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rhythm {
    /// It looks every minute whether there is anything to do; on every server, for its work waits for itself.
    Minutes,
    /// Once a day from this time on; on one server.
    Daily(Time),
}

/// The work; nothing is told where there was nothing to do.
pub(crate) type Doing = Pin<Box<dyn Future<Output = anyhow::Result<Option<Done>>> + Send>>;

/// Something that the server does by itself.
#[derive(Clone)]
pub(crate) struct Job {
    pub(crate) name: &'static str,
    pub(crate) rhythm: Rhythm,
    work: Arc<dyn Fn(App) -> Doing + Send + Sync>,
}

impl fmt::Debug for Job {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Job").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Job {
    pub(crate) fn new(
        name: &'static str,
        rhythm: Rhythm,
        work: impl Fn(App) -> Doing + Send + Sync + 'static,
    ) -> Self {
        Self { name, rhythm, work: Arc::new(work) }
    }
}

impl Rhythm {
    /// The newest instant from which on it is due.
    fn moment(self, clock: &Clock) -> i64 {
        let now = clock.now();
        match self {
            Self::Minutes => now,
            Self::Daily(at) => {
                let today = clock.today();
                let of_today = clock.instant_of(today, at);
                if of_today <= now {
                    return of_today;
                }
                today.yesterday().map_or(of_today, |day| clock.instant_of(day, at))
            }
        }
    }

    /// When it is due next; nothing where it looks all the time.
    pub(crate) fn next(self, state: Option<&State>, clock: &Clock) -> Option<i64> {
        let Self::Daily(at) = self else { return None };
        let (now, moment) = (clock.now(), self.moment(clock));
        let open = state.is_none_or(|state| state.done_at.is_none_or(|done| done < moment));
        if open {
            let failed = state.and_then(|state| state.failed_at);
            return Some(failed.map_or(now, |failed| now.max(failed + AGAIN)));
        }
        let today = clock.today();
        let of_today = clock.instant_of(today, at);
        if of_today > now {
            return Some(of_today);
        }
        today.tomorrow().ok().map(|day| clock.instant_of(day, at))
    }
}

/// Does a job whenever it is due, for as long as the server runs.
pub(crate) async fn keep(app: App, job: Job) {
    let me = Id::fresh();
    let mut minutes = tokio::time::interval(Duration::from_mins(1));
    // Whoever starts the server anew has mended something: what failed is tried at once.
    let mut first = true;
    loop {
        tokio::select! {
            _ = minutes.tick() => {}
            () = app.watch.ended() => return,
        }
        if let Err(error) = step(&app, &job, &me, first).await {
            tracing::error!(job = job.name, %error, "the job's state could not be read or stored");
        }
        first = false;
    }
}

/// Does the job if it is due, and stores how it ended.
pub(crate) async fn step(app: &App, job: &Job, me: &Id, first: bool) -> Result<()> {
    let (now, name) = (app.clock.now(), job.name);
    let before = app.read(move |tx| store::of(tx, name)).await?;
    if matches!(job.rhythm, Rhythm::Daily(_)) {
        let moment = job.rhythm.moment(&app.clock);
        let failed_before = if first { i64::MAX } else { now - AGAIN };
        let open = before.as_ref().is_none_or(|state| state.is_open(moment, failed_before));
        let holder = me.clone();
        let taken = open
            && app
                .db
                .write(move |tx| store::take(tx, name, &holder, now, now + HOLD, moment, failed_before))
                .await?;
        if !taken {
            return Ok(());
        }
    }
    let outcome = under_way(app, job, me).await;
    let ended = app.clock.now();
    match outcome {
        Ok(None) if before.as_ref().is_some_and(|state| !state.is_stale(&app.clock)) => return Ok(()),
        Ok(done) => {
            let done = done.unwrap_or_default();
            tracing::info!(
                job = name,
                amount = done.amount,
                place = done.place.as_deref(),
                "the job is done"
            );
            app.db.write(move |tx| store::done(tx, name, now, ended, &done)).await?;
        }
        // What was given up because the server ends is neither done nor failed.
        Err(_) if app.watch.is_ending() => app.db.write(move |tx| store::let_go(tx, name)).await?,
        Err(error) => {
            let cause = format!("{error:#}");
            tracing::error!(job = name, cause, "the job failed");
            let cause: String = cause.chars().take(LONGEST_CAUSE).collect();
            let outcome = sort_of(&error);
            app.db.write(move |tx| store::failed(tx, name, now, ended, outcome, &cause)).await?;
        }
    }
    Ok(())
}

/// The work itself, with a sign of life every minute for other servers.
async fn under_way(app: &App, job: &Job, me: &Id) -> anyhow::Result<Option<Done>> {
    let mut work = tokio::spawn((job.work)(app.clone()));
    let mut minutes = tokio::time::interval(Duration::from_mins(1));
    minutes.tick().await;
    loop {
        tokio::select! {
            outcome = &mut work => return outcome?,
            _ = minutes.tick() => {
                let (name, holder, until) = (job.name, me.clone(), app.clock.now() + HOLD);
                if let Err(error) = app.db.write(move |tx| store::hold(tx, name, &holder, until)).await {
                    tracing::warn!(job = job.name, %error, "no sign of life could be given");
                }
            }
        }
    }
}

/// What sort of failure it is, as far as it can be said in the visitor's language.
fn sort_of(error: &anyhow::Error) -> &'static str {
    let store = error.chain().find_map(|cause| match cause.downcast_ref::<Error>() {
        Some(Error::Store(error)) => Some(error),
        _ => cause.downcast_ref::<xueji_store::Error>(),
    });
    let file = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
    match (file.map(std::io::Error::kind), store) {
        (Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge), _)
        | (_, Some(xueji_store::Error::Full)) => "full",
        (
            Some(
                ErrorKind::PermissionDenied
                | ErrorKind::ReadOnlyFilesystem
                | ErrorKind::NotFound
                | ErrorKind::NotADirectory
                | ErrorKind::AlreadyExists,
            ),
            _,
        ) => "denied",
        _ => "failed",
    }
}
