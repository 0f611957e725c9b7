//! One subject's year: where it stands in every duty that binds it, judged today from the stored counts.

use std::sync::Arc;

use jiff::civil::Date;
use xueji_plan::{Duty, Each};
use xueji_standing::{Binding, CompiledDuty, Counts, Holder, PeriodState, Planned, Standing};
use xueji_store::Tx;

use crate::meetings::{self, OwnedPlanned};
use crate::people::Held;
use crate::plans::{self, InForce};
use crate::shell::{Id, Result};
use crate::standings::{concerns, store};

/// One subject under one plan.
#[derive(Debug)]
pub(crate) struct Year {
    pub(crate) plan: Arc<InForce>,
    /// In the plan's order.
    pub(crate) duties: Vec<OneDuty>,
    /// Indexes of the duties that concern the subject and that nobody has given a number.
    pub(crate) open: Vec<usize>,
    /// The gatherings that its rates look ahead over.
    planned: Vec<OwnedPlanned>,
}

/// Where the subject stands in one duty.
#[derive(Debug)]
pub(crate) struct OneDuty {
    /// The duty's index in the plan.
    pub(crate) index: usize,
    pub(crate) standing: Standing,
    binding: Binding,
    counts: Counts,
}

impl Year {
    /// The duty that a standing is about.
    pub(crate) fn duty(&self, one: &OneDuty) -> Option<&CompiledDuty> {
        self.plan.rules.duties().get(one.index)
    }

    /// How each period of a duty stands.
    pub(crate) fn periods(&self, one: &OneDuty, today: Date) -> Vec<PeriodState> {
        let Some(duty) = self.duty(one) else { return Vec::new() };
        let planned: Vec<Planned<'_>> = self.planned.iter().map(OwnedPlanned::as_planned).collect();
        duty.period_states(&one.binding, &one.counts, &planned, today)
    }
}

/// The plans of a day; the latest where the day has none.
pub(crate) fn plans_on(tx: &mut Tx, on: Date) -> Result<Vec<Arc<InForce>>> {
    let in_force = plans::in_force(tx, on)?;
    Ok(if in_force.is_empty() { plans::all(tx)?.into_iter().take(1).collect() } else { in_force })
}

/// The subject's year under each plan of the day, with one query for each plan.
pub(crate) fn year_of(tx: &mut Tx, subject_id: &Id, held: &Held, today: Date) -> Result<Vec<Year>> {
    let mut plans = plans::over(tx, held.organizations(), Some(today))?;
    if plans.is_empty() {
        plans = plans::over(tx, held.organizations(), None)?.into_iter().take(1).collect();
    }
    let years = plans.into_iter().map(|plan| {
        let held = held.under(&plan.path)?;
        Some(under(tx, plan, subject_id, &held, today))
    });
    years.flatten().collect()
}

/// The subject's year under one plan.
pub(crate) fn under(
    tx: &mut Tx,
    plan: Arc<InForce>,
    subject_id: &Id,
    held: &Held,
    today: Date,
) -> Result<Year> {
    let mut stored = store::by_duty(tx, &plan.plan_id, subject_id)?;
    let has_rate = plan.rules.duties().iter().any(|duty| duty.is_rate() && concerns(duty, held.is_person()));
    let to_come = if has_rate { meetings::to_come(tx, subject_id, today)? } else { Vec::new() };
    let planned: Vec<Planned<'_>> = to_come.iter().map(OwnedPlanned::as_planned).collect();
    let (mut judged, mut open) = (Vec::new(), Vec::new());
    for (index, duty) in plan.rules.duties().iter().enumerate() {
        if duty.is_open() && duty.applies_to_person() == held.is_person() && may_owe(duty.duty(), held, today)
        {
            open.push(index);
        }
        if !concerns(duty, held.is_person()) {
            continue;
        }
        let Some(binding) = duty.bound(&held.holder) else { continue };
        let counts = stored.remove(&duty.duty().code).map(|tally| tally.counts).unwrap_or_default();
        let Some(standing) = duty.stand(&binding, &counts, &planned, today) else { continue };
        judged.push(OneDuty { index, standing, binding, counts });
    }
    Ok(Year { plan, duties: judged, open, planned: to_come })
}

/// Whether an open duty speaks of this subject today: without periods there is nothing to bind it to.
fn may_owe(duty: &Duty, held: &Held, today: Date) -> bool {
    match (&held.holder, &duty.who.each) {
        (Holder::Person(_), Each::Person | Each::Member) => true,
        (Holder::Person(person), Each::Post(codes)) => person.posts.iter().any(|post| {
            let holds = post.tenure.from <= today && post.tenure.until.is_none_or(|until| today <= until);
            holds && codes.contains(&post.code)
        }),
        (Holder::Organization(organization), Each::Organization { level, unit_type }) => {
            level.is_none_or(|level| level == organization.level)
                && (unit_type.is_none() || *unit_type == organization.unit_type)
        }
        (Holder::Organization(organization), Each::Issuer) => organization.is_issuer,
        _ => false,
    }
}
