//! The addresses that people subscribe to, in the database.

use xueji_store::{Tx, params};

use crate::shell::{Id, Result};

/// Keeps the digest of a person's address in place of the one before.
pub(super) fn put(tx: &mut Tx, person_id: &Id, token_hash: &str, at: i64) -> Result<()> {
    tx.execute(
        "insert into calendar_feed (person_id, token_hash, made_at) values (?1, ?2, ?3)
         on conflict (person_id) do update set token_hash = excluded.token_hash, made_at = excluded.made_at",
        params![person_id, *token_hash, at],
    )?;
    Ok(())
}

/// Forgets a person's address; false where there was none.
pub(super) fn remove(tx: &mut Tx, person_id: &Id) -> Result<bool> {
    Ok(tx.execute("delete from calendar_feed where person_id = ?1", params![person_id])? > 0)
}

/// When a person's address was made, where there is one.
pub(super) fn made_at(tx: &mut Tx, person_id: &Id) -> Result<Option<i64>> {
    let sql = "select made_at from calendar_feed where person_id = ?1";
    Ok(tx.query_opt(sql, params![person_id], |row| row.get(0))?)
}

/// Whose address this is the digest of; nobody's once the account is closed.
pub(super) fn owner(tx: &mut Tx, token_hash: &str) -> Result<Option<Id>> {
    Ok(tx.query_opt(
        "select feed.person_id from calendar_feed feed
         join account on account.person_id = feed.person_id and account.closed_at is null
         where feed.token_hash = ?1",
        params![*token_hash],
        |row| row.get(0),
    )?)
}
