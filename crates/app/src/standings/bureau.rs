//! A part of the tree: its organizations with what is rolled up at and below each.

use std::cmp::Reverse;
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
    pub(crate) state: Option<State>,
}

/// How many standings are in each state, in the order of [`State::ALL`].
pub(crate) type ByState = [u64; State::ALL.len()];

/// Past so many organizations a page shows those directly below its top, as many at a time; their own pages show the
/// rest.
pub(crate) const WHOLE_TREE: usize = 150;

/// A part of the tree.
#[derive(Debug)]
pub(crate) struct Bureau {
    /// Parents before children.
    pub(crate) units: Vec<Unit>,
    /// How many stand directly below the top, where not the whole tree is shown.
    pub(crate) folded: Option<usize>,
    /// Everything at or below the top, by duty.
    pub(crate) whole: StateCounts,
    /// The unit types that occur.
    pub(crate) unit_types: Vec<String>,
    /// The organizations with nothing below them where the most is stuck, the worst first.
    pub(crate) stuck: Vec<Unit>,
}

/// An organization with what is rolled up at and below it.
#[derive(Debug)]
pub(crate) struct Unit {
    pub(crate) organization: Organization,
    /// Below the top of the page: 0 for the top itself.
    pub(crate) depth: usize,
    pub(crate) by_state: ByState,
    /// Whether the organizations below it are on its own page alone.
    pub(crate) is_folded: bool,
}

/// The states that somebody should do something about.
pub(crate) const STUCK: [State; 3] = [State::Behind, State::Unreachable, State::Missed];
/// How many organizations are named as stuck.
pub(crate) const MOST_STUCK: usize = 5;

/// The tree at and below an organization, from roll-ups alone: the cost grows with organizations, not with people.
pub(crate) fn bureau_of(
    tx: &mut Tx,
    plan: &InForce,
    top: &Organization,
    narrowed: &Narrowed,
    page: usize,
) -> Result<Bureau> {
    let is_folded = people::more_below(tx, &top.path, WHOLE_TREE)?;
    let shown = if is_folded {
        let mut shown = people::children(tx, &top.id, page.saturating_mul(WHOLE_TREE), WHOLE_TREE)?;
        shown.insert(0, top.clone());
        shown
    } else {
        people::organizations(tx, &top.path)?
    };
    let mut bureau = Bureau {
        units: Vec::new(),
        folded: if is_folded { Some(people::count_children(tx, &top.id)?) } else { None },
        whole: StateCounts::default(),
        unit_types: Vec::new(),
        stuck: Vec::new(),
    };
    let mut sums: HashMap<&str, (ByState, usize)> =
        shown.iter().map(|unit| (unit.id.as_str(), Default::default())).collect();
    let mut stuck: Vec<(u64, Id, ByState)> = Vec::new();
    let mut rollups = rollups(tx, &plan.plan_id, &top.path)?.into_iter().peekable();
    while let Some(rolled) = rollups.next() {
        if let Some(unit_type) = rolled.unit_type.as_ref().filter(|code| !bureau.unit_types.contains(code)) {
            bureau.unit_types.push(unit_type.clone());
        }
        for id in rolled.path.split('/').filter(|id| *id != rolled.organization_id.as_str()) {
            if let Some((_, below)) = sums.get_mut(id) {
                *below += 1;
            }
        }
        if narrowed.unit_type.is_some() && rolled.unit_type != narrowed.unit_type {
            continue;
        }
        bureau.whole.merge(&rolled.counts);
        let own = by_state(&rolled.counts, plan, narrowed.duty, narrowed.state);
        for id in rolled.path.split('/') {
            if let Some((sum, _)) = sums.get_mut(id) {
                sum.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
            }
        }
        // In the order of paths, what lies below comes next.
        let is_leaf = rollups.peek().is_none_or(|next| !next.path.starts_with(&rolled.path));
        if is_leaf && weight(&own) > 0 {
            stuck.push((weight(&own), rolled.organization_id, own));
        }
    }
    bureau.unit_types.sort();
    stuck.sort_by_key(|(weight, ..)| Reverse(*weight));
    for (_, id, by_state) in stuck.into_iter().take(MOST_STUCK) {
        let organization = people::organization(tx, &id)?;
        bureau.stuck.extend(organization.map(|organization| Unit {
            organization,
            depth: 0,
            by_state,
            is_folded: false,
        }));
    }
    let sums: Vec<(ByState, usize)> =
        shown.iter().map(|unit| sums.get(unit.id.as_str()).copied().unwrap_or_default()).collect();
    let depth = |path: &str| people::on_path(path).count();
    let units = shown.into_iter().zip(sums).map(|(organization, (by_state, below))| {
        let depth = depth(&organization.path).saturating_sub(depth(&top.path));
        Unit { is_folded: is_folded && depth > 0 && below > 0, depth, by_state, organization }
    });
    bureau.units = units.collect();
    Ok(bureau)
}

/// How many are stuck.
pub(crate) fn weight(counts: &ByState) -> u64 {
    State::ALL
        .into_iter()
        .zip(counts)
        .filter(|(state, _)| STUCK.contains(state))
        .map(|(_, count)| count)
        .sum()
}

/// All duties of a roll-up, or one of them, by state; where one state is asked for, the others are left at nothing.
pub(crate) fn by_state(
    counts: &StateCounts,
    plan: &InForce,
    duty: Option<usize>,
    only: Option<State>,
) -> ByState {
    let mut totals = counts.totals(match duty {
        Some(index) => index..index + 1,
        None => 0..plan.rules.duties().len(),
    });
    for (state, total) in State::ALL.into_iter().zip(&mut totals) {
        if only.is_some_and(|only| only != state) {
            *total = 0;
        }
    }
    totals
}
