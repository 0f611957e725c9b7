//! Making every tally and roll-up anew from plan, people and records: to store them, or to prove those stored.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use xueji_plan::Counting;
use xueji_standing::{Binding, CompiledDuty, Counts, Planned, Rules, StateCounts};
use xueji_store::Tx;

use crate::meetings;
use crate::people;
use crate::plans::InForce;
use crate::records::{self, Whose};
use crate::shell::{Id, Result, Work};
use crate::standings::packed::{Packed, Texts};
use crate::standings::{Tally, Verdict, concerns, store};

/// What a check found.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub(crate) struct Report {
    pub(crate) plan: String,
    pub(crate) tallies: usize,
    pub(crate) records: usize,
    /// At most [`MOST_SHOWN`] differences, said in words.
    pub(crate) differences: Vec<String>,
    /// How many there are.
    pub(crate) different: usize,
}

/// How many differences a report names.
const MOST_SHOWN: usize = 100;

impl Report {
    fn differ(&mut self, what: impl FnOnce() -> String) {
        self.different += 1;
        if self.differences.len() < MOST_SHOWN {
            self.differences.push(what());
        }
    }
}

/// Makes a plan's standings anew as of `today` and stores them in place of the old ones.
pub(crate) fn rebuild(work: &mut Work<'_>, plan: &InForce, today: Date) -> Result<Report> {
    work.lift_timeout()?;
    work.serialize_on_all()?;
    let made = make(work, plan, today)?;
    store::replace_all(work, &plan.plan_id, &made.tallies, &made.rollups)?;
    store::set_turned(work, &plan.plan_id, today, plan.number)?;
    Ok(made.report(plan))
}

/// Makes a plan's standings anew as of `today` and says where the stored ones differ; writes nothing.
///
/// A stored standing whose day to change has come is not yet re-judged: only its counts are held against the records.
pub(crate) fn check(tx: &mut Tx, plan: &InForce, today: Date) -> Result<Report> {
    let mut made = make(tx, plan, today)?;
    let mut report = made.report(plan);
    let mut fresh: HashMap<(Id, String), Tally> = std::mem::take(&mut made.tallies)
        .into_iter()
        .map(|tally| ((tally.subject_id.clone(), tally.duty_code.clone()), tally))
        .collect();
    let mut rollups: BTreeMap<Id, StateCounts> = BTreeMap::new();
    store::each(tx, &plan.plan_id, |stored| {
        let stale = stored.verdict.changes_on.is_some_and(|day| day <= today);
        if let Some((index, _)) = plan.rules.duty(&stored.duty_code) {
            rollups.entry(stored.organization_id.clone()).or_default().add(index, stored.verdict.state);
        }
        let key = (stored.subject_id.clone(), stored.duty_code.clone());
        match fresh.remove(&key) {
            None => report.differ(|| format!("{} {}: stored, but not owed", key.0, key.1)),
            Some(made) if made.counts != stored.counts => {
                report
                    .differ(|| format!("{} {}: the records come to other counts than stored", key.0, key.1));
            }
            Some(made) if !stale && made != stored => report.differ(|| {
                format!("{} {}: stored {:?}, should be {:?}", key.0, key.1, stored.verdict, made.verdict)
            }),
            Some(_) => {}
        }
    })?;
    for (subject, duty) in fresh.into_keys() {
        report.differ(|| format!("{subject} {duty}: owed, but not stored"));
    }
    let stored: BTreeMap<Id, StateCounts> = store::rollups(tx, &plan.plan_id, "/")?
        .into_iter()
        .map(|rolled| (rolled.organization_id, rolled.counts))
        .collect();
    for organization in stored.keys().chain(rollups.keys().filter(|id| !stored.contains_key(*id))) {
        let (kept, counted) = (stored.get(organization), rollups.get(organization));
        if kept.cloned().unwrap_or_default() != counted.cloned().unwrap_or_default() {
            report.differ(|| format!("{organization}: the roll-up is not the sum of its tallies"));
        }
    }
    Ok(report)
}

/// A plan's standings, made anew.
struct Made {
    tallies: Vec<Tally>,
    rollups: BTreeMap<Id, StateCounts>,
    records: usize,
}

impl Made {
    fn report(&self, plan: &InForce) -> Report {
        Report {
            plan: plan.plan().code.clone(),
            tallies: self.tallies.len(),
            records: self.records,
            ..Report::default()
        }
    }
}

/// A subject with its bindings, and its records and planned gatherings while they stream by.
struct Subject<'p> {
    id: Id,
    is_person: bool,
    home: Id,
    moves_on: Option<Date>,
    bindings: Vec<(usize, Binding)>,
    facts: Vec<Packed>,
    planned: Vec<Planned<'p>>,
}

fn make(tx: &mut Tx, plan: &InForce, today: Date) -> Result<Made> {
    let all: BTreeSet<usize> = (0..plan.rules.duties().len()).collect();
    let asked = Asked { rules: &plan.rules, path: &plan.path, duties: &all, activities: None, today };
    let mut made = Made { tallies: Vec::new(), rollups: BTreeMap::new(), records: 0 };
    made.records = each_tally(tx, &asked, &|_, _| None, |index, tally| {
        made.rollups.entry(tally.organization_id.clone()).or_default().add(index, tally.verdict.state);
        made.tallies.push(tally);
    })?;
    Ok(made)
}

