//! What is done and with what: the verb where it says so by itself, else what is held, made or attended.

use crate::action::ActionKind;
use crate::item::Field;
use crate::lexicon::{Token, Word};
use crate::reading::Reading;
use crate::subject::Sort;
use crate::text::{Span, Text};

/// An action with its words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Deed {
    pub(crate) kind: ActionKind,
    pub(crate) action: Field<String>,
    pub(crate) object: Field<String>,
}

/// What a stretch of a clause does. `who` decides whether a training is held or attended.
pub(crate) fn deed(
    reading: &Reading<'_>,
    part: Span,
    amount: Option<Span>,
    who: Option<Sort>,
) -> Option<Deed> {
    let tokens: Vec<&Token> = reading.tokens.iter().filter(|token| part.holds(token.span)).collect();
    let kind = kind(&tokens, who)?;
    let verb = tokens.iter().find(|token| !token.quoted && matches!(token.word, Word::Act(_)));
    let verb = verb.or_else(|| tokens.iter().find(|token| !token.quoted && is_weak_verb(token.word)));
    let noun = tokens.iter().rfind(|token| is_noun(token.word));
    let named = verb.or(noun).or_else(|| tokens.last())?;
    let text = reading.text;
    let action = Field::said(text.given(named.span), named.span);
    let object = object(reading, part, amount, verb.map(|token| token.span));
    let object = object.map_or_else(
        || noun.map_or_else(|| action.clone(), |noun| Field::said(text.given(noun.span), noun.span)),
        |span| Field::said(text.given(span), span),
    );
    Some(Deed { kind, action, object })
}

/// The kind of action in a run of words.
pub(crate) fn kind(tokens: &[&Token], who: Option<Sort>) -> Option<ActionKind> {
    let said = |token: &&&Token| !token.quoted;
    if tokens.iter().filter(said).any(|token| token.word == Word::Act(ActionKind::Award)) {
        return Some(ActionKind::Award);
    }
    if tokens.iter().filter(said).any(|token| token.word == Word::Rate) {
        return Some(ActionKind::Rate);
    }
    // 邀请专家授课 is a training that is held, whoever lectures.
    if tokens.iter().filter(said).any(|token| token.word == Word::Invite) {
        return Some(ActionKind::HoldTraining);
    }
    // 与结对支部举办2次交流, 形成评估报告: a verb of holding or making with its object rules what stands before the object.
    let held =
        tokens.iter().rposition(|token| !token.quoted && matches!(token.word, Word::Hold | Word::Attend));
    let made = tokens.iter().position(|token| !token.quoted && matches!(token.word, Word::Make));
    let last_noun = tokens
        .iter()
        .rposition(|token| is_noun(token.word) && token.word != Word::Thing(ActionKind::Activity));
    let last_act = tokens.iter().rposition(|token| !token.quoted && matches!(token.word, Word::Act(_)));
    let rules = |verb: Option<usize>, act: usize| matches!((verb, last_noun), (Some(verb), Some(noun)) if act < verb && verb < noun);
    let makes_paper = matches!((made, last_noun), (Some(verb), Some(noun)) if verb < noun
        && last_act.is_none_or(|act| act < noun)
        && tokens.get(noun).is_some_and(|token| matches!(token.word, Word::Thing(ActionKind::Report | ActionKind::Write))));
    let act =
        tokens.iter().enumerate().filter(|(_, token)| !token.quoted).find_map(|(at, token)| {
            match token.word {
                Word::Act(kind) if !rules(held, at) && !makes_paper => Some(kind),
                _ => None,
            }
        });
    // 赴…学习: who goes there to learn takes part in something.
    let goes_to_learn = act == Some(ActionKind::Visit)
        && last_noun.and_then(|at| tokens.get(at)).is_some_and(|token| {
            matches!(token.word, Word::Thing(ActionKind::StudyCollective) | Word::Training)
        });
    if goes_to_learn && tokens.iter().all(|token| token.word != Word::Hold) {
        return Some(ActionKind::AttendTraining);
    }
    if let Some(kind) = act {
        return Some(kind);
    }
    tokens
        .iter()
        .rev()
        .find_map(|token| match token.word {
            Word::Thing(ActionKind::Activity) if tokens.len() > 1 => None,
            // 接受教育: whoever is taught takes part.
            Word::Thing(ActionKind::StudyCollective) if is_taught(tokens, token) => {
                Some(ActionKind::AttendTraining)
            }
            Word::Thing(kind) | Word::Event(kind) | Word::Paper(kind) => Some(kind),
            Word::Gathering => Some(ActionKind::Meeting),
            Word::Training => Some(training(tokens, token, who)),
            _ => None,
        })
        .or_else(|| {
            tokens.iter().any(|token| matches!(token.word, Word::Thing(_))).then_some(ActionKind::Activity)
        })
}

