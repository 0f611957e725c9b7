//! Days, windows and deadlines: 3月至5月, 6月下旬, 4月23日, 11月底前, 第四季度, 年底.

mod calendar;

use crate::text::{Span, Text};
use calendar::Reader;
pub(crate) use calendar::last_day;

/// A day or a month, of a year where one is written with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// As written; most documents leave it to the plan.
    pub year: Option<u16>,
    /// 次年: the year after the plan's.
    pub is_next: bool,
    /// 1 to 12.
    pub month: u8,
    /// Nothing where the month is all that is said.
    pub day: Option<u8>,
}

/// When something is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Between two days or months, both included.
    Window(Day, Day),
    /// No later than a day.
    By(Day),
    /// On a day.
    On(Day),
}

impl Day {
    fn code(self) -> String {
        let plans = if self.is_next { "Y+1" } else { "-" };
        let year = self.year.map_or_else(|| plans.to_owned(), |year| format!("{year:04}"));
        let day = self.day.map(|day| format!("-{day:02}")).unwrap_or_default();
        format!("{year}-{:02}{day}", self.month)
    }

    /// The day itself; of a month its last.
    fn last(self) -> Self {
        Self { day: Some(self.day.unwrap_or(last_day(self.month))), ..self }
    }
}

impl When {
    /// The code of the corpus: `W:--03/--05`, `BY:--11-30`, `ON:2025-04-23`.
    pub fn code(self) -> String {
        match self {
            Self::Window(first, last) => format!("W:{}/{}", first.code(), last.code()),
            Self::By(day) => format!("BY:{}", day.code()),
            Self::On(day) => format!("ON:{}", day.code()),
        }
    }
}

/// What is said of days in a clause, in order, each with its words.
pub fn dates(text: &Text, clause: Span) -> Vec<(Span, When)> {
    let reader = Reader::new(text.plain(clause));
    let mut found = Vec::new();
    let mut at = 0;
    while at < clause.len() {
        match reader.when(at) {
            Some((when, end)) => {
                found.push((Span::new(clause.start + at, clause.start + end), when));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let text = Text::new(text);
        let found = dates(&text, text.span());
        found.into_iter().map(|(span, when)| (text.given(span), when.code())).collect()
    }

    #[test]
    fn each_way_of_saying_when_has_its_code() {
        for (text, words, code) in [
            ("3月开展专题学习", "3月", "W:--03/--03"),
            ("５月份组织参观", "５月份", "W:--05/--05"),
            ("3月至5月读书", "3月至5月", "W:--03/--05"),
            ("7—8月轮训", "7—8月", "W:--07/--08"),
            ("十月上旬测试", "十月上旬", "W:--10-01/--10-10"),
            ("6月下旬竞赛", "6月下旬", "W:--06-21/--06-30"),
            ("4月23日读书会", "4月23日", "ON:--04-23"),
            ("2026年1月15日前报送", "2026年1月15日前", "BY:2026-01-15"),
            ("11月底前上交", "11月底前", "BY:--11-30"),
            ("10月底汇总", "10月底", "BY:--10-31"),
            ("6月1日至6月15日整改", "6月1日至6月15日", "W:--06-01/--06-15"),
            ("9月1日-20日自查", "9月1日-20日", "W:--09-01/--09-20"),
            ("2025年9月至2026年6月实施", "2025年9月至2026年6月", "W:2025-09/2026-06"),
            ("第四季度展评", "第四季度", "W:--10/--12"),
            ("二季度考试", "二季度", "W:--04/--06"),
            ("上半年完成", "上半年", "W:--01/--06"),
            ("十一月至次年二月冬训", "十一月至次年二月", "W:--11/Y+1-02"),
            ("年底前总结", "年底前", "BY:--12-31"),
            ("年末评选", "年末", "BY:--12-31"),
        ] {
            assert_eq!(read(text), [(words.to_owned(), code.to_owned())], "{text}");
        }
    }

    #[test]
    fn spans_of_months_and_what_recurs_are_no_days() {
        for text in ["入职后3个月内", "每月15日", "每季度1次", "每半年", "13月", "4月31日", "12月龄"]
        {
            assert!(read(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn several_windows_stand_beside_each_other() {
        let codes: Vec<String> = read("3月、9月各举办1期").into_iter().map(|(_, code)| code).collect();
        assert_eq!(codes, ["W:--03/--03", "W:--09/--09"]);
    }
}
