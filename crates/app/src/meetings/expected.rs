//! Who is expected at a gathering: computed from the tree and the posts of its day.

use jiff::civil::Date;
use xueji_plan::{Activity, Each, Level, Plan, Subject};
use xueji_standing::{Holder, is_meant};
use xueji_store::Tx;

use crate::meetings::MOST_PEOPLE;
use crate::people::{self, Organization};
use crate::shell::{Id, Result};

/// Fewer than so many of an organization's own are no gathering: then those of the organizations below are meant, as at
/// a forum of the secretaries.
const FEWEST: usize = 2;

/// Those whom a plan means by "expected", on a day: of the organization itself, and with those of what is below.
#[derive(Debug)]
pub(super) struct Expected {
    own: Vec<Id>,
    all: Vec<Id>,
    /// A branch gathers with its groups.
    one_body: bool,
}

impl Expected {
    /// Those who belong to the organization itself, to a branch also in its groups; those below too where asked, or where
    /// it has hardly any of its own.
    pub(super) fn at(&self, below: bool) -> &[Id] {
        let all = below || self.one_body || self.own.len() < FEWEST;
        let chosen = if all { &self.all } else { &self.own };
        chosen.get(..MOST_PEOPLE).unwrap_or(chosen)
    }
}

/// Looks for them in the tree. Whoever is on long leave owes nothing on that day, and is not expected.
pub(super) fn expected(
    tx: &mut Tx,
    (plan, activity): (&Plan, &Activity),
    organization: &Organization,
    on: Date,
) -> Result<Expected> {
    let every_member = Subject { each: Each::Member, except: Vec::new(), encouraged: Vec::new() };
    let who = plan.expected_at(activity).unwrap_or(&every_member);
    let (mut own, mut all) = (Vec::new(), Vec::new());
    people::each_holder(tx, &organization.path, |id, held| {
        let Holder::Person(person) = &held.holder else { return Ok(()) };
        let home = held.homes.iter().find(|home| home.from_on <= on && home.to_on.is_none_or(|to| to >= on));
        let Some(home) = home.filter(|home| home.path.starts_with(&organization.path)) else { return Ok(()) };
        let away =
            person.leaves.iter().any(|leave| leave.from <= on && leave.until.is_none_or(|to| to >= on));
        if !away && is_meant(who, &held.holder, on) {
            if home.organization_id == organization.id {
                own.push(id.clone());
            }
            all.push(id);
        }
        Ok(())
    })?;
    let one_body = matches!(organization.level, Level::Branch | Level::Group);
    Ok(Expected { own, all, one_body })
}
