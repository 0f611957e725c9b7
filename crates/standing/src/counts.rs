//! What a subject's records come to, period by period, and as few bytes as possible.

use crate::bytes::{read, read_count, write};

/// What one subject's records come to in each period of one duty; what a tally stores.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Invariant: the last one is not empty, so that equal counts are equal values and equal bytes.
    periods: Vec<PeriodCount>,
}

/// What the records of one period come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PeriodCount {
    /// How much was done, in grains of the duty's unit.
    pub grains: i64,
    /// How many records count.
    pub records: u32,
    /// How many of them were entered late.
    pub late: u32,
    /// Rates: at how many meetings the subject was expected.
    pub expected: u32,
    /// Rates: at how many of them it counts as present.
    pub attended: u32,
    /// Rates: the latest day of such a meeting, as days from the period's first, plus one; 0 where there was none.
    pub(crate) seen: u32,
}

/// How one period is written: the lowest three bits of its first number, the grains being the rest.
mod shape {
    pub(super) const ONE_RECORD: u64 = 0;
    pub(super) const ONE_LATE_RECORD: u64 = 1;
    pub(super) const RECORDS: u64 = 2;
    pub(super) const RATE: u64 = 3;
    pub(super) const EMPTY_RUN: u64 = 4;
}

/// No plan has more periods in a duty; longer counts are broken bytes.
const MOST_PERIODS: usize = 40_000;

impl Counts {
    /// What the period of this index comes to.
    pub fn period(&self, index: usize) -> PeriodCount {
        self.periods.get(index).copied().unwrap_or_default()
    }

    /// The counts of the first periods alone.
    #[must_use]
    pub fn first(mut self, periods: usize) -> Self {
        self.periods.truncate(periods);
        self.trim();
        self
    }

    /// Sets a period; [`Counts::trim`] must follow the last of them.
    pub(crate) fn set(&mut self, index: usize, count: PeriodCount) {
        if index >= self.periods.len() {
            self.periods.resize(index + 1, PeriodCount::default());
        }
        if let Some(place) = self.periods.get_mut(index) {
            *place = count;
        }
    }

    pub(crate) fn trim(&mut self) {
        while self.periods.last().is_some_and(|count| *count == PeriodCount::default()) {
            self.periods.pop();
        }
    }

    /// How many of the counted records were entered late.
    pub fn late_records(&self) -> u32 {
        self.periods.iter().map(|count| count.late).sum()
    }

    /// The counts as bytes: two a day for a usual daily duty, none for what has not begun.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        if self.periods.is_empty() {
            return bytes;
        }
        let scale = self.periods.iter().map(|count| count.grains.unsigned_abs()).fold(0, gcd).max(1);
        write(&mut bytes, scale);
        let mut empty = 0_u64;
        for count in &self.periods {
            if *count == PeriodCount::default() {
                empty += 1;
                continue;
            }
            if empty > 0 {
                write(&mut bytes, (empty << 3) | shape::EMPTY_RUN);
                empty = 0;
            }
            count.write(&mut bytes, scale);
        }
        bytes
    }

    /// The counts of these bytes, or nothing when they are not such bytes.
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut counts = Self::default();
        if bytes.is_empty() {
            return Some(counts);
        }
        let scale = read(&mut bytes)?;
        while !bytes.is_empty() {
            let head = read(&mut bytes)?;
            let (value, kind) = (head >> 3, head & 7);
            let more = if kind == shape::EMPTY_RUN { usize::try_from(value).ok()? } else { 1 };
            let length = counts.periods.len().checked_add(more).filter(|length| *length <= MOST_PERIODS)?;
            if kind == shape::EMPTY_RUN {
                counts.periods.resize(length, PeriodCount::default());
            } else {
                let grains = i64::try_from(value.checked_mul(scale)?).ok()?;
                counts.periods.push(PeriodCount::read(kind, grains, &mut bytes)?);
            }
        }
        counts.trim();
        Some(counts)
    }
}

