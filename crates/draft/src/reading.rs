//! One clause read in full: its words, times, amounts and subject, before anything is made of it.

use crate::amount::{Amount, amounts};
use crate::clause::Clause;
use crate::item::Modality;
use crate::lexicon::{Token, Word, tokens};
use crate::number::numbers;
use crate::period::{Said, time_among};
use crate::subject::{Subject, after_by, subject};
use crate::text::{Span, Text, starts_with};

/// A clause and all that was read in it.
#[derive(Clone, Debug)]
pub(crate) struct Reading<'t> {
    pub(crate) text: &'t Text,
    pub(crate) span: Span,
    pub(crate) end: char,
    pub(crate) sentence: usize,
    pub(crate) tokens: Vec<Token>,
    /// What stands in quotation marks, the marks included.
    pub(crate) quotes: Vec<Span>,
    pub(crate) times: Vec<Said>,
    pub(crate) amounts: Vec<Amount>,
    pub(crate) subject: Option<Subject>,
    /// The subject behind 由.
    pub(crate) by: Option<Subject>,
    pub(crate) modality: Modality,
}

impl<'t> Reading<'t> {
    pub(crate) fn new(text: &'t Text, clause: Clause) -> Self {
        let span = clause.span;
        let (quotes, tokens) = (quotes(text, span), tokens(text, span));
        let numbers = numbers(text, span);
        let times = time_among(text, span, &numbers, &quotes);
        let mut taken: Vec<Span> = quotes.clone();
        for time in &times {
            taken.push(time.words);
            taken.extend(time.anchor);
        }
        // A number within a fixed word counts nothing: 一把手, 一次合格率.
        taken.extend(
            tokens
                .iter()
                .filter(|token| matches!(token.word, Word::Neutral | Word::Person))
                .map(|token| token.span),
        );
        let amounts = without_frames(text, amounts(text, span, &numbers, &taken));
        let mut stops: Vec<Span> = times
            .iter()
            .map(|time| Span::new(time.words.start, time.anchor.map_or(time.words.end, |anchor| anchor.end)))
            .collect();
        stops.extend(amounts.iter().map(|amount| amount.span));
        stops.sort_unstable();
        let by = after_by(text, span, &tokens, &stops);
        let subject = subject(text, span, &tokens, &stops);
        let modality = modality(text, span, &tokens);
        Self {
            text,
            span,
            end: clause.end,
            sentence: clause.sentence,
            tokens,
            quotes,
            times,
            amounts,
            subject,
            by,
            modality,
        }
    }

    /// Whether one of the words says something of this kind, outside names.
    pub(crate) fn says(&self, is: impl Fn(Word) -> bool) -> bool {
        self.tokens.iter().any(|token| !token.quoted && is(token.word))
    }

    /// The text in one width.
    pub(crate) fn plain(&self) -> &'t [char] {
        self.text.plain(self.span)
    }

    pub(crate) fn said(&self) -> String {
        self.plain().iter().collect()
    }

    pub(crate) fn begins_with(&self, words: &[&str]) -> bool {
        words.iter().any(|word| starts_with(self.plain(), word))
    }

    /// Whether nothing but a time, or a subject and a time, is said.
    pub(crate) fn is_only_time(&self) -> bool {
        !self.times.is_empty()
            && self.amounts.is_empty()
            && self.tokens.iter().all(|token| token.quoted || !is_deed(token.word))
    }

    /// What stands in brackets at the end: 德育处.
    pub(crate) fn bracketed(&self) -> Option<Span> {
        let symbols = self.plain();
        let close = symbols.last().filter(|symbol| **symbol == ')').map(|_| symbols.len() - 1)?;
        let open = symbols.iter().rposition(|symbol| *symbol == '(')?;
        (open + 1 < close).then(|| Span::new(self.span.start + open + 1, self.span.start + close))
    }
}

pub(crate) fn is_deed(word: Word) -> bool {
    matches!(
        word,
        Word::Act(_)
            | Word::Hold
            | Word::Invite
            | Word::Attend
            | Word::Make
            | Word::Draw
            | Word::Thing(_)
            | Word::Training
            | Word::Event(_)
            | Word::Rate
            | Word::Paper(_)
    )
}

/// 一次不少于20学时的培训: the count frames the length, and the length is what is asked.
fn without_frames(text: &Text, mut found: Vec<Amount>) -> Vec<Amount> {
    let frames: Vec<usize> = found
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| match pair {
            [count, length] => {
                let between = text.plain(Span::new(count.span.end, length.span.start));
                between.is_empty()
                    && !count.is_duration()
                    && length.is_duration()
                    && count.number.hundredths == 100
            }
            _ => false,
        })
        .map(|(at, _)| at)
        .collect();
    for at in frames.into_iter().rev() {
        found.remove(at);
    }
    found
}

/// The stretches in quotation marks and title marks; one not closed ends with the clause.
fn quotes(text: &Text, clause: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (place, symbol) in (clause.start..).zip(text.plain(clause).iter().copied()) {
        match (open, symbol) {
            (None, '“') => open = Some((place, '”')),
            (None, '《') => open = Some((place, '》')),
            (None, '‘') => open = Some((place, '’')),
            (None, '[') => open = Some((place, ']')),
            (Some((start, close)), _) if symbol == close => {
                found.push(Span::new(start, place + 1));
                open = None;
            }
            _ => {}
        }
    }
    found
}

fn modality(text: &Text, span: Span, tokens: &[Token]) -> Modality {
    let first = |is: fn(Word) -> bool| {
        tokens.iter().find(|token| !token.quoted && is(token.word)).map(|token| token.span.start)
    };
    let verb = first(is_deed).unwrap_or(span.end);
    // 支持 and 鼓励 bind as verbs; behind another verb they are its object.
    if first(|word| word == Word::Encouraged).is_some_and(|place| place <= verb) {
        return Modality::Encouraged;
    }
    let permits = first(|word| word == Word::May);
    if permits.is_some() && !text.plain(span).contains(&'不') {
        return Modality::Encouraged;
    }
    if first(|word| word == Word::ByDefault).is_some() {
        return Modality::Default;
    }
    if first(|word| word == Word::Aim).is_some() { Modality::Aim } else { Modality::Must }
}
