//! A gathering of two branches: arranged and confirmed by one, confirmed by the other, counted for both or for neither.

use std::collections::BTreeSet;

use jiff::civil::Date;
use xueji_standing::Outcome;

use crate::meetings::arrange::{Draft, note, save, touch_all};
use crate::meetings::{Meeting, Partner, Role, Seat, State, attendance, make_up, store};
use crate::pairs;
use crate::people;
use crate::records::{self, Entry};
use crate::shell::lang::Messages;
use crate::shell::{Deed, Error, Id, Mistakes, OrNotFound, Result, Work};

/// The branch that a draft names, where the two are paired on the day.
pub(super) fn chosen(work: &mut Work<'_>, draft: &Draft, mistakes: &mut Mistakes) -> Result<Option<Partner>> {
    let Some((organization_id, direction)) = &draft.partner else {
        mistakes.add("partner", Messages::meetings_partner_missing);
        return Ok(None);
    };
    if !are_paired(work, &draft.organization_id, organization_id, draft.planned.day())? {
        mistakes.add("partner", Messages::meetings_not_paired_then);
    }
    Ok(Some(Partner {
        organization_id: organization_id.clone(),
        direction: *direction,
        event_id: None,
        by: None,
    }))
}

/// Whether the two branches of a meeting are paired on a day.
pub(super) fn is_paired_on(work: &mut Work<'_>, meeting: &Meeting, on: Date) -> Result<bool> {
    let Some(partner) = &meeting.partner else { return Ok(false) };
    are_paired(work, &meeting.organization_id, &partner.organization_id, on)
}

fn are_paired(work: &mut Work<'_>, one: &Id, other: &Id, on: Date) -> Result<bool> {
    Ok(pairs::partners(work, one, on)?.iter().any(|side| side.id == *other))
}

/// The seats with the side to which each belongs: the partner's people are those who belong there on the day.
pub(super) fn sided(work: &mut Work<'_>, meeting: &Meeting, seats: &[Seat]) -> Result<Vec<Seat>> {
    let Some(partner) = &meeting.partner else { return Ok(seats.to_vec()) };
    let path = people::organization(work, &partner.organization_id)?.or_not_found()?.path;
    let ids = seats.iter().map(|seat| &seat.person_id);
    let homes = people::homes_of(work, ids, meeting.planned.day())?;
    let theirs = |seat: &Seat| homes.get(&seat.person_id).is_some_and(|home| home.path.starts_with(&path));
    Ok(seats.iter().map(|seat| Seat { partner: theirs(seat), ..seat.clone() }).collect())
}

/// The meeting as one side of it has it in its records.
pub(super) fn side(meeting: &Meeting, partners: bool) -> Meeting {
    match meeting.partner.as_ref().filter(|_| partners) {
        Some(partner) => Meeting {
            organization_id: partner.organization_id.clone(),
            event_id: partner.event_id.clone(),
            ..meeting.clone()
        },
        None => meeting.clone(),
    }
}

/// Confirms for the paired branch, with those of its people who came: now it counts for both.
pub(super) fn agree(
    work: &mut Work<'_>,
    entry: &Entry,
    meeting: &Meeting,
    people: &[Id],
    because: &str,
) -> Result<()> {
    let Some(partner) = meeting.partner.clone().filter(|_| meeting.state == State::Waiting) else {
        return Err(Error::Conflict(Messages::meetings_decided_already));
    };
    let people: BTreeSet<&Id> = people.iter().collect();
    if people.is_empty() {
        return Err(Mistakes::one("person", Messages::meetings_nobody_came));
    }
    let known = store::seats(work, &meeting.id)?;
    let mut seats: Vec<Seat> =
        known.iter().filter(|(seat, _)| !seat.partner).map(|(seat, _)| seat.clone()).collect();
    let came = people.into_iter().map(|person| {
        let before = known.iter().find(|(seat, _)| seat.person_id == *person).map(|(seat, _)| seat.clone());
        let seat = before.unwrap_or_else(|| Seat::fresh(person.clone(), Role::Expected));
        let outcome = seat.outcome.filter(|outcome| outcome.took_part() && *outcome != Outcome::Invited);
        Seat { role: Role::Expected, partner: true, outcome: outcome.or(Some(Outcome::Present)), ..seat }
    });
    let theirs = sided(work, meeting, &came.collect::<Vec<_>>())?;
    if theirs.iter().any(|seat| !seat.partner) {
        return Err(Mistakes::one("person", Messages::meetings_not_of_the_partner));
    }
    let late_reason = meeting.reason.clone().or_else(|| Some(because.to_owned()));
    let ours = attendance::form(work, meeting, &seats, late_reason.clone())?;
    let posted = attendance::of_meetings(entry);
    let event_id = Some(records::submit_event(work, &posted, &ours)?);
    let form = attendance::form(work, &side(meeting, true), &theirs, late_reason)?;
    let partner = Partner {
        event_id: Some(records::submit_event(work, &posted, &form)?),
        by: Some(entry.account_id.clone()),
        ..partner
    };
    let held =
        Meeting { state: State::Held, event_id, partner: Some(partner), reason: None, ..meeting.clone() };
    make_up::open_for(work, &held, &seats)?;
    seats.extend(theirs);
    store::seat_all(work, &meeting.id, &seats)?;
    save(work, &held)?;
    note(work, Deed::ExchangeAgreed, &held);
    Ok(())
}

/// Sends a gathering back to whoever confirmed it, with the reason.
pub(super) fn decline(work: &mut Work<'_>, meeting: &Meeting, reason: &str) -> Result<()> {
    if meeting.state != State::Waiting {
        return Err(Error::Conflict(Messages::meetings_decided_already));
    }
    if reason.trim().is_empty() {
        return Err(Mistakes::one("reason", Messages::meetings_reason_missing));
    }
    let returned = Meeting {
        state: State::Planned,
        held: None,
        reason: Some(reason.trim().to_owned()),
        ..meeting.clone()
    };
    save(work, &returned)?;
    note(work, Deed::ExchangeReturned, &returned);
    touch_all(work, &returned)
}
