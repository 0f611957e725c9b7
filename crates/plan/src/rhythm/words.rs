//! Rhythms as people say them.

use jiff::civil::Weekday;

use super::{DayNumber, InMonth, MonthOfQuarter, Nth, Rhythm};
use crate::lang::Lang;

impl Rhythm {
    /// As people say it: 每月第一个星期五, the first Friday of each month.
    pub fn words(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Weekly(weekday), Lang::Zh) => format!("每周{}", zh(weekday)),
            (Self::Weekly(weekday), Lang::En) => format!("every {}", en(weekday)),
            (Self::Biweekly(weekday), Lang::Zh) => format!("每两周一次，逢星期{}", zh(weekday)),
            (Self::Biweekly(weekday), Lang::En) => format!("every second week on {}", en(weekday)),
            (Self::Monthly(day), Lang::Zh) => format!("每月{}", day.zh()),
            (Self::Monthly(day), Lang::En) => format!("{} of each month", day.en()),
            (Self::Quarterly(month, day), Lang::Zh) => format!("每季度{}{}", month.zh(), day.zh()),
            (Self::Quarterly(month, day), Lang::En) => {
                format!("{} of the {} month of each quarter", day.en(), month.en())
            }
        }
    }
}

impl InMonth {
    fn zh(self) -> String {
        match self {
            Self::Weekday(nth, weekday) => format!("{}星期{}", nth.zh(), zh(weekday)),
            Self::Day(DayNumber(number)) => format!("{number}日"),
            Self::LastWorkingDay => "最后一个工作日".to_owned(),
        }
    }

    fn en(self) -> String {
        match self {
            Self::Weekday(nth, weekday) => format!("the {} {}", nth.en(), en(weekday)),
            Self::Day(DayNumber(number)) => {
                let ending = match number {
                    1 | 21 | 31 => "st",
                    2 | 22 => "nd",
                    3 | 23 => "rd",
                    _ => "th",
                };
                format!("the {number}{ending}")
            }
            Self::LastWorkingDay => "the last working day".to_owned(),
        }
    }
}

impl Nth {
    fn zh(self) -> &'static str {
        match self {
            Self::First => "第一个",
            Self::Second => "第二个",
            Self::Third => "第三个",
            Self::Fourth => "第四个",
            Self::Last => "最后一个",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Third => "third",
            Self::Fourth => "fourth",
            Self::Last => "last",
        }
    }
}

impl MonthOfQuarter {
    fn zh(self) -> &'static str {
        match self {
            Self::First => "首月",
            Self::Second => "第二个月",
            Self::Third => "末月",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Third => "third",
        }
    }
}

fn zh(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "一",
        Weekday::Tuesday => "二",
        Weekday::Wednesday => "三",
        Weekday::Thursday => "四",
        Weekday::Friday => "五",
        Weekday::Saturday => "六",
        Weekday::Sunday => "日",
    }
}

fn en(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
