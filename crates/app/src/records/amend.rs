//! An event after it was entered: one person's place in it corrected, or the whole of it taken back.

use xueji_plan::Evidence;
use xueji_standing::{EvidenceSet, Outcome};

use crate::people;
use crate::records::event::{EventForm, Place};
use crate::records::files;
use crate::records::reassign::as_new;
use crate::records::replace::{correct, take_back, touch_old, withdraw};
use crate::records::store::{self, Link};
use crate::records::submit::{Plans, insert};
use crate::records::{Entry, NewRecord, Record};
use crate::shell::lang::Messages;
use crate::shell::{Deed, Id, Mistakes, Note, OrNotFound, Result, Work};

/// Brings one person's rows of an event in line with their place in it; none takes them out.
///
/// What is already so stays. Rows that are corrected or added count as entered with the event, with the reason why that
/// was late: what happened was told then, and who sat in the room is no news because somebody misread the list. When it was corrected, by whom and why
/// stands in the history.
pub(crate) fn amend_event(
    work: &mut Work<'_>,
    entry: &Entry,
    event_id: &Id,
    mut form: EventForm,
    (person, place): (&Id, Option<&Place>),
    reason: &str,
) -> Result<()> {
    work.serialize_on(&[event_id.as_str()])?;
    let rows = store::of_event(work, event_id)?;
    let first = rows.first().or_not_found()?;
    form.late_reason = rows.iter().find_map(|row| row.late_reason.clone());
    let entered = Entry { on: first.entered_on, ..entry.clone() };
    let theirs: Vec<&Record> = rows.iter().filter(|row| row.person_id.as_ref() == Some(person)).collect();
    let home = people::organization(work, &form.organization_id)?.or_not_found()?;
    let mut plans = Plans::default();
    let main = form.main();
    let in_force = plans.of(work, &main, &home.path)?;
    let plan = in_force.plan();
    let Some(activity) = plan.activity(&form.activity) else {
        return Err(Mistakes::one("activity", Messages::field_unknown_choice));
    };
    let wanted = place.map(|place| form.for_person(plan, activity, person, place)).unwrap_or_default();
    for new in &wanted {
        let old = theirs.iter().find(|row| row.activity == new.activity);
        if old.is_some_and(|old| old.outcome == new.outcome && old.title == new.title) {
            continue;
        }
        let replaces = old.map(|old| (&old.id, reason));
        if let Some(old) = old {
            touch_old(work, old);
        }
        let link = Link { event_id: Some(event_id), replaces, ..Link::default() };
        insert(work, &mut plans, &entered, new, &link)?;
    }
    for old in theirs.iter().filter(|old| wanted.iter().all(|new| new.activity != old.activity)) {
        withdraw(work, entry, &old.id, &format!("{}:{}", form.entry_key, old.id), reason)?;
    }
    Ok(())
}

/// Takes back every row of an event, with one reason.
pub(crate) fn withdraw_event(
    work: &mut Work<'_>,
    entry: &Entry,
    event_id: &Id,
    entry_key: &str,
    reason: &str,
) -> Result<()> {
    work.serialize_on(&[event_id.as_str()])?;
    for row in store::of_event(work, event_id)? {
        take_back(work, entry, &row, &format!("{entry_key}:{}", row.id), reason)?;
    }
    Ok(())
}

/// Closes somebody's absence as made up: their record of the event becomes one with the reflection as its note.
///
/// It counts as entered now, for now it was made up; the plan says how that counts.
pub(crate) fn make_up(
    work: &mut Work<'_>,
    entry: &Entry,
    event_id: &Id,
    (person, activity): (&Id, &str),
    reflection: &str,
    because: &str,
) -> Result<()> {
    let rows = store::of_event(work, event_id)?;
    let theirs = |row: &Record| row.person_id.as_ref() == Some(person) && row.activity == activity;
    let old = rows.into_iter().find(theirs).or_not_found()?;
    let new = NewRecord {
        entry_key: format!("made-up:{}", old.id),
        outcome: Outcome::MadeUp,
        body: Some(reflection.to_owned()),
        note_id: None,
        evidence: EvidenceSet::NONE.with(Evidence::Note),
        late_reason: Some(because.to_owned()),
        ..as_new(&old, old.subject(), &[])
    };
    correct(work, entry, &old.id, &new, because)?;
    Ok(())
}

/// Gives the organization's own record of an event its minutes as evidence, and their text as its body; takes both away
/// where there are none. What is already so stays, and so does an event that is no organization's.
///
/// It counts as entered when it was: the meeting was told in time, and the minutes only prove it.
pub(crate) fn set_minutes(
    work: &mut Work<'_>,
    entry: &Entry,
    event_id: &Id,
    minutes: Option<&str>,
    reason: &str,
) -> Result<()> {
    work.serialize_on(&[event_id.as_str()])?;
    let own = store::of_event(work, event_id)?.into_iter().find(|row| row.person_id.is_none());
    let Some(old) = own else { return Ok(()) };
    let asked = EvidenceSet::NONE.with(Evidence::Minutes);
    let others = EvidenceSet::from_bits(old.evidence.bits() & !asked.bits());
    let evidence = if minutes.is_some() { others.with(Evidence::Minutes) } else { others };
    if evidence == old.evidence && (minutes.is_none() || minutes == old.body.as_deref()) {
        return Ok(());
    }
    let files = files::of(work, &old.id)?;
    let new = NewRecord {
        entry_key: format!("minutes:{}", old.id),
        body: minutes.map(str::to_owned),
        evidence,
        ..as_new(&old, old.subject(), &files)
    };
    let link = Link { event_id: Some(event_id), replaces: Some((&old.id, reason)), files: &files };
    let (id, entered) = (Id::fresh(), Entry { on: old.entered_on, ..entry.clone() });
    let digest = store::insert(work, &id, &old.organization_id, &entered, &new, &link, old.late)?;
    let note = Note::of(Deed::RecordCorrected, &id).to(new.subject.id()).saying(&new.activity);
    work.note(note.sealing(digest));
    touch_old(work, &old);
    Ok(())
}
