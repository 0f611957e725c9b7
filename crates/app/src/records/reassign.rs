//! Records of a person who was entered twice become the records of the one who stays.

use xueji_plan::Unit;
use xueji_store::params;

use crate::attachments::Attachment;
use crate::records::live::Filter;
use crate::records::store::{self, Link};
use crate::records::{Entry, NewRecord, Record, Subject, files};
use crate::shell::lang::Messages;
use crate::shell::work::TouchedRecord;
use crate::shell::{Deed, Id, Mistakes, Note, Result, Touch, Work};

/// More than anybody records in years.
const MOST: usize = 20_000;

/// Replaces every live record of `from` by the same record of `to`, and returns how many they were.
///
/// Each new row names the one that it replaces, keeps the day on which it was entered, whether that was late, and
/// what others said of it: nothing that was stored is altered.
///
/// # Errors
/// A mistake at `code`, where a day of a stay stands with both: it would count twice.
pub(crate) fn reassign(
    work: &mut Work<'_>,
    entry: &Entry,
    from: &Id,
    to: &Id,
    reason: &str,
) -> Result<usize> {
    let subject = Subject::Person(from.clone());
    let records = store::slice(work, &subject, &Filter::default(), MOST, 0)?;
    for old in &records {
        let days = (old.first_on, old.last_on);
        if old.quantity.unit == Unit::Days
            && store::overlapping(work, to, &old.activity, days, None)?.is_some()
        {
            return Err(Mistakes::one("code", Messages::roster_days_overlap));
        }
        let files = files::of(work, &old.id)?;
        let (id, new) = (Id::fresh(), as_new(old, Subject::Person(to.clone()), &files));
        let link = Link { event_id: old.event_id.as_ref(), replaces: Some((&old.id, reason)), files: &files };
        let entered = Entry { on: old.entered_on, ..entry.clone() };
        let digest = store::insert(work, &id, &old.organization_id, &entered, &new, &link, old.late)?;
        work.execute(
            "insert into attestation (record_id, kind, by_account_id, at)
             select ?1, kind, by_account_id, at from attestation where record_id = ?2",
            params![id, old.id],
        )?;
        work.note(Note::of(Deed::RecordCorrected, &id).to(to).saying(&old.activity).sealing(digest));
        for subject_id in [from, to] {
            work.touch(Touch {
                subject_id: subject_id.clone(),
                through: Some(TouchedRecord {
                    activity: old.activity.clone(),
                    first_on: old.first_on,
                    last_on: old.last_on,
                }),
            });
        }
    }
    Ok(records.len())
}

/// The same record of a subject, as a new one.
pub(super) fn as_new(old: &Record, subject: Subject, files: &[Attachment]) -> NewRecord {
    let (note_id, old) = (old.note().cloned(), old.clone());
    NewRecord {
        entry_key: format!("merged:{}", old.id),
        subject,
        activity: old.activity,
        category: old.category,
        first_on: old.first_on,
        last_on: old.last_on,
        quantity: old.quantity,
        outcome: old.outcome,
        evidence: old.evidence,
        title: old.title,
        body: old.body.filter(|_| note_id.is_none()),
        note_id,
        notebook_page: old.notebook_page,
        attachment: old.attachment,
        files: files.iter().map(|file| file.id.clone()).collect(),
        place: old.place,
        late_reason: old.late_reason,
    }
}
