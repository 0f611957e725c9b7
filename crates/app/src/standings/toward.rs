//! How far a person is in what counts some activities: the one figure that a page of their own shows.

use jiff::civil::Date;
use xueji_plan::Quantity;
use xueji_store::Tx;

use crate::people;
use crate::shell::{Id, Lang, Result};
use crate::standings::say;
use crate::standings::year::year_of;

/// Done and owed in the current period of a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Toward {
    pub(crate) title: String,
    /// The page of the duty.
    pub(crate) href: String,
    pub(crate) done: Quantity,
    pub(crate) owed: Quantity,
}

/// The first duty of a person that counts one of these activities in an amount.
pub(crate) fn toward(
    tx: &mut Tx,
    person_id: &Id,
    activities: &[String],
    today: Date,
    lang: Lang,
) -> Result<Option<Toward>> {
    let Some(held) = people::holder(tx, person_id)? else { return Ok(None) };
    for year in year_of(tx, person_id, &held, today)? {
        for one in &year.duties {
            let Some(duty) = year.duty(one) else { continue };
            let counts = duty.duty().does.iter().any(|code| activities.contains(code));
            if !counts || duty.is_rate() {
                continue;
            }
            let (plan, code, unit) = (&year.plan.plan_id, &duty.duty().code, duty.unit());
            return Ok(Some(Toward {
                title: say::title(duty.duty(), lang),
                href: format!("/duties/{plan}/{code}/of/{person_id}"),
                done: Quantity { grains: one.standing.done, unit },
                owed: Quantity { grains: one.standing.owed, unit },
            }));
        }
    }
    Ok(None)
}
