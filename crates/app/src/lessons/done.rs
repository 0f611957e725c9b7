//! Done: said once, counted once, and taken back where it was a mistake.

use jiff::civil::Date;
use xueji_plan::{Activity, Evidence};
use xueji_standing::{EvidenceSet, Outcome};
use xueji_store::Tx;

use crate::lessons::{Lesson, class, own, quiz, store};
use crate::meetings::{self, Counted};
use crate::notes;
use crate::records::{self, Entry, NewRecord, Subject};
use crate::shell::lang::Messages;
use crate::shell::{Id, Mistakes, OrNotFound, Result, Work};

/// Why the record was taken back, as its history shows it.
const REASON: &str = "从课程页撤回";

/// What a lesson counts as for somebody.
#[derive(Clone, Debug)]
pub(super) enum Counts {
    /// A record of its own, of this activity.
    Class(Box<Activity>),
    /// Nothing of its own: they were at the meeting that it is the recording of.
    Meeting(Id),
    /// Nothing of its own: they were absent there, and make up for it.
    MakeUp,
    /// Nothing: the plan has no classes.
    Nothing,
}

/// What a lesson counts as for a person on a day.
pub(super) fn counts_as(tx: &mut Tx, lesson: &Lesson, person_id: &Id, on: Date) -> Result<Counts> {
    if let Some(meeting) = &lesson.meeting_id {
        match meetings::counted(tx, meeting, person_id)? {
            Counted::Yes => return Ok(Counts::Meeting(meeting.clone())),
            Counted::ToMakeUp => return Ok(Counts::MakeUp),
            Counted::No => {}
        }
    }
    let found = class::of(tx, person_id, on)?;
    Ok(found.map_or(Counts::Nothing, |activity| Counts::Class(Box::new(activity))))
}

/// Says that a person is done with a lesson, and records it where it counts by itself; once, however often it comes.
///
/// `note_id` is the note that is handed in with it.
///
/// # Errors
/// A mistake at `quiz`, where it asks for more right answers than there are.
pub(super) fn finish(
    work: &mut Work<'_>,
    entry: &Entry,
    lesson: &Lesson,
    person_id: &Id,
    note_id: Option<&Id>,
    key: &str,
) -> Result<()> {
    work.serialize_on(&[&format!("{} {person_id}", lesson.id)])?;
    let before = own::of(work, &lesson.id, person_id)?.unwrap_or_default();
    if before.done_at.is_some() {
        let stands = match &before.record_id {
            Some(id) => records::standing(work, id)?.is_some(),
            None => true,
        };
        if stands {
            return Ok(());
        }
    }
    let questions = store::questions(work, &lesson.id)?;
    if !quiz::passes(lesson.pass_right, &questions, before.attempt.as_ref()) {
        return Err(Mistakes::one("quiz", Messages::lessons_quiz_first));
    }
    let made = match counts_as(work, lesson, person_id, entry.on)? {
        Counts::Class(activity) => Some(submit(work, entry, lesson, &activity, person_id, note_id, key)?),
        Counts::Meeting(_) | Counts::MakeUp | Counts::Nothing => None,
    };
    own::set_done(work, &lesson.id, person_id, Some((entry.at, made.as_ref())))
}

fn submit(
    work: &mut Work<'_>,
    entry: &Entry,
    lesson: &Lesson,
    activity: &Activity,
    person_id: &Id,
    note_id: Option<&Id>,
    key: &str,
) -> Result<Id> {
    let mut evidence = EvidenceSet::NONE;
    if let Some(id) = note_id {
        notes::enter(work, id, entry.at)?;
        evidence = [Evidence::Note, Evidence::Text].into_iter().collect();
    }
    let new = NewRecord {
        entry_key: key.to_owned(),
        subject: Subject::Person(person_id.clone()),
        activity: activity.name.code.clone(),
        category: lesson.category.clone().filter(|category| activity.categories.contains(category)),
        first_on: entry.on,
        last_on: entry.on,
        quantity: activity.usual,
        outcome: Outcome::Done,
        evidence,
        title: lesson.title.clone(),
        body: None,
        note_id: note_id.cloned(),
        notebook_page: None,
        attachment: None,
        files: Vec::new(),
        place: None,
        late_reason: None,
    };
    records::submit(work, entry, &new)
}

/// Takes back that a person is done, and the record with it.
pub(super) fn take_back(
    work: &mut Work<'_>,
    entry: &Entry,
    lesson_id: &Id,
    person_id: &Id,
    key: &str,
) -> Result<()> {
    work.serialize_on(&[&format!("{lesson_id} {person_id}")])?;
    let before = own::of(work, lesson_id, person_id)?.or_not_found()?;
    let stands = match &before.record_id {
        Some(id) => records::standing(work, id)?,
        None => None,
    };
    if let Some(record) = stands {
        records::withdraw(work, entry, &record.id, key, REASON)?;
    }
    own::set_done(work, lesson_id, person_id, None)
}
