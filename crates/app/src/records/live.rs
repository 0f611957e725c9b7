//! Which rows count: entries that nothing has replaced; and how many of them there are, without reading each.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;
use xueji_store::{FromValue, Tx, Where};

use crate::records::Subject;
use crate::shell::{Id, Result};

/// Holds of rows that count. It looks once into an index for each row: for the rows of a page or of a few periods.
pub(crate) const LIVE: &str = "record.kind = 'entry'
    and not exists (select 1 from record later where later.replaces_id = record.id)";

impl Subject {
    /// Narrows rows of `record`, called by `alias`, to the subject's own.
    pub(super) fn own<'a>(&'a self, clause: Where<'a>, alias: &str) -> Where<'a> {
        match self {
            Self::Person(id) => clause.and(&format!("{alias}.person_id = ?"), id),
            Self::Organization(id) => {
                clause.and(&format!("{alias}.organization_id = ? and {alias}.person_id is null"), id)
            }
        }
    }
}

/// Which records of a subject are asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    /// Of any of these activities; all where empty.
    pub(crate) activities: Vec<String>,
    /// Of this category.
    pub(crate) category: Option<String>,
    /// Ending on this day or later.
    pub(crate) from: Option<Date>,
    /// Ending on this day or earlier.
    pub(crate) to: Option<Date>,
}

impl Filter {
    pub(super) fn narrow<'a>(&'a self, clause: Where<'a>) -> Where<'a> {
        let clause = match self.activities.as_slice() {
            [] => clause,
            activities => clause.and_in("record.activity", activities),
        };
        clause
            .and_opt("record.category = ?", &self.category)
            .and_opt("record.last_on >= ?", &self.from)
            .and_opt("record.last_on <= ?", &self.to)
    }
}

/// How many live records of a person ended on each day from `first` to `last`; days without any are left out.
pub(crate) fn days_of(tx: &mut Tx, person_id: &Id, first: Date, last: Date) -> Result<BTreeMap<Date, i64>> {
    let within = Filter { from: Some(first), to: Some(last), ..Filter::default() };
    counted_by(tx, &Subject::Person(person_id.clone()), &within, "record.last_on")
}

/// How many live records a subject has.
pub(super) fn count(tx: &mut Tx, subject: &Subject, filter: &Filter) -> Result<i64> {
    Ok(counted_by::<String>(tx, subject, filter, "record.activity")?.values().sum())
}

/// The activities of which a subject has live records, the most frequent first, each with how many.
pub(super) fn activities_of(tx: &mut Tx, subject: &Subject) -> Result<Vec<(String, i64)>> {
    let counts = counted_by(tx, subject, &Filter::default(), "record.activity")?;
    let mut activities: Vec<(String, i64)> = counts.into_iter().collect();
    activities.sort_by_key(|(_, count)| Reverse(*count));
    Ok(activities)
}

/// Live records by what `column` says: all entries, counted in an index, less the few that were replaced.
fn counted_by<K: FromValue + Ord>(
    tx: &mut Tx,
    subject: &Subject,
    filter: &Filter,
    column: &'static str,
) -> Result<BTreeMap<K, i64>> {
    let entered = filter.narrow(subject.own(Where::new(), "record")).and_if(true, "record.kind = 'entry'");
    let mut counts = BTreeMap::new();
    tx.each(
        &format!("select {column}, count(*) from record {} group by {column}", entered.sql()),
        entered.params(),
        |row| {
            counts.insert(row.get(0)?, row.get(1)?);
            Ok(())
        },
    )?;
    // A cross join, because SQLite keeps its order: from the few to what they replaced.
    let replaced = subject
        .own(Where::new(), "later")
        .and_if(true, "later.replaces_id is not null and record.id = later.replaces_id")
        .and_if(true, "record.kind = 'entry'");
    let replaced = filter.narrow(replaced);
    tx.each(
        &format!("select {column} from record later cross join record {}", replaced.sql()),
        replaced.params(),
        |row| {
            if let Some(count) = counts.get_mut(&row.get(0)?) {
                *count -= 1;
            }
            Ok(())
        },
    )?;
    counts.retain(|_, count: &mut i64| *count > 0);
    Ok(counts)
}
