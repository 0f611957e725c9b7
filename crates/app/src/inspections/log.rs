//! What happened to an inspection, step by step; its author sees all of it.

use jiff::civil::Date;
use xueji_store::{Tx, params};

use crate::shell::error::unreadable;
use crate::shell::{Id, Result};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    Called,
    /// The author showed more.
    Shown,
    Read,
    Returned,
    Again,
    Reread,
    Finished,
}

impl Done {
    const ALL: [Self; 7] =
        [Self::Called, Self::Shown, Self::Read, Self::Returned, Self::Again, Self::Reread, Self::Finished];

    const fn code(self) -> &'static str {
        match self {
            Self::Called => "called",
            Self::Shown => "shown",
            Self::Read => "read",
            Self::Returned => "returned",
            Self::Again => "again",
            Self::Reread => "reread",
            Self::Finished => "done",
        }
    }
}

/// One step.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) done: Done,
    pub(super) at: i64,
    pub(super) who: String,
    /// The reason, the remarks, or how many were shown.
    pub(super) text: Option<String>,
}

pub(super) fn add(
    tx: &mut Tx,
    inspection_id: &Id,
    done: Done,
    (account_id, at, on): (&Id, i64, Date),
    text: Option<&str>,
) -> Result<()> {
    tx.execute(
        "insert into inspection_step (id, inspection_id, number, deed, on_day, at, by_account_id, text)
         select ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4, ?5, ?6, ?7
         from inspection_step where inspection_id = ?2",
        params![Id::fresh(), inspection_id, *done.code(), on, at, account_id, text],
    )?;
    Ok(())
}

/// Every step of an inspection, in order.
pub(super) fn of(tx: &mut Tx, inspection_id: &Id) -> Result<Vec<Step>> {
    Ok(tx.query(
        "select step.deed, step.at, coalesce(person.name, account.name), step.text
         from inspection_step step
         join account on account.id = step.by_account_id
         left join person on person.id = account.person_id
         where step.inspection_id = ?1 order by step.number limit 500",
        params![inspection_id],
        |row| {
            let code = row.str(0)?;
            Ok(Step {
                done: Done::ALL
                    .into_iter()
                    .find(|done| done.code() == code)
                    .ok_or(unreadable(0, "a step"))?,
                at: row.get(1)?,
                who: row.get(2)?,
                text: row.get(3)?,
            })
        },
    )?)
}

/// Which of these steps was taken last; none where none was.
pub(super) fn latest_of(tx: &mut Tx, inspection_id: &Id, of: [Done; 2]) -> Result<Option<Done>> {
    let last: Option<String> = tx.query_opt(
        "select deed from inspection_step where inspection_id = ?1 and deed in (?2, ?3) order by number desc limit 1",
        params![inspection_id, *of[0].code(), *of[1].code()],
        |row| row.get(0),
    )?;
    Ok(of.into_iter().find(|done| last.as_deref() == Some(done.code())))
}

/// The day on which the last of a round got an answer; none where nobody has one.
pub(super) fn last_answer(tx: &mut Tx, round_id: &Id) -> Result<Option<Date>> {
    Ok(tx.scalar(
        "select max(inspection_step.on_day) from inspection_step
         join inspection on inspection.id = inspection_step.inspection_id
         where inspection.round_id = ?1 and inspection_step.deed in ('returned', 'done')",
        params![round_id],
    )?)
}

/// How often a step was taken.
pub(super) fn times(tx: &mut Tx, inspection_id: &Id, done: Done) -> Result<usize> {
    let sql = "select count(*) from inspection_step where inspection_id = ?1 and deed = ?2";
    Ok(tx.scalar(sql, params![inspection_id, *done.code()])?)
}
