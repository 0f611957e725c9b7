//! What a person has of a lesson: where they left off, what they answered, whether it is done. Theirs alone.

use xueji_store::{Tx, params};

use crate::lessons::quiz::{self, Answers, Attempt};
use crate::lessons::{Lesson, store};
use crate::notes::{self, BESIDE_LESSON, Version};
use crate::shell::{Id, OrNotFound, Result, Work};

/// The longest film or sound that a place is kept in, in seconds: a day.
const LONGEST: i64 = 24 * 60 * 60;

/// How far a person is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Own {
    /// The quiz as it was answered last, where it was.
    pub(super) attempt: Option<Attempt>,
    pub(super) done_at: Option<i64>,
    /// What it counted as when it was done.
    pub(super) record_id: Option<Id>,
}

/// How far a person is; none where they have not begun.
pub(super) fn of(tx: &mut Tx, lesson_id: &Id, person_id: &Id) -> Result<Option<Own>> {
    let found: Option<(Option<String>, Own)> = tx.query_opt(
        "select answers, done_at, record_id from lesson_person where lesson_id = ?1 and person_id = ?2",
        params![lesson_id, person_id],
        |row| Ok((row.get(0)?, Own { attempt: None, done_at: row.get(1)?, record_id: row.get(2)? })),
    )?;
    let Some((answers, own)) = found else { return Ok(None) };
    let attempt = match answers {
        Some(answers) => attempt(tx, lesson_id, quiz::read(&answers))?,
        None => None,
    };
    Ok(Some(Own { attempt, ..own }))
}

/// None where its questions are all gone: they were taken out before they were kept for those who answered them.
fn attempt(tx: &mut Tx, lesson_id: &Id, answers: Answers) -> Result<Option<Attempt>> {
    let ids: Vec<Id> = answers.iter().map(|(id, _)| id.clone()).collect();
    let questions = store::questions_of(tx, lesson_id, &ids)?;
    Ok((!questions.is_empty()).then_some(Attempt { questions, answers }))
}

/// Whether a person has begun.
pub(super) fn has_begun(tx: &mut Tx, account_id: &Id, person_id: &Id, lesson_id: &Id) -> Result<bool> {
    let sql = "select exists (select 1 from lesson_person where lesson_id = ?1 and person_id = ?2)";
    Ok(tx.scalar(sql, params![lesson_id, person_id])?
        || note(tx, account_id, person_id, lesson_id)?.is_some())
}

/// Remembers that a person began, once.
pub(super) fn begin(work: &mut Work<'_>, lesson_id: &Id, person_id: &Id) -> Result<()> {
    let at = work.at();
    work.execute(
        "insert into lesson_person (lesson_id, person_id, begun_at) values (?1, ?2, ?3)
         on conflict (lesson_id, person_id) do nothing",
        params![lesson_id, person_id, at],
    )?;
    Ok(())
}

/// Keeps answers in place of those of before.
pub(super) fn answer(work: &mut Work<'_>, lesson_id: &Id, person_id: &Id, answers: &Answers) -> Result<()> {
    begin(work, lesson_id, person_id)?;
    work.execute(
        "update lesson_person set answers = ?3 where lesson_id = ?1 and person_id = ?2",
        params![lesson_id, person_id, quiz::written(answers)],
    )?;
    Ok(())
}

/// Says that it is done, or not any more.
pub(super) fn set_done(
    work: &mut Work<'_>,
    lesson_id: &Id,
    person_id: &Id,
    done: Option<(i64, Option<&Id>)>,
) -> Result<()> {
    begin(work, lesson_id, person_id)?;
    let (at, record) = done.map_or((None, None), |(at, record)| (Some(at), record));
    work.execute(
        "update lesson_person set done_at = ?3, record_id = ?4 where lesson_id = ?1 and person_id = ?2",
        params![lesson_id, person_id, at, record],
    )?;
    Ok(())
}

/// Where a person left each part, in seconds.
pub(super) fn places(tx: &mut Tx, lesson_id: &Id, person_id: &Id) -> Result<Vec<(Id, i64)>> {
    Ok(tx.query(
        "select lesson_place.part_id, lesson_place.seconds from lesson_place
         join lesson_part on lesson_part.id = lesson_place.part_id
         where lesson_part.lesson_id = ?1 and lesson_place.person_id = ?2",
        params![lesson_id, person_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

/// Keeps where a person left a part, in place of where it was before.
pub(super) fn keep_place(
    work: &mut Work<'_>,
    lesson: &Lesson,
    person_id: &Id,
    part_id: &Id,
    seconds: i64,
) -> Result<()> {
    store::parts(work, &lesson.id)?.into_iter().find(|part| part.id == *part_id).or_not_found()?;
    begin(work, &lesson.id, person_id)?;
    work.execute(
        "insert into lesson_place (part_id, person_id, seconds) values (?1, ?2, ?3)
         on conflict (part_id, person_id) do update set seconds = excluded.seconds",
        params![part_id, person_id, seconds.clamp(0, LONGEST)],
    )?;
    Ok(())
}

/// The key under which an account's note beside a lesson begins, so that it is one.
pub(super) fn note_key(lesson_id: &Id) -> String {
    format!("{BESIDE_LESSON}{lesson_id}")
}

/// As what the notes of an account that stand beside lessons are stored, up to the lesson's id.
pub(super) fn notes_begin_with(account_id: &Id) -> String {
    notes::entry_key(account_id, BESIDE_LESSON)
}

/// A person's note beside a lesson, with its newest text.
pub(super) fn note(
    tx: &mut Tx,
    account_id: &Id,
    person_id: &Id,
    lesson_id: &Id,
) -> Result<Option<(notes::Note, Version)>> {
    let note = notes::begun(tx, account_id, &note_key(lesson_id))?;
    let Some(note) = note.filter(|note| note.person_id == *person_id && !note.discarded) else {
        return Ok(None);
    };
    let version = notes::version(tx, &note.id, note.current)?.or_not_found()?;
    Ok(Some((note, version)))
}
