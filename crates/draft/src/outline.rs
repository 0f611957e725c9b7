//! Headings and numbering of official documents, in any width: a tree of sections with exact places.
//!
//! The order of levels is that of the standard for official documents (GB/T 9704): 一、 then (一) then 1. then (1), and
//! beyond it ① and 第X条. A document may leave levels out; one that is there nests below those above it.

use crate::clause::Clause;
use crate::lexicon::Word;
use crate::period::Kind;
use crate::reading::Reading;
use crate::text::{Span, Text, starts_with};

/// A section: its heading, what stands below it, and the sections within.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading with its mark; a heading that runs on into its text ends with its first sentence or clause.
    pub heading: Span,
    /// From after the heading to the next of its own level or above.
    pub body: Span,
    /// How deep it lies, from 0.
    pub depth: usize,
}

/// The longest line that is a heading on its own.
const LONGEST_HEADING: usize = 40;
/// The longest beginning of a paragraph that is a heading run in.
const LONGEST_RUN_IN: usize = 20;
/// The longest that ends with a comma.
const LONGEST_OPENER: usize = 30;

/// The sections of a text in order; those within others come after them and are deeper.
pub fn outline(text: &Text) -> Vec<Section> {
    let mut found: Vec<Section> = Vec::new();
    // The sections under way, each by its mark and its place in `found`.
    let mut open: Vec<(Mark, usize)> = Vec::new();
    for line in text.lines() {
        let symbols = text.plain(line);
        let Some((mark, after)) = mark(symbols) else { continue };
        let Some(length) = heading_length(text, line, after) else { continue };
        // A mark met before closes what was opened since; one not met goes deeper.
        let depth = open.iter().position(|(known, _)| *known == mark).unwrap_or(open.len());
        for (_, ended) in open.drain(depth..) {
            if let Some(section) = found.get_mut(ended) {
                section.body.end = line.start.max(section.body.start);
            }
        }
        open.push((mark, found.len()));
        let heading = Span::new(line.start, line.start + length);
        found.push(Section { heading, body: Span::new(heading.end, text.span().end), depth });
    }
    // A marked line with nothing below it states something itself.
    let is_leaf = |at: usize, section: &Section, found: &[Section]| {
        let below = found.get(at + 1).is_some_and(|next| next.depth > section.depth);
        !below && text.trimmed(section.body).is_empty()
    };
    let leaves: Vec<bool> =
        found.iter().enumerate().map(|(at, section)| is_leaf(at, section, &found)).collect();
    let mut leaf = leaves.into_iter();
    found.retain(|_| !leaf.next().unwrap_or(false));
    found
}

/// How many characters the mark of a line takes, if it has one.
pub(crate) fn mark_length(symbols: &[char]) -> usize {
    mark(symbols).map_or(0, |(_, length)| length)
}

/// A way of numbering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// 一、
    Chinese,
    /// (一)
    BracketedChinese,
    /// 1. or 1、
    Digits,
    /// 1.2
    Decimal,
    /// (1)
    BracketedDigits,
    /// ①
    Circled,
    /// 第三条, 第二章
    Article,
    /// 【学习内容】
    Titled,
    /// 壹、 甲、
    Formal,
}

const CHINESE: &str = "一二三四五六七八九十百零〇";
const FORMAL: &str = "壹贰叁肆伍陆柒捌玖拾甲乙丙丁戊己庚辛壬癸";

/// The mark at the beginning of a line, and how many characters it takes.
fn mark(symbols: &[char]) -> Option<(Mark, usize)> {
    let first = *symbols.first()?;
    let run = |from: usize, of: &dyn Fn(char) -> bool| {
        symbols.iter().skip(from).take_while(|symbol| of(**symbol)).count()
    };
    let at = |place: usize| symbols.get(place).copied().unwrap_or(' ');
    let (chinese, digit) = (|symbol: char| CHINESE.contains(symbol), |symbol: char| symbol.is_ascii_digit());
    match first {
        '①'..='⑳' => Some((Mark::Circled, 1)),
        '[' => {
            let length = run(1, &|symbol| symbol != ']');
            (length > 0 && at(1 + length) == ']' && length <= 12).then_some((Mark::Titled, length + 2))
        }
        '第' => {
            let length = run(1, &|symbol| chinese(symbol) || digit(symbol));
            (length > 0 && matches!(at(1 + length), '条' | '章' | '节'))
                .then_some((Mark::Article, length + 2))
        }
        '(' => {
            let (words, figures) = (run(1, &chinese), run(1, &digit));
            let length = words.max(figures);
            let kind = if words > 0 { Mark::BracketedChinese } else { Mark::BracketedDigits };
            (length > 0 && at(1 + length) == ')').then_some((kind, length + 2))
        }
        _ if chinese(first) || FORMAL.contains(first) => {
            let of = if chinese(first) { CHINESE } else { FORMAL };
            let length = run(0, &|symbol| of.contains(symbol));
            let kind = if chinese(first) { Mark::Chinese } else { Mark::Formal };
            matches!(at(length), '、' | '.' | ',').then_some((kind, length + 1))
        }
        _ if digit(first) => {
            let length = run(0, &digit);
            // 3.2 of a list, and 3 before a title.
            let second = run(length + 1, &digit);
            if length <= 2
                && (1..=2).contains(&second)
                && at(length) == '.'
                && (at(length + 1 + second) == ' ' || at(length + 1 + second).is_alphabetic())
                && !"万个次天年月%学课小分周岁".contains(at(length + 1 + second))
            {
                return Some((Mark::Decimal, length + 1 + second));
            }
            if length <= 2
                && at(length) == ' '
                && at(length + 1).is_alphabetic()
                && !at(length + 1).is_ascii()
            {
                return Some((Mark::Digits, length + 1));
            }
            // 1.5万字 and 2025.3 are numbers; 1.1 is a mark of its own kind that lists use.
            // 4.35周岁以下: the mark stands before an age.
            let age = run(length + 1, &digit);
            let is_free = age == 0 || matches!(at(length + 1 + age), '周' | '岁');
            let is_mark = length <= 2 && matches!(at(length), '.' | '、') && is_free;
            is_mark.then_some((Mark::Digits, length + 1))
        }
        _ => None,
    }
}

