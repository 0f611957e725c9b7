//! A member says that the list is wrong; somebody else looks at it. What was corrected keeps its history.

use xueji_standing::Outcome;
use xueji_store::{Row, Tx, params};

use crate::meetings::{Meeting, Role, Seat, State, attendance, told};
use crate::records::Entry;
use crate::shell::error::unreadable;
use crate::shell::lang::Messages;
use crate::shell::{Deed, Error, Id, Mistakes, Note, Result, Work};

/// What somebody says about their own line of the list.
#[derive(Clone, Debug)]
pub(super) struct Appeal {
    pub(super) id: Id,
    pub(super) person_id: Id,
    pub(super) name: String,
    /// What it should say.
    pub(super) outcome: Outcome,
    pub(super) reason: String,
    /// Whether it was upheld; none while it waits.
    pub(super) upheld: Option<bool>,
    pub(super) answer: Option<String>,
}

const UPHELD: &str = "upheld";
const DISMISSED: &str = "dismissed";

/// Says that one's own line is wrong; one appeal at a time.
pub(super) fn make(
    work: &mut Work<'_>,
    entry: &Entry,
    meeting: &Meeting,
    seat: &Seat,
    outcome: Outcome,
    reason: &str,
) -> Result<()> {
    if meeting.state != State::Held || seat.role != Role::Expected {
        return Err(Error::Conflict(Messages::meetings_not_confirmed));
    }
    if !attendance::may_be(seat.role, outcome) || seat.outcome == Some(outcome) {
        return Err(Mistakes::one("outcome", Messages::meetings_appeal_says_the_same));
    }
    if reason.trim().is_empty() {
        return Err(Mistakes::one("reason", Messages::meetings_reason_missing));
    }
    work.serialize_on(&[meeting.id.as_str()])?;
    let waits = |appeal: &Appeal| appeal.person_id == seat.person_id && appeal.upheld.is_none();
    if of(work, &meeting.id)?.iter().any(waits) {
        return Err(Error::Conflict(Messages::meetings_appeal_waits));
    }
    let id = Id::fresh();
    work.execute(
        "insert into meeting_appeal (id, meeting_id, person_id, outcome, reason, made_at)
         values (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id, meeting.id, seat.person_id, *outcome.code(), *reason.trim(), entry.at],
    )?;
    work.note(Note::of(Deed::AppealMade, &meeting.id).to(&seat.person_id).saying(outcome.code()));
    told::appeal_made(work, meeting, &id, &seat.person_id)
}

/// Upholds an appeal, which corrects the list, or dismisses it with an answer.
pub(super) fn decide(
    work: &mut Work<'_>,
    entry: &Entry,
    meeting: &Meeting,
    appeal: &Appeal,
    upholds: bool,
    answer: &str,
) -> Result<()> {
    if !upholds && answer.trim().is_empty() {
        return Err(Mistakes::one("answer", Messages::meetings_answer_missing));
    }
    let decision = if upholds { UPHELD } else { DISMISSED };
    let decided = work.execute(
        "update meeting_appeal set decision = ?2, answer = ?3, decided_at = ?4, decided_by = ?5
         where id = ?1 and decision is null",
        params![appeal.id, *decision, *answer.trim(), entry.at, entry.account_id],
    )?;
    if decided == 0 {
        return Err(Error::Conflict(Messages::meetings_decided_already));
    }
    let said = format!("{} {decision}", appeal.outcome.code());
    work.note(Note::of(Deed::AppealDecided, &meeting.id).to(&appeal.person_id).saying(said));
    if upholds {
        attendance::correct(work, entry, meeting, &appeal.person_id, appeal.outcome, &appeal.reason)?;
    }
    told::appeal_decided(work, meeting, (&appeal.id, &appeal.person_id), upholds.then_some(appeal.outcome))
}

/// The appeals at a meeting, the latest first.
pub(super) fn of(tx: &mut Tx, meeting_id: &Id) -> Result<Vec<Appeal>> {
    Ok(tx.query(
        "select appeal.id, appeal.person_id, person.name, appeal.outcome, appeal.reason, appeal.decision, appeal.answer
         from meeting_appeal appeal join person on person.id = appeal.person_id
         where appeal.meeting_id = ?1
         order by appeal.made_at desc, appeal.id desc limit 1000",
        params![meeting_id],
        read,
    )?)
}

fn read(row: &Row<'_>) -> xueji_store::Result<Appeal> {
    Ok(Appeal {
        id: row.get(0)?,
        person_id: row.get(1)?,
        name: row.get(2)?,
        outcome: Outcome::from_code(row.str(3)?).ok_or(unreadable(3, "an outcome"))?,
        reason: row.get(4)?,
        upheld: row.opt_str(5)?.map(|decision| decision == UPHELD),
        answer: row.get(6)?,
    })
}
