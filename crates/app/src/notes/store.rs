//! The SQL of notes.

use jiff::civil::Date;
use xueji_store::{Row, Tx, Value, Where, params};

use crate::attachments::{self, Attachment};
use crate::notes::{Draft, Note, Version, characters, lesson_of};
use crate::shell::trail::{Digest, digest};
use crate::shell::{Id, OrNotFound, Result, markdown};

/// The columns of a note, and how many they are.
pub(super) const COLUMNS: &str =
    "note.id, note.person_id, note.activity, note.happened_on, note.current, note.entered,
    note.saves, note.began_at, note.changed_at, note.discarded_at, note.entry_key";
pub(super) const WIDTH: usize = 11;

const VERSION: &str =
    "note_version.number, note_version.title, note_version.characters, note_version.began_at,
    note_version.changed_at, note_version.entered_at, note_version.files, note_version.text";

/// What its digest says of a version that was handed in.
const SEALED: &str = "id, note_id, number, title, entered_at, files, text";

/// Which of a person's notes are meant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    /// Those about days from here on.
    pub(crate) from: Option<Date>,
    /// Those about days up to here.
    pub(crate) to: Option<Date>,
    pub(crate) activity: Option<String>,
    pub(crate) tag: Option<String>,
    /// Those alone that were not handed in.
    pub(crate) drafts: bool,
    /// Those alone that were handed in.
    pub(crate) handed_in: bool,
    /// Those that were put away, instead of the others.
    pub(crate) discarded: bool,
}

/// A note in a list.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) note: Note,
    pub(crate) title: String,
    pub(crate) characters: i64,
    /// How many files it shows.
    pub(crate) files: usize,
}

pub(super) fn read(row: &Row<'_>) -> xueji_store::Result<Note> {
    Ok(Note {
        id: row.get(0)?,
        person_id: row.get(1)?,
        activity: row.get(2)?,
        happened_on: row.get(3)?,
        current: row.get(4)?,
        entered: row.get(5)?,
        saves: row.get(6)?,
        began_at: row.get(7)?,
        changed_at: row.get(8)?,
        discarded: row.get::<Option<i64>>(9)?.is_some(),
        lesson_id: lesson_of(row.str(10)?),
    })
}

/// A version whose columns begin at `first`.
fn read_version(row: &Row<'_>, first: usize) -> xueji_store::Result<Version> {
    Ok(Version {
        number: row.get(first)?,
        title: row.get(first + 1)?,
        characters: row.get(first + 2)?,
        began_at: row.get(first + 3)?,
        changed_at: row.get(first + 4)?,
        entered_at: row.get(first + 5)?,
        files: row.str(first + 6)?.split_whitespace().map(Id::from_text).collect(),
        text: row.get(first + 7)?,
    })
}

fn joined(files: &[Id]) -> String {
    files.iter().map(Id::as_str).collect::<Vec<_>>().join(" ")
}

/// One note.
pub(crate) fn find(tx: &mut Tx, id: &Id) -> Result<Option<Note>> {
    Ok(tx.query_opt(&format!("select {COLUMNS} from note where id = ?1"), params![id], read)?)
}

pub(super) fn by_entry_key(tx: &mut Tx, key: &str) -> Result<Option<Note>> {
    Ok(tx.query_opt(&format!("select {COLUMNS} from note where entry_key = ?1"), params![*key], read)?)
}

/// As what a note is stored that an account begins with this key: the `entry_key` of its row.
pub(crate) fn entry_key(account_id: &Id, key: &str) -> String {
    format!("{account_id}:{key}")
}

/// The note that an account began with this key.
pub(crate) fn begun(tx: &mut Tx, account_id: &Id, key: &str) -> Result<Option<Note>> {
    by_entry_key(tx, &entry_key(account_id, key))
}

/// One text of a note.
pub(crate) fn version(tx: &mut Tx, note_id: &Id, number: i64) -> Result<Option<Version>> {
    Ok(tx.query_opt(
        &format!("select {VERSION} from note_version where note_id = ?1 and number = ?2"),
        params![note_id, number],
        |row| read_version(row, 0),
    )?)
}

/// The text of a note that others may read; none as long as it is a draft.
pub(crate) fn handed_in(tx: &mut Tx, note_id: &Id) -> Result<Option<Version>> {
    match find(tx, note_id)?.and_then(|note| note.entered) {
        Some(number) => version(tx, note_id, number),
        None => Ok(None),
    }
}

/// The latest text of a note that had been handed in before an instant.
pub(super) fn entered_before(tx: &mut Tx, note_id: &Id, before: i64) -> Result<Option<Version>> {
    Ok(tx.query_opt(
        &format!(
            "select {VERSION} from note_version where note_id = ?1 and entered_at < ?2 order by number desc limit 1"
        ),
        params![note_id, before],
        |row| read_version(row, 0),
    )?)
}

