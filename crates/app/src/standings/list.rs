//! The list behind a figure: the standings that it counts, one by one.

use xueji_standing::State;
use xueji_store::{Tx, Where};

use crate::plans::InForce;
use crate::shell::{Id, Result};
use crate::standings::store::{VERDICT, verdict};
use crate::standings::{Verdict, rollups};

/// How many standings a page shows.
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

/// A page of the list.
pub(crate) fn list(tx: &mut Tx, plan: &InForce, filter: &Filter, page: usize) -> Result<Vec<Listed>> {
    let end = format!("{}0", filter.path.trim_end_matches('/'));
    let state = filter.state.map(State::code);
    let conditions = Where::new()
        .and("tally.plan_id = ?", &plan.plan_id)
        .and("home.path >= ?", &filter.path)
        .and("home.path < ?", &end)
        .and_opt("home.unit_type = ?", &filter.unit_type)
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
         order by tally.subject_id, tally.duty_code
         limit {PAGE} offset {}",
        conditions.sql(),
        page.saturating_mul(PAGE)
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

/// How long the list is: the figure itself, from the roll-ups that are kept in step with the standings.
pub(crate) fn count(tx: &mut Tx, plan: &InForce, filter: &Filter) -> Result<u64> {
    let duties: Vec<usize> = match &filter.duty {
        Some(code) => plan.rules.duty(code).map(|(index, _)| index).into_iter().collect(),
        None => (0..plan.rules.duties().len()).collect(),
    };
    let mut total = 0;
    for rolled in rollups(tx, &plan.plan_id, &filter.path)? {
        if filter.unit_type.is_some() && rolled.unit_type != filter.unit_type {
            continue;
        }
        for duty in &duties {
            total += u64::from(match filter.state {
                Some(state) => rolled.counts.get(*duty, state),
                None => rolled.counts.subjects(*duty),
            });
        }
    }
    Ok(total)
}
