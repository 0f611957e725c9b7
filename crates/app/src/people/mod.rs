//! The tree of organizations, the people in it, and their posts, all with dates.
//!
//! What they owe is not decided here; see `standings`.

mod change;
pub(crate) mod history;
mod holders;
pub(crate) mod import;
mod organizations;
mod persons;
mod reach;
mod reshape;
mod roster;
mod routes;
mod scopes;
mod sought;
#[cfg(test)]
mod tests;
mod views;
mod vocabulary;

use jiff::civil::Date;
use xueji_plan::Level;
use xueji_standing::MemberKind;

use crate::shell::Id;

pub(crate) use change::{
    add_organization, add_person, appoint, dismiss, exempt, grant_leave, initials, join, leave, transfer,
};
pub(crate) use holders::{BELONGED_BELOW, Held, each_holder, ends, holder, is_top, one_of_or_below};
pub(crate) use organizations::{
    ancestors, children, count_children, end_of, indented, more_below, named, on_path, organization,
    organization_by_code, organizations, root, within,
};
pub(crate) use persons::{
    Stand, belonging, count, holding, home, homes_of, last_home, members, merged_into, person,
    person_by_code, persons, posts_in,
};
pub(crate) use reach::{chosen, organizations_of, reach, require, whose};
pub(crate) use reshape::{Reshaped, absorb, add_below, dissolve, edit_person, end_row, reshape, set_kind};
pub(crate) use roster::{Listed, Start, below, roster};
pub(crate) use routes::routes;
pub(crate) use scopes::{comes_with, holders_of, role_code, role_of, scopes, scopes_of_account, stands};
pub(crate) use sought::Sought;
pub(crate) use vocabulary::{Vocabulary, bears_rights};

/// A node of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Organization {
    pub(crate) id: Id,
    pub(crate) parent_id: Option<Id>,
    /// Human and unique.
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) short_name: String,
    pub(crate) level: Level,
    pub(crate) unit_type: Option<String>,
    /// The ids from the root down to this one: `/root/…/id/`.
    pub(crate) path: String,
    pub(crate) sort_order: i64,
    pub(crate) founded_on: Option<Date>,
    pub(crate) dissolved_on: Option<Date>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) id: Id,
    /// Human and unique: 工号.
    pub(crate) code: String,
    pub(crate) name: String,
    /// Pinyin initials of the name.
    pub(crate) initials: String,
    pub(crate) born_on: Option<Date>,
}

/// A new node of the tree.
#[derive(Clone, Debug)]
pub(crate) struct NewOrganization {
    pub(crate) parent_id: Option<Id>,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) short_name: String,
    pub(crate) level: Level,
    pub(crate) unit_type: Option<String>,
    pub(crate) sort_order: i64,
    pub(crate) founded_on: Option<Date>,
}

/// The code of a level in databases, sheets and URLs.
pub(crate) const fn level_code(level: Level) -> &'static str {
    match level {
        Level::Committee => "committee",
        Level::GeneralBranch => "general-branch",
        Level::Branch => "branch",
        Level::Group => "group",
    }
}

/// The level of a code that [`level_code`] wrote.
pub(crate) fn level_of(code: &str) -> Option<Level> {
    [Level::Committee, Level::GeneralBranch, Level::Branch, Level::Group]
        .into_iter()
        .find(|level| level_code(*level) == code)
}

/// The code of a kind of membership.
pub(crate) const fn kind_code(kind: MemberKind) -> &'static str {
    match kind {
        MemberKind::Full => "full",
        MemberKind::Probationary => "probationary",
        MemberKind::Other => "other",
    }
}

/// The kind of membership of a code that [`kind_code`] wrote.
pub(crate) fn kind_of(code: &str) -> Option<MemberKind> {
    [MemberKind::Full, MemberKind::Probationary, MemberKind::Other]
        .into_iter()
        .find(|kind| kind_code(*kind) == code)
}
