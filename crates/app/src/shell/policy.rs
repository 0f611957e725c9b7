//! Who may do what: the one place where rights are stated.
//!
//! Rights follow posts and the tree. A secretary acts within the organization and what is below it, the office
//! within its committee, an inspector reads; a person's own things are the person's.

use crate::shell::actor::{Actor, Role};
use crate::shell::id::Id;

/// Something that one may or may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Right {
    /// See a person's standings and the titles of their records.
    SeePerson,
    /// Record something for a person.
    RecordForPerson,
    /// Read the text of a person's notes.
    ReadNotes,
    /// Say that a record happened, or was reviewed.
    Attest,
    /// See an organization's standings and its people's.
    SeeOrganization,
    /// Record something for an organization, or for many of its people.
    RecordForOrganization,
    /// See the roster of an organization.
    SeeRoster,
    /// Change the roster of an organization, and agree for its side of a transfer.
    KeepRoster,
    /// Change the tree, give posts that bear rights, approve exemptions, bring sheets, merge people.
    GovernRoster,
    /// Open, reset and close accounts.
    KeepAccounts,
    /// Draft plans and put them in force.
    KeepPlans,
    /// Make an organization's own plan below the one above it.
    RefinePlans,
    /// See who did what, in the audit trail.
    SeeTrail,
}

impl Right {
    /// Every right, for the matrix that the tests walk.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 13] = [
        Self::SeePerson,
        Self::RecordForPerson,
        Self::ReadNotes,
        Self::Attest,
        Self::SeeOrganization,
        Self::RecordForOrganization,
        Self::SeeRoster,
        Self::KeepRoster,
        Self::GovernRoster,
        Self::KeepAccounts,
        Self::KeepPlans,
        Self::RefinePlans,
        Self::SeeTrail,
    ];
}

/// What a right is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place<'a> {
    /// A person, belonging at this path.
    Person { id: &'a Id, path: &'a str },
    /// An organization, by its path.
    Organization { path: &'a str },
}

impl Role {
    /// The rights that a role gives within its reach.
    fn gives(self, right: Right) -> bool {
        use Right::{
            Attest, GovernRoster, KeepAccounts, KeepPlans, KeepRoster, ReadNotes, RecordForOrganization,
            RecordForPerson, RefinePlans, SeeOrganization, SeePerson, SeeRoster, SeeTrail,
        };
        match self {
            Self::Secretary => matches!(
                right,
                SeePerson
                    | RecordForPerson
                    | ReadNotes
                    | Attest
                    | SeeOrganization
                    | RecordForOrganization
                    | SeeRoster
                    | KeepRoster
                    | RefinePlans
            ),
            Self::Office => matches!(
                right,
                SeePerson
                    | RecordForPerson
                    | Attest
                    | SeeOrganization
                    | RecordForOrganization
                    | SeeRoster
                    | KeepRoster
                    | GovernRoster
                    | KeepPlans
                    | RefinePlans
                    | SeeTrail
            ),
            Self::Inspector => matches!(right, SeePerson | SeeOrganization | SeeRoster | SeeTrail),
            Self::Administrator => {
                matches!(right, KeepAccounts | SeeRoster | KeepRoster | GovernRoster | SeeTrail)
            }
        }
    }
}

impl Actor {
    /// Whether this account may use `right` on `place`.
    pub(crate) fn may(&self, right: Right, place: Place<'_>) -> bool {
        let (own, path) = match place {
            Place::Person { id, path } => (self.person_id.as_ref() == Some(id), path),
            Place::Organization { path } => (false, path),
        };
        // One's own things are one's own, but nobody vouches for oneself, or lets oneself off.
        if own && matches!(right, Right::SeePerson | Right::RecordForPerson | Right::ReadNotes) {
            return true;
        }
        if own && matches!(right, Right::Attest | Right::KeepRoster | Right::GovernRoster) {
            return false;
        }
        self.scopes.iter().any(|scope| scope.role.gives(right) && path.starts_with(&scope.path))
    }

    /// Whether any post gives `right` anywhere: decides what the navigation offers and which routes open.
    pub(crate) fn may_anywhere(&self, right: Right) -> bool {
        self.scopes.iter().any(|scope| scope.role.gives(right))
    }
}
