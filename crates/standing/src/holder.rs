//! Who may owe a duty: one person or organization with everything dated that decides on which days it is bound.

use jiff::civil::Date;
use xueji_plan::{Level, Span};

use crate::dates::Days;
use crate::day::{Run, number};

/// One subject with all that decides on which days a duty binds it (R4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A person.
    Person(Person),
    /// An organization.
    Organization(Organization),
}

/// A person's dated facts within the organizations under the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The birthday; without one, conditions of age never hold.
    pub born_on: Option<Date>,
    /// Belonging to organizations, past ones too.
    pub memberships: Vec<Membership>,
    /// Posts and statuses held, past ones too.
    pub posts: Vec<Post>,
    /// Long leaves: nothing is owed on their days.
    pub leaves: Vec<Tenure>,
    /// Exemptions granted.
    pub exemptions: Vec<Exemption>,
}

/// An organization's dated facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Its level in the tree.
    pub level: Level,
    /// Its unit type, where it has one.
    pub unit_type: Option<String>,
    /// Whether it issued the plan.
    pub is_issuer: bool,
    /// From its founding to its dissolution.
    pub existed: Tenure,
    /// Exemptions granted.
    pub exemptions: Vec<Exemption>,
}

/// Belonging to an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// As what.
    pub kind: MemberKind,
    /// When.
    pub tenure: Tenure,
    /// The unit type of the organization, where it has one.
    pub unit_type: Option<String>,
}

/// As what a person belongs to an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MemberKind {
    /// 正式党员
    Full,
    /// 预备党员
    Probationary,
    /// Not a Party member: staff, 群众, 入党积极分子.
    Other,
}

/// Holding a post, or having a status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The post's code.
    pub code: String,
    /// When.
    pub tenure: Tenure,
}

/// A duty, or all of them, waived for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exemption {
    /// The duty's code; every duty where there is none.
    pub duty: Option<String>,
    /// When.
    pub tenure: Tenure,
}

/// From a day, to a day or until further notice; both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tenure {
    /// The first day.
    pub from: Date,
    /// The last day, where known.
    pub until: Option<Date>,
}

impl Tenure {
    /// From this day until further notice.
    pub fn since(from: Date) -> Self {
        Self { from, until: None }
    }
}

impl From<Span> for Tenure {
    fn from(span: Span) -> Self {
        Self { from: span.first(), until: Some(span.last()) }
    }
}

impl Tenure {
    pub(crate) fn run(self) -> Run {
        Run { first: number(self.from), last: self.until.map_or(i32::MAX - 1, number) }
    }
}

/// The days on which any of these holds.
pub(crate) fn any_of<'a>(tenures: impl IntoIterator<Item = &'a Tenure>) -> Days {
    Days::any(tenures.into_iter().map(|tenure| tenure.run()))
}