/// The files of a text that it does not show itself: photographed pages first of all.
pub(crate) fn beside(tx: &mut Tx, version: &Version) -> Result<Vec<Attachment>> {
    let hidden = |id: &&Id| !markdown::shows(&version.text, id.as_str());
    attachments::find(tx, &version.files.iter().filter(hidden).cloned().collect::<Vec<_>>())
}

/// Every version of a note without its text, the latest first.
pub(crate) fn versions(tx: &mut Tx, note_id: &Id) -> Result<Vec<Version>> {
    Ok(tx.query(
        "select number, title, characters, began_at, changed_at, entered_at, '', '' from note_version
         where note_id = ?1 order by number desc limit 200",
        params![note_id],
        |row| read_version(row, 0),
    )?)
}

/// A person's notes with their texts, the earliest day first, at most `most` from `from` on.
pub(crate) fn texts(
    tx: &mut Tx,
    person_id: &Id,
    filter: &Filter,
    from: usize,
    most: usize,
) -> Result<Vec<(Note, Version)>> {
    let conditions = filter.narrow(Where::new().and("note.person_id = ?", person_id));
    Ok(tx.query(
        &format!(
            "select {COLUMNS}, {VERSION} from note
             join note_version on note_version.note_id = note.id and note_version.number = note.current
             {} order by note.happened_on, note.id limit {most} offset {from}",
            conditions.sql()
        ),
        conditions.params(),
        |row| Ok((read(row)?, read_version(row, WIDTH)?)),
    )?)
}

/// How many notes a person has in each month of these days: `2026-03` and the number, the earliest first.
pub(crate) fn months(tx: &mut Tx, person_id: &Id, from: Date, to: Date) -> Result<Vec<(String, i64)>> {
    Ok(tx.query(
        "select substr(happened_on, 1, 7), count(*) from note
         where person_id = ?1 and happened_on >= ?2 and happened_on <= ?3 and discarded_at is null
         group by substr(happened_on, 1, 7) order by substr(happened_on, 1, 7) limit 400",
        params![person_id, from, to],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

/// The years about which a person has notes, the latest first.
pub(crate) fn years(tx: &mut Tx, person_id: &Id) -> Result<Vec<String>> {
    Ok(tx.query(
        "select distinct substr(happened_on, 1, 4) from note where person_id = ?1 and discarded_at is null
         order by substr(happened_on, 1, 4) desc limit 30",
        params![person_id],
        |row| row.get(0),
    )?)
}

/// A page of a person's notes, the latest day first.
///
/// The cost is the rows up to the page, not their texts.
pub(crate) fn list(
    tx: &mut Tx,
    person_id: &Id,
    filter: &Filter,
    from: usize,
    most: usize,
) -> Result<(Vec<Listed>, i64)> {
    let conditions = filter.narrow(Where::new().and("note.person_id = ?", person_id));
    let total = tx.scalar(&format!("select count(*) from note {}", conditions.sql()), conditions.params())?;
    let rows = tx.query(
        &format!(
            "select {COLUMNS}, note_version.title, note_version.characters, note_version.files from note
             join note_version on note_version.note_id = note.id and note_version.number = note.current
             {} order by note.happened_on desc, note.id desc limit {most} offset {from}",
            conditions.sql()
        ),
        conditions.params(),
        |row| {
            Ok(Listed {
                note: read(row)?,
                title: row.get(WIDTH)?,
                characters: row.get(WIDTH + 1)?,
                files: row.str(WIDTH + 2)?.split_whitespace().count(),
            })
        },
    )?;
    Ok((rows, total))
}

impl Filter {
    pub(super) fn narrow<'a>(&'a self, conditions: Where<'a>) -> Where<'a> {
        conditions
            .and_opt("note.happened_on >= ?", &self.from)
            .and_opt("note.happened_on <= ?", &self.to)
            .and_opt("note.activity = ?", &self.activity)
            .and_opt(
                "exists (select 1 from note_tag where note_tag.note_id = note.id and note_tag.tag = ?)",
                &self.tag,
            )
            .and_if(self.drafts, "(note.entered is null or note.entered <> note.current)")
            .and_if(self.handed_in, "note.entered is not null")
            .and_if(self.discarded, "note.discarded_at is not null")
            .and_if(!self.discarded, "note.discarded_at is null")
    }
}

/// Stores a note with its first version; `entered` says whether it is handed in at once.
pub(super) fn insert(
    tx: &mut Tx,
    id: &Id,
    key: &str,
    person_id: &Id,
    at: i64,
    draft: &Draft,
    entered: bool,
) -> Result<()> {
    tx.execute(
        "insert into note (id, entry_key, person_id, activity, happened_on, current, entered, saves, began_at,
             changed_at)
         values (?1, ?2, ?3, ?4, ?5, 1, ?7, 1, ?6, ?6)",
        params![id, *key, person_id, draft.activity, draft.happened_on, at, entered.then_some(1_i64)],
    )?;
    insert_version(tx, id, 1, at, draft, entered.then_some(at))
}

pub(super) fn insert_version(
    tx: &mut Tx,
    note_id: &Id,
    number: i64,
    at: i64,
    draft: &Draft,
    entered_at: Option<i64>,
) -> Result<()> {
    tx.execute(
        "insert into note_version (id, note_id, number, title, characters, began_at, changed_at, entered_at, files,
             text)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?9, ?7, ?8)",
        params![
            Id::fresh(),
            note_id,
            number,
            draft.title,
            characters(&draft.text),
            at,
            joined(&draft.files),
            draft.text,
            entered_at,
        ],
    )?;
    Ok(())
}

