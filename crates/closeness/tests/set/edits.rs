//! What people do to a text that they take over: names, order, words, years, or a paragraph of it alone.

use super::chance::Chance;
use super::words::{FILLERS, NAMES, SENTENCES, SYNONYMS, YEARS};

/// The sentences of a text, each with its full stop; the end of a paragraph goes with the sentence before it.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['。', '？', '！', '\n']).filter(|sentence| !sentence.trim().is_empty()).collect()
}

/// Exchanges words from left to right, each so many times in a hundred; the longest word that fits goes first.
fn exchange(text: &str, words: &[(&str, &str)], percent: usize, chance: &mut Chance) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let found =
            words.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len());
        if let Some((word, other)) = found {
            out.push_str(if chance.percent(percent) { other } else { word });
            rest = &rest[word.len()..];
        } else {
            out.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    out
}

/// A copy with names and units changed.
pub(crate) fn renamed(text: &str, chance: &mut Chance) -> String {
    exchange(text, NAMES, 100, chance)
}

/// A copy with its sentences in another order, some left out.
pub(crate) fn reordered(text: &str, chance: &mut Chance) -> String {
    let mut sentences = sentences(text);
    chance.shuffle(&mut sentences);
    sentences.truncate(sentences.len() - sentences.len() / 6);
    sentences.into_iter().map(str::trim).collect()
}

/// Sentences in a row, at least so many letters.
pub(crate) fn excerpt(text: &str, letters: usize, chance: &mut Chance) -> String {
    let sentences = sentences(text);
    let whole = |from: usize| sentences[from..].concat().chars().count();
    let last = (0..sentences.len()).rev().find(|from| whole(*from) >= letters).unwrap_or(0);
    let from = chance.below(last + 1);
    let mut out = String::new();
    for sentence in &sentences[from..] {
        if out.chars().count() >= letters {
            break;
        }
        out.push_str(sentence.trim());
    }
    out
}

/// Puts a passage between two sentences of a text.
pub(crate) fn inserted(text: &str, passage: &str, chance: &mut Chance) -> String {
    let sentences = sentences(text);
    let at = 1 + chance.below(sentences.len());
    let (before, after) = sentences.split_at(at.min(sentences.len()));
    format!("{}{passage}{}", before.concat(), after.concat())
}

/// How strong a paraphrase is, in a hundred: words exchanged of those that can be, fillers, clauses that change places.
#[derive(Clone, Copy)]
pub(crate) struct Strength {
    pub(crate) words: usize,
    pub(crate) fillers: usize,
    pub(crate) swaps: usize,
}

/// A light paraphrase: sentence after sentence the same, in words that were exchanged.
pub(crate) fn paraphrased(text: &str, strength: Strength, chance: &mut Chance) -> String {
    let exchanged = exchange(text, SYNONYMS, strength.words, chance);
    let mut out = String::new();
    for sentence in sentences(&exchanged) {
        let mut clauses: Vec<&str> = sentence.split('，').collect();
        if clauses.len() > 2 && chance.percent(strength.swaps) {
            let at = chance.below(clauses.len() - 2);
            clauses.swap(at, at + 1);
        }
        for (at, clause) in clauses.iter().enumerate() {
            if at > 0 {
                out.push('，');
                if chance.percent(strength.fillers) {
                    out.push_str(chance.one(FILLERS));
                    out.push('，');
                }
            }
            out.push_str(clause);
        }
    }
    out
}

/// One's own of last year: dates and numbers changed, a sentence left out here and there, one or two new.
pub(crate) fn of_last_year(text: &str, chance: &mut Chance) -> String {
    let dated = exchange(text, YEARS, 100, chance);
    let numbered: String = dated.chars().map(|letter| number(letter, chance)).collect();
    let mut out = String::new();
    for (at, sentence) in sentences(&numbered).into_iter().enumerate() {
        if at > 0 && chance.percent(12) {
            continue;
        }
        out.push_str(sentence);
        if chance.percent(12) {
            out.push_str(chance.one(SENTENCES));
        }
    }
    out
}

fn number(letter: char, chance: &mut Chance) -> char {
    const CHINESE: [char; 8] = ['二', '三', '四', '五', '六', '七', '八', '九'];
    match letter {
        '0'..='9' => char::from(b"0123456789"[chance.below(10)]),
        other if CHINESE.contains(&other) => CHINESE[chance.below(CHINESE.len())],
        other => other,
    }
}
