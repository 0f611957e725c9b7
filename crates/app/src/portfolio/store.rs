//! What the book asks of the database besides what the slices below tell. Every question is about one person.
//!
//! A person's records are found by `kind = 'entry'`: without it no index of `record` serves, and the whole bureau's are read.

use std::collections::HashMap;

use jiff::civil::Date;
use xueji_plan::{Quantity, Unit};
use xueji_standing::Outcome;
use xueji_store::{Tx, Where, params};

use crate::attachments::{self, Attachment};
use crate::portfolio::Of;
use crate::shell::error::unreadable;
use crate::shell::{Id, Result};

/// So many years are offered, the latest: more than anybody serves.
const MOST_YEARS: usize = 80;

/// The years of which the person has something, the latest first.
pub(super) fn years(tx: &mut Tx, person_id: &Id) -> Result<Vec<i16>> {
    let years: Vec<String> = tx.query(
        &format!(
            "select substr(happened_on, 1, 4) as year from note where person_id = ?1
             union select substr(last_on, 1, 4) from record where person_id = ?1 and kind = 'entry'
             union select substr(coalesce(meeting.held_first_at, meeting.first_at), 1, 4)
                 from meeting_person join meeting on meeting.id = meeting_person.meeting_id
                 where meeting_person.person_id = ?1 and meeting.state = 'held'
             union select substr(published_on, 1, 4) from review where person_id = ?1
             union select substr(last_on, 1, 4) from stay where person_id = ?1 and withdrawn_at is null
             union select substr(began_on, 1, 4) from book_reading where person_id = ?1
             union select substr(done_on, 1, 4) from manuscript where person_id = ?1
             union select substr(inspection_round.drawn_on, 1, 4)
                 from inspection join inspection_round on inspection_round.id = inspection.round_id
                 where inspection.person_id = ?1 and inspection_round.taken_back_at is null
             order by year desc limit {MOST_YEARS}"
        ),
        params![person_id],
        |row| row.get(0),
    )?;
    Ok(years.iter().filter_map(|year| year.parse().ok()).collect())
}

/// What there is of one activity.
pub(super) struct Sum {
    pub(super) activity: String,
    pub(super) count: usize,
    pub(super) quantity: Quantity,
}

/// What the person's live records of the year come to, by activity and unit.
pub(super) fn sums(tx: &mut Tx, of: &Of) -> Result<Vec<Sum>> {
    Ok(tx.query(
        "select activity, count(*), cast(sum(grains) as bigint), unit from record
         where person_id = ?1 and last_on >= ?2 and last_on <= ?3 and kind = 'entry'
             and not exists (select 1 from record later where later.replaces_id = record.id)
         group by activity, unit order by activity, unit limit 1000",
        params![of.person_id, of.first(), of.last()],
        |row| {
            let unit = Unit::from_code(row.str(3)?).ok_or(unreadable(3, "a unit"))?;
            let quantity = Quantity { grains: row.i64(2)?, unit };
            Ok(Sum { activity: row.get(0)?, count: row.get(1)?, quantity })
        },
    )?)
}

/// A meeting with the person on its list.
pub(super) struct Meeting {
    pub(super) id: Id,
    pub(super) on: Date,
    pub(super) title: String,
    pub(super) organization: String,
    pub(super) place: String,
    pub(super) outcome: Option<Outcome>,
}

const MEETINGS: &str = "from meeting_person seat
    join meeting on meeting.id = seat.meeting_id
    join organization on organization.id = meeting.organization_id
    where seat.person_id = ?1 and meeting.state = 'held'
        and coalesce(meeting.held_first_at, meeting.first_at) >= ?2
        and coalesce(meeting.held_first_at, meeting.first_at) < ?3";

/// The year in civil times, which are texts.
fn times(of: &Of) -> (String, String) {
    (format!("{:04}-", of.year), format!("{:04}-", of.year.saturating_add(1)))
}

pub(super) fn count_meetings(tx: &mut Tx, of: &Of) -> Result<usize> {
    let (from, to) = times(of);
    Ok(tx.scalar(&format!("select count(*) {MEETINGS}"), params![of.person_id, from, to])?)
}

