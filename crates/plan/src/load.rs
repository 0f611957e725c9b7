//! The load that a plan puts on one person in one year, by role, before anybody is asked to carry it.
//!
//! Lower bounds are counted: what must be done, not what would be better. Encouraged duties are left out.

use std::collections::BTreeMap;

use crate::duty::{Amount, Condition, Duty, Each, Modality, Rate};
use crate::period::{Period, periods_of};
use crate::plan::{Plan, RecordedFor};
use crate::quantity::{Quantity, Unit};

/// A kind of person whom the plan asks for something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Anybody.
    Person,
    /// A Party member.
    Member,
    /// A holder of this post.
    Post(String),
}

/// The load on one person of a role over a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleLoad {
    /// Who carries it.
    pub role: Role,
    /// What it is made of.
    pub lines: Vec<Line>,
}

/// What one duty adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The duty's code.
    pub duty: String,
    /// In how many periods it is owed.
    pub periods: usize,
    /// Over the year.
    pub total: Quantity,
    /// Whether its amount or period was set locally.
    pub local: bool,
}

/// The sum of one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// Over the year.
    pub all: Quantity,
    /// How much of that comes from numbers that were set locally.
    pub local: Quantity,
}

impl RoleLoad {
    /// Sums by unit: hours, meetings, books …
    pub fn totals(&self) -> Vec<Total> {
        let mut sums: BTreeMap<Unit, (i64, i64)> = BTreeMap::new();
        for line in &self.lines {
            let (all, local) = sums.entry(line.total.unit).or_default();
            *all = all.saturating_add(line.total.grains);
            *local = local.saturating_add(if line.local { line.total.grains } else { 0 });
        }
        let quantity = |grains, unit| Quantity { grains, unit };
        sums.into_iter()
            .map(|(unit, (all, local))| Total { all: quantity(all, unit), local: quantity(local, unit) })
            .collect()
    }
}

/// The load on one person of every role that the plan speaks of.
///
/// Holders of a post carry what is asked of everybody, of members where the plan asks members, and of their post.
pub fn load(plan: &Plan) -> Vec<RoleLoad> {
    roles(plan)
        .into_iter()
        .map(|role| {
            let owed = plan.duties.iter().filter(|duty| owes(&role, duty));
            RoleLoad { lines: owed.filter_map(|duty| line(duty, plan)).collect(), role }
        })
        .filter(|load| !load.lines.is_empty())
        .collect()
}

fn roles(plan: &Plan) -> Vec<Role> {
    let mut roles = Vec::new();
    for duty in &plan.duties {
        match &duty.who.each {
            Each::Person => roles.push(Role::Person),
            Each::Member => roles.push(Role::Member),
            Each::Post(codes) => roles.extend(codes.iter().cloned().map(Role::Post)),
            Each::Organization { .. } | Each::Issuer => {}
        }
    }
    roles.sort();
    roles.dedup();
    roles
}

fn owes(role: &Role, duty: &Duty) -> bool {
    let spared =
        duty.who.except.iter().chain(&duty.who.encouraged).any(|condition| match (condition, role) {
            (Condition::Post(spared), Role::Post(post)) => spared == post,
            _ => false,
        });
    let addressed = match (&duty.who.each, role) {
        (Each::Person, _) | (Each::Member, Role::Member | Role::Post(_)) => true,
        (Each::Post(codes), Role::Post(post)) => codes.contains(post),
        _ => false,
    };
    // A part lies within the whole, which is counted.
    addressed && !spared && duty.part_of.is_none() && duty.modality != Modality::Encouraged
}

fn line(duty: &Duty, plan: &Plan) -> Option<Line> {
    let periods = periods_of(duty, plan);
    let (total, meetings) = match &duty.amount {
        Amount::Rate(rate) => {
            let meetings = meetings(duty, plan);
            (rated(rate, meetings), usize::try_from(meetings).ok()?)
        }
        _ => (sum(duty, &periods)?, periods.len()),
    };
    let total = Quantity { grains: per_year(total.grains, plan), unit: total.unit };
    let local = duty.is_amount_local() || duty.is_period_local();
    (total.grains > 0).then(|| Line { duty: duty.code.clone(), periods: meetings, total, local })
}

/// What is owed over all periods, each at the amount in force when it ends.
fn sum(duty: &Duty, periods: &[Period]) -> Option<Quantity> {
    let unit = floor(&duty.amount)?.unit;
    let grains = periods
        .iter()
        .filter_map(|period| floor(duty.amount_on(period.span.last())))
        .fold(0_i64, |sum, quantity| sum.saturating_add(quantity.grains));
    Some(Quantity { grains, unit })
}

/// The least that must be done.
fn floor(amount: &Amount) -> Option<Quantity> {
    match amount {
        Amount::AtLeast(quantity) | Amount::Exactly(quantity) => Some(*quantity),
        Amount::Between { owed, .. } => Some(*owed),
        Amount::AtMost(_) | Amount::Rate(_) | Amount::Open => None,
    }
}

/// How many meetings organizations must hold whose attendance this duty rates.
fn meetings(duty: &Duty, plan: &Plan) -> i64 {
    let attended = |code: &String| {
        plan.activity(code)
            .and_then(|activity| activity.attendance.as_ref())
            .is_some_and(|attendance| duty.does.contains(attendance))
    };
    let held = plan.duties.iter().filter(|held| {
        let by_organizations = held
            .does
            .iter()
            .filter_map(|code| plan.activity(code))
            .all(|activity| activity.recorded_for == RecordedFor::Organization);
        by_organizations && held.part_of.is_none() && held.does.iter().any(attended)
    });
    held.filter_map(|held| sum(held, &periods_of(held, plan)))
        .filter(|quantity| quantity.unit == Unit::Times)
        .fold(0, |sum, quantity| sum.saturating_add(quantity.grains))
}

fn rated(rate: &Rate, meetings: i64) -> Quantity {
    let least = meetings.saturating_mul(i64::from(rate.at_least_percent)).saturating_add(99) / 100;
    Quantity::of(least, Unit::Times)
}

/// A plan of several years asks for its share in one.
fn per_year(grains: i64, plan: &Plan) -> i64 {
    match plan.span.days() {
        0..=366 => grains,
        days => grains.saturating_mul(365) / days,
    }
}
