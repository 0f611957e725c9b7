//! Signing in and changing the password: an attempt is counted before it is looked at.
//!
//! The password is checked between two transactions, because that takes long.

use crate::accounts::keep::{LONGEST_NAME, concerning, normal};
use crate::accounts::{Account, codes, passwords, sessions, store};
use crate::shell::lang::Messages;
use crate::shell::{App, Author, Deed, Id, Mistakes, Result, Work};

const SECOND: i64 = 1000;
/// Slips of the finger that cost nothing.
const FREE: u32 = 3;
/// The longest pause after a failure.
const LONGEST_PAUSE: i64 = 15 * 60 * SECOND;
/// Failures are forgotten after this.
const FORGOTTEN: i64 = 24 * 60 * 60 * SECOND;

/// How an attempt to sign in ended.
#[derive(Debug)]
pub(super) enum Outcome {
    /// A session is open.
    Opened { account: Account, token: String },
    /// The password was right and a code is asked for; the secret of the cookie with which it goes on.
    Code { token: String },
    /// The name or the password is wrong; which, nobody is told.
    Wrong,
    /// Attempts are not looked at before this instant.
    Wait(i64),
}

/// An attempt that may be looked at.
enum Attempt {
    Now(Option<Account>),
    Wait(i64),
}

/// How long nobody may try again after so many failures in a row.
fn pause(failures: i64) -> i64 {
    let over = u32::try_from(failures).unwrap_or(u32::MAX).saturating_sub(FREE);
    match over {
        0 => 0,
        over => 2_i64.saturating_pow(over.min(20)).saturating_mul(2 * SECOND).min(LONGEST_PAUSE),
    }
}

/// Counts an attempt as failed until it has succeeded, so that many at once gain nothing; returns until when nobody
/// may try, where it must not be looked at.
pub(super) fn count(work: &mut Work<'_>, under: &str, at: i64) -> Result<Option<i64>> {
    work.serialize_on(&[&format!("sign-in {under}")])?;
    let (failures, until_at) = store::delay(work, under)?.unwrap_or_default();
    if until_at > at {
        return Ok(Some(until_at));
    }
    let failures = if until_at < at - FORGOTTEN { 1 } else { failures + 1 };
    store::forget_delays(work, at - FORGOTTEN)?;
    store::set_delay(work, under, failures, at + pause(failures))?;
    Ok(None)
}

/// Counts the attempt and finds whose it is.
fn begin(work: &mut Work<'_>, name: &str, at: i64) -> Result<Attempt> {
    if let Some(until) = count(work, name, at)? {
        return Ok(Attempt::Wait(until));
    }
    let account = store::by_name(work, name)?.filter(|account| account.closed_at.is_none());
    Ok(Attempt::Now(account))
}

/// Signs in, or asks for a code; the session that the browser had until now ends.
pub(super) async fn sign_in(
    app: &App,
    name: &str,
    password: String,
    device: String,
    before: Option<String>,
) -> Result<Outcome> {
    let (name, at) = (normal(name), app.clock.now());
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Ok(Outcome::Wrong);
    }
    let attempt = {
        let name = name.clone();
        app.write(Author::Guest, move |work| begin(work, &name, at)).await?
    };
    let account = match attempt {
        Attempt::Wait(until) => return Ok(Outcome::Wait(until)),
        Attempt::Now(account) => account,
    };
    let stored = account.as_ref().map(|account| account.password_hash.clone());
    let right = passwords::verify_apart(password, stored).await?;
    let Some(account) = account else { return Ok(Outcome::Wrong) };
    if !right {
        // A name without an account may be a password typed into the wrong field: nothing of it is kept.
        let note = concerning(Deed::SignInFailed, &account.id, account.person_id.as_ref());
        app.write(Author::Guest, move |work| {
            work.note(note);
            Ok(())
        })
        .await?;
        return Ok(Outcome::Wrong);
    }
    app.write(Author::Account(account.id.clone()), move |work| {
        // A reset or a closing that came while the password was worked on counts.
        let now = store::by_id(work, &account.id)?;
        if now.closed_at.is_some() || now.password_hash != account.password_hash {
            return Ok(Outcome::Wrong);
        }
        store::clear_delay(work, &name)?;
        if codes::is_demanded(work, &account.id)? {
            return Ok(Outcome::Code { token: codes::begin_step(work, &account.id, at)? });
        }
        if let Some(before) = before {
            sessions::end(work, &before, at)?;
        }
        let token = sessions::open(work, &account.id, &device, at)?;
        let note = concerning(Deed::SignedIn, &account.id, account.person_id.as_ref());
        work.note(note.saying(device));
        Ok(Outcome::Opened { account, token })
    })
    .await
}

/// A change of one's password.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) account_id: Id,
    pub(super) current: String,
    pub(super) new: String,
    pub(super) device: String,
}

/// Changes the password, ends every session of the account and opens a new one; returns its cookie's secret.
pub(super) async fn change_password(app: &App, change: Change) -> Result<Outcome> {
    let (account_id, at) = (change.account_id, app.clock.now());
    let account = {
        let id = account_id.clone();
        app.read(move |tx| store::by_id(tx, &id)).await?
    };
    let name = account.name.clone();
    let own = Author::Account(account_id.clone());
    let attempt = app.write(own.clone(), move |work| begin(work, &name, at)).await?;
    if let Attempt::Wait(until) = attempt {
        return Ok(Outcome::Wait(until));
    }
    if !passwords::verify_apart(change.current.clone(), Some(account.password_hash.clone())).await? {
        return Ok(Outcome::Wrong);
    }
    let mut mistakes = Mistakes::default();
    if change.new == change.current {
        mistakes.add("new", Messages::accounts_password_unchanged);
    }
    passwords::check(&change.new, &account.name, &mut mistakes);
    let fits = mistakes.check();
    let hash = if fits.is_ok() { passwords::hash_apart(change.new).await? } else { String::new() };
    let device = change.device;
    app.write(own, move |work| {
        // The current password was right, whatever the new one is.
        store::clear_delay(work, &account.name)?;
        if fits.is_err() {
            return Ok(fits.map(|()| Outcome::Wrong));
        }
        store::set_password(work, &account.id, &hash, false, at)?;
        sessions::end_all(work, &account.id, at)?;
        work.note(concerning(Deed::PasswordChanged, &account.id, account.person_id.as_ref()));
        let token = sessions::open(work, &account.id, &device, at)?;
        Ok(Ok(Outcome::Opened { account, token }))
    })
    .await?
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_PAUSE, pause};

    #[test]
    fn three_slips_are_free_and_then_each_failure_doubles_the_pause() {
        let seconds: Vec<i64> = (1..=6).map(|failures| pause(failures) / 1000).collect();
        assert_eq!(seconds, [0, 0, 0, 4, 8, 16]);
        assert_eq!(pause(i64::MAX), LONGEST_PAUSE);
    }
}
