//! Who may inspect, and who may see that there was an inspection.

use std::collections::BTreeSet;

use jiff::civil::Date;
use xueji_store::{Tx, params};

use crate::inspections::gone::{self, Gone};
use crate::inspections::{Inspection, Round, store};
use crate::people::{self, Organization};
use crate::shell::{Actor, Error, Id, OrNotFound, Place, Result, Right};

/// An inspection with its round and the round's organization.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) inspection: Inspection,
    pub(super) round: Round,
    pub(super) organization: Organization,
    /// Why nobody reads it any more, where that is so.
    pub(super) gone: Option<Gone>,
}

pub(super) fn find(tx: &mut Tx, id: &Id, today: Date) -> Result<Found> {
    let inspection = store::find(tx, id)?;
    let round = store::round(tx, &inspection.round_id)?;
    let organization = people::organization(tx, &round.organization_id)?.or_not_found()?;
    let gone = gone::of_part(tx, id, today)?;
    Ok(Found { inspection, round, organization, gone })
}

/// Whether the actor holds a post that reads notes in an organization; an account that is nobody's inspects nobody.
pub(super) fn may_inspect_in(actor: &Actor, organization: &Organization) -> bool {
    actor.person_id.is_some() && actor.may(Right::ReadNotes, Place::Organization { path: &organization.path })
}

/// Those of these people whom the actor may inspect: the actor reads notes where the round was made and where they belong,
/// and is another.
pub(super) fn reached(
    tx: &mut Tx,
    actor: &Actor,
    organization: &Organization,
    people: &[&Id],
    today: Date,
) -> Result<BTreeSet<Id>> {
    if people.is_empty() || !may_inspect_in(actor, organization) {
        return Ok(BTreeSet::new());
    }
    let homes = people::homes_of(tx, people.iter().copied(), today)?;
    let reaches = |whose: &Id| {
        let home = homes.get(whose).filter(|_| actor.person_id.as_ref() != Some(whose));
        home.is_some_and(|home| actor.may(Right::ReadNotes, Place::Person { id: whose, path: &home.path }))
    };
    Ok(people.iter().copied().filter(|whose| reaches(whose)).cloned().collect())
}

/// The inspection, where the actor may inspect it and it was not taken back.
pub(super) fn inspected(tx: &mut Tx, actor: &Actor, id: &Id, today: Date) -> Result<Found> {
    let found = find(tx, id, today)?;
    let reached = reached(tx, actor, &found.organization, &[&found.inspection.person_id], today)?;
    if reached.is_empty() { Err(Error::Forbidden) } else { stands(found) }
}

/// The inspection, where it is about the actor's own notes and was not taken back.
pub(super) fn own(tx: &mut Tx, actor: &Actor, id: &Id, today: Date) -> Result<Found> {
    let found = find(tx, id, today)?;
    if actor.person_id.as_ref() == Some(&found.inspection.person_id) {
        stands(found)
    } else {
        Err(Error::Forbidden)
    }
}

fn stands(found: Found) -> Result<Found> {
    if found.round.taken_back.is_some() {
        return Err(Error::Conflict(crate::shell::lang::Messages::inspections_was_taken_back));
    }
    Ok(found)
}

/// Whether the actor may see how a round was drawn and how far it is: whoever inspects there, sees the organization,
/// or stood on its list.
pub(super) fn may_see_round(
    tx: &mut Tx,
    actor: &Actor,
    round: &Round,
    organization: &Organization,
) -> Result<bool> {
    if actor.may(Right::SeeOrganization, Place::Organization { path: &organization.path }) {
        return Ok(true);
    }
    let Some(person_id) = &actor.person_id else { return Ok(false) };
    Ok(tx.scalar(
        "select exists (select 1 from inspection_candidate where round_id = ?1 and person_id = ?2
             union all select 1 from inspection where round_id = ?1 and person_id = ?2)",
        params![round.id, person_id],
    )?)
}
