//! Minutes in the database.

use jiff::civil::Date;
use xueji_store::{Row, Tx, params};

use crate::minutes::signing::{Role, Signature};
use crate::minutes::{Block, Slot};
use crate::records::Entry;
use crate::shell::error::unreadable;
use crate::shell::{Id, Result};

const COLUMNS: &str =
    "minutes_block.slot, minutes_block.heading, minutes_block.person_id, minutes_block.due_on,
    minutes_block.text, minutes_block.version, minutes_block.first_change, minutes_block.change";

/// The blocks of a meeting that changed after a number, all of them after 0, in the order in which they were added.
pub(super) fn blocks(tx: &mut Tx, meeting_id: &Id, since: i64) -> Result<Vec<Block>> {
    Ok(tx.query(
        &format!(
            "select {COLUMNS} from minutes_block where meeting_id = ?1 and change > ?2
             order by first_change, slot limit 1000"
        ),
        params![meeting_id, since],
        read,
    )?)
}

pub(super) fn insert(tx: &mut Tx, meeting_id: &Id, block: &Block) -> Result<()> {
    tx.execute(
        "insert into minutes_block (meeting_id, slot, heading, person_id, due_on, text, version, first_change, change)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            meeting_id,
            *block.slot.as_str(),
            block.heading,
            block.person_id,
            block.due_on,
            block.text,
            block.version,
            block.first_change,
            block.change,
        ],
    )?;
    Ok(())
}

pub(super) fn update(tx: &mut Tx, meeting_id: &Id, block: &Block) -> Result<()> {
    tx.execute(
        "update minutes_block set person_id = ?3, due_on = ?4, text = ?5, version = ?6, change = ?7
         where meeting_id = ?1 and slot = ?2",
        params![
            meeting_id,
            *block.slot.as_str(),
            block.person_id,
            block.due_on,
            block.text,
            block.version,
            block.change,
        ],
    )?;
    Ok(())
}

/// A text as it was at a version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wording {
    pub(super) version: i64,
    pub(super) person_id: Option<Id>,
    pub(super) due_on: Option<Date>,
    pub(super) text: String,
}

/// Keeps a text for good; `writer` is the window that sent it, empty where two texts were merged.
pub(super) fn keep(
    tx: &mut Tx,
    (meeting_id, slot): (&Id, &Slot),
    text: &Wording,
    writer: &str,
    entry: &Entry,
) -> Result<()> {
    tx.execute(
        "insert into minutes_text (meeting_id, slot, version, person_id, due_on, text, writer, written_at, written_by)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            meeting_id,
            *slot.as_str(),
            text.version,
            text.person_id,
            text.due_on,
            text.text,
            *writer,
            entry.at,
            entry.account_id,
        ],
    )?;
    Ok(())
}

/// The text that a window began from: the version that it names, or what it sent itself since, whose answer it may
/// have missed.
pub(super) fn began_from(
    tx: &mut Tx,
    (meeting_id, slot): (&Id, &Slot),
    version: i64,
    writer: &str,
) -> Result<Option<Wording>> {
    Ok(tx.query_opt(
        "select version, person_id, due_on, text from minutes_text
         where meeting_id = ?1 and slot = ?2 and (version = ?3 or (version > ?3 and writer = ?4 and writer <> ''))
         order by version desc limit 1",
        params![meeting_id, *slot.as_str(), version, *writer],
        |row| {
            Ok(Wording { version: row.get(0)?, person_id: row.get(1)?, due_on: row.get(2)?, text: row.get(3)? })
        },
    )?)
}

/// Of texts that one account wrote in a row keeps the last: what was typed by and by is no history once it is signed.
pub(super) fn thin(tx: &mut Tx, meeting_id: &Id) -> Result<()> {
    tx.execute(
        "delete from minutes_text where meeting_id = ?1 and exists (
             select 1 from minutes_text later
             where later.meeting_id = minutes_text.meeting_id and later.slot = minutes_text.slot
                 and later.version = minutes_text.version + 1 and later.written_by = minutes_text.written_by)",
        params![meeting_id],
    )?;
    Ok(())
}

/// The signatures that were not taken back, the earliest first.
pub(super) fn signatures(tx: &mut Tx, meeting_id: &Id) -> Result<Vec<Signature>> {
    Ok(tx.query(
        "select signed.role, signed.person_id, person.name, signed.signed_at, signed.digest, signed.closes
         from minutes_signature signed join person on person.id = signed.person_id
         where signed.meeting_id = ?1 and signed.ended_at is null
         order by signed.signed_at, signed.id limit 100",
        params![meeting_id],
        |row| {
            Ok(Signature {
                role: Role::from_code(row.str(0)?).ok_or(unreadable(0, "a role of a signature"))?,
                person_id: row.get(1)?,
                name: row.get(2)?,
                at: row.get(3)?,
                digest: row.get(4)?,
                closes: row.get(5)?,
            })
        },
    )?)
}

pub(super) fn sign(
    tx: &mut Tx,
    (meeting_id, event_id): (&Id, &Id),
    signature: &Signature,
    account_id: &Id,
) -> Result<()> {
    tx.execute(
        "insert into minutes_signature (id, meeting_id, role, person_id, account_id, signed_at, digest, event_id, closes)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            Id::fresh(),
            meeting_id,
            *signature.role.code(),
            signature.person_id,
            account_id,
            signature.at,
            signature.digest,
            event_id,
            signature.closes,
        ],
    )?;
    Ok(())
}

/// Takes every signature back.
pub(super) fn end_signatures(tx: &mut Tx, meeting_id: &Id, entry: &Entry, reason: &str) -> Result<()> {
    tx.execute(
        "update minutes_signature set ended_at = ?2, ended_by = ?3, reason = ?4
         where meeting_id = ?1 and ended_at is null",
        params![meeting_id, entry.at, entry.account_id, *reason],
    )?;
    Ok(())
}

pub(super) fn read(row: &Row<'_>) -> xueji_store::Result<Block> {
    Ok(Block {
        slot: Slot::parse(row.str(0)?).ok_or(unreadable(0, "a slot of minutes"))?,
        heading: row.get(1)?,
        person_id: row.get(2)?,
        due_on: row.get(3)?,
        text: row.get(4)?,
        version: row.get(5)?,
        first_change: row.get(6)?,
        change: row.get(7)?,
    })
}
