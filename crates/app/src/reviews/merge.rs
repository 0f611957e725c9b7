//! Two entries of one book made one: what was published of either is found at the one that stays.

use crate::books;
use crate::reviews::store;
use crate::shell::{Actor, Id, Result, Work};

/// Makes one book of the catalog one with another, for good.
pub(super) fn merge(work: &mut Work<'_>, actor: &Actor, from: &Id, into: &Id) -> Result<()> {
    books::absorb(work, actor, from, into, |work| store::move_reviews(work, from, into))
}
