//! Days and windows: `2026-11-30`, `11月底`, `01-05 至 02-04`, `上半年`, `end of November`.
//!
//! A day without a year lies in the plan's, so that a plan is carried to another year by changing that one number.

use jiff::civil::{Date, date};

use super::plain;
use crate::span::Span;

/// What days without a year refer to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Days {
    pub(crate) year: i16,
    pub(crate) plan: Span,
}

/// Why days could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    Unreadable,
    Reversed,
}

/// A window, a month, or one day.
pub(crate) fn read_days(text: &str, days: Days) -> Result<Span, Unread> {
    let text = plain(text);
    let parts = ["至", "到", "~", "～", "——", "—", "–", " to ", " - "]
        .into_iter()
        .find_map(|sign| text.split_once(sign));
    let Some((from, to)) = parts else {
        return days.one(&text).ok_or(Unread::Unreadable);
    };
    let from = days.one(from).ok_or(Unread::Unreadable)?;
    let to = days.one(to).ok_or(Unread::Unreadable)?;
    Span::new(from.first(), to.last()).ok_or(Unread::Reversed)
}

impl Days {
    fn one(self, text: &str) -> Option<Span> {
        let text = text.trim();
        let text = text.strip_prefix("by ").unwrap_or(text);
        let text =
            ["之前", "以前", "前"].into_iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text).trim();
        self.named(text)
            .or_else(|| self.part_of_month(text))
            .or_else(|| self.english(text))
            .or_else(|| self.digits(text))
    }

    fn named(self, text: &str) -> Option<Span> {
        let months = match text {
            "年底" | "年末" | "end of the year" | "the end of the year" => {
                return Some(Span::day(date(self.year, 12, 31)));
            }
            "年初" => return self.month(None, 1),
            "全年" | "本年" => (1, 12),
            "上半年" => (1, 6),
            "下半年" => (7, 12),
            "第一季度" | "一季度" | "Q1" => (1, 3),
            "第二季度" | "二季度" | "Q2" => (4, 6),
            "第三季度" | "三季度" | "Q3" => (7, 9),
            "第四季度" | "四季度" | "Q4" => (10, 12),
            _ => return None,
        };
        Span::new(self.month(None, months.0)?.first(), self.month(None, months.1)?.last())
    }

    fn part_of_month(self, text: &str) -> Option<Span> {
        if let Some(month) = text.strip_suffix('底').or_else(|| text.strip_suffix('末')) {
            return self.digits(month).filter(|span| span.days() > 1).map(|month| Span::day(month.last()));
        }
        let (month, part) =
            ["上旬", "中旬", "下旬"].into_iter().find_map(|part| Some((text.strip_suffix(part)?, part)))?;
        let month = self.digits(month).filter(|span| span.days() > 1)?;
        let day = |day: i8| month.first().with().day(day).build().ok();
        match part {
            "上旬" => Span::new(month.first(), day(10)?),
            "中旬" => Span::new(day(11)?, day(20)?),
            _ => Span::new(day(21)?, month.last()),
        }
    }

    fn english(self, text: &str) -> Option<Span> {
        let lower = text.to_lowercase();
        let ending = lower.strip_prefix("the end of ").or_else(|| lower.strip_prefix("end of "));
        let mut month = None;
        let mut day = None;
        let mut year = None;
        for word in ending.unwrap_or(&lower).split([' ', ',']).filter(|word| !word.is_empty()) {
            match word.parse::<i16>() {
                Ok(number @ 1000..) => year = Some(number),
                Ok(number) => day = i8::try_from(number).ok(),
                Err(_) => month = Some(english_month(word)?),
            }
        }
        let whole = self.month(year, month?)?;
        match (day, ending) {
            (Some(day), None) => self.day(year, month?, day).map(Span::day),
            (None, Some(_)) => Some(Span::day(whole.last())),
            (None, None) => Some(whole),
            (Some(_), Some(_)) => None,
        }
    }

    fn digits(self, text: &str) -> Option<Span> {
        let unified = text.trim().replace(['年', '月', '日', '/', '.'], "-");
        let parts: Vec<i16> = unified
            .trim_end_matches('-')
            .split('-')
            .map(|part| part.trim().parse().ok())
            .collect::<Option<_>>()?;
        match *parts.as_slice() {
            [month] if text.contains('月') => self.month(None, i8::try_from(month).ok()?),
            [year @ 1000..=9999, month] => self.month(Some(year), i8::try_from(month).ok()?),
            [month, day] => self.day(None, i8::try_from(month).ok()?, i8::try_from(day).ok()?).map(Span::day),
            [year @ 1000..=9999, month, day] => {
                self.day(Some(year), i8::try_from(month).ok()?, i8::try_from(day).ok()?).map(Span::day)
            }
            _ => None,
        }
    }

    fn month(self, year: Option<i16>, month: i8) -> Option<Span> {
        let first = self.day(year, month, 1)?;
        Span::new(first, first.last_of_month())
    }

    /// A day without a year lies in the plan's year, or in that year's neighbor where the plan reaches there instead.
    fn day(self, year: Option<i16>, month: i8, day: i8) -> Option<Date> {
        if let Some(year) = year {
            return Date::new(year, month, day).ok();
        }
        let in_year = |year: i16| {
            // 29 February stands for the end of February, so that it can be carried to any year.
            let leap_day = (month, day) == (2, 29);
            Date::new(year, month, day).ok().or_else(|| leap_day.then(|| date(year, 2, 28)))
        };
        let home = in_year(self.year)?;
        let neighbors = [home.year().checked_add(1), home.year().checked_sub(1)];
        if self.plan.contains(home) {
            return Some(home);
        }
        let inside =
            neighbors.into_iter().flatten().filter_map(in_year).find(|date| self.plan.contains(*date));
        Some(inside.unwrap_or(home))
    }
}

