//! When something is asked, from all that a clause says of time: what recurs, days, and what hangs on another event.

use crate::amount::{ends_with, starts_with};
use crate::date::dates;
use crate::lexicon::{Word, tokens};
use crate::number::numbers;
use crate::rhythm::{Rhythm, rhythms};
use crate::text::{Span, Text};

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
    let free = |span: &Span| !quoted.iter().any(|quote| quote.holds(*span));
    let mut found: Vec<Said> = relative(text, clause);
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

/// 入职后3个月内, 7日内, 提前3天, 上岗前.
fn relative(text: &Text, clause: Span) -> Vec<Said> {
    let mut found = Vec::new();
    let symbols = text.plain(clause);
    let from = |start: usize, end: usize| Span::new(clause.start + start, clause.start + end);
    for number in numbers(text, clause) {
        let (start, end) = (number.span.start - clause.start, number.span.end - clause.start);
        let before = symbols.get(..start).unwrap_or_default();
        let Some((unit, length)) = symbols.get(end..).and_then(span_of_time) else { continue };
        let after = symbols.get(end + length..).unwrap_or_default();
        let value = format!("{}{unit}", number.hundredths / 100);
        let event_end =
            ["之日起", "之后", "以后", "后", "起"].into_iter().find(|word| ends_with(before, word));
        if starts_with(after, "内") || starts_with(after, "之内") || starts_with(after, "以内") {
            let is_years = unit == 'Y' && event_end.is_none();
            let is_limit = ["控制在", "不超过"].iter().any(|word| ends_with(before, word));
            if is_years || is_limit {
                continue;
            }
            let event = event_end
                .map(|word| start - word.chars().count())
                .or(Some(start))
                .and_then(|to| event_before(symbols, to, event_end.is_some()).map(|first| from(first, to)));
            let first = event.map_or(start, |event| event.start - clause.start);
            let words = from(first, end + length + if starts_with(after, "内") { 1 } else { 2 });
            found.push(Said {
                code: format!("WITHIN:P{value}"),
                words,
                anchor: None,
                event,
                kind: Kind::Relative,
            });
        } else if ends_with(before, "提前") || ends_with(before, "至少提前") {
            let words = from(start - 2, end + length);
            found.push(Said {
                code: format!("BEFORE:P{value}"),
                words,
                anchor: None,
                event: None,
                kind: Kind::Relative,
            });
        } else if starts_with(after, "前")
            || (starts_with(symbols.get(end + length..).unwrap_or_default(), "以前"))
        {
            // 会前3日, 开班3日前
            if let Some(first) = event_before(symbols, start, false) {
                let words = from(first, end + length + 1);
                found.push(Said {
                    code: format!("BEFORE:P{value}"),
                    words,
                    anchor: None,
                    event: Some(from(first, start)),
                    kind: Kind::Relative,
                });
            }
        } else if ends_with(before, "会前") || ends_with(before, "课前") || ends_with(before, "班前") {
            let words = from(start - 2, end + length);
            found.push(Said {
                code: format!("BEFORE:P{value}"),
                words,
                anchor: None,
                event: None,
                kind: Kind::Relative,
            });
        }
    }
    if let Some((event, end)) = generic_before(text, clause) {
        let words = Span::new(event.start, end);
        if dates(text, words).is_empty()
            && named_days(text, words).is_empty()
            && seasons(text, words).is_empty()
        {
            found.push(Said {
                code: "BEFORE".to_owned(),
                words,
                anchor: None,
                event: Some(event),
                kind: Kind::Relative,
            });
        }
    }
    for at in 0..symbols.len() {
        let rest = symbols.get(at..).unwrap_or_default();
        let Some((length, code)) = [("半年内", "6M"), ("半个月内", "15D"), ("半月内", "15D")]
            .into_iter()
            .find(|(word, _)| starts_with(rest, word))
            .map(|(word, code)| (word.chars().count(), code))
        else {
            continue;
        };
        let before = symbols.get(..at).unwrap_or_default();
        let after = ["之日起", "之后", "后"].into_iter().find(|word| ends_with(before, word));
        let to = at - after.map_or(0, |word| word.chars().count());
        let event = event_before(symbols, to, after.is_some()).map(|first| from(first, to));
        let first = event.map_or(at, |event| event.start - clause.start);
        found.push(Said {
            code: format!("WITHIN:P{code}"),
            words: from(first, at + length),
            anchor: None,
            event,
            kind: Kind::Relative,
        });
    }
    before_events(symbols).into_iter().for_each(|(start, end)| {
        let clashes = found.iter().any(|said: &Said| {
            said.words.start < clause.start + end && clause.start + start < said.words.end
        });
        if !clashes {
            let event = Some(from(start, end - 1));
            found.push(Said {
                code: "BEFORE".to_owned(),
                words: from(start, end),
                anchor: None,
                event,
                kind: Kind::Relative,
            });
        }
    });
    found
}

