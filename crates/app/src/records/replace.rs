//! Correcting and withdrawing: a later record names the one that it replaces.

use xueji_plan::Evidence;
use xueji_standing::EvidenceSet;

use crate::notes;
use crate::records::reassign::as_new;
use crate::records::store::Link;
use crate::records::submit::{Plans, insert};
use crate::records::{Entry, NewRecord, Record, Subject, files, store};
use crate::shell::lang::Messages;
use crate::shell::work::TouchedRecord;
use crate::shell::{Deed, Error, Id, Mistakes, Note, OrNotFound, Result, Touch, Work};

/// Replaces a record by a corrected one, keeping both.
///
/// The subject stays who it was: another person's record is another record.
pub(crate) fn correct(
    work: &mut Work<'_>,
    entry: &Entry,
    id: &Id,
    new: &NewRecord,
    reason: &str,
) -> Result<Id> {
    if let Some(earlier) = store::by_entry_key(work, &new.entry_key, &entry.account_id)? {
        return Ok(earlier);
    }
    let old = live(work, id)?;
    require_reason(reason)?;
    if old.subject() != new.subject {
        return Err(Mistakes::one("activity", Messages::records_not_for_this_subject));
    }
    touch_old(work, &old);
    let link = Link { event_id: old.event_id.as_ref(), replaces: Some((&old.id, reason)), ..Link::default() };
    insert(work, &mut Plans::default(), entry, new, &link)
}

/// Replaces a record by the same one with more files.
///
/// It counts as entered when it was: what happened was told in time, and the files only prove it. When they came
/// stands in its history.
pub(crate) fn add_files(
    work: &mut Work<'_>,
    entry: &Entry,
    id: &Id,
    entry_key: &str,
    more: &[Id],
    reason: &str,
) -> Result<Id> {
    if let Some(earlier) = store::by_entry_key(work, entry_key, &entry.account_id)? {
        return Ok(earlier);
    }
    let old = live(work, id)?;
    let mut new = as_new(&old, old.subject(), &files::of(work, id)?);
    entry_key.clone_into(&mut new.entry_key);
    new.files.extend_from_slice(more);
    new.evidence = EvidenceSet::from_bits(new.evidence.bits() | attached().bits());
    as_before(work, entry, &old, &new, reason)
}

/// Replaces a record by the same one standing on a note that was written later.
///
/// Like files, the note only proves what was told in time: it counts as entered when it was.
pub(crate) fn add_note(
    work: &mut Work<'_>,
    entry: &Entry,
    id: &Id,
    entry_key: &str,
    (note_id, evidence): (&Id, EvidenceSet),
    reason: &str,
) -> Result<Id> {
    if let Some(earlier) = store::by_entry_key(work, entry_key, &entry.account_id)? {
        return Ok(earlier);
    }
    let old = live(work, id)?;
    let mut new = as_new(&old, old.subject(), &files::of(work, id)?);
    entry_key.clone_into(&mut new.entry_key);
    new.note_id = Some(note_id.clone());
    new.evidence = EvidenceSet::from_bits(new.evidence.bits() | evidence.bits());
    as_before(work, entry, &old, &new, reason)
}

/// Puts the row in the place of another that said the same when it was entered, so that it counts as entered then.
fn as_before(work: &mut Work<'_>, entry: &Entry, old: &Record, new: &NewRecord, reason: &str) -> Result<Id> {
    let link = Link { event_id: old.event_id.as_ref(), replaces: Some((&old.id, reason)), ..Link::default() };
    let files = files::take(work, entry, &new.files, &link)?;
    let link = Link { files: &files, ..link };
    let (id, entered) = (Id::fresh(), Entry { on: old.entered_on, ..entry.clone() });
    let digest = store::insert(work, &id, &old.organization_id, &entered, new, &link, old.late)?;
    let note = Note::of(Deed::RecordCorrected, &id).to(new.subject.id()).saying(&new.activity);
    work.note(note.sealing(digest));
    touch_old(work, old);
    Ok(id)
}

/// That there is an attachment.
fn attached() -> EvidenceSet {
    [Evidence::Attachment].into_iter().collect()
}

/// Takes a record back, keeping it and the reason in sight.
pub(crate) fn withdraw(
    work: &mut Work<'_>,
    entry: &Entry,
    id: &Id,
    entry_key: &str,
    reason: &str,
) -> Result<Id> {
    if let Some(earlier) = store::by_entry_key(work, entry_key, &entry.account_id)? {
        return Ok(earlier);
    }
    let old = live(work, id)?;
    take_back(work, entry, &old, entry_key, reason)
}

/// Takes back a record that stands; whoever calls holds what keeps others from it.
pub(super) fn take_back(
    work: &mut Work<'_>,
    entry: &Entry,
    old: &Record,
    entry_key: &str,
    reason: &str,
) -> Result<Id> {
    require_reason(reason)?;
    let withdrawal = Id::fresh();
    let digest = store::insert_withdrawal(work, &withdrawal, entry, entry_key, old, reason)?;
    if let Some(id) = old.note()
        && !store::stands_on(work, id)?
    {
        notes::take_back(work, id)?;
    }
    let note = Note::of(Deed::RecordWithdrawn, &withdrawal).to(old.subject().id()).saying(&old.activity);
    work.note(note.sealing(digest));
    touch_old(work, old);
    Ok(withdrawal)
}

/// The record, if nothing has replaced it.
fn live(work: &mut Work<'_>, id: &Id) -> Result<Record> {
    // Two people at once: the second waits here, then finds it replaced.
    work.serialize_on(&[id.as_str()])?;
    let old = store::find(work, id)?.or_not_found()?;
    if old.withdrawal || store::replaced_by(work, id)?.is_some() {
        return Err(Error::Conflict(Messages::records_already_replaced));
    }
    Ok(old)
}

fn require_reason(reason: &str) -> Result<()> {
    if reason.trim().is_empty() {
        return Err(Mistakes::one("reason", Messages::records_reason_missing));
    }
    Ok(())
}

pub(super) fn touch_old(work: &mut Work<'_>, old: &Record) {
    let subject_id = match old.subject() {
        Subject::Person(id) | Subject::Organization(id) => id,
    };
    work.touch(Touch {
        subject_id,
        through: Some(TouchedRecord {
            activity: old.activity.clone(),
            first_on: old.first_on,
            last_on: old.last_on,
        }),
    });
}
