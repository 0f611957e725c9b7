//! The one thread that writes to SQLite: what waits at the same time shares one commit.
//!
//! A commit costs a flush of the disk, so sharing it is what lets a morning's rush through. Each write still
//! stands alone: it has its own savepoint, and its caller hears of it only after the commit.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use crate::{Error, Result, Tx};

/// The connection that writes; empty once closed.
pub(crate) type Shared = Arc<Mutex<Option<Tx>>>;
/// What the caller hears: a value, an error, or the panic of its closure.
pub(crate) type Answer<T, E> = thread::Result<std::result::Result<T, E>>;

/// Writes of one commit at most.
const GROUP: usize = 256;
/// How long a group may take before its first write is answered.
const SPAN: Duration = Duration::from_millis(25);
/// Writes that may wait; beyond it the answer is "busy" at once instead of late.
const QUEUE: usize = 4096;
/// Groups between two looks at the size of the log.
const LOG_CHECK: u32 = 64;

/// The thread and the queue in front of it.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: Mutex<Option<SyncSender<Box<dyn Job>>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    pub(crate) counts: Arc<Counts>,
}

/// What went through the queue since it was opened.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) asked: AtomicU64,
    pub(crate) answered: AtomicU64,
    pub(crate) commits: AtomicU64,
}

pub(crate) trait Job: Send {
    fn run(&mut self, tx: &mut Tx);
    fn deliver(self: Box<Self>, commit: &Result<()>);
}

impl std::fmt::Debug for dyn Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job")
    }
}

struct Write<F, T, E> {
    work: Option<F>,
    outcome: Option<Answer<T, E>>,
    reply: oneshot::Sender<Answer<T, E>>,
}

impl<F, T, E> Job for Write<F, T, E>
where
    F: FnOnce(&mut Tx) -> std::result::Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, tx: &mut Tx) {
        if let Some(work) = self.work.take() {
            self.outcome = Some(tx.attempt(work));
        }
    }

    fn deliver(self: Box<Self>, commit: &Result<()>) {
        let answer = match (self.outcome, commit) {
            (Some(Ok(Ok(_))) | None, Err(error)) => Ok(Err(error.clone().into())),
            (Some(outcome), _) => outcome,
            (None, Ok(())) => Ok(Err(Error::Closed.into())),
        };
        // A caller that has gone away still has its write: it asked for it.
        let _ = self.reply.send(answer);
    }
}

impl Writer {
    /// `after` runs between groups, now and then: housekeeping of the file.
    pub(crate) fn start(shared: Shared, after: impl Fn(&mut Tx) + Send + 'static) -> Result<Self> {
        let (sender, receiver) = sync_channel(QUEUE);
        let counts = Arc::new(Counts::default());
        let counted = Arc::clone(&counts);
        let thread = thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || serve(&shared, &receiver, &counted, &after))
            .map_err(|error| Error::Unavailable(format!("no thread for writing: {error}")))?;
        Ok(Self { queue: Mutex::new(Some(sender)), thread: Mutex::new(Some(thread)), counts })
    }

    pub(crate) fn enqueue<F, T, E>(&self, work: F) -> Result<oneshot::Receiver<Answer<T, E>>>
    where
        F: FnOnce(&mut Tx) -> std::result::Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Write { work: Some(work), outcome: None, reply });
        let queue = lock(&self.queue);
        match queue.as_ref().ok_or(Error::Closed)?.try_send(job) {
            Ok(()) => {
                self.counts.asked.fetch_add(1, Ordering::Relaxed);
                Ok(answer)
            }
            Err(TrySendError::Full(_)) => Err(Error::Busy("too many writes are waiting".into())),
            Err(TrySendError::Disconnected(_)) => Err(Error::Closed),
        }
    }

    /// Accepts nothing more and returns when everything accepted is written.
    pub(crate) fn drain(&self) {
        drop(lock(&self.queue).take());
        let thread = lock(&self.thread).take();
        // The last handle may be dropped by a write: a thread cannot wait for itself.
        if let Some(thread) = thread.filter(|writer| writer.thread().id() != thread::current().id())
            && thread.join().is_err()
        {
            tracing::error!("the writing thread ended by a panic");
        }
    }
}

/// A panic while the lock is held leaves the connection whole: every closure is caught and rolled back.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve(shared: &Shared, queue: &Receiver<Box<dyn Job>>, counts: &Counts, after: &dyn Fn(&mut Tx)) {
    let mut groups = 0_u32;
    while let Ok(first) = queue.recv() {
        let mut guard = lock(shared);
        let Some(tx) = guard.as_mut() else {
            first.deliver(&Err(Error::Closed));
            continue;
        };
        let answered = commit_group(tx, first, queue);
        counts.answered.fetch_add(answered, Ordering::Relaxed);
        counts.commits.fetch_add(1, Ordering::Relaxed);
        groups = groups.wrapping_add(1);
        if groups.is_multiple_of(LOG_CHECK) {
            after(tx);
        }
    }
}

/// Returns how many writes were answered.
fn commit_group(tx: &mut Tx, first: Box<dyn Job>, queue: &Receiver<Box<dyn Job>>) -> u64 {
    let mut answered = 0;
    if let Err(error) = tx.begin("begin immediate") {
        // Everyone has waited as long as the first: they must not wait once more, one after another.
        for job in std::iter::once(first).chain(queue.try_iter()) {
            job.deliver(&Err(error.clone()));
            answered += 1;
        }
        return answered;
    }
    let started = Instant::now();
    let mut group = Vec::new();
    let mut next = Some(first);
    while let Some(mut job) = next {
        job.run(tx);
        group.push(job);
        let go_on = group.len() < GROUP && !tx.has_given_up() && started.elapsed() < SPAN;
        next = if go_on { queue.try_recv().ok() } else { None };
    }
    let commit = if tx.has_given_up() {
        let error = tx.failure().unwrap_or(Error::Aborted);
        tx.rollback();
        Err(error)
    } else {
        tx.commit()
    };
    for job in group {
        job.deliver(&commit);
        answered += 1;
    }
    answered
}
