//! The measured set: texts written by hand, and pairs of them made close or left honest by rules that never change.
//!
//! How it is made, and where the border between close and honest runs: docs/closeness.md.

pub(crate) mod chance;
pub(crate) mod close;
pub(crate) mod edits;
pub(crate) mod honest;
pub(crate) mod measure;
pub(crate) mod words;
pub(crate) mod written;

use std::collections::BTreeSet;

use written::{Origin, Written, written};

/// A text that others may have taken over.
pub(crate) struct Kept {
    pub(crate) name: String,
    pub(crate) text: String,
    /// Whose words stand in it.
    pub(crate) words_of: BTreeSet<String>,
}

/// A new text and the kept one that it is held against.
pub(crate) struct Pair {
    pub(crate) kind: &'static str,
    pub(crate) is_close: bool,
    pub(crate) new: Kept,
    pub(crate) other: usize,
}

/// All pairs of a part.
#[derive(Default)]
pub(crate) struct Set {
    pub(crate) kept: Vec<Kept>,
    pub(crate) pairs: Vec<Pair>,
}

impl Set {
    /// The part `tuned`, on which thresholds were chosen, or `unseen`.
    pub(crate) fn of(part: &str) -> Self {
        let written = written(part);
        let mut set = Self::default();
        close::add(&mut set, &written);
        honest::add(&mut set, &written);
        set
    }

    /// Keeps a text, once.
    pub(crate) fn keep(&mut self, name: &str, text: &str, words_of: &[&str]) -> usize {
        let known = self.kept.iter().position(|kept| kept.name == name);
        known.unwrap_or_else(|| {
            self.kept.push(made(name, text.to_owned(), words_of));
            self.kept.len() - 1
        })
    }

    pub(crate) fn pair(&mut self, kind: &'static str, is_close: bool, new: Kept, other: usize) {
        self.pairs.push(Pair { kind, is_close, new, other });
    }
}

pub(crate) fn made(name: &str, text: String, words_of: &[&str]) -> Kept {
    Kept { name: name.to_owned(), text, words_of: words_of.iter().map(|id| (*id).to_owned()).collect() }
}

/// The texts in their authors' own words.
pub(crate) fn own(written: &[Written]) -> Vec<&Written> {
    written.iter().filter(|text| matches!(text.origin, Origin::Own(_))).collect()
}

/// All that an author wrote, one after the other: an essay of a thousand letters and more, with the ids of its parts.
pub(crate) fn essays<'a>(own: &[&'a Written]) -> Vec<(&'a str, String, Vec<&'a str>)> {
    let author = |text: &&'a Written| match &text.origin {
        Origin::Own(author) => author.as_str(),
        Origin::Retells(_) | Origin::Paraphrases(_) => "",
    };
    let authors: BTreeSet<&str> = own.iter().map(author).collect();
    let essay = |name| {
        let texts: Vec<_> = own.iter().filter(|text| author(text) == name).collect();
        (
            name,
            texts.iter().map(|text| text.text.as_str()).collect(),
            texts.iter().map(|text| text.id.as_str()).collect(),
        )
    };
    authors.into_iter().map(essay).collect()
}
