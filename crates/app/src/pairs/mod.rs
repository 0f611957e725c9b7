//! Branches that agreed to learn together (结对共建): proposed by one side, confirmed by the other, for a time.

mod agree;
mod routes;
mod store;
#[cfg(test)]
mod tests;
mod views;

use jiff::civil::Date;

use crate::shell::Id;

pub(crate) use agree::{Draft, decide, propose};
pub(crate) use routes::routes;
pub(crate) use store::{find, partners};

/// Two organizations that learn together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) id: Id,
    pub(crate) proposer: Side,
    pub(crate) partner: Side,
    /// What was agreed, or the number of the agreement.
    pub(crate) agreement: String,
    pub(crate) from_on: Date,
    pub(crate) to_on: Date,
    pub(crate) state: State,
    pub(crate) answer: Option<String>,
}

/// One of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Side {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) path: String,
}

/// How far a pair is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Waits for the other side.
    Proposed,
    Agreed,
    Refused,
    /// Ended before its last day, by either side.
    Ended,
}

impl State {
    const ALL: [Self; 4] = [Self::Proposed, Self::Agreed, Self::Refused, Self::Ended];

    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Agreed => "agreed",
            Self::Refused => "refused",
            Self::Ended => "ended",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}
