//! Calling in: by a draw that anybody on the list can repeat, or by choice with a reason; and taking a round back.

use jiff::civil::Date;

use crate::inspections::lists::{self, Candidate};
use crate::inspections::log::{self, Done};
use crate::inspections::pool::{self, Eligible};
use crate::inspections::reach::{self, Found};
use crate::inspections::{
    Circle, Inspection, MOST_NOTES, MOST_PEOPLE, Round, State, draw, post, store, told,
};
use crate::notes;
use crate::people;
use crate::records::Entry;
use crate::shell::lang::Messages;
use crate::shell::{Actor, Deed, Error, Id, Mistakes, Note, OrNotFound, Result, Work, secret};

/// Signs of a seed: enough that nobody guesses it, few enough to copy.
const SEED: usize = 16;
/// Notes of one person that are drawn from: a year of two a day.
const MOST_WRITTEN: usize = 800;

/// How people are called in.
#[derive(Clone, Debug)]
pub(crate) enum Way {
    /// So many, those who are due first.
    Draw(usize),
    /// These, and why.
    Choice(Vec<Id>, String),
}

/// What an inspector asks for.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub(crate) entry_key: String,
    pub(crate) organization_id: Id,
    pub(crate) circle: Circle,
    pub(crate) way: Way,
    pub(crate) from_on: Date,
    pub(crate) to_on: Date,
    pub(crate) notes_each: usize,
}

/// Makes a round, and tells everybody whose notes are called in; the same request sent again finds its round.
///
/// # Errors
/// Mistakes by field; forbidden, where the actor's posts do not reach the organization.
pub(crate) fn call_in(work: &mut Work<'_>, actor: &Actor, entry: &Entry, ask: &Ask) -> Result<Id> {
    let entry_key = format!("{}:{}", actor.account_id, ask.entry_key);
    work.serialize_on(&[ask.organization_id.as_str(), &entry_key])?;
    if let Some(earlier) = store::round_by_key(work, &entry_key)? {
        return Ok(earlier);
    }
    let organization = people::organization(work, &ask.organization_id)?.or_not_found()?;
    let inspector_id = actor.person_id.clone().ok_or(Error::Forbidden)?;
    if !reach::may_inspect_in(actor, &organization) {
        return Err(Error::Forbidden);
    }
    check(ask, entry.on)?;
    let list = pool::eligible(work, actor, (&organization, ask.circle), ask.to_on, entry.on)?;
    if list.is_empty() {
        return Err(Mistakes::one("circle", Messages::inspections_nobody_eligible));
    }
    let drawn = matches!(ask.way, Way::Draw(_));
    // Drawing again on the same day gives the same order: nobody draws until the result pleases. A choice has another
    // seed, so that its page gives away no draw that is still to come.
    let seed = match store::seed_of_day(work, &organization.id, (ask.circle, drawn), entry.on)? {
        Some(seed) => seed,
        None => secret::token()?.chars().take(SEED).collect(),
    };
    let (candidates, chosen, reason) = chosen(&ask.way, &seed, &list)?;
    let round = Round {
        id: Id::fresh(),
        organization_id: organization.id.clone(),
        circle: ask.circle,
        drawn,
        from_on: ask.from_on,
        to_on: ask.to_on,
        seed,
        notes_each: ask.notes_each,
        reason,
        inspector_id,
        drawn_on: entry.on,
        record_id: None,
        taken_back: None,
    };
    store::insert_round(work, &round, &entry_key, (&actor.account_id, entry.at))?;
    lists::insert(work, &round.id, &candidates)?;
    work.note(Note::of(Deed::NotesCalledIn, &round.id).to(&organization.id).saying(chosen.len().to_string()));
    for (position, person_id) in (1..).zip(chosen) {
        let inspection = Inspection {
            id: Id::fresh(),
            round_id: round.id.clone(),
            person_id,
            position,
            state: State::Called,
            remarks: None,
        };
        let (round, organization) = (round.clone(), organization.clone());
        let found = Found { inspection, round, organization, gone: None };
        of_one(work, entry, &found)?;
    }
    Ok(round.id)
}

fn check(ask: &Ask, today: Date) -> Result<()> {
    let mut mistakes = Mistakes::default();
    if ask.from_on > ask.to_on {
        mistakes.add("to_on", Messages::inspections_ends_before);
    }
    if ask.to_on > today {
        mistakes.add("to_on", Messages::inspections_in_the_future);
    }
    if ask.notes_each == 0 || ask.notes_each > MOST_NOTES {
        mistakes.add("notes_each", Messages::inspections_notes_each_wrong);
    }
    match &ask.way {
        Way::Draw(size) if *size == 0 || *size > MOST_PEOPLE => {
            mistakes.add("size", Messages::inspections_size_wrong);
        }
        Way::Choice(people, _) if people.is_empty() => {
            mistakes.add("person", Messages::inspections_choose_somebody);
        }
        Way::Choice(_, reason) if reason.is_empty() => mistakes.add("reason", Messages::field_required),
        _ => {}
    }
    mistakes.check()
}

