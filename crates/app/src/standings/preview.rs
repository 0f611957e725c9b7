//! What another version of a plan would change, and for whom; nothing is written.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use xueji_plan::{Amount, Duty, Modality, Plan};
use xueji_standing::{Counts, Rules, State};
use xueji_store::Tx;

use crate::plans::InForce;
use crate::shell::{Id, Result};
use crate::standings::recount::{Asked, each_tally};
use crate::standings::store;

/// How many subjects an effect names.
const NAMED: usize = 200;

/// What a version would change.
#[derive(Clone, Debug, Default)]
pub(crate) struct Preview {
    /// In the order of the new plan, then those that it drops.
    pub(crate) effects: Vec<Effect>,
    /// How many people and organizations would stand otherwise than now in some duty.
    pub(crate) subjects: usize,
}

/// What happens in one duty.
#[derive(Clone, Debug)]
pub(crate) struct Effect {
    pub(crate) duty: Duty,
    pub(crate) kind: EffectKind,
    /// How many stand where, now and then.
    pub(crate) before: BTreeMap<State, usize>,
    pub(crate) after: BTreeMap<State, usize>,
    /// So many will owe it who do not now.
    pub(crate) newly: usize,
    /// So many owe it now and will not.
    pub(crate) released: usize,
    /// So many will stand worse, and better.
    pub(crate) worse: usize,
    pub(crate) better: usize,
    /// How many stand otherwise.
    pub(crate) otherwise: usize,
    /// Who stands otherwise, those who stand worse first; [`NAMED`] at most.
    pub(crate) moved: Vec<Moved>,
}

/// What becomes of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EffectKind {
    Added,
    Removed,
    Changed,
}

/// Somebody who stands otherwise.
#[derive(Clone, Debug)]
pub(crate) struct Moved {
    pub(crate) subject_id: Id,
    pub(crate) is_person: bool,
    /// Nothing where the duty does not bind.
    pub(crate) before: Option<State>,
    pub(crate) after: Option<State>,
}

/// Judges every subject by `new` in the duties that it says otherwise than `base`, and holds that against what is stored.
///
/// Duties whose counts stay as they are (another amount, say) are judged from the stored counts; the records of the
/// others are counted.
pub(crate) fn preview(
    tx: &mut Tx,
    base: Option<&InForce>,
    new: &Rules,
    path: &str,
    today: Date,
) -> Result<Preview> {
    tx.lift_timeout()?;
    let changes = changes(base, new);
    let mut effects: BTreeMap<Place, Effect> = BTreeMap::new();
    let mut stored: HashMap<(Id, String), (State, bool, Counts)> = HashMap::new();
    if let Some(base) = base {
        store::each_of(tx, &base.plan_id, &changes.stored(base, new), |tally| {
            let key = (tally.subject_id, tally.duty_code);
            stored.insert(key, (tally.verdict.state, tally.is_person, tally.counts));
        })?;
    }
    for (index, kind) in &changes.kinds {
        if let Some(duty) = new.duties().get(*index) {
            effects.insert(Place::New(*index), Effect::none(duty.duty(), *kind));
        }
    }
    for index in &changes.removed {
        if let Some(duty) = base.and_then(|base| base.rules.duties().get(*index)) {
            effects.insert(Place::Old(*index), Effect::none(duty.duty(), EffectKind::Removed));
        }
    }
    let duties: BTreeSet<usize> = changes.kinds.keys().copied().collect();
    let activities = changes.activities(new);
    let asked = Asked { rules: new, path, duties: &duties, activities: Some(&activities), today };
    let mut otherwise: BTreeSet<Id> = BTreeSet::new();
    let mut judged: Vec<(usize, Id, bool, State)> = Vec::new();
    let known = |subject: &Id, index: usize| {
        let duty = new.duties().get(index).filter(|_| changes.same_counts.contains(&index))?;
        let held = stored.get(&(subject.clone(), duty.duty().code.clone()));
        held.map(|(_, _, counts)| counts.clone().first(duty.periods().len()))
    };
    each_tally(tx, &asked, &known, |index, tally| {
        judged.push((index, tally.subject_id, tally.is_person, tally.verdict.state));
    })?;
    for (index, subject_id, is_person, state) in judged {
        let Some(effect) = effects.get_mut(&Place::New(index)) else { continue };
        let before = stored.remove(&(subject_id.clone(), effect.duty.code.clone())).map(|(state, ..)| state);
        effect.see(Moved { subject_id, is_person, before, after: Some(state) }, &mut otherwise);
    }
    // Whoever is left stood in a duty that no longer binds them.
    for ((subject_id, code), (state, is_person, _)) in stored {
        if let Some(effect) = effects.values_mut().find(|effect| effect.duty.code == code) {
            effect.see(Moved { subject_id, is_person, before: Some(state), after: None }, &mut otherwise);
        }
    }
    // A duty that says the same is told only where somebody stands otherwise.
    let told = |place: &Place, effect: &Effect| {
        !effect.moved.is_empty() || !changes.alike.iter().any(|alike| Place::New(*alike) == *place)
    };
    let mut effects: Vec<Effect> =
        effects.into_iter().filter(|(place, effect)| told(place, effect)).map(|(_, effect)| effect).collect();
    for effect in &mut effects {
        effect.moved.sort_by_key(|moved| (std::cmp::Reverse(turn(moved)), moved.subject_id.clone()));
        effect.moved.truncate(NAMED);
    }
    Ok(Preview { effects, subjects: otherwise.len() })
}

/// Duties of the new plan first, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    New(usize),
    Old(usize),
}

