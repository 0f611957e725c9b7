//! What an address of standings asks for, and as much of it as the plan and the visitor's posts allow.

use std::sync::Arc;

use jiff::civil::Date;
use serde::Deserialize;
use xueji_standing::State;
use xueji_store::Tx;

use crate::people::{self, Organization};
use crate::plans::{self, InForce};
use crate::shell::actor::{Actor, Role};
use crate::shell::{Error, Id, OrNotFound, Place, Result, Right};
use crate::standings::views::Selection;
use crate::standings::year;

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
