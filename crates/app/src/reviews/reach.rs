//! Who reads what was published: those who belong where it was published to, and those who run that organization.
//!
//! Nobody else: to inspect, to see figures, or to look after accounts opens no text.

use xueji_store::Tx;

use crate::people::{self, Sought};
use crate::reviews::{Exchange, Review, store};
use crate::shell::{Actor, Error, Id, OrNotFound, Place, Result, Right};

/// The organizations whose texts somebody reads: all above their home, and everything at or below these paths.
#[derive(Clone, Debug)]
pub(super) struct Within {
    pub(super) above: Vec<String>,
    pub(super) below: Vec<String>,
}

impl Within {
    pub(super) fn of(tx: &mut Tx, actor: &Actor) -> Result<Self> {
        let home = actor.home.as_ref().filter(|_| actor.person_id.is_some());
        let above = home.map(|home| people::on_path(&home.path).map(str::to_owned).collect());
        let tops = people::reach(tx, actor, Right::RecordForOrganization)?;
        Ok(Self { above: above.unwrap_or_default(), below: tops.into_iter().map(|top| top.path).collect() })
    }
}

/// Whether the actor belongs at or below this path, or runs the organization there.
pub(super) fn reads(actor: &Actor, path: &str) -> bool {
    belongs(actor, path) || runs(actor, path)
}

/// Whether the actor belongs at or below this path.
pub(super) fn belongs(actor: &Actor, path: &str) -> bool {
    actor.person_id.is_some() && actor.home.as_ref().is_some_and(|home| home.path.starts_with(path))
}

/// Whether the actor runs the organization of this path.
pub(super) fn runs(actor: &Actor, path: &str) -> bool {
    actor.may(Right::RecordForOrganization, Place::Organization { path })
}

/// A review that the actor may read: their own always, another's as long as it is published.
pub(super) fn readable(tx: &mut Tx, actor: &Actor, id: &Id) -> Result<Review> {
    let review = store::find(tx, id)?.or_not_found()?;
    if actor.person_id.as_ref() == Some(&review.person_id) {
        return Ok(review);
    }
    if !reads(actor, &review.path) {
        return Err(Error::Forbidden);
    }
    // What was taken back is its author's alone again.
    if review.gone.is_some() { Err(Error::NotFound) } else { Ok(review) }
}

/// An exchange that the actor may see.
pub(super) fn exchange(tx: &mut Tx, actor: &Actor, id: &Id) -> Result<Exchange> {
    let exchange = store::exchange(tx, id)?.or_not_found()?;
    if reads(actor, &exchange.path) { Ok(exchange) } else { Err(Error::Forbidden) }
}

/// The latest published texts whose title or book has what is looked for, at most `most`.
pub(crate) fn titled(tx: &mut Tx, actor: &Actor, sought: &Sought, most: usize) -> Result<Vec<Review>> {
    let within = Within::of(tx, actor)?;
    let filter = store::Filter { sought: Some(sought.clone()), ..store::Filter::default() };
    store::list(tx, &within, &filter, 0, most)
}
