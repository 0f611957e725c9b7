//! The fixed words of plan files, once each: reading, writing and the schema all use these tables.

use crate::duty::{Cadence, Counting, Effect, Evidence, LeaveKind, Level, Modality, OpenField};
use crate::lang::Lang;
use crate::plan::{Kind, RecordedFor};
use crate::quantity::Unit;

/// A value and the words that stand for it.
#[derive(Debug)]
pub(crate) struct Word<T> {
    pub(crate) value: T,
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
    /// Further words that are read and never written.
    pub(crate) also: &'static [&'static str],
}

const fn word<T>(value: T, zh: &'static str, en: &'static str, also: &'static [&'static str]) -> Word<T> {
    Word { value, zh, en, also }
}

impl<T> Word<T> {
    pub(crate) fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    fn is(&self, text: &str) -> bool {
        self.zh == text
            || self.en.eq_ignore_ascii_case(text)
            || self.also.iter().any(|also| also.eq_ignore_ascii_case(text))
    }
}

/// The value that a word stands for.
pub(crate) fn read<T: Copy>(words: &[Word<T>], text: &str) -> Option<T> {
    words.iter().find(|word| word.is(text)).map(|word| word.value)
}

/// The word for a value; every table names every value of its type.
pub(crate) fn write<T: PartialEq>(words: &[Word<T>], value: &T, lang: Lang) -> &'static str {
    words.iter().find(|word| word.value == *value).map_or("", |word| word.get(lang))
}

/// What may be written, for hints: `天 / day、周 / week`.
pub(crate) fn choices<T>(words: &[Word<T>], lang: Lang) -> String {
    let all: Vec<&str> = words.iter().map(|word| word.get(lang)).collect();
    all.join(match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    })
}

pub(crate) const CADENCES: &[Word<Cadence>] = &[
    word(Cadence::Day, "天", "day", &["日", "每天", "每日", "daily", "each day"]),
    word(Cadence::WorkingDay, "工作日", "working day", &["每个工作日", "workday", "working-day"]),
    word(Cadence::Week, "周", "week", &["星期", "每周", "weekly"]),
    word(
        Cadence::TwoWeeks,
        "两周",
        "two weeks",
        &["双周", "每两周", "2周", "2 weeks", "two-weeks", "fortnight"],
    ),
    word(Cadence::Month, "月", "month", &["每月", "每个月", "个月", "monthly"]),
    word(Cadence::Quarter, "季度", "quarter", &["季", "每季度", "每季", "quarterly"]),
    word(Cadence::HalfYear, "半年", "half-year", &["每半年", "half year"]),
    word(Cadence::Year, "年", "year", &["年度", "每年", "yearly", "annually"]),
    word(Cadence::Term, "学期", "term", &["每学期", "school term", "semester"]),
];

pub(crate) const EVIDENCE: &[Word<Evidence>] = &[
    word(Evidence::Note, "笔记", "note", &["notes"]),
    word(Evidence::Text, "文稿", "text", &["文章"]),
    word(Evidence::Minutes, "会议记录", "minutes", &["记录"]),
    word(Evidence::Attachment, "附件", "attachment", &[]),
];

pub(crate) const COUNTING: &[Word<Counting>] = &[
    word(Counting::Declared, "自报", "declared", &["申报"]),
    word(Counting::Attested, "证明", "attested", &["确认"]),
    word(Counting::Reviewed, "评审", "reviewed", &["审核"]),
];

pub(crate) const MODALITIES: &[Word<Modality>] = &[
    word(Modality::Must, "必须", "must", &["要", "应当"]),
    word(Modality::Default, "原则上", "default", &["一般", "in principle"]),
    word(Modality::Aim, "力争", "aim", &["争取"]),
    word(Modality::Encouraged, "鼓励", "encouraged", &["提倡"]),
];

pub(crate) const OPEN_FIELDS: &[Word<OpenField>] = &[
    word(OpenField::Amount, "数量", "amount", &["次数"]),
    word(OpenField::Period, "时间", "period", &["周期", "期限"]),
    word(OpenField::Lead, "牵头", "lead", &["责任人"]),
];

pub(crate) const EFFECTS: &[Word<Effect>] = &[
    word(Effect::Present, "出席", "present", &["视为出席"]),
    word(Effect::Excused, "不计应到", "excused", &[]),
    word(Effect::Absent, "缺席", "absent", &["视为缺席"]),
];

pub(crate) const LEAVE_KINDS: &[Word<LeaveKind>] = &[
    word(LeaveKind::PublicDuty, "公差", "public_duty", &[]),
    word(LeaveKind::Illness, "病假", "illness", &[]),
    word(LeaveKind::Personal, "事假", "personal", &[]),
];

pub(crate) const LEVELS: &[Word<Level>] = &[
    word(Level::Committee, "党委", "committee", &["committees"]),
    word(Level::GeneralBranch, "党总支", "general branch", &["general-branch", "general branches"]),
    word(Level::Branch, "党支部", "branch", &["支部", "branches"]),
    word(Level::Group, "党小组", "group", &["groups"]),
];

pub(crate) const RECORDED_FOR: &[Word<RecordedFor>] = &[
    word(RecordedFor::Person, "个人", "person", &["人员"]),
    word(RecordedFor::Organization, "组织", "organization", &["单位"]),
];

pub(crate) const KINDS: &[Word<Kind>] = &[
    word(Kind::SelfStudy, "自学", "self-study", &["self study"]),
    word(Kind::Class, "听课", "class", &["听报告", "lesson"]),
    word(Kind::Book, "读书", "book", &["reading"]),
    word(Kind::Essay, "文章", "essay", &["心得体会", "article"]),
    word(Kind::FieldResearch, "调研", "field research", &["field-research"]),
    word(Kind::Report, "调研报告", "report", &["research report"]),
    word(Kind::Inspection, "调阅笔记", "inspection", &["调阅"]),
];

/// English units are written in the singular here and read in both numbers.
pub(crate) const UNITS: &[Word<Unit>] = &[
    word(Unit::Times, "次", "time", &["times", "场", "期", "堂", "门", "个", "届", "节", "回"]),
    word(Unit::Hours, "小时", "hour", &["hours", "个小时"]),
    word(Unit::ClassHours, "学时", "class hour", &["class hours", "class-hours", "课时", "个学时"]),
    word(Unit::Credits, "学分", "credit", &["credits", "个学分", "分"]),
    word(Unit::Days, "天", "day", &["days", "日"]),
    word(Unit::Books, "本", "book", &["books", "册", "部"]),
    word(Unit::Articles, "篇", "article", &["articles", "份"]),
    word(Unit::Words, "字", "word", &["words"]),
];