/// Changes the version that is worked on; one that was handed in stays as it is.
pub(super) fn update_version(tx: &mut Tx, note_id: &Id, number: i64, at: i64, draft: &Draft) -> Result<()> {
    tx.execute(
        "update note_version set title = ?3, characters = ?4, changed_at = ?5, files = ?6, text = ?7
         where note_id = ?1 and number = ?2 and entered_at is null",
        params![note_id, number, draft.title, characters(&draft.text), at, joined(&draft.files), draft.text,],
    )?;
    Ok(())
}

pub(super) fn update(tx: &mut Tx, id: &Id, current: i64, saves: i64, at: i64, draft: &Draft) -> Result<()> {
    tx.execute(
        "update note set current = ?2, saves = ?3, changed_at = ?4, activity = ?5, happened_on = ?6,
             discarded_at = null
         where id = ?1",
        params![id, current, saves, at, draft.activity, draft.happened_on],
    )?;
    Ok(())
}

pub(super) fn last_number(tx: &mut Tx, note_id: &Id) -> Result<i64> {
    Ok(tx.scalar("select max(number) from note_version where note_id = ?1", params![note_id])?)
}

/// Drops what was typed long ago and never handed in, but the latest `most`.
pub(super) fn thin(tx: &mut Tx, note_id: &Id, latest: i64, most: i64) -> Result<()> {
    tx.execute(
        "delete from note_version where note_id = ?1 and number <= ?2 and entered_at is null
             and not exists (select 1 from note where note.id = ?1 and note.entered = note_version.number)",
        params![note_id, latest - most],
    )?;
    Ok(())
}

pub(super) fn set_discarded(tx: &mut Tx, id: &Id, at: Option<i64>) -> Result<()> {
    tx.execute("update note set discarded_at = ?2 where id = ?1", params![id, at])?;
    Ok(())
}

pub(super) fn set_entered(tx: &mut Tx, id: &Id, number: Option<i64>) -> Result<()> {
    tx.execute("update note set entered = ?2 where id = ?1", params![id, number])?;
    Ok(())
}

/// Closes a version for good.
pub(super) fn close(tx: &mut Tx, note_id: &Id, number: i64, at: i64) -> Result<()> {
    tx.execute(
        "update note_version set entered_at = ?3 where note_id = ?1 and number = ?2 and entered_at is null",
        params![note_id, number, at],
    )?;
    Ok(())
}

/// The row of a closed version, with the digest of what it says.
pub(super) fn sealed(tx: &mut Tx, note_id: &Id, number: i64) -> Result<(Id, Digest)> {
    let sealed = tx.query_opt(
        &format!("select {SEALED} from note_version where note_id = ?1 and number = ?2"),
        params![note_id, number],
        |row| Ok((row.get(0)?, digest_of(row)?)),
    )?;
    sealed.or_not_found()
}

fn digest_of(row: &Row<'_>) -> xueji_store::Result<Digest> {
    let values = (0..SEALED.split(',').count()).map(|column| row.value(column));
    Ok(digest(values.collect::<Result<Vec<Value<'_>>, _>>()?))
}

/// Hands over the id and digest of every version that was sealed.
pub(crate) fn each_digest(tx: &mut Tx, mut see: impl FnMut(&str, Digest)) -> Result<()> {
    Ok(tx.each(
        &format!("select {SEALED} from note_version where entered_at is not null"),
        params![],
        |row| {
            let digest = digest_of(row)?;
            see(row.str(0)?, digest);
            Ok(())
        },
    )?)
}

/// Every file that a version of the note shows or showed.
pub(crate) fn files_of(tx: &mut Tx, note_id: &Id) -> Result<Vec<Id>> {
    Ok(tx.query("select attachment_id from note_attachment where note_id = ?1", params![note_id], |row| {
        row.get(0)
    })?)
}

/// Whether a file is in a note of somebody else than this person.
pub(crate) fn is_in_another_s(tx: &mut Tx, attachment_id: &Id, person_id: Option<&Id>) -> Result<bool> {
    Ok(tx.scalar(
        "select exists (select 1 from note_attachment join note on note.id = note_attachment.note_id
             where note_attachment.attachment_id = ?1 and note.person_id <> coalesce(?2, ''))",
        params![attachment_id, person_id],
    )?)
}

pub(super) fn name_attachment(tx: &mut Tx, note_id: &Id, attachment_id: &Id) -> Result<()> {
    tx.execute(
        "insert into note_attachment (note_id, attachment_id) values (?1, ?2)
         on conflict (note_id, attachment_id) do nothing",
        params![note_id, attachment_id],
    )?;
    Ok(())
}
