//! What those who record for an organization do with its lessons: made, changed, shown, taken out of sight.

use jiff::civil::Date;

use crate::lessons::{LONGEST_DESCRIPTION, LONGEST_TITLE, Lesson, MOST_QUESTIONS, State, store, told};
use crate::meetings;
use crate::shell::lang::Messages;
use crate::shell::upload::FILES_FIELD;
use crate::shell::{Deed, Error, Id, Mistakes, Note, OrNotFound, Result, Work};

/// What a lesson says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) title: String,
    pub(crate) teacher: Option<String>,
    pub(crate) description: String,
    pub(crate) category: Option<String>,
    pub(crate) meeting_id: Option<Id>,
    pub(crate) pass_right: i64,
    pub(crate) from_on: Option<Date>,
    pub(crate) to_on: Option<Date>,
}

/// Makes a lesson as a draft; the same key again finds the one that it made.
pub(crate) fn make(work: &mut Work<'_>, key: &str, organization_id: &Id, facts: Facts) -> Result<Id> {
    work.serialize_on(&[key])?;
    if let Some(earlier) = store::by_entry_key(work, key)? {
        return Ok(earlier);
    }
    check(work, organization_id, &facts)?;
    let lesson = Lesson {
        id: Id::fresh(),
        organization_id: organization_id.clone(),
        title: facts.title,
        teacher: facts.teacher,
        description: facts.description,
        category: facts.category,
        meeting_id: facts.meeting_id,
        pass_right: facts.pass_right,
        state: State::Draft,
        from_on: facts.from_on,
        to_on: facts.to_on,
        version: 1,
    };
    store::insert(work, key, &lesson)?;
    work.note(Note::of(Deed::LessonMade, &lesson.id).to(organization_id));
    Ok(lesson.id)
}

/// Changes what a lesson says of itself; `version` is the one that the form was made from.
pub(super) fn change(work: &mut Work<'_>, lesson: Lesson, version: i64, facts: Facts) -> Result<()> {
    check(work, &lesson.organization_id, &facts)?;
    let changed = Lesson {
        title: facts.title,
        teacher: facts.teacher,
        description: facts.description,
        category: facts.category,
        meeting_id: facts.meeting_id,
        pass_right: facts.pass_right,
        from_on: facts.from_on,
        to_on: facts.to_on,
        version,
        ..lesson
    };
    put(work, &changed, Deed::LessonChanged)
}

/// Shows a lesson to everybody at or below its organization, from its first day on; they are told soon after, see `told`.
pub(crate) fn publish(work: &mut Work<'_>, id: &Id, today: Date) -> Result<()> {
    let lesson = store::find(work, id)?.or_not_found()?;
    if store::parts(work, id)?.is_empty() {
        return Err(Mistakes::one(FILES_FIELD, Messages::lessons_nothing_in_it));
    }
    let from_on = lesson.from_on.or(Some(today));
    put(work, &Lesson { state: State::Published, from_on, ..lesson }, Deed::LessonPublished)
}

/// Takes a lesson out of sight; what people did with it stays.
pub(super) fn withdraw(work: &mut Work<'_>, lesson: Lesson) -> Result<()> {
    work.serialize_on(&[lesson.id.as_str()])?;
    told::no_more(work, &lesson.id)?;
    put(work, &Lesson { state: State::Withdrawn, ..lesson }, Deed::LessonWithdrawn)
}

fn put(work: &mut Work<'_>, lesson: &Lesson, deed: Deed) -> Result<()> {
    if !store::update(work, lesson)? {
        return Err(Error::Conflict(Messages::lessons_changed_meanwhile));
    }
    work.note(Note::of(deed, &lesson.id).to(&lesson.organization_id));
    Ok(())
}

fn check(work: &mut Work<'_>, organization_id: &Id, facts: &Facts) -> Result<()> {
    let mut mistakes = Mistakes::default();
    if facts.title.trim().is_empty() {
        mistakes.add("title", Messages::field_required);
    }
    let long = |text: &str, most: usize| text.chars().count() > most;
    if long(&facts.title, LONGEST_TITLE) {
        mistakes.too_long("title", LONGEST_TITLE);
    }
    if facts.teacher.as_ref().is_some_and(|teacher| long(teacher, LONGEST_TITLE)) {
        mistakes.too_long("teacher", LONGEST_TITLE);
    }
    if long(&facts.description, LONGEST_DESCRIPTION) {
        mistakes.too_long("description", LONGEST_DESCRIPTION);
    }
    if !(0..=i64::try_from(MOST_QUESTIONS).unwrap_or(0)).contains(&facts.pass_right) {
        mistakes.add("pass_right", Messages::lessons_pass_out_of_range);
    }
    if facts.from_on.zip(facts.to_on).is_some_and(|(from, to)| to < from) {
        mistakes.add("to_on", Messages::lessons_ends_before);
    }
    if let Some(meeting) = &facts.meeting_id {
        let meeting = meetings::find(work, meeting)?;
        if meeting.is_none_or(|it| it.organization_id != *organization_id) {
            mistakes.add("meeting", Messages::field_unknown_choice);
        }
    }
    mistakes.check()
}

/// Something that a lesson is made of, or asks, was changed.
pub(super) fn changed(work: &mut Work<'_>, lesson_id: &Id) -> Result<()> {
    let lesson = store::find(work, lesson_id)?.or_not_found()?;
    work.note(Note::of(Deed::LessonChanged, lesson_id).to(&lesson.organization_id));
    Ok(())
}
