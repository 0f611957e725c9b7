//! A transaction: statements, rows, savepoints. Beginning and ending it belongs to [`Db`](crate::Db).

mod lifecycle;

use std::panic::resume_unwind;

use crate::row::Inner;
use crate::{Error, FromValue, Result, Row, Value, pg, sqlite};

const ONE: &str = "pg_advisory_xact_lock";
const ALL: &str = ONE;
const ALL_SHARED: &str = "pg_advisory_xact_lock_shared";

/// Which database answers, for the few statements that cannot be portable (full-text search).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// A file or memory of this process.
    Sqlite,
    /// A server.
    Postgres,
}

/// A running transaction.
///
/// A statement that fails dooms the transaction on both databases, as PostgreSQL has it: go on after a failure
/// only by having run the statement inside [`Tx::savepoint`].
#[derive(Debug)]
pub struct Tx {
    link: Link,
    failure: Option<Error>,
    depth: u32,
    turn: Turn,
}

/// How far this transaction keeps others waiting, on a database with several writers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Turn {
    /// Not at all.
    #[default]
    Free,
    /// Those that name one of its keys.
    Keys,
    /// All that name any key.
    All,
}

#[derive(Debug)]
pub(crate) enum Link {
    Writer(sqlite::Session),
    Reader(r2d2::PooledConnection<sqlite::Manager>),
    Postgres(r2d2::PooledConnection<pg::Manager>),
}

enum Session<'s> {
    Sqlite(&'s mut sqlite::Session),
    Postgres(&'s mut pg::Session),
}

impl Tx {
    pub(crate) fn new(link: Link) -> Self {
        Self { link, failure: None, depth: 0, turn: Turn::Free }
    }

    fn session(&mut self) -> Session<'_> {
        match &mut self.link {
            Link::Writer(session) => Session::Sqlite(session),
            Link::Reader(session) => Session::Sqlite(session),
            Link::Postgres(session) => Session::Postgres(session),
        }
    }

    /// Which database answers.
    pub fn dialect(&self) -> Dialect {
        match self.link {
            Link::Writer(_) | Link::Reader(_) => Dialect::Sqlite,
            Link::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a statement and says how many rows it touched.
    pub fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64> {
        self.usable()?;
        let done = match self.session() {
            Session::Sqlite(session) => session.execute(sql, params),
            Session::Postgres(session) => session.execute(sql, params),
        };
        self.note(done)
    }

    /// All rows of a query; for many rows see [`Tx::each`].
    pub fn query<T>(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.each(sql, params, |row| {
            found.push(read(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// The first row, if there is one.
    pub fn query_opt<T>(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut found = None;
        self.visit(sql, params, &mut |row| {
            found = Some(read(row));
            false
        })?;
        found.transpose()
    }

    /// The first row, which must be there.
    pub fn query_one<T>(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.query_opt(sql, params, read)?.ok_or(Error::NoRow)
    }

    /// The first column of the first row, which must be there: a count, an `exists`.
    pub fn scalar<T: FromValue>(&mut self, sql: &str, params: &[Value<'_>]) -> Result<T> {
        self.query_one(sql, params, |row| row.get(0))
    }

    /// Hands over row after row without keeping them; the first error ends it.
    pub fn each(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut outcome = Ok(());
        self.visit(sql, params, &mut |row| {
            outcome = read(row);
            outcome.is_ok()
        })?;
        outcome
    }

    /// Visits rows until told to stop. What the reader makes of a row is no failure of the statement.
    fn visit(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        go_on: &mut dyn FnMut(&Row<'_>) -> bool,
    ) -> Result<()> {
        self.usable()?;
        let done = match self.session() {
            Session::Sqlite(session) => {
                session.visit(sql, params, &mut |row| go_on(&Row(Inner::Sqlite(row))))
            }
            Session::Postgres(session) => {
                session.visit(sql, params, &mut |row| go_on(&Row(Inner::Postgres(row))))
            }
        };
        self.note(done)
    }

    /// Stores many rows, each with as many values as there are columns.
    ///
    /// Table and columns are names in the program or in the schema, never input.
    pub fn insert_many<'v>(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: impl IntoIterator<Item = Vec<Value<'v>>>,
    ) -> Result<u64> {
        self.usable()?;
        let mut rows = rows.into_iter();
        let done = match self.session() {
            Session::Sqlite(session) => session.insert_many(table, columns, &mut rows),
            Session::Postgres(session) => session.insert_many(table, columns, &mut rows),
        };
        self.note(done)
    }

    /// Makes transactions that name a common key run one after another until they end.
    ///
    /// Needed where a rule looks at rows before adding one. SQLite has one writer and needs nothing. Name all
    /// keys in one call: they are taken in sorted order, so that two transactions cannot wait for each other.
    /// A server holds some thousand keys in all: for more than a hundred, see [`Tx::serialize_on_all`].
    pub fn serialize_on(&mut self, keys: &[&str]) -> Result<()> {
        if !self.must_wait()? {
            return Ok(());
        }
        if self.turn == Turn::Free {
            self.wait(ALL_SHARED, "")?;
            self.turn = Turn::Keys;
        }
        let mut sorted = keys.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        sorted.into_iter().try_for_each(|key| self.wait(ONE, key))
    }

    /// Makes every transaction that serializes on anything wait until this one ends, and waits for those under way.
    ///
    /// Call it before [`Tx::serialize_on`]: two transactions that hold keys and both want all would wait for each
    /// other, and the server would end one.
    pub fn serialize_on_all(&mut self) -> Result<()> {
        if self.must_wait()? {
            self.wait(ALL, "")?;
            self.turn = Turn::All;
        }
        Ok(())
    }

    /// Whether there are other writers, and this transaction does not hold them off already.
    fn must_wait(&self) -> Result<bool> {
        self.usable()?;
        Ok(self.dialect() == Dialect::Postgres && self.turn != Turn::All)
    }

    /// The schema is part of the key: advisory locks belong to the whole database, a bureau does not.
    fn wait(&mut self, lock: &str, key: &str) -> Result<()> {
        let key = format!(" {key}");
        let sql = format!("select {lock}(hashtextextended(current_schema() || ?1, 0))");
        self.execute(&sql, crate::params![key]).map(drop)
    }

    /// Lets the statements of this transaction take as long as they need: a recount, an export.
    pub fn lift_timeout(&mut self) -> Result<()> {
        self.usable()?;
        let done = match self.session() {
            Session::Sqlite(session) => {
                session.lift_timeout();
                Ok(())
            }
            Session::Postgres(session) => session.control("set local statement_timeout = 0"),
        };
        self.note(done)
    }

    /// Runs a part that is undone alone when it fails; the transaction goes on.
    pub fn savepoint<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&mut Tx) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.attempt(work).unwrap_or_else(|panic| resume_unwind(panic))
    }

    pub(crate) fn link(&mut self) -> &mut Link {
        &mut self.link
    }

    fn usable(&self) -> Result<()> {
        if self.failure.is_some() { Err(Error::Aborted) } else { Ok(()) }
    }

    fn note<T>(&mut self, done: Result<T>) -> Result<T> {
        if let Err(error) = &done
            && self.failure.is_none()
        {
            self.failure = Some(error.clone());
        }
        done
    }
}