/// Held or attended: the verb before it decides, and where there is none whoever the subject is.
fn training(tokens: &[&Token], training: &Token, who: Option<Sort>) -> ActionKind {
    let verb = tokens
        .iter()
        .filter(|token| !token.quoted && token.span.end <= training.span.start)
        .rfind(|token| matches!(token.word, Word::Hold | Word::Attend | Word::Make));
    match (verb.map(|token| token.word), who) {
        (Some(Word::Attend), _) | (None | Some(Word::Make), Some(Sort::People)) => ActionKind::AttendTraining,
        _ => ActionKind::HoldTraining,
    }
}

fn is_weak_verb(word: Word) -> bool {
    matches!(word, Word::Hold | Word::Attend | Word::Make | Word::Draw | Word::Invite)
}

fn is_noun(word: Word) -> bool {
    matches!(word, Word::Thing(_) | Word::Training | Word::Event(_) | Word::Rate | Word::Paper(_))
}

/// The noun phrase after the amount; where nothing follows it, the one between the verb and the amount.
fn object(reading: &Reading<'_>, part: Span, amount: Option<Span>, verb: Option<Span>) -> Option<Span> {
    let text = reading.text;
    let after = amount.map(|amount| cut(text, Span::new(amount.end, part.end)));
    if let Some(after) = after.filter(|span| span.len() >= 2) {
        return Some(after);
    }
    let verb = verb.filter(|verb| amount.is_none_or(|amount| verb.end <= amount.start));
    let from = verb.map_or_else(
        || {
            let times = reading.times.iter().map(|time| time.anchor.unwrap_or(time.words).end);
            let subject = reading.subject.iter().map(|subject| subject.words.end);
            times
                .chain(subject)
                .filter(|end| amount.is_none_or(|amount| *end <= amount.start))
                .max()
                .unwrap_or(part.start)
        },
        |verb| verb.end,
    );
    let before = cut(text, Span::new(from.max(part.start), amount.map_or(part.end, |amount| amount.start)));
    (before.len() >= 2).then_some(before)
}

/// Without 的, marks and the tail of another action at the ends.
fn cut(text: &Text, span: Span) -> Span {
    let symbols = text.plain(span);
    let is_edge =
        |symbol: &char| matches!(symbol, '的' | ',' | '、' | ' ' | '(' | ')' | ':' | ';' | '各' | '了');
    let end = (0..symbols.len())
        .find(|at| {
            symbols
                .get(*at..)
                .is_some_and(|rest| rest.starts_with(&['并']) || rest.starts_with(&['(']) && *at > 0)
        })
        .unwrap_or(symbols.len());
    let symbols = symbols.get(..end).unwrap_or_default();
    let before = symbols.iter().take_while(|symbol| is_edge(symbol)).count();
    let after = symbols.iter().rev().take_while(|symbol| is_edge(symbol)).count();
    Span::new(span.start + before, (span.start + end).saturating_sub(after).max(span.start + before))
}

/// 接受…教育 by a single person or class of persons.
fn is_taught(tokens: &[&Token], noun: &Token) -> bool {
    noun.span.len() == 2
        && tokens.iter().any(|token| {
            token.word == Word::Attend
                && token.span.len() == 2
                && token.span.end <= noun.span.start
                && !token.quoted
        })
        && tokens.iter().all(|token| token.word != Word::Hold)
}
