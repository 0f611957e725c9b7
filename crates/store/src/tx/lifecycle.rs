//! Beginning and ending transactions and savepoints, whatever the closure inside does.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use super::{Link, Session, Turn, Tx};
use crate::{Error, Result};

impl Tx {
    /// As [`Tx::savepoint`], with a panic as a value.
    pub(crate) fn attempt<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&mut Tx) -> std::result::Result<T, E>,
    ) -> thread::Result<std::result::Result<T, E>> {
        let name = format!("s{}", self.depth);
        let opened = self.usable().and_then(|()| self.control(&format!("savepoint {name}")));
        if let Err(error) = opened {
            return Ok(Err(error.into()));
        }
        self.depth += 1;
        let turn = self.turn;
        let outcome = catch_unwind(AssertUnwindSafe(|| work(self)));
        self.depth -= 1;
        let outcome = self.judge(outcome);
        let end = if matches!(outcome, Ok(Ok(_))) {
            self.control(&format!("release savepoint {name}"))
        } else {
            let failure = self.failure.take();
            // The server lets go of what was taken since.
            self.turn = turn;
            let end = self.control(&format!("rollback to savepoint {name}; release savepoint {name}"));
            if end.is_err() && failure.is_some() {
                // The database has given up the whole transaction; what it said first explains why.
                self.failure = failure;
            }
            end
        };
        match (outcome, end) {
            (Ok(Ok(_)), Err(error)) => Ok(Err(error.into())),
            (outcome, _) => outcome,
        }
    }

    /// A whole transaction around `work`, committed when it succeeds.
    pub(crate) fn transact<T, E: From<Error>>(
        &mut self,
        begin: &str,
        work: impl FnOnce(&mut Tx) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.begin(begin)?;
        self.conclude(work)
    }

    /// The rest of a transaction that has begun.
    pub(crate) fn conclude<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&mut Tx) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let outcome = catch_unwind(AssertUnwindSafe(|| work(self)));
        match self.judge(outcome) {
            Ok(Ok(value)) => {
                self.commit()?;
                Ok(value)
            }
            Ok(Err(error)) => {
                self.rollback();
                Err(error)
            }
            Err(panic) => {
                self.rollback();
                resume_unwind(panic)
            }
        }
    }

    /// Success after a failed statement is none: PostgreSQL would answer a commit by rolling back.
    fn judge<T, E: From<Error>>(
        &self,
        outcome: thread::Result<std::result::Result<T, E>>,
    ) -> thread::Result<std::result::Result<T, E>> {
        match outcome {
            Ok(Ok(_)) if self.failure.is_some() => Ok(Err(Error::Aborted.into())),
            outcome => outcome,
        }
    }

    pub(crate) fn begin(&mut self, sql: &str) -> Result<()> {
        self.failure = None;
        self.depth = 0;
        self.turn = Turn::Free;
        self.control(sql)
    }

    pub(crate) fn commit(&mut self) -> Result<()> {
        self.control("commit").inspect_err(|_| self.rollback())
    }

    pub(crate) fn rollback(&mut self) {
        let gave_up = self.has_given_up();
        self.failure = None;
        if !gave_up && let Err(error) = self.control("rollback") {
            tracing::warn!(%error, "a transaction could not be rolled back");
        }
        self.failure = None;
    }

    /// SQLite ends the whole transaction by itself on a full disk, a failed read or an interruption.
    pub(crate) fn has_given_up(&self) -> bool {
        match &self.link {
            Link::Writer(session) => session.is_idle(),
            Link::Reader(session) => session.is_idle(),
            Link::Postgres(_) => false,
        }
    }

    pub(crate) fn failure(&self) -> Option<Error> {
        self.failure.clone()
    }

    fn control(&mut self, sql: &str) -> Result<()> {
        let done = match self.session() {
            Session::Sqlite(session) => session.control(sql),
            Session::Postgres(session) => session.control(sql),
        };
        self.note(done)
    }
}
