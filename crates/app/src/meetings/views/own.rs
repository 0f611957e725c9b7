//! The visitor's own part in a meeting.

use xueji_plan::LeaveKind;
use xueji_standing::Outcome;

use crate::meetings::leave::Decision;
use crate::meetings::pages::Found;
use crate::meetings::views::waiting::{appeal_said, leave_said};
use crate::meetings::views::{choices, role};
use crate::meetings::{Role, State, words};
use crate::records;
use crate::shell::lang::Messages;
use crate::shell::{Choice, Fields, Id};

/// The visitor's own part in it.
#[derive(Debug)]
pub(super) struct Own {
    /// 应到, 列席.
    pub(super) role: String,
    /// What the list says, once confirmed.
    pub(super) said: String,
    /// What became of the leave asked for last.
    pub(super) leave: String,
    pub(super) leave_answer: String,
    pub(super) may_ask: bool,
    pub(super) take_back_href: String,
    pub(super) kinds: Vec<Choice>,
    pub(super) appeal: String,
    pub(super) appeal_answer: String,
    pub(super) may_appeal: bool,
    pub(super) outcomes: Vec<Choice>,
    pub(super) make_up_href: String,
    pub(super) make_up: String,
    pub(super) typed_reason: String,
}

pub(super) fn own(found: &Found, own: Option<&Id>, typed: &Fields, t: &Messages) -> Option<Own> {
    let (seat, own) = (found.reach.seat.as_ref()?, own?);
    let meeting = &found.meeting;
    let (planned, held) = (meeting.state == State::Planned, meeting.state == State::Held);
    let expected = seat.role == Role::Expected;
    let leave = found.requests.iter().find(|leave| leave.person_id == *own);
    let standing = leave.filter(|leave| matches!(leave.decision, None | Some(Decision::Granted)));
    let appeal = found.appeals.iter().find(|appeal| appeal.person_id == *own);
    let kinds = [LeaveKind::PublicDuty, LeaveKind::Illness, LeaveKind::Personal].map(|kind| {
        let outcome = Outcome::Leave(kind);
        Choice::among(typed.get("kind"), outcome.code(), records::outcome_said(outcome, t))
    });
    Some(Own {
        role: role(seat.role, t),
        said: seat
            .outcome
            .filter(|_| held)
            .map(|outcome| records::outcome_said(outcome, t))
            .unwrap_or_default(),
        leave: leave.map(|leave| leave_said(leave, t)).unwrap_or_default(),
        leave_answer: leave.and_then(|leave| leave.answer.clone()).unwrap_or_default(),
        may_ask: planned && expected && standing.is_none() && found.now <= meeting.planned.last,
        take_back_href: standing
            .filter(|_| planned)
            .map(|leave| format!("/meetings/{}/leave/{}", meeting.id, leave.id))
            .unwrap_or_default(),
        kinds: kinds.into_iter().collect(),
        appeal: appeal.map(|appeal| appeal_said(appeal, t)).unwrap_or_default(),
        appeal_answer: appeal.and_then(|appeal| appeal.answer.clone()).unwrap_or_default(),
        may_appeal: held && expected && appeal.is_none_or(|appeal| appeal.upheld.is_some()),
        outcomes: choices(seat.role, None, t)
            .into_iter()
            .filter(|choice| Some(choice.code.as_str()) != seat.outcome.map(Outcome::code))
            .collect(),
        make_up_href: match &found.make_up {
            Some(_) => format!("/meetings/{}/make-up/{own}", meeting.id),
            None => String::new(),
        },
        make_up: found.make_up.as_ref().map(|task| words::make_up(task.state, t)).unwrap_or_default(),
        typed_reason: typed.get("reason").to_owned(),
    })
}
