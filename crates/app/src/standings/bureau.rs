//! A part of the tree: its organizations with what is rolled up at and below each.

use std::collections::HashMap;

use xueji_standing::{State, StateCounts};
use xueji_store::Tx;

use crate::people::{self, Organization};
use crate::plans::InForce;
use crate::shell::{Id, Result};
use crate::standings::rollups;

/// What the figures are narrowed to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Narrowed {
    pub(crate) unit_type: Option<String>,
    pub(crate) duty: Option<usize>,
}

/// How many standings are in each state, in the order of [`State::ALL`].
pub(crate) type ByState = [u64; State::ALL.len()];

/// A part of the tree.
#[derive(Debug)]
pub(crate) struct Bureau {
    /// Parents before children.
    pub(crate) units: Vec<Unit>,
    /// Everything at or below the top, by duty.
    pub(crate) whole: StateCounts,
    /// The unit types that occur.
    pub(crate) unit_types: Vec<String>,
}

/// An organization with what is rolled up at and below it.
#[derive(Debug)]
pub(crate) struct Unit {
    pub(crate) organization: Organization,
    /// Below the top of the page: 0 for the top itself.
    pub(crate) depth: usize,
    pub(crate) by_state: ByState,
}

/// The tree at and below a path, from roll-ups alone: the cost grows with organizations, not with people.
pub(crate) fn bureau_of(tx: &mut Tx, plan: &InForce, path: &str, narrowed: &Narrowed) -> Result<Bureau> {
    let organizations = people::organizations(tx, path)?;
    let mut unit_types: Vec<String> =
        organizations.iter().filter_map(|unit| unit.unit_type.clone()).collect();
    unit_types.sort();
    unit_types.dedup();
    let rolled = rollups(tx, &plan.plan_id, path)?;
    let counting = rolled
        .into_iter()
        .filter(|rolled| narrowed.unit_type.is_none() || rolled.unit_type == narrowed.unit_type);
    let (mut whole, mut own) = (StateCounts::default(), HashMap::new());
    for rolled in counting {
        whole.merge(&rolled.counts);
        own.insert(rolled.organization_id, by_state(&rolled.counts, plan, narrowed.duty));
    }
    Ok(Bureau { units: add_up(organizations, &own), whole, unit_types })
}

/// Each organization's own figures, added to all those above it.
fn add_up(organizations: Vec<Organization>, own: &HashMap<Id, ByState>) -> Vec<Unit> {
    let mut sums: HashMap<Id, ByState> = HashMap::new();
    for organization in &organizations {
        let Some(own) = own.get(&organization.id) else { continue };
        for id in organization.path.split('/').filter(|id| !id.is_empty()) {
            let sum = sums.entry(Id::from_text(id)).or_default();
            sum.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
        }
    }
    let depth = |path: &str| path.split('/').filter(|id| !id.is_empty()).count();
    let top = organizations.first().map_or(0, |top| depth(&top.path));
    organizations
        .into_iter()
        .map(|organization| Unit {
            depth: depth(&organization.path).saturating_sub(top),
            by_state: sums.get(&organization.id).copied().unwrap_or_default(),
            organization,
        })
        .collect()
}

/// All duties of a roll-up, or one of them, by state.
pub(crate) fn by_state(counts: &StateCounts, plan: &InForce, duty: Option<usize>) -> ByState {
    let duties = match duty {
        Some(index) => index..index + 1,
        None => 0..plan.rules.duties().len(),
    };
    State::ALL.map(|state| duties.clone().map(|duty| u64::from(counts.get(duty, state))).sum())
}
