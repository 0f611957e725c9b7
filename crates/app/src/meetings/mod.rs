//! Gatherings: arranged before, listed during, confirmed after; one form posts to everything that it satisfies.
//!
//! What came of a meeting stands in its records (`records::submit_event`), which share its event; what it comes to is
//! not decided here, see `standings`.

mod ahead;
mod appeal;
mod arrange;
mod asked;
mod attendance;
mod clash;
mod counted;
mod dates;
mod expected;
mod files;
mod follow;
mod form;
mod form_found;
mod form_page;
mod kinds;
mod leave;
mod make_up;
mod make_up_page;
mod moved;
mod pages;
mod paired;
mod reach;
mod reassign;
mod routes;
mod series;
mod sign_in;
mod sign_in_page;
mod store;
mod templates;
#[cfg(test)]
mod tests;
mod to_come;
mod told;
mod views;
mod words;

use jiff::civil::{Date, DateTime};
use xueji_standing::Outcome;

use crate::shell::Id;

pub(crate) use ahead::{
    Ahead, AheadView, of_organization as ahead_of_organization, of_person as ahead_of_person,
};
pub(crate) use arrange::{Draft, arrange};
pub(crate) use attendance::hold;
pub(crate) use clash::{Clash, among};
pub(crate) use counted::{Counted, counted};
pub(crate) use dates::{Dated, within};
pub(crate) use follow::{FOLLOWING, Follows, follow_job};
pub(crate) use leave::granted as leave_granted;
pub(crate) use reach::Reach;
pub(crate) use reassign::reassign;
pub(crate) use routes::routes;
pub(crate) use store::Whose;
pub(crate) use store::{find, seats};
#[cfg(test)]
pub(crate) use tests::{arranged, of_test};
pub(crate) use to_come::{OwnedPlanned, each_to_come, to_come};
pub(crate) use told::{JOB, job};
pub(crate) use words::{clock as clock_said, hours as hours_said, state_said};

/// The most people that one meeting lists.
pub(crate) const MOST_PEOPLE: usize = 500;

/// A gathering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meeting {
    pub(crate) id: Id,
    pub(crate) organization_id: Id,
    /// The plan's code of its kind.
    pub(crate) activity: String,
    /// The activity that the records of those expected carry; none where it is a lecture, whose audience hears a class.
    pub(crate) attendance: Option<String>,
    pub(crate) category: Option<String>,
    pub(crate) title: String,
    /// What is on it, an item a line.
    pub(crate) agenda: String,
    pub(crate) planned: Time,
    /// As it was, once confirmed.
    pub(crate) held: Option<Time>,
    pub(crate) place: Option<String>,
    /// Where one takes part from elsewhere.
    pub(crate) link: Option<String>,
    pub(crate) host_id: Option<Id>,
    pub(crate) recorder_id: Option<Id>,
    pub(crate) state: State,
    /// Why it was cancelled, or taken back.
    pub(crate) reason: Option<String>,
    /// What its records share.
    pub(crate) event_id: Option<Id>,
    /// The series that it is one of.
    pub(crate) series_id: Option<Id>,
    /// Whom its list follows, where nobody adjusted it.
    pub(crate) follows: Option<Follows>,
    /// The branch that it is held with, and which of them travels.
    pub(crate) partner: Option<Partner>,
    /// What the codes for signing in are made from, while it is open.
    pub(crate) sign_in_secret: Option<String>,
    pub(crate) version: i64,
}

/// From when to when, in civil time, within one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    pub(crate) first: DateTime,
    pub(crate) last: DateTime,
}

impl Time {
    /// The day.
    pub(crate) fn day(&self) -> Date {
        self.first.date()
    }
}

impl Meeting {
    /// When it was held, or will be.
    pub(crate) fn time(&self) -> Time {
        self.held.unwrap_or(self.planned)
    }

    /// Whether this person hosts it or keeps its minutes.
    pub(crate) fn is_run_by(&self, person: Option<&Id>) -> bool {
        person.is_some() && (self.host_id.as_ref() == person || self.recorder_id.as_ref() == person)
    }
}

/// The other branch of a gathering of two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Partner {
    pub(crate) organization_id: Id,
    pub(crate) direction: Direction,
    /// What its records share, once it has confirmed.
    pub(crate) event_id: Option<Id>,
    /// The account that confirmed for it.
    pub(crate) by: Option<Id>,
}

/// Who travels to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// 走出去: to the partner.
    Out,
    /// 请进来: the partner comes.
    In,
}

impl Direction {
    const fn code(self) -> &'static str {
        match self {
            Self::Out => "out",
            Self::In => "in",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Out, Self::In].into_iter().find(|direction| direction.code() == code)
    }
}

/// How far a meeting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Planned,
    /// Confirmed by whoever arranged it; the paired branch has not confirmed yet.
    Waiting,
    /// Its records are posted.
    Held,
    Cancelled,
}

impl State {
    const ALL: [Self; 4] = [Self::Planned, Self::Waiting, Self::Held, Self::Cancelled];

    /// The code in the database and in addresses.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Waiting => "waiting",
            Self::Held => "held",
            Self::Cancelled => "cancelled",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Why somebody is on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// 应到: counts in the rate of attendance.
    Expected,
    /// 列席: sits in.
    Invited,
}

impl Role {
    const fn code(self) -> &'static str {
        match self {
            Self::Expected => "expected",
            Self::Invited => "invited",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Expected, Self::Invited].into_iter().find(|role| role.code() == code)
    }
}

/// One person's place at a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seat {
    pub(crate) person_id: Id,
    pub(crate) role: Role,
    /// 中心发言, 交流; the lecturer.
    pub(crate) speaks: bool,
    pub(crate) topic: Option<String>,
    /// What the list says so far.
    pub(crate) outcome: Option<Outcome>,
    /// When they signed in by themselves.
    pub(crate) arrived_at: Option<i64>,
    /// Whether they come for the paired branch, which answers for their attendance.
    pub(crate) partner: bool,
}

impl Seat {
    /// Somebody who is on the list, of whom nothing is said yet.
    pub(crate) fn fresh(person_id: Id, role: Role) -> Self {
        Self { person_id, role, speaks: false, topic: None, outcome: None, arrived_at: None, partner: false }
    }
}
