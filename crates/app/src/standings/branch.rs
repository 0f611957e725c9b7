//! One organization's own people: the matrix people × duties, and who needs help.

use std::collections::HashMap;

use jiff::civil::Date;
use xueji_standing::State;
use xueji_store::{Tx, Where, params};

use crate::people::{self, Person};
use crate::plans::InForce;
use crate::shell::{Id, Result};
use crate::standings::Verdict;
use crate::standings::store::{VERDICT, verdict};

/// How many people a page shows.
pub(crate) const PAGE: usize = 50;

/// How many people are named as needing help.
const MOST_HELPED: usize = 5;

/// How many standings are looked at to find them: more than any one organization has.
const MOST_TROUBLED: usize = 20_000;

/// An organization's people and where they stand.
#[derive(Debug)]
pub(crate) struct Branch {
    /// One page of its people, by name.
    pub(crate) people: Vec<Person>,
    pub(crate) total: usize,
    /// The standings of the people on the page, by person and duty code.
    pub(crate) cells: HashMap<(Id, String), Verdict>,
    /// Those who need help first, each with the duties in which they do.
    pub(crate) helped: Vec<Helped>,
}

/// Somebody who needs help, with the duties in which they do, by code.
pub(crate) type Helped = (Person, Vec<(String, Verdict)>);

/// The organization's people under one plan, with three queries whatever their number.
pub(crate) fn branch_of(
    tx: &mut Tx,
    plan: &InForce,
    organization_id: &Id,
    today: Date,
    (page, size): (usize, usize),
) -> Result<Branch> {
    let members = people::members(tx, organization_id, today)?;
    let helped = helped(tx, plan, organization_id, &members)?;
    let total = members.len();
    let shown: Vec<Person> = members.into_iter().skip(page.saturating_mul(size)).take(size).collect();
    let cells = cells(tx, plan, &shown)?;
    Ok(Branch { people: shown, total, cells, helped })
}

fn cells(tx: &mut Tx, plan: &InForce, people: &[Person]) -> Result<HashMap<(Id, String), Verdict>> {
    let ids: Vec<Id> = people.iter().map(|person| person.id.clone()).collect();
    let conditions = Where::new().and("tally.plan_id = ?", &plan.plan_id).and_in("tally.subject_id", &ids);
    let rows = tx.query(
        &format!("select tally.subject_id, tally.duty_code, {VERDICT} from tally {}", conditions.sql()),
        conditions.params(),
        |row| Ok(((row.get(0)?, row.get(1)?), verdict(row, 2)?)),
    )?;
    Ok(rows.into_iter().collect())
}

fn helped(tx: &mut Tx, plan: &InForce, organization_id: &Id, members: &[Person]) -> Result<Vec<Helped>> {
    let rows: Vec<(Id, String, Verdict)> = tx.query(
        &format!(
            "select tally.subject_id, tally.duty_code, {VERDICT} from tally
             where tally.plan_id = ?1 and tally.organization_id = ?2 and tally.is_person = ?3
                 and tally.state in ('behind', 'due', 'unreachable')
             limit {MOST_TROUBLED}"
        ),
        params![plan.plan_id, organization_id, true],
        |row| Ok((row.get(0)?, row.get(1)?, verdict(row, 2)?)),
    )?;
    let mut by_person: HashMap<Id, Vec<(String, Verdict)>> = HashMap::new();
    for (person, duty, verdict) in rows {
        by_person.entry(person).or_default().push((duty, verdict));
    }
    let mut helped: Vec<Helped> =
        members.iter().filter_map(|person| Some((person.clone(), by_person.remove(&person.id)?))).collect();
    // Stable: those who need as much stand in the order of the list, not of any score.
    helped.sort_by_key(|(_, duties)| {
        std::cmp::Reverse(duties.iter().map(|(_, verdict)| weight(verdict)).sum::<u32>())
    });
    helped.truncate(MOST_HELPED);
    for (_, duties) in &mut helped {
        duties.sort_by_key(|(_, verdict)| (std::cmp::Reverse(weight(verdict)), verdict.next_due_on));
    }
    Ok(helped)
}

/// What can still be mended comes before what only nears, and that before what is lost.
fn weight(verdict: &Verdict) -> u32 {
    match verdict.state {
        State::Behind => 100,
        State::Due => 10,
        State::Unreachable => 1,
        _ => 0,
    }
}
