//! Two texts that grew out of one, put together so that nothing either side wrote is lost.

use std::time::Instant;

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

/// What stands after a passage that both sides changed, for somebody to look at.
pub(super) const BOTH_CHANGED: &str = "（两人同时修改，请核对）";

/// A stretch of the old text, and what one side has in its place.
#[derive(Clone, Copy, Debug)]
struct Hunk {
    old: (usize, usize),
    new: (usize, usize),
}

/// Merges `ours` and `theirs`, both made from `base`.
///
/// What one side alone changed is as that side has it. Where both changed the same passage, both stay, ours first,
/// followed by [`BOTH_CHANGED`]; if one of them rewrote it, the passage is the whole clause, so that two sentences
/// are not woven into one. Past `until` no finer differences are sought: more of both texts stays, and still all of it.
pub(super) fn merge(base: &str, ours: &str, theirs: &str, until: Instant) -> String {
    if ours == theirs || base == theirs {
        return ours.to_owned();
    }
    if base == ours {
        return theirs.to_owned();
    }
    let [base, ours, theirs] = [base, ours, theirs].map(|text| text.chars().collect::<Vec<_>>());
    let (by_us, by_them) = (hunks(&base, &ours, until), hunks(&base, &theirs, until));
    let mut merged = String::new();
    let (mut at, mut left, mut right) = (0, by_us.as_slice(), by_them.as_slice());
    while let Some(from) = first_start(left, right) {
        let (first, last) = passage(&base, from, left, right);
        let first = first.max(at);
        let (our_part, our_rest) = split(left, last, first);
        let (their_part, their_rest) = split(right, last, first);
        merged.extend(slice(&base, at, first));
        match (within(&ours, our_part, first, last), within(&theirs, their_part, first, last)) {
            (Some(ours), Some(theirs)) => {
                let old: String = slice(&base, first, last).collect();
                join(&mut merged, &old, &ours, &theirs);
            }
            (ours, theirs) => merged.push_str(&ours.or(theirs).unwrap_or_default()),
        }
        (at, left, right) = (last, our_rest, their_rest);
    }
    merged.extend(slice(&base, at, base.len()));
    merged
}

/// Both versions of one passage.
fn join(merged: &mut String, old: &str, ours: &str, theirs: &str) {
    if ours == theirs || theirs == old {
        merged.push_str(ours);
    } else if ours == old {
        merged.push_str(theirs);
    } else {
        merged.push_str(ours);
        merged.push_str(theirs);
        if !ours.contains(BOTH_CHANGED) && !theirs.contains(BOTH_CHANGED) {
            merged.push_str(BOTH_CHANGED);
        }
    }
}

/// What differs: the gaps between what both texts share. Only of what is shared are both places reliable.
fn hunks(old: &[char], new: &[char], until: Instant) -> Vec<Hunk> {
    let mut hunks = Vec::new();
    let (mut at_old, mut at_new) = (0, 0);
    let mut gap = |old: usize, new: usize, len: usize| {
        if old > at_old || new > at_new {
            hunks.push(Hunk { old: (at_old, old), new: (at_new, new) });
        }
        (at_old, at_new) = (old + len, new + len);
    };
    for op in capture_diff_slices_deadline(Algorithm::Myers, old, new, Some(until)) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            gap(old_index, new_index, len);
        }
    }
    gap(old.len(), new.len(), 0);
    hunks
}

fn first_start(left: &[Hunk], right: &[Hunk]) -> Option<(usize, usize)> {
    let heads = [left.first(), right.first()].into_iter().flatten();
    heads.map(|hunk| hunk.old).min()
}

/// The passage of the old text that begins with the next change and holds every change that touches it.
fn passage(base: &[char], (first, last): (usize, usize), left: &[Hunk], right: &[Hunk]) -> (usize, usize) {
    let (mut first, mut last) = (first, last);
    loop {
        let touching = |hunks: &[Hunk]| -> Vec<Hunk> {
            hunks.iter().copied().filter(|hunk| hunk.old.0 <= last && hunk.old.1 >= first).collect()
        };
        let (ours, theirs) = (touching(left), touching(right));
        let all = || ours.iter().chain(&theirs);
        let mut wider = (
            all().map(|hunk| hunk.old.0).min().unwrap_or(first).min(first),
            all().map(|hunk| hunk.old.1).max().unwrap_or(last).max(last),
        );
        let rewrites = all().any(|hunk| hunk.old.1 > hunk.old.0);
        if !ours.is_empty() && !theirs.is_empty() && rewrites {
            wider = clauses(base, wider);
        }
        if wider == (first, last) {
            return wider;
        }
        (first, last) = wider;
    }
}

/// The whole clauses of which this is a part.
fn clauses(base: &[char], (first, last): (usize, usize)) -> (usize, usize) {
    let ends = |letter: &char| {
        matches!(letter, '，' | '。' | '；' | '！' | '？' | '：' | '\n' | ',' | ';' | '!' | '?')
    };
    let before = base.iter().take(first).rposition(ends).map_or(0, |at| at + 1);
    let inside = last > first && base.get(last - 1).is_some_and(ends);
    let after = base.iter().skip(last).position(ends).map_or(base.len(), |at| last + at + 1);
    (before, if inside { last } else { after })
}

