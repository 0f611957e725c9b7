//! What a person who was entered twice published and answered becomes that of the one who stays.

use xueji_store::params;

use crate::shell::{Id, Result, Work};

/// Moves every text from one person to another.
pub(crate) fn reassign(work: &mut Work<'_>, from: &Id, to: &Id) -> Result<()> {
    work.execute("update review set person_id = ?1 where person_id = ?2", params![to, from])?;
    work.execute("update review_reply set person_id = ?1 where person_id = ?2", params![to, from])?;
    Ok(())
}
