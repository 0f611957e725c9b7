//! The way of one's own manuscripts, for their author: handed in, returned, accepted, and what reviewers said meanwhile.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::shell::{Id, Result};
use crate::works::{Manuscript, Remark, Step, store};

/// A manuscript with everything that became of it, in order.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub(crate) manuscript: Manuscript,
    pub(crate) steps: Vec<Step>,
    /// Of all versions.
    pub(crate) remarks: Vec<Remark>,
}

/// How many manuscripts a person finished in these days; those taken back count, too.
pub(crate) fn count_ways(tx: &mut Tx, person_id: &Id, days: (Date, Date)) -> Result<usize> {
    store::count_of_days(tx, person_id, days)
}

/// These, the earliest first, at most `most` from `from` on.
pub(crate) fn ways(
    tx: &mut Tx,
    person_id: &Id,
    days: (Date, Date),
    slice: (usize, usize),
) -> Result<Vec<Way>> {
    let found = store::of_days(tx, person_id, days, slice)?;
    let way = |manuscript: Manuscript| {
        let steps = store::steps(tx, &manuscript.id)?;
        let remarks = store::remarks(tx, (&manuscript.id, None))?;
        Ok(Way { manuscript, steps, remarks })
    };
    found.into_iter().map(way).collect()
}

/// What reviewers said of a note of a person's that was handed in as a manuscript.
pub(crate) fn remarks_on(tx: &mut Tx, person_id: &Id, note_id: &Id) -> Result<Vec<Remark>> {
    match store::of_note(tx, note_id)?.filter(|one| one.person_id == *person_id) {
        Some(manuscript) => store::remarks(tx, (&manuscript.id, None)),
        None => Ok(Vec::new()),
    }
}
