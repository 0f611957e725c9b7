//! The kinds of gathering that a plan names.

use std::sync::Arc;

use jiff::civil::Date;
use xueji_plan::{Activity, Amount, Campaign, Duty, Effect, LeaveKind, Plan};
use xueji_store::Tx;

use crate::people;
use crate::plans::{self, InForce};
use crate::shell::{Lang, Result};

/// The kinds of gathering that the plans over an organization name on a day.
#[derive(Debug)]
pub(super) struct Kinds(Vec<Arc<InForce>>);

/// Contents that a form offers, and how long each may be to stand on an agenda.
const MOST_CONTENTS: usize = 12;
const LONGEST_CONTENT: usize = 120;

/// Whether people gather for it: they are expected at it, or hear it.
fn is_gathering(activity: &Activity) -> bool {
    activity.attendance.is_some() || activity.audience.is_some()
}

impl Kinds {
    /// Those of a day; of all plans where no plan is in force on it, so that what was held can still be confirmed.
    pub(super) fn over(tx: &mut Tx, path: &str, on: Date) -> Result<Self> {
        let in_force = plans::over(tx, people::on_path(path), Some(on))?;
        Ok(Self(if in_force.is_empty() { plans::over(tx, people::on_path(path), None)? } else { in_force }))
    }

    /// Those of a day, whoever's: for what a list calls them.
    pub(super) fn of_all(tx: &mut Tx, on: Date) -> Result<Self> {
        let in_force = plans::in_force(tx, on)?;
        Ok(Self(if in_force.is_empty() { plans::all(tx)? } else { in_force }))
    }

    /// Every kind, those that a form offers first being first.
    pub(super) fn all(&self) -> Vec<&Activity> {
        let mut found: Vec<&Activity> = Vec::new();
        for activity in self.0.iter().flat_map(|plan| &plan.plan().activities) {
            if is_gathering(activity) && !found.iter().any(|known| known.name.code == activity.name.code) {
                found.push(activity);
            }
        }
        found.sort_by_key(|activity| !activity.quick);
        found
    }

    /// The kind of this code, with the plan that it is in.
    pub(super) fn find(&self, code: &str) -> Option<(&Plan, &Activity)> {
        let mut plans = self.0.iter().map(|plan| plan.plan());
        plans.find_map(|plan| Some((plan, plan.activity(code).filter(|one| is_gathering(one))?)))
    }

    /// Whether a day is named as free.
    pub(super) fn is_holiday(&self, on: Date) -> bool {
        self.0.iter().any(|plan| plan.plan().calendar.is_holiday(on))
    }

    /// A kind's name; its code where no plan of these knows it any more.
    pub(super) fn title(&self, code: &str, lang: Lang) -> String {
        self.find(code).map_or_else(|| code.to_owned(), |(_, activity)| lang.title(&activity.name).to_owned())
    }

    /// The categories of which one must be named, with their names.
    pub(super) fn categories(&self, code: &str, lang: Lang) -> Vec<(String, String)> {
        let Some((plan, activity)) = self.find(code) else { return Vec::new() };
        let name = |code: &String| {
            let found = plan.categories.iter().find(|category| category.name.code == *code);
            (
                code.clone(),
                found.map_or_else(|| code.clone(), |category| lang.title(&category.name).to_owned()),
            )
        };
        activity.categories.iter().map(name).collect()
    }

    /// What the plan has for gatherings of a kind on a day: the themes of campaigns under way, and what its duties say.
    pub(super) fn contents(&self, code: &str, on: Date) -> Vec<String> {
        let mut contents: Vec<String> = Vec::new();
        for plan in self.0.iter().map(|plan| plan.plan()) {
            let now = |campaign: &&Campaign| campaign.window.is_some_and(|window| window.contains(on));
            let themes =
                plan.campaigns.iter().filter(now).flat_map(|campaign| campaign.themes.iter().cloned());
            let asks = |duty: &&Duty| duty.does.iter().any(|does| does == code);
            let said = plan.duties.iter().filter(asks).flat_map(|duty| &duty.source);
            contents.extend(themes.chain(said.map(|source| source.quote.clone())));
        }
        contents.retain(|one| one.chars().count() <= LONGEST_CONTENT);
        contents.truncate(MOST_CONTENTS);
        contents
    }

    /// How leave of a kind counts for whoever is expected: as the rate that counts the attendance says, as absent
    /// where none does (R9).
    pub(super) fn effect(&self, attendance: &str, leave: LeaveKind) -> Effect {
        let duties = self.0.iter().flat_map(|plan| &plan.plan().duties);
        let rates = duties.filter(|duty| duty.does.iter().any(|code| code == attendance));
        let rates = rates.filter_map(|duty| match &duty.amount {
            Amount::Rate(rate) => Some(rate),
            _ => None,
        });
        let effects = rates.filter_map(|rate| rate.leave.iter().find(|(kind, _)| *kind == leave));
        effects.map(|(_, effect)| *effect).next().unwrap_or(Effect::Absent)
    }
}
