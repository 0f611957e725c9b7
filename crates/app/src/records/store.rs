//! The SQL of records.

use std::sync::LazyLock;

use jiff::civil::Date;
use xueji_plan::{Quantity, Unit};
use xueji_standing::{EvidenceSet, Outcome};
use xueji_store::{Param, Row, Tx, Value, Where, params};

use crate::attachments::Attachment;
use crate::records::live::{self, Filter, LIVE};
use crate::records::{Entry, NewRecord, Record, Subject, files};
use crate::shell::error::unreadable;
use crate::shell::trail::{Digest, digest};
use crate::shell::{Id, Result};

pub(super) const COLUMNS: &str = "record.id, record.person_id, record.organization_id, record.activity, record.category,
    record.first_on, record.last_on, record.grains, record.unit, record.outcome, record.evidence, record.title,
    record.body, record.notebook_page, record.attachment, record.place, record.event_id, record.late,
    record.late_reason, record.replaces_id, record.replaces_reason, record.kind, record.entered_on,
    record.entered_at, record.entered_by, record.entered_from, record.note_id";
pub(super) const WIDTH: usize = 27;

/// How many records a page shows.
pub(crate) const PAGE: usize = 50;

/// What a new row hangs together with.
#[derive(Clone, Debug, Default)]
pub(super) struct Link<'a> {
    /// The form that made it together with others.
    pub(super) event_id: Option<&'a Id>,
    /// The record that it replaces, and why.
    pub(super) replaces: Option<(&'a Id, &'a str)>,
    /// The files that stand with it.
    pub(super) files: &'a [Attachment],
}

/// The columns of a row in the order in which its digest is taken.
const ROW: &str = "id, entry_key, kind, person_id, organization_id, activity, category, first_on, last_on, grains, unit,
    outcome, evidence, title, body, notebook_page, attachment, place, event_id, late, late_reason, replaces_id,
    replaces_reason, entered_on, entered_at, entered_by, entered_from, note_id";
const ROW_WIDTH: usize = 28;
/// What the digest covers only where it is there: records of before are not altered by a column that they lack.
const NOTE_COLUMN: usize = 27;

/// Stores a row with its files, and returns the digest of both.
fn add(tx: &mut Tx, values: &[Value<'_>; ROW_WIDTH], files: &[Attachment]) -> Result<Digest> {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        let marks: Vec<String> = (1..=ROW_WIDTH).map(|number| format!("?{number}")).collect();
        format!("insert into record ({ROW}) values ({})", marks.join(", "))
    });
    tx.execute(&SQL, values)?;
    files::link(tx, values.first(), files)?;
    let values = values.iter().map(Param::to_value).enumerate();
    Ok(digest(values.filter(said).map(|(_, value)| value).chain(files::sealed(files))))
}

