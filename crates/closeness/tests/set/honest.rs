//! Pairs that are honest: what two texts share is the subject, the form, or what anybody may quote.

use std::fs;

use super::chance::Chance;
use super::edits::{self, Strength};
use super::words::{FORMS, FORMULAE, Form, SAYINGS};
use super::written::{Origin, Written, corpus};
use super::{Set, essays, made, own};

/// How loosely a source is quoted from memory.
const LOOSELY: Strength = Strength { words: 10, fillers: 5, swaps: 0 };

/// What anybody may quote: the arrangement and the assigned reading.
pub(crate) fn sources() -> [String; 2] {
    ["tuned/seed.txt", "closeness/reading.txt"].map(|file| fs::read_to_string(corpus().join(file)).unwrap())
}

pub(crate) fn add(set: &mut Set, written: &[Written]) {
    let own = own(written);
    for (at, one) in own.iter().enumerate() {
        for other in &own[at + 1..] {
            beside(set, one, other);
        }
    }
    for text in written {
        if let Origin::Retells(of) = &text.origin {
            let other = set.kept.iter().position(|kept| kept.name == *of).unwrap();
            set.pair("j retold in own words", false, made(&text.id, text.text.clone(), &[&text.id]), other);
        }
    }
    let essays = essays(&own);
    for (at, (author, essay, parts)) in essays.iter().enumerate() {
        for (other, text, theirs) in &essays[at + 1..] {
            let kept = set.keep(&format!("essay of {other}"), text, theirs);
            let new = made(
                &format!("{author} beside {other}"),
                with_formulae(essay, &format!("{author}{other}")),
                parts,
            );
            set.pair("k two long essays", false, new, kept);
        }
    }
}

/// The honest pairs that two texts make.
fn beside(set: &mut Set, one: &Written, other: &Written) {
    let name = format!("{} {}", one.id, other.id);
    let same_subject = one.subject() == other.subject();
    let mut honest = |kind: &'static str, here: String, there: String| {
        let kept = set.keep(&format!("{kind} {name} {}", set.kept.len()), &there, &[&other.id]);
        set.pair(kind, false, made(&format!("{kind} {name} new"), here, &[&one.id]), kept);
    };
    let mut chance = Chance::of(&name);
    if same_subject {
        honest("f same subject", with_formulae(&one.text, &name), with_formulae(&other.text, &one.id));
        for (kind, source) in
            ["g same arrangement quoted", "g same reading quoted"].into_iter().zip(sources())
        {
            let letters = 80 + chance.below(160);
            let quoted = edits::excerpt(&source, letters, &mut chance);
            let mut with = |text: &str| edits::inserted(text, &quoted, &mut chance);
            honest(kind, with(&one.text), with(&other.text));
            let mut loosely = |text: &str| {
                let quoted = edits::paraphrased(&quoted, LOOSELY, &mut chance);
                edits::inserted(text, &quoted, &mut chance)
            };
            honest("g quoted loosely", loosely(&one.text), loosely(&other.text));
        }
        let formula = chance.one(FORMULAE);
        let mut note = |text: &str| edits::excerpt(text, 60, &mut chance) + formula;
        honest("l short notes, same formula", note(&one.text), note(&other.text));
        let saying = chance.one(SAYINGS);
        let mut with = |text: &str| edits::inserted(text, saying, &mut chance);
        honest("g same saying quoted", with(&one.text), with(&other.text));
        let form = &FORMS[chance.below(FORMS.len())];
        honest("i same form, same subject", filled(form, &one.text), filled(form, &other.text));
    } else if one.origin == other.origin {
        honest("h same author, other subject", one.text.clone(), other.text.clone());
        let form = &FORMS[chance.below(FORMS.len())];
        let full = |text: &Written| with_formulae(&filled(form, &text.text), &text.id);
        honest("i same form and formulae", full(one), full(other));
        honest("i same form, same author", filled(form, &one.text), filled(form, &other.text));
    }
}

/// A text with three formulae of the genre between its sentences.
fn with_formulae(text: &str, name: &str) -> String {
    let mut chance = Chance::of(name);
    (0..3).fold(text.to_owned(), |text, _| edits::inserted(&text, chance.one(FORMULAE), &mut chance))
}

/// A form filled in with a text.
fn filled(form: &Form, text: &str) -> String {
    let paragraphs: Vec<&str> = text.lines().collect();
    let third = paragraphs.len().div_ceil(3).max(1);
    let mut out = format!("{}\n", form.opening);
    for (heading, part) in form.headings.iter().zip(paragraphs.chunks(third)) {
        out.extend([heading, "\n", &part.join("\n"), "\n"]);
    }
    out + form.closing
}
