//! Days as numbers, so that judging a year of periods is integer arithmetic.

use jiff::ToSpan;
use jiff::civil::Date;
use xueji_plan::Span;

/// Days since 1 January 1970.
pub(crate) type Day = i32;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// The number of a date.
pub(crate) fn number(date: Date) -> Day {
    let seconds = EPOCH.duration_until(date).as_secs();
    Day::try_from(seconds.div_euclid(86_400)).expect("every civil date is within a few million days of 1970")
}

/// The date of a number.
pub(crate) fn date(day: Day) -> Date {
    EPOCH.saturating_add(i64::from(day).days())
}

/// A run of days by number, both ends included; empty when `last < first`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) first: Day,
    pub(crate) last: Day,
}

impl Run {
    pub(crate) fn of(span: Span) -> Self {
        Self { first: number(span.first()), last: number(span.last()) }
    }

    pub(crate) fn span(self) -> Option<Span> {
        Span::new(date(self.first), date(self.last))
    }

    pub(crate) fn is_empty(self) -> bool {
        self.last < self.first
    }

    pub(crate) fn days(self) -> i64 {
        (i64::from(self.last) - i64::from(self.first) + 1).max(0)
    }

    pub(crate) fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    pub(crate) fn overlap(self, other: Self) -> Self {
        Self { first: self.first.max(other.first), last: self.last.min(other.last) }
    }
}
