//! Who may do what: the one place where rights are stated.
//!
//! Rights follow posts and the tree. A secretary acts within the organization and what is below it, the office
//! within its committee, an inspector reads; a person's own things are the person's.

use crate::shell::actor::{Actor, Role, Scope};
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
    /// Give and end posts that bear rights, by hand or by sheet.
    GivePosts,
    /// Let somebody act in one's place, or in that of somebody below, for a time.
    Deputize,
    /// Let somebody from outside look, for a time.
    AdmitInspectors,
    /// See how the system itself does.
    SeeStatus,
    /// Correct the bureau's catalog of books, and make two entries of one book one.
    KeepCatalog,
}

impl Right {
    /// Every right, for the matrix that the tests walk.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 18] = [
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
        Self::GivePosts,
        Self::Deputize,
        Self::AdmitInspectors,
        Self::SeeStatus,
        Self::KeepCatalog,
    ];

    /// Whether it stays with the post: who holds a mandate does not pass it on.
    const fn stays_with_the_post(self) -> bool {
        matches!(self, Self::GivePosts | Self::Deputize | Self::AdmitInspectors)
    }
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
            AdmitInspectors, Attest, Deputize, GivePosts, GovernRoster, KeepAccounts, KeepCatalog, KeepPlans,
            KeepRoster, ReadNotes, RecordForOrganization, RecordForPerson, RefinePlans, SeeOrganization,
            SeePerson, SeeRoster, SeeStatus, SeeTrail,
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
                    | Deputize
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
                    | GivePosts
                    | Deputize
                    | AdmitInspectors
                    | SeeStatus
                    | KeepCatalog
            ),
            Self::Inspector => matches!(right, SeePerson | SeeOrganization | SeeRoster | SeeTrail),
            Self::Administrator => {
                matches!(
                    right,
                    KeepAccounts
                        | SeeRoster
                        | KeepRoster
                        | GovernRoster
                        | SeeTrail
                        | GivePosts
                        | AdmitInspectors
                        | SeeStatus
                )
            }
        }
    }
}

impl Actor {
    /// Whether this account may use `right` on `place`; what it may as an inspector alone is remembered as a look.
    pub(crate) fn may(&self, right: Right, place: Place<'_>) -> bool {
        let (own, path) = match place {
            Place::Person { id, path } => (self.person_id.as_ref() == Some(id), path),
            Place::Organization { path } => (false, path),
        };
        // One's own things are one's own, but nobody vouches for oneself, or lets oneself off.
        if own && matches!(right, Right::SeePerson | Right::RecordForPerson | Right::ReadNotes) {
            return true;
        }
        if own && matches!(right, Right::Attest | Right::KeepRoster | Right::GovernRoster | Right::GivePosts)
        {
            return false;
        }
        let reaches = |scope: &&Scope| scope.gives(right) && path.starts_with(&scope.path);
        if self.scopes.iter().filter(reaches).any(|scope| scope.role != Role::Inspector) {
            return true;
        }
        let inspects = self.scopes.iter().any(|scope| reaches(&scope));
        if inspects {
            self.looks.remember(place);
        }
        inspects
    }

    /// Whether any post gives `right` anywhere: decides what the navigation offers and which routes open.
    pub(crate) fn may_anywhere(&self, right: Right) -> bool {
        self.scopes.iter().any(|scope| scope.gives(right))
    }

    /// The scope that gives `right` over the whole bureau, for what cannot be narrowed to a part of it.
    pub(crate) fn over_all(&self, right: Right) -> Option<&Scope> {
        // The path of the top has one id in it; an administrator's has none.
        self.scopes.iter().find(|scope| scope.gives(right) && scope.path.matches('/').count() <= 2)
    }
}

impl Scope {
    /// Whether it gives a right within its reach.
    fn gives(&self, right: Right) -> bool {
        self.role.gives(right) && !(self.lent && right.stays_with_the_post())
    }
}
