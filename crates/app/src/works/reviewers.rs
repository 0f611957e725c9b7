//! Who may review: those who read notes and vouch over the author; of who leads, those above.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::people::{self, Organization};
use crate::shell::actor::Role;
use crate::shell::{Actor, Id, Place, Result, Right};
use crate::works::{Kind, Manuscript};

/// Somebody who may review, with where they hold the post that lets them.
#[derive(Clone, Debug)]
pub(super) struct Reviewer {
    pub(super) person_id: Id,
    pub(super) name: String,
    pub(super) organization: String,
}

/// Who may review a person's manuscript, those first who usually do.
///
/// An essay is read by the secretary where its author belongs, then by those above; the work of a secretary, and a report
/// of a leader, by those above first. Only where nobody is above does an equal review it. Nobody reviews their own.
pub(super) fn reviewers(tx: &mut Tx, person_id: &Id, kind: Kind, today: Date) -> Result<Vec<Reviewer>> {
    let Some(home) = people::home(tx, person_id, today)? else { return Ok(Vec::new()) };
    let mut way: Vec<Organization> = people::ancestors(tx, &home)?;
    way.push(home);
    let leads = |scope: &crate::shell::Scope| scope.role == Role::Secretary;
    let own: Vec<Id> = people::scopes(tx, person_id, today)?
        .into_iter()
        .filter(|scope| leads(scope))
        .map(|scope| scope.organization_id)
        .collect();
    // From where the author leads upwards; from home upwards where they lead nothing.
    let top_led = way.iter().position(|one| own.contains(&one.id));
    let here = way.len() - 1;
    let (mut above, mut equal) = (Vec::new(), Vec::new());
    for (depth, one) in way.iter().enumerate().rev() {
        let is_above = match top_led {
            Some(led) => depth < led,
            None => depth < here || kind == Kind::Essay,
        };
        for id in people::holders_of(tx, Role::Secretary, &one.id, today)? {
            if id == *person_id {
                continue;
            }
            let Some(person) = people::person(tx, &id)? else { continue };
            let found = Reviewer { person_id: id, name: person.name, organization: one.short_name.clone() };
            if is_above { above.push(found) } else { equal.push(found) }
        }
    }
    // A secretary's own work goes up wherever somebody is there; a leader's report may also stay where they belong.
    if top_led.is_none() || above.is_empty() {
        above.append(&mut equal);
    }
    let mut seen: Vec<Id> = Vec::new();
    above.retain(|one| {
        let fresh = !seen.contains(&one.person_id);
        seen.push(one.person_id.clone());
        fresh
    });
    Ok(above)
}

/// Whether the actor may review this manuscript.
pub(super) fn may_review(tx: &mut Tx, actor: &Actor, manuscript: &Manuscript, today: Date) -> Result<bool> {
    let Some(own) = actor.person_id.as_ref().filter(|own| **own != manuscript.person_id) else {
        return Ok(false);
    };
    let Some(home) = people::home(tx, &manuscript.person_id, today)? else { return Ok(false) };
    let place = || Place::Person { id: &manuscript.person_id, path: &home.path };
    if !actor.may(Right::ReadNotes, place()) || !actor.may(Right::Attest, place()) {
        return Ok(false);
    }
    let all = reviewers(tx, &manuscript.person_id, manuscript.kind, today)?;
    Ok(all.iter().any(|one| one.person_id == *own))
}
