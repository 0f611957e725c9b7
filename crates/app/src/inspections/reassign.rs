//! The inspections of a person who was entered twice become those of the one who stays.

use xueji_store::params;

use crate::inspections::told;
use crate::shell::{Id, Result, Work};

/// Moves everything from one person to another; where both stood in one round, the other's part is closed.
pub(crate) fn reassign(work: &mut Work<'_>, from: &Id, to: &Id) -> Result<()> {
    let both = params![to, from];
    work.execute(
        "update inspection set person_id = ?1 where person_id = ?2 and not exists (
             select 1 from inspection there
             where there.round_id = inspection.round_id and there.person_id = ?1)",
        both,
    )?;
    // Nobody reads it, since its person belongs nowhere (see `gone`); and what was told of it asks for nothing any more.
    let doubled: Vec<Id> =
        work.query("select id from inspection where person_id = ?1", params![from], |row| row.get(0))?;
    for id in &doubled {
        told::settle(work, id)?;
    }
    work.execute("update inspection_candidate set person_id = ?1 where person_id = ?2", both)?;
    work.execute("update inspection_round set inspector_id = ?1 where inspector_id = ?2", both)?;
    Ok(())
}
