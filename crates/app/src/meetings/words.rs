//! Times and states as these pages say them.

use jiff::civil::DateTime;

use crate::meetings::pages::Found;
use crate::meetings::{Direction, Meeting, State, Time, make_up};
use crate::records;
use crate::shell::Lang;
use crate::shell::lang::Messages;

/// Day and hours: 2026年3月6日(周五) 14:30–16:00.
pub(super) fn time(time: Time, lang: Lang) -> String {
    format!("{} {}", records::day_said(time.day(), lang), hours(time))
}

/// The time of day: 14:30.
pub(crate) fn clock(at: DateTime) -> String {
    at.strftime("%H:%M").to_string()
}

/// The hours: 14:30–16:00.
pub(crate) fn hours(time: Time) -> String {
    format!("{}–{}", clock(time.first), clock(time.last))
}

/// How far a meeting is; one that should be over waits for its confirmation.
pub(super) fn state(meeting: &Meeting, now: DateTime, t: &Messages) -> String {
    let is_on =
        meeting.state == State::Planned && meeting.planned.first <= now && now <= meeting.planned.last;
    if is_on { t.meetings_state_now() } else { state_said(meeting.state, meeting.planned.last < now, t) }
}

/// What a state is called, where a planned meeting is over or is to come.
pub(crate) fn state_said(state: State, is_over: bool, t: &Messages) -> String {
    match state {
        State::Planned if is_over => t.meetings_state_to_confirm(),
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
        make_up::State::Closed => t.meetings_make_up_closed(),
    }
}

/// With whom, and who travels.
pub(super) fn direction(direction: Direction, name: String, t: &Messages) -> String {
    match direction {
        Direction::Out => t.meetings_direction_out(name),
        Direction::In => t.meetings_direction_in(name),
    }
}

/// Names in a line; past that only their number is told.
const MOST_NAMED: usize = 8;

/// What gets into a meeting's way, in sentences, each with where it leads; nowhere where the visitor may not look.
pub(super) fn clashes(found: &Found, t: &Messages) -> Vec<(String, String)> {
    let holiday = found.on_holiday.then(|| (String::new(), t.meetings_clash_holiday()));
    let others = found.clashes.iter().flat_map(|(other, clash, seen)| {
        let href = if *seen { format!("/meetings/{}", other.id) } else { String::new() };
        let title =
            if *seen { t.meetings_clash_named(other.title.as_str()) } else { t.meetings_clash_other() };
        let meeting = format!("{} {title}", hours(other.time));
        let named = clash
            .people
            .iter()
            .take(MOST_NAMED)
            .map(|(_, name)| name.clone())
            .collect::<Vec<_>>()
            .join(&t.records_list_comma());
        let people = match clash.people.len() {
            0 => None,
            all if all > MOST_NAMED => Some(t.meetings_clash_and_others(named, all.to_string())),
            _ => Some(named),
        };
        let place = found.meeting.place.clone().filter(|_| clash.place);
        [
            people.map(|people| (href.clone(), t.meetings_clash_people(meeting.as_str(), people))),
            place.map(|place| (href.clone(), t.meetings_clash_place(meeting.as_str(), place))),
        ]
    });
    holiday.into_iter().chain(others.flatten()).collect()
}
