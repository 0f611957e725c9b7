//! Who stands where: tallies and roll-ups kept in step with the records, and made anew to prove it.
//!
//! Nothing here is ever written by hand.

mod asked;
mod branch;
mod bureau;
mod due;
mod glance;
mod kept;
mod list;
mod listed;
mod one;
mod packed;
mod preview;
mod recount;
mod routes;
mod say;
mod settle;
mod store;
#[cfg(test)]
mod tests;
mod turn;
mod unit;
mod views;
mod year;

use jiff::civil::Date;
use xueji_standing::{CompiledDuty, Counts, Standing, State};

use crate::shell::Id;

pub(crate) use due::{Due, due_within};
pub(crate) use glance::{glance, glances};
pub(crate) use kept::{Kept, Summed, kept, summed};
pub(crate) use preview::{Effect, EffectKind, Moved, Preview, preview};
pub(crate) use recount::{Report, check, rebuild};
pub(crate) use routes::routes;
pub(crate) use say::word;
pub(crate) use settle::settle;
use store::{Rolled, rollups};
pub(crate) use turn::{turn, turned_on};

/// One subject's stored standing in one duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) subject_id: Id,
    pub(crate) duty_code: String,
    /// Where it is rolled up.
    pub(crate) organization_id: Id,
    pub(crate) is_person: bool,
    pub(crate) counts: Counts,
    pub(crate) verdict: Verdict,
}

/// The part of a standing that lists and roll-ups ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) state: State,
    pub(crate) encouraged: bool,
    pub(crate) done: i64,
    pub(crate) owed: i64,
    pub(crate) periods_met: i64,
    pub(crate) periods_owed: i64,
    pub(crate) missed: i64,
    pub(crate) next_due_on: Option<Date>,
    pub(crate) changes_on: Option<Date>,
}

impl Verdict {
    /// Differs on this day at the latest: the subject belongs elsewhere from then on.
    fn until(mut self, moves_on: Option<Date>) -> Self {
        self.changes_on = self.changes_on.into_iter().chain(moves_on).min();
        self
    }
}

impl From<&Standing> for Verdict {
    fn from(standing: &Standing) -> Self {
        Self {
            state: standing.state,
            encouraged: standing.encouraged,
            done: standing.done,
            owed: standing.owed,
            periods_met: standing.periods_met.into(),
            periods_owed: standing.periods_owed.into(),
            missed: standing.missed.into(),
            next_due_on: standing.next_due,
            changes_on: standing.changes_on,
        }
    }
}

/// Whether a duty is judged for this kind of subject at all.
fn concerns(duty: &CompiledDuty, is_person: bool) -> bool {
    !duty.is_open() && duty.applies_to_person() == is_person
}