fn english_month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.');
    let at =
        MONTHS.iter().position(|month| *month == word || (word.len() >= 3 && month.starts_with(word)))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: Date, to: Date) -> Days {
        Days { year: from.year(), plan: Span::new(from, to).unwrap() }
    }

    #[test]
    fn days_and_windows_are_read_as_people_write_them() {
        let year = days(date(2026, 1, 1), date(2026, 12, 31));
        for (text, first, last) in [
            ("2026-11-30", "2026-11-30", "2026-11-30"),
            ("11-30", "2026-11-30", "2026-11-30"),
            ("11月30日前", "2026-11-30", "2026-11-30"),
            ("11月底", "2026-11-30", "2026-11-30"),
            ("2月底", "2026-02-28", "2026-02-28"),
            ("02-29", "2026-02-28", "2026-02-28"),
            ("年底", "2026-12-31", "2026-12-31"),
            ("end of November", "2026-11-30", "2026-11-30"),
            ("30 November", "2026-11-30", "2026-11-30"),
            ("Nov 30, 2025", "2025-11-30", "2025-11-30"),
            ("1月", "2026-01-01", "2026-01-31"),
            ("上半年", "2026-01-01", "2026-06-30"),
            ("6月下旬", "2026-06-21", "2026-06-30"),
            ("01-05 至 02-04", "2026-01-05", "2026-02-04"),
            ("1月5日至2月", "2026-01-05", "2026-02-28"),
            ("2026-01-05 to 2026-02-04", "2026-01-05", "2026-02-04"),
            ("2026年1月~3月", "2026-01-01", "2026-03-31"),
        ] {
            let span = read_days(text, year).unwrap_or_else(|_| panic!("{text}"));
            assert_eq!(
                (span.first().to_string(), span.last().to_string()),
                (first.into(), last.into()),
                "{text}"
            );
        }
        assert_eq!(read_days("02-04 至 01-05", year), Err(Unread::Reversed));
        for text in ["", "明天", "13-01", "30", "2026-02-30", "至"] {
            assert_eq!(read_days(text, year), Err(Unread::Unreadable), "{text}");
        }
    }

    #[test]
    fn a_day_without_a_year_lies_inside_a_plan_that_crosses_the_years_end() {
        let school_year = days(date(2025, 9, 1), date(2026, 7, 15));
        let span = read_days("12-20 至 01-10", school_year).unwrap();
        assert_eq!((span.first(), span.last()), (date(2025, 12, 20), date(2026, 1, 10)));
    }
}