impl PeriodCount {
    fn write(&self, bytes: &mut Vec<u8>, scale: u64) {
        let rate = self.expected > 0 || self.attended > 0 || self.seen > 0;
        let kind = match (rate, self.records, self.late) {
            (true, ..) => shape::RATE,
            (false, 1, 0) => shape::ONE_RECORD,
            (false, 1, 1) => shape::ONE_LATE_RECORD,
            _ => shape::RECORDS,
        };
        write(bytes, ((self.grains.unsigned_abs() / scale) << 3) | kind);
        if matches!(kind, shape::RECORDS | shape::RATE) {
            write(bytes, u64::from(self.records));
            write(bytes, u64::from(self.late));
        }
        if kind == shape::RATE {
            write(bytes, u64::from(self.expected));
            write(bytes, u64::from(self.attended));
            write(bytes, u64::from(self.seen));
        }
    }

    fn read(kind: u64, grains: i64, bytes: &mut &[u8]) -> Option<Self> {
        let mut count = Self { grains, ..Self::default() };
        match kind {
            shape::ONE_RECORD => count.records = 1,
            shape::ONE_LATE_RECORD => (count.records, count.late) = (1, 1),
            shape::RECORDS | shape::RATE => {
                count.records = read_count(bytes)?;
                count.late = read_count(bytes)?;
            }
            _ => return None,
        }
        if kind == shape::RATE {
            count.expected = read_count(bytes)?;
            count.attended = read_count(bytes)?;
            count.seen = read_count(bytes)?;
        }
        Some(count)
    }
}

fn gcd(left: u64, right: u64) -> u64 {
    if right == 0 { left } else { gcd(right, left % right) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn period() -> impl Strategy<Value = PeriodCount> {
        let small = || prop_oneof![Just(0_u32), Just(1), 0_u32..400];
        let grains = prop_oneof![Just(0_i64), 0_i64..600, 0_i64..(1 << 40)];
        (grains, small(), small(), small(), small(), small()).prop_map(
            |(grains, records, late, expected, attended, seen)| PeriodCount {
                grains,
                records,
                late,
                expected,
                attended,
                seen,
            },
        )
    }

    fn of(periods: Vec<PeriodCount>) -> Counts {
        let mut counts = Counts { periods };
        counts.trim();
        counts
    }

    proptest! {
        #[test]
        fn counts_survive_their_bytes(periods in prop::collection::vec(period(), 0..60)) {
            let counts = of(periods);
            prop_assert_eq!(Counts::from_bytes(&counts.to_bytes()), Some(counts));
        }

        #[test]
        fn broken_bytes_are_refused_or_read_but_never_fatal(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            if let Some(counts) = Counts::from_bytes(&bytes) {
                prop_assert_eq!(Counts::from_bytes(&counts.to_bytes()), Some(counts));
            }
        }
    }

    #[test]
    fn a_year_of_daily_records_takes_less_than_a_kilobyte() {
        let day = |minutes, late| PeriodCount { grains: minutes, records: 1, late, ..PeriodCount::default() };
        let odd = of((0..366).map(|index| day(47 + index % 90, u32::from(index % 9 == 0))).collect());
        assert!(odd.to_bytes().len() < 1024, "{} bytes", odd.to_bytes().len());
        let usual = of((0..366).map(|index| day(60 + 30 * (index % 3), 0)).collect());
        assert!(usual.to_bytes().len() < 400, "{} bytes", usual.to_bytes().len());
        let last_day_only = of((0..366).map(|index| day(60, 0).only(index == 365)).collect());
        assert!(last_day_only.to_bytes().len() < 8);
        assert!(Counts::default().to_bytes().is_empty());
    }

    impl PeriodCount {
        fn only(self, keep: bool) -> Self {
            if keep { self } else { Self::default() }
        }
    }
}