/// 个工作日, 天, 周, 个月, 年: its letter and how many characters it takes.
fn span_of_time(rest: &[char]) -> Option<(char, usize)> {
    const SPANS: &[(&str, char)] = &[
        ("个工作日", 'D'),
        ("工作日", 'D'),
        ("个自然日", 'D'),
        ("天", 'D'),
        ("日", 'D'),
        ("个星期", 'W'),
        ("星期", 'W'),
        ("周", 'W'),
        ("个月", 'M'),
        ("月", 'M'),
        ("年", 'Y'),
        ("个学年", 'Y'),
    ];
    SPANS
        .iter()
        .find(|(word, _)| starts_with(rest, word))
        .map(|(word, letter)| (*letter, word.chars().count()))
}

/// Events that things happen after or before.
const EVENTS: &[&str] = &[
    "入职",
    "任职",
    "到岗",
    "上岗",
    "转岗",
    "复岗",
    "返岗",
    "培训结束",
    "学习结束",
    "活动结束",
    "演练结束",
    "进修结束",
    "会议结束",
    "研讨结束",
    "考试结束",
    "结束",
    "返院",
    "返校",
    "返回",
    "上线",
    "印发",
    "会后",
    "课后",
    "发文",
    "通知",
    "公布",
    "录用",
    "入党",
    "聘任",
    "定级",
    "结业",
    "评审",
    "发布",
    "下发",
    "到任",
    "完成",
];

/// Where the event that ends at `to` begins.
fn event_before(symbols: &[char], to: usize, has_after: bool) -> Option<usize> {
    let said = symbols.get(..to)?;
    let known = EVENTS.iter().filter(|event| ends_with(said, event)).map(|event| event.chars().count()).max();
    if let Some(length) = known {
        return Some(to - length);
    }
    // 每期培训班结业典礼后: up to six characters of whatever stands before 后.
    let length = said.iter().rev().take_while(|symbol| symbol.is_alphabetic()).take(2).count();
    (has_after && length > 0).then_some(to - length)
}

/// 大修开工前,…; 迎峰度夏前组织…: any event at the beginning of a clause, up to what must be done before it.
fn generic_before(text: &Text, clause: Span) -> Option<(Span, usize)> {
    const LONGEST_EVENT: usize = 8;
    let symbols = text.plain(clause);
    let at = symbols.iter().take(LONGEST_EVENT).position(|symbol| *symbol == '前').filter(|at| *at >= 3)?;
    let is_word = symbols.iter().take(at).all(|symbol| symbol.is_alphabetic())
        && !matches!(symbols.get(at - 1), Some('目' | '提' | '会' | '以' | '之' | '当' | '向' | '空'));
    let end = clause.start + at + 1;
    let goes_on = end == clause.end
        || tokens(text, Span::new(end, clause.end)).first().is_some_and(|token| {
            token.span.start == end
                && matches!(token.word, Word::Hold | Word::Must | Word::Act(_) | Word::Make | Word::Attend)
        });
    let names = tokens(text, Span::new(clause.start, end))
        .iter()
        .any(|token| matches!(token.word, Word::Person | Word::Body | Word::Each));
    let recurs = !rhythms(text, Span::new(clause.start, end)).is_empty();
    (is_word && goes_on && !names && !recurs).then(|| (Span::new(clause.start, end - 1), end))
}

/// 上岗前, 复工前, 重新上岗前.
fn before_events(symbols: &[char]) -> Vec<(usize, usize)> {
    const WORDS: &[&str] = &[
        "重新上岗前",
        "独立上岗前",
        "独立值班前",
        "独立操作前",
        "上岗前",
        "复工前",
        "返岗前",
        "复岗前",
        "任职前",
        "提拔前",
        "转正前",
        "入党前",
        "作业前",
        "开课前",
        "开班前",
        "会议前",
        "考试前",
        "进场前",
        "外派前",
        "晋升前",
    ];
    let mut found: Vec<(usize, usize)> = Vec::new();
    for at in 0..symbols.len() {
        let rest = symbols.get(at..).unwrap_or_default();
        if let Some(word) = WORDS.iter().find(|word| starts_with(rest, word))
            && found.last().is_none_or(|(_, end)| *end <= at)
        {
            found.push((at, at + word.chars().count()));
        }
    }
    found
}

