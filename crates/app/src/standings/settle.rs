//! Moving stored standings with what was written, in the same transaction.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use xueji_standing::{CompiledDuty, Counts, Planned};

use crate::meetings::{self, OwnedPlanned};
use crate::people::{self, Held};
use crate::plans::{self, InForce};
use crate::records::{self, Subject};
use crate::shell::work::TouchedRecord;
use crate::shell::{Clock, Id, Result, Work};
use crate::standings::store::{self, Moves};
use crate::standings::{Tally, Verdict, concerns, recount};

/// More subjects than this are settled while everybody else waits: a lock for each would be too many.
const MANY: usize = 100;
/// When more than one in so many changed in themselves, as by an import, making everything anew costs less than settling each.
const MOST_OF_ALL: usize = 4;

/// Recounts the touched periods of the touched subjects and judges them as of today.
///
/// Counting afresh from the records, never adding to what was stored, keeps corrections, withdrawals and repeated
/// days right by construction; it costs the few records of the touched periods.
pub(crate) fn settle(work: &mut Work<'_>, clock: &Clock) -> Result<()> {
    let today = clock.today();
    for plan_id in work.take_touched_plans() {
        if let Some(plan) = plans::plan(work, &plan_id)? {
            recount::rebuild(work, &plan, today)?;
        }
    }
    let mut touched: BTreeMap<Id, Vec<Option<TouchedRecord>>> = BTreeMap::new();
    for touch in work.take_touched() {
        touched.entry(touch.subject_id).or_default().push(touch.through);
    }
    if touched.is_empty() {
        return Ok(());
    }
    if touched.len() > MANY {
        work.serialize_on_all()?;
        let wholly = touched.values().filter(|through| through.contains(&None)).count();
        if people::count(work)? < wholly.saturating_mul(MOST_OF_ALL) {
            let plans = plans::all(work)?;
            return plans.iter().try_for_each(|plan| recount::rebuild(work, plan, today).map(drop));
        }
    }
    // Subjects before organizations, each in order: two transactions never wait for each other in a circle.
    let keys: Vec<&str> = touched.keys().map(Id::as_str).collect();
    work.serialize_on(&keys)?;
    let mut moves = Moves::default();
    let mut over: Option<(Vec<String>, Vec<Arc<InForce>>)> = None;
    for (subject_id, through) in &touched {
        let Some(held) = people::holder(work, subject_id)? else {
            forget(work, subject_id, &[], &mut moves)?;
            continue;
        };
        // Those of one branch stand under the same plans.
        let organizations: Vec<String> = held.organizations().into_iter().map(str::to_owned).collect();
        if over.as_ref().is_none_or(|(known, _)| *known != organizations) {
            let plans = plans::over(work, organizations.iter().map(String::as_str), None)?;
            over = Some((organizations, plans));
        }
        let plans: &[Arc<InForce>] = over.as_ref().map_or(&[], |(_, plans)| plans);
        if through.contains(&None) {
            forget(work, subject_id, plans, &mut moves)?;
        }
        for plan in plans {
            if let Some(held) = held.under(&plan.path) {
                settle_subject(work, plan, subject_id, &held, through, today, &mut moves)?;
            }
        }
    }
    moves.store(work)
}

/// Takes away the standings under every plan but these: of somebody whose coming was undone, or who never belonged
/// under that plan after all.
fn forget(work: &mut Work<'_>, subject_id: &Id, but: &[Arc<InForce>], moves: &mut Moves) -> Result<()> {
    let others: Vec<Arc<InForce>> = plans::all(work)?
        .into_iter()
        .filter(|plan| but.iter().all(|stays| stays.plan_id != plan.plan_id))
        .collect();
    if others.is_empty() {
        return Ok(());
    }
    let ids: Vec<&Id> = others.iter().map(|plan| &plan.plan_id).collect();
    let stored = store::plans_of(work, &ids, subject_id)?;
    for plan in others.iter().filter(|plan| stored.contains(&plan.plan_id)) {
        let mut stored = store::by_duty(work, &plan.plan_id, subject_id)?;
        for (index, duty) in plan.rules.duties().iter().enumerate() {
            if let Some(old) = stored.remove(&duty.duty().code) {
                store::remove(work, &plan.plan_id, &old)?;
                moves.leave(&plan.plan_id, index, &old);
            }
        }
    }
    Ok(())
}

