//! How much is in force on which day, and what that comes to in a period of which a subject is bound a part.

use xueji_plan::{Amount, Duty, Quantity, Rate, Unit};

use crate::dates::Days;
use crate::day::{Day, Run, number};

/// How a duty is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// At least, exactly, from–to: what is done must reach what is owed.
    Floor,
    /// At most: what is done must stay within the limit.
    Ceiling,
    /// A share of what one was expected at.
    Rate,
    /// No number: never judged.
    Open,
}

/// A duty's amounts by the day from which each is in force.
#[derive(Clone, Debug)]
pub(crate) struct Amounts {
    pub(crate) measure: Measure,
    pub(crate) unit: Unit,
    /// Invariant: in order, and the first is in force from the beginning of time.
    steps: Vec<Step>,
}

#[derive(Clone, Debug)]
struct Step {
    from: Day,
    amount: Amount,
}

/// Which bound of an amount is meant.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Bound {
    Owed,
    Target,
}

impl Amounts {
    pub(crate) fn of(duty: &Duty) -> Self {
        let mut changes: Vec<Step> = duty
            .changes
            .iter()
            .map(|change| Step { from: number(change.from), amount: change.amount.clone() })
            .collect();
        changes.sort_by_key(|step| step.from);
        let mut steps = vec![Step { from: Day::MIN, amount: duty.amount.clone() }];
        steps.append(&mut changes);
        let decided = steps.iter().map(|step| &step.amount).find(|amount| **amount != Amount::Open);
        let measure = decided.map_or(Measure::Open, measure);
        let unit = decided.and_then(quantity).map_or(Unit::Times, |quantity| quantity.unit);
        Self { measure, unit, steps }
    }

    /// What is owed (or aimed at) in a period, every day weighing the same (R3).
    ///
    /// `whole` is the length of the whole period, of which `period` is what lies in the plan.
    pub(crate) fn share(&self, bound: Bound, period: Run, whole: i64, days: &Days) -> i64 {
        let mut weighed = 0_i64;
        let mut step_of_rounding = self.unit.grains();
        for (step, run) in self.steps_in(period) {
            let grains = step.grains(bound);
            if grains % self.unit.grains() != 0 {
                step_of_rounding = 1;
            }
            weighed = weighed.saturating_add(grains.saturating_mul(days.count_in(run)));
        }
        let divisor = whole.saturating_mul(step_of_rounding).saturating_mul(2);
        let halves = weighed.saturating_mul(2).saturating_add(whole.saturating_mul(step_of_rounding));
        halves.checked_div(divisor).unwrap_or(0).saturating_mul(step_of_rounding)
    }

    /// The limit in force at the end of a period; limits are never scaled (R8).
    pub(crate) fn limit(&self, period: Run) -> Option<i64> {
        match self.at(period.last) {
            Amount::AtMost(quantity) => Some(quantity.grains),
            _ => None,
        }
    }

    /// The rate in force on a day.
    pub(crate) fn rate(&self, day: Day) -> Option<&Rate> {
        match self.at(day) {
            Amount::Rate(rate) => Some(rate),
            _ => None,
        }
    }

    fn at(&self, day: Day) -> &Amount {
        let found = self.steps.iter().rev().find(|step| step.from <= day);
        found.map_or(&Amount::Open, |step| &step.amount)
    }

    /// The amounts in force within a period, each with its days.
    fn steps_in(&self, period: Run) -> impl Iterator<Item = (&Step, Run)> {
        let ends = self.steps.iter().skip(1).map(|next| next.from.saturating_sub(1)).chain([Day::MAX]);
        self.steps.iter().zip(ends).filter_map(move |(step, last)| {
            let run = period.overlap(Run { first: step.from, last });
            (!run.is_empty()).then_some((step, run))
        })
    }
}

impl Step {
    fn grains(&self, bound: Bound) -> i64 {
        match (&self.amount, bound) {
            (Amount::AtLeast(owed) | Amount::Exactly(owed) | Amount::Between { owed, .. }, Bound::Owed) => {
                owed.grains
            }
            (Amount::Between { target, .. }, Bound::Target) => target.grains,
            _ => 0,
        }
    }
}

fn measure(amount: &Amount) -> Measure {
    match amount {
        Amount::AtLeast(_) | Amount::Exactly(_) | Amount::Between { .. } => Measure::Floor,
        Amount::AtMost(_) => Measure::Ceiling,
        Amount::Rate(_) => Measure::Rate,
        Amount::Open => Measure::Open,
    }
}

fn quantity(amount: &Amount) -> Option<Quantity> {
    match amount {
        Amount::AtLeast(quantity) | Amount::Exactly(quantity) | Amount::AtMost(quantity) => Some(*quantity),
        Amount::Between { owed, .. } => Some(*owed),
        Amount::Rate(_) | Amount::Open => None,
    }
}
