//! The handle to a database: runs closures in transactions, on threads that may block.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::tx::Link;
use crate::writer::{Shared, Writer, lock};
use crate::{DbUrl, Error, Options, Tx, pg, sqlite};

/// Portability: both give one unchanging view for as long as the transaction lasts.
const READ_SQLITE: &str = "begin deferred";
const READ_POSTGRES: &str = "begin isolation level repeatable read read only";
/// Immediate: a transaction that turns from reading to writing fails under other writers.
const WRITE_SQLITE: &str = "begin immediate";
const WRITE_POSTGRES: &str = "begin isolation level read committed";

/// How busy a database is; the counts of writes are those that share commits, which a server does by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Requests that may read at the same time.
    pub connections: u32,
    /// Those that do.
    pub in_use: u32,
    /// Writes that wait for their commit.
    pub waiting: u64,
    /// Writes answered since it was opened.
    pub writes: u64,
    /// The commits that they shared.
    pub commits: u64,
}

/// A database; clones share it. The last one dropped closes it.
#[derive(Debug, Clone)]
pub struct Db(pub(crate) Arc<Inner>);

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) backend: Backend,
    /// As many as there are connections: waiting requests wait here and not each on a thread.
    permits: Arc<Semaphore>,
    connections: u32,
    patience: Duration,
    closed: AtomicBool,
}

#[derive(Debug)]
pub(crate) enum Backend {
    Sqlite {
        shared: Shared,
        writer: Writer,
        /// None in memory, where the one connection does both.
        readers: Option<r2d2::Pool<sqlite::Manager>>,
    },
    Postgres {
        pool: Mutex<Option<r2d2::Pool<pg::Manager>>>,
    },
}

impl Db {
    /// Opens the database; blocks.
    pub fn open(url: &DbUrl, options: &Options) -> crate::Result<Self> {
        let backend = match url {
            DbUrl::Postgres { url, schema } => {
                let manager = off_runtime(|| pg::Manager::new(url, schema, options))?;
                Backend::Postgres { pool: Mutex::new(Some(pool(manager, options)?)) }
            }
            DbUrl::Sqlite(_) | DbUrl::Memory => open_sqlite(url, options)?,
        };
        let permits = usize::try_from(options.readers.max(1)).unwrap_or(1);
        Ok(Self(Arc::new(Inner {
            backend,
            permits: Arc::new(Semaphore::new(permits)),
            connections: options.readers.max(1),
            patience: options.busy,
            closed: AtomicBool::new(false),
        })))
    }

    /// A fresh private database in memory.
    pub fn memory() -> crate::Result<Self> {
        Self::open(&DbUrl::Memory, &Options::default())
    }

    /// Runs a closure on a snapshot of the database.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let db = self.clone();
        self.on_thread(move || db.read_blocking(work)).await
    }

    /// Runs a closure in a transaction that writes; the answer comes after its commit.
    ///
    /// It does not try again by itself. When [`Error::is_passing`] the caller may; after a lost connection to a
    /// server it is not known whether the commit was done. A closure must not call the database's own methods,
    /// and constraints must not be deferred: a commit is shared with other writes on SQLite.
    pub async fn write<T, E>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.0.backend {
            Backend::Sqlite { writer, .. } => match writer.enqueue(work)?.await {
                Ok(answer) => answer.unwrap_or_else(|panic| resume_unwind(panic)),
                Err(_) => Err(Error::Closed.into()),
            },
            Backend::Postgres { .. } => {
                let db = self.clone();
                self.on_thread(move || db.write_blocking(work)).await
            }
        }
    }

    /// As [`Db::read`], on this thread: for commands and tests.
    pub fn read_blocking<T: Send, E: From<Error> + Send>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T, E> + Send,
    ) -> Result<T, E> {
        self.check_open()?;
        match &self.0.backend {
            Backend::Sqlite { readers: Some(readers), .. } => {
                let link = Link::Reader(readers.get().map_err(|error| no_connection(&error))?);
                Tx::new(link).transact(READ_SQLITE, work)
            }
            Backend::Sqlite { shared, readers: None, .. } => {
                let mut guard = lock(shared);
                let tx = guard.as_mut().ok_or(Error::Closed)?;
                query_only(tx, true)?;
                let guarded = Reset(tx);
                guarded.0.transact(READ_SQLITE, work)
            }
            Backend::Postgres { .. } => off_runtime(|| self.on_server(READ_POSTGRES, work)),
        }
    }

    /// As [`Db::write`], on this thread and with a commit of its own: for commands and tests.
    pub fn write_blocking<T: Send, E: From<Error> + Send>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T, E> + Send,
    ) -> Result<T, E> {
        self.check_open()?;
        match &self.0.backend {
            Backend::Sqlite { shared, .. } => {
                lock(shared).as_mut().ok_or(Error::Closed)?.transact(WRITE_SQLITE, work)
            }
            Backend::Postgres { .. } => off_runtime(|| self.on_server(WRITE_POSTGRES, work)),
        }
    }

    /// Waits until accepted writes are done, then closes; blocks. Later calls answer [`Error::Closed`].
    pub fn close(&self) {
        self.0.close();
    }

    /// How busy it is.
    pub fn load(&self) -> Load {
        let free = u32::try_from(self.0.permits.available_permits()).unwrap_or(u32::MAX);
        let mut load = Load {
            connections: self.0.connections,
            in_use: self.0.connections.saturating_sub(free),
            ..Load::default()
        };
        if let Backend::Sqlite { writer, .. } = &self.0.backend {
            let counts = &writer.counts;
            load.writes = counts.answered.load(Ordering::Relaxed);
            load.commits = counts.commits.load(Ordering::Relaxed);
            load.waiting = counts.asked.load(Ordering::Relaxed).saturating_sub(load.writes);
        }
        load
    }

    async fn on_thread<T, E>(&self, work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let waiting = Arc::clone(&self.0.permits).acquire_owned();
        let permit = match tokio::time::timeout(self.0.patience, waiting).await {
            Ok(Ok(permit)) => permit,
            Ok(Err(_)) => return Err(Error::Closed.into()),
            Err(_) => return Err(Error::Busy("no connection became free".into()).into()),
        };
        let task = tokio::task::spawn_blocking(move || {
            let answer = work();
            drop(permit);
            answer
        });
        match task.await {
            Ok(answer) => answer,
            Err(failed) => match failed.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(_) => Err(Error::Closed.into()),
            },
        }
    }

    fn on_server<T, E: From<Error>>(
        &self,
        begin: &str,
        work: impl FnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        // After a restart of the server every connection in the pool is dead; nothing has run on them yet.
        let mut attempts = self.0.connections;
        let mut tx = loop {
            let mut tx = self.0.server_tx()?;
            match tx.begin(begin) {
                Ok(()) => break tx,
                Err(Error::Unavailable(_)) if attempts > 0 => attempts -= 1,
                Err(error) => return Err(error.into()),
            }
        };
        tx.conclude(work)
    }

    fn check_open(&self) -> crate::Result<()> {
        if self.0.closed.load(Ordering::Acquire) { Err(Error::Closed) } else { Ok(()) }
    }
}

