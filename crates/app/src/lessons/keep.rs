//! What those who record for an organization do with its lessons.

use std::path::Path as FilePath;

use jiff::civil::Date;

use crate::attachments;
use crate::lessons::quiz::{self, Question};
use crate::lessons::{LONGEST_DESCRIPTION, Lesson, MOST_PARTS, MOST_QUESTIONS, Part, Sort, State, store};
use crate::meetings;
use crate::shell::lang::Messages;
use crate::shell::upload::FILES_FIELD;
use crate::shell::{Deed, Error, Id, Mistakes, Note, OrNotFound, Result, Work};

/// The longest title, name of a teacher and name of a part, in characters.
pub(super) const LONGEST_TITLE: usize = 200;
/// The longest address of a link.
const LONGEST_LINK: usize = 1_000;
/// The longest question, choice and explanation.
const LONGEST_LINE: usize = 500;
/// The most choices of a question.
pub(super) const MOST_CHOICES: usize = 8;

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

/// Shows a lesson to everybody at or below its organization, from its first day on.
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

/// Puts a film, sound or PDF at the end that the account brought; it is called as its file, until somebody renames it.
pub(crate) fn add_file(work: &mut Work<'_>, lesson_id: &Id, account_id: &Id, file: &Id) -> Result<()> {
    let found = attachments::find(work, std::slice::from_ref(file))?.pop();
    let waiting = found.filter(|file| !file.kept && file.by_account_id == *account_id);
    let gone = || Mistakes::one(FILES_FIELD, Messages::records_files_gone);
    let waiting = waiting.ok_or_else(gone)?;
    if !attachments::keep(work, std::slice::from_ref(file))? {
        return Err(gone());
    }
    let stem = FilePath::new(&waiting.file_name).file_stem().and_then(|stem| stem.to_str());
    let title = stem.unwrap_or(&waiting.file_name).to_owned();
    let part = Part {
        id: Id::fresh(),
        sort: Sort::File,
        title,
        attachment_id: Some(waiting.id),
        text: String::new(),
    };
    add_part(work, lesson_id, &part)
}

/// Puts a text at the end.
pub(super) fn add_text(work: &mut Work<'_>, lesson_id: &Id, title: &str, text: &str) -> Result<()> {
    let mut mistakes = Mistakes::default();
    if text.trim().is_empty() {
        mistakes.add("text", Messages::field_required);
    } else if text.chars().count() > LONGEST_DESCRIPTION {
        mistakes.too_long("text", LONGEST_DESCRIPTION);
    }
    check_part_title(title, &mut mistakes);
    mistakes.check()?;
    add_part(work, lesson_id, &written(Sort::Text, title, text))
}

/// Puts a link at the end; only one that a browser opens as a page.
pub(super) fn add_link(work: &mut Work<'_>, lesson_id: &Id, title: &str, address: &str) -> Result<()> {
    let mut mistakes = Mistakes::default();
    let plain = ["https://", "http://"].iter().any(|scheme| {
        address
            .strip_prefix(scheme)
            .is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
    });
    if !plain || address.chars().count() > LONGEST_LINK {
        mistakes.add("link", Messages::lessons_no_link);
    }
    check_part_title(title, &mut mistakes);
    mistakes.check()?;
    add_part(work, lesson_id, &written(Sort::Link, title, address))
}

fn written(sort: Sort, title: &str, text: &str) -> Part {
    let (title, text) = (title.trim().to_owned(), text.trim().to_owned());
    Part { id: Id::fresh(), sort, title, attachment_id: None, text }
}

fn check_part_title(title: &str, mistakes: &mut Mistakes) {
    if title.chars().count() > LONGEST_TITLE {
        mistakes.too_long("part_title", LONGEST_TITLE);
    }
}

