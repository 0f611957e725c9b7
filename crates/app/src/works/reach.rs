//! Who may read a manuscript: its author, whoever reviews it, and once it is on the shelf those to whom it is shown.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::notes::{self, Version};
use crate::people;
use crate::shell::{Actor, Error, Id, OrNotFound, Place, Result, Right};
use crate::works::reviewers::may_review;
use crate::works::{Audience, Manuscript, State, store};

/// As what somebody sees a manuscript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    Author,
    Reviewer,
    /// It is on the shelf for them.
    Reader,
    /// They may know that it is there, and not read it.
    Head,
}

/// A manuscript with as what the actor sees it.
///
/// # Errors
/// Not found or forbidden where they do not at all.
pub(super) fn reached(tx: &mut Tx, actor: &Actor, id: &Id, today: Date) -> Result<(Manuscript, View)> {
    let manuscript = store::find(tx, id)?.or_not_found()?;
    let view = view(tx, actor, &manuscript, today)?.ok_or(Error::Forbidden)?;
    Ok((manuscript, view))
}

fn view(tx: &mut Tx, actor: &Actor, manuscript: &Manuscript, today: Date) -> Result<Option<View>> {
    if actor.person_id.as_ref() == Some(&manuscript.person_id) {
        return Ok(Some(View::Author));
    }
    let handed_in = notes::find(tx, &manuscript.note_id)?.is_some_and(|note| note.entered.is_some());
    if !handed_in || manuscript.state == State::Withdrawn {
        return Ok(None);
    }
    if may_review(tx, actor, manuscript, today)? {
        return Ok(Some(View::Reviewer));
    }
    if is_shown(actor, manuscript) {
        return Ok(Some(View::Reader));
    }
    let home = people::home(tx, &manuscript.person_id, today)?;
    let sees = home.is_some_and(|home| {
        actor.may(Right::SeePerson, Place::Person { id: &manuscript.person_id, path: &home.path })
    });
    Ok(sees.then_some(View::Head))
}

/// Whether it is on the shelf for the actor: people of the bureau, by where they belong.
pub(super) fn is_shown(actor: &Actor, manuscript: &Manuscript) -> bool {
    let home = actor.person_id.as_ref().and(actor.home.as_ref());
    manuscript.state == State::Accepted
        && home.is_some_and(|home| match manuscript.audience {
            Audience::Nobody => false,
            Audience::Branch => home.path.starts_with(&manuscript.path),
            Audience::Bureau => true,
        })
}

/// Whether the actor has opened the version that is handed in, not long ago.
pub(super) fn has_opened(tx: &mut Tx, actor: &Actor, manuscript: &Manuscript, at: i64) -> Result<bool> {
    let number = notes::find(tx, &manuscript.note_id)?.and_then(|note| note.entered);
    let Some(number) = number else { return Ok(false) };
    notes::opened_since(tx, &actor.account_id, (&manuscript.note_id, number), at - notes::OPEN_FOR)
}

/// The versions that this view may read: all of one's own; of another's those handed in since it was last taken back.
pub(super) fn versions_for(tx: &mut Tx, manuscript: &Manuscript, view: View) -> Result<Vec<Version>> {
    let mut versions = notes::versions(tx, &manuscript.note_id)?;
    if view != View::Author {
        let steps = store::steps(tx, &manuscript.id)?;
        let since = steps.iter().rposition(|step| step.state == State::Withdrawn).map_or(0, |at| at + 1);
        let first = steps.get(since..).unwrap_or_default().iter().find(|step| step.state == State::Submitted);
        let first = first.map_or(i64::MAX, |step| step.number);
        versions.retain(|one| one.entered_at.is_some() && one.number >= first);
    }
    Ok(versions)
}

/// The text that this view shows; none where it must be opened first, or is not for them.
pub(super) fn text_for(
    tx: &mut Tx,
    actor: &Actor,
    manuscript: &Manuscript,
    view: View,
    at: i64,
) -> Result<Option<Version>> {
    match view {
        View::Author | View::Reader => notes::version(tx, &manuscript.note_id, manuscript.number),
        View::Reviewer if has_opened(tx, actor, manuscript, at)? => notes::handed_in(tx, &manuscript.note_id),
        // What everybody of the scope reads, a reviewer reads as they do.
        View::Reviewer if is_shown(actor, manuscript) => {
            notes::version(tx, &manuscript.note_id, manuscript.number)
        }
        View::Reviewer | View::Head => Ok(None),
    }
}
