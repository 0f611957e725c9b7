//! What copying breaks: digits that are gone, characters that are none, quotation marks that never close.

use std::collections::HashSet;

use super::{Finding, FindingKind, finding, places};
use crate::text::{Span, Text, starts_with};

/// Words after which a number must stand.
const BEFORE_NUMBERS: &[&str] = &["不少于", "不得少于", "不低于", "不得低于", "至少撰写", "至少", "不超过"];
const UNITS: &[&str] =
    &["万字", "字", "篇", "次", "学时", "课时", "学分", "本", "小时", "天", "期", "节", "%", "人", "场"];
/// Places that a template left to be filled in.
const BLANKS: &[&str] = &["XX年", "XX月", "20XX", "XX字", "XX次", "××年", "XX单位", "____"];
/// Readings of text in the wrong encoding.
const GARBLED: &[&str] = &["锟斤拷", "烫烫烫", "屯屯屯", "\u{fffd}"];

pub(super) fn findings(text: &Text) -> Vec<Finding> {
    let mut found = lost_digits(text);
    for word in BLANKS {
        found.extend(places(text, text.span(), word).map(|span| {
            finding(
                FindingKind::Damage,
                span,
                (format!("“{word}”没有填写"), format!("“{word}” was never filled in")),
                ("请对照原件补上", "fill it in from the original"),
            )
        }));
    }
    for word in GARBLED {
        found.extend(places(text, text.span(), word).map(|span| {
            finding(
                FindingKind::Damage,
                span,
                ("有乱码".to_owned(), "broken characters".to_owned()),
                ("请对照原件更正", "correct it from the original"),
            )
        }));
    }
    found.extend(open_quotes(text));
    found
}

/// 不得低于 万字: the unit stands where its number should.
fn lost_digits(text: &Text) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let mut ends: HashSet<usize> = HashSet::new();
    for word in BEFORE_NUMBERS {
        for span in places(text, text.span(), word) {
            let rest = text.plain(Span::new(span.end, (span.end + 6).min(text.span().end)));
            let blank = rest.iter().take_while(|symbol| **symbol == ' ').count();
            let rest = rest.get(blank..).unwrap_or_default();
            let Some(unit) = UNITS.iter().find(|unit| starts_with(rest, unit)) else { continue };
            // 不少于人均水平 is a word and no unit.
            let next = rest.get(unit.chars().count()).copied().unwrap_or('。');
            let words = Span::new(span.start, span.end + blank + unit.chars().count());
            if (next.is_alphanumeric() && blank == 0) || !ends.insert(words.end) {
                continue;
            }
            found.push(finding(
                FindingKind::Damage,
                words,
                (
                    format!("“{}”缺数字", text.given(words)),
                    format!("a number is lost in “{}”", text.given(words)),
                ),
                ("请对照原件补上数字", "fill in the number from the original"),
            ));
        }
    }
    found
}

/// An opening mark that no closing one follows in its paragraph.
fn open_quotes(text: &Text) -> Vec<Finding> {
    let mut found = Vec::new();
    for line in text.lines() {
        let mut open: Option<usize> = None;
        for (place, symbol) in (line.start..).zip(text.plain(line)) {
            match (symbol, open) {
                ('“', Some(start)) => {
                    found.push(unclosed(text, start));
                    open = Some(place);
                }
                ('“', None) => open = Some(place),
                ('”', _) => open = None,
                _ => {}
            }
        }
        found.extend(open.map(|start| unclosed(text, start)));
    }
    found
}

fn unclosed(text: &Text, start: usize) -> Finding {
    let words = Span::new(start, (start + 8).min(text.span().end));
    finding(
        FindingKind::Damage,
        words,
        (
            format!("引号没有闭合：{}…", text.given(words)),
            format!("a quotation mark is never closed: {}…", text.given(words)),
        ),
        ("请补上后引号", "add the closing mark"),
    )
}
