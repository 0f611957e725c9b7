//! Two entries of one book made one: readings and lists follow, and the number of either finds it.
//!
//! What later slices hold of the book that goes is moved before; the last step takes it out of the catalog.

use crate::books::correct::keeps;
use crate::books::{Book, catalog, store};
use crate::shell::lang::Messages;
use crate::shell::{Actor, Deed, Error, Id, Note, OrNotFound, Result, Work};

/// Makes `from` one with `into`, which stays as it is, with what only the other knew.
///
/// `move_the_rest` moves what other slices hold of the first to the second.
pub(crate) fn absorb(
    work: &mut Work<'_>,
    actor: &Actor,
    from: &Id,
    into: &Id,
    move_the_rest: impl FnOnce(&mut Work<'_>) -> Result<()>,
) -> Result<()> {
    if !keeps(actor) {
        return Err(Error::Forbidden);
    }
    if from == into {
        return Err(Error::Conflict(Messages::books_merge_itself));
    }
    work.serialize_on(&[from.as_str(), into.as_str()])?;
    let gone = store::find(work, from)?.or_not_found()?;
    let stays = store::find(work, into)?.or_not_found()?;
    let at = work.at();
    store::move_readings(work, from, into, at)?;
    store::move_listed(work, from, into, at)?;
    store::move_isbns(work, from, into)?;
    move_the_rest(work)?;
    store::remove_book(work, from)?;
    let said = format!("{} → {}", gone.marked(), stays.marked());
    let known = Book {
        publisher: stays.publisher.clone().or(gone.publisher),
        published_year: stays.published_year.or(gone.published_year),
        category: stays.category.clone().or(gone.category),
        ..stays
    };
    store::set_book(work, &known, &catalog::sameness(&known.title, &known.author))?;
    work.note(Note::of(Deed::BookMerged, into).saying(said));
    Ok(())
}
