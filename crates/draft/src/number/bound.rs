//! The words that make a number a floor or a ceiling.

use self::Comparator::{About, AtLeast, AtMost, LessThan, MoreThan};
use crate::text::Span;

/// How a number bounds what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// That many: 每月1次.
    Exactly,
    /// 不少于, 至少, …以上, 达到.
    AtLeast,
    /// 超过, 突破.
    MoreThan,
    /// 不超过, …以内.
    AtMost,
    /// 低于.
    LessThan,
    /// From one to another: 2至3次.
    Between,
    /// 约, 左右.
    About,
}

/// A word that bounds a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// What it makes of the number.
    pub comparator: Comparator,
    /// The word itself.
    pub words: Span,
}

impl Bound {
    pub(super) fn moved(self, by: usize) -> Self {
        Self { words: Span::new(self.words.start + by, self.words.end + by), ..self }
    }
}

/// A word before a number, and whether a verb may stand between the two: 至少撰写1篇.
type Before = (&'static str, Comparator, bool);

/// Longer words before those that they end with: 不超过 is no 超过.
const BEFORE: &[Before] = &[
    ("最少不得少于", AtLeast, true),
    ("不得少于", AtLeast, true),
    ("不能少于", AtLeast, true),
    ("不应少于", AtLeast, true),
    ("不可少于", AtLeast, true),
    ("不少于", AtLeast, true),
    ("不得低于", AtLeast, true),
    ("不能低于", AtLeast, true),
    ("不应低于", AtLeast, true),
    ("不低于", AtLeast, true),
    ("不小于", AtLeast, true),
    ("至少", AtLeast, true),
    ("最少", AtLeast, true),
    ("最低", AtLeast, true),
    ("起码", AtLeast, true),
    ("保持在", AtLeast, false),
    ("要达到", AtLeast, false),
    ("达到", AtLeast, false),
    ("须达", AtLeast, false),
    ("达", AtLeast, false),
    ("确保", AtLeast, false),
    ("≥", AtLeast, false),
    ("不得超过", AtMost, true),
    ("不能超过", AtMost, true),
    ("不应超过", AtMost, true),
    ("不超过", AtMost, true),
    ("不多于", AtMost, true),
    ("不得高于", AtMost, true),
    ("不高于", AtMost, true),
    ("至多", AtMost, true),
    ("控制在", AtMost, false),
    ("≤", AtMost, false),
    ("超过", MoreThan, false),
    ("突破", MoreThan, false),
    ("多于", MoreThan, false),
    ("低于", LessThan, false),
    ("大约", About, false),
    ("约", About, false),
];

/// Words after a number and its unit.
const AFTER: &[(&str, Comparator)] = &[
    ("为上限", AtMost),
    ("为限", AtMost),
    ("以上", AtLeast),
    ("及以上", AtLeast),
    ("以内", AtMost),
    ("之内", AtMost),
    ("以下", AtMost),
    ("左右", About),
    ("上下", About),
];

/// How many characters a verb between a bound and its number may have.
const WIDEST_VERB: usize = 14;
/// How many characters a unit, and (含) or 及 after it, may have.
const WIDEST_UNIT: usize = 6;

/// The bound before a number, not looking back beyond `free`.
pub(super) fn before(symbols: &[char], free: usize, number: usize) -> Option<Bound> {
    let mut nearest: Option<Bound> = None;
    for gap in 0..=WIDEST_VERB {
        let Some(end) = number.checked_sub(gap) else { break };
        if end < free || !is_word(symbols.get(end..number).unwrap_or_default()) {
            break;
        }
        let said = symbols.get(free..end).unwrap_or_default();
        let fits = |(word, _, over_a_verb): &&Before| (gap == 0 || *over_a_verb) && ends_with(said, word);
        if let Some((word, comparator, _)) = BEFORE.iter().find(fits) {
            let words = Span::new(end - word.chars().count(), end);
            nearest = Some(Bound { comparator: *comparator, words });
            break;
        }
    }
    nearest
}

/// The bound after a number: 以上 counts from there on, the number itself included.
pub(super) fn after(symbols: &[char], number: usize) -> Option<Bound> {
    for gap in 0..=WIDEST_UNIT {
        let start = number + gap;
        let between = symbols.get(number..start)?;
        if !between.iter().all(|symbol| is_letter(*symbol) || matches!(symbol, '(' | ')')) {
            return None;
        }
        let said = symbols.get(start..)?;
        if let Some((word, comparator)) = AFTER.iter().find(|(word, _)| starts_with(said, word)) {
            let words = Span::new(start, start + word.chars().count());
            return Some(Bound { comparator: *comparator, words });
        }
    }
    None
}

/// Characters of words, and no numeral among them.
fn is_word(symbols: &[char]) -> bool {
    symbols.iter().all(|symbol| is_letter(*symbol))
}

fn is_letter(symbol: char) -> bool {
    let numeral = matches!(
        symbol,
        '一' | '二'
            | '两'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '半'
    );
    // Nearly all are of the first block, which needs no table.
    !numeral && (matches!(symbol, '\u{4e00}'..='\u{9fff}') || symbol.is_alphabetic())
}

fn ends_with(symbols: &[char], word: &str) -> bool {
    let mut back = symbols.iter().rev();
    word.chars().rev().all(|symbol| back.next() == Some(&symbol))
}

fn starts_with(symbols: &[char], word: &str) -> bool {
    let mut on = symbols.iter();
    word.chars().all(|symbol| on.next() == Some(&symbol))
}
