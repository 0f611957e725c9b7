//! Sets of days: what is left of a year after memberships, posts, leaves and exceptions.

use crate::day::{Day, Run};

/// A set of days as runs.
///
/// Invariant: the runs are in order, none is empty, and no two touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Days {
    runs: Vec<Run>,
}

impl Days {
    /// The days that lie in any of these runs.
    pub(crate) fn any(runs: impl IntoIterator<Item = Run>) -> Self {
        let mut sorted: Vec<Run> = runs.into_iter().filter(|run| !run.is_empty()).collect();
        sorted.sort_by_key(|run| run.first);
        let mut joined: Vec<Run> = Vec::with_capacity(sorted.len());
        for run in sorted {
            match joined.last_mut() {
                Some(before) if run.first <= before.last.saturating_add(1) => {
                    before.last = before.last.max(run.last);
                }
                _ => joined.push(run),
            }
        }
        Self { runs: joined }
    }

    pub(crate) fn runs(&self) -> &[Run] {
        &self.runs
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    pub(crate) fn first(&self) -> Option<Day> {
        self.runs.first().map(|run| run.first)
    }

    /// The days in both.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let pairs = self.runs.iter().flat_map(|left| other.runs.iter().map(|right| left.overlap(*right)));
        Self::any(pairs)
    }

    /// The days in either.
    pub(crate) fn or(&self, other: &Self) -> Self {
        Self::any(self.runs.iter().chain(&other.runs).copied())
    }

    /// The days here that are not in `other`.
    pub(crate) fn minus(&self, other: &Self) -> Self {
        let mut left = Vec::new();
        for run in &self.runs {
            let mut rest = *run;
            for gone in &other.runs {
                let before = Run { first: rest.first, last: rest.last.min(gone.first.saturating_sub(1)) };
                if gone.last >= rest.first && !before.is_empty() {
                    left.push(before);
                }
                if gone.last >= rest.first {
                    rest.first = gone.last.saturating_add(1);
                }
            }
            left.push(rest);
        }
        Self::any(left)
    }

    /// How many of these days lie in `run`.
    pub(crate) fn count_in(&self, run: Run) -> i64 {
        self.runs.iter().map(|own| own.overlap(run).days()).sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn days() -> impl Strategy<Value = Days> {
        prop::collection::vec((0..60, 0..12), 0..6).prop_map(|runs| {
            Days::any(runs.into_iter().map(|(first, more)| Run { first, last: first + more }))
        })
    }

    fn has(days: &Days, day: Day) -> bool {
        days.runs().iter().any(|run| run.contains(day))
    }

    proptest! {
        #[test]
        fn sets_of_days_behave_as_sets(left in days(), right in days()) {
            for day in -2..80 {
                let (in_left, in_right) = (has(&left, day), has(&right, day));
                prop_assert_eq!(has(&left.and(&right), day), in_left && in_right);
                prop_assert_eq!(has(&left.or(&right), day), in_left || in_right);
                prop_assert_eq!(has(&left.minus(&right), day), in_left && !in_right);
            }
        }
    }
}
