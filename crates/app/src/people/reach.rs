//! The parts of the tree that a right opens.

use xueji_store::Tx;

use crate::people::{Organization, organization};
use crate::shell::{Actor, Error, Id, OrNotFound, Place, Result, Right};

/// The tops of the trees in which the actor's posts give the right, none within another.
pub(crate) fn reach(tx: &mut Tx, actor: &Actor, right: Right) -> Result<Vec<Organization>> {
    let mut tops: Vec<Organization> = Vec::new();
    let mut paths: Vec<(&str, &Id)> =
        actor.scopes.iter().map(|scope| (scope.path.as_str(), &scope.organization_id)).collect();
    paths.sort_by_key(|(path, _)| path.len());
    for (path, id) in paths {
        let sees = actor.may(right, Place::Organization { path });
        if !sees || tops.iter().any(|top| path.starts_with(&top.path)) {
            continue;
        }
        tops.extend(organization(tx, id)?);
    }
    Ok(tops)
}

/// Those tops, and which organization within them a list is about: the one asked for by id, else the first.
///
/// # Errors
/// Forbidden, where it lies outside of all.
pub(crate) fn chosen(
    tx: &mut Tx,
    actor: &Actor,
    right: Right,
    asked: &str,
) -> Result<(Vec<Organization>, Organization)> {
    let tops = reach(tx, actor, right)?;
    let of = match asked {
        "" => tops.first().cloned().or_not_found()?,
        id => organization(tx, &Id::from_text(id))?.or_not_found()?,
    };
    if tops.iter().any(|top| of.path.starts_with(&top.path)) { Ok((tops, of)) } else { Err(Error::Forbidden) }
}
