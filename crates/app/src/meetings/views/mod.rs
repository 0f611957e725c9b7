//! What the list of meetings and the page of one show.

mod index;
mod own;
mod show;
mod waiting;

use jiff::civil::DateTime;
use xueji_standing::Outcome;

use crate::meetings::{Meeting, Role, State, attendance};
use crate::records;
use crate::shell::Choice;
use crate::shell::lang::Messages;

pub(super) use index::IndexPage;
pub(super) use show::ShowPage;

/// The look of a state, by the codes of standings: what waits for somebody stands out.
pub(super) fn state_code(meeting: &Meeting, now: DateTime) -> &'static str {
    match meeting.state {
        State::Planned if meeting.planned.last < now => "behind",
        State::Planned if meeting.planned.first <= now => "due",
        State::Planned => "not-yet-begun",
        State::Waiting => "due",
        State::Held => "met",
        State::Cancelled => "exempt",
    }
}

pub(super) fn role(role: Role, t: &Messages) -> String {
    match role {
        Role::Expected => t.meetings_role_expected(),
        Role::Invited => t.meetings_role_invited(),
    }
}

/// What a list may say of somebody.
pub(super) fn choices(role: Role, chosen: Option<Outcome>, t: &Messages) -> Vec<Choice> {
    let may = |outcome: &Outcome| attendance::may_be(role, *outcome);
    let chosen = chosen.map_or("", Outcome::code);
    let choice = |outcome: Outcome| Choice::among(chosen, outcome.code(), records::outcome_said(outcome, t));
    Outcome::ALL.into_iter().filter(may).map(choice).collect()
}
