//! The readings of a person who was entered twice become those of the one who stays.

use xueji_store::params;

use crate::shell::{Id, Result, Work};

/// Moves every reading from one person to another; a book that lies open with both stays open with the one who stays.
pub(crate) fn reassign(work: &mut Work<'_>, from: &Id, to: &Id) -> Result<()> {
    let at = work.at();
    work.execute(
        "update book_reading set put_away_at = ?3
         where person_id = ?2 and finished_on is null and put_away_at is null and exists (
             select 1 from book_reading there
             where there.person_id = ?1 and there.book_id = book_reading.book_id
                 and there.finished_on is null and there.put_away_at is null)",
        params![to, from, at],
    )?;
    work.execute("update book_reading set person_id = ?1 where person_id = ?2", params![to, from])?;
    Ok(())
}
