//! One-time codes: turned on by their owner, demanded after the password, turned off, and taken off a lost phone.
//!
//! A code is looked at only after the attempt was counted, and accepted only once.

mod key;
mod routes;
mod steps;
mod store;
#[cfg(test)]
mod tests;
mod views;

use std::fmt::Write as _;

use rand::TryRng as _;
use rand::rngs::SysRng;
use xueji_plan::Level;
use xueji_store::Tx;

use crate::accounts::keep::concerning;
use crate::accounts::{Account, passwords, sign_in, store as accounts};
use crate::people;
use crate::shell::actor::Role;
use crate::shell::lang::Messages;
use crate::shell::sign_in::{OneTimeCodes, Secret};
use crate::shell::{Deed, Error, Fields, Id, Mistakes, Result, Scope, Work, secret};

use key::Key;
pub(super) use routes::{code_form, code_page, code_submit, set_up_form, set_up_page, set_up_submit};
pub(super) use steps::{STEP_COOKIE, begin_step, end_steps, is_demanded};

/// A key that was begun and not confirmed is shown again for so long.
const PENDING: i64 = 60 * 60 * 1000;
/// Recovery codes made at once.
const RECOVERY: usize = 10;

/// What somebody typed to prove that they have the phone, or the paper.
#[derive(Clone, Debug)]
struct Given {
    code: String,
    recovery: String,
}

impl Given {
    /// Reads the fields of a form: spaces, hyphens, capitals and wide digits do not matter.
    fn of(fields: &Fields) -> Self {
        let plain = |name| -> String { fields.get(name).chars().take(64).map(narrow).collect() };
        let kept = |text: String| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        Self { code: kept(plain("code")), recovery: kept(plain("recovery")).to_ascii_lowercase() }
    }
}

/// A wide digit or letter as it stands on a keyboard.
fn narrow(symbol: char) -> char {
    let code = u32::from(symbol);
    if (0xFF01..=0xFF5E).contains(&code) { char::from_u32(code - 0xFEE0).unwrap_or(symbol) } else { symbol }
}

/// How a code was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Right,
    Wrong,
    /// Right, and used before.
    Used,
    /// Attempts are not looked at before this instant.
    Wait(i64),
    /// The key was made with another secret key of the configuration.
    Unreadable,
}

/// What an account has of one-time codes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct State {
    /// Since when they are on.
    pub(super) since: Option<i64>,
    pub(super) recovery_left: i64,
}

/// What an account has of one-time codes.
pub(super) fn state(tx: &mut Tx, account_id: &Id) -> Result<State> {
    let since = store::key(tx, account_id)?.and_then(|key| key.confirmed_at);
    let recovery_left = if since.is_some() { store::recovery_left(tx, account_id)? } else { 0 };
    Ok(State { since, recovery_left })
}

