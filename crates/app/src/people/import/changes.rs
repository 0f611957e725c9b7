//! What a sheet would change, before any of it is written.

use std::collections::HashSet;

use jiff::civil::Date;
use serde::Serialize;
use xueji_standing::MemberKind;

use crate::people::import::known::{KnownExemption, KnownLeave, KnownMembership, KnownPost};
use crate::people::{Organization, Person};
use crate::shell::Id;

/// How much is changed, for whoever brought the sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Summary {
    pub(crate) people_new: usize,
    pub(crate) people_changed: usize,
    pub(crate) people_unchanged: usize,
    pub(crate) organizations_new: usize,
    pub(crate) organizations_changed: usize,
    pub(crate) transfers: usize,
    pub(crate) posts_begun: usize,
    pub(crate) posts_ended: usize,
    pub(crate) leaves: usize,
    pub(crate) exemptions: usize,
}

/// What a row of the sheet changes.
#[derive(Clone, Debug)]
pub(crate) struct Effect {
    /// The row's number in the sheet.
    pub(crate) row: u32,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) what: Vec<What>,
}

/// One change of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// New in the roster, from a day on in the organization of this name.
    New(String, Date),
    /// In another organization from a day on.
    Transferred(String, Date),
    /// Another name than this one before, or another day of birth.
    Renamed(String),
    /// A first or last day, or a kind of membership, is told otherwise.
    Membership,
    /// The post of this code begins.
    PostBegun(String),
    /// So many posts end.
    PostsEnded(usize),
    /// A long leave of this kind.
    Leave(String),
    /// A duty is waived, every one where none is named.
    Exemption(Option<String>),
}

/// Everything to be written.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// What is told of it, row by row.
    pub(super) effects: Vec<Effect>,
    pub(super) summary: Summary,
    /// Parents before children.
    pub(super) new_organizations: Vec<Organization>,
    /// As they will be, with those that only move along with one above.
    pub(super) changed_organizations: Vec<Organization>,
    /// Organizations whose members' duties may change with the type of unit.
    pub(super) retyped: HashSet<Id>,
    pub(super) new_people: Vec<Person>,
    pub(super) memberships: Vec<(Id, KnownMembership)>,
    pub(super) posts: Vec<(Id, KnownPost)>,
    pub(super) leaves: Vec<(Id, KnownLeave)>,
    /// With the last day.
    pub(super) exemptions: Vec<(Id, KnownExemption, Date)>,
    pub(super) edits: Vec<Edit>,
    /// Whose standings may move.
    pub(super) touched: Vec<Id>,
}

/// A change of one stored row.
#[derive(Debug)]
pub(super) enum Edit {
    /// Name and day of birth.
    Person(Person),
    /// A membership's last day.
    MembershipUntil(Id, Option<Date>),
    /// A membership's first day, entered wrongly before.
    MembershipFrom(Id, Date),
    /// A membership's kind, entered wrongly before.
    MembershipKind(Id, MemberKind),
    /// A post's last day.
    PostUntil(Id, Date),
    /// A post that never began.
    PostNever(Id),
    /// A leave's kind and last day.
    Leave(Id, String, Option<Date>),
    /// An exemption's reason.
    Exemption(Id, String),
}
