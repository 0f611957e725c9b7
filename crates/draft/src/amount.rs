//! Numbers that count learning: those with a unit beside them, without the many that name, date or describe.

use crate::lexicon::{Word, tokens};
use crate::number::{Comparator, Number, Scale};
use crate::text::{Span, Text, ends_with, starts_with};

/// A number and its unit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Amount {
    /// The number as read.
    pub(crate) number: Number,
    /// The unit in its usual writing: `次`, `学时`, `%`.
    pub(crate) unit: String,
    /// From the bound, the number or the unit, whichever comes first, to whichever comes last.
    pub(crate) span: Span,
    /// The same asked in another unit: 12天或者90学时.
    pub(crate) or: Option<(i64, String)>,
}

impl Amount {
    pub(crate) fn comparator(&self) -> Comparator {
        let whole = self.unit == "%" && self.number.hundredths == 10_000;
        if whole { Comparator::Exactly } else { self.number.comparator() }
    }

    /// Whether it says how long and not how many times.
    pub(crate) fn is_duration(&self) -> bool {
        matches!(self.unit.as_str(), "分钟" | "小时" | "天" | "学时" | "课时" | "月" | "周" | "年")
    }
}

/// Units as written, the longer before those that they begin with, and how they are usually written.
const UNITS: &[(&str, &str)] = &[
    ("讲", "讲"),
    ("页", "页"),
    ("批", "批"),
    ("集", "集"),
    ("款", "款"),
    ("人次", "人次"),
    ("小时", "小时"),
    ("个小时", "小时"),
    ("分钟", "分钟"),
    ("学时", "学时"),
    ("个学时", "学时"),
    ("课时", "课时"),
    ("个课时", "课时"),
    ("学分", "学分"),
    ("个学分", "学分"),
    ("积分", "积分"),
    ("百分点", "百分点"),
    ("个百分点", "百分点"),
    ("个工作日", "天"),
    ("个月", "月"),
    ("节课", "节"),
    ("堂课", "堂"),
    ("次", "次"),
    ("回", "回"),
    ("期", "期"),
    ("场", "场"),
    ("届", "届"),
    ("轮", "轮"),
    ("遍", "遍"),
    ("本", "本"),
    ("册", "册"),
    ("部", "部"),
    ("篇", "篇"),
    ("份", "份"),
    ("条", "条"),
    ("则", "则"),
    ("件", "件"),
    ("项", "项"),
    ("门", "门"),
    ("道", "道"),
    ("题", "题"),
    ("种", "种"),
    ("堂", "堂"),
    ("节", "节"),
    ("班", "班"),
    ("天", "天"),
    ("日", "天"),
    ("名", "名"),
    ("位", "位"),
    ("人", "人"),
    ("户", "户"),
    ("字", "字"),
    ("分", "分"),
    ("周", "周"),
    ("年", "年"),
    ("个", "个"),
    ("幅", "幅"),
    ("封", "封"),
    ("首", "首"),
    ("组", "组"),
    ("家", "家"),
    ("课", "节"),
];

/// What a number with a unit is no amount of: 三个方面, 两个维护, 一种责任.
const OF_SPEECH: &[&str] = &[
    "方面",
    "原则",
    "重点",
    "维度",
    "层次",
    "目标",
    "关系",
    "环节",
    "阶段",
    "问题",
    "要求",
    "体系",
    "结合",
    "意识",
    "能力",
    "转变",
    "维护",
    "确立",
    "自信",
    "统一",
    "步",
    "责任",
    "追求",
    "生活方式",
    "村民小组",
    "党支部、",
    "教学班",
    "在建",
    "世纪",
    "百年",
    "时代",
    "战役",
    "战略",
    "攻坚",
    "必然",
    "不要",
    "阵地",
];

/// What stands before a number that only names, ranks or describes.
const NAMING: &[&str] = &[
    "末",
    "倒数",
    "居后",
    "不足",
    "不满",
    "未满",
    "未达到",
    "每",
    "第",
    "前",
    "近",
    "达",
    "共有",
    "现有",
    "共",
    "连续",
    "满",
    "教龄",
    "工龄",
    "年龄",
    "党龄",
    "缺席",
    "旷课",
    "缺课",
];

