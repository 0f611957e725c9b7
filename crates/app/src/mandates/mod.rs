//! Rights for a time: who acts in whose place, and who from outside may look; each with its first and last day.
//!
//! What a mandate lets one do is decided by the policy; see `shell::policy` and `people::scopes`.

mod forms;
mod give;
mod routes;
mod store;
#[cfg(test)]
mod tests;
mod views;

use jiff::civil::Date;

use crate::shell::actor::Role;
use crate::shell::{Id, Right};

pub(crate) use routes::routes;

/// A right for a time, with the names that a list shows.
#[derive(Clone, Debug)]
struct Mandate {
    id: Id,
    role: Role,
    organization: String,
    /// The organization's path.
    path: String,
    /// Who holds it: a person, or an account that is nobody's.
    person_id: Option<Id>,
    account_id: Option<Id>,
    holder: String,
    /// In whose place.
    stands_for: Option<String>,
    from_on: Date,
    to_on: Date,
    reason: String,
    given_by: String,
    ended_at: Option<i64>,
    /// Whether whom it stands for still holds the post.
    stands: bool,
}

/// How a mandate stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Current,
    NotYet,
    /// Its last day is over.
    Over,
    /// Ended before its last day.
    Ended,
    /// Whom it stands for does not hold the post.
    Lapsed,
}

impl Mandate {
    fn state(&self, today: Date) -> State {
        match self {
            ended if ended.ended_at.is_some() => State::Ended,
            over if over.to_on < today => State::Over,
            lapsed if !lapsed.stands => State::Lapsed,
            early if early.from_on > today => State::NotYet,
            _ => State::Current,
        }
    }

    /// The right with which it is given and ended.
    fn right(&self) -> Right {
        if self.role == Role::Inspector { Right::AdmitInspectors } else { Right::Deputize }
    }
}
