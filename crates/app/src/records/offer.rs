//! What forms offer: activities, categories and units as the plans of the day have them.

use std::sync::Arc;

use jiff::civil::Date;
use xueji_plan::{Activity, Amount, Evidence, Plan, RecordedFor, Unit, words};
use xueji_standing::Outcome;
use xueji_store::Tx;

use crate::plans::{self, InForce};
use crate::records::check::is_rated;
use crate::records::entry_form::MINUTES;
use crate::records::words as said;
use crate::shell::lang::Messages;
use crate::shell::{Choice, Lang, Result};

/// The plans from which a form offers.
#[derive(Clone, Debug)]
pub(crate) struct Offer(Vec<Arc<InForce>>);

impl Offer {
    /// The plans in force; all of them where today has none, so that last year can still be completed.
    pub(crate) fn on(tx: &mut Tx, today: Date) -> Result<Self> {
        let in_force = plans::in_force(tx, today)?;
        Ok(Self(if in_force.is_empty() { plans::all(tx)? } else { in_force }))
    }

    /// The activities that the form can enter, those for quick entry first.
    pub(super) fn activities(&self, fits: impl Fn(&Plan, &Activity) -> bool) -> Vec<&Activity> {
        let mut found: Vec<&Activity> = Vec::new();
        for plan in self.0.iter().map(|plan| plan.plan()) {
            for activity in &plan.activities {
                if fits(plan, activity) && !found.iter().any(|known| known.name.code == activity.name.code) {
                    found.push(activity);
                }
            }
        }
        found.sort_by_key(|activity| !activity.quick);
        found
    }

    /// The activities that one subject enters for itself.
    pub(crate) fn single(&self, recorded_for: RecordedFor) -> Vec<&Activity> {
        self.activities(|plan, activity| {
            activity.recorded_for == recorded_for && !is_attendance(plan, activity)
        })
    }

    /// The activities that many take part in.
    pub(super) fn shared(&self) -> Vec<&Activity> {
        let mut shared = self.activities(|plan, activity| !is_attendance(plan, activity));
        shared.sort_by_key(|activity| activity.recorded_for == RecordedFor::Person);
        shared
    }

    /// The activity of this code, with the plan that it is in.
    pub(crate) fn find(&self, code: &str) -> Option<(&InForce, &Activity)> {
        self.0.iter().find_map(|plan| Some((plan.as_ref(), plan.plan().activity(code)?)))
    }

    /// An activity's name; its code where no plan of these knows it any more.
    pub(crate) fn title(&self, code: &str, lang: Lang) -> String {
        self.find(code).map_or_else(|| code.to_owned(), |(_, activity)| lang.title(&activity.name).to_owned())
    }

    /// A category's name.
    pub(crate) fn category(&self, code: &str, lang: Lang) -> String {
        let mut categories = self.0.iter().flat_map(|plan| &plan.plan().categories);
        let found = categories.find(|category| category.name.code == code);
        found.map_or_else(|| code.to_owned(), |category| lang.title(&category.name).to_owned())
    }

    /// The categories of which one must be named.
    pub(crate) fn categories(&self, activity: &Activity, chosen: &str, lang: Lang) -> Vec<Choice> {
        let choice = |code: &String| Choice::among(chosen, code, self.category(code, lang));
        activity.categories.iter().map(choice).collect()
    }

    /// The evidence without which a record of this activity does not count for some duty.
    pub(crate) fn evidence(&self, code: &str) -> Vec<Evidence> {
        let mut asked: Vec<Evidence> = Vec::new();
        for duty in self.0.iter().flat_map(|plan| &plan.plan().duties) {
            if duty.does.iter().any(|does| does == code) {
                asked.extend(duty.evidence.iter().filter(|kind| !asked.contains(kind)).collect::<Vec<_>>());
            }
        }
        asked
    }
}

/// Whether records of this activity come with a gathering's form alone: a rate counts them, or nobody owes a number of
/// them.
fn is_attendance(plan: &Plan, activity: &Activity) -> bool {
    let code = &activity.name.code;
    let attended = plan.activities.iter().any(|other| other.attendance.as_ref() == Some(code));
    let owed =
        plan.duties.iter().any(|duty| !matches!(duty.amount, Amount::Rate(_)) && duty.does.contains(code));
    attended && (!owed || is_rated(plan, code))
}

/// Activities as choices.
pub(super) fn choices<'a>(
    activities: impl IntoIterator<Item = &'a Activity>,
    chosen: &str,
    lang: Lang,
) -> Vec<Choice> {
    let choice = |activity: &Activity| Choice::among(chosen, &activity.name.code, lang.title(&activity.name));
    activities.into_iter().map(choice).collect()
}

/// The units of an activity; hours come with minutes.
pub(crate) fn units(activity: &Activity, chosen: &str, lang: Lang, t: &Messages) -> Vec<Choice> {
    let mut choices = Vec::new();
    for unit in &activity.units {
        choices.push(Choice::among(chosen, unit.code(), words::unit(*unit, lang.of_plan())));
        if *unit == Unit::Hours {
            choices.push(Choice::among(chosen, MINUTES, t.records_minutes()));
        }
    }
    choices
}

/// Every way of taking part, as choices.
pub(super) fn outcomes(chosen: &str, t: &Messages) -> Vec<Choice> {
    let choice = |outcome: Outcome| Choice::among(chosen, outcome.code(), said::outcome(outcome, t));
    Outcome::ALL.into_iter().filter(|outcome| *outcome != Outcome::Done).map(choice).collect()
}

/// What a kind of evidence is called.
pub(super) fn evidence_name(kind: Evidence, t: &Messages) -> String {
    match kind {
        Evidence::Note => t.records_evidence_note(),
        Evidence::Text => t.records_evidence_text(),
        Evidence::Minutes => t.records_evidence_minutes(),
        Evidence::Attachment => t.records_evidence_attachment(),
    }
}
