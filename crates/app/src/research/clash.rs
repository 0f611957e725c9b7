//! What stands in the way of a stay: no day is counted twice.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::records::{self, Record};
use crate::research::{Stay, store};
use crate::shell::{Id, Result};

/// What covers one of the days already.
#[derive(Debug)]
pub(super) enum Found {
    Stay(Stay),
    /// A record that was entered without a stay.
    Record(Box<Record>),
}

impl Found {
    pub(super) fn href(&self) -> String {
        match self {
            Self::Stay(stay) => format!("/research/{}", stay.id),
            Self::Record(record) => format!("/records/{}", record.id),
        }
    }

    pub(super) fn days(&self) -> (Date, Date) {
        match self {
            Self::Stay(stay) => (stay.days.first_on, stay.days.last_on),
            Self::Record(record) => (record.first_on, record.last_on),
        }
    }
}

/// What of the person's, but this stay, covers one of the days.
pub(super) fn clash(
    tx: &mut Tx,
    person_id: &Id,
    activity: Option<&str>,
    days: (Date, Date),
    but: Option<&Stay>,
) -> Result<Option<Found>> {
    if let Some(stay) = store::overlapping(tx, person_id, days, but.map(|stay| &stay.id))? {
        return Ok(Some(Found::Stay(stay)));
    }
    let Some(activity) = activity else { return Ok(None) };
    let own = match but.and_then(|stay| stay.record_id.as_ref()) {
        Some(id) => records::standing(tx, id)?.map(|record| record.id),
        None => None,
    };
    let record = records::overlapping(tx, person_id, activity, days, own.as_ref())?;
    Ok(record.map(|record| Found::Record(Box::new(record))))
}