impl Inner {
    /// A connection to the server, outside any transaction.
    pub(crate) fn server_tx(&self) -> crate::Result<Tx> {
        let Backend::Postgres { pool } = &self.backend else {
            return Err(Error::Closed);
        };
        let pool = lock(pool).clone().ok_or(Error::Closed)?;
        Ok(Tx::new(Link::Postgres(pool.get().map_err(|error| no_connection(&error))?)))
    }

    fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.permits.close();
        match &self.backend {
            Backend::Sqlite { shared, writer, .. } => {
                writer.drain();
                if let Some(Link::Writer(session)) = lock(shared).take().as_mut().map(Tx::link) {
                    let _ = session.control("pragma optimize");
                }
            }
            Backend::Postgres { pool } => {
                let pool = lock(pool).take();
                off_runtime(|| drop(pool));
            }
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}

/// Lets the one connection in memory write again, whatever happened to the reading closure.
struct Reset<'t>(&'t mut Tx);

impl Drop for Reset<'_> {
    fn drop(&mut self) {
        if let Err(error) = query_only(self.0, false) {
            tracing::warn!(%error, "the database in memory stays read-only");
        }
    }
}

fn query_only(tx: &mut Tx, on: bool) -> crate::Result<()> {
    tx.begin(if on { "pragma query_only = on" } else { "pragma query_only = off" })
}

fn open_sqlite(url: &DbUrl, options: &Options) -> crate::Result<Backend> {
    let session = sqlite::open_writer(url, options)?;
    let shared: Shared = Arc::new(Mutex::new(Some(Tx::new(Link::Writer(session)))));
    let (path, busy) = match url {
        DbUrl::Sqlite(path) => (Some(path.clone()), options.busy),
        _ => (None, options.busy),
    };
    let readers = path
        .clone()
        .map(|path| pool(sqlite::Manager { path, options: options.clone() }, options))
        .transpose()?;
    let writer = Writer::start(Arc::clone(&shared), move |tx| {
        if let (Some(path), Link::Writer(session)) = (&path, tx.link()) {
            sqlite::trim_log(session, path, busy);
        }
    })?;
    Ok(Backend::Sqlite { shared, writer, readers })
}

fn pool<M: r2d2::ManageConnection>(manager: M, options: &Options) -> crate::Result<r2d2::Pool<M>> {
    r2d2::Pool::builder()
        .max_size(options.readers.max(1))
        .min_idle(Some(0))
        .connection_timeout(options.busy)
        .test_on_check_out(false)
        .build(manager)
        .map_err(|error| no_connection(&error))
}

/// The pool names a cause only when opening a connection failed; otherwise all were in use.
fn no_connection(error: &r2d2::Error) -> Error {
    match error.to_string().split_once(": ") {
        Some((_, cause)) => Error::Unavailable(cause.to_owned()),
        None => Error::Busy("no connection became free".into()),
    }
}

/// The driver for PostgreSQL has a runtime inside, which must not run on a thread of another one.
pub(crate) fn off_runtime<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    if tokio::runtime::Handle::try_current().is_err() {
        return work();
    }
    thread::scope(|scope| scope.spawn(work).join()).unwrap_or_else(|panic| resume_unwind(panic))
}
