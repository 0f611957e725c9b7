//! What waits, for the home pages: how many inspections, and nothing else.

use xueji_store::{Tx, params};

use crate::inspections::store::STANDS;
use crate::people;
use crate::shell::{Id, Result};

/// The inspections of a person's notes that ask for something: called in and not read, or returned.
pub(crate) fn waiting_for(tx: &mut Tx, person_id: &Id) -> Result<i64> {
    Ok(tx.scalar(
        &format!(
            "select count(*) from inspection join inspection_round on inspection_round.id = inspection.round_id
             where inspection.person_id = ?1 and inspection.state in ('called', 'returned') and {STANDS}"
        ),
        params![person_id],
    )?)
}

/// Those at or below a path that wait for an inspector.
pub(crate) fn to_inspect(tx: &mut Tx, path: &str) -> Result<i64> {
    Ok(tx.scalar(
        &format!(
            "select count(*) from inspection join inspection_round on inspection_round.id = inspection.round_id
             join organization on organization.id = inspection_round.organization_id
             where organization.path >= ?1 and organization.path < ?2
                 and inspection.state in ('called', 'read', 'again') and {STANDS}"
        ),
        &people::ends(path),
    )?)
}
