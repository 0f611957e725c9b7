//! Which of the texts that share keys with a new one are worth comparing.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

/// A key that more texts hold is a formula of the genre: it says nothing, and is not looked at.
pub const COMMON: usize = 200;

/// So many texts are worth comparing with a new one.
pub const LOOKED_AT: usize = 50;

/// The weight of a key that one text holds.
const WEIGHT: usize = 1 << 20;

/// Chooses the texts to compare a new one with, the most promising first, from the rows found under its keys: a key and
/// who holds it.
///
/// A key counts the more the fewer texts hold it, not at all beyond [`COMMON`], and less each time that a chosen text
/// explains it: a dozen copies of one text do not crowd out the source of another paragraph. Rows may come in any order;
/// the answer has [`LOOKED_AT`] texts at most.
///
/// ```
/// use xueji_closeness::candidates;
///
/// let rows = [(1, "copy"), (2, "copy"), (1, "same copy"), (2, "same copy"), (7, "source of a paragraph")];
/// assert_eq!(candidates(rows), ["copy", "source of a paragraph", "same copy"]);
/// ```
pub fn candidates<Id: Ord + Clone>(rows: impl IntoIterator<Item = (i64, Id)>) -> Vec<Id> {
    let mut holders: HashMap<i64, Vec<Id>> = HashMap::new();
    for (key, id) in rows {
        holders.entry(key).or_default().push(id);
    }
    let mut weights: Vec<usize> = Vec::new();
    let mut keys_of: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
    for held_by in holders.into_values().filter(|held_by| held_by.len() <= COMMON) {
        for id in &held_by {
            keys_of.entry(id.clone()).or_default().push(weights.len());
        }
        weights.push(WEIGHT / held_by.len().max(1));
    }
    let weight = |weights: &[usize], keys: &[usize]| -> usize {
        keys.iter().filter_map(|key| weights.get(*key)).sum()
    };
    let texts: Vec<(Id, Vec<usize>)> = keys_of.into_iter().collect();
    let weighed = texts.iter().zip(0_usize..).map(|((_, keys), at)| (weight(&weights, keys), Reverse(at)));
    let mut heap: BinaryHeap<_> = weighed.collect();
    let mut chosen = Vec::new();
    while chosen.len() < LOOKED_AT
        && let Some((before, at)) = heap.pop()
        && let Some((id, keys)) = texts.get(at.0)
    {
        // Weights only fall: whoever still has the greatest after weighing again is first.
        let now = weight(&weights, keys);
        if now < before {
            heap.push((now, at));
            continue;
        }
        for key in keys {
            if let Some(weight) = weights.get_mut(*key) {
                *weight /= 4;
            }
        }
        chosen.push(id.clone());
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::{COMMON, LOOKED_AT, candidates};

    #[test]
    fn a_key_that_many_hold_says_nothing() {
        let many = (0..=COMMON).map(|id| (1, id));
        assert!(candidates(many.clone()).is_empty());
        assert_eq!(candidates(many.skip(1)).len(), LOOKED_AT);
    }

    #[test]
    fn copies_of_one_text_do_not_crowd_out_another() {
        let copies = (0..COMMON).flat_map(|id| (0..60).map(move |key| (key, id)));
        let chosen = candidates(copies.chain([(99, 1000), (98, 1000)]));
        assert_eq!(chosen.iter().position(|id| *id == 1000), Some(0));
    }

    #[test]
    fn equal_candidates_come_in_the_order_of_their_ids() {
        assert_eq!(candidates([(1, "b"), (2, "a"), (3, "c")]), ["a", "b", "c"]);
        assert!(candidates::<u8>([]).is_empty());
    }
}
