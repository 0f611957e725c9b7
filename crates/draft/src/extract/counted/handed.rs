//! Several numbers in one clause, and one number for several things: 1本甲、1本乙; 分别; 各.

use super::deed_of::settle_kind;
use crate::amount::Amount;
use crate::deed::deed;
use crate::item::{Field, Item};
use crate::lexicon::Word;
use crate::reading::Reading;
use crate::text::{Span, Text, ends_with};

/// The stretch of each number: lists are divided at the mark between two of them.
pub(super) fn parts(reading: &Reading<'_>, counted: &[Amount]) -> Vec<Span> {
    let mut ends: Vec<usize> = Vec::new();
    for pair in counted.windows(2) {
        if let [before, after] = pair {
            ends.push(divide(reading.text, Span::new(before.span.end, after.span.start)));
        }
    }
    let mut start = reading.span.start;
    let mut found = Vec::new();
    for end in ends.into_iter().chain([reading.span.end]) {
        found.push(trim_marks(reading.text, Span::new(start, end)));
        start = end;
    }
    found
}

/// The last mark of a list between two numbers, else right behind the first of them.
fn divide(text: &Text, between: Span) -> usize {
    let symbols = text.plain(between);
    let mark = symbols
        .iter()
        .rposition(|symbol| matches!(symbol, '、' | '和' | '与' | '及' | '并' | ',' | ';' | '/' | '或'));
    mark.map_or(between.start, |at| between.start + at)
}

fn trim_marks(text: &Text, span: Span) -> Span {
    let symbols = text.plain(span);
    let is_mark = |symbol: &&char| matches!(symbol, '、' | '和' | '与' | '及' | ',' | ';' | '/' | '以' | ' ');
    let before = symbols.iter().take_while(is_mark).count();
    let after = symbols.iter().rev().take_while(is_mark).count();
    Span::new(
        span.start + before.min(symbols.len()),
        (span.end - after).max(span.start + before.min(symbols.len())),
    )
}

/// 不少于 before a list holds for the rest of it, where the rest has no bound of its own.
pub(super) fn share_bound(reading: &Reading<'_>, first: &Amount, amount: &Amount, found: &mut Item) {
    let before = first.number.bound.filter(|bound| bound.words.start < first.number.span.start);
    let own = amount.number.bound.is_some();
    if let (Some(bound), false, Some(quantity)) = (before, own, found.quantity.as_mut()) {
        let is_list = reading
            .text
            .plain(Span::new(first.span.end, amount.span.start))
            .iter()
            .any(|symbol| matches!(symbol, '、' | '和' | '及' | '与'));
        if is_list {
            quantity.value.comparator = bound.comparator;
        }
    }
}

/// 甲、乙、丙分别不少于a、b、c: the names that the values are handed out to, in order.
pub(super) fn shares_out(reading: &Reading<'_>, counted: &[Amount]) -> Option<Vec<Span>> {
    let word = reading.tokens.iter().find(|token| {
        token.word == Word::PerHead && ["分别", "依次"].contains(&reading.text.given(token.span).as_str())
    })?;
    counted.first().filter(|first| counted.len() > 1 && word.span.end <= first.span.start)?;

    let before = Span::new(reading.span.start, word.span.start);
    let names = split_list(reading.text, before);
    (names.len() == counted.len()).then_some(names)
}

/// The members of a list that ends here: 公司级、项目级、班组级安全教育时间.
fn split_list(text: &Text, list: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = list.start;
    for (place, symbol) in (list.start..).zip(text.plain(list)) {
        if matches!(symbol, '、' | '和' | '与' | '及') {
            found.push(Span::new(start, place));
            start = place + 1;
        }
    }
    found.push(Span::new(start, list.end));
    found.retain(|span| !span.is_empty());
    found
}

/// Gives one of several names its value: as its subject where it names people or a unit, else as its object.
pub(super) fn hand_out(reading: &Reading<'_>, name: Span, found: &mut Item) {
    let head = reading
        .tokens
        .iter()
        .rfind(|token| name.holds(token.span) && matches!(token.word, Word::Person | Word::Body));
    match head {
        Some(head) => {
            let words = Span::new(name.start, head.span.end);
            found.subject = Field::said(crate::subject::plain_name(&reading.text.given(words)), words);
        }
        None => found.object = Field::said(reading.text.given(name), name),
    }
}

/// A、B各N次: the objects that the number counts each.
pub(super) fn each_of(reading: &Reading<'_>, counted: &[Amount]) -> Option<Vec<Span>> {
    let amount = counted.first()?;
    let before = Span::new(reading.span.start, amount.span.start);
    if !ends_with(reading.text.plain(before), "各") {
        return None;
    }
    let to = amount.span.start - 1;
    let verb = reading
        .tokens
        .iter()
        .filter(|token| {
            token.span.end <= to
                && !token.quoted
                && matches!(token.word, Word::Act(_) | Word::Hold | Word::Attend | Word::Make)
        })
        .map(|token| token.span.end)
        .min();
    let time =
        reading.times.iter().map(|said| said.anchor.unwrap_or(said.words).end).filter(|end| *end <= to).max();
    let subject = reading.subject.as_ref().map(|subject| subject.words.end).filter(|end| *end <= to);
    let from = [verb, time, subject].into_iter().flatten().max().unwrap_or(reading.span.start);
    let mut objects = split_list(reading.text, Span::new(from, to));
    let meets = reading.subject.as_ref().filter(|subject| subject.sort == crate::subject::Sort::Gathering);
    if let (0 | 1, Some(subject)) = (objects.len(), meets) {
        objects = split_list(reading.text, subject.words);
    }
    let are_things = objects.iter().all(|span| span.len() >= 2);
    (objects.len() > 1 && are_things).then_some(objects)
}

pub(super) fn split_by_each(reading: &Reading<'_>, amount: &Amount, objects: &[Span], items: &mut Vec<Item>) {
    let Some(whole) = items.pop() else { return };
    for object in objects {
        let own = deed(reading, *object, None, None);
        let mut found = Item { object: Field::said(reading.text.given(*object), *object), ..whole.clone() };
        if let Some(own) = own.filter(|_| !reading.begins_with(&["其中"])) {
            found.action_kind = settle_kind(reading, amount, &own, None);
        }
        items.push(found);
    }
}
