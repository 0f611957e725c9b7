//! Plans on the desk: files that are worked on part by part, tried on everybody, and put in force.
//!
//! A revision becomes a new plan, the next version of one, or a branch's own plan below the bureau's.

mod begin;
mod decide;
mod desk;
mod edit;
mod routes;
mod store;
#[cfg(test)]
mod tests;
mod views;

use crate::shell::Id;
#[cfg(test)]
use crate::{
    shell::{Actor, Author},
    testing::TestApp,
};

pub(crate) use routes::routes;

/// A plan file that is being worked on.
#[derive(Clone, Debug)]
pub(crate) struct Revision {
    pub(crate) id: Id,
    /// Whose plan it will be.
    pub(crate) organization_id: Id,
    pub(crate) organization: String,
    pub(crate) path: String,
    /// The plan of which it becomes the next version.
    pub(crate) plan_id: Option<Id>,
    /// The version that it was begun from; 0 where there is none.
    pub(crate) base_number: i64,
    /// The plan above that it refines.
    pub(crate) above_id: Option<Id>,
    pub(crate) toml: String,
    pub(crate) arrangement: Option<String>,
    pub(crate) state: State,
    pub(crate) changed_at: i64,
    pub(crate) changed_by: String,
}

/// A plan of this organization that is being written, for the walk through the routes.
#[cfg(test)]
pub(crate) fn of_test(app: &TestApp, actor: &Actor, organization_id: &Id) -> Id {
    let from =
        begin::From::Nothing { title: "读书计划".to_owned(), code: "reading".to_owned(), year: 2026 };
    let (actor, own) = (actor.clone(), organization_id.clone());
    app.app
        .write_blocking(Author::Command, move |work| begin::begin(work, &actor, from, &own))
        .expect("the office may begin a plan")
}

/// Where a revision is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// 编辑中: it is being written.
    Open,
    /// 待审: a branch handed it in.
    Submitted,
    /// 已退回: the office wants something else.
    Returned,
    /// 已发布: it is a version of a plan.
    Published,
    /// 已放弃.
    Dropped,
}

impl State {
    pub(crate) const ALL: [Self; 5] =
        [Self::Open, Self::Submitted, Self::Returned, Self::Published, Self::Dropped];

    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Published => "published",
            Self::Dropped => "dropped",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether it may be written in.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Returned)
    }
}