/// Days that have a name, where the clause says before, around or on them.
fn named_days(text: &Text, clause: Span) -> Vec<Said> {
    const DAYS: &[(&str, &str)] = &[
        ("“七一”", "07-01"),
        ("“五四”", "05-04"),
        ("“八一”", "08-01"),
        ("“十一”", "10-01"),
        ("“五一”", "05-01"),
        ("“六一”", "06-01"),
        ("“三八”", "03-08"),
        ("“119”", "11-09"),
        ("“12·4”", "12-04"),
        ("“3·15”", "03-15"),
        ("“12.4”", "12-04"),
        ("国家宪法日", "12-04"),
        ("宪法日", "12-04"),
        ("世界读书日", "04-23"),
        ("读书日", "04-23"),
        ("教师节", "09-10"),
        ("国庆节", "10-01"),
        ("国庆", "10-01"),
        ("元旦", "01-01"),
        ("护士节", "05-12"),
        ("医师节", "08-19"),
        ("全民国家安全教育日", "04-15"),
        ("建党节", "07-01"),
        ("劳动节", "05-01"),
        ("青年节", "05-04"),
        ("建军节", "08-01"),
        ("妇女节", "03-08"),
        ("儿童节", "06-01"),
        ("七一", "07-01"),
        ("记者节", "11-08"),
        ("烈士纪念日", "09-30"),
    ];
    const AFTER: &[(&str, bool)] = &[
        ("前后", false),
        ("之前", true),
        ("前夕", true),
        ("前", true),
        ("期间", false),
        ("当天", false),
        ("当日", false),
        ("来临之际", false),
        ("之际", false),
        ("到来之际", false),
    ];
    let symbols = text.plain(clause);
    let mut found: Vec<Said> = Vec::new();
    for at in 0..symbols.len() {
        let rest = symbols.get(at..).unwrap_or_default();
        let Some((name, day)) = DAYS.iter().find(|(name, _)| starts_with(rest, name)) else { continue };
        let mut end = at + name.chars().count();
        for more in [
            "消防宣传日",
            "消防日",
            "国家宪法日",
            "宪法日",
            "建党节",
            "国庆节",
            "青年节",
            "妇女节",
            "劳动节",
            "全国消防日",
            "节",
            "法制宣传日",
        ] {
            if starts_with(symbols.get(end..).unwrap_or_default(), more) {
                end += more.chars().count();
                break;
            }
        }
        let after = AFTER.iter().find(|(word, _)| starts_with(symbols.get(end..).unwrap_or_default(), word));
        let Some((word, is_before)) = after else { continue };
        let words = Span::new(clause.start + at, clause.start + end + word.chars().count());
        let (code, kind) = if *is_before {
            (format!("BY:--{day}"), Kind::Deadline)
        } else {
            (format!("ON:--{day}"), Kind::Dated)
        };
        if found.last().is_none_or(|last| last.words.end <= words.start) {
            found.push(Said { code, words, anchor: None, event: None, kind });
        }
    }
    found
}

