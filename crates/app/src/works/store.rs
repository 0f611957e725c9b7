//! The SQL of manuscripts.

use jiff::civil::Date;
use xueji_store::{Row, Tx, Where, params};

use crate::people;
use crate::shell::error::unreadable;
use crate::shell::{Id, Result};
use crate::works::{Audience, Kind, Manuscript, Remark, State, Step};

pub(super) const SELECT: &str = "select manuscript.id, manuscript.note_id, manuscript.person_id, person.name,
        organization.short_name, organization.path, manuscript.kind, manuscript.record_id, manuscript.state,
        manuscript.number, manuscript.title, manuscript.done_on, manuscript.reviewer_id, manuscript.audience,
        manuscript.outlet, manuscript.published_on, manuscript.submitted_at
    from manuscript
    join person on person.id = manuscript.person_id
    join organization on organization.id = manuscript.organization_id
    join note on note.id = manuscript.note_id";

/// Holds where the text is still handed in: an author who takes the record back takes the text back.
pub(super) const HANDED_IN: &str = "note.entered is not null and manuscript.state <> 'withdrawn'";

pub(super) fn read(row: &Row<'_>) -> xueji_store::Result<Manuscript> {
    Ok(Manuscript {
        id: row.get(0)?,
        note_id: row.get(1)?,
        person_id: row.get(2)?,
        author: row.get(3)?,
        organization: row.get(4)?,
        path: row.get(5)?,
        kind: Kind::from_code(row.str(6)?).ok_or(unreadable(6, "a kind of manuscript"))?,
        record_id: row.get(7)?,
        state: State::from_code(row.str(8)?).ok_or(unreadable(8, "a state of a manuscript"))?,
        number: row.get(9)?,
        title: row.get(10)?,
        done_on: row.get(11)?,
        reviewer_id: row.get(12)?,
        audience: Audience::from_code(row.str(13)?).ok_or(unreadable(13, "an audience"))?,
        outlet: row.get(14)?,
        published_on: row.get(15)?,
        submitted_at: row.get(16)?,
    })
}

/// How many columns [`SELECT`] has: what a query adds comes after them.
pub(super) const WIDTH: usize = 17;

/// One manuscript.
pub(super) fn find(tx: &mut Tx, id: &Id) -> Result<Option<Manuscript>> {
    Ok(tx.query_opt(&format!("{SELECT} where manuscript.id = ?1"), params![id], read)?)
}

pub(super) fn of_note(tx: &mut Tx, note_id: &Id) -> Result<Option<Manuscript>> {
    Ok(tx.query_opt(&format!("{SELECT} where manuscript.note_id = ?1"), params![note_id], read)?)
}

/// A person's manuscripts, the latest first.
pub(super) fn of_person(tx: &mut Tx, person_id: &Id) -> Result<Vec<Manuscript>> {
    Ok(tx.query(
        &format!(
            "{SELECT} where manuscript.person_id = ?1
             order by manuscript.submitted_at desc, manuscript.id desc limit 200"
        ),
        params![person_id],
        read,
    )?)
}

/// A person's manuscripts that were finished in these days, the earliest first.
pub(super) fn of_days(
    tx: &mut Tx,
    person_id: &Id,
    (first, last): (Date, Date),
    (from, most): (usize, usize),
) -> Result<Vec<Manuscript>> {
    Ok(tx.query(
        &format!(
            "{SELECT} where manuscript.person_id = ?1 and manuscript.done_on >= ?2 and manuscript.done_on <= ?3
             order by manuscript.done_on, manuscript.id limit {most} offset {from}"
        ),
        params![person_id, first, last],
        read,
    )?)
}

/// How many [`of_days`] finds.
pub(super) fn count_of_days(tx: &mut Tx, person_id: &Id, (first, last): (Date, Date)) -> Result<usize> {
    Ok(tx.scalar(
        "select count(*) from manuscript where person_id = ?1 and done_on >= ?2 and done_on <= ?3",
        params![person_id, first, last],
    )?)
}

/// Manuscripts that wait and whose authors ever belonged below this path, those that wait longest first; none of the
/// person's own. Whose author moved meanwhile is reviewed where they belong now.
pub(super) fn waiting(tx: &mut Tx, path: &str, but: &Id, most: usize) -> Result<Vec<Manuscript>> {
    let ends = people::ends(path);
    let clause = Where::new()
        .and_all(&format!("manuscript.person_id in {}", people::BELONGED_BELOW), &ends)
        .and("manuscript.person_id <> ?", but)
        .and_if(true, "manuscript.state = 'submitted'")
        .and_if(true, HANDED_IN);
    Ok(tx.query(
        &format!("{SELECT} {} order by manuscript.submitted_at, manuscript.id limit {most}", clause.sql()),
        clause.params(),
        read,
    )?)
}