/// The duties that a version says otherwise.
#[derive(Default)]
struct Changes {
    /// Of the new plan, by index.
    kinds: BTreeMap<usize, EffectKind>,
    /// Those among them whose counts stay as they are.
    same_counts: BTreeSet<usize>,
    /// Those among them that say the same, and may stand otherwise through something else: the plan's days, or the
    /// duties that say how many meetings a rate can count on.
    alike: Vec<usize>,
    /// Of the old plan, by index.
    removed: Vec<usize>,
}

fn changes(base: Option<&InForce>, new: &Rules) -> Changes {
    let mut found = Changes::default();
    let Some(base) = base else {
        found.kinds = (0..new.duties().len()).map(|index| (index, EffectKind::Added)).collect();
        return found;
    };
    let frame = same_frame(base.plan(), new.plan());
    for (index, duty) in new.duties().iter().enumerate() {
        let Some((_, old)) = base.rules.duty(&duty.duty().code) else {
            found.kinds.insert(index, EffectKind::Added);
            continue;
        };
        let (was, will) = (judged_by(old.duty()), judged_by(duty.duty()));
        // A duty that ends earlier keeps the counts of the periods that are left.
        let same =
            frame && counted_by(&was) == counted_by(&will) && old.periods().starts_with(duty.periods());
        if was != will {
            found.kinds.insert(index, EffectKind::Changed);
        } else if !frame || matches!(will.amount, Amount::Rate(_)) {
            found.alike.push(index);
        }
        if same {
            found.same_counts.insert(index);
        }
    }
    let codes = base.rules.duties().iter().enumerate();
    found.removed =
        codes.filter(|(_, duty)| new.duty(&duty.duty().code).is_none()).map(|(index, _)| index).collect();
    if !frame || !found.kinds.is_empty() || !found.removed.is_empty() {
        found.kinds.extend(found.alike.iter().map(|index| (*index, EffectKind::Changed)));
    }
    found
}

impl Changes {
    /// Codes of the duties whose stored standings are asked for.
    fn stored(&self, base: &InForce, new: &Rules) -> Vec<String> {
        let changed = self.kinds.keys().filter_map(|index| new.duties().get(*index));
        let removed = self.removed.iter().filter_map(|index| base.rules.duties().get(*index));
        changed.chain(removed).map(|duty| duty.duty().code.clone()).collect()
    }

    /// The activities whose records must be counted.
    fn activities(&self, new: &Rules) -> Vec<String> {
        let counted = self.kinds.keys().filter(|index| !self.same_counts.contains(*index));
        let all: BTreeSet<String> = counted
            .filter_map(|index| new.duties().get(*index))
            .flat_map(|duty| duty.duty().does.iter().cloned())
            .collect();
        all.into_iter().collect()
    }
}

/// Whether both plans lay out periods and convert units alike.
fn same_frame(left: &Plan, right: &Plan) -> bool {
    left.span == right.span
        && left.calendar == right.calendar
        && left.terms == right.terms
        && left.conversions == right.conversions
}

/// A duty without what nobody is judged by: its words.
fn judged_by(duty: &Duty) -> Duty {
    Duty {
        group: None,
        title: String::new(),
        title_en: None,
        part_of: None,
        within: None,
        open: Vec::new(),
        local: None,
        source: Vec::new(),
        note: None,
        changes: duty
            .changes
            .iter()
            .cloned()
            .map(|change| xueji_plan::Change { why: String::new(), ..change })
            .collect(),
        ..duty.clone()
    }
}

/// A duty without what records are not counted by: how much is owed.
fn counted_by(duty: &Duty) -> Duty {
    // The unit and the measure of the amount are what counts are kept in.
    let measure = |amount: &Amount| match amount {
        Amount::AtLeast(quantity)
        | Amount::Exactly(quantity)
        | Amount::AtMost(quantity)
        | Amount::Between { owed: quantity, .. } => {
            Amount::AtLeast(xueji_plan::Quantity { grains: 1, unit: quantity.unit })
        }
        other => other.clone(),
    };
    Duty {
        amount: measure(&duty.amount),
        changes: Vec::new(),
        enough_percent: 100,
        modality: Modality::Must,
        from: None,
        until: None,
        ..duty.clone()
    }
}

impl Effect {
    fn none(duty: &Duty, kind: EffectKind) -> Self {
        Self {
            duty: duty.clone(),
            kind,
            before: BTreeMap::new(),
            after: BTreeMap::new(),
            newly: 0,
            released: 0,
            worse: 0,
            better: 0,
            otherwise: 0,
            moved: Vec::new(),
        }
    }

    fn see(&mut self, moved: Moved, otherwise: &mut BTreeSet<Id>) {
        if let Some(state) = moved.before {
            *self.before.entry(state).or_default() += 1;
        }
        if let Some(state) = moved.after {
            *self.after.entry(state).or_default() += 1;
        }
        match (moved.before, moved.after) {
            (before, after) if before == after => return,
            (None, _) => self.newly += 1,
            (_, None) => self.released += 1,
            _ => match turn(&moved).cmp(&0) {
                std::cmp::Ordering::Greater => self.worse += 1,
                std::cmp::Ordering::Less => self.better += 1,
                std::cmp::Ordering::Equal => {}
            },
        }
        self.otherwise += 1;
        otherwise.insert(moved.subject_id.clone());
        self.moved.push(moved);
    }
}

/// How much worse somebody will stand; below zero where better.
fn turn(moved: &Moved) -> i8 {
    trouble(moved.after) - trouble(moved.before)
}

fn trouble(state: Option<State>) -> i8 {
    match state {
        None | Some(State::Met | State::Exempt) => 0,
        Some(State::OnTrack | State::NotYetBegun) => 1,
        Some(State::Due) => 2,
        Some(State::Behind) => 3,
        Some(State::Missed | State::Unreachable) => 4,
    }
}