fn settle_subject(
    work: &mut Work<'_>,
    plan: &Arc<InForce>,
    subject_id: &Id,
    held: &Held,
    through: &[Option<TouchedRecord>],
    today: Date,
    moves: &mut Moves,
) -> Result<()> {
    let affected = affected(plan, held.is_person(), through);
    if affected.is_empty() {
        return Ok(());
    }
    let subject = if held.is_person() { Subject::Person } else { Subject::Organization }(subject_id.clone());
    let everything = through.contains(&None);
    let looks_ahead = |index: &usize| plan.rules.duties().get(*index).is_some_and(CompiledDuty::is_rate);
    let planned = if affected.keys().any(looks_ahead) {
        meetings::to_come(work, subject_id, today)?
    } else {
        Vec::new()
    };
    let planned: Vec<Planned<'_>> = planned.iter().map(OwnedPlanned::as_planned).collect();
    let mut stored = if everything { Some(store::by_duty(work, &plan.plan_id, subject_id)?) } else { None };
    for (index, periods) in affected {
        let Some(duty) = plan.rules.duties().get(index) else { continue };
        let old = match &mut stored {
            Some(stored) => stored.remove(&duty.duty().code),
            None => store::one(work, &plan.plan_id, subject_id, &duty.duty().code)?,
        };
        let binding = duty.bound(&held.holder).zip(held.home_on(today).cloned());
        let Some((binding, organization_id)) = binding else {
            if let Some(old) = old {
                store::remove(work, &plan.plan_id, &old)?;
                moves.leave(&plan.plan_id, index, &old);
            }
            continue;
        };
        let all = 0..duty.periods().len();
        let periods = if old.is_none() || everything { all } else { periods };
        let mut counts = old.as_ref().map(|old| old.counts.clone()).unwrap_or_default();
        recount_periods(work, duty, &mut counts, periods, &subject)?;
        let Some(standing) = duty.stand(&binding, &counts, &planned, today) else { continue };
        let verdict = Verdict::from(&standing).until(held.moves_after(today));
        let new = Tally {
            subject_id: subject_id.clone(),
            duty_code: duty.duty().code.clone(),
            organization_id,
            is_person: held.is_person(),
            counts,
            verdict,
        };
        if old.as_ref() != Some(&new) {
            store::put(work, &plan.plan_id, &new)?;
            if let Some(old) = &old {
                moves.leave(&plan.plan_id, index, old);
            }
            moves.enter(&plan.plan_id, index, &new);
        }
    }
    Ok(())
}

/// Which duties may have moved, and in which of their periods.
fn affected(
    plan: &InForce,
    is_person: bool,
    through: &[Option<TouchedRecord>],
) -> BTreeMap<usize, Range<usize>> {
    let duties = plan.rules.duties();
    let mut affected: BTreeMap<usize, Range<usize>> = BTreeMap::new();
    for touch in through {
        let (candidates, days): (BTreeSet<usize>, _) = match touch {
            Some(record) => (
                plan.rules.for_activity(&record.activity).iter().copied().collect(),
                Some((record.first_on, record.last_on)),
            ),
            None => ((0..duties.len()).collect(), None),
        };
        for index in candidates {
            let Some(duty) = duties.get(index).filter(|duty| concerns(duty, is_person)) else { continue };
            let periods = match days {
                Some((first, last)) => duty.touched(first, last),
                None => 0..duty.periods().len(),
            };
            if days.is_some() && periods.is_empty() {
                continue;
            }
            let widened = affected.entry(index).or_insert_with(|| periods.clone());
            *widened = widened.start.min(periods.start)..widened.end.max(periods.end);
        }
    }
    affected
}

fn recount_periods(
    work: &mut Work<'_>,
    duty: &CompiledDuty,
    counts: &mut Counts,
    periods: Range<usize>,
    subject: &Subject,
) -> Result<()> {
    let spans = duty.periods().get(periods.clone()).unwrap_or_default();
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return Ok(()) };
    let mut facts = Vec::new();
    for activity in &duty.duty().does {
        let counting = duty.duty().counting;
        facts.extend(records::facts(work, subject, activity, counting, first.first(), last.last())?);
    }
    duty.count(counts, periods, facts.iter().map(records::OwnedFact::as_fact));
    Ok(())
}
