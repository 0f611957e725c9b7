//! Manuscripts of a person who was entered twice become those of the one who stays.

use xueji_store::params;

use crate::shell::{Id, Result, Work};

/// Moves every manuscript, and every request to review one, from one person to another.
pub(crate) fn reassign(work: &mut Work<'_>, from: &Id, to: &Id) -> Result<()> {
    work.execute("update manuscript set person_id = ?1 where person_id = ?2", params![to, from])?;
    work.execute("update manuscript set reviewer_id = ?1 where reviewer_id = ?2", params![to, from])?;
    Ok(())
}
