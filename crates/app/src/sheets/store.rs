//! The SQL of sheets.

use jiff::civil::Date;
use xueji_store::{Row, Tx, params};

use crate::attachments::{self, Attachment};
use crate::sheets::Sheet;
use crate::shell::{Id, Result, Work};

const COLUMNS: &str = "id, code, person_id, week_on, page, note_id";

fn read(row: &Row<'_>) -> xueji_store::Result<Sheet> {
    Ok(Sheet {
        id: row.get(0)?,
        code: row.get(1)?,
        person_id: row.get(2)?,
        week_on: row.get(3)?,
        page: row.get(4)?,
        note_id: row.get(5)?,
    })
}

/// The sheet of a code.
pub(super) fn by_code(tx: &mut Tx, code: &str) -> Result<Option<Sheet>> {
    Ok(tx.query_opt(&format!("select {COLUMNS} from sheet where code = ?1"), params![*code], read)?)
}

/// The first pages of a person's week that were printed, in order.
pub(super) fn of_week(tx: &mut Tx, person_id: &Id, week_on: Date, pages: i64) -> Result<Vec<Sheet>> {
    Ok(tx.query(
        &format!(
            "select {COLUMNS} from sheet where person_id = ?1 and week_on = ?2 and page <= ?3 order by page limit 100"
        ),
        params![person_id, week_on, pages],
        read,
    )?)
}

/// Stores a sheet, unless that page of the week is there.
pub(super) fn add(work: &mut Work<'_>, sheet: &Sheet) -> Result<()> {
    work.execute(
        "insert into sheet (id, code, person_id, week_on, page) values (?1, ?2, ?3, ?4, ?5)
         on conflict (person_id, week_on, page) do nothing",
        params![sheet.id, sheet.code, sheet.person_id, sheet.week_on, sheet.page],
    )?;
    Ok(())
}

/// The note in which pages of a person's week are, where there is one.
pub(super) fn note_of_week(tx: &mut Tx, person_id: &Id, week_on: Date) -> Result<Option<Id>> {
    Ok(tx.query_opt(
        "select note_id from sheet where person_id = ?1 and week_on = ?2 and note_id is not null
         order by filed_at desc, page limit 1",
        params![person_id, week_on],
        |row| row.get(0),
    )?)
}

/// The pictures of a note's sheets in page order.
pub(super) fn pages_of(tx: &mut Tx, note_id: &Id) -> Result<Vec<Id>> {
    Ok(tx.query(
        "select attachment_id from sheet where note_id = ?1 and attachment_id is not null order by page limit 100",
        params![note_id],
        |row| row.get(0),
    )?)
}

/// The last page of a person's week.
pub(super) fn last_page(tx: &mut Tx, person_id: &Id, week_on: Date) -> Result<i64> {
    Ok(tx.scalar(
        "select coalesce(max(page), 0) from sheet where person_id = ?1 and week_on = ?2",
        params![person_id, week_on],
    )?)
}

/// That a sheet's picture is in a note.
pub(super) fn set_filed(work: &mut Work<'_>, sheet_id: &Id, note_id: &Id, attachment_id: &Id) -> Result<()> {
    let at = work.at();
    work.execute(
        "update sheet set note_id = ?2, attachment_id = ?3, filed_at = ?4 where id = ?1",
        params![sheet_id, note_id, attachment_id, at],
    )?;
    Ok(())
}

/// Has a picture wait to be assigned by hand.
pub(super) fn wait(work: &mut Work<'_>, attachment_id: &Id, account_id: &Id) -> Result<()> {
    let at = work.at();
    work.execute(
        "insert into sheet_waiting (attachment_id, account_id, at) values (?1, ?2, ?3)
         on conflict (attachment_id) do nothing",
        params![attachment_id, account_id, at],
    )?;
    Ok(())
}

/// That a picture waits no more.
pub(super) fn wait_no_more(work: &mut Work<'_>, attachment_id: &Id) -> Result<()> {
    work.execute("delete from sheet_waiting where attachment_id = ?1", params![attachment_id])?;
    Ok(())
}

/// The pictures that an account has to assign, the first brought first.
pub(super) fn waiting(tx: &mut Tx, account_id: &Id, from: usize, most: usize) -> Result<Vec<Attachment>> {
    let ids: Vec<Id> = tx.query(
        &format!(
            "select sheet_waiting.attachment_id from sheet_waiting
             join attachment on attachment.id = sheet_waiting.attachment_id
             where sheet_waiting.account_id = ?1 and attachment.by_account_id = ?1 and not attachment.kept
             order by sheet_waiting.at, sheet_waiting.attachment_id limit {most} offset {from}"
        ),
        params![account_id],
        |row| row.get(0),
    )?;
    attachments::find(tx, &ids)
}

/// One of them.
pub(super) fn waits(tx: &mut Tx, account_id: &Id, attachment_id: &Id) -> Result<Option<Attachment>> {
    let found = attachments::find(tx, std::slice::from_ref(attachment_id))?.pop();
    let known: bool = tx.scalar(
        "select exists (select 1 from sheet_waiting where attachment_id = ?1 and account_id = ?2)",
        params![attachment_id, account_id],
    )?;
    Ok(found.filter(|file| known && !file.kept && file.by_account_id == *account_id))
}
