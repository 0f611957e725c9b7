//! The ledger of reading (读书台账): which books the people of an organization finished, as the records say.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::books::{self, Reading, Shelf};
use crate::records::{self, Filter, Record, Theirs};
use crate::reviews::store;
use crate::shell::{Id, Result};

/// A line of the ledger.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) person: String,
    pub(crate) organization: String,
    pub(crate) record: Record,
    /// The reading that made it, where it was not entered by hand.
    pub(crate) reading: Option<Reading>,
    /// How often its reader published something of it.
    pub(crate) shared: i64,
}

/// A page of the lines of the people at or below a path.
pub(crate) fn lines(
    tx: &mut Tx,
    path: &str,
    (first, last): (Date, Date),
    (from, most): (usize, usize),
) -> Result<Vec<Line>> {
    let activities = Shelf::over(tx, path, last)?.activities();
    if activities.is_empty() {
        return Ok(Vec::new());
    }
    let filter = Filter { activities, from: Some(first), to: Some(last), ..Filter::default() };
    let found = records::of_people_below(tx, path, &filter, (from, most))?;
    let ids: Vec<Id> = found.iter().map(|theirs| theirs.record.id.clone()).collect();
    let mut readings = books::finished_of(tx, &ids)?;
    let shared = store::shared(tx, readings.values())?;
    let line = |theirs: Theirs| {
        let reading = readings.remove(&theirs.record.id);
        let of = reading.as_ref().map(|reading| (reading.person_id.clone(), reading.book.id.clone()));
        Line {
            shared: of.and_then(|of| shared.get(&of).copied()).unwrap_or(0),
            person: theirs.person,
            organization: theirs.organization,
            record: theirs.record,
            reading,
        }
    };
    Ok(found.into_iter().map(line).collect())
}
