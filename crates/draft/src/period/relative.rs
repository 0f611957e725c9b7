//! Times that hang on an event: 入职后3个月内, 提前3天, 上岗前.

use std::sync::LazyLock;

use super::named::{named_days, seasons};
use super::{Kind, Said};
use crate::date::dates;
use crate::lexicon::{Word, tokens};
use crate::number::Number;
use crate::rhythm::rhythms;
use crate::table::Table;
use crate::text::{Span, Text, ends_with, starts_with};

/// 入职后3个月内, 7日内, 提前3天, 上岗前.
pub(super) fn relative(text: &Text, clause: Span, all: &[Number]) -> Vec<Said> {
    let mut found = Vec::new();
    let symbols = text.plain(clause);
    let from = |start: usize, end: usize| Span::new(clause.start + start, clause.start + end);
    for number in all {
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
    for (start, end) in before_events(symbols) {
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
    }
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
    "报到",
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
    let at = symbols.iter().take(LONGEST_EVENT).position(|symbol| *symbol == '前').filter(|at| *at >= 2)?;
    let is_word = symbols.iter().take(at).all(|symbol| symbol.is_alphabetic())
        && !matches!(
            symbols.get(at - 1),
            Some(
                '目' | '提'
                    | '以'
                    | '之'
                    | '当'
                    | '向'
                    | '空'
                    | '面'
                    | '眼'
                    | '日'
                    | '年'
                    | '事'
                    | '月'
                    | '底'
                    | '末'
            )
        );
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
    const WORDS: &str = "重新上岗前 独立上岗前 独立值班前 独立操作前 上岗前 复工前 返岗前 复岗前 任职前 提拔前 转正前 入党前 作业前 开课前 开班前 会议前 考试前 进场前 外派前 晋升前";
    static TABLE: LazyLock<Table<()>> = LazyLock::new(|| Table::of(WORDS.split(' ').map(|word| (word, ()))));
    TABLE.all(symbols).into_iter().map(|(at, length, ())| (at, at + length)).collect()
}
