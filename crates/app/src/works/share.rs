//! The author's word on who may read it once it is accepted, and where it was published outside.

use jiff::civil::Date;

use crate::shell::lang::Messages;
use crate::shell::{Deed, Error, Id, Mistakes, Note, Result, Work};
use crate::works::{Audience, Manuscript, State, store};

/// What the author says.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    pub(super) audience: Audience,
    pub(super) outlet: String,
    pub(super) published_on: Option<Date>,
}

/// Puts it on the shelf or takes it off; only its author does either.
pub(super) fn share(
    work: &mut Work<'_>,
    person_id: Option<&Id>,
    manuscript: &Manuscript,
    shared: &Shared,
    today: Date,
) -> Result<()> {
    if person_id != Some(&manuscript.person_id) {
        return Err(Error::Forbidden);
    }
    if manuscript.state == State::Withdrawn {
        return Err(Error::Conflict(Messages::works_not_waiting));
    }
    if shared.published_on.is_some_and(|on| on > today) {
        return Err(Mistakes::one("published_on", Messages::records_in_the_future));
    }
    if shared.published_on.is_some() && shared.outlet.is_empty() {
        return Err(Mistakes::one("outlet", Messages::works_outlet_missing));
    }
    store::set_shared(work, &manuscript.id, shared.audience, &shared.outlet, shared.published_on)?;
    if shared.audience != manuscript.audience {
        let said = shared.audience.code();
        work.note(Note::of(Deed::WorkShared, &manuscript.id).to(&manuscript.person_id).saying(said));
    }
    Ok(())
}
