//! The fair draw: who is due first, and which of their notes; pure, so that anybody can repeat it with pen and paper.
//!
//! Whoever was not called in this year comes before whoever was, the longest ago first; among equals decides the smaller
//! SHA-256 of `seed:key`, of a person as of a note. A key is its owner's alone and never changes: who else stands on the
//! list, and which days are looked at, moves nobody's lot.

use jiff::civil::Date;

use crate::shell::Id;
use crate::shell::secret::digest;

/// Signs of a person's id that are their key: enough to tell five hundred apart, few enough to copy.
const KEY: usize = 8;

/// What somebody's lot is drawn by: it says nothing about them, and nobody corrects it as one corrects a number.
pub(super) fn key(person_id: &Id) -> String {
    let signs = person_id.as_str();
    signs.chars().skip(signs.chars().count().saturating_sub(KEY)).collect()
}

/// Who comes when: places in the list of keys, each with when its owner was called in before in this year.
pub(super) fn order(seed: &str, list: &[(String, Option<Date>)]) -> Vec<usize> {
    let mut drawn: Vec<(Option<Date>, String, usize)> =
        list.iter().enumerate().map(|(index, (key, last))| (*last, lot(seed, key), index)).collect();
    // Nobody's day is before every day.
    drawn.sort();
    drawn.into_iter().map(|(.., index)| index).collect()
}

/// The lot of a key.
pub(super) fn lot(seed: &str, key: &str) -> String {
    digest(&format!("{seed}:{key}"))
}

/// Which of these notes, in their order: at most `most`.
pub(super) fn notes(seed: &str, ids: &[&Id], most: usize) -> Vec<usize> {
    let mut drawn: Vec<(String, usize)> =
        ids.iter().enumerate().map(|(index, id)| (lot(seed, id.as_str()), index)).collect();
    drawn.sort();
    let mut chosen: Vec<usize> = drawn.into_iter().take(most).map(|(_, index)| index).collect();
    chosen.sort_unstable();
    chosen
}

/// How many to draw so that everybody is seen in the year, in as many rounds as are left of it, this one counted.
pub(super) fn size(people: usize, unseen: usize, rounds: usize) -> usize {
    let wanted = if unseen == 0 { people } else { unseen };
    wanted.div_ceil(rounds.max(1)).clamp(1, people.max(1))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    use super::{key, lot, notes, order, size};
    use crate::shell::Id;

    fn days() -> impl Strategy<Value = Vec<Option<Date>>> {
        let day = (1..=12_i8, 1..=28_i8).prop_map(|(month, day)| date(2026, month, day));
        prop::collection::vec(prop::option::of(day), 0..60)
    }

    /// Keys by place.
    fn keyed(last: &[Option<Date>]) -> Vec<(String, Option<Date>)> {
        last.iter().enumerate().map(|(index, last)| (format!("K{index}"), *last)).collect()
    }

    fn drawn(seed: &str, last: &[Option<Date>]) -> Vec<usize> {
        order(seed, &keyed(last))
    }

    proptest! {
        #[test]
        fn everybody_stands_in_the_order_once_and_the_same_seed_gives_it_again(seed in "[0-9a-f]{16}", last in days()) {
            let mut all = drawn(&seed, &last);
            prop_assert_eq!(&all, &drawn(&seed, &last));
            all.sort_unstable();
            prop_assert_eq!(all, (0..last.len()).collect::<Vec<_>>());
        }

        #[test]
        fn nobody_comes_before_somebody_who_waits_longer(seed in "[0-9a-f]{16}", last in days()) {
            let waited: Vec<Option<Date>> = drawn(&seed, &last).into_iter().map(|index| last[index]).collect();
            prop_assert!(waited.is_sorted(), "{waited:?}");
        }

        #[test]
        fn everybody_is_seen_before_anybody_is_seen_twice(
            people in 1..40_usize, most in 1..12_usize, seeds in prop::collection::vec("[0-9a-f]{16}", 60),
        ) {
            let mut last = vec![None; people];
            let mut seen = vec![0_usize; people];
            for (round, seed) in seeds.iter().enumerate() {
                for index in drawn(seed, &last).into_iter().take(most) {
                    seen[index] += 1;
                    last[index] = Some(date(2026, 1, 1).checked_add(jiff::Span::new().days(i64::try_from(round).unwrap())).unwrap());
                }
                let twice = seen.iter().any(|times| *times > 1);
                prop_assert!(!twice || seen.iter().all(|times| *times > 0), "{seen:?}");
            }
        }

        #[test]
        fn whoever_else_stands_on_the_list_moves_nobody(
            seed in "[0-9a-f]{16}", last in days(), without in prop::collection::vec(any::<bool>(), 60),
        ) {
            let all = keyed(&last);
            let fewer: Vec<_> = all.iter().zip(&without).filter(|(_, out)| !**out).map(|(one, _)| one.clone()).collect();
            let keys = |list: &[(String, Option<Date>)]| -> Vec<String> {
                order(&seed, list).into_iter().map(|index| list[index].0.clone()).collect()
            };
            let mut expected = keys(&all);
            expected.retain(|key| fewer.iter().any(|(there, _)| there == key));
            prop_assert_eq!(keys(&fewer), expected);
        }

        #[test]
        fn notes_are_a_few_of_those_there_are_and_a_shorter_period_keeps_those_of_them_that_lie_in_it(
            seed in "[0-9a-f]{16}", count in 0..200_usize, most in 0..9_usize, cut in 0..200_usize,
        ) {
            let ids: Vec<Id> = (0..count).map(|index| Id::from_text(format!("N{index}"))).collect();
            let ids: Vec<&Id> = ids.iter().collect();
            let chosen = notes(&seed, &ids, most);
            prop_assert_eq!(chosen.len(), count.min(most));
            prop_assert!(chosen.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(chosen.iter().all(|index| *index < count));
            let cut = cut.min(count);
            let narrower = notes(&seed, &ids[cut..], most);
            prop_assert!(chosen.iter().filter(|index| **index >= cut).all(|index| narrower.contains(&(index - cut))));
        }

        #[test]
        fn so_many_rounds_see_everybody(people in 1..200_usize, seen in 0..200_usize, rounds in 1..13_usize) {
            let unseen = people.saturating_sub(seen);
            let each = size(people, unseen, rounds);
            prop_assert!(each * rounds >= unseen && each <= people && each >= 1);
        }
    }

    #[test]
    fn every_place_of_the_list_is_drawn_as_often_as_any_other() {
        let mut first = [0_u32; 8];
        for seed in 0..4000 {
            first[drawn(&format!("{seed:016x}"), &[None; 8])[0]] += 1;
        }
        // 500 each is expected; five standard deviations are about 105.
        assert!(first.iter().all(|times| (395..=605).contains(times)), "{first:?}");
    }

    #[test]
    fn a_lot_is_what_sha256sum_says_of_seed_and_key() {
        // printf '0123456789abcdef:1' | sha256sum
        let said = "34e8f7f69ced49772a46190d68801af3889998ba134b7aa2ecc00beb209075c8";
        assert_eq!(lot("0123456789abcdef", "1"), said);
        assert_eq!(key(&Id::from_text("01KCE5Q0V8M3Z7T9XWAB2CDEFG")), "AB2CDEFG");
    }
}
