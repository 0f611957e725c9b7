//! Signing in by a code that changes: a convenience, never required, and no proof of where anybody was.

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use xueji_standing::Outcome;
use xueji_store::{Tx, params};

use crate::meetings::{Meeting, Role, Seat, State, arrange, store};
use crate::shell::lang::Messages;
use crate::shell::secret::{self, hex};
use crate::shell::{Clock, Deed, Error, Id, Note, OrNotFound, Result, Work};

/// How long one code is shown, in milliseconds.
pub(super) const STEP: i64 = 20_000;
/// A code that was scanned may be sent so many steps later: on a slow phone two taps take a while.
const STEPS: i64 = 9;
/// From so many minutes before the planned time on.
const BEFORE: i64 = 30;
/// Whoever signs in more minutes after the planned time is listed as late; the recorder has the last word.
const GRACE: i64 = 10;

/// Whether signing in works at a civil time: it was opened, and the meeting is about to begin or under way.
pub(super) fn is_open(meeting: &Meeting, now: DateTime) -> bool {
    let first = meeting.planned.first.saturating_sub(BEFORE.minutes());
    meeting.state == State::Planned
        && meeting.sign_in_secret.is_some()
        && now >= first
        && now <= meeting.planned.last
}

/// Opens or closes signing in.
pub(super) fn set_open(work: &mut Work<'_>, meeting: &Meeting, open: bool) -> Result<()> {
    arrange::require_planned(meeting)?;
    let sign_in_secret = if open { Some(secret::token()?) } else { None };
    arrange::save(work, &Meeting { sign_in_secret, ..meeting.clone() })
}

/// The code that is shown at an instant; nothing while signing in is closed.
pub(super) fn code_at(meeting: &Meeting, at: i64) -> Option<String> {
    code_of(meeting, at.div_euclid(STEP))
}

fn code_of(meeting: &Meeting, step: i64) -> Option<String> {
    let secret = meeting.sign_in_secret.as_ref()?;
    let mac = secret::mac(secret.as_bytes(), &[meeting.id.as_str().as_bytes(), &step.to_be_bytes()]);
    Some(hex(&mac[..5]))
}

/// How many on the list have signed in, and how many are on it.
pub(super) fn arrived(tx: &mut Tx, meeting_id: &Id) -> Result<(i64, i64)> {
    Ok(tx.query_one(
        "select count(arrived_at), count(*) from meeting_person where meeting_id = ?1",
        params![meeting_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

/// Whether a code was shown in the last minutes.
pub(super) fn accepts(meeting: &Meeting, code: &str, at: i64) -> bool {
    let now = at.div_euclid(STEP);
    (now - STEPS..=now).any(|step| code_of(meeting, step).is_some_and(|shown| secret::equal(&shown, code)))
}

/// Puts somebody down as there, once; whoever is listed already stays listed as they are.
pub(super) fn sign_in(
    work: &mut Work<'_>,
    clock: &Clock,
    meeting: &Meeting,
    person_id: &Id,
    code: &str,
) -> Result<()> {
    let now = clock.now();
    if !is_open(meeting, clock.civil_of(now)) {
        return Err(Error::Conflict(Messages::meetings_sign_in_closed));
    }
    if !accepts(meeting, code, now) {
        return Err(Error::Conflict(Messages::meetings_sign_in_code_old));
    }
    let seat = store::seat_of(work, &meeting.id, person_id)?.or_not_found()?;
    if seat.arrived_at.is_some() {
        return Ok(());
    }
    let late = clock.civil_of(now) > meeting.planned.first.saturating_add(GRACE.minutes());
    let came = match seat.role {
        Role::Expected if late => Outcome::Late,
        Role::Expected => Outcome::Present,
        Role::Invited => Outcome::Invited,
    };
    let outcome = seat.outcome.or(Some(came));
    store::say(work, &meeting.id, &Seat { outcome, arrived_at: Some(now), ..seat })?;
    work.note(Note::of(Deed::MeetingSignedIn, &meeting.id).to(person_id));
    Ok(())
}
