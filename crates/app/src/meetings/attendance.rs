//! The list: kept during the meeting, confirmed after it, corrected and taken back with everything that it posted.

use xueji_plan::{Quantity, Unit};
use xueji_standing::{EvidenceSet, Outcome};

use crate::meetings::arrange::{Draft, arrange, note, require_planned, save, touch_all};
use crate::meetings::kinds::Kinds;
use crate::meetings::{Meeting, Partner, Role, Seat, State, Time, leave, make_up, paired, store, told};
use crate::people;
use crate::records::{self, Entry, EventForm, EventPlace};
use crate::shell::lang::Messages;
use crate::shell::{Deed, Error, Id, Mistakes, OrNotFound, Result, Work};

/// Writes down what the list says otherwise than before; those of whom it says nothing stay as they are.
pub(super) fn keep_list(work: &mut Work<'_>, meeting: &Meeting, said: &[(Id, Outcome)]) -> Result<()> {
    require_planned(meeting)?;
    for (mut seat, _) in store::seats(work, &meeting.id)? {
        let found = said.iter().find(|(person, _)| *person == seat.person_id).map(|(_, outcome)| *outcome);
        if let Some(outcome) = found.filter(|outcome| seat.outcome != Some(*outcome)) {
            if !may_be(seat.role, outcome) {
                return Err(Mistakes::one("people", Messages::field_unknown_choice));
            }
            seat.outcome = Some(outcome);
            store::say(work, &meeting.id, &seat)?;
        }
    }
    Ok(())
}

/// What the list says of somebody: what was ticked; else the leave that was granted, or their absence where it still
/// waits; else that they came.
pub(super) fn said_of(seat: &Seat, leaves: &[leave::Leave]) -> Outcome {
    let asked = leaves.iter().find(|leave| leave.person_id == seat.person_id).and_then(leave::Leave::says);
    seat.outcome.or(asked).unwrap_or(Outcome::Present)
}

/// Confirms the list: posts the meeting as records of everybody that it concerns, in one go.
///
/// Absences that may be made up become tasks. Only a meeting that has begun can be confirmed.
pub(super) fn confirm(
    work: &mut Work<'_>,
    entry: &Entry,
    meeting: &Meeting,
    held: Time,
    late_reason: Option<String>,
) -> Result<()> {
    require_planned(meeting)?;
    if held.day() > entry.on {
        return Err(Mistakes::one("on", Messages::meetings_not_yet_begun));
    }
    if held.first >= held.last {
        return Err(Mistakes::one("to", Messages::meetings_ends_before_it_begins));
    }
    // What was planned is no longer to come, on the day on which it was.
    touch_all(work, meeting)?;
    let leaves = leave::of(work, &meeting.id)?;
    let listed = store::seats(work, &meeting.id)?;
    let homes = people::homes_of(work, listed.iter().map(|(seat, _)| &seat.person_id), held.day())?;
    let mut seats = Vec::new();
    for (seat, _) in listed {
        // Whoever has left every organization by then was not expected after all.
        if !homes.contains_key(&seat.person_id) {
            store::remove_seat(work, &meeting.id, &seat.person_id)?;
            continue;
        }
        let seat = Seat { outcome: Some(said_of(&seat, &leaves)), ..seat };
        store::say(work, &meeting.id, &seat)?;
        seats.push(seat);
    }
    let mut confirmed = Meeting { held: Some(held), reason: None, sign_in_secret: None, ..meeting.clone() };
    if let Some(partner) = &meeting.partner {
        if !paired::is_paired_on(work, meeting, held.day())? {
            return Err(Mistakes::one("on", Messages::meetings_not_paired_then));
        }
        // It counts for both once both have confirmed; until then for neither.
        confirmed.state = State::Waiting;
        confirmed.partner = Some(Partner { by: Some(entry.account_id.clone()), ..partner.clone() });
        confirmed.reason = late_reason;
        save(work, &confirmed)?;
        note(work, Deed::MeetingConfirmed, &confirmed);
        return told::to_agree(work, &confirmed, &partner.organization_id);
    }
    let form = form(work, &confirmed, &seats, late_reason)?;
    confirmed.event_id = Some(records::submit_event(work, &of_meetings(entry), &form)?);
    confirmed.state = State::Held;
    save(work, &confirmed)?;
    note(work, Deed::MeetingConfirmed, &confirmed);
    make_up::open_for(work, &confirmed, &seats)
}

/// Arranges a meeting that was held and confirms it, as its list says: what comes from before the program was there.
pub(crate) fn hold(
    work: &mut Work<'_>,
    (arranged, confirmed): (&Entry, &Entry),
    draft: &Draft,
    late_reason: Option<String>,
) -> Result<Id> {
    let id = arrange(work, arranged, draft)?;
    let meeting = store::find(work, &id)?.or_not_found()?;
    confirm(work, confirmed, &meeting, draft.planned, late_reason)?;
    let meeting = store::find(work, &id)?.or_not_found()?;
    if meeting.state == State::Waiting {
        let seats = store::seats(work, &id)?;
        let theirs: Vec<Id> =
            seats.into_iter().filter(|(seat, _)| seat.partner).map(|(seat, _)| seat.person_id).collect();
        paired::agree(work, confirmed, &meeting, &theirs, &meeting.title)?;
    }
    Ok(id)
}

