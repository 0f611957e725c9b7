//! The SQL of lessons, their parts and questions.

use jiff::civil::Date;
use xueji_store::{Param as _, Row, Tx, Value, Where, params};

use crate::lessons::quiz::{self, Question};
use crate::lessons::{Lesson, Part, Sort, State};
use crate::people::{self, Organization};
use crate::shell::error::unreadable;
use crate::shell::{Id, Result, Work, listed};

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

/// A lesson in a list.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) lesson: Lesson,
    pub(super) organization: String,
    /// What it is made of: the sorts of its parts, a file's by its media type, in order.
    pub(super) made_of: Vec<String>,
    pub(super) questions: i64,
    pub(super) begun: bool,
    pub(super) done: bool,
    /// How many are done with it.
    pub(super) taken: i64,
}

/// Which lessons a list is about.
#[derive(Debug)]
pub(super) enum Which<'a> {
    /// Open on a day to whoever belongs on a path, and not done yet: what is begun first.
    Open { path: &'a str, on: Date },
    /// Done by the person.
    Done,
    /// Of organizations and those below, in whatever state, the latest first.
    Kept { tops: &'a [Organization] },
}

/// A page of lessons as one person has them, and whether there are more.
pub(super) fn list(
    tx: &mut Tx,
    which: &Which<'_>,
    person_id: Option<&Id>,
    (page, size): (usize, usize),
) -> Result<(Vec<Listed>, bool)> {
    let person = person_id.map(Id::as_str).unwrap_or_default();
    let mut values: Vec<Value<'_>> = vec![person.to_value()];
    let (condition, order) = match which {
        Which::Open { path, on } => {
            values.push(on.to_value());
            let mut places = Vec::new();
            let ids: Vec<&str> = people::on_path(path).collect();
            for id in ids {
                values.push(Value::Text(id.into()));
                places.push(format!("?{}", values.len()));
            }
            let among = if places.is_empty() { "''".to_owned() } else { places.join(", ") };
            let open = "(lesson.from_on is null or lesson.from_on <= ?2) and (lesson.to_on is null or lesson.to_on >= ?2)";
            (
                format!(
                    "lesson.organization_id in ({among}) and lesson.state = 'published' and {open} and own.done_at is null"
                ),
                "case when own.begun_at is null then 1 else 0 end, coalesce(lesson.from_on, '') desc, lesson.id desc",
            )
        }
        Which::Done => (
            "own.done_at is not null and lesson.state = 'published'".to_owned(),
            "own.done_at desc, lesson.id desc",
        ),
        Which::Kept { tops } => {
            let mut within = Vec::new();
            for top in *tops {
                values.extend(people::ends(&top.path));
                let last = values.len();
                within.push(format!("(organization.path >= ?{} and organization.path < ?{last})", last - 1));
            }
            (format!("({})", within.join(" or ")), "lesson.id desc")
        }
    };
    let found = tx.query(
        &format!(
            "select {COLUMNS}, organization.short_name,
                 (select count(*) from lesson_question where lesson_question.lesson_id = lesson.id),
                 case when own.begun_at is null then 0 else 1 end, case when own.done_at is null then 0 else 1 end,
                 (select count(*) from lesson_person taken where taken.lesson_id = lesson.id and taken.done_at is not null)
             from lesson
             join organization on organization.id = lesson.organization_id
             left join lesson_person own on own.lesson_id = lesson.id and own.person_id = ?1
             where {condition} order by {order} limit {} offset {}",
            size + 1,
            page.saturating_sub(1).saturating_mul(size)
        ),
        &values,
        |row| {
            Ok(Listed {
                lesson: read(row)?,
                organization: row.get(12)?,
                questions: row.get(13)?,
                begun: row.i64(14)? == 1,
                done: row.i64(15)? == 1,
                taken: row.get(16)?,
                made_of: Vec::new(),
            })
        },
    )?;
    let (mut found, more) = listed::cut(found, size);
    for one in &mut found {
        one.made_of = tx.query(
            "select coalesce(attachment.media_type, lesson_part.sort) from lesson_part
             left join attachment on attachment.id = lesson_part.attachment_id
             where lesson_part.lesson_id = ?1 order by lesson_part.position",
            params![one.lesson.id],
            |row| row.get(0),
        )?;
    }
    Ok((found, more))
}

/// The parts of a lesson, in order.
pub(super) fn parts(tx: &mut Tx, lesson_id: &Id) -> Result<Vec<Part>> {
    Ok(tx.query(
        "select id, sort, title, attachment_id, text from lesson_part where lesson_id = ?1 order by position, id",
        params![lesson_id],
        |row| {
            Ok(Part {
                id: row.get(0)?,
                sort: Sort::from_code(row.str(1)?).ok_or(unreadable(1, "a sort of part"))?,
                title: row.get(2)?,
                attachment_id: row.get(3)?,
                text: row.get(4)?,
            })
        },
    )?)
}

/// Puts a part at the end.
pub(super) fn add_part(work: &mut Work<'_>, lesson_id: &Id, part: &Part) -> Result<()> {
    work.execute(
        "insert into lesson_part (id, lesson_id, position, sort, title, attachment_id, text)
         select ?1, ?2, coalesce(max(position), 0) + 1, ?3, ?4, ?5, ?6 from lesson_part where lesson_id = ?2",
        params![part.id, lesson_id, *part.sort.code(), part.title, part.attachment_id, part.text],
    )?;
    Ok(())
}

pub(super) fn rename_part(work: &mut Work<'_>, id: &Id, title: &str) -> Result<()> {
    work.execute("update lesson_part set title = ?2 where id = ?1", params![id, *title])?;
    Ok(())
}

pub(super) fn remove_part(work: &mut Work<'_>, id: &Id) -> Result<()> {
    work.execute("delete from lesson_place where part_id = ?1", params![id])?;
    work.execute("delete from lesson_part where id = ?1", params![id])?;
    Ok(())
}

/// Puts the parts into this order.
pub(super) fn order_parts(work: &mut Work<'_>, ids: &[&Id]) -> Result<()> {
    for (position, id) in (1_i64..).zip(ids) {
        work.execute("update lesson_part set position = ?2 where id = ?1", params![**id, position])?;
    }
    Ok(())
}

/// The questions of a lesson, in order.
pub(super) fn questions(tx: &mut Tx, lesson_id: &Id) -> Result<Vec<Question>> {
    Ok(tx.query(
        "select id, sort, text, choices, answer, explanation from lesson_question where lesson_id = ?1
         order by position, id",
        params![lesson_id],
        |row| {
            let answer = row.str(4)?.split(' ').filter_map(|number| number.parse().ok()).collect();
            Ok(Question {
                id: row.get(0)?,
                sort: quiz::Sort::from_code(row.str(1)?).ok_or(unreadable(1, "a sort of question"))?,
                text: row.get(2)?,
                choices: row.str(3)?.lines().map(str::to_owned).collect(),
                answer,
                explanation: row.get(5)?,
            })
        },
    )?)
}

/// Puts a question at the end.
pub(super) fn add_question(work: &mut Work<'_>, lesson_id: &Id, question: &Question) -> Result<()> {
    work.execute(
        "insert into lesson_question (id, lesson_id, position, sort, text, choices, answer, explanation)
         select ?1, ?2, coalesce(max(position), 0) + 1, ?3, ?4, ?5, ?6, ?7 from lesson_question where lesson_id = ?2",
        params![
            question.id,
            lesson_id,
            *question.sort.code(),
            question.text,
            question.choices.join("\n"),
            quiz::numbers(&question.answer, " "),
            question.explanation
        ],
    )?;
    Ok(())
}

pub(super) fn remove_question(work: &mut Work<'_>, lesson_id: &Id, id: &Id) -> Result<()> {
    work.execute("delete from lesson_question where id = ?1 and lesson_id = ?2", params![id, lesson_id])?;
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