pub(super) fn meetings(tx: &mut Tx, of: &Of, from: usize, most: usize) -> Result<Vec<Meeting>> {
    let (first, end) = times(of);
    Ok(tx.query(
        &format!(
            "select meeting.id, substr(coalesce(meeting.held_first_at, meeting.first_at), 1, 10), meeting.title,
                 organization.short_name, coalesce(meeting.place, ''), seat.outcome
             {MEETINGS}
             order by coalesce(meeting.held_first_at, meeting.first_at), meeting.id limit {most} offset {from}"
        ),
        params![of.person_id, first, end],
        |row| {
            Ok(Meeting {
                id: row.get(0)?,
                on: row.get(1)?,
                title: row.get(2)?,
                organization: row.get(3)?,
                place: row.get(4)?,
                outcome: row.opt_str(5)?.and_then(Outcome::from_code),
            })
        },
    )?)
}

/// Somebody read something of the person.
pub(super) struct Reading {
    pub(super) at: i64,
    pub(super) who: String,
    pub(super) title: String,
    pub(super) href: String,
}

/// Readings of notes, and of records whose text was opened by itself: whoever opens a note through its record is told of
/// twice, within moments.
const READINGS: &str = "from (
        select note_reading.id as id, note_reading.at as at, note_reading.by_account_id as by_id, '/notes/' as place,
            note_reading.note_id as thing, note_version.title as title
        from note_reading
        join note on note.id = note_reading.note_id
        left join note_version on note_version.note_id = note_reading.note_id
            and note_version.number = note_reading.number
        where note.person_id = ?1 and note_reading.at >= ?2 and note_reading.at < ?3
        union all
        select reading.id, reading.at, reading.by_account_id, '/records/', record.id, record.title
        from reading join record on record.id = reading.record_id
        where record.person_id = ?1 and record.kind = 'entry' and reading.at >= ?2 and reading.at < ?3
            and not exists (select 1 from note_reading beside join note on note.id = beside.note_id
                where note.person_id = ?1 and beside.by_account_id = reading.by_account_id
                    and beside.at >= reading.at - 5000 and beside.at <= reading.at + 5000)
    ) told";

pub(super) fn count_readings(tx: &mut Tx, of: &Of) -> Result<usize> {
    let (from, to) = of.instants();
    Ok(tx.scalar(&format!("select count(*) {READINGS}"), params![of.person_id, from, to])?)
}

pub(super) fn readings(tx: &mut Tx, of: &Of, from: usize, most: usize) -> Result<Vec<Reading>> {
    let (first, end) = of.instants();
    Ok(tx.query(
        &format!(
            "select told.at, coalesce(person.name, account.name, ''), coalesce(told.title, ''), told.place, told.thing
             {READINGS}
             left join account on account.id = told.by_id
             left join person on person.id = account.person_id
             order by told.at, told.id limit {most} offset {from}"
        ),
        params![of.person_id, first, end],
        |row| {
            let href = format!("{}{}", row.str(3)?, row.str(4)?);
            Ok(Reading { at: row.get(0)?, who: row.get(1)?, title: row.get(2)?, href })
        },
    )?)
}

/// The tags of these notes.
pub(super) fn tags(tx: &mut Tx, notes: &[Id]) -> Result<HashMap<Id, Vec<String>>> {
    let mut tags: HashMap<Id, Vec<String>> = HashMap::new();
    if notes.is_empty() {
        return Ok(tags);
    }
    let among = Where::new().and_in("note_id", notes);
    tx.each(
        &format!("select note_id, tag from note_tag {} order by tag", among.sql()),
        among.params(),
        |row| {
            tags.entry(row.get(0)?).or_default().push(row.get(1)?);
            Ok(())
        },
    )?;
    Ok(tags)
}

/// Every file that stands with one of the person's own notes or records of the year, in any version of them.
pub(super) fn files(tx: &mut Tx, of: &Of) -> Result<Vec<Attachment>> {
    let ids: Vec<Id> = tx.query(
        "select note_attachment.attachment_id from note_attachment join note on note.id = note_attachment.note_id
         where note.person_id = ?1 and note.happened_on >= ?2 and note.happened_on <= ?3
         union
         select record_attachment.attachment_id from record_attachment
         join record on record.id = record_attachment.record_id
         where record.person_id = ?1 and record.kind = 'entry' and record.last_on >= ?2 and record.last_on <= ?3",
        params![of.person_id, of.first(), of.last()],
        |row| row.get(0),
    )?;
    let mut files = Vec::with_capacity(ids.len());
    for some in ids.chunks(500) {
        files.extend(attachments::find(tx, some)?);
    }
    Ok(files)
}
