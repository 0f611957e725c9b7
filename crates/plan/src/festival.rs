//! Festivals and anniversaries, and what a branch might learn about on them.
//!
//! Suggestions for whoever arranges learning; nothing is owed because of them, and whether people work on the day is the
//! [`Calendar`](crate::Calendar)'s business.

mod known;

use std::ops::RangeInclusive;

use jiff::civil::Date;
use tyme4rs::tyme::lunar::LunarDay;
use tyme4rs::tyme::solar::{SolarDay, SolarTerm};

use crate::lang::Lang;
use crate::span::Span;
use known::KNOWN;

/// A festival or an anniversary, whichever the year.
#[derive(Debug, PartialEq, Eq)]
pub struct Festival {
    /// Which it is, for storing; it never changes.
    pub code: &'static str,
    /// Of what kind it is.
    pub kind: FestivalKind,
    zh: &'static str,
    en: &'static str,
    theme_zh: &'static str,
    theme_en: &'static str,
    when: When,
    /// The first year in which it was kept.
    since: i16,
}

/// What kind of day it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FestivalKind {
    /// 传统节日, by the lunar calendar or a solar term.
    Traditional,
    /// 国家节日, of everybody or of some.
    National,
    /// 党史纪念日: the Party's history, and that of the army and the movements which it led.
    Party,
    /// 国家纪念日, on which those who fell and suffered are remembered.
    Memorial,
    /// 主题日, set for learning or doing something.
    Theme,
}

/// By what it is found in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// A month and a day of the civil calendar.
    Civil(i8, i8),
    /// A month and a day of the lunar year that begins in this civil year.
    Lunar(isize, usize),
    /// The day before a lunar year's first.
    Eve,
    /// A solar term, counted from the winter solstice of the year before.
    Term(isize),
}

/// Years of which the lunar calendar is asked: its rules since the Republic, as far as they can be computed in earnest.
const LUNAR_YEARS: RangeInclusive<i16> = 1912..=2199;

impl Festival {
    /// The one of this code.
    pub fn of_code(code: &str) -> Option<&'static Self> {
        KNOWN.iter().find(|festival| festival.code == code)
    }

    /// Its name.
    pub fn title(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    /// What a branch might learn about on it, in one line; a suggestion, to be changed freely.
    pub fn theme(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.theme_zh,
            Lang::En => self.theme_en,
        }
    }

    fn date(&self, year: i16) -> Option<Date> {
        if year < self.since {
            return None;
        }
        self.when.date(year)
    }
}

impl FestivalKind {
    /// The kind's name.
    pub fn title(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Traditional => ("传统节日", "traditional festival"),
            Self::National => ("国家节日", "national festival"),
            Self::Party => ("党史纪念日", "day of the Party's history"),
            Self::Memorial => ("国家纪念日", "day of remembrance"),
            Self::Theme => ("主题日", "theme day"),
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

impl When {
    fn date(self, year: i16) -> Option<Date> {
        let lunar = LUNAR_YEARS.contains(&year);
        let (of, first) = (isize::from(year), Self::Lunar(1, 1));
        match self {
            Self::Civil(month, day) => Date::new(year, month, day).ok(),
            Self::Lunar(month, day) if lunar => civil(LunarDay::new(of, month, day).ok()?.get_solar_day()),
            Self::Eve => first.date(year)?.yesterday().ok(),
            Self::Term(index) if lunar => civil(SolarTerm::from_index(of, index).get_solar_day()),
            Self::Lunar(..) | Self::Term(_) => None,
        }
    }
}

fn civil(day: SolarDay) -> Option<Date> {
    let (month, of_month) = (i8::try_from(day.get_month()).ok()?, i8::try_from(day.get_day()).ok()?);
    Date::new(i16::try_from(day.get_year()).ok()?, month, of_month).ok()
}

/// The festivals of some years, day by day.
///
/// The lunar calendar is computed, which takes a while: make the table once and ask it often.
#[derive(Clone, Debug, Default)]
pub struct Festivals {
    /// By day; of one day, in the order of the table.
    days: Vec<(Date, &'static Festival)>,
}

impl Festivals {
    /// Those of one year.
    ///
    /// Outside of 1912 to 2199 only those of the civil calendar are known.
    pub fn of_year(year: i16) -> Self {
        Self::of_years(year..=year)
    }

    /// Those of several years, for spans that cross the new year.
    pub fn of_years(years: RangeInclusive<i16>) -> Self {
        let of_year = |year| KNOWN.iter().filter_map(move |it| Some((it.date(year)?, it)));
        let mut days: Vec<_> = years.flat_map(of_year).collect();
        days.sort_by_key(|(date, _)| *date);
        Self { days }
    }

    /// Those that fall on a day.
    pub fn on(&self, date: Date) -> impl Iterator<Item = &'static Festival> {
        self.within(Span::day(date)).iter().map(|(_, festival)| *festival)
    }

    /// Those that fall within a span, with their days, in order.
    pub fn within(&self, span: Span) -> &[(Date, &'static Festival)] {
        let first = self.days.partition_point(|(date, _)| *date < span.first());
        let end = self.days.partition_point(|(date, _)| *date <= span.last());
        self.days.get(first..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