fn add_part(work: &mut Work<'_>, lesson_id: &Id, part: &Part) -> Result<()> {
    work.serialize_on(&[lesson_id.as_str()])?;
    if store::parts(work, lesson_id)?.len() >= MOST_PARTS {
        return Err(Mistakes::one(FILES_FIELD, Messages::lessons_too_many_parts));
    }
    store::add_part(work, lesson_id, part)?;
    changed(work, lesson_id)
}

/// What is done with a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Up,
    Down,
    Remove,
    Rename(String),
}

/// Moves, renames or takes away a part; the bytes of a file go with it.
pub(super) fn tend(work: &mut Work<'_>, lesson_id: &Id, part_id: &Id, act: &Act) -> Result<()> {
    work.serialize_on(&[lesson_id.as_str()])?;
    let parts = store::parts(work, lesson_id)?;
    let at = parts.iter().position(|part| part.id == *part_id).or_not_found()?;
    let mut order: Vec<&Id> = parts.iter().map(|part| &part.id).collect();
    match act {
        Act::Up if at > 0 => order.swap(at, at - 1),
        Act::Down if at + 1 < order.len() => order.swap(at, at + 1),
        Act::Up | Act::Down => return Ok(()),
        Act::Remove => {
            store::remove_part(work, part_id)?;
            if let Some(file) = parts.get(at).and_then(|part| part.attachment_id.as_ref()) {
                attachments::release(work, file)?;
            }
            return changed(work, lesson_id);
        }
        Act::Rename(title) => {
            let mut mistakes = Mistakes::default();
            check_part_title(title, &mut mistakes);
            mistakes.check()?;
            store::rename_part(work, part_id, title.trim())?;
            return changed(work, lesson_id);
        }
    }
    store::order_parts(work, &order)?;
    changed(work, lesson_id)
}

/// Puts a question at the end of the quiz.
///
/// # Errors
/// Mistakes at `question`, `choices`, `answer`, `explanation`.
pub(crate) fn add_question(work: &mut Work<'_>, lesson_id: &Id, question: Question) -> Result<()> {
    let mut mistakes = Mistakes::default();
    let long = |text: &str| text.chars().count() > LONGEST_LINE;
    let question =
        Question { choices: question.choices.into_iter().take(MOST_CHOICES + 1).collect(), ..question };
    if question.text.trim().is_empty() {
        mistakes.add("question", Messages::field_required);
    } else if long(&question.text) {
        mistakes.too_long("question", LONGEST_LINE);
    }
    if long(&question.explanation) {
        mistakes.too_long("explanation", LONGEST_LINE);
    }
    let judged = question.sort == quiz::Sort::Judge;
    let count = if judged { 2 } else { question.choices.len() };
    if !judged && !(2..=MOST_CHOICES).contains(&count) {
        mistakes.add("choices", Messages::lessons_choices_out_of_range);
    } else if question.choices.iter().any(|choice| long(choice)) {
        mistakes.too_long("choices", LONGEST_LINE);
    }
    let there = !question.answer.is_empty() && question.answer.iter().all(|number| *number < count);
    if !there || (question.sort != quiz::Sort::Multiple && question.answer.len() != 1) {
        mistakes.add("answer", Messages::lessons_answer_missing);
    }
    mistakes.check()?;
    work.serialize_on(&[lesson_id.as_str()])?;
    if store::questions(work, lesson_id)?.len() >= MOST_QUESTIONS {
        return Err(Mistakes::one("question", Messages::lessons_too_many_questions));
    }
    store::add_question(work, lesson_id, &question)?;
    changed(work, lesson_id)
}

pub(super) fn remove_question(work: &mut Work<'_>, lesson_id: &Id, id: &Id) -> Result<()> {
    store::remove_question(work, lesson_id, id)?;
    changed(work, lesson_id)
}

fn changed(work: &mut Work<'_>, lesson_id: &Id) -> Result<()> {
    let lesson = store::find(work, lesson_id)?.or_not_found()?;
    work.note(Note::of(Deed::LessonChanged, lesson_id).to(&lesson.organization_id));
    Ok(())
}
