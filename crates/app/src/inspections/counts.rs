//! How much was inspected, for those above: counts by organization, and never a word of anybody.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use xueji_store::{Param as _, Tx, Where};

use crate::inspections::gone::{self, ANSWERED};
use crate::inspections::store::STANDS;
use crate::shell::{Id, Result};

/// An organization's year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Those who belong to it today.
    pub(super) people: i64,
    /// Those of them whose notes were read in the year, by whomever.
    pub(super) seen: i64,
    /// Its own rounds, of which those with somebody who waits.
    pub(super) rounds: i64,
    pub(super) open: i64,
    pub(super) last_on: Option<Date>,
    /// People whose notes were returned in its rounds.
    pub(super) returned: i64,
}

/// The counts of these organizations in a year, by id.
pub(super) fn of(tx: &mut Tx, ids: &[Id], year: i16, today: Date) -> Result<BTreeMap<Id, Counts>> {
    let (first, last) = (date(year, 1, 1), date(year, 12, 31));
    let days = [first.to_value(), last.to_value(), today.to_value()];
    let among = Where::after(&days).and_in("organization.id", ids);
    let of_round = format!(
        "from inspection_round where inspection_round.organization_id = organization.id
             and inspection_round.drawn_on >= ?1 and inspection_round.drawn_on <= ?2 and {STANDS}"
    );
    let belongs = "from membership where membership.organization_id = organization.id
        and membership.from_on <= ?3 and (membership.to_on is null or membership.to_on >= ?3)";
    let waits = gone::waits("?3");
    let rows = tx.query(
        &format!(
            "select organization.id,
                 (select count(distinct membership.person_id) {belongs}),
                 (select count(distinct membership.person_id) {belongs} and exists (
                     select 1 from inspection
                     join inspection_round on inspection_round.id = inspection.round_id
                     where inspection.person_id = membership.person_id and {STANDS}
                         and {ANSWERED}
                         and inspection_round.drawn_on >= ?1 and inspection_round.drawn_on <= ?2)),
                 (select count(*) {of_round}),
                 (select count(*) {of_round} and exists (
                     select 1 from inspection where inspection.round_id = inspection_round.id and {waits})),
                 (select max(inspection_round.drawn_on) {of_round}),
                 (select count(*) from inspection
                     join inspection_round on inspection_round.id = inspection.round_id
                     where inspection_round.organization_id = organization.id and {STANDS}
                         and inspection_round.drawn_on >= ?1 and inspection_round.drawn_on <= ?2
                         and exists (select 1 from inspection_step step
                             where step.inspection_id = inspection.id and step.deed = 'returned'))
             from organization {}",
            among.sql()
        ),
        among.params(),
        |row| {
            let counts = Counts {
                people: row.get(1)?,
                seen: row.get(2)?,
                rounds: row.get(3)?,
                open: row.get(4)?,
                last_on: row.get(5)?,
                returned: row.get(6)?,
            };
            Ok((row.get(0)?, counts))
        },
    )?;
    Ok(rows.into_iter().collect())
}
