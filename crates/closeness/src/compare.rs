//! How much of a text stands in another, and the passages side by side.

use crate::passage::{Chain, Passage, chains};
use crate::quoted::Quoted;
use crate::text::Text;

/// A passage of so many letters is close in any text: a paragraph. Formulae and sayings are shorter.
const PARAGRAPH: usize = 100;
/// Shorter passages are close where together they have so many letters,
const LETTERS: usize = 60;
/// and make up so large a part of the text's own, in a hundred.
const PART: usize = 50;

/// What a text shares with another.
#[derive(Clone, Debug, PartialEq)]
pub struct Closeness {
    /// The share of the text's own stretches that stand in the other, from 0 to 1, exactly.
    pub share: f64,
    /// Where: in the order of the text.
    pub passages: Vec<Passage>,
    /// Letters of the passages that stand in both.
    pub letters: usize,
    /// Letters of the longest passage, from its first to its last.
    pub longest: usize,
    /// Letters of the text that no source explains.
    pub own: usize,
}

impl Closeness {
    /// Whether this is worth showing to the author.
    #[must_use]
    pub fn is_close(&self) -> bool {
        let is_much = self.letters >= LETTERS && self.letters * 100 >= self.own * PART;
        self.longest >= PARAGRAPH || is_much
    }
}

/// Compares a text with another.
pub fn compare(here: &Text, there: &Text, quoted: &Quoted) -> Closeness {
    let own = here.stretches().iter().filter(|stretch| !quoted.holds(**stretch));
    let (own, shared) = own.fold((0_u32, 0_u32), |(own, shared), stretch| {
        (own + 1, shared + u32::from(there.places_of(*stretch).next().is_some()))
    });
    let chains = chains(here, there, quoted);
    Closeness {
        share: f64::from(shared) / f64::from(own.max(1)),
        letters: chains.iter().map(|chain| chain.letters).sum(),
        longest: chains.iter().map(Chain::length).max().unwrap_or_default(),
        own: usize::try_from(own).unwrap_or(usize::MAX),
        passages: chains.iter().map(|chain| chain.passage(here, there)).collect(),
    }
}