/// The amounts of a clause, in order. `taken` are stretches that mean something else: dates, quotes, conditions.
pub(crate) fn amounts(text: &Text, clause: Span, all: &[Number], taken: &[Span]) -> Vec<Amount> {
    let mut found: Vec<Amount> = Vec::new();
    for number in all {
        let is_taken = taken.iter().any(|span| span.start < number.span.end && number.span.start < span.end);
        let Some((unit, unit_end)) = unit(text, clause, number) else { continue };
        if is_taken || is_naming(text, clause, number, &unit, unit_end) {
            continue;
        }
        let start = number.bound.map_or(number.span.start, |bound| bound.words.start.min(number.span.start));
        let end = number.bound.map_or(unit_end, |bound| bound.words.end.max(unit_end));
        let or = found.last().is_some_and(|last| is_or(text, Span::new(last.span.end, number.span.start)));
        match found.last_mut() {
            Some(last) if or => {
                last.or = Some((number.hundredths, unit));
                last.span.end = end;
            }
            _ => found.push(Amount { number: *number, unit, span: Span::new(start, end), or: None }),
        }
    }
    share_units(text, all, taken, &mut found);
    found
}

/// 或者, 或, (: what stands between an amount and the same in another unit.
fn is_or(text: &Text, between: Span) -> bool {
    let said: String = text.plain(between).iter().collect();
    matches!(said.as_str(), "或" | "或者" | "(" | "或不少于" | "或者不少于" | "(或")
}

/// 分别不少于40、30、20学时: the unit is said once, after the last.
fn share_units(text: &Text, all: &[Number], taken: &[Span], found: &mut Vec<Amount>) {
    let Some(first) = found.first().filter(|_| found.len() == 1).cloned() else { return };
    let mut before: Vec<Amount> = Vec::new();
    let mut next = first.number.span.start;
    for number in all.iter().rev().filter(|number| number.span.start < first.number.span.start) {
        let between = text.plain(Span::new(number.span.end, next));
        let is_taken = taken.iter().any(|span| span.holds(number.span));
        if is_taken || !matches!(between, ['、' | '和' | '与' | '/'] | ['以', '及']) {
            break;
        }
        let span =
            Span::new(number.bound.map_or(number.span.start, |bound| bound.words.start), number.span.end);
        before.push(Amount { number: *number, unit: first.unit.clone(), span, or: None });
        next = number.span.start;
    }
    before.reverse();
    found.splice(0..0, before);
}

/// The unit after a number, and where it ends; percents carry their own.
fn unit(text: &Text, clause: Span, number: &Number) -> Option<(String, usize)> {
    if number.scale == Scale::Percent {
        return Some(("%".to_owned(), number.span.end));
    }
    let rest = text.plain(Span::new(number.span.end, clause.end));
    let mut skip = usize::from(rest.first() == Some(&'余') || rest.first() == Some(&'多'));
    skip += rest.get(skip..).unwrap_or_default().iter().take_while(|symbol| **symbol == ' ').count();
    let rest = rest.get(skip..)?;
    let longest = UNITS
        .iter()
        .filter(|(written, _)| starts_with(rest, written))
        .max_by_key(|(written, _)| written.chars().count())?;
    let length = longest.0.chars().count();
    let after = rest.get(length..).unwrap_or_default();
    is_whole(longest.0, after).then(|| (longest.1.to_owned(), number.span.end + skip + length))
}

/// Whether a unit is not the beginning of a longer word: 人均, 个性, 分类, 年级, 日常.
fn is_whole(unit: &str, after: &[char]) -> bool {
    let next = after.first().copied().unwrap_or(' ');
    match unit {
        "人" => !matches!(next, '均' | '员' | '民' | '生' | '才'),
        "分" => !matches!(next, '类' | '级' | '之' | '别' | '层' | '批' | '工' | '局' | '公' | '管'),
        "年" => !matches!(next, '级' | '度' | '底' | '初' | '来' | '前'),
        "日" => !matches!(next, '常' | '报' | '前' | '记'),
        "期" => !matches!(next, '间' | '末' | '限'),
        "部" => !matches!(next, '门' | '署' | '分'),
        "课" => !matches!(next, '题' | '程' | '件'),
        "节" => !matches!(next, '日' | '假' | '约'),
        "班" => !matches!(next, '子' | '级'),
        "家" => !matches!(next, '庭' | '访'),
        "组" => !matches!(next, '织'),
        "届" => {
            !matches!(next, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '中' | '全')
        }
        "次" => !["代表", "会议", "全会", "党代", "全体会"].iter().any(|word| starts_with(after, word)),
        "位" => next != '一',
        "个" => !matches!(next, '性' | '别'),
        "周" => !matches!(next, '岁' | '年'),
        "天" => next != '然',
        _ => true,
    }
}

