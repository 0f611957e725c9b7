//! What somebody asked for, as those see it who decide on it.

use xueji_standing::Outcome;

use crate::meetings::appeal;
use crate::meetings::leave::{Decision, Leave};
use crate::records;
use crate::shell::lang::Messages;

/// A request that is to be decided, or was.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) what: String,
    pub(super) reason: String,
    pub(super) state: String,
    pub(super) open: bool,
}

pub(super) fn leave_said(leave: &Leave, t: &Messages) -> String {
    let kind = records::outcome_said(Outcome::Leave(leave.kind), t);
    match leave.decision {
        None => t.meetings_leave_waits(kind),
        Some(Decision::Granted) => t.meetings_leave_granted(kind),
        Some(Decision::Refused) => t.meetings_leave_refused(kind),
        Some(Decision::TakenBack) => t.meetings_leave_taken_back(kind),
    }
}

pub(super) fn appeal_said(appeal: &appeal::Appeal, t: &Messages) -> String {
    let outcome = records::outcome_said(appeal.outcome, t);
    match appeal.upheld {
        None => t.meetings_appeal_made(outcome),
        Some(true) => t.meetings_appeal_upheld(outcome),
        Some(false) => t.meetings_appeal_dismissed(outcome),
    }
}

pub(super) fn leave_row(href: &str, leave: &Leave, t: &Messages) -> Waiting {
    Waiting {
        href: format!("{href}/leave/{}", leave.id),
        name: leave.name.clone(),
        what: records::outcome_said(Outcome::Leave(leave.kind), t),
        reason: leave.reason.clone(),
        state: leave_said(leave, t),
        open: leave.decision.is_none(),
    }
}

pub(super) fn appeal_row(href: &str, appeal: &appeal::Appeal, t: &Messages) -> Waiting {
    Waiting {
        href: format!("{href}/appeal/{}", appeal.id),
        name: appeal.name.clone(),
        what: records::outcome_said(appeal.outcome, t),
        reason: appeal.reason.clone(),
        state: appeal_said(appeal, t),
        open: appeal.upheld.is_none(),
    }
}
