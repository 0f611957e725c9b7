//! The places of a person who was entered twice become the places of the one who stays.

use xueji_store::params;

use crate::meetings::{attendance, store};
use crate::records::Entry;
use crate::shell::{Id, OrNotFound, Result, Work};

/// Moves places, leave, appeals and tasks from `from` to `to`; where both sat at one meeting, `to` keeps their own place
/// and record. Their records go over afterwards.
pub(crate) fn reassign(
    work: &mut Work<'_>,
    entry: &Entry,
    (from, to): (&Id, &Id),
    reason: &str,
) -> Result<()> {
    let doubled: Vec<Id> = work.query(
        "select one.meeting_id from meeting_person one
         join meeting_person other on other.meeting_id = one.meeting_id and other.person_id = ?2
         where one.person_id = ?1 order by one.meeting_id limit 10000",
        params![from, to],
        |row| row.get(0),
    )?;
    for id in &doubled {
        let meeting = store::find(work, id)?.or_not_found()?;
        let seat = store::seat_of(work, id, from)?.or_not_found()?;
        attendance::take_out(work, entry, &meeting, &seat, reason)?;
    }
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