/// Corrects what the list said of one person, and everything that followed from it.
pub(super) fn correct(
    work: &mut Work<'_>,
    entry: &Entry,
    meeting: &Meeting,
    person_id: &Id,
    outcome: Outcome,
    reason: &str,
) -> Result<()> {
    if reason.trim().is_empty() {
        return Err(Mistakes::one("reason", Messages::meetings_reason_missing));
    }
    let seat = store::seat_of(work, &meeting.id, person_id)?.or_not_found()?;
    if meeting.state != State::Held {
        return Err(Error::Conflict(Messages::meetings_not_confirmed));
    }
    if !may_be(seat.role, outcome) {
        return Err(Mistakes::one("outcome", Messages::field_unknown_choice));
    }
    let seat = Seat { outcome: Some(outcome), ..seat };
    store::say(work, &meeting.id, &seat)?;
    amend(work, entry, meeting, (&seat, place(&seat)), reason.trim())?;
    make_up::open_for(work, meeting, &[seat])
}

/// Takes somebody out of a confirmed meeting with every record that it made of them.
pub(super) fn take_out(
    work: &mut Work<'_>,
    entry: &Entry,
    meeting: &Meeting,
    seat: &Seat,
    reason: &str,
) -> Result<()> {
    amend(work, entry, meeting, (seat, None), reason)
}

/// Puts somebody at another place of the event that their side of the meeting posted, or at none.
fn amend(
    work: &mut Work<'_>,
    entry: &Entry,
    meeting: &Meeting,
    (seat, place): (&Seat, Option<EventPlace>),
    reason: &str,
) -> Result<()> {
    let side = paired::side(meeting, seat.partner);
    let Some(event_id) = &side.event_id else { return Ok(()) };
    let form = form(work, &side, std::slice::from_ref(seat), None)?;
    let place = (&seat.person_id, place.as_ref());
    records::amend_event(work, &of_meetings(entry), event_id, form, place, reason)?;
    // The next correction is another one, and whoever looked at the list before has not seen this.
    save(work, meeting)
}

/// Takes a confirmed meeting back with every record that it posted; the list stays, to be confirmed anew or cancelled.
pub(super) fn take_back(work: &mut Work<'_>, entry: &Entry, meeting: &Meeting, reason: &str) -> Result<()> {
    if reason.trim().is_empty() {
        return Err(Mistakes::one("reason", Messages::meetings_reason_missing));
    }
    if !matches!(meeting.state, State::Held | State::Waiting) {
        return Err(Error::Conflict(Messages::meetings_not_confirmed));
    }
    let key = format!("back:{}:{}", meeting.id, meeting.version);
    let partners = meeting.partner.as_ref().and_then(|partner| partner.event_id.as_ref());
    for event_id in meeting.event_id.iter().chain(partners) {
        records::withdraw_event(work, entry, event_id, &key, reason.trim())?;
    }
    make_up::close_all(work, &meeting.id)?;
    for (seat, _) in store::seats(work, &meeting.id)? {
        if seat.outcome == Some(Outcome::MadeUp) {
            store::say(work, &meeting.id, &Seat { outcome: Some(Outcome::Absent), ..seat })?;
        }
    }
    let planned = Meeting {
        state: State::Planned,
        held: None,
        event_id: None,
        partner: meeting.partner.clone().map(|partner| Partner { event_id: None, by: None, ..partner }),
        reason: Some(reason.trim().to_owned()),
        ..meeting.clone()
    };
    save(work, &planned)?;
    note(work, Deed::MeetingTakenBack, meeting);
    touch_all(work, &planned)
}

/// The entry of rows that a meeting answers for: they are corrected there.
pub(super) fn of_meetings(entry: &Entry) -> Entry {
    Entry { from: records::OF_A_MEETING, ..entry.clone() }
}

/// Whether a list may say this of somebody: a guest came or did not.
pub(super) fn may_be(role: Role, outcome: Outcome) -> bool {
    match role {
        Role::Expected => !matches!(outcome, Outcome::Done | Outcome::Invited | Outcome::MadeUp),
        Role::Invited => matches!(outcome, Outcome::Invited | Outcome::Absent),
    }
}

/// The meeting as the form that posts it, for one side of it.
pub(super) fn form(
    work: &mut Work<'_>,
    meeting: &Meeting,
    seats: &[Seat],
    late_reason: Option<String>,
) -> Result<EventForm> {
    let home = people::organization(work, &meeting.organization_id)?.or_not_found()?;
    let time = meeting.time();
    let on = time.day();
    let kinds = Kinds::over(work, &home.path, on)?;
    let usual = kinds.find(&meeting.activity).map(|(_, activity)| activity.usual);
    Ok(EventForm {
        entry_key: format!("meeting:{}:{}:{}", meeting.id, meeting.organization_id, meeting.version),
        organization_id: meeting.organization_id.clone(),
        activity: meeting.activity.clone(),
        category: meeting.category.clone(),
        first_on: on,
        last_on: time.last.date(),
        quantity: usual.unwrap_or(Quantity::of(1, Unit::Times)),
        evidence: EvidenceSet::NONE,
        title: meeting.title.clone(),
        body: None,
        attachment: None,
        files: Vec::new(),
        place: meeting.place.clone(),
        late_reason,
        people: seats.iter().filter_map(|seat| Some((seat.person_id.clone(), place(seat)?))).collect(),
    })
}

/// What somebody's place comes to; a guest who did not come has none.
fn place(seat: &Seat) -> Option<EventPlace> {
    let outcome = seat.outcome.unwrap_or(Outcome::Present);
    let outcome = match seat.role {
        Role::Expected => outcome,
        Role::Invited if outcome.took_part() => Outcome::Invited,
        Role::Invited => return None,
    };
    Some(if seat.speaks && outcome.took_part() {
        EventPlace::Speaker(outcome, seat.topic.clone())
    } else {
        EventPlace::Expected(outcome)
    })
}