/// The changes inside of a passage, and those after it.
fn split(hunks: &[Hunk], last: usize, first: usize) -> (&[Hunk], &[Hunk]) {
    let inside = hunks.iter().take_while(|hunk| hunk.old.0 <= last && hunk.old.1 >= first).count();
    hunks.split_at(inside)
}

/// What a side has in place of a passage that it changed.
fn within(text: &[char], part: &[Hunk], first: usize, last: usize) -> Option<String> {
    let begin = part.first().map(|hunk| hunk.new.0 - (hunk.old.0 - first))?;
    let end = part.last().map(|hunk| hunk.new.1 + (last - hunk.old.1))?;
    Some(slice(text, begin, end).collect())
}

fn slice(text: &[char], first: usize, last: usize) -> impl Iterator<Item = char> {
    text.get(first..last).unwrap_or_default().iter().copied()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::{BOTH_CHANGED, hunks};

    fn in_time() -> Instant {
        Instant::now() + Duration::from_mins(1)
    }

    fn merge(base: &str, ours: &str, theirs: &str) -> String {
        super::merge(base, ours, theirs, in_time())
    }

    #[test]
    fn what_one_side_changed_is_taken_from_it() {
        let base = "一、传达学习。\n二、交流发言。\n三、工作安排。";
        let ours = "一、传达学习全会精神。\n二、交流发言。\n三、工作安排。";
        let theirs = "一、传达学习。\n二、交流发言。\n三、工作安排，月底前完成。";
        let both = "一、传达学习全会精神。\n二、交流发言。\n三、工作安排，月底前完成。";
        assert_eq!(merge(base, ours, theirs), both);
        assert_eq!(merge(base, theirs, ours), both);
        assert_eq!(merge(base, base, theirs), theirs);
        assert_eq!(merge(base, ours, base), ours);
        assert_eq!(merge(base, ours, ours), ours);
    }

    #[test]
    fn a_passage_that_both_rewrote_stays_twice_and_is_marked() {
        let merged =
            merge("会议决定三月开会，请准备。", "会议决定四月开会，请准备。", "会议决定五月开会，请准备。");
        assert_eq!(merged, format!("会议决定四月开会，会议决定五月开会，{BOTH_CHANGED}请准备。"));
    }

    #[test]
    fn two_who_go_on_at_the_same_place_keep_their_words_apart() {
        let first = merge("", "我们要", "大家说");
        assert_eq!(first, format!("我们要大家说{BOTH_CHANGED}"));
        // Whoever types on while the texts are merged began from what they had sent.
        let second = merge("我们要", "我们要学习", &first);
        assert_eq!(second, format!("我们要学习大家说{BOTH_CHANGED}"));
        let third = merge("大家说", "大家说好", &second);
        assert_eq!(third, format!("我们要学习大家说好{BOTH_CHANGED}"));
    }

    #[test]
    fn what_one_removed_and_the_other_changed_stays_and_is_marked() {
        let merged = merge("甲。乙。丙。", "甲。丙。", "甲。乙方。丙。");
        assert!(merged.contains("乙方。") && merged.contains(BOTH_CHANGED), "{merged}");
    }

    #[test]
    fn where_no_time_is_left_nothing_is_lost_either() {
        let base = "一、传达学习。\n二、交流发言。\n三、工作安排。";
        let ours = "一、传达学习全会精神。\n二、交流发言两人。\n三、工作安排。";
        let theirs = "一、集中传达学习。\n二、交流发言。\n三、工作安排，月底前完成。";
        let merged = super::merge(base, ours, theirs, Instant::now());
        for written in ["全会精神", "两人", "集中", "月底前完成"] {
            assert!(merged.contains(written), "{written}: {merged}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn what_either_side_wrote_is_in_the_merged_text(
            base in "[甲乙丙，。\n]{0,24}",
            ours in "[甲乙丙子丑，。\n]{0,24}",
            theirs in "[甲乙丙寅卯，。\n]{0,24}",
        ) {
            let merged = merge(&base, &ours, &theirs);
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            for side in [&ours, &theirs] {
                let text = letters(side);
                for hunk in hunks(&letters(&base), &text, in_time()) {
                    let written: String = text[hunk.new.0..hunk.new.1].iter().collect();
                    prop_assert!(merged.contains(&written), "{written:?} of {side:?} is not in {merged:?}");
                }
            }
        }

        #[test]
        fn words_added_at_different_places_are_put_in_without_a_mark(
            parts in proptest::collection::vec("[甲乙丙，。]{2,8}", 2..6),
            at in 0_usize..5,
            further in 0_usize..4,
        ) {
            let at = at % parts.len();
            let other = (at + 1 + further % (parts.len() - 1)) % parts.len();
            let with = |added: &[(usize, &str)]| -> String {
                let more = |index: usize| added.iter().find(|(place, _)| *place == index).map_or("", |(_, text)| *text);
                parts.iter().enumerate().flat_map(|(index, part)| [part.as_str(), more(index)]).collect()
            };
            let merged = merge(&with(&[]), &with(&[(at, "子")]), &with(&[(other, "寅")]));
            prop_assert_eq!(merged, with(&[(at, "子"), (other, "寅")]));
        }
    }
}
