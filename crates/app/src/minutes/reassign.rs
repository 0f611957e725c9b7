//! What a person who was entered twice said, owes and signed is the other entry's.

use xueji_store::params;

use crate::shell::{Id, Result, Work};

/// Moves everything in minutes from one person to another; where both signed one meeting, the one who stays did.
pub(crate) fn reassign(work: &mut Work<'_>, from: &Id, to: &Id) -> Result<()> {
    let both = params![to, from];
    for table in ["minutes_block", "minutes_text", "minutes_signature"] {
        work.execute(&format!("update {table} set person_id = ?1 where person_id = ?2"), both)?;
    }
    Ok(())
}
