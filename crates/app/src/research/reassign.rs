//! Stays of a person who was entered twice become those of the one who stays.

use xueji_store::params;

use crate::shell::{Id, Result, Work};

/// Moves every stay, and every question, from one person to another; their records were moved before.
pub(crate) fn reassign(work: &mut Work<'_>, from: &Id, to: &Id) -> Result<()> {
    work.execute("update stay set person_id = ?1 where person_id = ?2", params![to, from])?;
    work.execute(
        "update stay set record_id = (select later.id from record later where later.replaces_id = stay.record_id)
         where person_id = ?1 and exists (
             select 1 from record later where later.replaces_id = stay.record_id and later.person_id = ?1)",
        params![to],
    )?;
    work.execute(
        "delete from stay_companion where person_id = ?2 and exists (
             select 1 from stay_companion there where there.stay_id = stay_companion.stay_id and there.person_id = ?1)",
        params![to, from],
    )?;
    work.execute("update stay_companion set person_id = ?1 where person_id = ?2", params![to, from])?;
    Ok(())
}
