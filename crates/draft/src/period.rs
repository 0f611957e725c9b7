//! When something is asked, from all that a clause says of time: what recurs, days, and what hangs on another event.

mod named;
mod relative;

use crate::date::dates;
use crate::number::{Number, numbers};
use crate::rhythm::{Rhythm, rhythms};
use crate::text::{Span, Text, ends_with, starts_with};
use named::{named_days, occasion, seasons};
use relative::relative;

/// What is said of time in one place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said {
    /// The code of the corpus: `P1M`, `W:--03/--05`, `WITHIN:P7D`.
    pub(crate) code: String,
    /// The words.
    pub(crate) words: Span,
    /// 周三下午, 25日前: when within each.
    pub(crate) anchor: Option<Span>,
    /// What it hangs on: 入职, 培训结束.
    pub(crate) event: Option<Span>,
    /// What kind of saying it is.
    pub(crate) kind: Kind,
}

/// Kinds of saying when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// 每月: again and again.
    Recurs,
    /// 全年, 年内: once as long as the plan.
    Whole,
    /// 每次: with every other event.
    Each,
    /// A window, a day.
    Dated,
    /// A deadline.
    Deadline,
    /// After or before an event.
    Relative,
    /// 定期.
    Vague,
    /// 围绕重要节庆日.
    Occasion,
}

/// What is said of time in a clause, in order. Stretches in `quoted` are names.
pub(crate) fn said_of_time(text: &Text, clause: Span, quoted: &[Span]) -> Vec<Said> {
    time_among(text, clause, &numbers(text, clause), quoted)
}

/// The same, where the numbers of the clause are read already.
pub(crate) fn time_among(text: &Text, clause: Span, all: &[Number], quoted: &[Span]) -> Vec<Said> {
    let free = |span: &Span| !quoted.iter().any(|quote| quote.holds(*span));
    let mut found: Vec<Said> = relative(text, clause, all);
    let mut add = |said: Said| {
        let clashes = found
            .iter()
            .any(|other| other.words.start < said.words.end && said.words.start < other.words.end);
        if !clashes {
            found.push(said);
        }
    };
    for said in named_days(text, clause).into_iter().chain(seasons(text, clause)) {
        add(said);
    }
    for (span, when) in dates(text, clause).into_iter().filter(|(span, _)| free(span)) {
        if is_dated_text(text, clause, span) {
            continue;
        }
        let code = when.code();
        let kind = if code.starts_with("BY") { Kind::Deadline } else { Kind::Dated };
        add(Said { code, words: span, anchor: None, event: None, kind });
    }
    for (span, rhythm) in rhythms(text, clause).into_iter().filter(|(span, _)| free(span)) {
        if rhythm == Rhythm::Year && is_only_a_year(text, clause, span) {
            continue;
        }
        add(recurring(text, clause, span, rhythm));
    }
    if let Some(span) = yearly(text, clause).filter(free) {
        add(Said { code: "P1Y".to_owned(), words: span, anchor: None, event: None, kind: Kind::Recurs });
    }
    // 上、下半年各一次: both halves, with the year said once.
    if let Some(said) = found.iter_mut().find(|said| said.code == "W:--07/--12")
        && ends_with(text.plain(Span::new(clause.start, said.words.start)), "上、")
    {
        "W:--01/--06;W:--07/--12".clone_into(&mut said.code);
        said.words.start -= 2;
    }
    if found.iter().all(|said| matches!(said.kind, Kind::Vague))
        && let Some(said) = occasion(text, clause)
    {
        found.push(said);
    }
    // 农闲时节(十一月至次年二月): the days say more than the season.
    if found.iter().any(|said| said.code.starts_with("W:--") || said.code.starts_with("W:2")) {
        found.retain(|said| !said.code.starts_with("SEASON"));
    }
    found.sort_by_key(|said| said.words.start);
    join_windows(text, found)
}

/// 年度考核, 年度计划: a word of names, no time.
fn is_only_a_year(text: &Text, clause: Span, span: Span) -> bool {
    let after = text.plain(Span::new(span.end, clause.end));
    let said = text.plain(span);
    said == ['年', '度']
        && ![
            "不",
            "累计",
            "至少",
            "完成",
            "开发",
            "内",
            "撰写",
            "学习不",
            "参",
            "集中",
            "听",
            "授",
            "培训不",
            "自学",
        ]
        .iter()
        .any(|word| starts_with(after, word))
}

/// 2024年度 past, 下年度; and 3月份 of documents named by their month.
fn is_dated_text(text: &Text, clause: Span, span: Span) -> bool {
    let after = text.plain(Span::new(span.end, clause.end));
    let before = text.plain(Span::new(clause.start, span.start));
    starts_with(after, "以来") || starts_with(after, "印发") || ends_with(before, "截至")
}

fn recurring(text: &Text, clause: Span, span: Span, rhythm: Rhythm) -> Said {
    let kind = match rhythm {
        Rhythm::Each => Kind::Each,
        Rhythm::Vague => Kind::Vague,
        Rhythm::WithinYear | Rhythm::WithinTerm | Rhythm::Years(_) => Kind::Whole,
        _ => Kind::Recurs,
    };
    let anchor = if kind == Kind::Recurs { anchor(text, clause, span) } else { None };
    Said { code: rhythm.code(), words: span, anchor, event: None, kind }
}

