//! The turn of the day: standings that change by the calendar alone are judged again.

use std::borrow::Cow;

use jiff::civil::Date;
use xueji_standing::Planned;
use xueji_store::Tx;

use crate::meetings::{self, OwnedPlanned};
use crate::people;
use crate::plans;
use crate::shell::{App, Author, Error, Id, Result, Work};
use crate::standings::store::{self, Moves};
use crate::standings::{Tally, Verdict, recount};

/// How many tallies one transaction turns: others get to write in between.
const BATCH: usize = 4000;

/// Brings the standings of every plan to today, in batches; returns how many were judged again.
///
/// A clock that went back, or a version that never was judged, makes the plan's standings anew.
pub(crate) async fn turn(app: &App) -> Result<usize> {
    let today = app.clock.today();
    let plans = app.read(plans::all).await?;
    let mut turned = 0;
    for plan in plans {
        let plan_id = plan.plan_id.clone();
        let at = app.read(move |tx| store::turned(tx, &plan_id)).await?;
        match at {
            Some((on, number)) if on == today && number == plan.number => {}
            Some((on, number)) if on < today && number == plan.number => loop {
                let plan = plan.clone();
                let judged = app.write(Author::System, move |work| turn_batch(work, &plan, today)).await?;
                turned += judged;
                if judged < BATCH {
                    break;
                }
            },
            _ => {
                let plan = plan.clone();
                turned += app
                    .write(Author::System, move |work| Ok(recount::rebuild(work, &plan, today)?.tallies))
                    .await?;
            }
        }
    }
    Ok(turned)
}

/// The day as of which a plan's standings are stored.
pub(crate) fn turned_on(tx: &mut Tx, plan_id: &Id) -> Result<Option<Date>> {
    Ok(store::turned(tx, plan_id)?.map(|(on, _)| on))
}

fn turn_batch(work: &mut Work<'_>, plan: &plans::InForce, today: Date) -> Result<usize> {
    work.serialize_on_all()?;
    let due = store::due_to_turn(work, &plan.plan_id, today, BATCH)?;
    let mut moves = Moves::default();
    let mut held = None;
    for old in &due {
        if held.as_ref().is_none_or(|(id, _)| *id != old.subject_id) {
            let holder = people::holder(work, &old.subject_id)?;
            let holder = holder.and_then(|held| held.under(&plan.path).map(Cow::into_owned));
            held = Some((old.subject_id.clone(), holder));
        }
        let Some((_, Some(holder))) = &held else { continue };
        let Some((index, duty)) = plan.rules.duty(&old.duty_code) else { continue };
        let bound = duty.bound(&holder.holder).zip(holder.home_on(today).cloned());
        let Some((binding, organization_id)) = bound else { continue };
        let planned =
            if duty.is_rate() { meetings::to_come(work, &old.subject_id, today)? } else { Vec::new() };
        let planned: Vec<Planned<'_>> = planned.iter().map(OwnedPlanned::as_planned).collect();
        let Some(standing) = duty.stand(&binding, &old.counts, &planned, today) else { continue };
        let verdict = Verdict::from(&standing).until(holder.moves_after(today));
        let new = Tally { organization_id, verdict, ..old.clone() };
        store::put(work, &plan.plan_id, &new)?;
        moves.leave(&plan.plan_id, index, old);
        moves.enter(&plan.plan_id, index, &new);
    }
    moves.store(work)?;
    if due.len() < BATCH {
        store::set_turned(work, &plan.plan_id, today, plan.number)?;
    }
    Ok::<_, Error>(due.len())
}
