//! Single sign-on: who somebody is at the provider, whose account that is here, and how they are let in.
//!
//! Accounts are matched and never made. The first time the claim decides, and only for the account of a person without
//! power over accounts; afterwards the provider's own name for somebody does, which never changes.

mod errand;
#[cfg(test)]
mod fake;
mod fetch;
mod provider;
mod routes;
mod store;
#[cfg(test)]
mod tests;

use xueji_store::Tx;

use crate::accounts::keep::{concerning, normal};
use crate::accounts::single::provider::Proven;
use crate::accounts::{Account, sessions, store as accounts};
use crate::people;
use crate::shell::lang::Messages;
use crate::shell::sign_in::{Matching, Provider};
use crate::shell::{App, Author, Context, Deed, Error, Id, Result, Work, secret};

pub(super) use routes::{back, begin, keep, leave, link, unlink};
pub(super) use store::remove_all;

/// Who somebody is at the provider, linked to an account.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    pub(super) id: Id,
    pub(super) account_id: Id,
    /// What the provider called them when they were linked.
    pub(super) called: String,
    pub(super) linked_at: i64,
}

/// Whose account an identity is.
#[derive(Debug)]
enum Whose {
    Linked(Account, Id),
    /// By the claim, for the first time.
    First(Account),
    Refused(Refusal),
}

/// Why the provider's word opens no account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    /// No account has this name.
    Unknown,
    Closed,
    /// An administrator links the own account by hand, after signing in with the password.
    ByHand,
    /// The account belongs to another identity: names are given anew, people are not.
    Taken,
}

/// How somebody whom the provider knows was let in.
#[derive(Debug)]
enum Admitted {
    Opened { account: Account, token: String },
    Refused(Refusal),
}

/// What the button calls the provider; empty where there is none.
pub(super) fn name_of_provider(context: &Context) -> String {
    match &context.app.sign_in.provider {
        Some(provider) if provider.name.is_empty() => context.t().accounts_single_name(),
        Some(provider) => provider.name.clone(),
        None => String::new(),
    }
}

/// The identities of an account.
pub(super) fn identities(tx: &mut Tx, account_id: &Id) -> Result<Vec<Identity>> {
    store::of_account(tx, account_id)
}

/// Whether the session of a cookie was opened through the provider.
pub(super) fn opened(tx: &mut Tx, token: &str) -> Result<bool> {
    store::is_of_identity(tx, &secret::digest(token))
}

fn whose(tx: &mut Tx, provider: &Provider, proven: &Proven) -> Result<Whose> {
    if let Some(identity) = store::by_subject(tx, &provider.issuer, &proven.subject)? {
        let account = accounts::by_id(tx, &identity.account_id)?;
        return Ok(match account.closed_at {
            None => Whose::Linked(account, identity.id),
            Some(_) => Whose::Refused(Refusal::Closed),
        });
    }
    let account = match &proven.called {
        Some(called) => matching(tx, provider.matching, called)?,
        None => None,
    };
    let Some(account) = account else { return Ok(Whose::Refused(Refusal::Unknown)) };
    Ok(match account {
        Account { closed_at: Some(_), .. } => Whose::Refused(Refusal::Closed),
        Account { administrator: true, .. } | Account { person_id: None, .. } => {
            Whose::Refused(Refusal::ByHand)
        }
        account if store::is_linked(tx, &provider.issuer, &account.id)? => Whose::Refused(Refusal::Taken),
        account => Whose::First(account),
    })
}

fn matching(tx: &mut Tx, by: Matching, called: &str) -> Result<Option<Account>> {
    match by {
        Matching::Account => accounts::by_name(tx, &normal(called)),
        Matching::StaffNumber => {
            let Some(person) = people::person_by_code(tx, called)? else { return Ok(None) };
            let account_id = store::account_of(tx, &person.id)?;
            account_id.map(|id| accounts::by_id(tx, &id)).transpose()
        }
    }
}

/// Opens a session for whom the provider proved, linking the identity the first time; the browser's session before ends.
async fn admit(
    app: &App,
    provider: Provider,
    proven: Proven,
    device: String,
    before: Option<String>,
) -> Result<Admitted> {
    let (asked, who) = (provider.clone(), proven.clone());
    let account = match app.read(move |tx| whose(tx, &asked, &who)).await? {
        Whose::Refused(refusal) => return Ok(Admitted::Refused(refusal)),
        Whose::Linked(account, _) | Whose::First(account) => account,
    };
    let at = app.clock.now();
    app.write(Author::Account(account.id), move |work| {
        work.serialize_on(&["identities"])?;
        let (account, identity_id) = match whose(work, &provider, &proven)? {
            Whose::Refused(refusal) => return Ok(Admitted::Refused(refusal)),
            Whose::Linked(account, identity_id) => (account, identity_id),
            Whose::First(account) => {
                let identity_id = add(work, &provider, &proven, &account)?;
                (account, identity_id)
            }
        };
        if let Some(before) = before {
            sessions::end(work, &before, at)?;
        }
        let token = sessions::open_as(work, &account.id, Some(&identity_id), &device, at)?;
        let note = concerning(Deed::SignedIn, &account.id, account.person_id.as_ref());
        work.note(note.saying(format!("{device} · OpenID Connect")));
        Ok(Admitted::Opened { account, token })
    })
    .await
}

fn add(work: &mut Work<'_>, provider: &Provider, proven: &Proven, account: &Account) -> Result<Id> {
    let called = proven.called.clone().unwrap_or_default();
    let identity = Identity { id: Id::fresh(), account_id: account.id.clone(), called, linked_at: work.at() };
    store::add(work, &provider.issuer, &proven.subject, &identity)?;
    work.note(concerning(Deed::IdentityLinked, &account.id, account.person_id.as_ref()));
    Ok(identity.id)
}

/// Links whom the provider proved to an account whose owner is signed in.
fn link_to(work: &mut Work<'_>, provider: &Provider, proven: &Proven, account_id: &Id) -> Result<()> {
    work.serialize_on(&["identities"])?;
    match store::by_subject(work, &provider.issuer, &proven.subject)? {
        Some(identity) if identity.account_id == *account_id => return Ok(()),
        Some(_) => return Err(Error::Conflict(Messages::accounts_single_taken)),
        None => {}
    }
    if store::is_linked(work, &provider.issuer, account_id)? {
        return Err(Error::Conflict(Messages::accounts_single_one_only));
    }
    let account = accounts::by_id(work, account_id)?;
    add(work, provider, proven, &account).map(drop)
}

/// Takes an identity off an account, and ends the sessions that it opened.
pub(super) fn take_off(work: &mut Work<'_>, account: &Account, identity_id: &Id) -> Result<()> {
    let at = work.at();
    if !store::remove(work, &account.id, identity_id, at)? {
        return Err(Error::NotFound);
    }
    work.note(concerning(Deed::IdentityUnlinked, &account.id, account.person_id.as_ref()));
    Ok(())
}
