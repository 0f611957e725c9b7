//! Pairs that are close: one text was taken over from the other, whole or in part.

use super::chance::Chance;
use super::edits::{self, Strength};
use super::written::{Origin, Written};
use super::{Set, essays, made, own};

const LIGHT: Strength = Strength { words: 35, fillers: 10, swaps: 10 };
const MIDDLE: Strength = Strength { words: 60, fillers: 25, swaps: 20 };
const STRONG: Strength = Strength { words: 85, fillers: 40, swaps: 30 };

pub(crate) fn add(set: &mut Set, written: &[Written]) {
    let own = own(written);
    for (at, text) in own.iter().enumerate() {
        let id = text.id.as_str();
        let other = set.keep(id, &text.text, &[id]);
        let mut close = |kind, text: String, words_of: &[&str]| {
            set.pair(kind, true, made(&format!("{id} {kind}"), text, words_of), other);
        };
        let chance = |kind: &str| Chance::of(&format!("{kind} {id}"));
        close("a names changed", edits::renamed(&text.text, &mut chance("a")), &[id]);
        close("b sentences moved", edits::reordered(&text.text, &mut chance("b")), &[id]);
        // The host has another subject, so that nothing but the passage is shared.
        let host = own[(at + 4) % own.len()];
        for (kind, letters) in [("c one paragraph", 120), ("c two paragraphs", 240)] {
            let mut chance = chance(kind);
            let passage = edits::excerpt(&text.text, letters, &mut chance);
            close(kind, edits::inserted(&host.text, &passage, &mut chance), &[id, &host.id]);
        }
        for (kind, strength) in [
            ("d paraphrase, light", LIGHT),
            ("d paraphrase, middle", MIDDLE),
            ("d paraphrase, strong", STRONG),
        ] {
            close(kind, edits::paraphrased(&text.text, strength, &mut chance(kind)), &[id]);
        }
        let moved = edits::reordered(&text.text, &mut chance("n"));
        close("d paraphrase, moved", edits::paraphrased(&moved, LIGHT, &mut chance("n2")), &[id]);
        let mut told = chance("c paraphrased");
        let passage = edits::paraphrased(&edits::excerpt(&text.text, 180, &mut told), LIGHT, &mut told);
        close("c paragraph, paraphrased", edits::inserted(&host.text, &passage, &mut told), &[id, &host.id]);
        close("e last year's own", edits::of_last_year(&text.text, &mut chance("e")), &[id]);
    }
    short(set, &own);
    for text in written {
        if let Origin::Paraphrases(of) = &text.origin {
            let other = set.kept.iter().position(|kept| kept.name == *of).unwrap();
            set.pair("d paraphrase, by hand", true, made(&text.id, text.text.clone(), &[of]), other);
        }
    }
    into_essays(set, &own);
}

/// A note of some sentences, taken over with its names changed, and with some words as well.
fn short(set: &mut Set, own: &[&Written]) {
    for text in own {
        let mut chance = Chance::of(&format!("short {}", text.id));
        let note = edits::excerpt(&text.text, 110, &mut chance);
        let other = set.keep(&format!("note of {}", text.id), &note, &[&text.id]);
        let new = edits::paraphrased(&edits::renamed(&note, &mut chance), LIGHT, &mut chance);
        set.pair("a short note", true, made(&format!("{} short", text.id), new, &[&text.id]), other);
    }
}

/// A paragraph of a long essay stands in another long essay.
fn into_essays(set: &mut Set, own: &[&Written]) {
    let essays = essays(own);
    for (at, (author, essay, parts)) in essays.iter().enumerate() {
        let other = set.keep(&format!("essay of {author}"), essay, parts);
        for step in 1..=3 {
            let (host, hosts, theirs) = &essays[(at + step) % essays.len()];
            let mut chance = Chance::of(&format!("essay {author} {host}"));
            let passage = edits::excerpt(essay, 150, &mut chance);
            let text = edits::inserted(hosts, &passage, &mut chance);
            let words_of: Vec<&str> = parts.iter().chain(theirs).copied().collect();
            set.pair(
                "c paragraph in an essay",
                true,
                made(&format!("{author} in {host}"), text, &words_of),
                other,
            );
        }
    }
}
