//! Leave from a meeting: asked for before it, granted or refused by somebody else.

use jiff::civil::DateTime;
use xueji_plan::LeaveKind;
use xueji_standing::Outcome;
use xueji_store::{Row, Tx, params};

use crate::meetings::arrange::{require_planned, touch_expected};
use crate::meetings::{Meeting, Role, Seat, State, attendance, told};
use crate::records::Entry;
use crate::shell::error::unreadable;
use crate::shell::lang::Messages;
use crate::shell::{Deed, Error, Id, Mistakes, Note, Result, Work};

/// More requests for leave from one meeting are no requests.
const MOST: usize = 3;

/// Leave that somebody asked for.
#[derive(Clone, Debug)]
pub(crate) struct Leave {
    pub(super) id: Id,
    pub(crate) person_id: Id,
    pub(super) name: String,
    pub(super) kind: LeaveKind,
    pub(crate) reason: String,
    pub(super) decision: Option<Decision>,
    pub(super) answer: Option<String>,
}

impl Leave {
    /// What a list says of whoever asked: leave once it is granted, absence while it waits.
    pub(super) fn says(&self) -> Option<Outcome> {
        match self.decision {
            Some(Decision::Granted) => Some(Outcome::Leave(self.kind)),
            None => Some(Outcome::Absent),
            Some(Decision::Refused | Decision::TakenBack) => None,
        }
    }
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Granted,
    Refused,
    /// By whoever had asked.
    TakenBack,
}

impl Decision {
    const ALL: [Self; 3] = [Self::Granted, Self::Refused, Self::TakenBack];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::TakenBack => "taken-back",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.code() == code)
    }
}

/// The kind of leave of an outcome's code: `leave-illness`.
pub(super) fn kind_of(code: &str) -> Option<LeaveKind> {
    match Outcome::from_code(code) {
        Some(Outcome::Leave(kind)) => Some(kind),
        _ => None,
    }
}

/// Asks for one's leave, before the meeting is over; one request at a time.
pub(super) fn ask(
    work: &mut Work<'_>,
    (entry, now): (&Entry, DateTime),
    meeting: &Meeting,
    seat: &Seat,
    kind: LeaveKind,
    reason: &str,
) -> Result<()> {
    require_planned(meeting)?;
    if now > meeting.planned.last {
        return Err(Error::Conflict(Messages::meetings_leave_too_late));
    }
    if reason.trim().is_empty() {
        return Err(Mistakes::one("reason", Messages::meetings_leave_reason_missing));
    }
    if seat.role != Role::Expected {
        return Err(Error::Conflict(Messages::meetings_leave_not_needed));
    }
    work.serialize_on(&[meeting.id.as_str()])?;
    let mut own = of(work, &meeting.id)?;
    own.retain(|leave| leave.person_id == seat.person_id);
    let open = own.iter().any(|leave| matches!(leave.decision, None | Some(Decision::Granted)));
    if open || own.len() >= MOST {
        return Err(Error::Conflict(Messages::meetings_leave_asked_already));
    }
    let id = Id::fresh();
    work.execute(
        "insert into meeting_leave (id, meeting_id, person_id, kind, reason, asked_at, asked_by)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            id,
            meeting.id,
            seat.person_id,
            *Outcome::Leave(kind).code(),
            *reason.trim(),
            entry.at,
            entry.account_id
        ],
    )?;
    work.note(
        Note::of(Deed::MeetingLeaveAsked, &meeting.id)
            .to(&seat.person_id)
            .saying(Outcome::Leave(kind).code()),
    );
    told::leave_asked(work, meeting, &id, &seat.person_id)
}

/// Grants or refuses leave, or takes the request back; the list and the margin follow.
pub(super) fn decide(
    work: &mut Work<'_>,
    entry: &Entry,
    meeting: &Meeting,
    leave: &Leave,
    decision: Decision,
    (answer, because): (&str, &str),
) -> Result<()> {
    if !matches!(meeting.state, State::Planned | State::Held) {
        return Err(Error::Conflict(Messages::meetings_not_planned));
    }
    if decision == Decision::Refused && answer.trim().is_empty() {
        return Err(Mistakes::one("answer", Messages::meetings_answer_missing));
    }
    // Leave that was granted may still be taken back by whoever has it; nothing else is decided twice.
    let open = match decision {
        Decision::TakenBack => "(decision is null or decision = 'granted')",
        Decision::Granted | Decision::Refused => "decision is null",
    };
    let decided = work.execute(
        &format!(
            "update meeting_leave set decision = ?2, answer = ?3, decided_at = ?4, decided_by = ?5
             where id = ?1 and {open}"
        ),
        params![leave.id, *decision.code(), *answer.trim(), entry.at, entry.account_id],
    )?;
    if decided == 0 {
        return Err(Error::Conflict(Messages::meetings_decided_already));
    }
    let said = format!("{} {}", Outcome::Leave(leave.kind).code(), decision.code());
    work.note(Note::of(Deed::MeetingLeaveDecided, &meeting.id).to(&leave.person_id).saying(said));
    touch_expected(work, meeting, &[Seat::fresh(leave.person_id.clone(), Role::Expected)]);
    // Asked for in time, decided on afterwards: the list is set right.
    let late = meeting.state == State::Held && decision == Decision::Granted;
    if late {
        let outcome = Outcome::Leave(leave.kind);
        attendance::correct(work, entry, meeting, &leave.person_id, outcome, because)?;
    }
    let granted = match decision {
        Decision::Granted => Some(true),
        Decision::Refused => Some(false),
        Decision::TakenBack => None,
    };
    told::leave_decided(work, meeting, (&leave.id, &leave.person_id), granted)
}

/// The leave that was asked for at a meeting, the latest first; a request after a refusal is one more.
pub(super) fn of(tx: &mut Tx, meeting_id: &Id) -> Result<Vec<Leave>> {
    Ok(tx.query(
        "select asked.id, asked.person_id, person.name, asked.kind, asked.reason, asked.decision, asked.answer
         from meeting_leave asked join person on person.id = asked.person_id
         where asked.meeting_id = ?1
         order by asked.asked_at desc, asked.id desc limit 1000",
        params![meeting_id],
        read,
    )?)
}

/// The leave that stands.
pub(crate) fn granted(tx: &mut Tx, meeting_id: &Id) -> Result<Vec<Leave>> {
    let mut all = of(tx, meeting_id)?;
    all.retain(|leave| leave.decision == Some(Decision::Granted));
    Ok(all)
}

fn read(row: &Row<'_>) -> xueji_store::Result<Leave> {
    let decision = row.opt_str(5)?.map(|code| Decision::from_code(code).ok_or(unreadable(5, "a decision")));
    Ok(Leave {
        id: row.get(0)?,
        person_id: row.get(1)?,
        name: row.get(2)?,
        kind: kind_of(row.str(3)?).ok_or(unreadable(3, "a kind of leave"))?,
        reason: row.get(4)?,
        decision: decision.transpose()?,
        answer: row.get(6)?,
    })
}
