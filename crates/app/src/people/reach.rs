//! The parts of the tree that a right opens, and those that an address names.

use xueji_store::Tx;

use crate::people::organizations::highest;
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

/// The organizations at or below some tops, to choose from: at most `most` in all, of each tree the highest.
pub(crate) fn organizations_of(tx: &mut Tx, tops: &[Organization], most: usize) -> Result<Vec<Organization>> {
    let mut all = Vec::new();
    for top in tops {
        let room = most.saturating_sub(all.len());
        all.extend(highest(tx, &top.path, room)?);
    }
    Ok(all)
}

/// Whose things an address asks for: nobody's but the visitor's own where it says "me", the first of the tops where it says
/// nothing, an organization in one of them by its id.
///
/// # Errors
/// Where there is no such organization, or it lies elsewhere.
pub(crate) fn whose(tx: &mut Tx, tops: &[Organization], asked: &str) -> Result<Option<Organization>> {
    match asked {
        "me" => Ok(None),
        "" => Ok(tops.first().cloned()),
        id => {
            let one = organization(tx, &Id::from_text(id))?.or_not_found()?;
            let seen = tops.iter().any(|top| one.path.starts_with(&top.path));
            if seen { Ok(Some(one)) } else { Err(Error::Forbidden) }
        }
    }
}

/// The organization, for whoever has the right on it.
pub(crate) fn require(tx: &mut Tx, actor: &Actor, right: Right, id: &Id) -> Result<Organization> {
    let one = organization(tx, id)?.or_not_found()?;
    let may = actor.may(right, Place::Organization { path: &one.path });
    if may { Ok(one) } else { Err(Error::Forbidden) }
}

/// The tops of a right, and which organization within them a list is about: the one asked for by id, else the first.
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
    let of = whose(tx, &tops, asked)?.or_not_found()?;
    Ok((tops, of))
}
