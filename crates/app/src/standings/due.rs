//! What of a subject falls due on some days, as its stored standings say.

use std::sync::Arc;

use jiff::civil::Date;
use xueji_standing::State;
use xueji_store::{Tx, Where};

use crate::plans::InForce;
use crate::shell::error::unreadable;
use crate::shell::{Id, Lang, Result};
use crate::standings::say;

/// A duty that the subject still has to do, with the next day on which it falls due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    pub(crate) plan_id: Id,
    pub(crate) duty_code: String,
    pub(crate) title: String,
    pub(crate) on: Date,
    pub(crate) state: State,
}

/// What of these plans a subject still has to do by one of these days, the nearest first.
pub(crate) fn due_within(
    tx: &mut Tx,
    plans: &[Arc<InForce>],
    subject_id: &Id,
    (first, last): (Date, Date),
    lang: Lang,
) -> Result<Vec<Due>> {
    let ids: Vec<Id> = plans.iter().map(|plan| plan.plan_id.clone()).collect();
    let clause = Where::new()
        .and_in("plan_id", &ids)
        .and("subject_id = ?", subject_id)
        .and("next_due_on >= ?", &first)
        .and("next_due_on <= ?", &last);
    let rows: Vec<(Id, String, Date, State)> = tx.query(
        &format!(
            "select plan_id, duty_code, next_due_on, state from tally {} order by next_due_on, duty_code",
            clause.sql()
        ),
        clause.params(),
        |row| {
            let state =
                State::from_code(row.str(3)?).ok_or(unreadable(3, "a state (run `xueji recount`)"))?;
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, state))
        },
    )?;
    let open = rows.into_iter().filter(|row| row.3 != State::Met);
    let due = open.filter_map(|(plan_id, duty_code, on, state)| {
        let plan = plans.iter().find(|plan| plan.plan_id == plan_id)?;
        let title = say::title(plan.plan().duty(&duty_code)?, lang);
        Some(Due { plan_id, duty_code, title, on, state })
    });
    Ok(due.collect())
}
