//! A run of civil days, both ends included.

use jiff::civil::Date;

/// Civil days from `first` to `last`, both included.
///
/// Invariant: `first <= last`; an empty run is expressed by the absence of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    first: Date,
    last: Date,
}

impl Span {
    /// The days from `first` to `last`, or nothing where `last` lies before `first`.
    pub fn new(first: Date, last: Date) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// The one day `date`.
    pub fn day(date: Date) -> Self {
        Self { first: date, last: date }
    }

    /// The first day.
    pub fn first(self) -> Date {
        self.first
    }

    /// The last day.
    pub fn last(self) -> Date {
        self.last
    }

    /// How many days it has, at least 1.
    pub fn days(self) -> i64 {
        i64::from(self.first.until(self.last).map_or(0, |span| span.get_days())) + 1
    }

    /// Whether `date` is one of its days.
    pub fn contains(self, date: Date) -> bool {
        self.first <= date && date <= self.last
    }

    /// The days common to both, if any.
    pub fn overlap(self, other: Self) -> Option<Self> {
        Self::new(self.first.max(other.first), self.last.min(other.last))
    }
}
