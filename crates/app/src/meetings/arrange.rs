//! Arranging a meeting: one form before it. Changing and cancelling it.

use std::collections::HashSet;

use crate::meetings::follow::followed;
use crate::meetings::kinds::Kinds;
use crate::meetings::moved::Change;
use crate::meetings::{
    Direction, MOST_PEOPLE, Meeting, Role, Seat, State, Time, dates, moved, paired, store,
};
use crate::people;
use crate::records::Entry;
use crate::shell::lang::Messages;
use crate::shell::work::TouchedRecord;
use crate::shell::{Deed, Error, Id, Mistakes, Note, OrNotFound, Result, Touch, Work};

/// A meeting as somebody wants it.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// Made with the form: the same request sent again finds the meeting that it made.
    pub(crate) entry_key: String,
    pub(crate) organization_id: Id,
    pub(crate) activity: String,
    pub(crate) category: Option<String>,
    pub(crate) title: String,
    pub(crate) agenda: String,
    pub(crate) planned: Time,
    pub(crate) place: Option<String>,
    pub(crate) link: Option<String>,
    pub(crate) host_id: Option<Id>,
    pub(crate) recorder_id: Option<Id>,
    /// The paired branch, and who travels.
    pub(crate) partner: Option<(Id, Direction)>,
    /// Everybody expected or invited.
    pub(crate) seats: Vec<Seat>,
}

/// Stores a meeting; what was expected of whom moves with it.
pub(crate) fn arrange(work: &mut Work<'_>, entry: &Entry, draft: &Draft) -> Result<Id> {
    arrange_in(work, entry, draft, None)
}

/// The same, as one of a series.
pub(super) fn arrange_in(
    work: &mut Work<'_>,
    entry: &Entry,
    draft: &Draft,
    series_id: Option<&Id>,
) -> Result<Id> {
    if let Some(earlier) = arranged(work, entry, draft)? {
        return Ok(earlier);
    }
    let meeting = Meeting {
        id: Id::fresh(),
        organization_id: draft.organization_id.clone(),
        activity: String::new(),
        attendance: None,
        category: None,
        title: String::new(),
        agenda: String::new(),
        planned: draft.planned,
        held: None,
        place: None,
        link: None,
        host_id: None,
        recorder_id: None,
        state: State::Planned,
        reason: None,
        event_id: None,
        series_id: series_id.cloned(),
        follows: None,
        partner: None,
        sign_in_secret: None,
        version: 1,
    };
    let meeting = drafted(work, meeting, draft)?;
    store::insert(work, &meeting, &entry_key(entry, draft), (&entry.account_id, entry.at))?;
    let seats = paired::sided(work, &meeting, &draft.seats)?;
    store::seat_all(work, &meeting.id, &seats)?;
    note(work, Deed::MeetingArranged, &meeting);
    touch_expected(work, &meeting, &seats);
    Ok(meeting.id)
}

/// The meeting that the same request made before.
pub(super) fn arranged(work: &mut Work<'_>, entry: &Entry, draft: &Draft) -> Result<Option<Id>> {
    store::by_entry_key(work, &entry_key(entry, draft))
}

/// The draft's key among everybody's.
fn entry_key(entry: &Entry, draft: &Draft) -> String {
    format!("{}:{}", entry.account_id, draft.entry_key)
}

/// Changes a meeting that is still to be confirmed, and tells those who know of it.
pub(super) fn change(work: &mut Work<'_>, meeting: &Meeting, draft: &Draft) -> Result<()> {
    let change = rewrite(work, meeting, draft)?;
    moved::tell(work, &[change])
}

/// Changes it without a word; what the list says of those who stay on it stays.
pub(super) fn rewrite(work: &mut Work<'_>, old: &Meeting, draft: &Draft) -> Result<Change> {
    require_planned(old)?;
    let before: Vec<Seat> = store::seats(work, &old.id)?.into_iter().map(|(seat, _)| seat).collect();
    let meeting = drafted(work, old.clone(), draft)?;
    save(work, &meeting)?;
    let seats: Vec<Seat> = paired::sided(work, &meeting, &draft.seats)?
        .iter()
        .map(|seat| {
            let known = before.iter().find(|known| known.person_id == seat.person_id);
            let (outcome, arrived_at) = known.map_or((None, None), |known| (known.outcome, known.arrived_at));
            Seat { outcome, arrived_at, ..seat.clone() }
        })
        .collect();
    store::seat_all(work, &meeting.id, &seats)?;
    note(work, Deed::MeetingChanged, &meeting);
    touch_expected(work, old, &before);
    touch_expected(work, &meeting, &seats);
    Ok(Change { old: old.clone(), new: meeting, seats })
}

/// Calls a meeting off, and tells those who know of it; nobody is expected any more.
pub(super) fn cancel(work: &mut Work<'_>, meeting: &Meeting, reason: &str) -> Result<()> {
    let change = call_off(work, meeting, reason)?;
    moved::tell(work, &[change])
}

/// Calls it off without a word.
pub(super) fn call_off(work: &mut Work<'_>, meeting: &Meeting, reason: &str) -> Result<Change> {
    require_planned(meeting)?;
    if reason.trim().is_empty() {
        return Err(Mistakes::one("reason", Messages::meetings_reason_missing));
    }
    let cancelled = Meeting {
        state: State::Cancelled,
        reason: Some(reason.trim().to_owned()),
        sign_in_secret: None,
        ..meeting.clone()
    };
    save(work, &cancelled)?;
    note(work, Deed::MeetingCancelled, meeting);
    let seats: Vec<Seat> = store::seats(work, &meeting.id)?.into_iter().map(|(seat, _)| seat).collect();
    touch_expected(work, meeting, &seats);
    Ok(Change { old: meeting.clone(), new: cancelled, seats })
}

