//! Circles, states and steps as these pages say them.

use crate::inspections::gone::Gone;
use crate::inspections::log::Done;
use crate::inspections::{Circle, State};
use crate::shell::lang::Messages;

pub(super) fn circle(circle: Circle, t: &Messages) -> String {
    match circle {
        Circle::Members => t.inspections_circle_members(),
        Circle::Leadership => t.inspections_circle_leadership(),
        Circle::Secretaries => t.inspections_circle_secretaries(),
    }
}

/// How far an inspection is: code, sign and word; what nobody reads any more says so, unless it is done.
pub(super) fn how_far(
    state: State,
    gone: Option<Gone>,
    t: &Messages,
) -> (&'static str, &'static str, String) {
    let gone = gone.filter(|_| state != State::Done).map(|gone| match gone {
        Gone::Left => t.inspections_state_left(),
        Gone::Merged => t.inspections_state_merged(),
    });
    match (gone, sign(state)) {
        (Some(word), _) => ("exempt", "∅", word),
        (None, (code, sign)) => (code, sign, self::state(state, t)),
    }
}

pub(super) fn state(state: State, t: &Messages) -> String {
    match state {
        State::Called => t.inspections_state_called(),
        State::Read => t.inspections_state_read(),
        State::Returned => t.inspections_state_returned(),
        State::Again => t.inspections_state_again(),
        State::Done => t.inspections_state_done(),
    }
}

/// The sign of a state, as states of standings have one: its code and one character.
const fn sign(state: State) -> (&'static str, &'static str) {
    match state {
        State::Called => ("not-yet-begun", "·"),
        State::Read => ("on-track", "○"),
        State::Returned => ("behind", "▲"),
        State::Again => ("due", "◔"),
        State::Done => ("met", "✓"),
    }
}

pub(super) fn step(done: Done, t: &Messages) -> String {
    match done {
        Done::Called => t.inspections_step_called(),
        Done::Shown => t.inspections_step_shown(),
        Done::Read => t.inspections_step_read(),
        Done::Returned => t.inspections_step_returned(),
        Done::Again => t.inspections_step_again(),
        Done::Reread => t.inspections_step_reread(),
        Done::Finished => t.inspections_step_done(),
    }
}
