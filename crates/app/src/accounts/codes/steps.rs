//! Between the password and the code: a row that a cookie finds for some minutes. No session is open before its end.

use xueji_store::Tx;

use crate::accounts::codes::{Given, Verdict, check, note_failed, store};
use crate::accounts::keep::concerning;
use crate::accounts::{Account, sessions, store as accounts};
use crate::shell::{App, Author, Deed, Error, Id, Result, Work, secret};

/// The cookie whose secret finds the row: the second step is done where the first was.
pub(in crate::accounts) const STEP_COOKIE: &str = "xj_step";
/// How long the code may take, in milliseconds: time to fetch the phone.
pub(super) const PATIENCE: i64 = 10 * 60 * 1000;

/// How the second step ended.
#[derive(Debug)]
pub(super) enum Step {
    /// A session is open.
    Opened {
        account: Account,
        token: String,
    },
    /// It took too long, or began in another browser.
    Over,
    Not(Verdict),
}

/// Whether a code is asked for after the password.
pub(in crate::accounts) fn is_demanded(tx: &mut Tx, account_id: &Id) -> Result<bool> {
    Ok(store::key(tx, account_id)?.is_some_and(|key| key.confirmed_at.is_some()))
}

/// The password was right: returns the secret of the cookie with which the sign-in goes on.
pub(in crate::accounts) fn begin_step(work: &mut Work<'_>, account_id: &Id, at: i64) -> Result<String> {
    let token = secret::token()?;
    store::forget_steps(work, at)?;
    store::add_step(work, &secret::digest(&token), account_id, at + PATIENCE)?;
    Ok(token)
}

/// Nothing that was begun for an account goes on.
pub(in crate::accounts) fn end_steps(work: &mut Work<'_>, account_id: &Id) -> Result<()> {
    store::end_steps_of(work, account_id)
}

/// Whether a sign-in may still go on with this cookie.
pub(super) async fn is_open(app: &App, token: &str) -> Result<bool> {
    let (hash, now) = (secret::digest(token), app.clock.now());
    app.read(move |tx| Ok(store::step(tx, &hash, now)?.is_some())).await
}

/// The second step; the session that the browser had until now ends.
pub(super) async fn complete(
    app: &App,
    token: &str,
    given: Given,
    device: String,
    before: Option<String>,
) -> Result<Step> {
    let (hash, at) = (secret::digest(token), app.clock.now());
    let key = app.sign_in.secret_key.clone();
    let begun = {
        let hash = hash.clone();
        app.read(move |tx| store::step(tx, &hash, at)).await?
    };
    let Some(account_id) = begun else { return Ok(Step::Over) };
    let which = account_id.clone();
    let opened = app.write(Author::Account(account_id.clone()), move |work| {
        let account = match accounts::by_id(work, &account_id) {
            Ok(account) if account.closed_at.is_none() => account,
            Ok(_) | Err(Error::NotFound) => return Ok(Step::Over),
            Err(error) => return Err(error),
        };
        // Many at once wait here for each other, so that each finds what the one before left.
        let verdict = check(work, &account, &given, key.as_ref())?;
        if store::step(work, &hash, at)?.is_none() || !is_demanded(work, &account_id)? {
            return Ok(Step::Over);
        }
        if verdict != Verdict::Right {
            return Ok(Step::Not(verdict));
        }
        store::end_step(work, &hash)?;
        if let Some(before) = before {
            sessions::end(work, &before, at)?;
        }
        let token = sessions::open(work, &account.id, &device, at)?;
        let note = concerning(Deed::SignedIn, &account.id, account.person_id.as_ref());
        work.note(note.saying(device));
        Ok(Step::Opened { account, token })
    });
    let step = opened.await?;
    if matches!(step, Step::Not(Verdict::Wrong | Verdict::Used)) {
        // Whoever it was is not known to be the owner.
        app.write(Author::Guest, move |work| {
            let account = accounts::by_id(work, &which)?;
            note_failed(work, &account);
            Ok(())
        })
        .await?;
    }
    Ok(step)
}
