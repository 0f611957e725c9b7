//! Measuring as the app works: candidates by their keys, then the exact comparison.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use xueji_closeness::{Closeness, Quoted, Text, candidates, compare, fingerprint};

use super::Set;

/// Texts by their keys.
#[derive(Default)]
pub(crate) struct Index {
    texts: Vec<Text>,
    holders: HashMap<i64, Vec<usize>>,
}

impl Index {
    pub(crate) fn add(&mut self, text: Text, quoted: &Quoted) {
        for key in fingerprint(&text, quoted) {
            self.holders.entry(key).or_default().push(self.texts.len());
        }
        self.texts.push(text);
    }

    /// The texts that a new one is close to.
    pub(crate) fn close_to(&self, new: &Text, quoted: &Quoted) -> Vec<(usize, Closeness)> {
        let holders = |key: i64| self.holders.get(&key).into_iter().flatten().map(move |text| (key, *text));
        let keys = fingerprint(new, quoted);
        let candidates = candidates(keys.len(), keys.into_iter().flat_map(holders));
        let compared = candidates.into_iter().map(|text| (text, compare(new, &self.texts[text], quoted)));
        compared.filter(|(_, closeness)| closeness.is_close()).collect()
    }
}

/// How many pairs of a kind there are, and of how many it was said that they are close.
#[derive(Default)]
pub(crate) struct Kind {
    is_close: bool,
    pairs: usize,
    said_close: usize,
}

/// What was found in a set.
#[derive(Default)]
pub(crate) struct Measured {
    pub(crate) kinds: BTreeMap<&'static str, Kind>,
    /// Texts beside the pairs that were said to be close and share no words.
    pub(crate) strays: Vec<String>,
    pub(crate) wrong: Vec<String>,
}

impl Measured {
    pub(crate) fn of(set: &Set, quoted: &Quoted) -> Self {
        let mut index = Index::default();
        set.kept.iter().for_each(|kept| index.add(Text::new(&kept.text), quoted));
        let mut measured = Self::default();
        for pair in &set.pairs {
            let found = index.close_to(&Text::new(&pair.new.text), quoted);
            let said_close = found.iter().any(|(text, _)| *text == pair.other);
            let kind = measured.kinds.entry(pair.kind).or_default();
            kind.is_close = pair.is_close;
            kind.pairs += 1;
            kind.said_close += usize::from(said_close);
            if said_close != pair.is_close {
                let closeness =
                    compare(&Text::new(&pair.new.text), &Text::new(&set.kept[pair.other].text), quoted);
                let in_common: Vec<_> =
                    closeness.passages.iter().map(|one| pair.new.text[one.here.clone()].to_owned()).collect();
                measured.wrong.push(format!(
                    "{}: {:.2} {} of {} {in_common:?}",
                    pair.new.name, closeness.share, closeness.letters, closeness.own
                ));
            }
            for (text, _) in found {
                let kept = &set.kept[text];
                if text != pair.other && kept.words_of.is_disjoint(&pair.new.words_of) {
                    measured.strays.push(format!("{} ~ {}", pair.new.name, kept.name));
                }
            }
        }
        measured
    }

    pub(crate) fn pairs(&self, is_close: bool) -> usize {
        self.kinds.values().filter(|kind| kind.is_close == is_close).map(|kind| kind.pairs).sum()
    }

    fn said(&self, is_close: bool) -> usize {
        self.kinds.values().filter(|kind| kind.is_close == is_close).map(|kind| kind.said_close).sum()
    }

    /// Of what was said to be close, how much is.
    pub(crate) fn precision(&self) -> f64 {
        share(self.said(true), self.said(true) + self.said(false) + self.strays.len())
    }

    /// Of what is close, how much was said to be.
    pub(crate) fn recall(&self) -> f64 {
        share(self.said(true), self.pairs(true))
    }

    pub(crate) fn table(&self, name: &str) -> String {
        let mut out = format!("{name}: precision {:.3}, recall {:.3}\n", self.precision(), self.recall());
        for (kind, found) in &self.kinds {
            let truth = if found.is_close { "close" } else { "honest" };
            writeln!(out, "{kind:30} {truth:6} {:4} pairs, {:4} said close", found.pairs, found.said_close)
                .unwrap();
        }
        writeln!(out, "strays: {}", self.strays.len()).unwrap();
        for wrong in self.wrong.iter().chain(&self.strays) {
            writeln!(out, "  {wrong}").unwrap();
        }
        out
    }
}

fn share(part: usize, whole: usize) -> f64 {
    let number = |count| f64::from(u32::try_from(count).unwrap());
    number(part) / number(whole.max(1))
}
