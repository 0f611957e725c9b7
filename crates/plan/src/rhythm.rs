//! The rhythm of a series: on which days something comes again, around holidays.
//!
//! How often a duty is owed is its [`Cadence`]; a rhythm says on which day of the week or month people come together for it.

mod code;
mod words;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::calendar::Calendar;
use crate::duty::Cadence;
use crate::period::whole;
use crate::span::Span;

pub use code::NotARhythm;

/// When something comes again.
///
/// Written and read as a short code ([`Display`](std::fmt::Display), [`FromStr`](std::str::FromStr)), which is what is stored:
///
/// ```
/// use xueji_plan::{Lang, Rhythm};
///
/// let rhythm: Rhythm = "monthly 1 fri".parse().unwrap();
/// assert_eq!(rhythm.words(Lang::Zh), "每月第一个星期五");
/// assert_eq!(rhythm.to_string(), "monthly 1 fri");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rhythm {
    /// `weekly fri`: each week.
    Weekly(Weekday),
    /// `biweekly mon`: every second week, from the first such day of the series on.
    Biweekly(Weekday),
    /// `monthly 1 fri`: each month.
    Monthly(InMonth),
    /// `quarterly 2 tue`, `quarterly m3 last workday`: each quarter, in one of its months.
    Quarterly(MonthOfQuarter, InMonth),
}

/// Which day of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InMonth {
    /// `1 fri`, `last fri`.
    Weekday(Nth, Weekday),
    /// `day 5`.
    Day(DayNumber),
    /// `last workday`, by the calendar.
    LastWorkingDay,
}

/// Which of the month's days of one name; every month has four of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nth {
    /// The first.
    First,
    /// The second.
    Second,
    /// The third.
    Third,
    /// The fourth.
    Fourth,
    /// The fourth or fifth, whichever is the last.
    Last,
}

/// Which month of a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MonthOfQuarter {
    /// January, April, July, October.
    First,
    /// February, May, August, November.
    Second,
    /// March, June, September, December.
    Third,
}

/// A day's number in its month, from 1 to 31; a shorter month's last day stands for those that it lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DayNumber(i8);

impl DayNumber {
    /// The day of this number, where there is one.
    pub fn new(number: i8) -> Option<Self> {
        (1..=31).contains(&number).then_some(Self(number))
    }
}

/// A day on which it comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// The day.
    pub on: Date,
    /// The holiday from which it was moved.
    pub moved_from: Option<Date>,
}

impl Rhythm {
    /// The days within a span on which it comes again, in order.
    ///
    /// A day that is not worked is moved to the next working day, a weekend day worked for a holiday (调休上班) among them. It
    /// stays in its month, or a duty of that month would be missed: where the next working day lies beyond it, the one before
    /// is taken. In the same way a weekly rhythm stays in its week (Monday to Sunday), one of every second week in the two
    /// weeks that begin with its own, and all stay in the span. What finds no working day there falls out, as a weekly
    /// meeting does in a week that is free from Monday to Sunday.
    ///
    /// A Saturday or Sunday that the rhythm names is meant: it is moved for a holiday ([`Calendar::is_holiday`]), not for
    /// being a weekend.
    pub fn dates(self, span: Span, calendar: &Calendar) -> Vec<Occurrence> {
        let days = match self {
            Self::Weekly(weekday) => every(7, weekday, span),
            Self::Biweekly(weekday) => every(14, weekday, span),
            Self::Monthly(day) => in_months(span, |_| true, day, calendar),
            Self::Quarterly(month, day) => {
                in_months(span, |first| (first.month() - 1) % 3 == month.offset(), day, calendar)
            }
        };
        days.into_iter().filter_map(|day| self.settle(day, span, calendar)).collect()
    }

    /// Where a day comes to lie; nothing where it falls out.
    fn settle(self, day: Date, span: Span, calendar: &Calendar) -> Option<Occurrence> {
        let is_free =
            if self.means_weekend() { calendar.is_holiday(day) } else { !calendar.is_working_day(day) };
        if !is_free {
            return Some(Occurrence { on: day, moved_from: None });
        }
        let stays_in = whole(self.stays_in(), day, day)?.overlap(span)?;
        let mut later = day.series(1.day()).skip(1).take_while(|day| stays_in.contains(*day));
        let mut earlier = day.series((-1).day()).skip(1).take_while(|day| stays_in.contains(*day));
        let is_worked = |day: &Date| calendar.is_working_day(*day);
        let on = later.find(is_worked).or_else(|| earlier.find(is_worked))?;
        Some(Occurrence { on, moved_from: Some(day) })
    }

    fn stays_in(self) -> Cadence {
        match self {
            Self::Weekly(_) => Cadence::Week,
            Self::Biweekly(_) => Cadence::TwoWeeks,
            Self::Monthly(_) | Self::Quarterly(..) => Cadence::Month,
        }
    }

    fn means_weekend(self) -> bool {
        let weekday = match self {
            Self::Weekly(weekday)
            | Self::Biweekly(weekday)
            | Self::Monthly(InMonth::Weekday(_, weekday))
            | Self::Quarterly(_, InMonth::Weekday(_, weekday)) => weekday,
            Self::Monthly(_) | Self::Quarterly(..) => return false,
        };
        matches!(weekday, Weekday::Saturday | Weekday::Sunday)
    }
}

/// The days of this name, from the first in the span on.
fn every(days: i32, weekday: Weekday, span: Span) -> Vec<Date> {
    let until_first = i32::from(span.first().weekday().until(weekday));
    let Ok(first) = span.first().checked_add(until_first.days()) else { return Vec::new() };
    first.series(days.days()).take_while(|day| *day <= span.last()).collect()
}

/// One day in each month that is wanted, as far as it lies in the span.
fn in_months(span: Span, wanted: impl Fn(Date) -> bool, day: InMonth, calendar: &Calendar) -> Vec<Date> {
    let firsts = span.first().first_of_month().series(1.month()).take_while(|first| *first <= span.last());
    let days = firsts.filter(|first| wanted(*first)).filter_map(|first| day.of(first, calendar));
    days.filter(|day| span.contains(*day)).collect()
}

impl InMonth {
    /// The day in the month that begins on `first`.
    fn of(self, first: Date, calendar: &Calendar) -> Option<Date> {
        match self {
            Self::Weekday(nth, weekday) => first.nth_weekday_of_month(nth.number(), weekday).ok(),
            Self::Day(DayNumber(number)) => {
                Date::new(first.year(), first.month(), number.min(first.days_in_month())).ok()
            }
            Self::LastWorkingDay => {
                let mut days = first.last_of_month().series((-1).day()).take_while(|day| *day >= first);
                days.find(|day| calendar.is_working_day(*day))
            }
        }
    }
}

impl Nth {
    /// As dates are counted, from the month's end where it is negative.
    fn number(self) -> i8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
            Self::Fourth => 4,
            Self::Last => -1,
        }
    }
}

impl MonthOfQuarter {
    fn offset(self) -> i8 {
        match self {
            Self::First => 0,
            Self::Second => 1,
            Self::Third => 2,
        }
    }
}

#[cfg(test)]
mod tests;
