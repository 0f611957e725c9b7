//! The SQL of stays.

use jiff::civil::Date;
use xueji_store::{Row, Tx, Where, params};

use crate::research::{Answer, Companion, Days, Draft, Form, Measure, Part, Stay};
use crate::shell::error::unreadable;
use crate::shell::{Id, Result};

const COLUMNS: &str = "stay.id, stay.person_id, stay.first_on, stay.last_on, stay.from_noon,
    stay.until_noon, stay.form, stay.note_id, stay.record_id, stay.outcome, stay.withdrawn_at";

fn read(row: &Row<'_>) -> xueji_store::Result<Stay> {
    Ok(Stay {
        id: row.get(0)?,
        person_id: row.get(1)?,
        days: Days {
            first_on: row.get(2)?,
            last_on: row.get(3)?,
            from_noon: row.get(4)?,
            until_noon: row.get(5)?,
        },
        form: Form::from_code(row.str(6)?).ok_or(unreadable(6, "a form of field research"))?,
        note_id: row.get(7)?,
        record_id: row.get(8)?,
        outcome: row.get(9)?,
        withdrawn: row.get::<Option<i64>>(10)?.is_some(),
    })
}

/// One stay.
pub(super) fn find(tx: &mut Tx, id: &Id) -> Result<Option<Stay>> {
    Ok(tx.query_opt(&format!("select {COLUMNS} from stay where stay.id = ?1"), params![id], read)?)
}

pub(super) fn by_entry_key(tx: &mut Tx, key: &str) -> Result<Option<Id>> {
    Ok(tx.query_opt("select id from stay where entry_key = ?1", params![*key], |row| row.get(0))?)
}

/// The stay that a record, or what it replaced, was made for.
pub(super) fn by_record(tx: &mut Tx, record_id: &Id) -> Result<Option<Id>> {
    Ok(tx.query_opt("select id from stay where record_id = ?1", params![record_id], |row| row.get(0))?)
}

/// A person's stays of some days that stand, the latest first.
pub(super) fn of_person(tx: &mut Tx, person_id: &Id, (first, last): (Date, Date)) -> Result<Vec<Stay>> {
    Ok(tx.query(
        &format!(
            "select {COLUMNS} from stay
             where stay.person_id = ?1 and stay.last_on >= ?2 and stay.first_on <= ?3 and stay.withdrawn_at is null
             order by stay.last_on desc, stay.id desc limit 400"
        ),
        params![person_id, first, last],
        read,
    )?)
}

/// A person's stays that ended in these days and stand, the earliest first, at most `most` from `from` on.
pub(super) fn ended(
    tx: &mut Tx,
    person_id: &Id,
    (first, last): (Date, Date),
    (from, most): (usize, usize),
) -> Result<Vec<Stay>> {
    Ok(tx.query(
        &format!(
            "select {COLUMNS} from stay
             where stay.person_id = ?1 and stay.last_on >= ?2 and stay.last_on <= ?3 and stay.withdrawn_at is null
             order by stay.last_on, stay.id limit {most} offset {from}"
        ),
        params![person_id, first, last],
        read,
    )?)
}

/// How many [`ended`] finds.
pub(super) fn count_ended(tx: &mut Tx, person_id: &Id, (first, last): (Date, Date)) -> Result<usize> {
    Ok(tx.scalar(
        "select count(*) from stay
         where person_id = ?1 and last_on >= ?2 and last_on <= ?3 and withdrawn_at is null",
        params![person_id, first, last],
    )?)
}

/// A stay of the person's, but this one, that covers one of these days.
pub(super) fn overlapping(
    tx: &mut Tx,
    person_id: &Id,
    (first, last): (Date, Date),
    but: Option<&Id>,
) -> Result<Option<Stay>> {
    let found = of_person(tx, person_id, (first, last))?;
    Ok(found.into_iter().find(|stay| Some(&stay.id) != but))
}