/// 三下午, 第一周周五, 25日前: what follows a rhythm and says when within it.
fn anchor(text: &Text, clause: Span, rhythm: Span) -> Option<Span> {
    const PARTS: &str =
        "第一二三四五六七八九十日天号前末首底周星期个最后月上下午晚晨早中旬双单、-至和0123456789的初";
    let rest = text.plain(Span::new(rhythm.end, clause.end));
    let mut length = rest.iter().take_while(|symbol| PARTS.contains(**symbol)).count();
    // What counts is left to the numbers: 一次, 1期.
    while length > 0 {
        let said: String = rest.iter().take(length).collect();
        let next = rest.get(length).copied().unwrap_or(' ');
        let ends_well = !matches!(
            next,
            '次' | '期'
                | '回'
                | '场'
                | '篇'
                | '本'
                | '节'
                | '堂'
                | '小'
                | '份'
                | '学'
                | '课'
                | '名'
                | '轮'
                | '条'
                | '门'
                | '道'
                | '件'
        ) || !said
            .ends_with(|symbol: char| "一二两三四五六七八九十0123456789个".contains(symbol));
        let says_when = ["周", "日", "号", "旬", "午", "晚", "晨", "末", "首月", "底", "初", "前"]
            .iter()
            .any(|word| said.contains(word))
            || said.chars().count() == 1
                && text.given(rhythm).ends_with(['周', '期'])
                && "一二三四五六日".contains(&said);
        if ends_well && says_when && !said.ends_with(['至', '-', '、', '个', '第', '和']) {
            return Some(Span::new(rhythm.end, rhythm.end + length));
        }
        length -= 1;
    }
    None
}

/// 年参加率, 年人均: a 年 that stands for 每年.
fn yearly(text: &Text, clause: Span) -> Option<Span> {
    const AFTER: &[&str] = &[
        "参加率",
        "参学率",
        "出勤率",
        "参训率",
        "到课率",
        "人均",
        "均",
        "培训时间",
        "授课",
        "听课",
        "累计",
        "学习时间",
        "合格率",
        "完成",
        "培训不",
        "集中学习",
    ];
    let symbols = text.plain(clause);
    symbols.iter().enumerate().filter(|(_, symbol)| **symbol == '年').find_map(|(at, _)| {
        let before = at.checked_sub(1).and_then(|at| symbols.get(at)).copied().unwrap_or(' ');
        let rest = symbols.get(at + 1..).unwrap_or_default();
        let alone =
            !before.is_ascii_digit() && !"今全每本当半学近去上明新青老少周两三五一历成".contains(before);
        (alone && AFTER.iter().any(|word| starts_with(rest, word)))
            .then(|| Span::new(clause.start + at, clause.start + at + 1))
    })
}

/// 6月、11月: windows beside each other are one saying.
fn join_windows(text: &Text, found: Vec<Said>) -> Vec<Said> {
    let mut joined: Vec<Said> = Vec::new();
    for said in found {
        let is_dated = |said: &Said| matches!(said.kind, Kind::Dated | Kind::Deadline);
        match joined.last_mut() {
            Some(last)
                if is_dated(last)
                    && is_dated(&said)
                    && is_and(text, Span::new(last.words.end, said.words.start)) =>
            {
                // 6月20日、12月20日前: the last word makes deadlines of all.
                if said.kind == Kind::Deadline {
                    last.code = last.code.replace("ON:", "BY:");
                    last.kind = Kind::Deadline;
                }
                last.code = format!("{};{}", last.code, said.code);
                last.words.end = said.words.end;
            }
            _ => joined.push(said),
        }
    }
    joined
}

fn is_and(text: &Text, between: Span) -> bool {
    let said: String = text.plain(between).iter().collect();
    matches!(said.trim(), "、" | "和" | "及" | "与" | "," | "以及")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(said: &str) -> Vec<(String, String)> {
        let text = Text::new(said);
        let found = said_of_time(&text, text.span(), &[]);
        found.into_iter().map(|said| (text.given(said.words), said.code)).collect()
    }

    #[test]
    fn times_that_hang_on_events_have_their_code() {
        for (said, words, code) in [
            ("新入职员工入职后3个月内完成轮训", "入职后3个月内", "WITHIN:P3M"),
            ("学习结束5个工作日内报送小结", "学习结束5个工作日内", "WITHIN:P5D"),
            ("缺席人员两周内补学", "两周内", "WITHIN:P2W"),
            ("任职后半年内参加任职培训", "任职后半年内", "WITHIN:P6M"),
            ("主讲人提前3天交课件", "提前3天", "BEFORE:P3D"),
            ("转岗人员上岗前接受培训", "上岗前", "BEFORE"),
            ("“七一”前走访老党员", "“七一”前", "BY:--07-01"),
            ("世界读书日前后开展共读", "世界读书日前后", "ON:--04-23"),
            ("暑期组织集训", "暑期", "SEASON:summer-vacation"),
            ("期末评选", "期末", "BY:TERM-END"),
            ("第2周、第6周听课", "第2周、第6周", "TERMWEEK:2,6"),
            ("3月、9月各举办1期", "3月、9月", "W:--03/--03;W:--09/--09"),
            ("个人年出勤率不低于90%", "年", "P1Y"),
        ] {
            assert_eq!(read(said), [(words.to_owned(), code.to_owned())], "{said}");
        }
    }

    #[test]
    fn names_and_lengths_are_no_times() {
        for said in ["纳入年度考核", "时间控制在5天以内", "庆“七一”竞赛", "三年行动"]
        {
            assert!(read(said).is_empty(), "{said}: {:?}", read(said));
        }
    }

    #[test]
    fn when_within_each_is_kept_apart() {
        let text = Text::new("每周三下午学习,每月25日前报送,每季度1次");
        let found = said_of_time(&text, text.span(), &[]);
        let anchors: Vec<Option<String>> =
            found.iter().map(|said| said.anchor.map(|span| text.given(span))).collect();
        assert_eq!(anchors, [Some("三下午".to_owned()), Some("25日前".to_owned()), None]);
    }
}