/// Which standings are made.
pub(super) struct Asked<'a> {
    pub(super) rules: &'a Rules,
    /// The path of the plan's organization.
    pub(super) path: &'a str,
    /// Indexes of the duties.
    pub(super) duties: &'a BTreeSet<usize>,
    /// The activities whose records are read; all of them where absent.
    pub(super) activities: Option<&'a [String]>,
    pub(super) today: Date,
}

/// Hands the standing of every subject in every duty asked for to `see`, with the duty's index; returns how many
/// records were read. Where `known` has the counts of a subject and duty, its records are not counted.
pub(super) fn each_tally(
    tx: &mut Tx,
    asked: &Asked<'_>,
    known: &dyn Fn(&Id, usize) -> Option<Counts>,
    mut see: impl FnMut(usize, Tally),
) -> Result<usize> {
    let mut subjects = subjects(tx, asked)?;
    let places: HashMap<String, usize> =
        subjects.iter().enumerate().map(|(place, subject)| (subject.id.to_string(), place)).collect();
    let plan = asked.rules.plan();
    let texts = Texts::of(plan);
    let mut records = 0;
    if asked.activities.is_none_or(|activities| !activities.is_empty()) {
        let spoken_for = asked
            .duties
            .iter()
            .filter_map(|index| asked.rules.duties().get(*index))
            .any(|duty| duty.duty().counting != Counting::Declared);
        let whose = Whose { path: asked.path, activities: asked.activities, spoken_for };
        records::each_fact(tx, &whose, plan.span.first(), plan.span.last(), |subject_id, fact| {
            records += 1;
            let subject = places.get(subject_id).and_then(|place| subjects.get_mut(*place));
            if let Some((subject, packed)) = subject.zip(texts.pack(&fact)) {
                subject.facts.push(packed);
            }
        })?;
    }
    let rated = asked.rated();
    if !rated.is_empty() {
        meetings::each_to_come(tx, asked.path, &rated, asked.today, |subject_id, planned| {
            let subject = places.get(subject_id).and_then(|place| subjects.get_mut(*place));
            if let Some((subject, planned)) = subject.zip(texts.borrow(&planned)) {
                subject.planned.push(planned);
            }
        })?;
    }
    for subject in subjects {
        subject.judge(asked, &texts, known, &mut see);
    }
    Ok(records)
}

impl Asked<'_> {
    /// The activities of which a rate is asked for.
    fn rated(&self) -> Vec<String> {
        let duties = self.duties.iter().filter_map(|index| self.rules.duties().get(*index));
        let rates = duties.filter(|duty| duty.is_rate()).map(CompiledDuty::duty);
        let activities: BTreeSet<String> = rates.flat_map(|duty| duty.does.iter().cloned()).collect();
        activities.into_iter().collect()
    }
}

fn subjects<'p>(tx: &mut Tx, asked: &Asked<'_>) -> Result<Vec<Subject<'p>>> {
    let mut subjects = Vec::new();
    people::each_holder(tx, asked.path, |id, held| {
        let Some(held) = held.under(asked.path) else { return Ok(()) };
        let Some(home) = held.home_on(asked.today).cloned() else { return Ok(()) };
        let duties =
            asked.duties.iter().filter_map(|index| Some((*index, asked.rules.duties().get(*index)?)));
        let bindings: Vec<_> = duties
            .filter(|(_, duty)| concerns(duty, held.is_person()))
            .filter_map(|(index, duty)| Some((index, duty.bound(&held.holder)?)))
            .collect();
        if !bindings.is_empty() {
            let moves_on = held.moves_after(asked.today);
            let is_person = held.is_person();
            let (facts, planned) = (Vec::new(), Vec::new());
            subjects.push(Subject { id, is_person, home, moves_on, bindings, facts, planned });
        }
        Ok(())
    })?;
    Ok(subjects)
}

impl Subject<'_> {
    fn judge(
        self,
        asked: &Asked<'_>,
        texts: &Texts<'_>,
        known: &dyn Fn(&Id, usize) -> Option<Counts>,
        see: &mut impl FnMut(usize, Tally),
    ) {
        for (index, binding) in self.bindings {
            let Some(duty) = asked.rules.duties().get(index) else { continue };
            let counts = known(&self.id, index).unwrap_or_else(|| {
                let mut counts = Counts::default();
                let facts = self.facts.iter().map(|packed| texts.unpack(packed));
                duty.count(&mut counts, 0..duty.periods().len(), facts);
                counts
            });
            let Some(standing) = duty.stand(&binding, &counts, &self.planned, asked.today) else { continue };
            let verdict = Verdict::from(&standing).until(self.moves_on);
            let tally = Tally {
                subject_id: self.id.clone(),
                duty_code: duty.duty().code.clone(),
                organization_id: self.home.clone(),
                is_person: self.is_person,
                counts,
                verdict,
            };
            see(index, tally);
        }
    }
}
