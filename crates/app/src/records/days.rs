//! On which days a person recorded something: the year as a heat map.

use jiff::civil::Date;
use xueji_store::{Tx, params};

use crate::records::store::LIVE;
use crate::shell::{Id, Result};

/// How many live records of a person ended on each day from `first` to `last`, in order; days without any are left out.
pub(crate) fn days_of(tx: &mut Tx, person_id: &Id, first: Date, last: Date) -> Result<Vec<(Date, i64)>> {
    Ok(tx.query(
        &format!(
            "select record.last_on, count(*) from record
             where record.person_id = ?1 and record.last_on >= ?2 and record.last_on <= ?3 and {LIVE}
             group by record.last_on
             order by record.last_on"
        ),
        params![person_id, first, last],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}
