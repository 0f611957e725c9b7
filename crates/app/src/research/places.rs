//! Places that the form offers: units of the tree, and where somebody was before.

use std::collections::BTreeSet;

use xueji_store::Tx;

use crate::people;
use crate::research::{Part, store};
use crate::shell::{Id, Result};

/// More names make a phone's list slow; the rest is typed.
const MOST_OFFERED: usize = 300;

/// What the form offers: where the person was before, then the units of the bureau.
pub(super) fn offered(tx: &mut Tx, person_id: &Id) -> Result<Vec<String>> {
    let mut places = store::places_of(tx, person_id)?;
    let mut seen: BTreeSet<String> = places.iter().cloned().collect();
    if let Some(root) = people::root(tx)? {
        for one in people::organizations(tx, &root.path)? {
            if places.len() < MOST_OFFERED && seen.insert(one.short_name.clone()) {
                places.push(one.short_name);
            }
        }
    }
    Ok(places)
}

/// Names the units among places that were typed.
pub(super) fn find_units(tx: &mut Tx, parts: &mut [Part]) -> Result<()> {
    let Some(root) = people::root(tx)? else { return Ok(()) };
    let all = people::organizations(tx, &root.path)?;
    for part in parts {
        let unit = all.iter().find(|one| one.short_name == part.place || one.name == part.place);
        part.organization_id = unit.map(|one| one.id.clone());
    }
    Ok(())
}
