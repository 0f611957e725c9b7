//! Putting a plan file in force.

use xueji_plan::{Diagnostic, Plan, parse};
use xueji_store::params;

use crate::notices::{self, Kind, Notice, words};
use crate::plans::store;
use crate::shell::{Deed, Id, Note, Result, Work};

/// A plan file and everything that publishing it takes.
#[derive(Clone, Debug)]
pub(crate) struct Publication {
    /// Who issues it.
    pub(crate) organization_id: Id,
    /// The plan file.
    pub(crate) toml: String,
    /// The arrangement's text that it quotes.
    pub(crate) arrangement: Option<String>,
    /// Why there is a new version.
    pub(crate) reason: String,
    /// The account that publishes.
    pub(crate) by: Option<Id>,
    /// When.
    pub(crate) at: i64,
}

/// A plan file that cannot be put in force, with every problem of it.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) Vec<Diagnostic>);

/// Puts a plan file in force: a new plan, or a new version of the one with the same code and year.
///
/// Every standing under it is judged anew before the commit. The inner error leaves everything as it was.
pub(crate) fn publish(
    work: &mut Work<'_>,
    publication: &Publication,
) -> Result<std::result::Result<Id, Refused>> {
    let plan = match read(&publication.toml, publication.arrangement.clone()) {
        Ok(plan) => plan,
        Err(refused) => return Ok(Err(refused)),
    };
    work.serialize_on_all()?;
    let year = i64::from(plan.year);
    let existing = store::by_code(work, &publication.organization_id, &plan.code, year)?;
    let plan_id = if let Some(id) = existing {
        work.execute(
            "update plan set title = ?2, first_on = ?3, last_on = ?4 where id = ?1",
            params![id, plan.title, plan.span.first(), plan.span.last()],
        )?;
        id
    } else {
        let id = Id::fresh();
        work.execute(
            "insert into plan (id, organization_id, code, year, title, first_on, last_on)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                id,
                publication.organization_id,
                plan.code,
                year,
                plan.title,
                plan.span.first(),
                plan.span.last()
            ],
        )?;
        id
    };
    let (version_id, number, digest) = store::add_version(work, &plan_id, publication)?;
    let note = Note::of(Deed::PlanPublished, &version_id).to(&publication.organization_id);
    work.note(note.saying(format!("{} {year} v{number}", plan.code)).sealing(digest));
    let notice = Notice {
        kind: Kind::PlanPublished,
        key: format!("plan {plan_id} {number}"),
        title: words().plans_told(plan.title.clone(), number.to_string()),
        body: String::new(),
        href: "/plan".to_owned(),
        until: None,
        urgent: false,
    };
    notices::tell_group(work, &publication.organization_id, &notice)?;
    work.touch_plan(plan_id.clone());
    Ok(Ok(plan_id))
}

/// What a plan file says, or every reason why it says nothing usable.
pub(super) fn read(toml: &str, arrangement: Option<String>) -> std::result::Result<Plan, Refused> {
    let parsed = parse("plan.toml", toml, |_| arrangement);
    parsed.plan.ok_or(Refused(parsed.diagnostics))
}
