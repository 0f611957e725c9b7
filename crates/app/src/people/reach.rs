//! The parts of the tree that a right opens.

use xueji_store::Tx;

use crate::people::{Organization, organization};
use crate::shell::{Actor, Id, Place, Result, Right};

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
