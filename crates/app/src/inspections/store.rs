//! The SQL of rounds, of one person's part in them, and of what is shown.

use std::collections::BTreeMap;

use jiff::civil::Date;
use xueji_store::{Param as _, Row, Tx, Where, params};

use crate::inspections::gone::{ANSWERED, there, waits};
use crate::inspections::{Circle, Inspection, Round, Shown, State};
use crate::shell::error::unreadable;
use crate::shell::{Id, OrNotFound, Result, listed};

pub(super) const ROUND: &str = "inspection_round.id, inspection_round.organization_id, inspection_round.circle, inspection_round.way,
    inspection_round.from_on, inspection_round.to_on, inspection_round.seed, inspection_round.notes_each,
    inspection_round.reason, inspection_round.inspector_id, inspection_round.drawn_on, inspection_round.record_id,
    inspection_round.taken_back_why";

const INSPECTION: &str = "inspection.id, inspection.round_id, inspection.person_id, inspection.position,
    inspection.state, inspection.remarks";

/// Rounds that count: those that were not taken back.
pub(super) const STANDS: &str = "inspection_round.taken_back_at is null";

pub(super) fn read_round(row: &Row<'_>) -> xueji_store::Result<Round> {
    Ok(Round {
        id: row.get(0)?,
        organization_id: row.get(1)?,
        circle: Circle::from_code(row.str(2)?).ok_or(unreadable(2, "a circle"))?,
        drawn: row.str(3)? == "draw",
        from_on: row.get(4)?,
        to_on: row.get(5)?,
        seed: row.get(6)?,
        notes_each: row.get(7)?,
        reason: row.get(8)?,
        inspector_id: row.get(9)?,
        drawn_on: row.get(10)?,
        record_id: row.get(11)?,
        taken_back: row.get(12)?,
    })
}

fn read_inspection(row: &Row<'_>) -> xueji_store::Result<Inspection> {
    Ok(Inspection {
        id: row.get(0)?,
        round_id: row.get(1)?,
        person_id: row.get(2)?,
        position: row.get(3)?,
        state: State::from_code(row.str(4)?).ok_or(unreadable(4, "a state"))?,
        remarks: row.get(5)?,
    })
}

const fn way(drawn: bool) -> &'static str {
    if drawn { "draw" } else { "choice" }
}

pub(super) fn insert_round(
    tx: &mut Tx,
    round: &Round,
    entry_key: &str,
    (account_id, at): (&Id, i64),
) -> Result<()> {
    tx.execute(
        "insert into inspection_round (id, entry_key, organization_id, circle, way, from_on, to_on, seed, notes_each,
             reason, inspector_id, by_account_id, drawn_on, drawn_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            round.id,
            *entry_key,
            round.organization_id,
            *round.circle.code(),
            *way(round.drawn),
            round.from_on,
            round.to_on,
            round.seed,
            round.notes_each,
            round.reason,
            round.inspector_id,
            account_id,
            round.drawn_on,
            at
        ],
    )?;
    Ok(())
}

pub(super) fn round_by_key(tx: &mut Tx, entry_key: &str) -> Result<Option<Id>> {
    let sql = "select id from inspection_round where entry_key = ?1";
    Ok(tx.query_opt(sql, params![*entry_key], |row| row.get(0))?)
}

pub(super) fn round(tx: &mut Tx, id: &Id) -> Result<Round> {
    let sql = format!("select {ROUND} from inspection_round where id = ?1");
    tx.query_opt(&sql, params![id], read_round)?.or_not_found()
}

/// The seed that an organization drew a circle from, or chose by, on a day, whatever became of that round.
pub(super) fn seed_of_day(
    tx: &mut Tx,
    organization_id: &Id,
    (circle, drawn): (Circle, bool),
    on: Date,
) -> Result<Option<String>> {
    Ok(tx.query_opt(
        "select seed from inspection_round
         where organization_id = ?1 and drawn_on = ?2 and circle = ?3 and way = ?4 order by drawn_at, id limit 1",
        params![organization_id, on, *circle.code(), *way(drawn)],
        |row| row.get(0),
    )?)
}

/// A round in a list.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) round: Round,
    pub(super) inspector: String,
    pub(super) people: usize,
    pub(super) answered: usize,
    pub(super) waiting: usize,
}

