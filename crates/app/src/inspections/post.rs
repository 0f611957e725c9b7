//! What a round counts for: one record of the inspector's own duty, once everybody who is still there has an answer.

use std::sync::Arc;

use jiff::civil::Date;
use xueji_plan::{Activity, Kind, Plan, RecordedFor};
use xueji_standing::{EvidenceSet, Outcome};
use xueji_store::Tx;

use crate::inspections::{Inspection, Round, gone, log, store, words};
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

/// A round that counts and has no record yet: how many have an answer, and when the last of them got it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Due {
    answered: usize,
    on: Date,
}

/// Whether a round counts: somebody has an answer, and so has everybody whom somebody still reads.
pub(super) fn due(tx: &mut Tx, round: &Round, today: Date) -> Result<Option<Due>> {
    if round.record_id.is_some() || round.taken_back.is_some() {
        return Ok(None);
    }
    let people = store::of_round(tx, &round.id)?;
    let gone = gone::of_round(tx, &round.id, today)?;
    let holds_up = |one: &Inspection| !one.state.is_answered() && !gone.contains_key(&one.id);
    if people.iter().any(|(one, _)| holds_up(one)) {
        return Ok(None);
    }
    let answered = people.iter().filter(|(one, _)| one.state.is_answered()).count();
    Ok(log::last_answer(tx, &round.id)?.map(|on| Due { answered, on }))
}

/// Whether a round is to be counted by hand: it came to count by nobody's answer, but since somebody left.
pub(super) fn waits_to_count(tx: &mut Tx, round: &Round, today: Date) -> Result<bool> {
    let Some(due) = due(tx, round, today)? else { return Ok(false) };
    let plans = plans_of(tx, &round.inspector_id, due.on)?;
    Ok(plans.iter().any(|plan| activity(plan.plan()).is_some()))
}

/// Makes the record, where the round counts and it was not made yet: of the day of the last answer.
pub(super) fn complete(work: &mut Work<'_>, entry: &Entry, round_id: &Id) -> Result<()> {
    work.serialize_on(&[round_id.as_str()])?;
    let round = store::round(work, round_id)?;
    let Some(Due { answered, on }) = due(work, &round, entry.on)? else { return Ok(()) };
    let organization = people::organization(work, &round.organization_id)?.or_not_found()?;
    let plans = plans_of(work, &round.inspector_id, on)?;
    let Some(activity) = plans.iter().find_map(|plan| activity(plan.plan())) else { return Ok(()) };
    let new = NewRecord {
        entry_key: format!("inspection-round:{round_id}"),
        subject: Subject::Person(round.inspector_id.clone()),
        activity: activity.name.code.clone(),
        category: activity.categories.first().cloned(),
        first_on: on,
        last_on: on,
        quantity: activity.usual,
        outcome: Outcome::Done,
        evidence: EvidenceSet::default(),
        title: title(&round, &organization, answered),
        body: None,
        note_id: None,
        notebook_page: None,
        attachment: None,
        files: Vec::new(),
        place: None,
        // Kept only where it is late.
        late_reason: Some(Lang::Chinese.messages().inspections_late_because()),
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
