//! Connections to SQLite: how they are opened, and statements on one of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, params_from_iter};

use crate::{DbUrl, Error, Options, Result, Value};

/// Statements kept compiled per connection; the product has a few hundred, most used by few requests.
const STATEMENTS: usize = 128;
/// Steps of SQLite's machine between two looks at the clock: well under a millisecond.
const STEPS: i32 = 10_000;
/// The log is cut back to this size after a checkpoint.
pub(crate) const LOG_LIMIT: u64 = 64 << 20;

/// One connection and the time by which its statement must be done.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) connection: Connection,
    deadline: Arc<Deadline>,
    limit: Option<Duration>,
    lifted: bool,
}

#[derive(Debug)]
struct Deadline {
    origin: Instant,
    millis: AtomicU64,
}

impl Deadline {
    fn set(&self, limit: Option<Duration>) {
        let at = limit.map_or(u64::MAX, |limit| millis(self.origin.elapsed() + limit));
        self.millis.store(at, Ordering::Relaxed);
    }

    fn has_passed(&self) -> bool {
        millis(self.origin.elapsed()) > self.millis.load(Ordering::Relaxed)
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

impl Session {
    pub(crate) fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64> {
        self.start();
        let touched = self.connection.prepare_cached(sql)?.execute(params_from_iter(params))?;
        Ok(count(touched))
    }

    pub(crate) fn visit(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        go_on: &mut dyn FnMut(&rusqlite::Row<'_>) -> bool,
    ) -> Result<()> {
        self.start();
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params_from_iter(params))?;
        while let Some(row) = rows.next()? {
            if !go_on(row) {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn insert_many(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: &mut dyn Iterator<Item = Vec<Value<'_>>>,
    ) -> Result<u64> {
        let marks = (1..=columns.len()).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ");
        let sql = format!("insert into {table} ({}) values ({marks})", columns.join(", "));
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut stored = 0;
        for row in rows {
            self.deadline.set(if self.lifted { None } else { self.limit });
            stored += count(statement.execute(params_from_iter(&row))?);
        }
        Ok(stored)
    }

    /// Begins, commits, sets savepoints: never bound by the time of a statement.
    pub(crate) fn control(&mut self, sql: &str) -> Result<()> {
        if self.is_idle() {
            self.lifted = false;
        }
        self.deadline.set(None);
        Ok(self.connection.execute_batch(sql)?)
    }

    pub(crate) fn lift_timeout(&mut self) {
        self.lifted = true;
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.connection.is_autocommit()
    }

    fn start(&self) {
        self.deadline.set(if self.lifted { None } else { self.limit });
    }
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}

/// Opens connections that can only read; the pool keeps them.
#[derive(Debug)]
pub(crate) struct Manager {
    pub(crate) path: PathBuf,
    pub(crate) options: Options,
}

impl r2d2::ManageConnection for Manager {
    type Connection = Session;
    type Error = Error;

    fn connect(&self) -> Result<Session> {
        let connection = Connection::open_with_flags(&self.path, flags(false))?;
        let session = prepare(connection, &self.options)?;
        // A page cache of 4 MB for each reader holds the tree and its roll-ups at 100,000 people; the rest is the
        // operating system's cache.
        session.connection.execute_batch("pragma cache_size = -4000; pragma query_only = on;")?;
        Ok(session)
    }

    fn is_valid(&self, _: &mut Session) -> Result<()> {
        Ok(())
    }

    /// A connection left inside a transaction is not reused.
    fn has_broken(&self, session: &mut Session) -> bool {
        !session.is_idle()
    }
}

/// Opens the one connection that writes, and sets what belongs to the file rather than to a connection.
pub(crate) fn open_writer(url: &DbUrl, options: &Options) -> Result<Session> {
    let connection = match url {
        DbUrl::Sqlite(path) => {
            if !options.create && !path.exists() {
                return Err(Error::Unavailable(format!("there is no file {}", path.display())));
            }
            Connection::open_with_flags(path, flags(options.create))?
        }
        _ => Connection::open_in_memory()?,
    };
    let session = prepare(connection, options)?;
    let mode: String = session.connection.query_row("pragma journal_mode = wal", [], |row| row.get(0))?;
    if matches!(url, DbUrl::Sqlite(_)) && mode != "wal" {
        return Err(Error::Unavailable(
            "the file cannot keep a write-ahead log here (a network or read-only disk?)".into(),
        ));
    }
    // Full: an answered write survives a power failure. No mmap: a failing disk would end the process.
    session.connection.execute_batch(&format!(
        "pragma synchronous = full; pragma cache_size = -16000; pragma journal_size_limit = {LOG_LIMIT};"
    ))?;
    Ok(session)
}

fn flags(create: bool) -> OpenFlags {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if create { flags | OpenFlags::SQLITE_OPEN_CREATE } else { flags }
}

fn prepare(connection: Connection, options: &Options) -> Result<Session> {
    connection.busy_timeout(options.busy)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.execute_batch(
        "pragma foreign_keys = on; pragma temp_store = memory; pragma trusted_schema = off;",
    )?;
    let deadline = Arc::new(Deadline { origin: Instant::now(), millis: AtomicU64::new(u64::MAX) });
    let watched = Arc::clone(&deadline);
    connection.progress_handler(STEPS, Some(move || watched.has_passed()))?;
    Ok(Session { connection, deadline, limit: options.statement, lifted: false })
}

/// Readers that never pause keep the log from starting over; waits a moment for a gap once it is too long.
pub(crate) fn trim_log(session: &mut Session, path: &Path, busy: Duration) {
    let log = PathBuf::from(format!("{}-wal", path.display()));
    if std::fs::metadata(&log).is_ok_and(|log| log.len() > LOG_LIMIT) {
        let trimmed = session
            .connection
            .busy_timeout(Duration::from_millis(250))
            .and_then(|()| session.connection.query_row("pragma wal_checkpoint(restart)", [], |_| Ok(())))
            .and_then(|()| session.connection.busy_timeout(busy));
        if let Err(error) = trimmed {
            tracing::warn!(%error, "the write-ahead log could not be trimmed");
        }
    }
}
