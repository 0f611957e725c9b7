//! Finishing a book makes one record, exactly once; taking it back withdraws the record and opens the book again.

use jiff::civil::Date;
use xueji_plan::Evidence;
use xueji_standing::{EvidenceSet, Outcome};
use xueji_store::Tx;

use crate::books::read::{check_category, unfinished};
use crate::books::{Reading, Shelf, store};
use crate::notes;
use crate::people;
use crate::records::{self, Entry, NewRecord, Record, Subject};
use crate::shell::lang::Messages;
use crate::shell::{Error, Id, Mistakes, OrNotFound, Result, Work};

/// A book read to its end.
#[derive(Clone, Debug)]
pub(crate) struct Finish {
    pub(crate) finished_on: Date,
    pub(crate) category: Option<String>,
    /// The reading note that is handed in with it; others entitled may read it from then on.
    pub(crate) note_id: Option<Id>,
    /// Asked for only where it comes late.
    pub(crate) late_reason: Option<String>,
}

/// Finishes a reading and records it, where a plan has an activity of books; returns the record.
///
/// A repeated request finds it finished and returns the same.
pub(crate) fn finish(work: &mut Work<'_>, entry: &Entry, id: &Id, form: &Finish) -> Result<Option<Id>> {
    work.serialize_on(&[id.as_str()])?;
    let known = store::reading(work, id)?.or_not_found()?;
    if known.finished_on.is_some() {
        return Ok(known.record_id);
    }
    let reading = unfinished(work, id)?;
    let on = form.finished_on;
    if on > entry.on {
        return Err(Mistakes::one("last_on", Messages::records_in_the_future));
    }
    if on < reading.began_on {
        return Err(Mistakes::one("last_on", Messages::books_finished_before_begun));
    }
    check_category(work, &reading.person_id, form.category.as_deref(), on)?;
    let home = people::home(work, &reading.person_id, on)?
        .ok_or_else(|| Mistakes::one("last_on", Messages::records_did_not_belong_then))?;
    let shelf = Shelf::over(work, &home.path, on)?;
    let record = match shelf.activity_on(on) {
        Some((plan, activity)) => {
            let mut new = NewRecord {
                entry_key: format!("book-reading:{}", Id::fresh()),
                subject: Subject::Person(reading.person_id.clone()),
                activity: activity.name.code.clone(),
                category: form.category.clone().filter(|_| !activity.categories.is_empty()),
                // A book begun under last year's plan counts where it was finished.
                first_on: reading.began_on.max(plan.span.first()),
                last_on: on,
                quantity: activity.usual,
                outcome: Outcome::Done,
                evidence: EvidenceSet::NONE,
                title: reading.book.marked(),
                body: None,
                note_id: None,
                notebook_page: None,
                attachment: None,
                files: Vec::new(),
                place: None,
                late_reason: form.late_reason.clone(),
            };
            if let Some(note_id) = &form.note_id {
                hand_in(work, &reading, note_id)?;
                new.note_id = Some(note_id.clone());
                new.evidence = [Evidence::Note].into_iter().collect();
            }
            Some(records::submit(work, entry, &new)?)
        }
        None => None,
    };
    let at = work.at();
    store::set_finished(work, id, Some(on), form.category.as_deref(), record.as_ref(), at)?;
    Ok(record)
}

/// Hands in the reader's own note: one that stands with this reading and has something in it.
fn hand_in(work: &mut Work<'_>, reading: &Reading, note_id: &Id) -> Result<()> {
    let linked = store::linked(work, &reading.id)?.contains(note_id);
    let note = notes::find(work, note_id)?.filter(|note| linked && note.person_id == reading.person_id);
    let note = note.ok_or_else(|| Mistakes::one("note", Messages::field_unknown_choice))?;
    let version = notes::version(work, note_id, note.current)?.or_not_found()?;
    if version.text.trim().is_empty() && version.files.is_empty() {
        return Err(Mistakes::one("note", Messages::notes_nothing_written));
    }
    let at = work.at();
    notes::enter(work, note_id, at)
}

/// Opens a finished book again: its record, where it has one that stands, is withdrawn with the reason.
pub(crate) fn take_back(work: &mut Work<'_>, entry: &Entry, id: &Id, reason: &str) -> Result<()> {
    work.serialize_on(&[id.as_str()])?;
    let reading = store::reading(work, id)?.or_not_found()?;
    if reading.finished_on.is_none() {
        return Ok(());
    }
    if store::open_reading(work, &reading.person_id, &reading.book.id)?.is_some() {
        return Err(Error::Conflict(Messages::books_open_twice));
    }
    if let Some(record) = latest(work, &reading)?.filter(|record| !record.withdrawal) {
        records::withdraw(work, entry, &record.id, &format!("book-reading:{}", Id::fresh()), reason)?;
    }
    let at = work.at();
    store::set_finished(work, id, None, reading.category.as_deref(), None, at)
}

/// What became of the record that finishing made: itself, its latest correction, or its withdrawal.
pub(super) fn latest(tx: &mut Tx, reading: &Reading) -> Result<Option<Record>> {
    let Some(id) = &reading.record_id else { return Ok(None) };
    records::latest(tx, id)
}
