//! The SQL of lessons; of their parts and questions in a file each.

mod list;
mod parts;
mod questions;

use jiff::civil::Date;
use xueji_store::{Row, Tx, Where, params};

use crate::lessons::{Lesson, State};
use crate::shell::error::unreadable;
use crate::shell::{Id, Result, Work};

pub(super) use list::{Listed, Which, list};
pub(super) use parts::{add_part, order_parts, parts, remove_part, rename_part};
pub(super) use questions::{
    add_question, end_question, order_questions, questions, questions_of, remove_question,
};

const COLUMNS: &str = "lesson.id, lesson.organization_id, lesson.title, lesson.teacher, lesson.description,
    lesson.category, lesson.meeting_id, lesson.pass_right, lesson.state, lesson.from_on, lesson.to_on, lesson.version";

pub(super) fn insert(work: &mut Work<'_>, key: &str, lesson: &Lesson) -> Result<()> {
    work.execute(
        "insert into lesson (id, entry_key, organization_id, title, teacher, description, category, meeting_id,
             pass_right, state, from_on, to_on, version)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 1)",
        params![
            lesson.id,
            *key,
            lesson.organization_id,
            lesson.title,
            lesson.teacher,
            lesson.description,
            lesson.category,
            lesson.meeting_id,
            lesson.pass_right,
            *lesson.state.code(),
            lesson.from_on,
            lesson.to_on
        ],
    )?;
    Ok(())
}

/// Stores what a lesson says of itself; false where somebody has changed it since `lesson` was read.
pub(super) fn update(work: &mut Work<'_>, lesson: &Lesson) -> Result<bool> {
    let changed = work.execute(
        "update lesson set title = ?3, teacher = ?4, description = ?5, category = ?6, meeting_id = ?7, pass_right = ?8,
             state = ?9, from_on = ?10, to_on = ?11, version = version + 1
         where id = ?1 and version = ?2",
        params![
            lesson.id,
            lesson.version,
            lesson.title,
            lesson.teacher,
            lesson.description,
            lesson.category,
            lesson.meeting_id,
            lesson.pass_right,
            *lesson.state.code(),
            lesson.from_on,
            lesson.to_on
        ],
    )?;
    Ok(changed == 1)
}

pub(super) fn find(tx: &mut Tx, id: &Id) -> Result<Option<Lesson>> {
    Ok(tx.query_opt(&format!("select {COLUMNS} from lesson where id = ?1"), params![id], read)?)
}

pub(super) fn by_entry_key(tx: &mut Tx, key: &str) -> Result<Option<Id>> {
    Ok(tx.query_opt("select id from lesson where entry_key = ?1", params![*key], |row| row.get(0))?)
}

/// The first lesson that is open on a day and of which nobody, or not everybody, was told.
pub(super) fn next_to_tell(tx: &mut Tx, today: Date) -> Result<Option<Id>> {
    Ok(tx.query_opt(
        "select id from lesson
         where told_at is null and state = 'published' and (from_on is null or from_on <= ?1)
             and (to_on is null or to_on >= ?1)
         order by from_on, id limit 1",
        params![today],
        |row| row.get(0),
    )?)
}

/// A lesson of which nobody, or not everybody, was told.
pub(super) fn to_tell(tx: &mut Tx, id: &Id) -> Result<Option<Lesson>> {
    let sql = format!("select {COLUMNS} from lesson where id = ?1 and told_at is null");
    Ok(tx.query_opt(&sql, params![id], read)?)
}

/// Everybody was told.
pub(super) fn set_told(work: &mut Work<'_>, id: &Id) -> Result<()> {
    let at = work.at();
    work.execute("update lesson set told_at = ?2 where id = ?1", params![id, at])?;
    Ok(())
}

/// How many are done with a lesson.
pub(super) fn count_done(tx: &mut Tx, lesson_id: &Id) -> Result<i64> {
    Ok(tx.scalar(
        "select count(*) from lesson_person where lesson_id = ?1 and done_at is not null",
        params![lesson_id],
    )?)
}

/// Those of these people who are done with a lesson.
pub(super) fn done_among(tx: &mut Tx, lesson_id: &Id, people: &[Id]) -> Result<Vec<Id>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let among = Where::new()
        .and("lesson_id = ?", lesson_id)
        .and_if(true, "done_at is not null")
        .and_in("person_id", people);
    let sql = format!("select person_id from lesson_person {}", among.sql());
    Ok(tx.query(&sql, among.params(), |row| row.get(0))?)
}

fn read(row: &Row<'_>) -> xueji_store::Result<Lesson> {
    Ok(Lesson {
        id: row.get(0)?,
        organization_id: row.get(1)?,
        title: row.get(2)?,
        teacher: row.get(3)?,
        description: row.get(4)?,
        category: row.get(5)?,
        meeting_id: row.get(6)?,
        pass_right: row.get(7)?,
        state: State::from_code(row.str(8)?).ok_or(unreadable(8, "a state of lessons"))?,
        from_on: row.get(9)?,
        to_on: row.get(10)?,
        version: row.get(11)?,
    })
}
