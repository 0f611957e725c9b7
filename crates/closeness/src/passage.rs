//! Where two texts run alike: runs of stretches, and the passages that they add up to.

use std::cmp::Reverse;
use std::ops::Range;

use crate::quoted::Quoted;
use crate::text::{STRETCH, Text};

/// A stretch that stands in many places of a text is looked for in so many of them: bounds the time of odd texts.
const PLACES: usize = 8;
/// Letters between two runs of one passage, in either text: a word changed, a clause put in or moved.
const GAP: usize = 16;
/// Letters that a passage must have in common to be shown: with fewer it is a phrase.
const LETTERS: usize = 16;
/// Of the letters of a passage so many in a hundred must be common to both.
const DENSITY: usize = 50;

/// A passage of one text beside what it is close to in another, in bytes of the originals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands in the text that is looked at.
    pub here: Range<usize>,
    /// Where it stands in the other.
    pub there: Range<usize>,
}

/// Letters that stand in both texts alike, one after the other.
#[derive(Clone, Debug)]
struct Run {
    here: Range<usize>,
    there: Range<usize>,
}

/// Runs near each other in both texts, in letters.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    here: Range<usize>,
    there: Range<usize>,
    /// Letters of the runs.
    pub(crate) letters: usize,
}

impl Chain {
    fn of(run: Run) -> Self {
        Self { letters: run.here.len(), here: run.here, there: run.there }
    }

    /// Adds a run that is near in both texts; clauses that changed places are near, too.
    fn takes(&mut self, run: &Run) -> bool {
        let is_near = run.here.start <= self.here.end + GAP
            && run.there.start <= self.there.end + GAP
            && run.there.end + GAP >= self.there.start;
        if is_near {
            self.letters += run.here.len();
            self.here.end = run.here.end;
            self.there = self.there.start.min(run.there.start)..self.there.end.max(run.there.end);
        }
        is_near
    }

    fn speaks(&self) -> bool {
        self.letters >= LETTERS && self.letters * 100 >= self.length() * DENSITY
    }

    /// Letters from the first to the last.
    pub(crate) fn length(&self) -> usize {
        self.here.len()
    }

    pub(crate) fn passage(&self, here: &Text, there: &Text) -> Passage {
        Passage { here: here.bytes(&self.here), there: there.bytes(&self.there) }
    }
}

/// The passages that two texts have in common, in the order of the first, in which none overlap.
pub(crate) fn chains(here: &Text, there: &Text, quoted: &Quoted) -> Vec<Chain> {
    let mut chains: Vec<Chain> = Vec::new();
    for run in runs(here, there, quoted) {
        // A stray run may stand between two runs of a passage.
        let taken = chains.iter_mut().rev().take(2).any(|chain| chain.takes(&run));
        if !taken {
            chains.push(Chain::of(run));
        }
    }
    let mut shown = 0;
    chains.retain(|chain| {
        // In bytes, for one character may be several letters.
        let bytes = here.bytes(&chain.here);
        let speaks = chain.speaks() && bytes.start >= shown;
        if speaks {
            shown = bytes.end;
        }
        speaks
    });
    chains
}

/// The longest runs from left to right, none overlapping. Bounded: no stretch is looked for in more than [`PLACES`].
fn runs(here: &Text, there: &Text, quoted: &Quoted) -> Vec<Run> {
    let own = here.stretches();
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    while let Some(stretch) = own.get(at) {
        let (end, end_there) = runs.last().map_or((0, 0), |run| (run.here.end, run.there.end));
        let places = there.places_of(*stretch).take(PLACES);
        let longest = places
            .map(|place| (length(own, at, there, place, quoted), place))
            .max_by_key(|(length, place)| (*length, Reverse(place.abs_diff(end_there))));
        match longest {
            Some((length, place)) if length > 0 => {
                // The first letters may belong to the run before.
                let start = at.max(end);
                let letters = at + length + STRETCH - 1 - start;
                let place = place + start - at;
                runs.push(Run { here: start..start + letters, there: place..place + letters });
                at += length;
            }
            _ => at += 1,
        }
    }
    runs
}

/// How many stretches from these on are the same, and nobody's to quote.
fn length(own: &[u64], at: usize, there: &Text, place: usize, quoted: &Quoted) -> usize {
    let ours = own.get(at..).unwrap_or_default();
    let theirs = there.stretches().get(place..).unwrap_or_default();
    ours.iter().zip(theirs).take_while(|(one, other)| one == other && !quoted.holds(**one)).count()
}
