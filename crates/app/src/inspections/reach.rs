//! Who may inspect, and who may see that there was an inspection.

use jiff::civil::Date;
use xueji_store::{Tx, params};

use crate::inspections::{Inspection, Round, store};
use crate::people::{self, Organization};
use crate::shell::{Actor, Error, Id, OrNotFound, Place, Result, Right};

/// An inspection with its round and the round's organization.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) inspection: Inspection,
    pub(super) round: Round,
    pub(super) organization: Organization,
}

pub(super) fn find(tx: &mut Tx, id: &Id) -> Result<Found> {
    let inspection = store::find(tx, id)?;
    let round = store::round(tx, &inspection.round_id)?;
    let organization = people::organization(tx, &round.organization_id)?.or_not_found()?;
    Ok(Found { inspection, round, organization })
}

/// Whether the actor holds a post that reads notes in an organization; an account that is nobody's inspects nobody.
pub(super) fn may_inspect_in(actor: &Actor, organization: &Organization) -> bool {
    actor.person_id.is_some() && actor.may(Right::ReadNotes, Place::Organization { path: &organization.path })
}

/// Whether the actor may inspect: reads notes where the round was made and where the person belongs, and is another.
pub(super) fn may_inspect(tx: &mut Tx, actor: &Actor, found: &Found, today: Date) -> Result<bool> {
    let whose = &found.inspection.person_id;
    if actor.person_id.as_ref() == Some(whose) || !may_inspect_in(actor, &found.organization) {
        return Ok(false);
    }
    let home = people::home(tx, whose, today)?;
    Ok(home.is_some_and(|home| actor.may(Right::ReadNotes, Place::Person { id: whose, path: &home.path })))
}

/// The inspection, where the actor may inspect it and it was not taken back.
pub(super) fn inspected(tx: &mut Tx, actor: &Actor, id: &Id, today: Date) -> Result<Found> {
    let found = find(tx, id)?;
    if may_inspect(tx, actor, &found, today)? { stands(found) } else { Err(Error::Forbidden) }
}

/// The inspection, where it is about the actor's own notes and was not taken back.
pub(super) fn own(tx: &mut Tx, actor: &Actor, id: &Id) -> Result<Found> {
    let found = find(tx, id)?;
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
