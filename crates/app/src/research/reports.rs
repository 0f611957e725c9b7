//! What a report rests on: the heads of its author's stays, and which of them it names.

use jiff::Span;
use jiff::civil::Date;
use xueji_store::{Tx, params};

use crate::research::store::{measures, of_person, parts};
use crate::research::{Days, Measure, Part};
use crate::shell::{Id, Result};

/// The head of a stay: what everybody concerned may know of it.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) id: Id,
    pub(crate) days: Days,
    pub(crate) parts: Vec<Part>,
    pub(crate) measures: Vec<Measure>,
    pub(crate) note_id: Option<Id>,
}

/// Stays of a person since the beginning of last year, for a report that rests on them.
pub(crate) fn heads(tx: &mut Tx, person_id: &Id, today: Date) -> Result<Vec<Head>> {
    let first = today.first_of_year().saturating_sub(Span::new().years(1));
    let stays = of_person(tx, person_id, (first, today))?;
    stays
        .into_iter()
        .map(|stay| {
            let (parts, measures) = (parts(tx, &stay.id)?, measures(tx, &stay.id)?);
            Ok(Head { id: stay.id, days: stay.days, parts, measures, note_id: stay.note_id })
        })
        .collect()
}

/// The stays that a report rests on, by its note.
pub(crate) fn stays_under(tx: &mut Tx, note_id: &Id) -> Result<Vec<Id>> {
    Ok(tx.query(
        "select report_stay.stay_id from report_stay join stay on stay.id = report_stay.stay_id
         where report_stay.note_id = ?1 and stay.withdrawn_at is null order by stay.first_on limit 400",
        params![note_id],
        |row| row.get(0),
    )?)
}

/// Says on which stays a report rests.
pub(crate) fn set_stays_under(tx: &mut Tx, note_id: &Id, stays: &[Id]) -> Result<()> {
    tx.execute("delete from report_stay where note_id = ?1", params![note_id])?;
    for stay in stays {
        tx.execute(
            "insert into report_stay (note_id, stay_id) values (?1, ?2) on conflict (note_id, stay_id) do nothing",
            params![note_id, stay],
        )?;
    }
    Ok(())
}
