//! How a meeting counts for somebody, for what else may be heard of it later.

use xueji_standing::Outcome;
use xueji_store::Tx;

use crate::meetings::{State, make_up, store};
use crate::shell::{Id, Result};

/// How a meeting counts for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    /// Not at all: they were not expected, or what they missed is nothing to make up.
    No,
    /// They were there, or made up for it.
    Yes,
    /// They were absent, and make up for it.
    ToMakeUp,
}

/// How a meeting counts for somebody; one that is not confirmed counts for nobody.
pub(crate) fn counted(tx: &mut Tx, meeting_id: &Id, person_id: &Id) -> Result<Counted> {
    let held = store::find(tx, meeting_id)?.is_some_and(|meeting| meeting.state == State::Held);
    let Some(seat) = store::seat_of(tx, meeting_id, person_id)?.filter(|_| held) else {
        return Ok(Counted::No);
    };
    let away = matches!(seat.outcome, None | Some(Outcome::Absent | Outcome::Leave(_)));
    if !away {
        return Ok(Counted::Yes);
    }
    let opened = make_up::find(tx, meeting_id, person_id)?;
    let waits = opened.is_some_and(|task| task.state.is_to_write() || task.state.is_handed_in());
    Ok(if waits { Counted::ToMakeUp } else { Counted::No })
}
