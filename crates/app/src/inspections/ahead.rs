//! What waits, for the home pages: how many inspections, and nothing else.

use jiff::civil::Date;
use xueji_store::{Param as _, Tx, params};

use crate::inspections::gone::{there, waits};
use crate::inspections::store::STANDS;
use crate::people;
use crate::shell::{Id, Result};

/// The inspections of a person's notes that ask for something: called in and not read, or returned.
pub(crate) fn waiting_for(tx: &mut Tx, person_id: &Id, today: Date) -> Result<i64> {
    Ok(tx.scalar(
        &format!(
            "select count(*) from inspection join inspection_round on inspection_round.id = inspection.round_id
             where inspection.person_id = ?1 and inspection.state in ('called', 'returned') and {STANDS}
                 and {}",
            there("?2")
        ),
        params![person_id, today],
    )?)
}

/// Those at or below a path that wait for an inspector, who is another.
pub(crate) fn to_inspect(tx: &mut Tx, inspector: &Id, path: &str, today: Date) -> Result<i64> {
    let [first, end] = people::ends(path);
    Ok(tx.scalar(
        &format!(
            "select count(*) from inspection join inspection_round on inspection_round.id = inspection.round_id
             join organization on organization.id = inspection_round.organization_id
             where organization.path >= ?1 and organization.path < ?2 and inspection.person_id <> ?4
                 and {STANDS} and {}",
            waits("?3")
        ),
        &[first, end, today.to_value(), inspector.to_value()],
    )?)
}
