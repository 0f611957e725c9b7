//! Records as the rules see them.

use std::collections::HashSet;

use jiff::civil::Date;
use xueji_plan::{Counting, Quantity, Unit};
use xueji_standing::{EvidenceSet, Fact, Outcome};
use xueji_store::{Row, Tx, Value, Where, params};

use crate::people;
use crate::records::live::LIVE;
use crate::records::{Attestation, Subject};
use crate::shell::Result;
use crate::shell::error::unreadable;

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

const COLUMNS: &str =
    "record.activity, record.category, record.first_on, record.last_on, record.grains, record.unit,
    record.outcome, record.evidence, record.late, record.entered_on";

const ATTESTED: &str = "
    exists (select 1 from attestation where attestation.record_id = record.id and attestation.kind = 'attested'),
    exists (select 1 from attestation where attestation.record_id = record.id and attestation.kind = 'reviewed')";

const UNASKED: &str = "false, false";

/// The live records of one subject with an activity that overlap the days from `first` to `last`.
///
/// Whether others spoke for them is looked up only where `counting` asks for it: it costs as much as the rest.
pub(crate) fn facts(
    tx: &mut Tx,
    subject: &Subject,
    activity: &str,
    counting: Counting,
    first: Date,
    last: Date,
) -> Result<Vec<OwnedFact>> {
    let attested = if counting == Counting::Declared { UNASKED } else { ATTESTED };
    let overlapping = subject
        .own(Where::new(), "record")
        .and("record.activity = ?", activity)
        .and("record.last_on >= ?", &first)
        .and("record.first_on <= ?", &last)
        .and_if(true, LIVE);
    Ok(tx.query(
        &format!("select {COLUMNS}, {attested} from record {}", overlapping.sql()),
        overlapping.params(),
        |row| {
            let fact = Fact { attested: row.get(10)?, reviewed: row.get(11)?, ..read(row)? };
            Ok(OwnedFact {
                activity: fact.activity.to_owned(),
                category: fact.category.map(str::to_owned),
                fact: fact.detached(),
            })
        },
    )?)
}

/// Whose records are handed over: those of all, or of everybody who ever belonged at or below a path; of all
/// activities, or of these.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Whose<'a> {
    /// The path of the organization.
    pub(crate) path: &'a str,
    /// Codes of activities; all where absent.
    pub(crate) activities: Option<&'a [String]>,
    /// Whether it matters who spoke for them; else nobody did.
    pub(crate) spoken_for: bool,
}

impl<'a> Whose<'a> {
    fn narrow(&self, clause: Where<'a>) -> Where<'a> {
        let clause = if people::is_top(self.path) {
            clause
        } else {
            let ends = [people::ends(self.path), people::ends(self.path)].concat();
            let condition = format!(
                "record.person_id in {} or record.person_id is null and record.organization_id in
                     (select id from organization where path >= ? and path < ?)",
                people::BELONGED_BELOW
            );
            clause.and_all(&condition, &ends)
        };
        match self.activities {
            Some(activities) => clause.and_in("record.activity", activities),
            None => clause,
        }
    }
}

/// Hands every live record that overlaps the days from `first` to `last` to `see`, with its subject's id.
///
/// Streams: one pass over the table, whatever its size. The few records that were replaced or attested are looked up
/// in memory: asking the database for each row took three times as long.
pub(crate) fn each_fact(
    tx: &mut Tx,
    whose: &Whose<'_>,
    first: Date,
    last: Date,
    mut see: impl FnMut(&str, Fact<'_>),
) -> Result<()> {
    let replaced: HashSet<String> =
        ids(tx, "select replaces_id from record where replaces_id is not null", params![])?;
    let mut said = |kind: Attestation| {
        if whose.spoken_for {
            ids(tx, "select record_id from attestation where kind = ?1", params![kind.code()])
        } else {
            Ok(HashSet::new())
        }
    };
    let (attested, reviewed) = (said(Attestation::Attested)?, said(Attestation::Reviewed)?);
    // Hashing an id costs more than most of the rest: not asked where there is nothing to find.
    let has = |set: &HashSet<String>, id: &str| !set.is_empty() && set.contains(id);
    let entries = Where::new()
        .and_if(true, "record.kind = 'entry'")
        .and("record.last_on >= ?", &first)
        .and("record.first_on <= ?", &last);
    let entries = whose.narrow(entries);
    Ok(tx.each(
        &format!(
            "select {COLUMNS}, record.id, coalesce(record.person_id, record.organization_id) from record {}",
            entries.sql()
        ),
        entries.params(),
        |row| {
            let id = row.str(10)?;
            if !has(&replaced, id) {
                let (attested, reviewed) = (has(&attested, id), has(&reviewed, id));
                see(row.str(11)?, Fact { attested, reviewed, ..read(row)? });
            }
            Ok(())
        },
    )?)
}

fn ids(tx: &mut Tx, select: &str, values: &[Value<'_>]) -> Result<HashSet<String>> {
    let mut found = HashSet::new();
    tx.each(select, values, |row| {
        found.insert(row.get(0)?);
        Ok(())
    })?;
    Ok(found)
}

/// Reads [`COLUMNS`]; whether anybody attested it is for the caller to say.
fn read<'r>(row: &'r Row<'_>) -> xueji_store::Result<Fact<'r>> {
    let unit = Unit::from_code(row.str(5)?).ok_or(unreadable(5, "a unit"))?;
    let outcome = Outcome::from_code(row.str(6)?).ok_or(unreadable(6, "an outcome"))?;
    Ok(Fact {
        activity: row.str(0)?,
        category: row.opt_str(1)?,
        first_on: row.get(2)?,
        last_on: row.get(3)?,
        quantity: Quantity { grains: row.i64(4)?, unit },
        outcome,
        evidence: EvidenceSet::from_bits(u8::try_from(row.i64(7)?).unwrap_or_default()),
        late: row.get(8)?,
        entered_on: row.get(9)?,
        attested: false,
        reviewed: false,
    })
}
