//! The SQL of accounts, sessions and delays.

use xueji_store::{Row, Tx, params};

use crate::accounts::sessions::Session;
use crate::accounts::{Account, NewAccount};
use crate::shell::{Id, OrNotFound, Result};

const COLUMNS: &str =
    "id, person_id, name, password_hash, must_change, administrator, closed_at, password_at";

pub(super) fn add(tx: &mut Tx, id: &Id, name: &str, new: &NewAccount, at: i64) -> Result<()> {
    tx.execute(
        "insert into account (id, person_id, name, password_hash, must_change, administrator, created_at, password_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
        params![id, new.person_id, name, new.password_hash, new.must_change, new.administrator, at],
    )?;
    Ok(())
}

pub(super) fn by_name(tx: &mut Tx, name: &str) -> Result<Option<Account>> {
    Ok(tx.query_opt(&format!("select {COLUMNS} from account where name = ?1"), params![name], read)?)
}

pub(super) fn by_id(tx: &mut Tx, id: &Id) -> Result<Account> {
    tx.query_opt(&format!("select {COLUMNS} from account where id = ?1"), params![id], read)?.or_not_found()
}

/// A page of all accounts by name, and how many there are.
pub(super) fn list(tx: &mut Tx, page: usize, size: usize) -> Result<(Vec<Account>, i64)> {
    let total = tx.scalar("select count(*) from account", params![])?;
    let from = page.saturating_mul(size);
    let rows = tx.query(
        &format!("select {COLUMNS} from account order by name limit {size} offset {from}"),
        params![],
        read,
    )?;
    Ok((rows, total))
}

/// Accounts whose name, or whose person's name, has `text` in it, by name, each with the person's name.
pub(super) fn found(tx: &mut Tx, text: &str, from: usize, most: usize) -> Result<Vec<(Account, String)>> {
    let columns = COLUMNS.split(", ").map(|name| format!("account.{name}")).collect::<Vec<_>>().join(", ");
    // Accounts are some thousands at most: they are read through.
    let pattern = format!("%{}%", text.to_lowercase().replace(['%', '_', '\\'], ""));
    Ok(tx.query(
        &format!(
            "select {columns}, coalesce(person.name, '') from account
             left join person on person.id = account.person_id
             where account.name like ?1 or person.name like ?1 or person.initials like ?1
             order by account.name limit {most} offset {from}"
        ),
        params![pattern],
        |row| Ok((read(row)?, row.get(8)?)),
    )?)
}

pub(super) fn set_open(tx: &mut Tx, id: &Id) -> Result<()> {
    tx.execute("update account set closed_at = null where id = ?1", params![id])?;
    Ok(())
}

pub(super) fn set_password(tx: &mut Tx, id: &Id, hash: &str, must_change: bool, at: i64) -> Result<()> {
    tx.execute(
        "update account set password_hash = ?2, must_change = ?3, password_at = ?4 where id = ?1",
        params![id, hash, must_change, at],
    )?;
    Ok(())
}

pub(super) fn set_closed(tx: &mut Tx, id: &Id, at: i64) -> Result<()> {
    tx.execute("update account set closed_at = ?2 where id = ?1", params![id, at])?;
    Ok(())
}

