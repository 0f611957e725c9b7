//! What a person who was entered twice had of lessons becomes that of the one who stays.

use xueji_store::params;

use crate::shell::{Id, Result, Work};

/// Moves what is of lessons from one person to another, who keeps their own where both have some.
pub(crate) fn reassign(work: &mut Work<'_>, from: &Id, to: &Id) -> Result<()> {
    for (table, of) in [("lesson_person", "lesson_id"), ("lesson_place", "part_id")] {
        work.execute(
            &format!(
                "delete from {table} where person_id = ?2 and exists (
                     select 1 from {table} there where there.person_id = ?1 and there.{of} = {table}.{of})"
            ),
            params![to, from],
        )?;
        work.execute(&format!("update {table} set person_id = ?1 where person_id = ?2"), params![to, from])?;
    }
    Ok(())
}
