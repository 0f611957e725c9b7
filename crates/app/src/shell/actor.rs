//! Who is asking, and what their posts reach.

use crate::shell::id::Id;
use crate::shell::looks::Looks;

/// A post or a mandate that bears rights, and the part of the tree it reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    /// What it lets one do.
    pub(crate) role: Role,
    /// Whether it is held for a time only, by a mandate: then it is not passed on.
    pub(crate) lent: bool,
    /// The organization in which it is held.
    pub(crate) organization_id: Id,
    /// That organization's path; everything whose path begins with it is within reach.
    pub(crate) path: String,
}

/// Kinds of right-bearing posts and mandates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    /// Secretary or deputy secretary of an organization.
    Secretary,
    /// The office of a committee.
    Office,
    /// Reads, and nothing else.
    Inspector,
    /// Accounts and the system; no learning of others.
    Administrator,
}

/// The signed-in account.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    /// The account.
    pub(crate) account_id: Id,
    /// Whose it is; an administrator's may be nobody's.
    pub(crate) person_id: Option<Id>,
    /// What the pages call them.
    pub(crate) name: String,
    /// Where the person belongs today.
    pub(crate) home: Option<Home>,
    /// The right-bearing posts held today.
    pub(crate) scopes: Vec<Scope>,
    /// Whether the password must be changed before anything else.
    pub(crate) must_change: bool,
    /// Whether one-time codes must be set up before anything else.
    pub(crate) must_set_up_codes: bool,
    /// Notices that the person has not read.
    pub(crate) unread: i64,
    /// The session's CSRF token.
    pub(crate) csrf: String,
    /// Whom and what this request looked at as an inspector.
    pub(crate) looks: Looks,
}

/// Where a person belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Home {
    /// The organization.
    pub(crate) organization_id: Id,
    /// Its path.
    pub(crate) path: String,
    /// Its name.
    pub(crate) name: String,
}

impl Actor {
    /// The scope of a role, the highest in the tree first.
    pub(crate) fn scope(&self, role: Role) -> Option<&Scope> {
        self.scopes.iter().filter(|scope| scope.role == role).min_by_key(|scope| scope.path.len())
    }
}
