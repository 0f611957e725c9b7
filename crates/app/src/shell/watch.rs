//! What one process remembers of itself while it serves: how its pages did, what to warn of, whether it is ending.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use crate::shell::jobs::Rhythm;
use crate::shell::metrics::Metrics;

/// Buckets of durations: four to each doubling of a microsecond, up to more than a minute.
const BUCKETS: usize = 112;

/// The process.
#[derive(Debug)]
pub(crate) struct Watch {
    started: Instant,
    ending: AtomicBool,
    ended: Notify,
    backup_failed: AtomicBool,
    backup_old: AtomicBool,
    disk_low: AtomicBool,
    pages: Mutex<BTreeMap<(String, &'static str), Timing>>,
    jobs: Mutex<Vec<(&'static str, Rhythm)>>,
    /// Folders whose disk must not become full.
    places: Mutex<Vec<PathBuf>>,
    pub(crate) metrics: Metrics,
}

/// What the pages warn of, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Warning {
    DiskLow,
    BackupFailed,
    BackupOld,
}

/// How a route did since the process began.
#[derive(Clone, Debug)]
pub(crate) struct Timing {
    pub(crate) count: u64,
    /// Answers that were a failure of ours.
    pub(crate) failed: u64,
    pub(crate) slowest: Duration,
    buckets: Vec<u32>,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            started: Instant::now(),
            ending: AtomicBool::new(false),
            ended: Notify::new(),
            backup_failed: AtomicBool::new(false),
            backup_old: AtomicBool::new(false),
            disk_low: AtomicBool::new(false),
            pages: Mutex::default(),
            jobs: Mutex::default(),
            places: Mutex::default(),
            metrics: Metrics::default(),
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Watch {
    /// How long the process has been there.
    pub(crate) fn uptime(&self) -> Duration {
        self.started.elapsed()
    }

    /// From here on nothing new is begun.
    pub(crate) fn end(&self) {
        self.ending.store(true, Ordering::Release);
        self.ended.notify_waiters();
    }

    /// Waits until it is ending.
    pub(crate) async fn ended(&self) {
        let notified = self.ended.notified();
        // Asked only now: an end between the two lines is not missed.
        if !self.is_ending() {
            notified.await;
        }
    }

    pub(crate) fn is_ending(&self) -> bool {
        self.ending.load(Ordering::Acquire)
    }

    /// Says what is to be warned of from here on.
    pub(crate) fn warn(&self, backup_failed: bool, backup_old: bool, disk_low: bool) {
        self.backup_failed.store(backup_failed, Ordering::Relaxed);
        self.backup_old.store(backup_old, Ordering::Relaxed);
        self.disk_low.store(disk_low, Ordering::Relaxed);
    }

    /// The most urgent of what is to be warned of.
    pub(crate) fn warning(&self) -> Option<Warning> {
        let flags = [
            (&self.disk_low, Warning::DiskLow),
            (&self.backup_failed, Warning::BackupFailed),
            (&self.backup_old, Warning::BackupOld),
        ];
        flags.into_iter().find(|(flag, _)| flag.load(Ordering::Relaxed)).map(|(_, warning)| warning)
    }

    /// Remembers an answer; routes are those that the server has, so this stays small.
    pub(crate) fn answered(&self, route: &str, method: &'static str, status: u16, took: Duration) {
        self.metrics.answered(route, method, status, took);
        let mut pages = held(&self.pages);
        let timing = pages.entry((route.to_owned(), method)).or_default();
        timing.add(took, status >= 500);
    }

    /// Every route that was asked for, with how it did.
    pub(crate) fn pages(&self) -> Vec<(String, &'static str, Timing)> {
        let pages = held(&self.pages);
        pages.iter().map(|((route, method), timing)| (route.clone(), *method, timing.clone())).collect()
    }

    /// Which jobs this process does, and when.
    pub(crate) fn set_jobs(&self, jobs: Vec<(&'static str, Rhythm)>) {
        *held(&self.jobs) = jobs;
    }

    pub(crate) fn jobs(&self) -> Vec<(&'static str, Rhythm)> {
        held(&self.jobs).clone()
    }

    /// Which folders must keep some room.
    pub(crate) fn set_places(&self, places: Vec<PathBuf>) {
        *held(&self.places) = places;
    }

    pub(crate) fn places(&self) -> Vec<PathBuf> {
        held(&self.places).clone()
    }
}

impl Default for Timing {
    fn default() -> Self {
        Self { count: 0, failed: 0, slowest: Duration::ZERO, buckets: vec![0; BUCKETS] }
    }
}

impl Timing {
    fn add(&mut self, took: Duration, failed: bool) {
        self.count += 1;
        self.failed += u64::from(failed);
        self.slowest = self.slowest.max(took);
        if let Some(bucket) = self.buckets.get_mut(bucket_of(took)) {
            *bucket = bucket.saturating_add(1);
        }
    }

    /// The duration within which so many of a hundred answers came, at most a quarter too long.
    pub(crate) fn percentile(&self, percent: u64) -> Duration {
        let wanted = (self.count * percent).div_ceil(100).max(1);
        let mut seen = 0;
        for (at, count) in self.buckets.iter().enumerate() {
            seen += u64::from(*count);
            if seen >= wanted {
                return end_of(at).min(self.slowest);
            }
        }
        self.slowest
    }
}

/// Two bits below the highest one name the quarter.
fn bucket_of(took: Duration) -> usize {
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(4);
    let log = micros.ilog2();
    let quarter = (micros >> (log - 2)) & 3;
    let at = u64::from(log - 2) * 4 + quarter;
    usize::try_from(at).unwrap_or(BUCKETS).min(BUCKETS - 1)
}

fn end_of(bucket: usize) -> Duration {
    let bucket = u64::try_from(bucket).unwrap_or(0);
    Duration::from_micros((5 + bucket % 4) << (bucket / 4))
}
