//! The SQL of attachments.

use xueji_store::{Row, Tx, Where, params};

use crate::attachments::{Attachment, Kind};
use crate::shell::blobs::BlobHash;
use crate::shell::error::unreadable;
use crate::shell::{Id, Result, Work};

const COLUMNS: &str =
    "attachment.id, attachment.hash, attachment.bytes, attachment.media_type, attachment.file_name,
    attachment.width, attachment.height, attachment.by_account_id, attachment.at, attachment.kept";

/// Stores what a file is.
///
/// Only afterwards are its bytes kept: whoever cleans up sees the row, or has removed the bytes before they are
/// written anew.
pub(super) fn insert(work: &mut Work<'_>, new: &Attachment) -> Result<()> {
    let hash = new.hash.to_string();
    work.serialize_on(&[&hash])?;
    work.execute(
        "insert into attachment (id, hash, bytes, media_type, file_name, width, height, by_account_id, at, kept)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            new.id,
            hash,
            new.bytes,
            *new.kind.media_type(),
            new.file_name,
            new.pixels.map(|(width, _)| width),
            new.pixels.map(|(_, height)| height),
            new.by_account_id,
            new.at,
            new.kept,
        ],
    )?;
    Ok(())
}

/// Those of these that are there, in their order.
pub(crate) fn find(tx: &mut Tx, ids: &[Id]) -> Result<Vec<Attachment>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let among = Where::new().and_in("attachment.id", ids);
    let found =
        tx.query(&format!("select {COLUMNS} from attachment {}", among.sql()), among.params(), read)?;
    Ok(ids.iter().filter_map(|id| found.iter().find(|attachment| attachment.id == *id).cloned()).collect())
}

/// Keeps these for good, because a record names them; false where one is not there any more.
pub(crate) fn keep(work: &mut Work<'_>, ids: &[Id]) -> Result<bool> {
    let mut there = true;
    for id in ids {
        there &= work.execute("update attachment set kept = true where id = ?1", params![id])? == 1;
    }
    Ok(there)
}

/// Gives up one that was kept: nothing names it any more, and the next cleaning takes it away.
pub(crate) fn release(work: &mut Work<'_>, id: &Id) -> Result<()> {
    work.execute("update attachment set kept = false where id = ?1", params![id])?;
    Ok(())
}

/// How many bytes an account has that no record names.
pub(super) fn unused_bytes(tx: &mut Tx, account_id: &Id) -> Result<i64> {
    Ok(tx.scalar(
        "select coalesce(cast(sum(bytes) as bigint), 0) from attachment where by_account_id = ?1 and not kept",
        params![account_id],
    )?)
}

/// So many of those that nothing has named since before an instant, with their hashes and sizes.
pub(super) fn unused_before(tx: &mut Tx, before: i64, most: i64) -> Result<Vec<(Id, BlobHash, i64)>> {
    Ok(tx.query(
        "select id, hash, bytes from attachment where not kept and at < ?1 order by at limit ?2",
        params![before, most],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?)
}

/// Removes one that nothing names; false where a record has named it meanwhile.
pub(super) fn remove_unused(tx: &mut Tx, id: &Id) -> Result<bool> {
    Ok(tx.execute("delete from attachment where id = ?1 and not kept", params![id])? == 1)
}

/// Whether any row names bytes of this hash.
pub(super) fn names(tx: &mut Tx, hash: &BlobHash) -> Result<bool> {
    Ok(tx.scalar("select exists (select 1 from attachment where hash = ?1)", params![hash.to_string()])?)
}

/// How many there are, how many bytes they have, and the same of those that no record names.
pub(crate) fn total(tx: &mut Tx) -> Result<[i64; 4]> {
    Ok(tx.query_one(
        "select count(*), coalesce(cast(sum(bytes) as bigint), 0), count(case when not kept then 1 end),
             coalesce(cast(sum(case when not kept then bytes end) as bigint), 0)
         from attachment",
        params![],
        |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]),
    )?)
}

/// Hands over id and hash of every one that a record names.
pub(crate) fn each_kept(tx: &mut Tx, mut see: impl FnMut(&str, BlobHash)) -> Result<()> {
    Ok(tx.each("select id, hash from attachment where kept order by hash", params![], |row| {
        see(row.str(0)?, row.get(1)?);
        Ok(())
    })?)
}

/// Every hash once, and whether a record names a file of it.
pub(crate) fn all_blobs(tx: &mut Tx) -> Result<Vec<(BlobHash, bool)>> {
    Ok(tx.query(
        "select hash, max(case when kept then 1 else 0 end) from attachment group by hash order by hash",
        params![],
        |row| Ok((row.get(0)?, row.i64(1)? == 1)),
    )?)
}

fn read(row: &Row<'_>) -> xueji_store::Result<Attachment> {
    let (width, height): (Option<i64>, Option<i64>) = (row.get(5)?, row.get(6)?);
    Ok(Attachment {
        id: row.get(0)?,
        hash: row.get(1)?,
        bytes: row.get(2)?,
        kind: Kind::from_media_type(row.str(3)?).ok_or(unreadable(3, "a media type"))?,
        file_name: row.get(4)?,
        pixels: width.zip(height),
        by_account_id: row.get(7)?,
        at: row.get(8)?,
        kept: row.get(9)?,
    })
}
