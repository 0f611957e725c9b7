//! Which of the texts that share keys with a new one are worth comparing.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

/// A key that more texts hold is common: a formula of the genre, as long as it is a small part of a text.
pub const COMMON: usize = 200;

/// A text with fewer common keys may be a formula with a few words around it.
const LEAST_COMMON: usize = 16;

/// So many texts are worth comparing with a new one.
pub const LOOKED_AT: usize = 50;

/// The weight of a key that one text holds.
const WEIGHT: usize = 1 << 20;

/// Chooses the texts to compare a new one with, the most promising first, from how many keys it has and the rows found
/// under them: a key and who holds it.
///
/// A key counts the more the fewer texts hold it, and less each time that a chosen text explains it: a dozen copies of
/// one text do not crowd out the source of another paragraph. Rows may come in any order; the answer has [`LOOKED_AT`]
/// texts at most.
///
/// A key that more than [`COMMON`] texts hold says nothing, unless more than half of the text's keys are so, and sixteen
/// at least: a text that is common for the most part is no formula but a copy of what many have copied. Then common keys
/// count as well, each less than any other. Of their holders [`COMMON`] and one suffice, the earliest best; nothing more
/// has to be looked up.
///
/// ```
/// use xueji_closeness::candidates;
///
/// let rows = [(1, "copy"), (2, "copy"), (1, "same copy"), (2, "same copy"), (7, "source of a paragraph")];
/// assert_eq!(candidates(3, rows), ["copy", "source of a paragraph", "same copy"]);
/// ```
pub fn candidates<Id: Ord + Clone>(keys: usize, rows: impl IntoIterator<Item = (i64, Id)>) -> Vec<Id> {
    let mut holders: HashMap<i64, Vec<Id>> = HashMap::new();
    for (key, id) in rows {
        holders.entry(key).or_default().push(id);
    }
    let is_common = |held_by: &Vec<Id>| held_by.len() > COMMON;
    let common = holders.values().filter(|held_by| is_common(held_by)).count();
    let is_copied = common >= LEAST_COMMON && common > keys / 2;
    let mut weights: Vec<usize> = Vec::new();
    let mut keys_of: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
    for held_by in holders.into_values().filter(|held_by| is_copied || !is_common(held_by)) {
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
    use super::{COMMON, LEAST_COMMON, LOOKED_AT, candidates};

    /// Rows of texts that hold the same keys.
    fn alike(texts: usize, keys: usize) -> impl Iterator<Item = (i64, usize)> + Clone {
        (0..texts).flat_map(move |id| (0_i64..).take(keys).map(move |key| (key, id)))
    }

    #[test]
    fn a_key_that_many_hold_says_nothing() {
        assert!(candidates(1, alike(COMMON + 1, 1)).is_empty());
        assert_eq!(candidates(1, alike(COMMON, 1)).len(), LOOKED_AT);
    }

    #[test]
    fn a_text_that_is_common_for_the_most_part_is_compared_with_those_that_hold_it() {
        let many = |keys| alike(COMMON + 1, keys);
        assert_eq!(
            candidates(32, many(32)),
            (0..LOOKED_AT).collect::<Vec<_>>(),
            "a copy, the earliest first"
        );
        assert_eq!(candidates(32, many(17)).len(), LOOKED_AT);
        assert!(candidates(32, many(16)).is_empty(), "half of it may be formulae");
        assert!(candidates(LEAST_COMMON - 1, many(LEAST_COMMON - 1)).is_empty(), "a formula alone");
    }

    #[test]
    fn what_few_hold_comes_before_what_many_hold() {
        let chosen = candidates(60, alike(COMMON + 1, 50).chain([(98, 1000), (99, 1000)]));
        assert_eq!((chosen.first(), chosen.len()), (Some(&1000), LOOKED_AT));
    }

    #[test]
    fn copies_of_one_text_do_not_crowd_out_another() {
        let copies = (0..COMMON).flat_map(|id| (0..60).map(move |key| (key, id)));
        let chosen = candidates(62, copies.chain([(99, 1000), (98, 1000)]));
        assert_eq!(chosen.iter().position(|id| *id == 1000), Some(0));
    }

    #[test]
    fn equal_candidates_come_in_the_order_of_their_ids() {
        assert_eq!(candidates(3, [(1, "b"), (2, "a"), (3, "c")]), ["a", "b", "c"]);
        assert!(candidates::<u8>(0, []).is_empty());
    }
}
