//! The files that stand with a record: which they may be, and how they are sealed with it.
//!
//! Their rows are added with the record and never changed: adding or taking away a file is a correction.

use std::collections::HashMap;

use xueji_store::{Tx, Value, params};

use crate::attachments::{self, Attachment};
use crate::records::Entry;
use crate::records::store::Link;
use crate::shell::lang::Messages;
use crate::shell::upload::{FILES_FIELD, MOST_FILES};
use crate::shell::{Id, Mistakes, Result, Work};

/// The files of a record, in order.
pub(crate) fn of(tx: &mut Tx, record_id: &Id) -> Result<Vec<Attachment>> {
    let ids: Vec<Id> = tx.query(
        "select attachment_id from record_attachment where record_id = ?1 order by position",
        params![record_id],
        |row| row.get(0),
    )?;
    attachments::find(tx, &ids)
}

/// Those of these that may stand with a record: what the account itself brought and nothing names yet, and what
/// stands already with the record that is replaced or with another row of the event.
pub(super) fn allowed(tx: &mut Tx, account_id: &Id, ids: &[Id], link: &Link<'_>) -> Result<Vec<Attachment>> {
    let mut allowed = Vec::new();
    for file in attachments::find(tx, ids)? {
        let waiting = !file.kept && file.by_account_id == *account_id;
        if waiting || stands(tx, &file.id, link)? {
            allowed.push(file);
        }
    }
    Ok(allowed)
}

fn stands(tx: &mut Tx, id: &Id, link: &Link<'_>) -> Result<bool> {
    // The rows of an event are made at once; later each goes its own way, and another's file stays another's.
    let event_id = link.event_id.filter(|_| link.replaces.is_none());
    Ok(tx.scalar(
        "select exists (select 1 from record_attachment join record on record.id = record_attachment.record_id
             where record_attachment.attachment_id = ?1 and (record.id = ?2 or record.event_id = ?3))",
        params![id, link.replaces.map(|(replaced, _)| replaced), event_id],
    )?)
}

/// Takes files for a record that is being entered; they are kept from here on.
pub(super) fn take(
    work: &mut Work<'_>,
    entry: &Entry,
    ids: &[Id],
    link: &Link<'_>,
) -> Result<Vec<Attachment>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut once = ids.to_vec();
    once.sort_unstable();
    once.dedup();
    if ids.len() > MOST_FILES {
        return Err(Mistakes::one(FILES_FIELD, Messages::records_too_many_files));
    }
    let files = allowed(work, &entry.account_id, ids, link)?;
    // What waits may be cleaned up in this moment: only what could be kept is taken.
    if once.len() != ids.len() || files.len() != ids.len() || !attachments::keep(work, ids)? {
        return Err(Mistakes::one(FILES_FIELD, Messages::records_files_gone));
    }
    Ok(files)
}

/// Stores which files stand with a record.
pub(super) fn link(tx: &mut Tx, record_id: Option<&Value<'_>>, files: &[Attachment]) -> Result<()> {
    let Some(record_id) = record_id.filter(|_| !files.is_empty()) else { return Ok(()) };
    let rows = (0_i64..).zip(files).map(|(position, file)| {
        vec![record_id.clone(), Value::Int(position), Value::Text(file.id.as_str().into())]
    });
    tx.insert_many("record_attachment", &["record_id", "position", "attachment_id"], rows)?;
    Ok(())
}

/// What the digest of a record says of its files, in order: which, with which bytes, shown as what under which name.
pub(super) fn sealed(files: &[Attachment]) -> impl Iterator<Item = Value<'_>> {
    files.iter().flat_map(|file| {
        [
            Value::Text(file.id.as_str().into()),
            Value::Text(file.hash.to_string().into()),
            Value::Int(file.bytes),
            Value::Text(file.kind.media_type().into()),
            Value::Text(file.file_name.as_str().into()),
        ]
    })
}

/// The files of every record that has some, as stored, in the order in which they were sealed.
pub(super) type All = HashMap<String, Vec<[Value<'static>; 5]>>;

/// Reads them all: some hundred bytes for each.
pub(super) fn of_all(tx: &mut Tx) -> Result<All> {
    let mut all = All::new();
    tx.each(
        "select record_attachment.record_id, attachment.id, attachment.hash, attachment.bytes, attachment.media_type,
             attachment.file_name
         from record_attachment join attachment on attachment.id = record_attachment.attachment_id
         order by record_attachment.record_id, record_attachment.position",
        params![],
        |row| {
            let text = |column: usize| Ok::<_, xueji_store::Error>(Value::Text(row.get::<String>(column)?.into()));
            let file = [text(1)?, text(2)?, Value::Int(row.i64(3)?), text(4)?, text(5)?];
            all.entry(row.get(0)?).or_default().push(file);
            Ok(())
        },
    )?;
    Ok(all)
}

/// What the digest of a record says of its files, of those read at once.
pub(super) fn sealed_of<'a>(all: &'a All, record_id: &str) -> impl Iterator<Item = Value<'a>> {
    all.get(record_id).into_iter().flatten().flatten().cloned()
}
