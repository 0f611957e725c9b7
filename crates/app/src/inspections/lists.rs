//! The SQL of the lists that rounds are drawn from, and of the draws before them.

use jiff::civil::Date;
use xueji_store::{Param as _, Tx, Value, params};

use crate::inspections::Round;
use crate::inspections::store::{ROUND, read_round};
use crate::shell::{Id, Result};

/// Somebody on the list that a round was drawn from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) number: usize,
    /// What the lot was drawn by.
    pub(super) key: String,
    pub(super) person_id: Id,
    pub(super) name: String,
    pub(super) last_on: Option<Date>,
    pub(super) place: usize,
}

pub(super) fn insert(tx: &mut Tx, round_id: &Id, candidates: &[Candidate]) -> Result<()> {
    let rows = candidates.iter().map(|one| -> Vec<Value<'_>> {
        vec![
            round_id.to_value(),
            one.number.to_value(),
            one.key.to_value(),
            one.person_id.to_value(),
            one.last_on.to_value(),
            one.place.to_value(),
        ]
    });
    tx.insert_many(
        "inspection_candidate",
        &["round_id", "number", "lot_key", "person_id", "last_on", "place"],
        rows,
    )?;
    Ok(())
}

/// The list of a round in the order that was drawn.
pub(super) fn of_round(tx: &mut Tx, round_id: &Id) -> Result<Vec<Candidate>> {
    Ok(tx.query(
        "select inspection_candidate.number,
             coalesce(inspection_candidate.lot_key, cast(inspection_candidate.number as text)),
             inspection_candidate.person_id, person.name,
             inspection_candidate.last_on, inspection_candidate.place
         from inspection_candidate join person on person.id = inspection_candidate.person_id
         where inspection_candidate.round_id = ?1 order by inspection_candidate.place limit 500",
        params![round_id],
        |row| {
            Ok(Candidate {
                number: row.get(0)?,
                key: row.get(1)?,
                person_id: row.get(2)?,
                name: row.get(3)?,
                last_on: row.get(4)?,
                place: row.get(5)?,
            })
        },
    )?)
}

/// A draw that was taken back before another of the same organization and circle.
#[derive(Clone, Debug)]
pub(super) struct TakenBack {
    pub(super) round: Round,
    pub(super) people: usize,
}

/// The draws of a round's organization and circle that were taken back before it in its year, the latest first.
pub(super) fn taken_back_before(tx: &mut Tx, round: &Round) -> Result<Vec<TakenBack>> {
    Ok(tx.query(
        &format!(
            "select {ROUND}, (select count(*) from inspection where inspection.round_id = inspection_round.id)
             from inspection_round
             where inspection_round.organization_id = ?1 and inspection_round.circle = ?2
                 and inspection_round.way = 'draw' and inspection_round.taken_back_at is not null
                 and inspection_round.drawn_on >= ?3
                 and (inspection_round.drawn_at, inspection_round.id) <
                     (select this.drawn_at, this.id from inspection_round this where this.id = ?4)
             order by inspection_round.drawn_at desc, inspection_round.id desc limit 12"
        ),
        params![round.organization_id, *round.circle.code(), round.drawn_on.first_of_year(), round.id],
        |row| Ok(TakenBack { round: read_round(row)?, people: row.get(13)? }),
    )?)
}
