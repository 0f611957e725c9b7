//! How often: 每月, 每两周, 单周, 每学期, 年内, 定期.
//!
//! Days, windows and deadlines are read elsewhere; what is said here recurs, or lasts as long as the plan.

use std::sync::LazyLock;

use self::Rhythm::{
    Day, Each, HalfMonth, HalfYear, Month, Quarter, SchoolYear, TenDays, Term, TwoMonths, TwoWeeks, Vague,
    Week, WithinTerm, WithinYear, Year, Years,
};
use crate::table::Table;
use crate::text::{Span, Text};

/// How often something is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// 每天, 每个工作日.
    Day,
    /// 每周, 每周三下午.
    Week,
    /// 每两周, 双周, 隔周.
    TwoWeeks,
    /// 每旬.
    TenDays,
    /// 每半月.
    HalfMonth,
    /// 每月.
    Month,
    /// 每两个月, 每双月.
    TwoMonths,
    /// 每季度.
    Quarter,
    /// 每半年.
    HalfYear,
    /// 每年, 年度, 年人均.
    Year,
    /// 每学期.
    Term,
    /// 每学年.
    SchoolYear,
    /// So many years together: 三年内, 每五年.
    Years(u8),
    /// Once within the plan's year: 年内, 全年, 今年.
    WithinYear,
    /// Once within this term: 本学期.
    WithinTerm,
    /// Each time something else happens: 每次, 每期.
    Each,
    /// 定期, 不定期, 适时: a person must say how often.
    Vague,
}

impl Rhythm {
    /// The code of the corpus: `P1M`, `YEAR`, `VAGUE`.
    pub fn code(self) -> String {
        let code = match self {
            Self::Day => "P1D",
            Self::Week => "P1W",
            Self::TwoWeeks => "P2W",
            Self::TenDays => "P10D",
            Self::HalfMonth => "P15D",
            Self::Month => "P1M",
            Self::TwoMonths => "P2M",
            Self::Quarter => "P3M",
            Self::HalfYear => "P6M",
            Self::Year => "P1Y",
            Self::Term => "P1TERM",
            Self::SchoolYear => "P1SY",
            Self::Years(years) => return format!("P{years}Y"),
            Self::WithinYear => "YEAR",
            Self::WithinTerm => "TERM",
            Self::Each => "EACH",
            Self::Vague => "VAGUE",
        };
        code.to_owned()
    }
}

/// The words, the longer before those that they begin with: 每半年 is no 每半, 不定期 no 定期.
const WORDS: &[(&str, Rhythm)] = &[
    ("每个工作日", Day),
    ("每工作日", Day),
    ("每天", Day),
    ("每日", Day),
    ("逐日", Day),
    ("每两个星期", TwoWeeks),
    ("每两周", TwoWeeks),
    ("每2周", TwoWeeks),
    ("每双周", TwoWeeks),
    ("两周一次", TwoWeeks),
    ("隔周", TwoWeeks),
    ("双周", TwoWeeks),
    ("单周", TwoWeeks),
    ("每个星期", Week),
    ("每星期", Week),
    ("每周", Week),
    ("逐周", Week),
    ("逢周", Week),
    ("每旬", TenDays),
    ("每半个月", HalfMonth),
    ("每半月", HalfMonth),
    ("每两个月", TwoMonths),
    ("每2个月", TwoMonths),
    ("每逢单月", TwoMonths),
    ("每逢双月", TwoMonths),
    ("每双月", TwoMonths),
    ("每单月", TwoMonths),
    ("每三个月", Quarter),
    ("三个月一次", Quarter),
    ("每季度", Quarter),
    ("每个季度", Quarter),
    ("每季", Quarter),
    ("逐季", Quarter),
    ("每个月", Month),
    ("每月", Month),
    ("按月", Month),
    ("逐月", Month),
    ("月均", Month),
    ("每半年", HalfYear),
    ("半年一次", HalfYear),
    ("每学年", SchoolYear),
    ("每个学期", Term),
    ("每学期", Term),
    ("本学期", WithinTerm),
    ("全学期", WithinTerm),
    ("学期内", WithinTerm),
    ("每两年", Years(2)),
    ("两年内", Years(2)),
    ("每三年", Years(3)),
    ("三年内", Years(3)),
    ("每五年", Years(5)),
    ("五年内", Years(5)),
    ("五年累计", Years(5)),
    ("每年度", Year),
    ("每年", Year),
    ("年内", WithinYear),
    ("全年", WithinYear),
    ("今年", WithinYear),
    ("本年度", WithinYear),
    ("当年", WithinYear),
    ("每次", Each),
    ("每期", Each),
    ("每个上学日", Day),
    ("每晚", Day),
    ("每早", Day),
    ("一个季度", Quarter),
    ("每两月", TwoMonths),
    ("每个学年", SchoolYear),
    ("每堂", Each),
    ("每单元", Each),
    ("每班次", Each),
    ("每个营业日", Day),
    ("每营业日", Day),
    ("逢单周", TwoWeeks),
    ("逢双周", TwoWeeks),
    ("每逢周", Week),
    ("逢双月", TwoMonths),
    ("逢单月", TwoMonths),
    ("全学年", SchoolYear),
    ("学年内", SchoolYear),
    ("本学年", SchoolYear),
    ("每批", Each),
    ("每轮", Each),
    ("每场", Each),
    ("每讲", Each),
    ("每节", Each),
    ("每篇", Each),
    ("每届", Each),
    ("不定期", Vague),
    ("定期", Vague),
    ("适时", Vague),
    ("经常性", Vague),
    ("年度", Year),
];

