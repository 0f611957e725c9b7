//! The SQL of what a lesson is made of.

use xueji_store::{Tx, params};

use crate::lessons::{Part, Sort};
use crate::shell::error::unreadable;
use crate::shell::{Id, Result, Work};

/// The parts of a lesson, in order.
pub(in crate::lessons) fn parts(tx: &mut Tx, lesson_id: &Id) -> Result<Vec<Part>> {
    Ok(tx.query(
        "select id, sort, title, attachment_id, text from lesson_part where lesson_id = ?1 order by position, id",
        params![lesson_id],
        |row| {
            Ok(Part {
                id: row.get(0)?,
                sort: Sort::from_code(row.str(1)?).ok_or(unreadable(1, "a sort of part"))?,
                title: row.get(2)?,
                attachment_id: row.get(3)?,
                text: row.get(4)?,
            })
        },
    )?)
}

/// Puts a part at the end.
pub(in crate::lessons) fn add_part(work: &mut Work<'_>, lesson_id: &Id, part: &Part) -> Result<()> {
    work.execute(
        "insert into lesson_part (id, lesson_id, position, sort, title, attachment_id, text)
         select ?1, ?2, coalesce(max(position), 0) + 1, ?3, ?4, ?5, ?6 from lesson_part where lesson_id = ?2",
        params![part.id, lesson_id, *part.sort.code(), part.title, part.attachment_id, part.text],
    )?;
    Ok(())
}

pub(in crate::lessons) fn rename_part(work: &mut Work<'_>, id: &Id, title: &str) -> Result<()> {
    work.execute("update lesson_part set title = ?2 where id = ?1", params![id, *title])?;
    Ok(())
}

pub(in crate::lessons) fn remove_part(work: &mut Work<'_>, id: &Id) -> Result<()> {
    work.execute("delete from lesson_place where part_id = ?1", params![id])?;
    work.execute("delete from lesson_part where id = ?1", params![id])?;
    Ok(())
}

/// Puts the parts into this order.
pub(in crate::lessons) fn order_parts(work: &mut Work<'_>, ids: &[&Id]) -> Result<()> {
    for (position, id) in (1_i64..).zip(ids) {
        work.execute("update lesson_part set position = ?2 where id = ?1", params![**id, position])?;
    }
    Ok(())
}
