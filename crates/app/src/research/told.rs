//! One's own field days, told from beginning to end: where, about what, with whom, and what should be done.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::research::fellows::{Fellow, fellows};
use crate::research::{Measure, Part, Stay, store};
use crate::shell::{Id, Result};

/// A stay with what belongs to it; what others found on the same trip is not here.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) stay: Stay,
    pub(crate) parts: Vec<Part>,
    pub(crate) fellows: Vec<Fellow>,
    pub(crate) measures: Vec<Measure>,
}

/// How many stays of a person ended in these days; those taken back do not count.
pub(crate) fn count_told(tx: &mut Tx, person_id: &Id, days: (Date, Date)) -> Result<usize> {
    store::count_ended(tx, person_id, days)
}

/// These, the earliest first, at most `most` from `from` on.
pub(crate) fn told(
    tx: &mut Tx,
    person_id: &Id,
    days: (Date, Date),
    slice: (usize, usize),
) -> Result<Vec<Told>> {
    let found = store::ended(tx, person_id, days, slice)?;
    let told = |stay: Stay| {
        let (parts, measures) = (store::parts(tx, &stay.id)?, store::measures(tx, &stay.id)?);
        let fellows = fellows(tx, &stay)?;
        Ok(Told { stay, parts, fellows, measures })
    };
    found.into_iter().map(told).collect()
}
