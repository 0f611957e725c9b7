//! The list behind a figure: the standings that it counts, one by one.

use xueji_standing::State;
use xueji_store::{Tx, Where};

use crate::plans::InForce;
use crate::shell::{Id, Result};
use crate::standings::bureau::by_state;
use crate::standings::store::{VERDICT, verdict};
use crate::standings::{Rolled, Verdict, rollups};

/// How many standings a page shows, as a rule.
pub(crate) const PAGE: usize = 50;

/// Which standings are asked for, at or below an organization.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) path: String,
    pub(crate) unit_type: Option<String>,
    pub(crate) duty: Option<String>,
    pub(crate) state: Option<State>,
}

/// One subject's standing in one duty, with names.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) subject_id: Id,
    pub(crate) is_person: bool,
    pub(crate) name: String,
    pub(crate) organization: String,
    pub(crate) duty_code: String,
    pub(crate) verdict: Verdict,
}

/// A page of the list, by organization, and how long the list is.
///
/// The roll-ups say how many standings each organization adds, so the length is the figure that opened the list, and
/// only the organizations on the page are read: a page far down costs as much as the first.
pub(crate) fn list(
    tx: &mut Tx,
    plan: &InForce,
    filter: &Filter,
    (page, size): (usize, usize),
) -> Result<(Vec<Listed>, usize)> {
    let (first, mut total) = (page.saturating_mul(size), 0_usize);
    let (mut shown, mut skipped): (Vec<Id>, usize) = (Vec::new(), 0);
    for rolled in rollups(tx, &plan.plan_id, &filter.path)? {
        let adds = filter.adds(&rolled, plan);
        if adds > 0 && total < first.saturating_add(size) && total + adds > first {
            if shown.is_empty() {
                skipped = first - total;
            }
            shown.push(rolled.organization_id);
        }
        total += adds;
    }
    if shown.is_empty() {
        return Ok((Vec::new(), total));
    }
    Ok((of_organizations(tx, plan, filter, &shown, (size, skipped))?, total))
}

impl Filter {
    /// How many standings of an organization's own subjects are asked for.
    fn adds(&self, rolled: &Rolled, plan: &InForce) -> usize {
        if self.unit_type.is_some() && rolled.unit_type != self.unit_type {
            return 0;
        }
        let duty = self.duty.as_ref().map(|code| plan.rules.duty(code).map(|(index, _)| index));
        let by_state = match duty {
            Some(Some(index)) => by_state(&rolled.counts, plan, Some(index), self.state),
            // A duty that the plan does not have.
            Some(None) => return 0,
            None => by_state(&rolled.counts, plan, None, self.state),
        };
        let count: u64 = by_state.iter().sum();
        usize::try_from(count).unwrap_or(usize::MAX)
    }
}

/// One page of the standings that are rolled up at these organizations, the first few of them skipped.
fn of_organizations(
    tx: &mut Tx,
    plan: &InForce,
    filter: &Filter,
    organizations: &[Id],
    (most, skipped): (usize, usize),
) -> Result<Vec<Listed>> {
    let state = filter.state.map(State::code);
    let conditions = Where::new()
        .and("tally.plan_id = ?", &plan.plan_id)
        .and_in("tally.organization_id", organizations)
        .and_opt("tally.duty_code = ?", &filter.duty)
        .and_opt("tally.state = ?", &state);
    let sql = format!(
        "select tally.subject_id, tally.is_person, tally.duty_code, {VERDICT},
             coalesce(person.name, unit.name), home.short_name
         from tally
         join organization home on home.id = tally.organization_id
         left join person on person.id = tally.subject_id
         left join organization unit on unit.id = tally.subject_id
         {}
         order by home.path, tally.is_person, person.initials, tally.subject_id, tally.duty_code
         limit {most} offset {skipped}",
        conditions.sql(),
    );
    Ok(tx.query(&sql, conditions.params(), |row| {
        Ok(Listed {
            subject_id: row.get(0)?,
            is_person: row.get(1)?,
            duty_code: row.get(2)?,
            verdict: verdict(row, 3)?,
            name: row.get(12)?,
            organization: row.get(13)?,
        })
    })?)
}
