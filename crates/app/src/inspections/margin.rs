//! What stands at the margin of a note: the SQL of comments.

use xueji_store::{Row, Tx, Where, params};

use crate::inspections::Comment;
use crate::inspections::store::STANDS;
use crate::shell::{Id, Result};

pub(super) fn insert(tx: &mut Tx, inspection_id: &Id, comment: &Comment) -> Result<()> {
    tx.execute(
        "insert into inspection_comment (id, inspection_id, place, note_id, number, quote, start, text, by_account_id,
             at)
         select ?1, ?2, coalesce(max(place), 0) + 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9
         from inspection_comment where inspection_id = ?2",
        params![
            comment.id,
            inspection_id,
            comment.note_id,
            comment.number,
            comment.quote,
            comment.start,
            comment.text,
            comment.by_account_id,
            comment.at
        ],
    )?;
    Ok(())
}

const COLUMNS: &str =
    "comment.id, comment.note_id, comment.number, comment.quote, comment.start, comment.text,
    comment.by_account_id, coalesce(person.name, account.name), comment.at";

fn read(row: &Row<'_>) -> xueji_store::Result<Comment> {
    Ok(Comment {
        id: row.get(0)?,
        note_id: row.get(1)?,
        number: row.get(2)?,
        quote: row.get(3)?,
        start: row.get(4)?,
        text: row.get(5)?,
        by_account_id: row.get(6)?,
        who: row.get(7)?,
        at: row.get(8)?,
    })
}

/// Every comment of an inspection, in the order in which they were made.
pub(super) fn of(tx: &mut Tx, inspection_id: &Id) -> Result<Vec<Comment>> {
    Ok(tx.query(
        &format!(
            "select {COLUMNS} from inspection_comment comment
             join account on account.id = comment.by_account_id
             left join person on person.id = account.person_id
             where comment.inspection_id = ?1 order by comment.place limit 1000"
        ),
        params![inspection_id],
        read,
    )?)
}

/// Every comment on these notes of a person's, of rounds that were not taken back, in the order in which they were made.
pub(super) fn on_notes(tx: &mut Tx, person_id: &Id, notes: &[Id]) -> Result<Vec<Comment>> {
    let clause = Where::new()
        .and("inspection.person_id = ?", person_id)
        .and_in("shown.note_id", notes)
        .and_if(true, STANDS);
    Ok(tx.query(
        &format!(
            "select {COLUMNS} from inspection_note shown
             join inspection on inspection.id = shown.inspection_id
             join inspection_round on inspection_round.id = inspection.round_id
             join inspection_comment comment on comment.inspection_id = shown.inspection_id
                 and comment.note_id = shown.note_id
             join account on account.id = comment.by_account_id
             left join person on person.id = account.person_id
             {} order by comment.at, comment.id limit 5000",
            clause.sql()
        ),
        clause.params(),
        read,
    )?)
}

/// Takes a comment of the account's own out; false where there is none.
pub(super) fn remove(tx: &mut Tx, inspection_id: &Id, id: &Id, account_id: &Id) -> Result<bool> {
    let removed = tx.execute(
        "delete from inspection_comment where id = ?1 and inspection_id = ?2 and by_account_id = ?3",
        params![id, inspection_id, account_id],
    )?;
    Ok(removed == 1)
}
