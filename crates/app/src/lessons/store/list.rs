//! The SQL of lists of lessons, as one person has them.

use jiff::civil::Date;
use xueji_store::{Param as _, Tx, Value, Where};

use crate::lessons::store::{COLUMNS, read};
use crate::lessons::{Lesson, own};
use crate::people::{self, Organization};
use crate::shell::{Actor, Id, Result, listed};

/// A lesson in a list.
#[derive(Clone, Debug)]
pub(in crate::lessons) struct Listed {
    pub(in crate::lessons) lesson: Lesson,
    pub(in crate::lessons) organization: String,
    /// What it is made of: the sorts of its parts, a file's by its media type, in order.
    pub(in crate::lessons) made_of: Vec<String>,
    pub(in crate::lessons) questions: i64,
    pub(in crate::lessons) begun: bool,
    pub(in crate::lessons) done: bool,
    /// How many are done with it.
    pub(in crate::lessons) taken: i64,
}

/// Which lessons a list is about.
#[derive(Debug)]
pub(in crate::lessons) enum Which<'a> {
    /// Open on a day to whoever belongs on a path, and not done yet: what is begun first.
    Open { path: &'a str, on: Date },
    /// Done by the person.
    Done,
    /// Of organizations and those below, in whatever state, the latest first.
    Kept { tops: &'a [Organization] },
}

/// Begun is what somebody answered, left or wrote beside, were it a draft that the script alone has kept.
const BEGUN: &str = "(own.begun_at is not null or draft.id is not null)";

/// A page of lessons as the visitor has them, and whether there are more.
pub(in crate::lessons) fn list(
    tx: &mut Tx,
    which: &Which<'_>,
    actor: &Actor,
    (page, size): (usize, usize),
) -> Result<(Vec<Listed>, bool)> {
    let person = actor.person_id.as_ref().map(Id::as_str).unwrap_or_default();
    let drafts = own::notes_begin_with(&actor.account_id);
    let mut values: Vec<Value<'_>> = vec![person.to_value(), drafts.to_value()];
    let (condition, order) = match which {
        Which::Open { path, on } => {
            values.push(on.to_value());
            let mut places = Vec::new();
            for id in people::on_path(path) {
                values.push(Value::Text(id.into()));
                places.push(format!("?{}", values.len()));
            }
            let among = if places.is_empty() { "''".to_owned() } else { places.join(", ") };
            let open = "(lesson.from_on is null or lesson.from_on <= ?3) and (lesson.to_on is null or lesson.to_on >= ?3)";
            (
                format!(
                    "lesson.organization_id in ({among}) and lesson.state = 'published' and {open} and own.done_at is null"
                ),
                format!(
                    "case when {BEGUN} then 0 else 1 end, coalesce(lesson.from_on, '') desc, lesson.id desc"
                ),
            )
        }
        Which::Done => (
            "own.done_at is not null and lesson.state = 'published'".to_owned(),
            "own.done_at desc, lesson.id desc".to_owned(),
        ),
        Which::Kept { tops } => {
            let mut within = Vec::new();
            for top in *tops {
                values.extend(people::ends(&top.path));
                let last = values.len();
                within.push(format!("(organization.path >= ?{} and organization.path < ?{last})", last - 1));
            }
            (format!("({})", within.join(" or ")), "lesson.id desc".to_owned())
        }
    };
    let found = tx.query(
        &format!(
            "select {COLUMNS}, organization.short_name,
                 (select count(*) from lesson_question asked where asked.lesson_id = lesson.id and asked.ended_at is null),
                 {BEGUN}, own.done_at is not null,
                 (select count(*) from lesson_person taken where taken.lesson_id = lesson.id and taken.done_at is not null)
             from lesson
             join organization on organization.id = lesson.organization_id
             left join lesson_person own on own.lesson_id = lesson.id and own.person_id = ?1
             left join note draft on draft.entry_key = ?2 || lesson.id and draft.person_id = ?1
                 and draft.discarded_at is null
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
                begun: row.get(14)?,
                done: row.get(15)?,
                taken: row.get(16)?,
                made_of: Vec::new(),
            })
        },
    )?;
    let (mut found, more) = listed::cut(found, size);
    made_of(tx, &mut found)?;
    Ok((found, more))
}

/// Says what each of these is made of.
fn made_of(tx: &mut Tx, lessons: &mut [Listed]) -> Result<()> {
    let ids: Vec<Id> = lessons.iter().map(|one| one.lesson.id.clone()).collect();
    let clause = Where::new().and_in("lesson_part.lesson_id", &ids);
    let sorts: Vec<(Id, String)> = tx.query(
        &format!(
            "select lesson_part.lesson_id, coalesce(attachment.media_type, lesson_part.sort) from lesson_part
             left join attachment on attachment.id = lesson_part.attachment_id
             {} order by lesson_part.position",
            clause.sql()
        ),
        clause.params(),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    for (id, sort) in sorts {
        if let Some(one) = lessons.iter_mut().find(|one| one.lesson.id == id) {
            one.made_of.push(sort);
        }
    }
    Ok(())
}