/// How much of a line with a mark is its heading; nothing where it is an item of a list, which asks for something.
fn heading_length(text: &Text, line: Span, after: usize) -> Option<usize> {
    let symbols = text.plain(line);
    let rest = symbols.get(after..)?;
    let asks = |length: usize| asks(text, Span::new(line.start + after, line.start + after + length));
    let sentence = rest.iter().position(|symbol| matches!(symbol, '。' | ':' | ';'));
    let clause = rest.iter().position(|symbol| *symbol == ',');
    let ends = sentence.is_none_or(|end| end + 1 == rest.len());
    if ends && clause.is_none() && rest.len() <= LONGEST_HEADING {
        return (!asks(rest.len())).then_some(symbols.len());
    }
    // Before a comma only a beginning like 着眼于… is a heading.
    let opens = |title: &[char]| OPENERS.iter().any(|word| starts_with(title, word));
    // Run in: a short title that ends with a mark of its own, and the text goes on after it.
    let (length, with_mark) = match (sentence, clause) {
        (Some(end), None) => (end, 1),
        (Some(end), Some(comma)) if end < comma => (end, 1),
        (_, Some(comma)) => (comma, 0),
        (None, None) => return None,
    };
    let title = rest.get(..length)?;
    let is_title =
        if with_mark == 1 { length <= LONGEST_RUN_IN } else { opens(title) && length <= LONGEST_OPENER };
    (length > 0 && is_title && !asks(length)).then_some(after + length + with_mark)
}

/// Whether a stretch asks for something: a number, a time, or somebody who does something.
fn asks(text: &Text, title: Span) -> bool {
    let reading = Reading::new(text, Clause { span: title, sentence: 0, end: '\n' });
    let verb = reading.tokens.iter().any(|token| {
        matches!(token.word, Word::Act(_) | Word::Attend | Word::Must | Word::Draw) && !token.quoted
    });
    !reading.amounts.is_empty()
        || reading.times.iter().any(|said| !matches!(said.kind, Kind::Whole))
        || (verb && reading.subject.is_some())
}

/// How a heading begins that runs on behind a comma.
const OPENERS: &[&str] = &["着眼", "围绕", "立足", "以", "为", "聚焦", "突出", "坚持", "紧扣"];

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, usize, String)> {
        let text = Text::new(text);
        let told = |section: Section| {
            (text.given(section.heading), section.depth, text.given(text.trimmed(section.body)))
        };
        outline(&text).into_iter().map(told).collect()
    }

    #[test]
    fn sections_nest_by_their_marks_and_end_where_the_next_begins() {
        let found = read(
            "安排\n一、学习形式\n（一）集中学习。每月1次。\n（二）自学。每周2小时。\n二、考核\n年底检查。",
        );
        let told: Vec<(&str, usize)> =
            found.iter().map(|(heading, depth, _)| (heading.as_str(), *depth)).collect();
        assert_eq!(
            told,
            [("一、学习形式", 0), ("（一）集中学习。", 1), ("（二）自学。", 1), ("二、考核", 0)]
        );
        let bodies: Vec<&str> = found.iter().skip(1).map(|(_, _, body)| body.as_str()).collect();
        assert_eq!(bodies, ["每月1次。", "每周2小时。", "年底检查。"]);
        assert!(found.first().is_some_and(|(_, _, body)| body.ends_with("每周2小时。")));
    }

    #[test]
    fn marks_of_every_kind_and_width_are_known() {
        for line in [
            "一、总则",
            "（三）调研",
            "3．内容",
            "(2)要求",
            "①原则",
            "第十二条 考勤",
            "【时间】",
            "壹、目标",
            "乙、形式",
        ] {
            assert_eq!(read(&format!("{line}\n说明。")).len(), 1, "{line}");
        }
    }

    #[test]
    fn a_title_that_runs_on_ends_with_its_first_clause() {
        let found = read("(1)着眼于建设学习型班子,组织开展主题活动。各支部每月学习1次。");
        assert_eq!(found.first().map(|(heading, ..)| heading.as_str()), Some("(1)着眼于建设学习型班子"));
    }

    #[test]
    fn items_that_ask_for_something_are_no_headings() {
        for line in [
            "1.每周四下午组织业务学习",
            "2.教师撰写心得2篇,其中1篇为理论",
            "1.5万字以上",
            "2025.3完成",
            "一起学习,一起提高",
        ] {
            assert!(read(&format!("{line}\n说明。")).is_empty(), "{line}");
        }
    }
}
