//! The sheets of a person who was entered twice become those of the one who stays.

use jiff::civil::Date;
use xueji_store::params;

use crate::sheets::store;
use crate::shell::{Id, Result, Work};

/// Moves every sheet from one person to another; a page that both have goes behind the last.
pub(crate) fn reassign(work: &mut Work<'_>, from: &Id, to: &Id) -> Result<()> {
    let sheets: Vec<(Id, Date, i64)> = work.query(
        "select id, week_on, page from sheet where person_id = ?1 order by week_on, page",
        params![from],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    for (id, week_on, page) in sheets {
        let taken: bool = work.scalar(
            "select exists (select 1 from sheet where person_id = ?1 and week_on = ?2 and page = ?3)",
            params![to, week_on, page],
        )?;
        let page = if taken { store::last_page(work, to, week_on)? + 1 } else { page };
        work.execute("update sheet set person_id = ?2, page = ?3 where id = ?1", params![id, to, page])?;
    }
    Ok(())
}
