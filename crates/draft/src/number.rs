//! Numbers as documents write them, and what is said before and after: at least, at most, about, from one to another.

mod bound;
mod numeral;

use crate::text::{Span, Text};

pub use bound::{Bound, Comparator};
use numeral::numeral;

/// What a value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Whatever the unit beside it says.
    Units,
    /// Hundredths of a whole: 95%, 三分之二, 九成.
    Percent,
}

/// A number in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The numeral, or both of a range.
    pub span: Span,
    /// Its value in hundredths; of a range the lower.
    pub hundredths: i64,
    /// The upper value of a range, in hundredths.
    pub up_to: Option<i64>,
    /// What it counts.
    pub scale: Scale,
    /// What bounds it, where something does.
    pub bound: Option<Bound>,
}

impl Number {
    /// How it bounds what is asked: a bare number is exactly that, a bare range lies between its ends.
    pub fn comparator(&self) -> Comparator {
        match (self.bound, self.up_to) {
            (Some(bound), _) => bound.comparator,
            (None, Some(_)) => Comparator::Between,
            (None, None) => Comparator::Exactly,
        }
    }
}

/// The words that stand between the two numbers of a range.
const BETWEEN: &[char] = &['-', '至', '到', '~'];

/// All numbers of a clause, in order. Which of them ask for something is not decided here.
pub fn numbers(text: &Text, clause: Span) -> Vec<Number> {
    let symbols = text.plain(clause);
    let mut found = Vec::new();
    let mut at = 0;
    // Where the last number ended: a bound before that belongs to it.
    let mut free = 0;
    while at < symbols.len() {
        let Some(first) = numeral(symbols, at) else {
            at += 1;
            continue;
        };
        let second = symbols
            .get(first.end)
            .filter(|symbol| BETWEEN.contains(symbol))
            .and_then(|_| numeral(symbols, first.end + 1))
            .filter(|second| second.hundredths > first.hundredths);
        let end = second.map_or(first.end, |second| second.end);
        // 5-10% and 2至3万 say the scale once, at the end.
        let scale = second.map_or(first.scale, |second| second.scale);
        let bound = bound::before(symbols, free, at).or_else(|| bound::after(symbols, end));
        let place = |bound: Bound| bound.moved(clause.start);
        found.push(Number {
            span: Span::new(clause.start + at, clause.start + end),
            hundredths: first.hundredths,
            up_to: second.map(|second| second.hundredths),
            scale,
            bound: bound.map(place),
        });
        (at, free) = (end, end);
    }
    found
}

#[cfg(test)]
mod tests;
