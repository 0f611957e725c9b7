//! The SQL of identities, and of forms that are kept during a visit to the provider.

use xueji_store::{Row, Tx, params};

use crate::accounts::single::Identity;
use crate::shell::{Id, Result};

const COLUMNS: &str = "id, account_id, called, linked_at";

pub(super) fn by_subject(tx: &mut Tx, issuer: &str, subject: &str) -> Result<Option<Identity>> {
    Ok(tx.query_opt(
        &format!("select {COLUMNS} from identity where issuer = ?1 and subject = ?2"),
        params![issuer, subject],
        read,
    )?)
}

pub(super) fn of_account(tx: &mut Tx, account_id: &Id) -> Result<Vec<Identity>> {
    Ok(tx.query(
        &format!("select {COLUMNS} from identity where account_id = ?1 order by linked_at, id limit 20"),
        params![account_id],
        read,
    )?)
}

pub(super) fn is_linked(tx: &mut Tx, issuer: &str, account_id: &Id) -> Result<bool> {
    Ok(tx.scalar(
        "select exists (select 1 from identity where issuer = ?1 and account_id = ?2)",
        params![issuer, account_id],
    )?)
}

pub(super) fn add(tx: &mut Tx, issuer: &str, subject: &str, identity: &Identity) -> Result<()> {
    tx.execute(
        "insert into identity (id, issuer, subject, account_id, called, linked_at)
         values (?1, ?2, ?3, ?4, ?5, ?6)",
        params![identity.id, issuer, subject, identity.account_id, identity.called, identity.linked_at],
    )?;
    Ok(())
}

/// Takes an identity off an account, and ends the sessions that it opened; false where it is not this account's.
pub(super) fn remove(tx: &mut Tx, account_id: &Id, id: &Id, at: i64) -> Result<bool> {
    let removed =
        tx.execute("delete from identity where id = ?1 and account_id = ?2", params![id, account_id])?;
    if removed > 0 {
        tx.execute(
            "update web_session set ended_at = ?3
             where account_id = ?1 and identity_id = ?2 and ended_at is null",
            params![account_id, id, at],
        )?;
    }
    Ok(removed > 0)
}

/// Takes every identity off an account.
pub(in crate::accounts) fn remove_all(tx: &mut Tx, account_id: &Id) -> Result<u64> {
    Ok(tx.execute("delete from identity where account_id = ?1", params![account_id])?)
}

/// The account of a person.
pub(super) fn account_of(tx: &mut Tx, person_id: &Id) -> Result<Option<Id>> {
    Ok(tx.query_opt("select id from account where person_id = ?1", params![person_id], |row| row.get(0))?)
}

/// Whether a session was opened as an identity.
pub(super) fn is_of_identity(tx: &mut Tx, token_hash: &str) -> Result<bool> {
    Ok(tx.scalar(
        "select exists (select 1 from web_session where token_hash = ?1 and identity_id is not null)",
        params![token_hash],
    )?)
}

/// A form that waits for its author to come back from the provider.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) account_id: Id,
    pub(super) target: String,
    pub(super) fields: String,
}

/// Keeps a form; an account has one at most.
pub(super) fn keep(tx: &mut Tx, token_hash: &str, kept: &Kept, at: i64, expires_at: i64) -> Result<()> {
    tx.execute(
        "delete from kept_form where account_id = ?1 or expires_at < ?2",
        params![kept.account_id, at],
    )?;
    tx.execute(
        "insert into kept_form (token_hash, account_id, target, fields, expires_at)
         values (?1, ?2, ?3, ?4, ?5)",
        params![token_hash, kept.account_id, kept.target, kept.fields, expires_at],
    )?;
    Ok(())
}

/// The form that was kept for this visit, if it still is.
pub(super) fn kept(tx: &mut Tx, token_hash: &str, now: i64) -> Result<Option<Kept>> {
    Ok(tx.query_opt(
        "select account_id, target, fields from kept_form where token_hash = ?1 and expires_at > ?2",
        params![token_hash, now],
        |row| Ok(Kept { account_id: row.get(0)?, target: row.get(1)?, fields: row.get(2)? }),
    )?)
}

pub(super) fn forget_kept(tx: &mut Tx, token_hash: &str) -> Result<()> {
    tx.execute("delete from kept_form where token_hash = ?1", params![token_hash])?;
    Ok(())
}

fn read(row: &Row<'_>) -> xueji_store::Result<Identity> {
    Ok(Identity { id: row.get(0)?, account_id: row.get(1)?, called: row.get(2)?, linked_at: row.get(3)? })
}
