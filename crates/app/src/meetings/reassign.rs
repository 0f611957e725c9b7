//! The places of a person who was entered twice become the places of the one who stays.

use xueji_store::params;

use crate::shell::{Id, Result, Work};

/// Moves places, leave, appeals and tasks from `from` to `to`; where both sat at one meeting, `to` keeps their own.
pub(crate) fn reassign(work: &mut Work<'_>, from: &Id, to: &Id) -> Result<()> {
    let both = params![to, from];
    for table in ["meeting_person", "make_up"] {
        work.execute(
            &format!(
                "delete from {table} where person_id = ?2 and exists (
                     select 1 from {table} there
                     where there.person_id = ?1 and there.meeting_id = {table}.meeting_id)"
            ),
            both,
        )?;
    }
    for (table, column) in [
        ("meeting_person", "person_id"),
        ("make_up", "person_id"),
        ("meeting_leave", "person_id"),
        ("meeting_appeal", "person_id"),
        ("meeting", "host_id"),
        ("meeting", "recorder_id"),
    ] {
        work.execute(&format!("update {table} set {column} = ?1 where {column} = ?2"), both)?;
    }
    Ok(())
}
