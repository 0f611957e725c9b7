//! What a clause says by itself of whom, when and with what proof.

use crate::action::ActionKind;
use crate::lexicon::{Token, Word};
use crate::period::{Kind, Said};
use crate::reading::{Reading, is_deed};
use crate::subject::{Sort, Subject};
use crate::text::{Span, starts_with};

/// 面向…, 组织…: the people behind a word of address at the beginning of a clause.
pub(super) fn audience(reading: &Reading<'_>) -> Option<Subject> {
    const ADDRESS: &[&str] = &["面向", "组织", "引导", "动员", "在", "针对"];
    let word = ADDRESS.iter().find(|word| reading.begins_with(&[**word]))?;
    let start = reading.span.start + word.chars().count();
    let head = reading.tokens.iter().find(|token| {
        token.span.start >= start
            && token.span.end <= start + 10
            && !token.quoted
            && token.word == Word::Person
    })?;
    let between = reading
        .tokens
        .iter()
        .any(|token| token.span.start >= start && token.span.end <= head.span.start && is_deed(token.word));
    let names = |token: &&Token| {
        token.word == Word::Person && (head.span.start..=head.span.end).contains(&token.span.start)
    };
    let last = reading.tokens.iter().rfind(names).unwrap_or(head);
    let words = Span::new(start, last.span.end);
    (!between).then(|| Subject {
        words,
        name: crate::subject::plain_name(&reading.text.given(words)),
        sort: Sort::People,
        each: true,
    })
}

/// Of several sayings the last before a place; where all stand behind it, the first.
pub(in crate::extract) fn time_at(times: &[Said], at: Option<Span>) -> Option<&Said> {
    let before =
        at.and_then(|at| times.iter().rfind(|said| said.words.start < at.start && said.kind != Kind::Vague));
    // 每年12月10日前: what recurs stands before the day in it.
    let recurs = times.iter().find(|said| {
        said.kind == Kind::Recurs && before.is_none_or(|before| before.words.start <= said.words.end + 2)
    });
    match (before, recurs) {
        (Some(before), Some(recurs))
            if before.kind != Kind::Each && recurs.words.end <= before.words.start =>
        {
            Some(recurs)
        }
        (Some(before), _) if before.kind == Kind::Whole => {
            times.iter().find(|said| matches!(said.kind, Kind::Dated | Kind::Deadline)).or(Some(before))
        }
        (Some(before), _) => Some(before),
        (None, Some(recurs)) if at.is_none() => Some(recurs),
        _ => times
            .iter()
            .find(|said| matches!(said.kind, Kind::Dated | Kind::Deadline | Kind::Relative))
            .or_else(|| times.iter().find(|said| said.kind != Kind::Vague))
            .or(times.first()),
    }
}

/// Words of proof in a clause that is about keeping them.
pub(in crate::extract) fn evidence_of(reading: &Reading<'_>) -> Option<Vec<Span>> {
    const KEEPING: &[&str] = &[
        "做好", "留存", "存档", "记好", "形成", "填写", "须有", "均有", "备案", "保留", "建立", "保存", "附",
        "收集", "登记", "上传",
    ];
    let is_proof = |word: Word| {
        matches!(word, Word::Evidence | Word::Thing(ActionKind::Notes) | Word::Paper(ActionKind::Record))
    };
    let found: Vec<Span> =
        reading.tokens.iter().filter(|token| is_proof(token.word)).map(|token| token.span).collect();
    if found.is_empty() {
        return None;
    }
    let symbols = reading.plain();
    let keeps = (0..symbols.len())
        .any(|at| symbols.get(at..).is_some_and(|rest| KEEPING.iter().any(|word| starts_with(rest, word))));
    keeps.then_some(found)
}
