//! Measures that meetings agreed on (举措): who sees to them, until when, and what became of them.

use std::collections::HashMap;

use jiff::civil::Date;
use xueji_store::{Row, Tx, Where, params};

use crate::minutes::Slot;
use crate::people;
use crate::records::Entry;
use crate::shell::error::unreadable;
use crate::shell::lang::Messages;
use crate::shell::{Deed, Error, Id, Mistakes, Note, Result, Work, listed};

/// A measure, once the meeting that agreed on it is confirmed.
#[derive(Clone, Debug)]
pub(crate) struct Measure {
    pub(crate) meeting_id: Id,
    pub(crate) slot: Slot,
    pub(crate) text: String,
    pub(crate) owner_id: Option<Id>,
    pub(crate) owner: Option<String>,
    pub(crate) due_on: Option<Date>,
    /// The meeting's title, and whose it is.
    pub(crate) title: String,
    pub(crate) organization_id: Id,
    pub(crate) organization: String,
    pub(crate) done: Option<Done>,
}

impl Measure {
    /// Whether it should have been carried out by now.
    pub(crate) fn is_overdue(&self, today: Date) -> bool {
        self.done.is_none() && self.due_on.is_some_and(|due| due < today)
    }
}

/// What became of a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) on: Date,
    pub(crate) note: String,
}

/// Which measures a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Show {
    /// Those that are not carried out yet, overdue or not.
    Open,
    Overdue,
    Done,
}

impl Show {
    pub(super) const ALL: [Self; 3] = [Self::Open, Self::Overdue, Self::Done];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Done => "done",
        }
    }
}

const SELECT: &str =
    "select block.meeting_id, block.slot, block.text, block.person_id, person.name, block.due_on,
        meeting.title, meeting.organization_id, organization.short_name, done.done_on, done.note
    from minutes_block block
    join meeting on meeting.id = block.meeting_id
    join organization on organization.id = meeting.organization_id
    left join person on person.id = block.person_id
    left join measure_done done on done.meeting_id = block.meeting_id and done.slot = block.slot";

/// Which condition makes a block one.
const IS_MEASURE: &str = "block.slot >= 'measure-' and block.slot < 'measure.' and block.text <> ''";

/// The measures of a person who sees to them: open ones the most urgent first. At most `size` on each page, and whether
/// there are more.
pub(crate) fn measures_of(
    tx: &mut Tx,
    person_id: &Id,
    show: Show,
    today: Date,
    paged: (usize, usize),
) -> Result<(Vec<Measure>, bool)> {
    list(tx, Where::new().and("block.person_id = ?", person_id), show, today, paged)
}

/// The measures of the organizations at or below a path.
pub(super) fn below(
    tx: &mut Tx,
    path: &str,
    show: Show,
    today: Date,
    paged: (usize, usize),
) -> Result<(Vec<Measure>, bool)> {
    let ends = people::ends(path);
    let clause = Where::new().and_all("organization.path >= ? and organization.path < ?", &ends);
    list(tx, clause, show, today, paged)
}

fn list(
    tx: &mut Tx,
    whose: Where<'_>,
    show: Show,
    today: Date,
    (page, size): (usize, usize),
) -> Result<(Vec<Measure>, bool)> {
    let clause = whose.and_if(true, IS_MEASURE).and_if(true, "meeting.state = 'held'");
    let (clause, order) = match show {
        Show::Open => (clause.and_if(true, "done.slot is null"), "coalesce(block.due_on, '9999')"),
        Show::Overdue => {
            (clause.and_if(true, "done.slot is null").and("block.due_on < ?", &today), "block.due_on")
        }
        Show::Done => (clause.and_if(true, "done.slot is not null"), "done.done_at desc"),
    };
    let found = tx.query(
        &format!(
            "{SELECT} {} order by {order}, block.meeting_id, block.first_change, block.slot limit {} offset {}",
            clause.sql(),
            size + 1,
            page.saturating_sub(1).saturating_mul(size)
        ),
        clause.params(),
        read,
    )?;
    Ok(listed::cut(found, size))
}

/// One measure.
pub(super) fn find(tx: &mut Tx, meeting_id: &Id, slot: &Slot) -> Result<Option<Measure>> {
    Ok(tx.query_opt(
        &format!("{SELECT} where block.meeting_id = ?1 and block.slot = ?2 and {IS_MEASURE}"),
        params![meeting_id, *slot.as_str()],
        read,
    )?)
}

/// What became of the measures of one meeting.
pub(super) fn done_of(tx: &mut Tx, meeting_id: &Id) -> Result<HashMap<String, Done>> {
    let rows = tx.query(
        "select slot, done_on, note from measure_done where meeting_id = ?1 limit 1000",
        params![meeting_id],
        |row| Ok((row.get(0)?, Done { on: row.get(1)?, note: row.get(2)? })),
    )?;
    Ok(rows.into_iter().collect())
}

/// Says that a measure was carried out, and how; once.
pub(super) fn finish(work: &mut Work<'_>, entry: &Entry, measure: &Measure, note: &str) -> Result<()> {
    if note.trim().is_empty() {
        return Err(Mistakes::one("note", Messages::minutes_done_note_missing));
    }
    work.serialize_on(&[measure.meeting_id.as_str()])?;
    if done_of(work, &measure.meeting_id)?.contains_key(measure.slot.as_str()) {
        return Err(Error::Conflict(Messages::minutes_done_already));
    }
    work.execute(
        "insert into measure_done (meeting_id, slot, note, done_at, done_on, done_by) values (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            measure.meeting_id,
            *measure.slot.as_str(),
            *note.trim(),
            entry.at,
            entry.on,
            entry.account_id
        ],
    )?;
    let whom = measure.owner_id.as_ref().unwrap_or(&measure.organization_id);
    work.note(Note::of(Deed::MeasureDone, &measure.meeting_id).to(whom));
    Ok(())
}

fn read(row: &Row<'_>) -> xueji_store::Result<Measure> {
    let on: Option<Date> = row.get(9)?;
    let note: Option<String> = row.get(10)?;
    Ok(Measure {
        meeting_id: row.get(0)?,
        slot: Slot::parse(row.str(1)?).ok_or(unreadable(1, "a slot of minutes"))?,
        text: row.get(2)?,
        owner_id: row.get(3)?,
        owner: row.get(4)?,
        due_on: row.get(5)?,
        title: row.get(6)?,
        organization_id: row.get(7)?,
        organization: row.get(8)?,
        done: on.zip(note).map(|(on, note)| Done { on, note }),
    })
}
