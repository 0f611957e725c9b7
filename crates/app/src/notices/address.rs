//! Where somebody is written to: entered, shown to be theirs by a code that was sent there, taken out again.

use std::collections::HashSet;

use lettre::Address;
use rand::TryRng as _;
use rand::rngs::SysRng;
use xueji_store::{Tx, Where, params};

use crate::notices::outbox;
use crate::shell::lang::Messages;
use crate::shell::{Deed, Error, Id, Mistakes, Note, Result, Work, secret};

/// How long a code is good.
const GOOD_FOR: i64 = 24 * 60 * 60 * 1000;
/// How often a code may be tried: of a hundred million.
const MOST_TRIES: i64 = 10;
/// Codes that are sent to somebody on one day.
const MOST_CODES: i64 = 5;
/// Refusals in a row after which an address is no longer written to.
const MOST_REFUSALS: i64 = 3;
/// The longest address: what mail servers take.
const LONGEST: usize = 254;

/// An address as its owner sees it.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) address: String,
    pub(super) confirmed: bool,
    /// Until when the code on its way is good.
    pub(super) code_until: Option<i64>,
    /// Why it could not be written to the last time.
    pub(super) failure: Option<String>,
}

/// What came of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Confirmed {
    Right,
    Wrong,
    /// There is none, it is too old, or it was tried too often.
    Over,
}

/// The address of somebody, confirmed or not.
pub(super) fn known(tx: &mut Tx, person_id: &Id) -> Result<Option<Known>> {
    Ok(tx.query_opt(
        "select address, confirmed_at is not null, code_until, failure from mail_address where person_id = ?1",
        params![person_id],
        |row| {
            Ok(Known {
                address: row.get(0)?,
                confirmed: row.get(1)?,
                code_until: row.get(2)?,
                failure: row.get(3)?,
            })
        },
    )?)
}

/// Whether an address `m` may be written to: whose account was closed is not.
const IN_USE: &str = "m.confirmed_at is not null and exists (
    select 1 from account a where a.person_id = m.person_id and a.closed_at is null)";

/// Where somebody may be written to.
pub(super) fn confirmed(tx: &mut Tx, person_id: &Id) -> Result<Option<String>> {
    Ok(tx.query_opt(
        &format!("select m.address from mail_address m where m.person_id = ?1 and {IN_USE}"),
        params![person_id],
        |row| row.get(0),
    )?)
}

/// Who of these may be written to.
pub(super) fn reached(tx: &mut Tx, people: &[&str]) -> Result<HashSet<Id>> {
    let clause = Where::new().and_in("m.person_id", people).and_if(true, IN_USE);
    let found = tx.query(
        &format!("select m.person_id from mail_address m {}", clause.sql()),
        clause.params(),
        |row| row.get(0),
    )?;
    Ok(found.into_iter().collect())
}

/// A code of eight digits.
pub(super) fn fresh_code() -> Result<String> {
    let mut bytes = [0_u8; 8];
    SysRng.try_fill_bytes(&mut bytes).map_err(anyhow::Error::from)?;
    Ok(format!("{:08}", u64::from_le_bytes(bytes) % 100_000_000))
}

fn hashed(person_id: &Id, code: &str) -> String {
    secret::digest(&format!("{person_id} {code}"))
}

/// Keeps an address until the code that goes there comes back; nothing else goes there before.
///
/// # Errors
/// Mistakes, where it is no address or too many codes were sent today.
pub(super) fn enter(work: &mut Work<'_>, person_id: &Id, typed: &str, code: &str, today: &str) -> Result<()> {
    let fits = typed.is_ascii() && typed.len() <= LONGEST && typed.parse::<Address>().is_ok();
    if !fits {
        return Err(Mistakes::one("address", Messages::notices_no_address));
    }
    let sent: Option<i64> = work.query_opt(
        "select codes from mail_address where person_id = ?1 and codes_on = ?2",
        params![person_id, today],
        |row| row.get(0),
    )?;
    let sent = sent.unwrap_or(0);
    if sent >= MOST_CODES {
        return Err(Mistakes::one("address", Messages::notices_too_many_codes));
    }
    outbox::forget(work, person_id)?;
    let until = work.at() + GOOD_FOR;
    work.execute(
        "insert into mail_address (person_id, address, code_hash, code_until, code_tries, codes_on, codes, refusals)
         values (?1, ?2, ?3, ?4, 0, ?5, ?6, 0)
         on conflict (person_id) do update set address = excluded.address, confirmed_at = null,
             code_hash = excluded.code_hash, code_until = excluded.code_until, code_tries = 0,
             codes_on = excluded.codes_on, codes = excluded.codes, refusals = 0, failure = null",
        params![person_id, typed, hashed(person_id, code), until, today, sent + 1],
    )?;
    Ok(())
}

/// Holds a code against the one that was sent. A wrong one is counted, so this succeeds with it too.
pub(super) fn confirm(work: &mut Work<'_>, person_id: &Id, code: &str) -> Result<Confirmed> {
    let at = work.at();
    let open = work.query_opt(
        "select code_hash from mail_address
         where person_id = ?1 and code_hash is not null and code_until > ?2 and code_tries < ?3",
        params![person_id, at, MOST_TRIES],
        |row| row.get::<String>(0),
    )?;
    let Some(hash) = open else { return Ok(Confirmed::Over) };
    if !secret::equal(&hash, &hashed(person_id, code)) {
        let sql = "update mail_address set code_tries = code_tries + 1 where person_id = ?1";
        work.execute(sql, params![person_id])?;
        return Ok(Confirmed::Wrong);
    }
    work.execute(
        "update mail_address set confirmed_at = ?2, code_hash = null, code_until = null, refusals = 0, failure = null
         where person_id = ?1",
        params![person_id, at],
    )?;
    work.note(Note::on(Deed::AddressConfirmed, person_id));
    Ok(Confirmed::Right)
}

/// Takes it out: nothing is sent any more, not even what waits.
pub(super) fn remove(work: &mut Work<'_>, person_id: &Id) -> Result<()> {
    outbox::forget(work, person_id)?;
    let removed = work.execute("delete from mail_address where person_id = ?1", params![person_id])?;
    if removed == 0 {
        return Err(Error::NotFound);
    }
    work.note(Note::on(Deed::AddressRemoved, person_id));
    Ok(())
}

/// Its server took a message.
pub(super) fn accepted(tx: &mut Tx, person_id: &Id) -> Result<()> {
    tx.execute(
        "update mail_address set refusals = 0, failure = null where person_id = ?1",
        params![person_id],
    )?;
    Ok(())
}

/// A message was given up, for no fault of the address.
pub(super) fn missed(tx: &mut Tx, person_id: &Id, failure: &str) -> Result<()> {
    tx.execute("update mail_address set failure = ?2 where person_id = ?1", params![person_id, failure])?;
    Ok(())
}

/// Its server refused a message; after some in a row it is not written to until it is confirmed anew.
pub(super) fn refused(tx: &mut Tx, person_id: &Id, failure: &str) -> Result<()> {
    tx.execute(
        "update mail_address set refusals = refusals + 1, failure = ?2 where person_id = ?1",
        params![person_id, failure],
    )?;
    tx.execute(
        "update mail_address set confirmed_at = null where person_id = ?1 and refusals >= ?2",
        params![person_id, MOST_REFUSALS],
    )?;
    Ok(())
}
