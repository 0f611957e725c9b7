//! Where a person stands in every duty, a line each, for what is put together elsewhere.

use jiff::civil::Date;
use xueji_standing::CompiledDuty;
use xueji_store::Tx;

use crate::people;
use crate::plans;
use crate::shell::{Id, Lang, Result};
use crate::standings::{concerns, say, year};

/// A duty in words and figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Glance {
    /// The part of the plan in which it stands; empty where it is in none.
    pub(crate) group: String,
    pub(crate) title: String,
    /// 38/47.
    pub(crate) figure: String,
    pub(crate) state: String,
    /// What is still to do, or what has become of it.
    pub(crate) said: String,
}

/// How many duties bind the person on a day, without judging them.
pub(crate) fn glances(tx: &mut Tx, person_id: &Id, on: Date) -> Result<usize> {
    let Some(held) = people::holder(tx, person_id)? else { return Ok(0) };
    let mut count = 0;
    for plan in plans::over(tx, held.organizations(), Some(on))? {
        let Some(held) = held.under(&plan.path) else { continue };
        let binds =
            |duty: &&CompiledDuty| concerns(duty, held.is_person()) && duty.bound(&held.holder).is_some();
        count += plan.rules.duties().iter().filter(binds).count();
    }
    Ok(count)
}

/// Every duty that binds the person on a day, as it stands then; in the plans' order.
pub(crate) fn glance(tx: &mut Tx, person_id: &Id, on: Date, lang: Lang) -> Result<Vec<Glance>> {
    let Some(held) = people::holder(tx, person_id)? else { return Ok(Vec::new()) };
    let t = lang.messages();
    let mut glances = Vec::new();
    let years = year::year_of(tx, person_id, &held, on)?;
    for year in years.iter().filter(|year| year.plan.plan().span.contains(on)) {
        for one in &year.duties {
            let Some(duty) = year.duty(one) else { continue };
            glances.push(Glance {
                group: duty.duty().group.clone().unwrap_or_default(),
                title: say::title(duty.duty(), lang),
                figure: say::figure(duty, &(&one.standing).into()),
                state: say::word(one.standing.state, t),
                said: say::explain(duty, &one.standing, on, lang, t),
            });
        }
    }
    Ok(glances)
}
