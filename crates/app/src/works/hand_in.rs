//! Handing a manuscript in: its version is sealed, its record made, and whoever reviews told.

use jiff::civil::Date;
use xueji_plan::{Evidence, Quantity, Unit};
use xueji_standing::Outcome;
use xueji_store::Tx;

use crate::notes::{self, Note};
use crate::notices::{self, Kind as Told, Notice, words};
use crate::people;
use crate::plans;
use crate::records::{self, Entry, NewRecord, OF_A_MANUSCRIPT, Subject};
use crate::research;
use crate::shell::lang::Messages;
use crate::shell::{Deed, Error, Id, Mistakes, OrNotFound, Result, Work};
use crate::works::reviewers::reviewers;
use crate::works::{Audience, Kind, Manuscript, State, store};

/// What the form says besides the text.
#[derive(Clone, Debug)]
pub(crate) struct Terms {
    pub(crate) kind: Kind,
    /// Which of the plan's activities it counts as, where there are several.
    pub(crate) activity: String,
    pub(crate) done_on: Date,
    pub(crate) reviewer_id: Option<Id>,
    pub(crate) audience: Audience,
    pub(crate) stays: Vec<Id>,
    pub(crate) late_reason: Option<String>,
}

/// Which sort of manuscript an activity makes, as the plans of a day have it.
pub(super) fn kind_of(tx: &mut Tx, person_id: &Id, activity: &str, on: Date) -> Result<Option<Kind>> {
    for kind in Kind::ALL {
        if activities(tx, person_id, kind, on)?.iter().any(|one| one.name.code == activity) {
            return Ok(Some(kind));
        }
    }
    Ok(None)
}

/// The activities of the plans of a day that count such manuscripts of a person.
pub(super) fn activities(
    tx: &mut Tx,
    person_id: &Id,
    kind: Kind,
    on: Date,
) -> Result<Vec<xueji_plan::Activity>> {
    match people::home(tx, person_id, on)? {
        Some(home) => plans::of_kind(tx, &home.path, on, kind.of_plan()),
        None => Ok(Vec::new()),
    }
}

/// Hands in a note of a person's, for the first time or anew.
///
/// # Errors
/// Mistakes at the fields; a conflict where it waits already or was accepted.
pub(crate) fn hand_in(work: &mut Work<'_>, entry: &Entry, note: &Note, terms: &Terms) -> Result<Id> {
    work.serialize_on(&[note.id.as_str()])?;
    // As it is once whoever else handed it in is done.
    let note = &notes::find(work, &note.id)?.or_not_found()?;
    let before = store::of_note(work, &note.id)?;
    match &before {
        // The same request again.
        Some(one)
            if one.state == State::Submitted && note.entered == Some(one.number) && !note.has_more() =>
        {
            return Ok(one.id.clone());
        }
        Some(one) if one.state == State::Accepted => {
            return Err(Error::Conflict(Messages::works_accepted_already));
        }
        Some(one) if one.state == State::Returned && note.current == one.number => {
            return Err(Mistakes::one("note", Messages::works_nothing_changed));
        }
        _ => {}
    }
    let version = notes::version(work, &note.id, note.current)?.or_not_found()?;
    let mut mistakes = Mistakes::default();
    if version.title.trim().is_empty() {
        mistakes.add("note", Messages::works_title_missing);
    }
    if terms.done_on > entry.on {
        mistakes.add("done_on", Messages::records_in_the_future);
    }
    let able = reviewers(work, &note.person_id, terms.kind, entry.on)?;
    if terms.reviewer_id.as_ref().is_some_and(|id| able.iter().all(|one| one.person_id != *id)) {
        mistakes.add("reviewer", Messages::field_unknown_choice);
    }
    mistakes.check()?;
    let home = people::home(work, &note.person_id, terms.done_on)?
        .ok_or_else(|| Mistakes::one("done_on", Messages::records_did_not_belong_then))?;
    notes::enter(work, &note.id, entry.at)?;
    let record_id = record(work, entry, note, &version.title, terms, before.as_ref())?;
    let id = before.map_or_else(Id::fresh, |one| one.id);
    let new = store::HandedIn {
        organization_id: &home.id,
        kind: terms.kind,
        record_id: record_id.as_ref(),
        number: note.current,
        title: version.title.trim(),
        done_on: terms.done_on,
        reviewer_id: terms.reviewer_id.as_ref(),
        audience: terms.audience,
        at: entry.at,
    };
    store::put(work, &id, (&note.id, &note.person_id), &new)?;
    research::set_stays_under(work, &note.id, &terms.stays)?;
    store::add_step(work, (&id, note.current), State::Submitted, "", (&entry.account_id, entry.at))?;
    work.note(crate::shell::Note::of(Deed::WorkHandedIn, &id).to(&note.person_id));
    let asked: Vec<Id> = match &terms.reviewer_id {
        Some(id) => vec![id.clone()],
        None => able.into_iter().take(1).map(|one| one.person_id).collect(),
    };
    tell_reviewers(work, &id, note, &asked)?;
    Ok(id)
}

/// The record of it: what stands already for this note, else a new one; none where no plan knows such works.
fn record(
    work: &mut Work<'_>,
    entry: &Entry,
    note: &Note,
    title: &str,
    terms: &Terms,
    before: Option<&Manuscript>,
) -> Result<Option<Id>> {
    let able = activities(work, &note.person_id, terms.kind, terms.done_on)?;
    let fits = |code: &str| able.iter().any(|one| one.name.code == code);
    let stands = records::of_note(work, &note.id)?.into_iter().find(|record| fits(&record.activity));
    if let Some(record) = stands {
        return Ok(Some(record.id));
    }
    let chosen = able.iter().find(|one| one.name.code == terms.activity).or(able.first());
    let Some(activity) = chosen else { return Ok(None) };
    let unit = if activity.units.contains(&Unit::Articles) { Unit::Articles } else { activity.usual.unit };
    let again = before.map_or(0, |one| one.submitted_at);
    let new = NewRecord {
        entry_key: format!("work:{}:{again}", note.id),
        subject: Subject::Person(note.person_id.clone()),
        activity: activity.name.code.clone(),
        category: None,
        first_on: terms.done_on,
        last_on: terms.done_on,
        quantity: if unit == Unit::Articles { Quantity::of(1, unit) } else { activity.usual },
        outcome: Outcome::Done,
        evidence: [Evidence::Note, Evidence::Text].into_iter().collect(),
        title: title.trim().to_owned(),
        body: None,
        note_id: Some(note.id.clone()),
        notebook_page: None,
        attachment: None,
        files: Vec::new(),
        place: None,
        late_reason: terms.late_reason.clone(),
    };
    let entry = Entry { from: OF_A_MANUSCRIPT, ..entry.clone() };
    records::submit(work, &entry, &new).map(Some)
}

/// Tells those whose turn it is; the title of a text that is not theirs yet stays out of it.
fn tell_reviewers(work: &mut Work<'_>, id: &Id, note: &Note, asked: &[Id]) -> Result<()> {
    let author = people::person(work, &note.person_id)?.or_not_found()?;
    for person_id in asked {
        let notice = Notice {
            kind: Told::WorkToReview,
            key: format!("{} {}", key_of(id), note.current),
            title: words().works_told_to_review(&author.name),
            body: String::new(),
            href: format!("/works/{id}"),
            until: None,
            urgent: false,
        };
        notices::tell(work, person_id, &notice)?;
    }
    Ok(())
}

/// By which key the notice of a version that waits is known.
pub(super) fn key_of(id: &Id) -> String {
    format!("work {id}")
}
