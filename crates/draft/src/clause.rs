//! Sentences, and the clauses in them: what commas and semicolons divide outside quotes and brackets.

use crate::text::{Span, Text};

/// A clause, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its characters, without the mark that ends it.
    pub span: Span,
    /// Which sentence of the stretch it belongs to, from 0.
    pub sentence: usize,
    /// What ends it: `,` `;` `。` `:`, or a line feed where nothing does.
    pub end: char,
}

/// A clause has no more characters than this.
const LONGEST_CLAUSE: usize = 600;

/// The clauses of a stretch of the text, in order.
///
/// What stands in quotes or brackets is never divided; a quote that is not closed ends with its sentence, so that a
/// mark lost in copying costs one sentence and not the document.
pub fn clauses(text: &Text, within: Span) -> Vec<Clause> {
    let mut found = Vec::new();
    let (mut start, mut sentence, mut depth) = (within.start, 0, 0_usize);
    for (place, symbol) in (within.start..).zip(text.plain(within).iter().copied()) {
        match symbol {
            '“' | '《' | '(' | '[' | '「' | '『' => depth += 1,
            '”' | '》' | ')' | ']' | '」' | '』' => depth = depth.saturating_sub(1),
            '。' | '!' | '?' => {
                push(&mut found, text, Span::new(start, place), sentence, symbol);
                (start, sentence, depth) = (place + 1, sentence + 1, 0);
            }
            '.' if is_full_stop(text, place) => {
                push(&mut found, text, Span::new(start, place), sentence, symbol);
                (start, sentence, depth) = (place + 1, sentence + 1, 0);
            }
            // A clock and a ratio are one word: 14:30, 1:3; so is a number in thousands.
            ',' | ';' | ':' if depth == 0 && !is_inside_number(text, place) => {
                push(&mut found, text, Span::new(start, place), sentence, symbol);
                start = place + 1;
            }
            // Nobody says so much in a clause: marks were lost, or somebody tries how much we take.
            _ if place - start >= LONGEST_CLAUSE => {
                push(&mut found, text, Span::new(start, place), sentence, ',');
                start = place;
            }
            _ => {}
        }
    }
    push(&mut found, text, Span::new(start, within.end), sentence, '\n');
    found
}

fn push(found: &mut Vec<Clause>, text: &Text, span: Span, sentence: usize, end: char) {
    let span = text.trimmed(span);
    if !span.is_empty() {
        found.push(Clause { span, sentence, end });
    }
}

/// A full stop typed on another keyboard: behind a word and before one, and in no number.
fn is_full_stop(text: &Text, place: usize) -> bool {
    let at = |at: usize| text.plain(Span::new(at, at + 1)).first().copied().unwrap_or('\n');
    let before = place.checked_sub(1).map_or('\n', at);
    let after = at(place + 1);
    let is_word = |symbol: char| !symbol.is_ascii() || symbol == ')' || symbol == '%';
    is_word(before) && (is_word(after) || after.is_whitespace())
}

fn is_inside_number(text: &Text, place: usize) -> bool {
    let digit = |at: Option<usize>| {
        let symbol = at.and_then(|at| text.plain(Span::new(at, at + 1)).first().copied());
        symbol.is_some_and(|symbol| symbol.is_ascii_digit())
    };
    digit(place.checked_sub(1)) && digit(Some(place + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(String, usize, char)> {
        let text = Text::new(text);
        let all = clauses(&text, text.span());
        all.into_iter().map(|clause| (text.given(clause.span), clause.sentence, clause.end)).collect()
    }

    #[test]
    fn marks_of_either_width_divide_and_quotes_do_not() {
        assert_eq!(
            said("每月学习1次，开展“学、思，悟”活动；要求如下:做好笔记。年底检查"),
            [
                ("每月学习1次".to_owned(), 0, ','),
                ("开展“学、思，悟”活动".to_owned(), 0, ';'),
                ("要求如下".to_owned(), 0, ':'),
                ("做好笔记".to_owned(), 0, '。'),
                ("年底检查".to_owned(), 1, '\n'),
            ]
        );
    }

    #[test]
    fn a_lost_closing_quote_costs_one_sentence() {
        assert_eq!(said("挺进“十强县的目标，鼓足干劲。每周自学，写笔记").len(), 3);
    }

    #[test]
    fn clocks_and_ratios_are_one_word() {
        assert_eq!(said("每天14:30-16:00学习,师徒比1:2").len(), 2);
    }
}
