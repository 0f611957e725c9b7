//! Those who are described before they are named, or not named at all: 外出学习的教师, 晋升领导职务的.

use super::{Sort, Subject, is_deed, is_verb, named, skip_openers, sort};
use crate::lexicon::{Token, Word};
use crate::text::{Span, Text, starts_with};

/// 外出学习的教师…: a name with a clause before it, verbs and all.
pub(super) fn described(text: &Text, clause: Span, tokens: &[Token], stops: &[Span]) -> Option<Subject> {
    const LONGEST_DESCRIPTION: usize = 18;
    let of = text
        .plain(clause)
        .iter()
        .take(LONGEST_DESCRIPTION)
        .position(|symbol| *symbol == '的')
        .map(|at| clause.start + at)?;
    let head =
        tokens.iter().find(|token| token.span.start == of + 1 && sort(token.word) == Some(Sort::People))?;
    let head = tokens
        .iter()
        .rfind(|token| {
            token.span.start >= head.span.start
                && token.span.end <= head.span.end + 4
                && sort(token.word) == Some(Sort::People)
        })
        .unwrap_or(head);
    let verb_before =
        tokens.iter().any(|token| token.span.end <= of && (is_verb(token.word) || is_deed(token.word)));
    let ends = head.span.end == clause.end
        || stops.iter().any(|span| span.start == head.span.end)
        || tokens.iter().any(|token| {
            token.span.start == head.span.end && (is_verb(token.word) || token.word == Word::PerHead)
        });
    let counted = stops.iter().any(|span| span.start < of && span.end <= of && !text.plain(*span).is_empty());
    (verb_before && ends && !counted)
        .then(|| named(text, Span::new(skip_openers(text, clause), head.span.end), head.word, tokens))
        .flatten()
}

/// 晋升领导职务的应当…: those who are described and not named.
pub(super) fn of_those_who(text: &Text, clause: Span) -> Option<Subject> {
    const LONGEST_DESCRIPTION: usize = 16;
    let symbols = text.plain(clause);
    let at = (2..symbols.len().min(LONGEST_DESCRIPTION)).find(|at| {
        symbols.get(*at) == Some(&'的')
            && symbols.get(*at + 1..).is_some_and(|rest| {
                ["应当", "应", "须", "必须", "要在", "需"].iter().any(|word| starts_with(rest, word))
            })
    })?;
    let words = Span::new(clause.start, clause.start + at + 1);
    Some(Subject { words, name: text.given(words), sort: Sort::People, each: true })
}