/// Stores a meeting as it is now; another may have been quicker.
pub(super) fn save(work: &mut Work<'_>, meeting: &Meeting) -> Result<()> {
    if !store::update(work, meeting)? {
        return Err(Error::Conflict(Messages::meetings_changed));
    }
    let at = work.at();
    dates::changed(work, &meeting.id, at)
}

pub(super) fn require_planned(meeting: &Meeting) -> Result<()> {
    if meeting.state == State::Planned {
        Ok(())
    } else {
        Err(Error::Conflict(Messages::meetings_not_planned))
    }
}

/// The meeting with what the draft says, held against the plan.
fn drafted(work: &mut Work<'_>, meeting: Meeting, draft: &Draft) -> Result<Meeting> {
    let mut mistakes = Mistakes::default();
    let home = people::organization(work, &draft.organization_id)?.or_not_found()?;
    let kinds = Kinds::over(work, &home.path, draft.planned.day())?;
    let activity = kinds.find(&draft.activity).map(|(_, activity)| activity);
    match activity {
        None => mistakes.add("activity", Messages::field_unknown_choice),
        Some(activity) => match &draft.category {
            Some(category) if !activity.categories.contains(category) => {
                mistakes.add("category", Messages::field_unknown_choice);
            }
            None if !activity.categories.is_empty() => {
                mistakes.add("category", Messages::records_category_missing);
            }
            _ => {}
        },
    }
    if draft.planned.first >= draft.planned.last {
        mistakes.add("to", Messages::meetings_ends_before_it_begins);
    }
    for (field, person) in [("host", &draft.host_id), ("recorder", &draft.recorder_id)] {
        if let Some(person) = person
            && people::person(work, person)?.is_none()
        {
            mistakes.add(field, Messages::field_unknown_choice);
        }
    }
    let partner = match activity.filter(|activity| activity.paired) {
        Some(_) => paired::chosen(work, draft, &mut mistakes)?,
        None => None,
    };
    let mut paths = vec![home.path.clone()];
    if let Some(partner) = &partner {
        paths.extend(people::organization(work, &partner.organization_id)?.map(|other| other.path));
    }
    check_seats(work, draft, &paths, &mut mistakes)?;
    mistakes.check()?;
    let of_kind = (&kinds, draft.activity.as_str());
    let follows = followed(work, of_kind, &home, draft.planned.day(), &draft.seats)?;
    Ok(Meeting {
        activity: draft.activity.clone(),
        attendance: activity.and_then(|activity| activity.attendance.clone()),
        category: draft.category.clone(),
        title: draft.title.clone(),
        agenda: draft.agenda.clone(),
        planned: draft.planned,
        place: draft.place.clone(),
        link: draft.link.clone(),
        host_id: draft.host_id.clone(),
        recorder_id: draft.recorder_id.clone(),
        partner,
        follows,
        ..meeting
    })
}

fn check_seats(work: &mut Work<'_>, draft: &Draft, paths: &[String], mistakes: &mut Mistakes) -> Result<()> {
    let mut once = HashSet::new();
    let doubled = draft.seats.iter().any(|seat| !once.insert(&seat.person_id));
    if doubled {
        mistakes.add("people", Messages::field_unknown_choice);
    }
    if !draft.seats.iter().any(|seat| seat.role == Role::Expected) {
        mistakes.add("people", Messages::meetings_nobody_expected);
    }
    if draft.seats.len() > MOST_PEOPLE {
        mistakes.add("people", Messages::records_too_many_people);
        return Ok(());
    }
    let homes = people::homes_of(work, draft.seats.iter().map(|seat| &seat.person_id), draft.planned.day())?;
    for seat in &draft.seats {
        // Whoever does not belong anywhere on the day would have no record of it.
        let Some(home) = homes.get(&seat.person_id) else {
            mistakes.add("people", Messages::meetings_not_there_on_the_day);
            continue;
        };
        // Nobody is made to owe an attendance at another's meeting.
        if seat.role == Role::Expected && !paths.iter().any(|path| home.path.starts_with(path)) {
            mistakes.add("people", Messages::meetings_expected_from_elsewhere);
        }
    }
    Ok(())
}

/// What is expected of everybody on the list may have moved.
pub(super) fn touch_all(work: &mut Work<'_>, meeting: &Meeting) -> Result<()> {
    let seats: Vec<Seat> = store::seats(work, &meeting.id)?.into_iter().map(|(seat, _)| seat).collect();
    touch_expected(work, meeting, &seats);
    Ok(())
}

/// The margin of the rate looks ahead over planned meetings (R9).
pub(super) fn touch_expected(work: &mut Work<'_>, meeting: &Meeting, seats: &[Seat]) {
    let Some(attendance) = &meeting.attendance else { return };
    for seat in seats.iter().filter(|seat| seat.role == Role::Expected) {
        work.touch(Touch {
            subject_id: seat.person_id.clone(),
            through: Some(TouchedRecord {
                activity: attendance.clone(),
                first_on: meeting.time().day(),
                last_on: meeting.time().day(),
            }),
        });
    }
}

pub(super) fn note(work: &mut Work<'_>, deed: Deed, meeting: &Meeting) {
    let said = format!("{} {}", meeting.activity, meeting.time().day());
    work.note(Note::of(deed, &meeting.id).to(&meeting.organization_id).saying(said));
}
