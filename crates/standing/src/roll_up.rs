//! How many subjects stand where: the figures that are added up along the tree.

use std::ops::Range;

use crate::bytes::{read, read_count, write};
use crate::standing::State;

/// How many subjects are in which state, for each duty by its index in the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StateCounts {
    /// Invariant: the last row is not all zero, so that equal counts are equal values and equal bytes.
    duties: Vec<[u32; STATES]>,
}

const STATES: usize = State::ALL.len();

/// No plan has more duties; more are broken bytes.
const MOST_DUTIES: usize = 10_000;

impl StateCounts {
    /// How many subjects of this duty are in this state.
    pub fn get(&self, duty: usize, state: State) -> u32 {
        self.duties.get(duty).and_then(|row| row.get(place(state))).copied().unwrap_or(0)
    }

    /// How many subjects this duty has.
    pub fn subjects(&self, duty: usize) -> u32 {
        self.duties.get(duty).map_or(0, |row| row.iter().sum())
    }

    /// How many subjects are in each state, in the order of [`State::ALL`], added up over these duties.
    pub fn totals(&self, duties: Range<usize>) -> [u64; STATES] {
        let mut totals = [0; STATES];
        let rows = self.duties.get(duties.start..duties.end.min(self.duties.len())).unwrap_or_default();
        for row in rows {
            totals.iter_mut().zip(row).for_each(|(total, count)| *total += u64::from(*count));
        }
        totals
    }

    /// One subject more in this state.
    pub fn add(&mut self, duty: usize, state: State) {
        if duty >= self.duties.len() {
            self.duties.resize(duty + 1, [0; STATES]);
        }
        if let Some(count) = self.duties.get_mut(duty).and_then(|row| row.get_mut(place(state))) {
            *count += 1;
        }
    }

    /// One subject fewer in this state.
    pub fn sub(&mut self, duty: usize, state: State) {
        if let Some(count) = self.duties.get_mut(duty).and_then(|row| row.get_mut(place(state))) {
            *count = count.saturating_sub(1);
        }
        self.trim();
    }

    /// Adds all of another's counts.
    pub fn merge(&mut self, other: &Self) {
        if self.duties.len() < other.duties.len() {
            self.duties.resize(other.duties.len(), [0; STATES]);
        }
        let cells = self.duties.iter_mut().flatten();
        for (cell, more) in cells.zip(other.duties.iter().flatten()) {
            *cell += more;
        }
    }

    /// The counts as bytes: for each duty a mask of the states that occur, then their counts.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for row in &self.duties {
            let mask = row.iter().rev().fold(0_u64, |mask, count| (mask << 1) | u64::from(*count > 0));
            write(&mut bytes, mask);
            for count in row.iter().filter(|count| **count > 0) {
                write(&mut bytes, u64::from(*count));
            }
        }
        bytes
    }

    /// The counts of these bytes, or nothing when they are not such bytes.
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        // A duty takes at least a byte, and seldom more than two.
        let mut counts = Self { duties: Vec::with_capacity(bytes.len().min(MOST_DUTIES)) };
        while !bytes.is_empty() {
            let mask = read(&mut bytes)?;
            if counts.duties.len() >= MOST_DUTIES || mask >> STATES != 0 {
                return None;
            }
            let mut row = [0; STATES];
            for (bit, cell) in row.iter_mut().enumerate() {
                if mask >> bit & 1 == 1 {
                    *cell = read_count(&mut bytes)?;
                }
            }
            counts.duties.push(row);
        }
        counts.trim();
        Some(counts)
    }

    fn trim(&mut self) {
        while self.duties.last().is_some_and(|row| row.iter().all(|count| *count == 0)) {
            self.duties.pop();
        }
    }
}

fn place(state: State) -> usize {
    State::ALL.iter().position(|known| *known == state).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entries() -> impl Strategy<Value = Vec<(usize, State)>> {
        prop::collection::vec((0_usize..20, prop::sample::select(&State::ALL[..])), 0..80)
    }

    fn of(entries: &[(usize, State)]) -> StateCounts {
        let mut counts = StateCounts::default();
        for (duty, state) in entries {
            counts.add(*duty, *state);
        }
        counts
    }

    proptest! {
        #[test]
        fn a_whole_is_the_sum_of_its_parts(left in entries(), right in entries()) {
            let mut merged = of(&left);
            merged.merge(&of(&right));
            let all: Vec<_> = left.iter().chain(&right).copied().collect();
            prop_assert_eq!(&merged, &of(&all));
            let totals: [u64; STATES] = State::ALL.map(|state| (5..20).map(|duty| u64::from(merged.get(duty, state))).sum());
            prop_assert_eq!(merged.totals(5..20), totals);
            for (duty, state) in &right {
                merged.sub(*duty, *state);
            }
            prop_assert_eq!(&merged, &of(&left));
        }

        #[test]
        fn state_counts_survive_their_bytes(entries in entries()) {
            let counts = of(&entries);
            prop_assert_eq!(StateCounts::from_bytes(&counts.to_bytes()), Some(counts));
        }
    }
}
