//! Field days (调研): stays with their places, topics and companions, what was found, and what should be done about it.
//!
//! A stay is entered once and makes one record of its days; what it counts for is not decided here. What was found is a
//! note of its author's; companions see where, when and about what, and each has a stay of their own.

mod change;
mod clash;
mod companions;
mod fellows;
mod findings;
mod form;
mod form_page;
mod ledger;
mod log;
mod places;
mod reassign;
mod reports;
mod routes;
mod show;
mod store;
#[cfg(test)]
mod tests;
mod told;
mod words;
mod year;
mod year_page;

use jiff::civil::Date;
use xueji_plan::{Quantity, Unit};

use crate::shell::Id;

pub(crate) use log::log;
pub(crate) use reassign::reassign;
pub(crate) use reports::{Head, heads, set_stays_under, stays_under};
pub(crate) use routes::routes;
#[cfg(test)]
pub(crate) use tests::of_test;
pub(crate) use told::{Told, count_told, told};
pub(crate) use words::{amount as amount_said, days as days_said, form as form_said};

/// The longest stay: whoever is away for longer enters it month by month.
const LONGEST_DAYS: i64 = 62;
/// The most places and topics of one stay, and the most measures.
const MOST_PARTS: usize = 6;
const MOST_MEASURES: usize = 6;
const LONGEST_LINE: usize = 100;
const LONGEST_MEASURE: usize = 300;

/// How it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// 实地走访.
    Visit,
    /// 座谈.
    Talk,
    /// 蹲点.
    OnSite,
    /// 问卷.
    Survey,
    /// 听课评课.
    Class,
    Other,
}

impl Form {
    const ALL: [Self; 6] = [Self::Visit, Self::Talk, Self::OnSite, Self::Survey, Self::Class, Self::Other];

    const fn code(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::Talk => "talk",
            Self::OnSite => "on-site",
            Self::Survey => "survey",
            Self::Class => "class",
            Self::Other => "other",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.code() == code)
    }
}

/// The days of a stay, to the half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) first_on: Date,
    pub(crate) last_on: Date,
    /// It began at noon of its first day.
    pub(crate) from_noon: bool,
    /// It ended at noon of its last day.
    pub(crate) until_noon: bool,
}

impl Days {
    /// One whole day.
    pub(crate) fn one(on: Date) -> Self {
        Self { first_on: on, last_on: on, from_noon: false, until_noon: false }
    }

    /// How many they are: a day with two topics is one day, and a half is a half.
    pub(crate) fn amount(&self) -> Quantity {
        let days = self.first_on.until(self.last_on).map_or(0, |span| i64::from(span.get_days())) + 1;
        let halves = i64::from(self.from_noon) + i64::from(self.until_noon);
        // A grain is half a day.
        Quantity { grains: days * Unit::Days.grains() - halves, unit: Unit::Days }
    }

    fn is_within(&self, other: &Self) -> bool {
        let begins = (other.first_on, other.from_noon) <= (self.first_on, self.from_noon);
        begins && (self.last_on, !self.until_noon) <= (other.last_on, !other.until_noon)
    }
}

/// A place with what was looked into there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) place: String,
    /// The unit visited, where it is one of the tree.
    pub(crate) organization_id: Option<Id>,
    pub(crate) topic: String,
}

/// What should be done (建议/整改措施), for the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Measure {
    /// 发现问题, in a line.
    pub(crate) problem: String,
    /// The measure itself.
    pub(crate) text: String,
    /// 责任单位.
    pub(crate) unit: String,
    pub(crate) due_on: Option<Date>,
}

/// A stay as somebody wants it.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) days: Days,
    pub(crate) form: Form,
    /// Which of the plan's activities it counts as, where there are several.
    pub(crate) activity: String,
    pub(crate) parts: Vec<Part>,
    pub(crate) companions: Vec<Id>,
    pub(crate) measures: Vec<Measure>,
    pub(crate) outcome: String,
    pub(crate) late_reason: Option<String>,
}

/// A stay as stored.
#[derive(Clone, Debug)]
pub(crate) struct Stay {
    pub(crate) id: Id,
    pub(crate) person_id: Id,
    pub(crate) days: Days,
    pub(crate) form: Form,
    pub(crate) note_id: Option<Id>,
    pub(crate) record_id: Option<Id>,
    pub(crate) outcome: String,
    pub(crate) withdrawn: bool,
}

/// Whether somebody who was named as a companion went along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Asked,
    Accepted,
    Declined,
}

impl Answer {
    const ALL: [Self; 3] = [Self::Asked, Self::Accepted, Self::Declined];

    const fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }
}

/// Somebody whom the host of a stay named.
#[derive(Clone, Debug)]
pub(crate) struct Companion {
    pub(crate) person_id: Id,
    pub(crate) name: String,
    pub(crate) answer: Answer,
    pub(crate) asked_at: i64,
    pub(crate) own_stay_id: Option<Id>,
}
