//! Inspections (调阅): a secretary calls in notes by a fair draw or by choice, reads them, comments, returns, is done.
//!
//! Reading itself is asked of `notes`, which tells the author; who stands where in the duty to inspect is said by
//! `standings`, from the record that a round makes.

mod acts;
mod ahead;
mod anchor;
mod author_page;
mod beside;
mod call;
mod counts;
mod counts_page;
mod draw;
mod gone;
mod ledger;
mod lists;
mod log;
mod margin;
mod pool;
mod post;
mod reach;
mod read;
mod reading_page;
mod reassign;
mod round_page;
mod rounds_page;
mod routes;
mod steps;
mod store;
#[cfg(test)]
mod tests;
mod told;
mod undergone;
mod words;
mod work;
mod work_page;

use jiff::civil::Date;

use crate::shell::Id;

pub(crate) use ahead::{to_inspect, waiting_for};
pub(crate) use call::{Ask, Way, call_in};
pub(crate) use read::read_through;
pub(crate) use reassign::reassign;
pub(crate) use routes::routes;
pub(crate) use steps::finish;
pub(crate) use store::parts;
#[cfg(test)]
pub(crate) use tests::of_test;
pub(crate) use undergone::{Said, Undergone, at_margins, count_undergone, undergone};

/// The most people of one round, and of a list that one is drawn from.
const MOST_PEOPLE: usize = 500;
/// Notes of one person that a round looks at where nobody said otherwise, and at most.
const USUAL_NOTES: usize = 4;
const MOST_NOTES: usize = 20;

/// Whose notes a round is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Circle {
    /// Everybody who belongs to the organization, but its secretary.
    Members,
    /// 班子成员.
    Leadership,
    /// The secretaries of the organizations directly below: nobody below inspects them.
    Secretaries,
}

impl Circle {
    const ALL: [Self; 3] = [Self::Members, Self::Leadership, Self::Secretaries];

    const fn code(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Leadership => "leadership",
            Self::Secretaries => "secretaries",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|circle| circle.code() == code)
    }
}

/// One round (一次调阅).
#[derive(Clone, Debug, PartialEq, Eq)]
struct Round {
    id: Id,
    organization_id: Id,
    circle: Circle,
    /// Whether people were drawn; else they were chosen, for a reason.
    drawn: bool,
    /// The days of the notes that are looked at.
    from_on: Date,
    to_on: Date,
    seed: String,
    notes_each: usize,
    reason: Option<String>,
    inspector_id: Id,
    drawn_on: Date,
    record_id: Option<Id>,
    /// Why it was taken back.
    taken_back: Option<String>,
}

/// One person's notes in a round.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Inspection {
    id: Id,
    round_id: Id,
    person_id: Id,
    position: i64,
    state: State,
    remarks: Option<String>,
}

/// How far an inspection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Called in, and not begun.
    Called,
    /// The inspector has begun to read.
    Read,
    /// Returned with a reason: the author writes on.
    Returned,
    /// Handed in again.
    Again,
    Done,
}

impl State {
    const ALL: [Self; 5] = [Self::Called, Self::Read, Self::Returned, Self::Again, Self::Done];

    const fn code(self) -> &'static str {
        match self {
            Self::Called => "called",
            Self::Read => "read",
            Self::Returned => "returned",
            Self::Again => "again",
            Self::Done => "done",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the inspector has something to do.
    const fn waits_for_inspector(self) -> bool {
        matches!(self, Self::Called | Self::Read | Self::Again)
    }

    /// Whether the inspector has answered at least once.
    const fn is_answered(self) -> bool {
        matches!(self, Self::Returned | Self::Again | Self::Done)
    }
}

/// A note that is shown in an inspection.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shown {
    note_id: Id,
    by_author: bool,
    /// The version that was read last.
    read_number: Option<i64>,
    read_at: Option<i64>,
}

/// What stands at the margin.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Comment {
    id: Id,
    note_id: Id,
    /// The version that it is about.
    number: i64,
    /// The passage; empty for the note as a whole.
    quote: String,
    /// Where the passage begins in the text as it is read.
    start: usize,
    /// Empty where the passage was only highlighted.
    text: String,
    by_account_id: Id,
    who: String,
    at: i64,
}
