//! The SQL of jobs.

use xueji_store::{Row, Tx, params};

use crate::shell::clock::Clock;
use crate::shell::error::Result;
use crate::shell::id::Id;
use crate::shell::jobs::Done;

/// How a job stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) name: String,
    pub(crate) started_at: Option<i64>,
    pub(crate) ended_at: Option<i64>,
    /// 'done', 'full', 'denied', 'failed'; empty before the first end.
    pub(crate) outcome: String,
    pub(crate) done_at: Option<i64>,
    pub(crate) failed_at: Option<i64>,
    pub(crate) amount: Option<i64>,
    pub(crate) bytes: Option<i64>,
    pub(crate) place: Option<String>,
    pub(crate) cause: Option<String>,
    pub(crate) held_until: Option<i64>,
}

impl State {
    /// Whether it is still to be done for this moment, and not tried too soon.
    pub(super) fn is_open(&self, moment: i64, failed_before: i64) -> bool {
        self.done_at.is_none_or(|at| at < moment) && self.failed_at.is_none_or(|at| at < failed_before)
    }

    /// Whether what is stored is of an earlier day, or of a failure that is over.
    pub(super) fn is_stale(&self, clock: &Clock) -> bool {
        self.outcome != "done" || self.done_at.is_none_or(|at| clock.date_of(at) != clock.today())
    }

    /// Whether it did not go well the last time.
    pub(crate) fn has_failed(&self) -> bool {
        !matches!(self.outcome.as_str(), "" | "done")
    }
}

const COLUMNS: &str =
    "name, started_at, ended_at, outcome, done_at, failed_at, amount, bytes, place, cause, held_until";

fn state(row: &Row<'_>) -> xueji_store::Result<State> {
    Ok(State {
        name: row.get(0)?,
        started_at: row.get(1)?,
        ended_at: row.get(2)?,
        outcome: row.get(3)?,
        done_at: row.get(4)?,
        failed_at: row.get(5)?,
        amount: row.get(6)?,
        bytes: row.get(7)?,
        place: row.get(8)?,
        cause: row.get(9)?,
        held_until: row.get(10)?,
    })
}

pub(crate) fn of(tx: &mut Tx, name: &str) -> Result<Option<State>> {
    Ok(tx.query_opt(&format!("select {COLUMNS} from job where name = ?1"), params![name], state)?)
}

/// Every job that was ever begun.
pub(crate) fn all(tx: &mut Tx) -> Result<Vec<State>> {
    Ok(tx.query(&format!("select {COLUMNS} from job order by name"), params![], state)?)
}

fn ready(tx: &mut Tx, name: &str) -> Result<()> {
    tx.execute(
        "insert into job (name, outcome) values (?1, '') on conflict (name) do nothing",
        params![name],
    )?;
    Ok(())
}

/// Takes a job that nobody else has taken or done since; whether that went well.
pub(super) fn take(
    tx: &mut Tx,
    name: &str,
    holder: &Id,
    now: i64,
    until: i64,
    moment: i64,
    failed_before: i64,
) -> Result<bool> {
    ready(tx, name)?;
    let taken = tx.execute(
        "update job set held_by = ?2, held_until = ?3, started_at = ?4
         where name = ?1 and (held_until is null or held_until < ?4)
           and (done_at is null or done_at < ?5) and (failed_at is null or failed_at < ?6)",
        params![name, holder, until, now, moment, failed_before],
    )?;
    Ok(taken == 1)
}

pub(super) fn hold(tx: &mut Tx, name: &str, holder: &Id, until: i64) -> Result<()> {
    tx.execute(
        "update job set held_until = ?3 where name = ?1 and held_by = ?2",
        params![name, holder, until],
    )?;
    Ok(())
}

pub(super) fn let_go(tx: &mut Tx, name: &str) -> Result<()> {
    tx.execute("update job set held_by = null, held_until = null where name = ?1", params![name])?;
    Ok(())
}

pub(super) fn done(tx: &mut Tx, name: &str, started: i64, ended: i64, done: &Done) -> Result<()> {
    ready(tx, name)?;
    tx.execute(
        "update job set started_at = ?2, ended_at = ?3, outcome = 'done', done_at = ?3, amount = ?4, bytes = ?5,
                place = ?6, cause = null, held_by = null, held_until = null
         where name = ?1",
        params![name, started, ended, done.amount, done.bytes, done.place],
    )?;
    Ok(())
}

pub(super) fn failed(
    tx: &mut Tx,
    name: &str,
    started: i64,
    ended: i64,
    outcome: &str,
    cause: &str,
) -> Result<()> {
    ready(tx, name)?;
    tx.execute(
        "update job set started_at = ?2, ended_at = ?3, outcome = ?4, failed_at = ?3, cause = ?5, held_by = null,
                held_until = null
         where name = ?1",
        params![name, started, ended, outcome, cause],
    )?;
    Ok(())
}