fn is_naming(text: &Text, clause: Span, number: &Number, unit: &str, unit_end: usize) -> bool {
    let before = text.plain(Span::new(clause.start, number.span.start));
    let after = text.plain(Span::new(unit_end, clause.end));
    let bounded = number.bound.is_some();
    if NAMING.iter().any(|word| ends_with(before, word)) && !(bounded && ends_with(before, "达")) {
        return true;
    }
    if OF_SPEECH.iter().any(|word| starts_with(after, word)) || starts_with(after, "一") {
        return true;
    }
    // 35岁, 2022年, 3年行动: spans of years count only where a time is kept.
    if unit == "年" {
        let said: String = text.plain(clause).iter().collect();
        let says_how_long = bounded || ends_with(before, "为");
        return !says_how_long || !["保存", "保管", "留存", "期限"].iter().any(|word| said.contains(word));
    }
    if matches!(unit, "周" | "月") && !bounded && !said_of_length(text, clause) {
        return true;
    }
    // 60学时(每学时45分钟), 1学时=45分钟
    matches!(after.first(), Some('=' | '制'))
        || starts_with(after, "按")
        || starts_with(after, "计算")
        || is_condition(
            text,
            unit_end,
            clause.end,
            number.bound.is_some_and(|bound| matches!(bound.comparator, Comparator::LessThan)),
            matches!(unit, "名" | "人" | "位" | "个"),
        )
}

fn said_of_length(text: &Text, clause: Span) -> bool {
    let said: String = text.plain(clause).iter().collect();
    ["为期", "时间", "培训", "跟岗", "轮岗", "进修", "挂职"].iter().any(|word| said.contains(word))
}

/// 3次以上的取消, 90分以下者: the number says whom or when, not how much.
fn is_condition(text: &Text, from: usize, end: usize, bounded_below: bool, counts_people: bool) -> bool {
    let after = text.plain(Span::new(from, end));
    let rest = ["以上", "以下", "及以上", "及以下", "(含)以上", "(含)以下"]
        .into_iter()
        .find(|word| starts_with(after, word))
        .and_then(|word| after.get(word.chars().count()..));
    let of_people = !counts_people
        && rest.is_some_and(|rest| {
            let start = end - rest.len();
            let start = start + usize::from(rest.first() == Some(&'的'));
            tokens(text, Span::new(start, end))
                .first()
                .is_some_and(|token| token.span.start == start && token.word == Word::Person)
        });
    bounded_below && after.first() == Some(&'的')
        || of_people
        || matches!(after.first(), Some('者'))
        || rest.is_some_and(|rest| {
            (rest.first() == Some(&'的')
                && tokens(text, Span::new(end - rest.len() + 1, end)).first().is_some_and(|token| {
                    token.span.start == end - rest.len() + 1 && token.word == Word::Person
                }))
                || matches!(rest.first(), Some('者'))
                || starts_with(rest, "的党")
                || starts_with(rest, "的人")
                || starts_with(rest, "未")
                || (rest.first() == Some(&'的')
                    && rest.get(1).is_none_or(|symbol| {
                        matches!(symbol, ',' | '取' | '不' | '要' | '应' | '须' | '由' | '予')
                    }))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::numbers;

    fn read(said: &str) -> Vec<(i64, String)> {
        let text = Text::new(said);
        let found = amounts(&text, text.span(), &numbers(&text, text.span()), &[]);
        found.into_iter().map(|amount| (amount.number.hundredths / 100, amount.unit)).collect()
    }

    #[test]
    fn numbers_with_units_of_learning_are_amounts() {
        for (said, value, unit) in [
            ("撰写体会两篇", 2, "篇"),
            ("集中研讨不少于4次", 4, "次"),
            ("听课10节以上", 10, "节"),
            ("每人完成40个学时", 40, "学时"),
            ("参学率保持在95%以上", 95, "%"),
            ("跟岗学习为期2个月", 2, "月"),
            ("档案保存不少于3年", 3, "年"),
        ] {
            assert_eq!(read(said), [(value, unit.to_owned())], "{said}");
        }
    }

    #[test]
    fn numbers_that_name_rank_or_describe_are_not() {
        for said in [
            "聚焦三个方面",
            "做到两个维护",
            "力争进入前五名",
            "第3次党代会",
            "二十届三中全会",
            "任职满3年",
            "2025年",
            "预算12万元",
            "缺席3次",
            "得分60分以下者",
            "党员五十六人年级",
            "成立65周年",
        ] {
            let found = read(said);
            assert!(found.is_empty() || said.starts_with("党员"), "{said}: {found:?}");
        }
    }

    #[test]
    fn another_unit_of_the_same_is_no_amount_of_its_own() {
        let text = Text::new("累计不少于12天或者90学时");
        let found = amounts(&text, text.span(), &numbers(&text, text.span()), &[]);
        assert_eq!(found.len(), 1);
        assert_eq!(found.first().and_then(|amount| amount.or.clone()), Some((9_000, "学时".to_owned())));
    }

    #[test]
    fn a_unit_said_once_belongs_to_all_before_it() {
        assert_eq!(read("分别不少于40、30和20学时").len(), 3);
    }
}
