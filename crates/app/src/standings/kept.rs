//! How a subject stands in the duties that count some activities: for the slices that keep those activities.

use std::sync::Arc;

use xueji_plan::{Activity, Quantity};
use xueji_standing::State;
use xueji_store::Tx;

use crate::people;
use crate::plans::{self, InForce};
use crate::shell::{Context, Id, Result};
use crate::standings::say;
use crate::standings::store::rollups;
use crate::standings::year::{self, Year};
use crate::standings::{Verdict, concerns};

/// One duty in words and figures.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) title: String,
    /// The category of which the duty is alone; nothing where any counts.
    pub(crate) about: Option<String>,
    /// 1/4.
    pub(crate) figure: String,
    /// Done and owed in the current period; nothing where a rate is owed.
    pub(crate) amounts: Option<(Quantity, Quantity)>,
    /// 还差1本，最晚6月30日; empty where there is nothing to do.
    pub(crate) explained: String,
    /// The state as pages show it: code, sign and word.
    pub(crate) state: (&'static str, &'static str, String),
    /// What counted for it.
    pub(crate) href: String,
}

/// Where a person stands in every duty that counts one of these activities, in the order of the plans.
pub(crate) fn kept(
    tx: &mut Tx,
    context: &Context,
    person_id: &Id,
    counts: impl Fn(&Activity) -> bool,
) -> Result<Vec<Kept>> {
    let today = context.app.clock.today();
    let Some(held) = people::holder(tx, person_id)? else { return Ok(Vec::new()) };
    let years = year::year_of(tx, person_id, &held, today)?;
    Ok(years.iter().flat_map(|year| of_year(year, context, person_id, &counts)).collect())
}

fn of_year(year: &Year, context: &Context, person_id: &Id, counts: &dyn Fn(&Activity) -> bool) -> Vec<Kept> {
    let (lang, t, today) = (context.lang, context.t(), context.app.clock.today());
    let kept = year.duties.iter().filter_map(|one| {
        let compiled = year.duty(one)?;
        let duty = compiled.duty();
        does(&year.plan, &duty.does, counts).then(|| {
            let verdict = Verdict::from(&one.standing);
            let amount = |grains: i64| Quantity { grains, unit: compiled.unit() };
            let amounts = || (amount(one.standing.done), amount(one.standing.owed));
            let state = say::state(one.standing.state, t);
            Kept {
                title: say::title(duty, lang),
                about: duty.about.clone(),
                figure: say::figure(compiled, &verdict),
                amounts: (!compiled.is_rate()).then(amounts),
                explained: say::explain(compiled, &one.standing, today, lang, t),
                state: (state.code, state.sign, state.word),
                href: format!("/duties/{}/{}/of/{person_id}", year.plan.plan_id, duty.code),
            }
        })
    });
    kept.collect()
}

fn does(plan: &Arc<InForce>, codes: &[String], counts: &dyn Fn(&Activity) -> bool) -> bool {
    codes.iter().filter_map(|code| plan.plan().activity(code)).any(counts)
}

/// How many people of a part of the tree stand where in a duty.
#[derive(Clone, Debug)]
pub(crate) struct Summed {
    pub(crate) title: String,
    pub(crate) met: u64,
    pub(crate) of: u64,
    /// The list of those who are counted.
    pub(crate) href: String,
}

/// The same for everybody at or below an organization, from the roll-ups.
pub(crate) fn summed(
    tx: &mut Tx,
    context: &Context,
    organization: &people::Organization,
    counts: impl Fn(&Activity) -> bool,
) -> Result<Vec<Summed>> {
    let today = context.app.clock.today();
    let mut sums = Vec::new();
    for plan in plans::over(tx, people::on_path(&organization.path), Some(today))? {
        let rolled = rollups(tx, &plan.plan_id, &organization.path)?;
        for (index, compiled) in plan.rules.duties().iter().enumerate() {
            let duty = compiled.duty();
            if !concerns(compiled, true) || !does(&plan, &duty.does, &counts) {
                continue;
            }
            let of = rolled.iter().map(|one| u64::from(one.counts.subjects(index))).sum();
            let met = rolled.iter().map(|one| u64::from(one.counts.get(index, State::Met))).sum();
            let title = say::title(duty, context.lang);
            let href = format!(
                "/standings?plan={}&organization={}&duty={}",
                plan.plan_id, organization.id, duty.code
            );
            sums.push(Summed { title, met, of, href });
        }
    }
    Ok(sums)
}