/// A page of an organization's rounds, the latest first, and whether there are more.
pub(super) fn rounds(
    tx: &mut Tx,
    organization_id: &Id,
    today: Date,
    (page, size): (usize, usize),
) -> Result<(Vec<Listed>, bool)> {
    let found = tx.query(
        &format!(
            "select {ROUND}, person.name,
                 (select count(*) from inspection where inspection.round_id = inspection_round.id),
                 (select count(*) from inspection where inspection.round_id = inspection_round.id
                     and {ANSWERED}),
                 (select count(*) from inspection where inspection.round_id = inspection_round.id and {})
             from inspection_round join person on person.id = inspection_round.inspector_id
             where inspection_round.organization_id = ?1
             order by inspection_round.drawn_at desc, inspection_round.id desc limit {} offset {}",
            waits("?2"),
            size + 1,
            page.saturating_sub(1) * size
        ),
        params![organization_id, today],
        |row| {
            Ok(Listed {
                round: read_round(row)?,
                inspector: row.get(13)?,
                people: row.get(14)?,
                answered: row.get(15)?,
                waiting: row.get(16)?,
            })
        },
    )?;
    Ok(listed::cut(found, size))
}

/// The last day of the latest period that was looked at.
pub(super) fn looked_at_until(tx: &mut Tx, organization_id: &Id, circle: Circle) -> Result<Option<Date>> {
    Ok(tx.query_opt(
        &format!(
            "select to_on from inspection_round where organization_id = ?1 and circle = ?2 and {STANDS}
             order by to_on desc limit 1"
        ),
        params![organization_id, *circle.code()],
        |row| row.get(0),
    )?)
}

/// Says which record a round made; none where it has none any more.
pub(super) fn set_record(tx: &mut Tx, round_id: &Id, record_id: Option<&Id>) -> Result<()> {
    let sql = "update inspection_round set record_id = ?2 where id = ?1";
    tx.execute(sql, params![round_id, record_id])?;
    Ok(())
}

pub(super) fn take_back(tx: &mut Tx, round_id: &Id, why: &str, at: i64) -> Result<()> {
    let sql = "update inspection_round set taken_back_at = ?2, taken_back_why = ?3 where id = ?1";
    tx.execute(sql, params![round_id, at, *why])?;
    Ok(())
}

pub(super) fn insert(tx: &mut Tx, inspection: &Inspection) -> Result<()> {
    tx.execute(
        "insert into inspection (id, round_id, person_id, position, state) values (?1, ?2, ?3, ?4, ?5)",
        params![
            inspection.id,
            inspection.round_id,
            inspection.person_id,
            inspection.position,
            *inspection.state.code()
        ],
    )?;
    Ok(())
}

pub(super) fn find(tx: &mut Tx, id: &Id) -> Result<Inspection> {
    let sql = format!("select {INSPECTION} from inspection where id = ?1");
    tx.query_opt(&sql, params![id], read_inspection)?.or_not_found()
}

/// Everybody's part in a round with their names, in order.
pub(super) fn of_round(tx: &mut Tx, round_id: &Id) -> Result<Vec<(Inspection, String)>> {
    Ok(tx.query(
        &format!(
            "select {INSPECTION}, person.name from inspection join person on person.id = inspection.person_id
             where inspection.round_id = ?1 order by inspection.position"
        ),
        params![round_id],
        |row| Ok((read_inspection(row)?, row.get(6)?)),
    )?)
}

/// The parts of a round, in order.
pub(crate) fn parts(tx: &mut Tx, round_id: &Id) -> Result<Vec<Id>> {
    Ok(of_round(tx, round_id)?.into_iter().map(|(one, _)| one.id).collect())
}

/// A person's part in a round, in a list.
#[derive(Clone, Debug)]
pub(super) struct Own {
    pub(super) inspection: Inspection,
    pub(super) round: Round,
    /// The round's organization and inspector, by name.
    pub(super) unit: String,
    pub(super) inspector: String,
}

const OWN: &str = "from inspection
    join inspection_round on inspection_round.id = inspection.round_id
    join organization on organization.id = inspection_round.organization_id
    join person on person.id = inspection_round.inspector_id";

fn read_own(row: &Row<'_>) -> xueji_store::Result<Own> {
    let inspection = Inspection {
        id: row.get(13)?,
        round_id: row.get(14)?,
        person_id: row.get(15)?,
        position: row.get(16)?,
        state: State::from_code(row.str(17)?).ok_or(unreadable(17, "a state"))?,
        remarks: row.get(18)?,
    };
    Ok(Own { inspection, round: read_round(row)?, unit: row.get(19)?, inspector: row.get(20)? })
}

/// A person's part in rounds, the latest first, with the round's organization and inspector.
pub(super) fn of_person(
    tx: &mut Tx,
    person_id: &Id,
    (page, size): (usize, usize),
) -> Result<(Vec<Own>, bool)> {
    let found = tx.query(
        &format!(
            "select {ROUND}, {INSPECTION}, organization.name, person.name {OWN}
             where inspection.person_id = ?1
             order by inspection_round.drawn_at desc, inspection.id desc limit {} offset {}",
            size + 1,
            page.saturating_sub(1) * size
        ),
        params![person_id],
        read_own,
    )?;
    Ok(listed::cut(found, size))
}

