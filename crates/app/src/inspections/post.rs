//! What a round counts for: one record of the inspector's own duty, once everybody has an answer.

use std::sync::Arc;

use jiff::civil::Date;
use xueji_plan::{Activity, Kind, Plan, RecordedFor};
use xueji_standing::{EvidenceSet, Outcome};
use xueji_store::Tx;

use crate::inspections::{Round, store, words};
use crate::people::{self, Organization};
use crate::plans::{self, InForce};
use crate::records::{self, Entry, NewRecord, Subject};
use crate::shell::{Id, Lang, OrNotFound, Result, Work};

/// The plans over somebody's home on a day.
pub(super) fn plans_of(tx: &mut Tx, person_id: &Id, on: Date) -> Result<Vec<Arc<InForce>>> {
    match people::home(tx, person_id, on)? {
        Some(home) => plans::over(tx, people::on_path(&home.path), Some(on)),
        None => Ok(Vec::new()),
    }
}

/// The plan's activity that inspecting notes counts as.
pub(super) fn activity(plan: &Plan) -> Option<&Activity> {
    let is = |one: &&Activity| one.kind == Some(Kind::Inspection) && one.recorded_for == RecordedFor::Person;
    plan.activities.iter().find(is)
}

/// How many rounds are still owed in the year, this one counted, as the plans say; none where they say nothing.
pub(super) fn rounds_left(plans: &[Arc<InForce>], today: Date) -> Option<usize> {
    plans.iter().find_map(|plan| {
        let code = &activity(plan.plan())?.name.code;
        let duties = plan.rules.for_activity(code).iter().filter_map(|index| plan.rules.duties().get(*index));
        let left = duties.map(|duty| duty.periods().iter().filter(|span| span.last() >= today).count());
        left.max().filter(|left| *left > 0)
    })
}

/// Makes the record, where everybody of the round has an answer and it was not made yet.
pub(super) fn complete(work: &mut Work<'_>, entry: &Entry, round_id: &Id) -> Result<()> {
    work.serialize_on(&[round_id.as_str()])?;
    let round = store::round(work, round_id)?;
    let people = store::of_round(work, round_id)?;
    if round.record_id.is_some() || !people.iter().all(|(one, _)| one.state.is_answered()) {
        return Ok(());
    }
    let organization = people::organization(work, &round.organization_id)?.or_not_found()?;
    let plans = plans_of(work, &round.inspector_id, entry.on)?;
    let Some(activity) = plans.iter().find_map(|plan| activity(plan.plan())) else { return Ok(()) };
    let new = NewRecord {
        entry_key: format!("inspection-round:{round_id}"),
        subject: Subject::Person(round.inspector_id.clone()),
        activity: activity.name.code.clone(),
        category: activity.categories.first().cloned(),
        first_on: entry.on,
        last_on: entry.on,
        quantity: activity.usual,
        outcome: Outcome::Done,
        evidence: EvidenceSet::default(),
        title: title(&round, &organization, people.len()),
        body: None,
        note_id: None,
        notebook_page: None,
        attachment: None,
        files: Vec::new(),
        place: None,
        late_reason: None,
    };
    let id = records::submit(work, entry, &new)?;
    store::set_record(work, round_id, Some(&id))
}

/// As it stands among the inspector's records, in the bureau's language.
fn title(round: &Round, organization: &Organization, people: usize) -> String {
    let t = Lang::Chinese.messages();
    let circle = words::circle(round.circle, t);
    let day = Lang::Chinese.day(round.drawn_on);
    t.inspections_record_title(organization.short_name.as_str(), circle, day, people.to_string())
}

/// Takes the record back with its round, unless somebody did already.
pub(super) fn take_back(work: &mut Work<'_>, entry: &Entry, round: &Round, why: &str) -> Result<()> {
    let Some(id) = &round.record_id else { return Ok(()) };
    if records::replaced_by(work, id)?.is_none() {
        records::withdraw(work, entry, id, &format!("inspection-round-back:{}", round.id), why)?;
    }
    store::set_record(work, &round.id, None)
}
