//! Two books of the catalog made one in the database.

use xueji_store::{Tx, params};

use crate::shell::{Id, Result};

/// Moves the readings of one book to another; where somebody has both open, the other stays open.
pub(in crate::books) fn move_readings(tx: &mut Tx, from: &Id, into: &Id, at: i64) -> Result<()> {
    tx.execute(
        "update book_reading set put_away_at = ?3
         where book_id = ?1 and finished_on is null and put_away_at is null and exists (
             select 1 from book_reading there
             where there.book_id = ?2 and there.person_id = book_reading.person_id
                 and there.finished_on is null and there.put_away_at is null)",
        params![from, into, at],
    )?;
    tx.execute("update book_reading set book_id = ?2 where book_id = ?1", params![from, into])?;
    Ok(())
}

/// The same for lists; what one organization recommends in the same days stands once.
pub(in crate::books) fn move_listed(tx: &mut Tx, from: &Id, into: &Id, at: i64) -> Result<()> {
    tx.execute(
        "update reading_list_book set removed_at = ?3
         where book_id = ?1 and removed_at is null and exists (
             select 1 from reading_list_book there
             where there.book_id = ?2 and there.organization_id = reading_list_book.organization_id
                 and there.removed_at is null
                 and there.from_on <= reading_list_book.to_on and there.to_on >= reading_list_book.from_on)",
        params![from, into, at],
    )?;
    tx.execute("update reading_list_book set book_id = ?2 where book_id = ?1", params![from, into])?;
    Ok(())
}

/// Moves the numbers of one book to another.
pub(in crate::books) fn move_isbns(tx: &mut Tx, from: &Id, into: &Id) -> Result<()> {
    tx.execute("update book_isbn set book_id = ?2 where book_id = ?1", params![from, into])?;
    Ok(())
}

/// Takes a book that nothing names any more out of the catalog.
pub(in crate::books) fn remove_book(tx: &mut Tx, id: &Id) -> Result<()> {
    tx.execute("delete from book where id = ?1", params![id])?;
    Ok(())
}
