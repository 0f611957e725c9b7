//! Handing a note in: its version as it is becomes what others who are entitled may read.

use crate::notes::{Draft, keep, store};
use crate::shell::lang::Messages;
use crate::shell::{Deed, Id, Mistakes, Note, OrNotFound, Result, Work};

/// Hands in the version that the author works on; it is sealed and never changed from here on.
///
/// # Errors
/// A mistake at `text`, where nothing was written and no page was photographed.
pub(crate) fn enter(work: &mut Work<'_>, id: &Id, at: i64) -> Result<()> {
    // A save that is under way would else go into a version that is closed by then.
    work.serialize_on(&[id.as_str()])?;
    let note = store::find(work, id)?.or_not_found()?;
    if note.entered == Some(note.current) {
        return Ok(());
    }
    let version = store::version(work, id, note.current)?.or_not_found()?;
    if version.text.trim().is_empty() && version.files.is_empty() {
        return Err(Mistakes::one("text", Messages::notes_nothing_written));
    }
    store::close(work, id, note.current, at)?;
    store::set_entered(work, id, Some(note.current))?;
    seal(work, id, note.current, &note.person_id)
}

/// Holds fast in the trail what the version says.
fn seal(work: &mut Work<'_>, id: &Id, number: i64, person_id: &Id) -> Result<()> {
    let (row, digest) = store::sealed(work, id, number)?;
    work.note(Note::of(Deed::NoteHandedIn, &row).to(person_id).sealing(digest));
    Ok(())
}

/// Writes a note and hands it in at once, as it comes with a record's own form.
pub(crate) fn write(
    work: &mut Work<'_>,
    person_id: &Id,
    account_id: &Id,
    key: &str,
    at: i64,
    draft: &Draft,
) -> Result<Id> {
    let id = keep::begin(work, person_id, account_id, key, at, draft, true)?;
    seal(work, &id, 1, person_id)?;
    Ok(id)
}

/// No record stands on the note any more: it is its author's alone again.
pub(crate) fn take_back(work: &mut Work<'_>, id: &Id) -> Result<()> {
    store::set_entered(work, id, None)
}