/// What is said of how often, in order; words that stand inside longer ones are not said twice.
pub fn rhythms(text: &Text, clause: Span) -> Vec<(Span, Rhythm)> {
    static TABLE: LazyLock<Table<Rhythm>> = LazyLock::new(|| Table::of(WORDS.iter().copied()));
    let found = TABLE.all(text.plain(clause)).into_iter();
    found
        .map(|(at, length, rhythm)| (Span::new(clause.start + at, clause.start + at + length), rhythm))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let text = Text::new(text);
        let found = rhythms(&text, text.span());
        found.into_iter().map(|(span, rhythm)| (text.given(span), rhythm.code())).collect()
    }

    #[test]
    fn each_way_of_saying_how_often_has_its_code() {
        for (text, words, code) in [
            ("各组每个工作日晨读", "每个工作日", "P1D"),
            ("每周三下午集中学习", "每周", "P1W"),
            ("双周周五开展教研", "双周", "P2W"),
            ("每旬报送一次", "每旬", "P10D"),
            ("每半月研讨一次", "每半月", "P15D"),
            ("书记每季度讲党课", "每季度", "P3M"),
            ("每半年述学一次", "每半年", "P6M"),
            ("每学期听课10节", "每学期", "P1TERM"),
            ("三年内轮训一遍", "三年内", "P3Y"),
            ("全年不少于40学时", "全年", "YEAR"),
            ("本学期共读一本书", "本学期", "TERM"),
            ("不定期抽查笔记", "不定期", "VAGUE"),
        ] {
            assert_eq!(read(text), [(words.to_owned(), code.to_owned())], "{text}");
        }
    }

    #[test]
    fn a_count_and_a_length_have_a_rhythm_each() {
        let codes: Vec<String> =
            read("每月研讨1次，每次不少于2小时").into_iter().map(|(_, code)| code).collect();
        assert_eq!(codes, ["P1M", "EACH"]);
    }

    #[test]
    fn longer_words_stand_before_those_that_they_begin_with() {
        for (place, (word, _)) in WORDS.iter().enumerate() {
            let hidden = WORDS.iter().take(place).find(|(earlier, _)| word.starts_with(earlier));
            assert!(hidden.is_none(), "{word} is never found behind {hidden:?}");
        }
    }

    #[test]
    fn whom_something_is_asked_of_is_no_rhythm() {
        assert!(read("每名党员、每个支部、每人").is_empty());
    }
}