/// 暑期, 年初, 期末: times without dates of their own.
fn seasons(text: &Text, clause: Span) -> Vec<Said> {
    const SEASONS: &[(&str, &str, Kind)] = &[
        ("一季度一次", "P3M", Kind::Recurs),
        ("一季一次", "P3M", Kind::Recurs),
        ("季度一次", "P3M", Kind::Recurs),
        ("一月一次", "P1M", Kind::Recurs),
        ("一周一次", "P1W", Kind::Recurs),
        ("半年1次", "P6M", Kind::Recurs),
        ("半年两次", "P6M", Kind::Recurs),
        ("半年2次", "P6M", Kind::Recurs),
        ("一个年度", "P1Y", Kind::Recurs),
        ("年初利用一个月时间", "W:year-start/P1M", Kind::Dated),
        ("年初利用一个月", "W:year-start/P1M", Kind::Dated),
        ("年初", "W:year-start/P1M", Kind::Dated),
        ("暑假期间", "SEASON:summer-vacation", Kind::Dated),
        ("暑期", "SEASON:summer-vacation", Kind::Dated),
        ("暑假", "SEASON:summer-vacation", Kind::Dated),
        ("寒假期间", "SEASON:winter-vacation", Kind::Dated),
        ("寒假", "SEASON:winter-vacation", Kind::Dated),
        ("农闲时节", "SEASON:slack", Kind::Dated),
        ("农闲季节", "SEASON:slack", Kind::Dated),
        ("农闲", "SEASON:slack", Kind::Dated),
        ("学期结束前", "BY:TERM-END", Kind::Deadline),
        ("学期末前", "BY:TERM-END", Kind::Deadline),
        ("学期末", "BY:TERM-END", Kind::Deadline),
        ("期末前", "BY:TERM-END", Kind::Deadline),
        ("期末", "BY:TERM-END", Kind::Deadline),
        ("学年末", "BY:TERM-END", Kind::Deadline),
        ("一个学期", "TERM", Kind::Whole),
        ("一学期", "TERM", Kind::Whole),
        ("一学年", "P1SY", Kind::Recurs),
        ("每一年", "P1Y", Kind::Recurs),
        ("一年一次", "P1Y", Kind::Recurs),
    ];
    let symbols = text.plain(clause);
    let mut found: Vec<Said> = Vec::new();
    for at in 0..symbols.len() {
        let rest = symbols.get(at..).unwrap_or_default();
        // 每学期末 recurs; 汛期末 is none of these.
        if at > 0 && matches!(symbols.get(at - 1), Some('每' | '汛' | '学' | '中')) {
            continue;
        }
        let Some((word, code, kind)) = SEASONS.iter().find(|(word, ..)| starts_with(rest, word)) else {
            continue;
        };
        let end = at + word.chars().count() - if word.ends_with('次') { 2 } else { 0 };
        let words = Span::new(clause.start + at, clause.start + end);
        if found.last().is_none_or(|last| last.words.end <= words.start) {
            found.push(Said { code: (*code).to_owned(), words, anchor: None, event: None, kind: *kind });
        }
    }
    if let Some(said) = teaching_weeks(symbols, clause) {
        found.push(said);
    }
    found
}

/// 第2周、第6周.
fn teaching_weeks(symbols: &[char], clause: Span) -> Option<Said> {
    let mut weeks: Vec<String> = Vec::new();
    let (mut first, mut last, mut at) = (None, 0, 0);
    while at < symbols.len() {
        let digits: String =
            symbols.iter().skip(at + 1).take_while(|symbol| symbol.is_ascii_digit()).collect();
        let end = at + 1 + digits.len();
        if symbols.get(at) == Some(&'第') && !digits.is_empty() && symbols.get(end) == Some(&'周') {
            first = first.or(Some(at));
            last = end + 1;
            weeks.push(digits);
            at = end;
        }
        at += 1;
    }
    let words = Span::new(clause.start + first?, clause.start + last);
    Some(Said {
        code: format!("TERMWEEK:{}", weeks.join(",")),
        words,
        anchor: None,
        event: None,
        kind: Kind::Dated,
    })
}

/// 围绕重要节庆日, 遇重大会议, 节假日前: on occasions that the plan does not date.
fn occasion(text: &Text, clause: Span) -> Option<Said> {
    const OCCASIONS: &[&str] = &[
        "节庆日",
        "纪念日",
        "传统节日",
        "重大政策出台",
        "重要会议",
        "重大活动",
        "节假日前",
        "恶劣天气前",
        "重要时间节点",
        "重大节日",
        "重要节点",
        "重大部署",
        "重要讲话发表",
        "节假日",
    ];
    let symbols = text.plain(clause);
    let starts =
        ["围绕", "结合", "遇", "逢", "每逢", "利用", "在"].iter().any(|word| starts_with(symbols, word))
            || OCCASIONS.iter().any(|word| starts_with(symbols, word));
    let at = (0..symbols.len()).find(|at| {
        OCCASIONS.iter().any(|word| symbols.get(*at..).is_some_and(|rest| starts_with(rest, word)))
    })?;
    let word = OCCASIONS.iter().find(|word| symbols.get(at..).is_some_and(|rest| starts_with(rest, word)))?;
    let words = Span::new(clause.start + at, clause.start + at + word.chars().count());
    starts.then(|| Said {
        code: "EVENT".to_owned(),
        words,
        anchor: None,
        event: Some(words),
        kind: Kind::Occasion,
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
