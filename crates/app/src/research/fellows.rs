//! Who was there together, seen from one of their stays.

use xueji_store::Tx;

use crate::people;
use crate::research::{Answer, Stay, store};
use crate::shell::{Id, Result};

/// Somebody else of the same trip; `asked` while they have not answered.
#[derive(Clone, Debug)]
pub(crate) struct Fellow {
    pub(crate) person_id: Id,
    pub(crate) name: String,
    pub(crate) asked: bool,
}

/// The host and all who did not say that they stayed at home, but the one whose stay it is.
pub(super) fn fellows(tx: &mut Tx, stay: &Stay) -> Result<Vec<Fellow>> {
    let mut found: Vec<Fellow> = Vec::new();
    let mut trips = vec![stay.clone()];
    if let Some(host) = store::host_of(tx, &stay.id)? {
        let person = people::person(tx, &host.person_id)?;
        found.extend(person.map(|person| Fellow { person_id: person.id, name: person.name, asked: false }));
        trips.push(host);
    }
    for trip in trips {
        for one in store::companions(tx, &trip.id)? {
            let known =
                one.person_id == stay.person_id || found.iter().any(|known| known.person_id == one.person_id);
            if !known && one.answer != Answer::Declined {
                let asked = one.answer == Answer::Asked;
                found.push(Fellow { person_id: one.person_id, name: one.name, asked });
            }
        }
    }
    Ok(found)
}
