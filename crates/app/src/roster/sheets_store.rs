//! The SQL of sheets that were brought, and of what they changed.

use xueji_store::{Row, Tx, params};

use crate::people::import::{Changed, Summary};
use crate::shell::{Id, Result, Work};

/// A day, in milliseconds: so long a sheet can be taken back.
pub(super) const UNDO_FOR: i64 = 24 * 60 * 60 * 1000;

/// A sheet that was brought.
#[derive(Clone, Debug)]
pub(super) struct Import {
    pub(super) id: Id,
    pub(super) file_name: String,
    /// "looked", "applied" or "undone".
    pub(super) state: String,
    pub(super) people_new: i64,
    pub(super) people_changed: i64,
    pub(super) by: String,
    pub(super) at: i64,
    pub(super) applied_at: Option<i64>,
    pub(super) undone_at: Option<i64>,
}

impl Import {
    /// Whether it may still be taken back.
    pub(super) fn can_undo(&self, now: i64) -> bool {
        self.state == "applied" && self.applied_at.is_some_and(|at| now - at < UNDO_FOR)
    }
}

const COLUMNS: &str = "i.id, i.file_name, i.state, i.people_new, i.people_changed,
    coalesce(person.name, account.name, ''), i.at, i.applied_at, i.undone_at
    from roster_import i
    left join account on account.id = i.by_account_id
    left join person on person.id = account.person_id";

/// Keeps a sheet to be looked at, and lets go of what is older than a day.
pub(super) fn add(work: &mut Work<'_>, file_name: &str, sheet: &[u8], by: &Id) -> Result<Id> {
    let (id, at) = (Id::fresh(), work.at());
    let old = at - UNDO_FOR;
    work.execute(
        "delete from roster_change where import_id in (select id from roster_import where applied_at < ?1)",
        params![old],
    )?;
    work.execute("delete from roster_import where state = 'looked' and at < ?1", params![old])?;
    work.execute(
        "insert into roster_import (id, file_name, sheet, state, people_new, people_changed, by_account_id, at)
         values (?1, ?2, ?3, 'looked', 0, 0, ?4, ?5)",
        params![id, file_name, sheet, by, at],
    )?;
    Ok(id)
}

pub(super) fn find(tx: &mut Tx, id: &Id) -> Result<Option<Import>> {
    Ok(tx.query_opt(&format!("select {COLUMNS} where i.id = ?1"), params![id], read)?)
}

/// The latest ones, those looked at and left aside too.
pub(super) fn latest(tx: &mut Tx) -> Result<Vec<Import>> {
    Ok(tx.query(&format!("select {COLUMNS} order by i.at desc, i.id limit 30"), params![], read)?)
}

/// The file itself, as long as it is kept.
pub(super) fn sheet(tx: &mut Tx, id: &Id) -> Result<Option<Vec<u8>>> {
    let found: Option<Option<Vec<u8>>> =
        tx.query_opt("select sheet from roster_import where id = ?1", params![id], |row| row.get(0))?;
    Ok(found.flatten())
}

pub(super) fn applied(work: &mut Work<'_>, id: &Id, summary: &Summary, rows: &[Changed]) -> Result<()> {
    let at = work.at();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    work.execute(
        "update roster_import
         set state = 'applied', sheet = null, applied_at = ?2, people_new = ?3, people_changed = ?4
         where id = ?1",
        params![id, at, count(summary.people_new), count(summary.people_changed)],
    )?;
    let columns = ["import_id", "number", "table_name", "row_id", "before", "after"];
    let numbered: Vec<(i64, &Changed)> = (1..).zip(rows).collect();
    for batch in numbered.chunks(1000) {
        let values = batch
            .iter()
            .map(|(number, row)| params![id, *number, row.table, row.id, row.before, row.after].to_vec());
        work.insert_many("roster_change", &columns, values)?;
    }
    Ok(())
}

/// What a sheet changed, in order.
pub(super) fn changes(tx: &mut Tx, id: &Id) -> Result<Vec<Changed>> {
    Ok(tx.query(
        "select table_name, row_id, before, after from roster_change where import_id = ?1 order by number",
        params![id],
        |row| Ok(Changed { table: row.get(0)?, id: row.get(1)?, before: row.get(2)?, after: row.get(3)? }),
    )?)
}

pub(super) fn undone(work: &mut Work<'_>, id: &Id) -> Result<()> {
    let at = work.at();
    work.execute("update roster_import set state = 'undone', undone_at = ?2 where id = ?1", params![id, at])?;
    work.execute("delete from roster_change where import_id = ?1", params![id])?;
    Ok(())
}

fn read(row: &Row<'_>) -> xueji_store::Result<Import> {
    Ok(Import {
        id: row.get(0)?,
        file_name: row.get(1)?,
        state: row.get(2)?,
        people_new: row.get(3)?,
        people_changed: row.get(4)?,
        by: row.get(5)?,
        at: row.get(6)?,
        applied_at: row.get(7)?,
        undone_at: row.get(8)?,
    })
}

/// A sheet that somebody brought, for the walk through all routes.
#[cfg(test)]
pub(crate) fn of_test(app: &crate::testing::TestApp) -> Id {
    let by = Id::from_text("someone");
    let added = app.app.write_blocking(crate::shell::Author::Command, |work| add(work, "a.xlsx", b"", &by));
    added.expect("the sheet is kept")
}
