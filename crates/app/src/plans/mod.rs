//! Plans as published: versions with their texts, compiled once, and which of them are in force.

mod arrangement;
mod publish;
mod routes;
mod store;
mod views;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use xueji_plan::{Activity, Kind, Plan, RecordedFor};
use xueji_standing::Rules;
use xueji_store::Tx;

use crate::people::{self, Vocabulary};
use crate::shell::{Id, Result};

pub(crate) use arrangement::{Stretch, cut};
pub(crate) use publish::{Publication, publish};
pub(crate) use routes::{download, routes};
pub(crate) use store::{History, each_digest, history, text_of};

/// A version of a plan, ready for use.
#[derive(Debug)]
pub(crate) struct InForce {
    pub(crate) plan_id: Id,
    /// The organization that issued it.
    pub(crate) organization_id: Id,
    /// That organization's path: it binds those at or below.
    pub(crate) path: String,
    pub(crate) number: i64,
    pub(crate) rules: Rules,
}

impl InForce {
    /// What it says.
    pub(crate) fn plan(&self) -> &Plan {
        self.rules.plan()
    }
}

/// The newest versions of the plans whose days include `on`.
pub(crate) fn in_force(tx: &mut Tx, on: Date) -> Result<Vec<Arc<InForce>>> {
    let heads = store::newest_on(tx, on)?;
    compiled(tx, heads)
}

/// The newest versions of the plans that are in force over any of these organizations on a day, or were on any: those
/// that the highest issued first.
pub(crate) fn over<'o>(
    tx: &mut Tx,
    organizations: impl IntoIterator<Item = &'o str>,
    on: Option<Date>,
) -> Result<Vec<Arc<InForce>>> {
    let organizations: Vec<&str> = organizations.into_iter().collect();
    let heads = store::newest_over(tx, &organizations, on)?;
    compiled(tx, heads)
}

/// What people record of one sort of learning, as the plans over an organization have it on a day; none where no plan
/// knows that sort.
pub(crate) fn of_kind(tx: &mut Tx, path: &str, on: Date, kind: Kind) -> Result<Vec<Activity>> {
    let mut found: Vec<Activity> = Vec::new();
    for plan in over(tx, people::on_path(path), Some(on))? {
        for activity in &plan.plan().activities {
            let fits = activity.kind == Some(kind) && activity.recorded_for == RecordedFor::Person;
            if fits && !found.iter().any(|known| known.name.code == activity.name.code) {
                found.push(activity.clone());
            }
        }
    }
    Ok(found)
}

/// The codes of what people record of one sort of learning, as the plans say that are or were in force on these days over an organization
/// or anywhere below it.
pub(crate) fn codes_of_kind(
    tx: &mut Tx,
    path: &str,
    (first, last): (Date, Date),
    kind: Kind,
) -> Result<Vec<String>> {
    let mut codes: Vec<String> = Vec::new();
    for plan in all(tx)? {
        let span = plan.plan().span;
        let near = plan.path.starts_with(path) || path.starts_with(&plan.path);
        if near && span.first() <= last && span.last() >= first {
            let of_kind = plan.plan().activities.iter().filter(|activity| activity.kind == Some(kind));
            codes.extend(of_kind.map(|activity| activity.name.code.clone()));
        }
    }
    codes.sort();
    codes.dedup();
    Ok(codes)
}

/// Whether an organization has a plan of this code and year.
pub(crate) fn has(tx: &mut Tx, organization_id: &Id, code: &str, year: i16) -> Result<bool> {
    Ok(store::by_code(tx, organization_id, code, year.into())?.is_some())
}

/// The plan of this code and year that an organization above the path issued, the nearest.
pub(crate) fn above(tx: &mut Tx, path: &str, code: &str, year: i16) -> Result<Option<Arc<InForce>>> {
    let plans = over(tx, people::on_path(path), None)?;
    let is = |plan: &&Arc<InForce>| plan.path != path && plan.plan().code == code && plan.plan().year == year;
    Ok(plans.iter().filter(is).max_by_key(|plan| plan.path.len()).cloned())
}

/// The words of the plans in force, for reading and showing people.
pub(crate) fn vocabulary(tx: &mut Tx, on: Date) -> Result<Vocabulary> {
    let plans = in_force(tx, on)?;
    Ok(Vocabulary::of(plans.iter().map(|plan| plan.plan())))
}

/// The newest versions of all plans, the latest year first.
pub(crate) fn all(tx: &mut Tx) -> Result<Vec<Arc<InForce>>> {
    let heads = store::newest(tx)?;
    compiled(tx, heads)
}

/// The newest version of one plan.
pub(crate) fn plan(tx: &mut Tx, plan_id: &Id) -> Result<Option<Arc<InForce>>> {
    let heads = store::newest_of(tx, plan_id)?;
    Ok(compiled(tx, heads)?.pop())
}

/// Which version a plan is at, without its text.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) plan_id: Id,
    pub(crate) organization_id: Id,
    pub(crate) path: String,
    pub(crate) version_id: Id,
    pub(crate) number: i64,
}

fn compiled(tx: &mut Tx, heads: Vec<Head>) -> Result<Vec<Arc<InForce>>> {
    heads.into_iter().map(|head| compile(tx, head)).collect()
}

/// Versions never change once stored, so what was compiled from one stays right in every process.
static COMPILED: Mutex<Option<HashMap<Id, Arc<InForce>>>> = Mutex::new(None);

/// More versions than a bureau looks at in a day; past that the memory starts afresh.
const MOST_COMPILED: usize = 512;

fn compile(tx: &mut Tx, head: Head) -> Result<Arc<InForce>> {
    let known = |memory: &Option<HashMap<Id, Arc<InForce>>>| memory.as_ref()?.get(&head.version_id).cloned();
    if let Some(found) = known(&COMPILED.lock().unwrap_or_else(PoisonError::into_inner)) {
        return Ok(found);
    }
    let (toml, arrangement) = store::texts(tx, &head.version_id)?;
    let plan = publish::read(&toml, arrangement)
        .map_err(|_| anyhow::anyhow!("plan version {} is stored but cannot be read", head.version_id))?;
    let ready = Arc::new(InForce {
        plan_id: head.plan_id,
        organization_id: head.organization_id,
        path: head.path,
        number: head.number,
        rules: Rules::compile(Arc::new(plan)),
    });
    let mut memory = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let versions = memory.get_or_insert_default();
    if versions.len() >= MOST_COMPILED {
        versions.clear();
    }
    versions.insert(head.version_id, Arc::clone(&ready));
    Ok(ready)
}
