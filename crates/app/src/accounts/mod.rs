//! Who may sign in: accounts, passwords, web sessions, and the layer that turns a cookie into an actor.
//!
//! What an actor may do is not decided here; see `shell::policy`.

mod authenticate;
mod codes;
mod desk;
mod desk_views;
mod invite;
mod keep;
mod passwords;
mod resume;
mod routes;
mod sessions;
mod sign_in;
mod single;
mod store;
#[cfg(test)]
mod tests;
mod views;

use crate::shell::Id;

pub(crate) use authenticate::authenticate;
pub(crate) use keep::{NewAccount, account_of, close, create, list, reset, reset_codes};
pub(crate) use passwords::{generate, hash, hash_apart};
pub(crate) use routes::routes;
pub(crate) use sessions::acting;
#[cfg(test)]
pub(crate) use sessions::{actor_of, open};

/// Somebody who may sign in.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) id: Id,
    /// Whose it is; an administrator's may be nobody's.
    pub(crate) person_id: Option<Id>,
    /// What is typed to sign in.
    pub(crate) name: String,
    pub(crate) password_hash: String,
    /// Somebody else chose the password.
    pub(crate) must_change: bool,
    pub(crate) administrator: bool,
    pub(crate) closed_at: Option<i64>,
    /// When the password was last set, by whomever, as far as it is known.
    pub(crate) password_at: Option<i64>,
}