pub(super) struct New<'a> {
    pub(super) id: &'a Id,
    pub(super) entry_key: &'a str,
    pub(super) person_id: &'a Id,
    pub(super) organization_id: &'a Id,
    pub(super) record_id: Option<&'a Id>,
    pub(super) at: i64,
}

pub(super) fn insert(tx: &mut Tx, new: &New<'_>, draft: &Draft) -> Result<()> {
    let days = draft.days;
    tx.execute(
        "insert into stay (id, entry_key, person_id, organization_id, first_on, last_on, from_noon, until_noon, form,
             record_id, outcome, began_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            new.id,
            *new.entry_key,
            new.person_id,
            new.organization_id,
            days.first_on,
            days.last_on,
            days.from_noon,
            days.until_noon,
            *draft.form.code(),
            new.record_id,
            draft.outcome,
            new.at
        ],
    )?;
    set_parts(tx, new.id, draft)
}

pub(super) fn update(tx: &mut Tx, id: &Id, draft: &Draft, record_id: Option<&Id>) -> Result<()> {
    let days = draft.days;
    tx.execute(
        "update stay set first_on = ?2, last_on = ?3, from_noon = ?4, until_noon = ?5, form = ?6, record_id = ?7,
             outcome = ?8
         where id = ?1",
        params![
            id,
            days.first_on,
            days.last_on,
            days.from_noon,
            days.until_noon,
            *draft.form.code(),
            record_id,
            draft.outcome
        ],
    )?;
    for table in ["stay_part", "stay_measure"] {
        tx.execute(&format!("delete from {table} where stay_id = ?1"), params![id])?;
    }
    set_parts(tx, id, draft)
}

fn set_parts(tx: &mut Tx, id: &Id, draft: &Draft) -> Result<()> {
    for (number, part) in (1_i64..).zip(&draft.parts) {
        tx.execute(
            "insert into stay_part (stay_id, number, place, organization_id, topic) values (?1, ?2, ?3, ?4, ?5)",
            params![id, number, part.place, part.organization_id, part.topic],
        )?;
    }
    for (number, one) in (1_i64..).zip(&draft.measures) {
        tx.execute(
            "insert into stay_measure (stay_id, number, problem, measure, unit, due_on)
             values (?1, ?2, ?3, ?4, ?5, ?6)",
            params![id, number, one.problem, one.text, one.unit, one.due_on],
        )?;
    }
    Ok(())
}

pub(super) fn set_withdrawn(tx: &mut Tx, id: &Id, at: i64) -> Result<()> {
    tx.execute("update stay set withdrawn_at = ?2 where id = ?1", params![id, at])?;
    Ok(())
}

pub(super) fn set_note(tx: &mut Tx, id: &Id, note_id: &Id) -> Result<()> {
    tx.execute("update stay set note_id = ?2 where id = ?1", params![id, note_id])?;
    Ok(())
}

pub(super) fn set_record(tx: &mut Tx, id: &Id, record_id: &Id) -> Result<()> {
    tx.execute("update stay set record_id = ?2 where id = ?1", params![id, record_id])?;
    Ok(())
}

/// The places and topics of a stay.
pub(super) fn parts(tx: &mut Tx, id: &Id) -> Result<Vec<Part>> {
    Ok(tx.query(
        "select place, organization_id, topic from stay_part where stay_id = ?1 order by number limit 20",
        params![id],
        |row| Ok(Part { place: row.get(0)?, organization_id: row.get(1)?, topic: row.get(2)? }),
    )?)
}

pub(super) fn measures(tx: &mut Tx, id: &Id) -> Result<Vec<Measure>> {
    Ok(tx.query(
        "select problem, measure, unit, due_on from stay_measure where stay_id = ?1 order by number limit 20",
        params![id],
        |row| Ok(Measure { problem: row.get(0)?, text: row.get(1)?, unit: row.get(2)?, due_on: row.get(3)? }),
    )?)
}

