//! Keeping accounts: opening, resetting, closing, listing.

use xueji_store::Tx;

use crate::accounts::{Account, codes, sessions, single, store};
use crate::shell::lang::Messages;
use crate::shell::{Deed, Error, Id, Mistakes, Note, OrNotFound, Result, Work};

/// An account to be opened.
#[derive(Clone, Debug)]
pub(crate) struct NewAccount {
    /// What is typed to sign in.
    pub(crate) name: String,
    /// See [`crate::accounts::hash`]: made before the transaction, because it takes long.
    pub(crate) password_hash: String,
    pub(crate) person_id: Option<Id>,
    /// Whether the password must be changed at the first sign-in.
    pub(crate) must_change: bool,
    pub(crate) administrator: bool,
}

/// The longest name, in characters.
pub(super) const LONGEST_NAME: usize = 64;

/// A name as it is stored and compared.
pub(super) fn normal(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Opens an account.
pub(crate) fn create(work: &mut Work<'_>, new: &NewAccount, at: i64) -> Result<Id> {
    let id = Id::fresh();
    let name = normal(&new.name);
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(Mistakes::one("name", Messages::accounts_name_unfit));
    }
    store::add(work, &id, &name, new, at).map_err(|error| match error {
        Error::Store(error) if error.is_unique_on("account.name") => {
            Mistakes::one("name", Messages::accounts_name_taken)
        }
        Error::Store(error) if error.is_unique_on("account.person_id") => {
            Mistakes::one("person", Messages::accounts_person_has_one)
        }
        error => error,
    })?;
    let kind = if new.administrator { "administrator" } else { "" };
    work.note(concerning(Deed::AccountOpened, &id, new.person_id.as_ref()).saying(kind));
    Ok(id)
}

/// The open account of this name.
pub(crate) fn account_of(tx: &mut Tx, name: &str) -> Result<Option<Account>> {
    Ok(store::by_name(tx, &normal(name))?.filter(|account| account.closed_at.is_none()))
}

/// Gives an account a password that must be changed, and ends its sessions.
pub(crate) fn reset(work: &mut Work<'_>, name: &str, password_hash: &str, at: i64) -> Result<Id> {
    let account = account_of(work, name)?.or_not_found()?;
    store::set_password(work, &account.id, password_hash, true, at)?;
    store::clear_delay(work, &account.name)?;
    sessions::end_all(work, &account.id, at)?;
    // Somebody else's may be among them; the owner links the own one again.
    single::remove_all(work, &account.id)?;
    work.note(concerning(Deed::AccountReset, &account.id, account.person_id.as_ref()));
    Ok(account.id)
}

/// Takes one-time codes off an account whose owner lost the phone, and ends its sessions.
pub(crate) fn reset_codes(work: &mut Work<'_>, name: &str) -> Result<Id> {
    let account = account_of(work, name)?.or_not_found()?;
    codes::reset(work, &account)?;
    Ok(account.id)
}

/// Closes an account and ends its sessions; what it entered stays.
pub(crate) fn close(work: &mut Work<'_>, name: &str, at: i64) -> Result<Id> {
    let account = account_of(work, name)?.or_not_found()?;
    store::set_closed(work, &account.id, at)?;
    sessions::end_all(work, &account.id, at)?;
    work.note(concerning(Deed::AccountClosed, &account.id, account.person_id.as_ref()));
    Ok(account.id)
}

/// That something was done to an account, whoever's it is.
pub(super) fn concerning(deed: Deed, account_id: &Id, person_id: Option<&Id>) -> Note {
    let note = Note::of(deed, account_id);
    match person_id {
        Some(person_id) => note.to(person_id),
        None => note,
    }
}

/// A page of all accounts by name, and how many there are.
pub(crate) fn list(tx: &mut Tx, page: usize, size: usize) -> Result<(Vec<Account>, i64)> {
    store::list(tx, page, size)
}
