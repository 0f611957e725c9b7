//! The addresses of standings, and what they ask for.

use std::sync::Arc;

use jiff::civil::Date;
use serde::Deserialize;
use xueji_standing::State;
use xueji_store::Tx;

use crate::people::{self, Organization};
use crate::plans::{self, InForce};
use crate::shell::actor::{Actor, Role};
use crate::shell::{Access, Error, Id, OrNotFound, Place, Result, Right, Routes};
use crate::standings::views::Selection;
use crate::standings::{listed, one, unit, year};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .page("/year", Access::Person, one::my_year)
        .page("/people/{id}/year", Access::SignedIn, one::year_of)
        .page("/duties/{plan_id}/{code}/of/{subject_id}", Access::SignedIn, one::duty)
        .page("/branch", Access::Holding(Right::SeeOrganization), unit::my_branch)
        .page("/bureau", Access::Holding(Right::SeeOrganization), unit::my_bureau)
        .page("/organizations/{id}", Access::Holding(Right::SeeOrganization), unit::organization)
        .page("/organizations/{id}/branch", Access::Holding(Right::SeeOrganization), unit::own_people)
        .page("/standings", Access::Holding(Right::SeeOrganization), listed::index)
}

/// What an address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    pub(super) plan: Option<String>,
    pub(super) organization: Option<String>,
    pub(super) duty: Option<String>,
    pub(super) state: Option<String>,
    pub(super) unit_type: Option<String>,
    /// What the quick form records.
    pub(super) activity: Option<String>,
    pub(super) page: Option<usize>,
}

/// The highest place that the actor's posts let them see.
pub(super) fn top(actor: &Actor) -> Result<Id> {
    let roles = [Role::Office, Role::Inspector, Role::Secretary];
    let scope = roles.into_iter().find_map(|role| actor.scope(role));
    Ok(scope.or_not_found()?.organization_id.clone())
}

/// An organization that the actor may see.
pub(super) fn visible(tx: &mut Tx, actor: &Actor, id: &Id) -> Result<Organization> {
    let organization = people::organization(tx, id)?.or_not_found()?;
    if actor.may(Right::SeeOrganization, Place::Organization { path: &organization.path }) {
        Ok(organization)
    } else {
        Err(Error::Forbidden)
    }
}

/// The plan that the address names, else the first of today's.
pub(super) fn chosen_plan(tx: &mut Tx, asked: &Asked, today: Date) -> Result<Option<Arc<InForce>>> {
    match &asked.plan {
        Some(id) => plans::plan(tx, &Id::from_text(id.as_str())),
        None => Ok(year::plans_on(tx, today)?.into_iter().next()),
    }
}

/// What the address narrows to, as far as the plan knows it.
pub(super) fn selection(plan: &InForce, organization: &Organization, asked: &Asked) -> Selection {
    Selection {
        plan_id: plan.plan_id.to_string(),
        organization_id: organization.id.to_string(),
        unit_type: asked.unit_type.clone().filter(|code| !code.is_empty()),
        duty: asked.duty.clone().filter(|code| plan.rules.duty(code).is_some()),
        state: asked.state.as_deref().and_then(State::from_code),
    }
}
