//! Entering: once, however often the request comes.

use std::borrow::Cow;
use std::sync::Arc;

use crate::notes;
use crate::people;
use crate::plans::{self, InForce};
use crate::records::check::check;
use crate::records::store::{self, Link};
use crate::records::{Entry, NewRecord, Subject, files};
use crate::shell::lang::Messages;
use crate::shell::work::TouchedRecord;
use crate::shell::{Deed, Error, Id, Mistakes, Note, OrNotFound, Result, Touch, Work};
use xueji_plan::Unit;

/// Stores one record and says what it touched.
///
/// A repeated request (same entry key) returns the first one's record and writes nothing.
pub(crate) fn submit(work: &mut Work<'_>, entry: &Entry, new: &NewRecord) -> Result<Id> {
    // What is sent twice at once is one record, and not a refusal.
    work.serialize_on(&[&store::entry_key(&new.entry_key, &entry.account_id)])?;
    match store::by_entry_key(work, &new.entry_key, &entry.account_id)? {
        Some(earlier) => Ok(earlier),
        None => insert(work, &mut Plans::default(), entry, new, &Link::default()),
    }
}

/// Stores many records, each with its own day of entry, looking plans up once.
///
/// All or nothing: the first that does not fit refuses the batch.
pub(crate) fn submit_batch<'a>(
    work: &mut Work<'_>,
    entries: impl IntoIterator<Item = (&'a Entry, &'a NewRecord)>,
) -> Result<Vec<Id>> {
    let mut plans = Plans::default();
    entries.into_iter().map(|(entry, new)| insert(work, &mut plans, entry, new, &Link::default())).collect()
}

/// The plans already looked up in this batch.
#[derive(Debug, Default)]
pub(super) struct Plans(Vec<Arc<InForce>>);

impl Plans {
    /// The plan in force on the record's last day, over the organization of this path, that knows its activity.
    pub(super) fn of(&mut self, work: &mut Work<'_>, new: &NewRecord, path: &str) -> Result<Arc<InForce>> {
        let knows = |plan: &&Arc<InForce>| {
            path.starts_with(&plan.path)
                && plan.plan().span.contains(new.last_on)
                && plan.plan().activity(&new.activity).is_some()
        };
        if let Some(plan) = self.0.iter().find(knows) {
            return Ok(Arc::clone(plan));
        }
        let in_force = plans::over(work, people::on_path(path), Some(new.last_on))?;
        if in_force.is_empty() {
            return Err(Mistakes::one("last_on", Messages::records_outside_the_plan));
        }
        let found = in_force.iter().find(knows).cloned();
        let plan = found.ok_or_else(|| Mistakes::one("activity", Messages::field_unknown_choice))?;
        self.0.push(Arc::clone(&plan));
        Ok(plan)
    }
}

/// Checks, stores and touches one record.
pub(super) fn insert(
    work: &mut Work<'_>,
    plans: &mut Plans,
    entry: &Entry,
    new: &NewRecord,
    link: &Link<'_>,
) -> Result<Id> {
    let home = match &new.subject {
        Subject::Organization(id) => people::organization(work, id)?.or_not_found()?,
        Subject::Person(id) => people::home(work, id, new.last_on)?
            .ok_or_else(|| Mistakes::one("last_on", Messages::records_did_not_belong_then))?,
    };
    let in_force = plans.of(work, new, &home.path)?;
    let plan = in_force.plan();
    let Some(activity) = plan.activity(&new.activity) else {
        return Err(Mistakes::one("activity", Messages::field_unknown_choice));
    };
    let checked = check(plan, activity, new, entry.on)?;
    let (days, replaced) = ((new.first_on, new.last_on), link.replaces.map(|(replaced, _)| replaced));
    if let (Subject::Person(person), Unit::Days) = (&new.subject, new.quantity.unit) {
        // The key that settling takes too: whoever enters days holds nobody up in a circle.
        work.serialize_on(&[person.as_str()])?;
        if store::overlapping(work, person, &new.activity, days, replaced)?.is_some() {
            return Err(Mistakes::one("first_on", Messages::records_stay_overlaps));
        }
    }
    let files = files::take(work, entry, &new.files, link)?;
    let new = &with_note(work, entry, new)?;
    let id = Id::fresh();
    let link = Link { files: &files, ..link.clone() };
    let stored = store::insert(work, &id, &home.id, entry, new, &link, checked.late);
    let digest = stored.map_err(|error| {
        match error {
            // Only a second replacement of one record can collide: entry keys were looked up before.
            Error::Store(store) if store.is_unique() => Error::Conflict(Messages::records_already_replaced),
            other => other,
        }
    })?;
    let deed = if link.replaces.is_some() { Deed::RecordCorrected } else { Deed::RecordEntered };
    work.note(Note::of(deed, &id).to(new.subject.id()).saying(&new.activity).sealing(digest));
    touch(work, new);
    Ok(id)
}

/// The record with the note that it stands on: what a person wrote with it becomes one.
fn with_note<'a>(work: &mut Work<'_>, entry: &Entry, new: &'a NewRecord) -> Result<Cow<'a, NewRecord>> {
    let (Subject::Person(person), Some(text), None) = (&new.subject, &new.body, &new.note_id) else {
        return Ok(Cow::Borrowed(new));
    };
    let draft = notes::Draft {
        activity: Some(new.activity.clone()),
        happened_on: new.last_on,
        title: new.title.clone(),
        text: text.clone(),
        ..notes::Draft::default()
    };
    let key = format!("{}:record:{}", entry.account_id, new.entry_key);
    let note_id = notes::write(work, person, &entry.account_id, &key, entry.at, &draft)?;
    Ok(Cow::Owned(NewRecord { note_id: Some(note_id), body: None, ..new.clone() }))
}

/// Tells the unit of work which standings this record may move.
pub(super) fn touch(work: &mut Work<'_>, new: &NewRecord) {
    work.touch(Touch {
        subject_id: new.subject.id().clone(),
        through: Some(TouchedRecord {
            activity: new.activity.clone(),
            first_on: new.first_on,
            last_on: new.last_on,
        }),
    });
}
