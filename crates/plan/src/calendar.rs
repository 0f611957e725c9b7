//! Which days are working days: China's statutory holidays and adjusted working days, and the office's corrections.
//!
//! What a plan owes on such days is not decided here.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::OnceLock;

use jiff::civil::{Date, Weekday};
use tyme4rs::tyme::holiday::LEGAL_HOLIDAY_DATA;

/// China's statutory holidays and adjusted working days, with the office's own corrections (R2).
///
/// The State Council announces the next year's days each autumn.
/// A year whose list is not known has its weekends only; [`Calendar::has_list`] says so, and the office can enter the
/// list as corrections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Days that are named as free; some are Saturdays and Sundays.
    off: BTreeSet<Date>,
    /// Saturdays and Sundays that are worked (调休上班).
    on: BTreeSet<Date>,
}

impl Calendar {
    /// The statutory days of these years.
    pub fn china(years: RangeInclusive<i16>) -> Self {
        let mut calendar = Self::default();
        for day in statutory().iter().filter(|day| years.contains(&day.date.year())) {
            calendar.set(day.date, day.worked);
        }
        calendar
    }

    /// The statutory days of these years, corrected by the office's own holidays and working days.
    ///
    /// A correction overrules the statutory list; a day named as both is a working day.
    pub fn new(
        years: RangeInclusive<i16>,
        holidays: impl IntoIterator<Item = Date>,
        working_days: impl IntoIterator<Item = Date>,
    ) -> Self {
        let mut calendar = Self::china(years);
        for date in holidays {
            calendar.set(date, false);
        }
        for date in working_days {
            calendar.set(date, true);
        }
        calendar
    }

    /// Whether people work on this day.
    pub fn is_working_day(&self, date: Date) -> bool {
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.on.contains(&date) || !(weekend || self.off.contains(&date))
    }

    /// Whether this day is named as free, by the State Council or by the office; an ordinary weekend is not.
    pub fn is_holiday(&self, date: Date) -> bool {
        self.off.contains(&date)
    }

    /// Whether this year's list of holidays is known, statutory or entered by the office.
    ///
    /// National Day is on every list, so a list is known when that day stands on it.
    pub fn has_list(&self, year: i16) -> bool {
        Date::new(year, 10, 1).is_ok_and(|national_day| self.off.contains(&national_day))
    }

    fn set(&mut self, date: Date, worked: bool) {
        if worked {
            self.off.remove(&date);
            self.on.insert(date);
        } else {
            self.on.remove(&date);
            self.off.insert(date);
        }
    }
}

struct StatutoryDay {
    date: Date,
    worked: bool,
}

/// Every day on the published lists since 2002.
///
/// Note: the library's own look-up compiles a regular expression per call, so its table is read once instead.
fn statutory() -> &'static [StatutoryDay] {
    static DAYS: OnceLock<Vec<StatutoryDay>> = OnceLock::new();
    DAYS.get_or_init(|| {
        LEGAL_HOLIDAY_DATA.as_bytes().chunks_exact(13).filter_map(StatutoryDay::read).collect()
    })
}

impl StatutoryDay {
    /// Reads `YYYYMMDD`, then 0 for a day worked and 1 for a day off; the festival's number follows and is not needed.
    fn read(entry: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(entry).ok()?;
        let date = Date::new(
            text.get(..4)?.parse().ok()?,
            text.get(4..6)?.parse().ok()?,
            text.get(6..8)?.parse().ok()?,
        );
        Some(Self { date: date.ok()?, worked: text.get(8..9)? == "0" })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use tyme4rs::tyme::solar::SolarDay;

    use super::*;

    #[test]
    fn known_days_are_worked_or_free() {
        let calendar = Calendar::china(2024..=2026);
        let cases = [
            (date(2025, 1, 1), false, "New Year's Day"),
            (date(2025, 1, 26), true, "a Sunday worked for the Spring Festival of 2025"),
            (date(2025, 1, 28), false, "the eve of the Spring Festival of 2025"),
            (date(2025, 2, 8), true, "a Saturday worked after it"),
            (date(2025, 10, 1), false, "National Day"),
            (date(2025, 10, 8), false, "the eighth day of National Day and Mid-Autumn 2025"),
            (date(2025, 10, 9), true, "the day after"),
            (date(2025, 10, 11), true, "a Saturday worked for it"),
            (date(2026, 2, 14), true, "a Saturday worked for the Spring Festival of 2026"),
            (date(2026, 2, 16), false, "the eve of the Spring Festival of 2026"),
            (date(2026, 2, 23), false, "its ninth day"),
            (date(2026, 5, 1), false, "Labor Day"),
            (date(2026, 10, 10), true, "a Saturday worked for National Day 2026"),
            (date(2026, 3, 7), false, "an ordinary Saturday"),
            (date(2026, 3, 9), true, "an ordinary Monday"),
        ];
        for (date, worked, what) in cases {
            assert_eq!(calendar.is_working_day(date), worked, "{date}: {what}");
        }
    }

    #[test]
    fn a_weekend_is_a_holiday_only_where_it_is_named_as_one() {
        let calendar = Calendar::new(2026..=2026, [date(2026, 3, 14)], [date(2026, 10, 2)]);
        let cases = [
            (date(2026, 10, 1), true, "National Day"),
            (date(2026, 10, 3), true, "a Saturday in National Day"),
            (date(2026, 2, 22), true, "a Sunday in the Spring Festival"),
            (date(2026, 3, 7), false, "an ordinary Saturday"),
            (date(2026, 3, 14), true, "a Saturday that the office named"),
            (date(2026, 10, 2), false, "a holiday on which the office works"),
            (date(2026, 10, 10), false, "a Saturday worked for National Day"),
        ];
        for (date, holiday, what) in cases {
            assert_eq!(calendar.is_holiday(date), holiday, "{date}: {what}");
        }
    }

    #[test]
    fn the_table_agrees_with_the_library_day_by_day() {
        let calendar = Calendar::china(2022..=2022);
        for day in date(2022, 1, 1).series(jiff::Span::new().days(1)).take(365) {
            let (month, of_month) =
                (usize::try_from(day.month()).unwrap(), usize::try_from(day.day()).unwrap());
            let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            let expected = SolarDay::from_ymd(2022, month, of_month)
                .get_legal_holiday()
                .map_or(!weekend, |holiday| holiday.is_work());
            assert_eq!(calendar.is_working_day(day), expected, "{day}");
        }
    }

    #[test]
    fn the_office_overrules_the_list() {
        let calendar = Calendar::new(2026..=2026, [date(2026, 3, 9)], [date(2026, 10, 1), date(2026, 3, 7)]);
        assert!(!calendar.is_working_day(date(2026, 3, 9)), "a local holiday");
        assert!(calendar.is_working_day(date(2026, 3, 7)), "a Saturday made up for it");
        assert!(calendar.is_working_day(date(2026, 10, 1)), "a working day overrules a statutory holiday");
    }

    #[test]
    fn a_year_without_a_list_has_weekends_only_and_says_so() {
        let calendar = Calendar::china(2026..=2031);
        assert!(calendar.has_list(2026));
        assert!(!calendar.has_list(2031));
        assert!(calendar.is_working_day(date(2031, 10, 1)), "no list, so a Wednesday is worked");
        assert!(!calendar.is_working_day(date(2031, 10, 4)));
        let entered = Calendar::new(2031..=2031, [date(2031, 10, 1)], []);
        assert!(entered.has_list(2031), "a list entered by the office is a list");
    }
}
