//! The text as given, beside a view of it in which widths are the same, character for character.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A stretch of the text, in Unicode characters from its beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first character.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
}

impl Span {
    /// From one character to before another.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// How many characters.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether another lies within it.
    pub fn holds(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// The text of a document.
#[derive(Clone, Debug)]
pub struct Text {
    given: Vec<char>,
    plain: Vec<char>,
}

impl Text {
    /// Takes the text apart once; everything else works on its characters.
    pub fn new(text: &str) -> Self {
        let given: Vec<char> = text.chars().collect();
        let plain = given.iter().copied().map(plain).collect();
        Self { given, plain }
    }

    /// All of it.
    pub fn span(&self) -> Span {
        Span::new(0, self.given.len())
    }

    /// The characters of a stretch as given.
    pub fn given(&self, span: Span) -> String {
        self.given.get(span.range()).unwrap_or_default().iter().collect()
    }

    /// The characters of a stretch in one width: half for digits, letters and what divides sentences.
    pub fn plain(&self, span: Span) -> &[char] {
        self.plain.get(span.range()).unwrap_or_default()
    }

    /// Where these words stand first, in any width; nothing for no words.
    pub fn find(&self, words: &str) -> Option<Span> {
        let wanted: Vec<char> = words.trim().chars().map(plain).collect();
        if wanted.is_empty() {
            return None;
        }
        let at = self.plain.windows(wanted.len()).position(|window| window == wanted)?;
        Some(Span::new(at, at + wanted.len()))
    }

    /// The lines that have something in them, without the blanks around it.
    pub fn lines(&self) -> Vec<Span> {
        let mut lines = Vec::new();
        let mut start = 0;
        for end in 0..=self.plain.len() {
            if self.plain.get(end).is_none_or(|symbol| *symbol == '\n') {
                let line = self.trimmed(Span::new(start, end));
                if !line.is_empty() {
                    lines.push(line);
                }
                start = end + 1;
            }
        }
        lines
    }

    /// A stretch without the blanks at its ends.
    pub fn trimmed(&self, span: Span) -> Span {
        let symbols = self.plain(span);
        let blank = |symbol: &char| symbol.is_whitespace();
        let before = symbols.iter().take_while(|symbol| blank(symbol)).count();
        let after = symbols.iter().rev().take_while(|symbol| blank(symbol)).count();
        Span::new(span.start + before.min(symbols.len()), span.end - after.min(symbols.len() - before))
    }
}

/// One width: what a document means does not hang on the keyboard that it was typed on.
fn plain(symbol: char) -> char {
    match symbol {
        '\u{3000}' | '\u{a0}' => ' ',
        '\r' => '\n',
        '！'..='～' => char::from_u32(u32::from(symbol) - 0xfee0).unwrap_or(symbol),
        '〔' | '【' => '[',
        '〕' | '】' => ']',
        '﹙' => '(',
        '﹚' => ')',
        '—' | '–' | '―' | '﹣' => '-',
        other => other,
    }
}

/// Whether characters begin with a word.
pub(crate) fn starts_with(symbols: &[char], word: &str) -> bool {
    let mut on = symbols.iter();
    word.chars().all(|symbol| on.next() == Some(&symbol))
}

/// Whether characters end with a word.
pub(crate) fn ends_with(symbols: &[char], word: &str) -> bool {
    let mut back = symbols.iter().rev();
    word.chars().rev().all(|symbol| back.next() == Some(&symbol))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_keeps_its_place_in_the_other_width() {
        let text = Text::new("每月（１２）次，不低于９５％：3—5人");
        let all = text.span();
        assert_eq!(text.plain(all).iter().collect::<String>(), "每月(12)次,不低于95%:3-5人");
        assert_eq!(text.given(Span::new(2, 6)), "（１２）");
    }

    #[test]
    fn lines_are_found_without_the_blanks_around_them() {
        let text = Text::new("\r\n　一、学习　\n\n\t二、考勤");
        let lines: Vec<String> = text.lines().into_iter().map(|line| text.given(line)).collect();
        assert_eq!(lines, ["一、学习", "二、考勤"]);
    }
}
