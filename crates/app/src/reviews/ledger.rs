//! The ledger of reading (读书台账): which books the people of an organization finished, as the records say.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::books::{self, Reading, Shelf};
use crate::records::{self, Filter, Record};
use crate::reviews::store;
use crate::shell::Result;

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
    let mut lines = Vec::new();
    for theirs in records::of_people_below(tx, path, &filter, (from, most))? {
        let reading = reading_of(tx, &theirs.record)?;
        let shared = match &reading {
            Some(reading) => store::shared(tx, &reading.person_id, &reading.book.id)?,
            None => 0,
        };
        let (person, organization) = (theirs.person, theirs.organization);
        lines.push(Line { person, organization, record: theirs.record, reading, shared });
    }
    Ok(lines)
}

/// The reading that made a record, or the record that it corrects.
fn reading_of(tx: &mut Tx, record: &Record) -> Result<Option<Reading>> {
    let mut id = Some(record.id.clone());
    while let Some(current) = id {
        if let Some(reading) = books::finished_of(tx, &current)? {
            return Ok(Some(reading));
        }
        id = records::find(tx, &current)?.and_then(|record| record.replaces_id);
    }
    Ok(None)
}
