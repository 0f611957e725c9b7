//! Manuscripts in words.

use crate::shell::lang::Messages;
use crate::works::{Audience, Kind, State};

pub(crate) fn kind(kind: Kind, t: &Messages) -> String {
    match kind {
        Kind::Essay => t.works_essay(),
        Kind::Report => t.works_report(),
    }
}

pub(crate) fn state(state: State, t: &Messages) -> String {
    match state {
        State::Submitted => t.works_submitted(),
        State::Returned => t.works_returned(),
        State::Accepted => t.works_accepted(),
        State::Withdrawn => t.works_withdrawn(),
    }
}

/// The look of a state, by the codes of standings.
pub(super) const fn look(state: State) -> &'static str {
    match state {
        State::Submitted => "due",
        State::Returned => "behind",
        State::Accepted => "met",
        State::Withdrawn => "exempt",
    }
}

pub(super) const fn sign(state: State) -> &'static str {
    match state {
        State::Submitted => "◔",
        State::Returned => "▲",
        State::Accepted => "✓",
        State::Withdrawn => "∅",
    }
}

pub(super) fn audience(audience: Audience, t: &Messages) -> String {
    match audience {
        Audience::Nobody => t.works_for_nobody(),
        Audience::Branch => t.works_for_branch(),
        Audience::Bureau => t.works_for_bureau(),
    }
}
