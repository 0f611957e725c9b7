//! Rhythms as short codes, as they are stored.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use jiff::civil::Weekday;
use thiserror::Error;

use super::{DayNumber, InMonth, MonthOfQuarter, Nth, Rhythm};

/// A text that is the code of no rhythm.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is no rhythm")]
pub struct NotARhythm(pub String);

const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "mon"),
    (Weekday::Tuesday, "tue"),
    (Weekday::Wednesday, "wed"),
    (Weekday::Thursday, "thu"),
    (Weekday::Friday, "fri"),
    (Weekday::Saturday, "sat"),
    (Weekday::Sunday, "sun"),
];
const NTHS: [(Nth, &str); 5] =
    [(Nth::First, "1"), (Nth::Second, "2"), (Nth::Third, "3"), (Nth::Fourth, "4"), (Nth::Last, "last")];
/// The first month is meant where none is named.
const MONTHS: [(MonthOfQuarter, &str); 3] =
    [(MonthOfQuarter::First, ""), (MonthOfQuarter::Second, "m2 "), (MonthOfQuarter::Third, "m3 ")];

fn write<T: PartialEq>(words: &[(T, &'static str)], value: &T) -> &'static str {
    words.iter().find(|(of, _)| of == value).map_or("", |(_, word)| word)
}

fn read<T: Copy>(words: &[(T, &str)], text: &str) -> Option<T> {
    words.iter().find(|(_, word)| *word == text).map(|(value, _)| *value)
}

impl Display for Rhythm {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Weekly(weekday) => write!(f, "weekly {}", write(&WEEKDAYS, weekday)),
            Self::Biweekly(weekday) => write!(f, "biweekly {}", write(&WEEKDAYS, weekday)),
            Self::Monthly(day) => write!(f, "monthly {day}"),
            Self::Quarterly(month, day) => write!(f, "quarterly {}{day}", write(&MONTHS, month)),
        }
    }
}

impl Display for InMonth {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Weekday(nth, weekday) => {
                write!(f, "{} {}", write(&NTHS, nth), write(&WEEKDAYS, weekday))
            }
            Self::Day(DayNumber(number)) => write!(f, "day {number}"),
            Self::LastWorkingDay => f.write_str("last workday"),
        }
    }
}

impl FromStr for Rhythm {
    type Err = NotARhythm;

    /// Reads a code as it is written and in no other way, so that one rhythm has one code.
    fn from_str(text: &str) -> Result<Self, NotARhythm> {
        let read = rhythm(text).filter(|rhythm| rhythm.to_string() == text);
        read.ok_or_else(|| NotARhythm(text.to_owned()))
    }
}

fn rhythm(text: &str) -> Option<Rhythm> {
    let (often, day) = text.split_once(' ')?;
    match often {
        "weekly" => Some(Rhythm::Weekly(read(&WEEKDAYS, day)?)),
        "biweekly" => Some(Rhythm::Biweekly(read(&WEEKDAYS, day)?)),
        "monthly" => Some(Rhythm::Monthly(in_month(day)?)),
        "quarterly" => {
            let (month, day) =
                MONTHS.iter().rev().find_map(|(month, word)| Some((*month, day.strip_prefix(word)?)))?;
            Some(Rhythm::Quarterly(month, in_month(day)?))
        }
        _ => None,
    }
}

fn in_month(text: &str) -> Option<InMonth> {
    match text.split_once(' ')? {
        ("last", "workday") => Some(InMonth::LastWorkingDay),
        ("day", number) => Some(InMonth::Day(DayNumber::new(number.parse().ok()?)?)),
        (nth, weekday) => Some(InMonth::Weekday(read(&NTHS, nth)?, read(&WEEKDAYS, weekday)?)),
    }
}