/// Whom the host of a stay named, in the order of their names.
pub(super) fn companions(tx: &mut Tx, stay_id: &Id) -> Result<Vec<Companion>> {
    Ok(tx.query(
        "select c.person_id, person.name, c.state, c.asked_at, c.own_stay_id from stay_companion c
         join person on person.id = c.person_id
         where c.stay_id = ?1 order by person.initials, person.code limit 200",
        params![stay_id],
        |row| {
            Ok(Companion {
                person_id: row.get(0)?,
                name: row.get(1)?,
                answer: Answer::from_code(row.str(2)?).ok_or(unreadable(2, "a companion's answer"))?,
                asked_at: row.get(3)?,
                own_stay_id: row.get(4)?,
            })
        },
    )?)
}

pub(super) fn ask(tx: &mut Tx, stay_id: &Id, person_id: &Id, at: i64) -> Result<()> {
    tx.execute(
        "insert into stay_companion (stay_id, person_id, state, asked_at) values (?1, ?2, 'asked', ?3)
         on conflict (stay_id, person_id) do update set asked_at = excluded.asked_at",
        params![stay_id, person_id, at],
    )?;
    Ok(())
}

pub(super) fn unask(tx: &mut Tx, stay_id: &Id, person_id: &Id) -> Result<()> {
    tx.execute(
        "delete from stay_companion where stay_id = ?1 and person_id = ?2 and state <> 'accepted'",
        params![stay_id, person_id],
    )?;
    Ok(())
}

pub(super) fn answer(
    tx: &mut Tx,
    stay_id: &Id,
    person_id: &Id,
    answer: Answer,
    own: Option<&Id>,
) -> Result<()> {
    tx.execute(
        "update stay_companion set state = ?3, own_stay_id = ?4 where stay_id = ?1 and person_id = ?2",
        params![stay_id, person_id, *answer.code(), own],
    )?;
    Ok(())
}

/// The stay of a host that this one was taken over from.
pub(super) fn host_of(tx: &mut Tx, own_stay_id: &Id) -> Result<Option<Stay>> {
    Ok(tx.query_opt(
        &format!(
            "select {COLUMNS} from stay join stay_companion c on c.stay_id = stay.id
             where c.own_stay_id = ?1 and stay.withdrawn_at is null limit 1"
        ),
        params![own_stay_id],
        read,
    )?)
}

/// The stays at which a person was named and has not answered, with the host's name.
pub(super) fn asked(tx: &mut Tx, person_id: &Id) -> Result<Vec<(Stay, String)>> {
    Ok(tx.query(
        &format!(
            "select {COLUMNS}, person.name from stay_companion c
             join stay on stay.id = c.stay_id
             join person on person.id = stay.person_id
             where c.person_id = ?1 and c.state = 'asked' and stay.withdrawn_at is null
             order by stay.last_on desc limit 20"
        ),
        params![person_id],
        |row| Ok((read(row)?, row.get(11)?)),
    )?)
}

/// Places that a person named before, the latest first.
pub(super) fn places_of(tx: &mut Tx, person_id: &Id) -> Result<Vec<String>> {
    Ok(tx.query(
        "select stay_part.place, max(stay.last_on) from stay_part join stay on stay.id = stay_part.stay_id
         where stay.person_id = ?1 group by stay_part.place order by max(stay.last_on) desc limit 20",
        params![person_id],
        |row| row.get(0),
    )?)
}

/// People with whom a person went before, the latest first.
pub(super) fn with_before(tx: &mut Tx, person_id: &Id) -> Result<Vec<Id>> {
    let clause = Where::new().and("stay.person_id = ?", person_id).and_if(true, "c.state <> 'declined'");
    Ok(tx.query(
        &format!(
            "select c.person_id, max(stay.last_on) from stay_companion c join stay on stay.id = c.stay_id {}
             group by c.person_id order by max(stay.last_on) desc limit 20",
            clause.sql()
        ),
        clause.params(),
        |row| row.get(0),
    )?)
}
