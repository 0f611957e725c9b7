//! The SQL of one-time codes, recovery codes and the step between password and code.

use xueji_store::{Tx, params};

use crate::shell::{Id, Result};

/// What is stored of an account's key.
#[derive(Debug)]
pub(super) struct Stored {
    pub(super) seed: Vec<u8>,
    pub(super) sealed_by: String,
    pub(super) begun_at: i64,
    pub(super) confirmed_at: Option<i64>,
    pub(super) last_step: i64,
}

pub(super) fn key(tx: &mut Tx, account_id: &Id) -> Result<Option<Stored>> {
    Ok(tx.query_opt(
        "select seed, sealed_by, begun_at, confirmed_at, last_step from one_time_key where account_id = ?1",
        params![account_id],
        |row| {
            Ok(Stored {
                seed: row.get(0)?,
                sealed_by: row.get(1)?,
                begun_at: row.get(2)?,
                confirmed_at: row.get(3)?,
                last_step: row.get(4)?,
            })
        },
    )?)
}

/// A key that is not confirmed yet, in place of one before it.
pub(super) fn put_key(tx: &mut Tx, account_id: &Id, seed: &[u8], sealed_by: &str, at: i64) -> Result<()> {
    tx.execute(
        "insert into one_time_key (account_id, seed, sealed_by, begun_at, last_step)
         values (?1, ?2, ?3, ?4, 0)
         on conflict (account_id) do update set seed = excluded.seed, sealed_by = excluded.sealed_by,
             begun_at = excluded.begun_at, confirmed_at = null, last_step = 0",
        params![account_id, seed, sealed_by, at],
    )?;
    Ok(())
}

pub(super) fn confirm(tx: &mut Tx, account_id: &Id, at: i64) -> Result<()> {
    tx.execute("update one_time_key set confirmed_at = ?2 where account_id = ?1", params![account_id, at])?;
    Ok(())
}

/// Takes a step as used; false where it, or a later one, was used before.
pub(super) fn advance(tx: &mut Tx, account_id: &Id, step: i64) -> Result<bool> {
    let moved = tx.execute(
        "update one_time_key set last_step = ?2 where account_id = ?1 and last_step < ?2",
        params![account_id, step],
    )?;
    Ok(moved > 0)
}

/// Takes key and recovery codes away; false where there was no key.
pub(super) fn remove(tx: &mut Tx, account_id: &Id) -> Result<bool> {
    tx.execute("delete from recovery_code where account_id = ?1", params![account_id])?;
    Ok(tx.execute("delete from one_time_key where account_id = ?1", params![account_id])? > 0)
}

/// New recovery codes in place of those before.
pub(super) fn put_recovery(tx: &mut Tx, account_id: &Id, hashes: &[String]) -> Result<()> {
    tx.execute("delete from recovery_code where account_id = ?1", params![account_id])?;
    for hash in hashes {
        tx.execute(
            "insert into recovery_code (account_id, code_hash) values (?1, ?2)",
            params![account_id, hash],
        )?;
    }
    Ok(())
}

/// Uses a recovery code up; false where there is none such, or no more.
pub(super) fn use_recovery(tx: &mut Tx, account_id: &Id, hash: &str, at: i64) -> Result<bool> {
    let used = tx.execute(
        "update recovery_code set used_at = ?3 where account_id = ?1 and code_hash = ?2 and used_at is null",
        params![account_id, hash, at],
    )?;
    Ok(used > 0)
}

pub(super) fn recovery_left(tx: &mut Tx, account_id: &Id) -> Result<i64> {
    Ok(tx.scalar(
        "select count(*) from recovery_code where account_id = ?1 and used_at is null",
        params![account_id],
    )?)
}

pub(super) fn add_step(tx: &mut Tx, token_hash: &str, account_id: &Id, expires_at: i64) -> Result<()> {
    tx.execute(
        "insert into sign_in_step (token_hash, account_id, expires_at) values (?1, ?2, ?3)",
        params![token_hash, account_id, expires_at],
    )?;
    Ok(())
}

/// Whose sign-in goes on with this cookie.
pub(super) fn step(tx: &mut Tx, token_hash: &str, now: i64) -> Result<Option<Id>> {
    Ok(tx.query_opt(
        "select account_id from sign_in_step where token_hash = ?1 and expires_at > ?2",
        params![token_hash, now],
        |row| row.get(0),
    )?)
}

pub(super) fn end_step(tx: &mut Tx, token_hash: &str) -> Result<()> {
    tx.execute("delete from sign_in_step where token_hash = ?1", params![token_hash])?;
    Ok(())
}

pub(super) fn end_steps_of(tx: &mut Tx, account_id: &Id) -> Result<()> {
    tx.execute("delete from sign_in_step where account_id = ?1", params![account_id])?;
    Ok(())
}

pub(super) fn forget_steps(tx: &mut Tx, before: i64) -> Result<()> {
    tx.execute("delete from sign_in_step where expires_at < ?1", params![before])?;
    Ok(())
}