/// A person's part in rounds that were drawn in these days and not taken back, the earliest first.
pub(super) fn of_days(
    tx: &mut Tx,
    person_id: &Id,
    (first, last): (Date, Date),
    (from, most): (usize, usize),
) -> Result<Vec<Own>> {
    Ok(tx.query(
        &format!(
            "select {ROUND}, {INSPECTION}, organization.name, person.name {OWN}
             where inspection.person_id = ?1 and {STANDS}
                 and inspection_round.drawn_on >= ?2 and inspection_round.drawn_on <= ?3
             order by inspection_round.drawn_at, inspection.id limit {most} offset {from}"
        ),
        params![person_id, first, last],
        read_own,
    )?)
}

/// How many [`of_days`] finds.
pub(super) fn count_of_days(tx: &mut Tx, person_id: &Id, (first, last): (Date, Date)) -> Result<usize> {
    Ok(tx.scalar(
        &format!(
            "select count(*) from inspection
             join inspection_round on inspection_round.id = inspection.round_id
             where inspection.person_id = ?1 and {STANDS}
                 and inspection_round.drawn_on >= ?2 and inspection_round.drawn_on <= ?3"
        ),
        params![person_id, first, last],
    )?)
}

pub(super) fn set_state(tx: &mut Tx, id: &Id, state: State, remarks: Option<&str>) -> Result<()> {
    tx.execute(
        "update inspection set state = ?2, remarks = coalesce(?3, remarks) where id = ?1",
        params![id, *state.code(), remarks],
    )?;
    Ok(())
}

/// When each of these people was last called in between two days, by whomever; who left before anybody read them was not.
pub(super) fn called_in(tx: &mut Tx, people: &[Id], (first, last): (Date, Date)) -> Result<Vec<(Id, Date)>> {
    let days = [first.to_value(), last.to_value()];
    let among = Where::after(&days).and_in("inspection.person_id", people).and_if(true, STANDS);
    Ok(tx.query(
        &format!(
            "select inspection.person_id, max(inspection_round.drawn_on) from inspection
             join inspection_round on inspection_round.id = inspection.round_id
             {} and inspection_round.drawn_on >= ?1 and inspection_round.drawn_on <= ?2
                 and ({ANSWERED} or {})
             group by inspection.person_id",
            among.sql(),
            there("?2")
        ),
        among.params(),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

/// Shows a note in an inspection, after those that are there; false where it is there already.
pub(super) fn show(tx: &mut Tx, inspection_id: &Id, note_id: &Id, by_author: bool) -> Result<bool> {
    let added = tx.execute(
        "insert into inspection_note (inspection_id, note_id, position, by_author)
         select ?1, ?2, coalesce(max(position), 0) + 1, ?3 from inspection_note where inspection_id = ?1
         on conflict (inspection_id, note_id) do nothing",
        params![inspection_id, note_id, by_author],
    )?;
    Ok(added == 1)
}

/// The notes that are shown in an inspection, in order.
pub(super) fn shown(tx: &mut Tx, inspection_id: &Id) -> Result<Vec<Shown>> {
    Ok(tx.query(
        "select note_id, by_author, read_number, read_at from inspection_note
         where inspection_id = ?1 order by by_author, position limit 200",
        params![inspection_id],
        |row| {
            Ok(Shown {
                note_id: row.get(0)?,
                by_author: row.get(1)?,
                read_number: row.get(2)?,
                read_at: row.get(3)?,
            })
        },
    )?)
}

/// How many notes the author of each part of a round added that nobody has read; parts without any are left out.
pub(super) fn added(tx: &mut Tx, round_id: &Id) -> Result<BTreeMap<Id, usize>> {
    let rows: Vec<(Id, usize)> = tx.query(
        "select inspection.id, count(*) from inspection
         join inspection_note on inspection_note.inspection_id = inspection.id
         join note on note.id = inspection_note.note_id
         where inspection.round_id = ?1 and inspection_note.by_author and inspection_note.read_number is null
             and note.entered is not null
         group by inspection.id",
        params![round_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

pub(super) fn set_read(tx: &mut Tx, inspection_id: &Id, note_id: &Id, number: i64, at: i64) -> Result<()> {
    tx.execute(
        "update inspection_note set read_number = ?3, read_at = ?4 where inspection_id = ?1 and note_id = ?2",
        params![inspection_id, note_id, number, at],
    )?;
    Ok(())
}
