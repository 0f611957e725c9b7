//! Times and states as these pages say them.

use crate::meetings::{Direction, Meeting, State, Time, make_up};
use crate::records;
use crate::shell::Lang;
use crate::shell::lang::Messages;

/// Day and hours: 2026年3月6日(周五) 14:30–16:00.
pub(super) fn time(time: Time, lang: Lang) -> String {
    format!("{} {}", records::day_said(time.day(), lang), hours(time))
}

/// The hours: 14:30–16:00.
pub(super) fn hours(time: Time) -> String {
    format!("{}–{}", time.first.strftime("%H:%M"), time.last.strftime("%H:%M"))
}

/// How far a meeting is; one that should be over waits for its confirmation.
pub(super) fn state(meeting: &Meeting, now: jiff::civil::DateTime, t: &Messages) -> String {
    match meeting.state {
        State::Planned if meeting.planned.last < now => t.meetings_state_to_confirm(),
        State::Planned if meeting.planned.first <= now => t.meetings_state_now(),
        State::Planned => t.meetings_state_planned(),
        State::Waiting => t.meetings_state_waiting(),
        State::Held => t.meetings_state_held(),
        State::Cancelled => t.meetings_state_cancelled(),
    }
}

/// How far making up is.
pub(super) fn make_up(state: make_up::State, t: &Messages) -> String {
    match state {
        make_up::State::Open => t.meetings_make_up_open(),
        make_up::State::Submitted => t.meetings_make_up_submitted(),
        make_up::State::Returned => t.meetings_make_up_returned(),
        make_up::State::Accepted => t.meetings_make_up_accepted(),
    }
}

/// With whom, and who travels.
pub(super) fn direction(direction: Direction, name: String, t: &Messages) -> String {
    match direction {
        Direction::Out => t.meetings_direction_out(name),
        Direction::In => t.meetings_direction_in(name),
    }
}
