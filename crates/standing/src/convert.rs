//! Which units of records count for a duty, and at what ratio.

use xueji_plan::{Plan, Quantity, Unit};

/// A unit in which records may be counted for a duty, and what one of its grains is worth (R7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) unit: Unit,
    numerator: i64,
    denominator: i64,
}

impl Source {
    /// What so many grains of this unit are worth in the duty's; what is less than a grain is dropped.
    ///
    /// Records are added up in their own unit first, so that nothing is lost record by record.
    pub(crate) fn worth(self, grains: i64) -> i64 {
        let exact = i128::from(grains) * i128::from(self.numerator) / i128::from(self.denominator);
        i64::try_from(exact).unwrap_or(i64::MAX)
    }
}

/// The units that count for a duty in `unit`, its own first.
pub(crate) fn sources(plan: &Plan, unit: Unit) -> Vec<Source> {
    let mut found = vec![Source { unit, numerator: 1, denominator: 1 }];
    let pairs = plan.conversions.iter().flat_map(|(left, right)| [(*left, *right), (*right, *left)]);
    for (from, to) in pairs {
        let known = found.iter().any(|source| source.unit == from.unit);
        if to.unit == unit && !known && from.grains > 0 && to.grains > 0 {
            found.push(Source { unit: from.unit, numerator: to.grains, denominator: from.grains });
        }
    }
    found
}

/// Where a record's amount is added up: in which of the sources, and how many grains.
pub(crate) fn place(sources: &[Source], quantity: Quantity) -> Option<(usize, i64)> {
    let own_unit = sources.first().map(|own| own.unit);
    match sources.iter().position(|source| source.unit == quantity.unit) {
        Some(index) => Some((index, quantity.grains.max(0))),
        // A happening is a happening, however it was measured.
        None if own_unit == Some(Unit::Times) => Some((0, 1)),
        None => None,
    }
}