fn said((column, value): &(usize, Value<'_>)) -> bool {
    *column != NOTE_COLUMN || !matches!(value, Value::Null)
}

pub(super) fn insert(
    tx: &mut Tx,
    id: &Id,
    organization_id: &Id,
    entry: &Entry,
    new: &NewRecord,
    link: &Link<'_>,
    late: bool,
) -> Result<Digest> {
    let person_id = match &new.subject {
        Subject::Person(person) => Some(person),
        Subject::Organization(_) => None,
    };
    add(
        tx,
        params![
            id,
            entry_key(&new.entry_key, &entry.account_id),
            *"entry",
            person_id,
            organization_id,
            new.activity,
            new.category,
            new.first_on,
            new.last_on,
            new.quantity.grains,
            *new.quantity.unit.code(),
            *new.outcome.code(),
            new.evidence.bits(),
            new.title,
            new.body.as_ref().filter(|_| person_id.is_none()),
            new.notebook_page,
            new.attachment,
            new.place,
            link.event_id,
            late,
            new.late_reason.as_ref().filter(|_| late),
            link.replaces.map(|(replaced, _)| replaced),
            link.replaces.map(|(_, reason)| reason),
            entry.on,
            entry.at,
            entry.account_id,
            *entry.from,
            new.note_id,
        ],
        link.files,
    )
}

/// A row that takes another back: it says what it was, and counts nothing.
pub(super) fn insert_withdrawal(
    tx: &mut Tx,
    id: &Id,
    entry: &Entry,
    key: &str,
    old: &Record,
    reason: &str,
) -> Result<Digest> {
    add(
        tx,
        params![
            id,
            entry_key(key, &entry.account_id),
            *"withdrawal",
            old.person_id,
            old.organization_id,
            old.activity,
            old.category,
            old.first_on,
            old.last_on,
            0,
            *old.quantity.unit.code(),
            *old.outcome.code(),
            0,
            old.title,
            None::<&str>,
            None::<&str>,
            None::<&str>,
            None::<&str>,
            None::<&Id>,
            false,
            None::<&str>,
            old.id,
            *reason,
            entry.on,
            entry.at,
            entry.account_id,
            *entry.from,
            None::<&Id>,
        ],
        &[],
    )
}

/// Hands over the id and digest of every stored row with its files.
pub(crate) fn each_digest(tx: &mut Tx, mut see: impl FnMut(&str, Digest)) -> Result<()> {
    let files = files::of_all(tx)?;
    Ok(tx.each(&format!("select {ROW} from record"), params![], |row| {
        let values = (0..ROW_WIDTH).map(|column| row.value(column)).collect::<Result<Vec<_>, _>>()?;
        let values = values.into_iter().enumerate().filter(said).map(|(_, value)| value);
        let id = row.str(0)?;
        see(id, digest(values.chain(files::sealed_of(&files, id))));
        Ok(())
    })?)
}

/// Keys are each account's own: nobody can block another's entry by guessing its key.
pub(super) fn entry_key(key: &str, account_id: &Id) -> String {
    format!("{account_id}:{key}")
}

/// Whether a live record stands on a note.
pub(super) fn stands_on(tx: &mut Tx, note_id: &Id) -> Result<bool> {
    Ok(!of_note(tx, note_id)?.is_empty())
}

/// The live records that stand on a note, the first entered first.
pub(crate) fn of_note(tx: &mut Tx, note_id: &Id) -> Result<Vec<Record>> {
    Ok(tx.query(
        &format!(
            "select {COLUMNS} from record
             where (record.note_id = ?1 or (record.id = ?1 and record.note_id is null)) and {LIVE}
             order by record.id limit 50"
        ),
        params![note_id],
        read,
    )?)
}

/// Which record a request made, if it came before.
pub(super) fn by_entry_key(tx: &mut Tx, key: &str, account_id: &Id) -> Result<Option<Id>> {
    Ok(tx.query_opt(
        "select id from record where entry_key = ?1",
        params![entry_key(key, account_id)],
        |row| row.get(0),
    )?)
}

/// Which event a request made, if it came before: its rows' keys begin with the form's.
pub(super) fn event_by_entry_key(tx: &mut Tx, key: &str, account_id: &Id) -> Result<Option<Id>> {
    let key = entry_key(key, account_id);
    // ';' follows ':' in the C collation, so this is the range of keys that continue with ':'.
    Ok(tx.query_opt(
        "select event_id from record
         where (entry_key = ?1 or (entry_key > ?2 and entry_key < ?3)) and event_id is not null
         limit 1",
        params![key, format!("{key}:"), format!("{key};")],
        |row| row.get(0),
    )?)
}

/// Another live record of the person and activity that covers one of these days.
pub(crate) fn overlapping(
    tx: &mut Tx,
    person: &Id,
    activity: &str,
    (first_on, last_on): (Date, Date),
    but: Option<&Id>,
) -> Result<Option<Record>> {
    Ok(tx.query_opt(
        &format!(
            "select {COLUMNS} from record
             where record.person_id = ?1 and record.activity = ?2 and record.last_on >= ?3 and record.first_on <= ?4
                 and record.unit = 'days' and record.id <> ?5 and {LIVE}
             limit 1"
        ),
        params![person, *activity, first_on, last_on, but.map_or("", Id::as_str)],
        read,
    )?)
}

/// The record that stands today for this one: itself, or what replaced it; none where that was withdrawn.
pub(crate) fn standing(tx: &mut Tx, id: &Id) -> Result<Option<Record>> {
    Ok(latest(tx, id)?.filter(|record| !record.withdrawal))
}

/// What became of a record: itself, its latest correction, or its withdrawal.
pub(crate) fn latest(tx: &mut Tx, id: &Id) -> Result<Option<Record>> {
    let mut latest = find(tx, id)?;
    while let Some(record) = &latest {
        match replaced_by(tx, &record.id)? {
            Some(later) => latest = Some(later),
            None => break,
        }
    }
    Ok(latest)
}

/// One record, live or not.
pub(crate) fn find(tx: &mut Tx, id: &Id) -> Result<Option<Record>> {
    Ok(tx.query_opt(&format!("select {COLUMNS} from record where record.id = ?1"), params![id], read)?)
}

/// Which record replaced this one: a correction or a withdrawal.
pub(crate) fn replaced_by(tx: &mut Tx, id: &Id) -> Result<Option<Record>> {
    Ok(tx.query_opt(
        &format!("select {COLUMNS} from record where record.replaces_id = ?1"),
        params![id],
        read,
    )?)
}

/// A page of a subject's live records, the latest first, and how many there are in all.
pub(crate) fn of_subject(
    tx: &mut Tx,
    subject: &Subject,
    filter: &Filter,
    page: usize,
) -> Result<(Vec<Record>, i64)> {
    let total = live::count(tx, subject, filter)?;
    Ok((slice(tx, subject, filter, PAGE, page.saturating_mul(PAGE))?, total))
}

/// A subject's latest live records, at most `most`.
pub(crate) fn latest_of(tx: &mut Tx, subject: &Subject, most: usize) -> Result<Vec<Record>> {
    slice(tx, subject, &Filter::default(), most, 0)
}

pub(super) fn slice(
    tx: &mut Tx,
    subject: &Subject,
    filter: &Filter,
    most: usize,
    from: usize,
) -> Result<Vec<Record>> {
    let conditions = filter.narrow(subject.own(Where::new(), "record")).and_if(true, LIVE);
    Ok(tx.query(
        &format!(
            "select {COLUMNS} from record {} order by record.last_on desc, record.id desc limit {most} offset {from}",
            conditions.sql(),
        ),
        conditions.params(),
        read,
    )?)
}

/// A person's live records that ended within these days, by activity and day, at most `most` from `from` on.
pub(crate) fn by_activity(
    tx: &mut Tx,
    person_id: &Id,
    (first, last): (Date, Date),
    from: usize,
    most: usize,
) -> Result<Vec<Record>> {
    Ok(tx.query(
        &format!(
            "select {COLUMNS} from record
             where record.person_id = ?1 and record.last_on >= ?2 and record.last_on <= ?3 and {LIVE}
             order by record.activity, record.last_on, record.id limit {most} offset {from}"
        ),
        params![person_id, first, last],
        read,
    )?)
}

/// Who entered a record: the person's name, the account's where it is nobody's.
pub(super) fn entered_by(tx: &mut Tx, record: &Record) -> Result<String> {
    let name: Option<String> = tx.query_opt(
        "select coalesce(person.name, account.name) from account
         left join person on person.id = account.person_id
         where account.id = ?1",
        params![record.entered_by],
        |row| row.get(0),
    )?;
    Ok(name.unwrap_or_else(|| record.entered_from.clone()))
}

/// The live rows of an event, the organization's first; bounded by what a form can enter.
pub(crate) fn of_event(tx: &mut Tx, event_id: &Id) -> Result<Vec<Record>> {
    Ok(tx.query(
        &format!(
            "select {COLUMNS} from record where record.event_id = ?1 and {LIVE}
             order by record.person_id is not null, record.id limit 1000"
        ),
        params![event_id],
        read,
    )?)
}

pub(super) fn read(row: &Row<'_>) -> xueji_store::Result<Record> {
    let outcome = Outcome::from_code(row.str(9)?).ok_or(unreadable(9, "an outcome"))?;
    Ok(Record {
        id: row.get(0)?,
        person_id: row.get(1)?,
        organization_id: row.get(2)?,
        activity: row.get(3)?,
        category: row.get(4)?,
        first_on: row.get(5)?,
        last_on: row.get(6)?,
        quantity: Quantity {
            grains: row.i64(7)?,
            unit: Unit::from_code(row.str(8)?).ok_or(unreadable(8, "a unit"))?,
        },
        outcome,
        evidence: EvidenceSet::from_bits(u8::try_from(row.i64(10)?).unwrap_or_default()),
        title: row.get(11)?,
        body: row.get(12)?,
        notebook_page: row.get(13)?,
        attachment: row.get(14)?,
        place: row.get(15)?,
        event_id: row.get(16)?,
        late: row.get(17)?,
        late_reason: row.get(18)?,
        replaces_id: row.get(19)?,
        replaces_reason: row.get(20)?,
        withdrawal: row.str(21)? == "withdrawal",
        entered_on: row.get(22)?,
        entered_at: row.get(23)?,
        note_id: row.get(26)?,
        entered_by: row.get(24)?,
        entered_from: row.get(25)?,
    })
}