/// Failures in a row under a name, and until when nobody may try.
pub(super) fn delay(tx: &mut Tx, name: &str) -> Result<Option<(i64, i64)>> {
    Ok(tx.query_opt(
        "select failures, until_at from sign_in_delay where name = ?1",
        params![name],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

pub(super) fn set_delay(tx: &mut Tx, name: &str, failures: i64, until_at: i64) -> Result<()> {
    tx.execute(
        "insert into sign_in_delay (name, failures, until_at) values (?1, ?2, ?3)
         on conflict (name) do update set failures = excluded.failures, until_at = excluded.until_at",
        params![name, failures, until_at],
    )?;
    Ok(())
}

pub(super) fn clear_delay(tx: &mut Tx, name: &str) -> Result<()> {
    tx.execute("delete from sign_in_delay where name = ?1", params![name])?;
    Ok(())
}

pub(super) fn forget_delays(tx: &mut Tx, before: i64) -> Result<()> {
    tx.execute("delete from sign_in_delay where until_at < ?1", params![before])?;
    Ok(())
}

/// A session to be stored.
#[derive(Debug)]
pub(super) struct NewSession {
    pub(super) id: Id,
    pub(super) token_hash: String,
    pub(super) account_id: Id,
    pub(super) csrf: String,
    pub(super) identity_id: Option<Id>,
    pub(super) device: String,
    pub(super) created_at: i64,
    pub(super) expires_at: i64,
}

pub(super) fn add_session(tx: &mut Tx, new: &NewSession) -> Result<()> {
    tx.execute(
        "insert into web_session (id, token_hash, account_id, csrf, device, created_at, seen_at, expires_at,
             identity_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8)",
        params![
            new.id,
            new.token_hash,
            new.account_id,
            new.csrf,
            new.device,
            new.created_at,
            new.expires_at,
            new.identity_id
        ],
    )?;
    Ok(())
}

/// An open session with its account.
#[derive(Debug)]
pub(super) struct OpenSession {
    pub(super) id: Id,
    pub(super) csrf: String,
    pub(super) seen_at: i64,
    pub(super) account_id: Id,
    pub(super) person_id: Option<Id>,
    pub(super) name: String,
    pub(super) must_change: bool,
    pub(super) administrator: bool,
    /// As whom of the provider's it was opened.
    pub(super) identity_id: Option<Id>,
    /// Whether the account has one-time codes.
    pub(super) has_codes: bool,
    /// Notices that the person has not read.
    pub(super) unread: i64,
}

/// The session of a cookie, if it is not over and its account is open.
///
/// The bell of every page is counted along: no page asks the database once more for it.
pub(super) fn session(
    tx: &mut Tx,
    token_hash: &str,
    now: i64,
    idle_since: i64,
) -> Result<Option<OpenSession>> {
    Ok(tx.query_opt(
        "select s.id, s.csrf, s.seen_at, a.id, a.person_id, a.name, a.must_change, a.administrator,
             s.identity_id, k.confirmed_at is not null,
             (select count(*) from notice n where n.person_id = a.person_id and n.read_at is null)
         from web_session s
         join account a on a.id = s.account_id
         left join one_time_key k on k.account_id = a.id
         where s.token_hash = ?1 and s.ended_at is null and s.expires_at > ?2 and s.seen_at > ?3
             and a.closed_at is null",
        params![token_hash, now, idle_since],
        |row| {
            Ok(OpenSession {
                id: row.get(0)?,
                csrf: row.get(1)?,
                seen_at: row.get(2)?,
                account_id: row.get(3)?,
                person_id: row.get(4)?,
                name: row.get(5)?,
                must_change: row.get(6)?,
                administrator: row.get(7)?,
                identity_id: row.get(8)?,
                has_codes: row.get(9)?,
                unread: row.get(10)?,
            })
        },
    )?)
}

/// Whose session a form's token is of, open or over.
pub(super) fn account_of_csrf(tx: &mut Tx, csrf: &str) -> Result<Option<Id>> {
    Ok(tx.query_opt("select account_id from web_session where csrf = ?1", params![csrf], |row| row.get(0))?)
}

/// The open sessions of an account, the latest used first.
pub(super) fn sessions_of(tx: &mut Tx, account_id: &Id, now: i64, idle_since: i64) -> Result<Vec<Session>> {
    Ok(tx.query(
        "select id, device, created_at, seen_at
         from web_session
         where account_id = ?1 and ended_at is null and expires_at > ?2 and seen_at > ?3
         order by seen_at desc, id
         limit 50",
        params![account_id, now, idle_since],
        |row| {
            Ok(Session {
                id: row.get(0)?,
                device: row.get(1)?,
                created_at: row.get(2)?,
                seen_at: row.get(3)?,
            })
        },
    )?)
}

pub(super) fn note_use(tx: &mut Tx, session_id: &Id, at: i64) -> Result<()> {
    tx.execute("update web_session set seen_at = ?2 where id = ?1", params![session_id, at])?;
    Ok(())
}

pub(super) fn end_by_token(tx: &mut Tx, token_hash: &str, at: i64) -> Result<()> {
    tx.execute(
        "update web_session set ended_at = ?2 where token_hash = ?1 and ended_at is null",
        params![token_hash, at],
    )?;
    Ok(())
}

/// Ends one session, if it is this account's.
pub(super) fn end_one(tx: &mut Tx, account_id: &Id, session_id: &Id, at: i64) -> Result<u64> {
    Ok(tx.execute(
        "update web_session set ended_at = ?3 where account_id = ?1 and id = ?2 and ended_at is null",
        params![account_id, session_id, at],
    )?)
}

pub(super) fn end_of_account(tx: &mut Tx, account_id: &Id, at: i64) -> Result<()> {
    tx.execute(
        "update web_session set ended_at = ?2 where account_id = ?1 and ended_at is null",
        params![account_id, at],
    )?;
    Ok(())
}

pub(super) fn forget_sessions(tx: &mut Tx, expired_before: i64) -> Result<()> {
    tx.execute("delete from web_session where expires_at < ?1", params![expired_before])?;
    Ok(())
}

fn read(row: &Row<'_>) -> xueji_store::Result<Account> {
    Ok(Account {
        id: row.get(0)?,
        person_id: row.get(1)?,
        name: row.get(2)?,
        password_hash: row.get(3)?,
        must_change: row.get(4)?,
        administrator: row.get(5)?,
        closed_at: row.get(6)?,
        password_at: row.get(7)?,
    })
}