/// The list as it is kept, who is called in, and why.
fn chosen(way: &Way, seed: &str, list: &[Eligible]) -> Result<(Vec<Candidate>, Vec<Id>, Option<String>)> {
    match way {
        Way::Draw(size) => {
            let keyed: Vec<(String, Option<Date>)> =
                list.iter().map(|one| (draw::key(&one.person.id), one.last_on)).collect();
            let order = draw::order(seed, &keyed).into_iter().enumerate();
            let candidates: Vec<Candidate> = order
                .filter_map(|(place, index)| {
                    let (one, (key, _)) = (list.get(index)?, keyed.get(index)?);
                    Some(Candidate {
                        number: index + 1,
                        key: key.clone(),
                        person_id: one.person.id.clone(),
                        name: one.person.name.clone(),
                        last_on: one.last_on,
                        place: place + 1,
                    })
                })
                .collect();
            let chosen = candidates.iter().take(*size).map(|one| one.person_id.clone());
            Ok((candidates.clone(), chosen.collect(), None))
        }
        Way::Choice(people, reason) => {
            let all = list.iter().map(|one| one.person.id.clone());
            let chosen: Vec<Id> = all.filter(|id| people.contains(id)).collect();
            // Somebody who is not on the list: not a member then, on leave, or another's to inspect.
            if chosen.len() != people.len() {
                return Err(Mistakes::one("person", Messages::inspections_not_eligible));
            }
            Ok((Vec::new(), chosen, Some(reason.clone())))
        }
    }
}

/// Calls in the notes of one person: a few of those that were handed in.
fn of_one(work: &mut Work<'_>, entry: &Entry, found: &Found) -> Result<()> {
    let Found { inspection, round, .. } = found;
    store::insert(work, inspection)?;
    let filter = notes::Filter {
        from: Some(round.from_on),
        to: Some(round.to_on),
        handed_in: true,
        ..notes::Filter::default()
    };
    let (mut written, _) = notes::list(work, &inspection.person_id, &filter, 0, MOST_WRITTEN)?;
    written.reverse();
    let ids: Vec<&Id> = written.iter().map(|listed| &listed.note.id).collect();
    let drawn = draw::notes(&round.seed, &ids, round.notes_each);
    for index in &drawn {
        if let Some(listed) = written.get(*index) {
            store::show(work, &inspection.id, &listed.note.id, false)?;
        }
    }
    log::add(work, &inspection.id, Done::Called, (&entry.account_id, entry.at, entry.on), None)?;
    told::called(work, found, drawn.len())?;
    work.note(Note::of(Deed::NotesCalledIn, &inspection.id).to(&inspection.person_id));
    Ok(())
}

/// Counts a round whose last who waited left.
pub(super) fn count(work: &mut Work<'_>, actor: &Actor, entry: &Entry, id: &Id) -> Result<()> {
    let round = store::round(work, id)?;
    let organization = people::organization(work, &round.organization_id)?.or_not_found()?;
    if !reach::may_inspect_in(actor, &organization) {
        return Err(Error::Forbidden);
    }
    post::complete(work, entry, id)
}

/// Takes a round back, and the record that it made; it stays in sight with the reason, and counts for nobody.
pub(super) fn take_back(work: &mut Work<'_>, actor: &Actor, entry: &Entry, id: &Id, why: &str) -> Result<()> {
    work.serialize_on(&[id.as_str()])?;
    let round = store::round(work, id)?;
    let organization = people::organization(work, &round.organization_id)?.or_not_found()?;
    if !reach::may_inspect_in(actor, &organization) {
        return Err(Error::Forbidden);
    }
    if round.taken_back.is_some() {
        return Err(Error::Conflict(Messages::inspections_was_taken_back));
    }
    if why.is_empty() {
        return Err(Mistakes::one("why", Messages::field_required));
    }
    store::take_back(work, id, why, entry.at)?;
    post::take_back(work, entry, &round, why)?;
    for (inspection, _) in store::of_round(work, id)? {
        told::settle(work, &inspection.id)?;
    }
    work.note(Note::of(Deed::RoundTakenBack, id).to(&organization.id));
    Ok(())
}
