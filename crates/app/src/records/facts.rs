//! Records as the rules see them.

use jiff::civil::Date;
use xueji_plan::{Quantity, Unit};
use xueji_standing::{EvidenceSet, Fact, Outcome};
use xueji_store::{Row, Tx, params};

use crate::records::store::LIVE;
use crate::shell::error::unreadable;
use crate::shell::{Id, Result};

/// One record as the rules see it, with the texts it refers to.
#[derive(Clone, Debug)]
pub(crate) struct OwnedFact {
    activity: String,
    category: Option<String>,
    fact: Fact<'static>,
}

impl OwnedFact {
    /// The fact itself.
    pub(crate) fn as_fact(&self) -> Fact<'_> {
        Fact { activity: &self.activity, category: self.category.as_deref(), ..self.fact }
    }
}

const COLUMNS: &str = "record.activity, record.category, record.first_on, record.last_on, record.grains, record.unit,
    record.outcome, record.evidence, record.late, record.entered_on,
    exists (select 1 from attestation where attestation.record_id = record.id and attestation.kind = 'attested'),
    exists (select 1 from attestation where attestation.record_id = record.id and attestation.kind = 'reviewed')";

/// The live records of one subject with an activity that overlap the days from `first` to `last`.
pub(crate) fn facts(
    tx: &mut Tx,
    subject: &Id,
    is_person: bool,
    activity: &str,
    first: Date,
    last: Date,
) -> Result<Vec<OwnedFact>> {
    let whose = if is_person {
        "record.person_id = ?1"
    } else {
        "record.organization_id = ?1 and record.person_id is null"
    };
    Ok(tx.query(
        &format!(
            "select {COLUMNS} from record
             where {whose} and record.activity = ?2 and record.last_on >= ?3 and record.first_on <= ?4 and {LIVE}"
        ),
        params![subject, activity, first, last],
        |row| {
            let fact = read(row, 0)?;
            Ok(OwnedFact {
                activity: fact.activity.to_owned(),
                category: fact.category.map(str::to_owned),
                fact: fact.detached(),
            })
        },
    )?)
}

/// Hands every live record that overlaps the days from `first` to `last` to `see`, with its subject's id.
///
/// Streams: the cost is one pass over the table, whatever its size.
pub(crate) fn each_fact(
    tx: &mut Tx,
    first: Date,
    last: Date,
    mut see: impl FnMut(&str, Fact<'_>),
) -> Result<()> {
    Ok(tx.each(
        &format!(
            "select {COLUMNS}, coalesce(record.person_id, record.organization_id) from record
             where record.last_on >= ?1 and record.first_on <= ?2 and {LIVE}"
        ),
        params![first, last],
        |row| {
            let fact = read(row, 0)?;
            see(row.str(12)?, fact);
            Ok(())
        },
    )?)
}

/// Reads [`COLUMNS`] from column `at` on.
fn read<'r>(row: &'r Row<'_>, at: usize) -> xueji_store::Result<Fact<'r>> {
    let date = |column: usize| row.get::<Date>(at + column);
    let unit = Unit::from_code(row.str(at + 5)?).ok_or(unreadable(at + 5, "a unit"))?;
    let outcome = Outcome::from_code(row.str(at + 6)?).ok_or(unreadable(at + 6, "an outcome"))?;
    Ok(Fact {
        activity: row.str(at)?,
        category: row.opt_str(at + 1)?,
        first_on: date(2)?,
        last_on: date(3)?,
        quantity: Quantity { grains: row.i64(at + 4)?, unit },
        outcome,
        evidence: EvidenceSet::from_bits(u8::try_from(row.i64(at + 7)?).unwrap_or_default()),
        late: row.get(at + 8)?,
        entered_on: date(9)?,
        attested: row.get(at + 10)?,
        reviewed: row.get(at + 11)?,
    })
}
