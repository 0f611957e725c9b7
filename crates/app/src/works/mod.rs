//! Works (文稿): essays and reports on their way from their author through a review to a shelf.
//!
//! A manuscript is a note of its author's, written in the notebook. Handing it in makes the record; whoever reviews reads
//! the version that was handed in, and the author sees that they did.

mod blocks;
mod compare;
mod compare_page;
mod decide;
mod draft;
mod draft_page;
mod files;
mod form;
mod hand_in;
mod index;
mod ledger;
mod reach;
mod reassign;
mod review;
mod reviewers;
mod routes;
mod share;
mod shelf;
mod show;
mod store;
#[cfg(test)]
mod tests;
mod way;
mod words;

use jiff::civil::Date;

use crate::shell::Id;

pub(crate) use decide::{Decision, decide};
pub(crate) use hand_in::{Terms, hand_in};
pub(crate) use reassign::reassign;
pub(crate) use review::open;
pub(crate) use routes::routes;
pub(crate) use shelf::{Shelved, shelved};
#[cfg(test)]
pub(crate) use tests::of_test;
pub(crate) use way::{Way, count_ways, remarks_on, ways};
pub(crate) use words::{kind as kind_said, state as state_said};

/// The sorts of manuscripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// 心得体会、理论文章.
    Essay,
    /// 调研报告.
    Report,
}

impl Kind {
    const ALL: [Self; 2] = [Self::Essay, Self::Report];

    const fn code(self) -> &'static str {
        match self {
            Self::Essay => "essay",
            Self::Report => "report",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The plan's word for it.
    const fn of_plan(self) -> xueji_plan::Kind {
        match self {
            Self::Essay => xueji_plan::Kind::Essay,
            Self::Report => xueji_plan::Kind::Report,
        }
    }
}

/// How far a manuscript is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// It waits for whoever reviews it.
    Submitted,
    /// It came back with a reason.
    Returned,
    Accepted,
    /// Its author took it back.
    Withdrawn,
}

impl State {
    const ALL: [Self; 4] = [Self::Submitted, Self::Returned, Self::Accepted, Self::Withdrawn];

    const fn code(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Who may read it once it is accepted, as its author allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    Nobody,
    /// Those at or below the organization where its author belonged.
    Branch,
    /// Everybody of the bureau.
    Bureau,
}

impl Audience {
    const ALL: [Self; 3] = [Self::Nobody, Self::Branch, Self::Bureau];

    const fn code(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Branch => "branch",
            Self::Bureau => "bureau",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.code() == code)
    }
}

/// A manuscript without its text.
#[derive(Clone, Debug)]
pub(crate) struct Manuscript {
    pub(crate) id: Id,
    pub(crate) note_id: Id,
    pub(crate) person_id: Id,
    pub(crate) author: String,
    /// Where the author belonged then.
    pub(crate) organization: String,
    /// That organization's path.
    pub(crate) path: String,
    pub(crate) kind: Kind,
    pub(crate) record_id: Option<Id>,
    pub(crate) state: State,
    /// The version that was handed in last, and its title.
    pub(crate) number: i64,
    pub(crate) title: String,
    pub(crate) done_on: Date,
    pub(crate) reviewer_id: Option<Id>,
    pub(crate) audience: Audience,
    /// 刊发: where it was published outside, and when.
    pub(crate) outlet: String,
    pub(crate) published_on: Option<Date>,
    pub(crate) submitted_at: i64,
}

/// One of the things that became of it.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) number: i64,
    pub(crate) state: State,
    pub(crate) reason: String,
    pub(crate) by: String,
    pub(crate) at: i64,
}

/// What a reviewer says of a paragraph.
#[derive(Clone, Debug)]
pub(crate) struct Remark {
    /// The version that it is about.
    pub(crate) number: i64,
    /// Counted from 0 among the blocks of the text.
    pub(crate) paragraph: i64,
    pub(crate) text: String,
    pub(crate) by: String,
    pub(crate) at: i64,
}