/// Whether the bureau demands one-time codes of somebody with these posts.
pub(super) fn are_demanded_of(tx: &mut Tx, rule: OneTimeCodes, scopes: &[Scope]) -> Result<bool> {
    if rule != OneTimeCodes::Office {
        return Ok(rule == OneTimeCodes::Everybody);
    }
    for scope in scopes {
        let above = match scope.role {
            Role::Administrator => true,
            _ => people::organization(tx, &scope.organization_id)?
                .is_some_and(|held| matches!(held.level, Level::Committee | Level::GeneralBranch)),
        };
        if above {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The key to be shown to its owner: the one begun lately, or a new one.
fn begin(work: &mut Work<'_>, account_id: &Id, secret: Option<&Secret>) -> Result<Key> {
    let (at, mark) = (work.at(), key::mark(secret));
    // Two windows at once are shown the same key.
    work.serialize_on(&[&attempts(account_id)])?;
    match store::key(work, account_id)? {
        Some(key) if key.confirmed_at.is_some() => Err(Error::Conflict(Messages::accounts_codes_on_already)),
        Some(key) if key.begun_at > at - PENDING && key.sealed_by == mark => Key::of(&key.seed, secret),
        _ => {
            let mut seed = [0_u8; 20];
            SysRng.try_fill_bytes(&mut seed).map_err(anyhow::Error::from)?;
            store::put_key(work, account_id, &seed, &mark, at)?;
            Key::of(&seed, secret)
        }
    }
}

/// Turns one-time codes on once a code proves that the owner has the key; returns the recovery codes, shown once.
fn confirm(
    work: &mut Work<'_>,
    account: &Account,
    given: &Given,
    secret: Option<&Secret>,
) -> Result<Vec<String>> {
    let at = work.at();
    let stored = store::key(work, &account.id)?;
    let stored = stored.ok_or(Error::Conflict(Messages::accounts_codes_begin_anew))?;
    if stored.confirmed_at.is_some() {
        return Err(Error::Conflict(Messages::accounts_codes_on_already));
    }
    if stored.sealed_by != key::mark(secret) {
        return Err(Error::Conflict(Messages::accounts_codes_begin_anew));
    }
    let step = Key::of(&stored.seed, secret)?.step_of(&given.code, at);
    let Some(step) = step else { return Err(Mistakes::one("code", Messages::accounts_codes_not_matching)) };
    store::advance(work, &account.id, step)?;
    store::confirm(work, &account.id, at)?;
    work.note(concerning(Deed::CodesTurnedOn, &account.id, account.person_id.as_ref()));
    make_recovery(work, &account.id)
}

fn make_recovery(work: &mut Work<'_>, account_id: &Id) -> Result<Vec<String>> {
    let mut codes: Vec<String> = Vec::with_capacity(RECOVERY);
    for _ in 0..RECOVERY {
        let letters = format!("{}{}", passwords::generate()?, passwords::generate()?);
        codes.push(letters.chars().take(16).collect());
    }
    let hashes: Vec<String> = codes.iter().map(|code| hash(account_id, code)).collect();
    store::put_recovery(work, account_id, &hashes)?;
    Ok(codes.iter().map(|code| grouped(code)).collect())
}

/// What is stored of a recovery code: 80 random bits need no slow hash.
fn hash(account_id: &Id, code: &str) -> String {
    secret::digest(&format!("{account_id} {code}"))
}

/// In groups of four, as one copies it.
fn grouped(code: &str) -> String {
    let mut text = String::with_capacity(code.len() + code.len() / 4);
    for (at, letter) in code.chars().enumerate() {
        // Writing to a string cannot fail.
        let _ = if at > 0 && at % 4 == 0 { write!(text, "-{letter}") } else { write!(text, "{letter}") };
    }
    text
}

/// Under which name attempts are counted: no account is called so, because names are lower case.
fn attempts(account_id: &Id) -> String {
    format!("CODE {account_id}")
}

/// Counts the attempt, then holds what was typed against the account's key or recovery codes.
fn check(work: &mut Work<'_>, account: &Account, given: &Given, secret: Option<&Secret>) -> Result<Verdict> {
    let (at, attempts) = (work.at(), attempts(&account.id));
    if let Some(until) = sign_in::count(work, &attempts, at)? {
        return Ok(Verdict::Wait(until));
    }
    let verdict = look(work, account, given, secret)?;
    match verdict {
        Verdict::Right => accounts::clear_delay(work, &attempts)?,
        Verdict::Unreadable => {
            tracing::error!("one-time codes were set up with another secret_key than the configuration has");
        }
        Verdict::Wrong | Verdict::Used | Verdict::Wait(_) => {}
    }
    Ok(verdict)
}

/// Somebody gave a code that was not accepted.
fn note_failed(work: &mut Work<'_>, account: &Account) {
    let note = concerning(Deed::SignInFailed, &account.id, account.person_id.as_ref());
    work.note(note.saying("one-time-code"));
}

fn look(work: &mut Work<'_>, account: &Account, given: &Given, secret: Option<&Secret>) -> Result<Verdict> {
    let at = work.at();
    if !given.recovery.is_empty() {
        let right = store::use_recovery(work, &account.id, &hash(&account.id, &given.recovery), at)?;
        if right {
            let left = store::recovery_left(work, &account.id)?;
            let note = concerning(Deed::RecoveryUsed, &account.id, account.person_id.as_ref());
            work.note(note.saying(left.to_string()));
        }
        return Ok(if right { Verdict::Right } else { Verdict::Wrong });
    }
    let Some(stored) = store::key(work, &account.id)?.filter(|key| key.confirmed_at.is_some()) else {
        return Ok(Verdict::Wrong);
    };
    if stored.sealed_by != key::mark(secret) && !stored.sealed_by.is_empty() {
        return Ok(Verdict::Unreadable);
    }
    let secret = secret.filter(|_| !stored.sealed_by.is_empty());
    match Key::of(&stored.seed, secret)?.step_of(&given.code, at) {
        Some(step) if step > stored.last_step && store::advance(work, &account.id, step)? => {
            Ok(Verdict::Right)
        }
        Some(_) => Ok(Verdict::Used),
        None => Ok(Verdict::Wrong),
    }
}

/// The owner turns one-time codes off.
fn turn_off(work: &mut Work<'_>, account: &Account) -> Result<()> {
    if store::remove(work, &account.id)? {
        work.note(concerning(Deed::CodesTurnedOff, &account.id, account.person_id.as_ref()));
    }
    Ok(())
}

/// The owner has new recovery codes made; those before are good no more.
fn renew(work: &mut Work<'_>, account: &Account) -> Result<Vec<String>> {
    work.note(concerning(Deed::RecoveryRenewed, &account.id, account.person_id.as_ref()));
    make_recovery(work, &account.id)
}

/// An administrator takes one-time codes off an account whose owner lost the phone; every session ends.
pub(super) fn reset(work: &mut Work<'_>, account: &Account) -> Result<()> {
    if !store::remove(work, &account.id)? {
        return Err(Error::Conflict(Messages::accounts_changed_meanwhile));
    }
    accounts::clear_delay(work, &attempts(&account.id))?;
    crate::accounts::sessions::end_all(work, &account.id, work.at())?;
    work.note(concerning(Deed::CodesReset, &account.id, account.person_id.as_ref()));
    Ok(())
}
