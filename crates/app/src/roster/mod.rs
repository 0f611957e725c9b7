//! The desk of the roster: people and the tree changed by hand or by sheet, transfers that both sides confirm,
//! exemptions that somebody above approves.
//!
//! What is on record is kept by `people`; here is who may change it, and the forms.

mod merge;
mod people_forms;
mod requests;
mod routes;
mod sheets;
mod sheets_store;
#[cfg(test)]
mod tests;
mod told;
mod tree;
mod tree_forms;
mod views;

use xueji_store::Tx;

use crate::people::{self, Organization, Person};
use crate::shell::{Actor, Error, Id, OrNotFound, Place, Result, Right};

pub(crate) use people_forms::{day, organization as organization_typed};
#[cfg(test)]
pub(crate) use requests::of_test as request_of_test;
pub(crate) use routes::routes;
#[cfg(test)]
pub(crate) use sheets_store::of_test;
pub(crate) use views::{Choice, Field, Form, organization_field, person_field};

/// A person and where they belong, or belonged last, where the actor may use the right there.
fn person_for(tx: &mut Tx, actor: &Actor, id: &Id, right: Right) -> Result<(Person, Organization)> {
    let person = people::person(tx, id)?.or_not_found()?;
    let home = people::last_home(tx, id)?.or_not_found()?;
    if actor.may(right, Place::Person { id, path: &home.path }) {
        return Ok((person, home));
    }
    Err(Error::Forbidden)
}

/// An organization, where the actor may use the right there.
fn organization_for(tx: &mut Tx, actor: &Actor, id: &Id, right: Right) -> Result<Organization> {
    let found = people::organization(tx, id)?.or_not_found()?;
    if may_at(actor, right, &found) { Ok(found) } else { Err(Error::Forbidden) }
}

fn may_at(actor: &Actor, right: Right, organization: &Organization) -> bool {
    actor.may(right, Place::Organization { path: &organization.path })
}