/// A manuscript as it is handed in.
pub(super) struct HandedIn<'a> {
    pub(super) organization_id: &'a Id,
    pub(super) kind: Kind,
    pub(super) record_id: Option<&'a Id>,
    pub(super) number: i64,
    pub(super) title: &'a str,
    pub(super) done_on: Date,
    pub(super) reviewer_id: Option<&'a Id>,
    pub(super) audience: Audience,
    pub(super) at: i64,
}

/// Stores it, or brings what was handed in before up to date.
pub(super) fn put(tx: &mut Tx, id: &Id, (note_id, person_id): (&Id, &Id), new: &HandedIn<'_>) -> Result<()> {
    tx.execute(
        "insert into manuscript (id, note_id, person_id, organization_id, kind, record_id, state, number, title,
             done_on, reviewer_id, audience, outlet, submitted_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, 'submitted', ?7, ?8, ?9, ?10, ?11, '', ?12)
         on conflict (note_id) do update set organization_id = excluded.organization_id, kind = excluded.kind,
             record_id = excluded.record_id, state = excluded.state, number = excluded.number,
             title = excluded.title, done_on = excluded.done_on, reviewer_id = excluded.reviewer_id,
             audience = excluded.audience, submitted_at = excluded.submitted_at, decided_at = null",
        params![
            id,
            note_id,
            person_id,
            new.organization_id,
            *new.kind.code(),
            new.record_id,
            new.number,
            *new.title,
            new.done_on,
            new.reviewer_id,
            *new.audience.code(),
            new.at
        ],
    )?;
    Ok(())
}

pub(super) fn set_state(tx: &mut Tx, id: &Id, state: State, at: i64) -> Result<()> {
    tx.execute(
        "update manuscript set state = ?2, decided_at = ?3 where id = ?1",
        params![id, *state.code(), at],
    )?;
    Ok(())
}

/// A newer version was handed in by another way while it waits: that is the one to be read.
pub(super) fn set_version(tx: &mut Tx, id: &Id, number: i64, title: &str) -> Result<()> {
    tx.execute("update manuscript set number = ?2, title = ?3 where id = ?1", params![id, number, *title])?;
    Ok(())
}

pub(super) fn set_shared(
    tx: &mut Tx,
    id: &Id,
    audience: Audience,
    outlet: &str,
    published_on: Option<Date>,
) -> Result<()> {
    tx.execute(
        "update manuscript set audience = ?2, outlet = ?3, published_on = ?4 where id = ?1",
        params![id, *audience.code(), *outlet, published_on],
    )?;
    Ok(())
}

pub(super) fn add_step(
    tx: &mut Tx,
    manuscript: (&Id, i64),
    state: State,
    reason: &str,
    (by, at): (&Id, i64),
) -> Result<()> {
    tx.execute(
        "insert into manuscript_step (id, manuscript_id, number, state, reason, by_account_id, at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![Id::fresh(), manuscript.0, manuscript.1, *state.code(), *reason, by, at],
    )?;
    Ok(())
}

/// What became of it, in order.
pub(super) fn steps(tx: &mut Tx, id: &Id) -> Result<Vec<Step>> {
    Ok(tx.query(
        "select step.number, step.state, step.reason, coalesce(person.name, account.name), step.at
         from manuscript_step step
         join account on account.id = step.by_account_id
         left join person on person.id = account.person_id
         where step.manuscript_id = ?1 order by step.at, step.id limit 200",
        params![id],
        |row| {
            Ok(Step {
                number: row.get(0)?,
                state: State::from_code(row.str(1)?).ok_or(unreadable(1, "a state of a manuscript"))?,
                reason: row.get(2)?,
                by: row.get(3)?,
                at: row.get(4)?,
            })
        },
    )?)
}

pub(super) fn add_remark(
    tx: &mut Tx,
    manuscript: (&Id, i64),
    paragraph: i64,
    text: &str,
    (by, at): (&Id, i64),
) -> Result<()> {
    tx.execute(
        "insert into manuscript_remark (id, manuscript_id, number, paragraph, text, by_account_id, at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![Id::fresh(), manuscript.0, manuscript.1, paragraph, *text, by, at],
    )?;
    Ok(())
}

/// What was said of the paragraphs of a version, or of any.
pub(super) fn remarks(tx: &mut Tx, (id, number): (&Id, Option<i64>)) -> Result<Vec<Remark>> {
    let clause = Where::new().and("remark.manuscript_id = ?", id).and_opt("remark.number = ?", &number);
    Ok(tx.query(
        &format!(
            "select remark.number, remark.paragraph, remark.text, coalesce(person.name, account.name), remark.at
             from manuscript_remark remark
             join account on account.id = remark.by_account_id
             left join person on person.id = account.person_id
             {} order by remark.number, remark.paragraph, remark.at limit 500",
            clause.sql()
        ),
        clause.params(),
        |row| {
            Ok(Remark {
                number: row.get(0)?,
                paragraph: row.get(1)?,
                text: row.get(2)?,
                by: row.get(3)?,
                at: row.get(4)?,
            })
        },
    )?)
}
