//! A made-up county that has lived through its year: the product's own operations, entered branch by branch.
//!
//! Nobody in it exists; one seed makes the same county again.

mod accounts_for;
mod books;
mod county;
mod diary;
mod evidence;
mod gatherings;
mod inspections;
mod lessons;
mod names;
mod topics;
mod works;

use std::sync::Arc;

use jiff::civil::Date;
use rand::SeedableRng;
use rand::rngs::StdRng;
use xueji_plan::Level;

use crate::accounts;
use crate::people::{self, NewOrganization};
use crate::plans::{self, InForce, Publication};
use crate::shell::{App, Author, Id, Result};

/// What the county is made from.
#[derive(Clone, Debug)]
pub(crate) struct Demo {
    /// About how many people.
    pub(crate) people: usize,
    pub(crate) seed: u64,
    /// The plan file, already for this year.
    pub(crate) toml: String,
    pub(crate) arrangement: Option<String>,
}

/// One sign-in.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct SignIn {
    /// "member", "leader", "secretary", "office", "inspector" or "administrator".
    pub(crate) role: &'static str,
    pub(crate) name: String,
    pub(crate) password: &'static str,
}

/// The password of every demo account: no secret, and made nowhere else.
pub(crate) const PASSWORD: &str = "xueji-demo";

/// Makes the county and its year up to today; returns one sign-in for each role.
///
/// `progress` hears after each branch how many are done, and of how many.
pub(crate) fn make(app: &App, demo: &Demo, progress: &dyn Fn(usize, usize)) -> Result<Vec<SignIn>> {
    let today = app.clock.today();
    let plan = publish(app, demo, today)?;
    let branches = county::branches(demo.people, plan.plan(), today, &mut StdRng::seed_from_u64(demo.seed));
    let hash = accounts::hash(PASSWORD)?;
    let mut sign_ins: Vec<SignIn> = Vec::new();
    let total = branches.len();
    let mut before: Option<Id> = None;
    for (index, branch) in (0_u64..).zip(branches) {
        let (plan, clock, hash) = (Arc::clone(&plan), app.clock.clone(), hash.clone());
        // Each branch draws from a stream of its own: a larger county begins like a smaller one.
        let mut rng = StdRng::seed_from_u64(demo.seed.wrapping_mul(1_000_003).wrapping_add(index));
        let previous = before.take();
        let (made, home) = app.write_blocking(Author::Command, move |work| {
            let before = previous;
            let settled = county::settle(work, &branch, &plan.organization_id, before.as_ref(), &clock)?;
            let (author, made) = accounts_for::branch(work, &branch, &settled, &hash, clock.now())?;
            diary::year(work, &plan, &branch, &settled, (before.as_ref(), &author), &clock, &mut rng)?;
            Ok((made, settled.organization.id))
        })?;
        before = Some(home);
        for sign_in in made {
            if sign_ins.iter().all(|known| known.role != sign_in.role) {
                sign_ins.push(sign_in);
            }
        }
        progress(usize::try_from(index).unwrap_or(0) + 1, total);
    }
    evidence::attach(app, &sign_ins)?;
    inspections::call_in(app, &sign_ins)?;
    lessons::publish(app, &sign_ins)?;
    works::write(app, &sign_ins)?;
    books::shelve(app, &sign_ins)?;
    Ok(sign_ins)
}

/// The committee that issues the plan, and the plan.
fn publish(app: &App, demo: &Demo, today: Date) -> Result<Arc<InForce>> {
    let parsed = xueji_plan::parse("plan.toml", &demo.toml, |_| demo.arrangement.clone());
    let issuer = parsed.plan.map_or_else(|| "局党委".to_owned(), |plan| plan.issuer);
    let (toml, arrangement, at) = (demo.toml.clone(), demo.arrangement.clone(), app.clock.now());
    app.write_blocking(Author::Command, move |work| {
        let committee = people::add_organization(
            work,
            &NewOrganization {
                parent_id: None,
                code: "00".to_owned(),
                short_name: issuer.clone(),
                name: issuer,
                level: Level::Committee,
                unit_type: Some("office".to_owned()),
                sort_order: 0,
                founded_on: today.first_of_year().yesterday().ok(),
            },
        )?;
        let publication = Publication {
            organization_id: committee.id,
            toml,
            arrangement,
            reason: "年度安排".to_owned(),
            by: None,
            at,
        };
        let published = plans::publish(work, &publication)?;
        let plan_id: Id = published.map_err(|refused| {
            let said: Vec<&str> =
                refused.0.iter().map(|problem| problem.message.get(xueji_plan::Lang::En)).collect();
            anyhow::anyhow!("the demo's plan file cannot be used: {}", said.join("; "))
        })?;
        Ok(plans::plan(work, &plan_id)?.ok_or_else(|| anyhow::anyhow!("the plan just published is gone"))?)
    })
}
