//! How a revision begins: from a plan in force, from last year's, from a file, from nothing, or below the bureau's plan.

use xueji_plan::edit::PlanFile;
use xueji_plan::{Plan, carry};

use crate::people;
use crate::plans;
use crate::revisions::store::{self, New};
use crate::shell::lang::Messages;
use crate::shell::{Actor, Deed, Error, Id, Mistakes, Note, OrNotFound, Place, Result, Right, Work};

/// From what a revision begins.
#[derive(Clone, Debug)]
pub(super) enum From {
    /// The next version of this plan.
    Plan(Id),
    /// A new plan like this one, for another year.
    Copy(Id, i16),
    /// A plan file.
    File(String),
    /// A head and nothing else: title, code and year.
    Nothing { title: String, code: String, year: i16 },
    /// A branch's own plan below this one.
    Above(Id, Id),
}

/// Begins a revision, or finds the one that is under way already.
pub(super) fn begin(work: &mut Work<'_>, actor: &Actor, from: From, own: &Id) -> Result<Id> {
    let new = match from {
        From::Plan(plan_id) => of_plan(work, actor, plan_id)?,
        From::Copy(plan_id, year) => copy(work, actor, &plan_id, year)?,
        From::File(toml) => {
            may_keep(work, actor, own)?;
            fresh(own, toml)
        }
        From::Nothing { title, code, year } => {
            let organization = may_keep(work, actor, own)?;
            fresh(own, head(&title, &code, year, &organization))
        }
        From::Above(plan_id, organization_id) => below(work, actor, &plan_id, &organization_id)?,
    };
    work.serialize_on(&[new.organization_id.as_str()])?;
    if new.plan_id.is_some() || new.above_id.is_some() {
        let under_way =
            store::unfinished(work, &new.organization_id, new.plan_id.as_ref(), new.above_id.as_ref())?;
        if let Some(id) = under_way {
            return Ok(id);
        }
    }
    let (by, at) = (actor.account_id.as_str(), work.at());
    let id = store::add(work, &new, by, at)?;
    store::add_step(work, &id, "begun", "", by, at)?;
    work.note(Note::of(Deed::RevisionBegun, &id).to(&new.organization_id));
    Ok(id)
}

/// The title in a plan file; empty where it cannot be read.
fn title(toml: &str) -> String {
    PlanFile::read(toml).map(|file| file.title().to_owned()).unwrap_or_default()
}

fn fresh(organization_id: &Id, toml: String) -> New {
    New {
        title: title(&toml),
        organization_id: organization_id.clone(),
        plan_id: None,
        base_number: 0,
        above_id: None,
        toml,
        arrangement: None,
    }
}

/// The name of the organization, where the actor keeps its plans.
fn may_keep(work: &mut Work<'_>, actor: &Actor, organization_id: &Id) -> Result<String> {
    let organization = people::organization(work, organization_id)?.or_not_found()?;
    let may = actor.may(Right::KeepPlans, Place::Organization { path: &organization.path });
    if may { Ok(organization.name) } else { Err(Error::Forbidden) }
}

fn of_plan(work: &mut Work<'_>, actor: &Actor, plan_id: Id) -> Result<New> {
    let plan = plans::plan(work, &plan_id)?.or_not_found()?;
    let above = plan.plan().refines.is_some();
    let right = if above { Right::RefinePlans } else { Right::KeepPlans };
    if !actor.may(right, Place::Organization { path: &plan.path }) {
        return Err(Error::Forbidden);
    }
    let above_id = match &plan.plan().refines {
        Some(code) => {
            plans::above(work, &plan.path, code, plan.plan().year)?.map(|above| above.plan_id.clone())
        }
        None => None,
    };
    let (toml, arrangement) = plans::text_of(work, &plan_id, plan.number)?;
    Ok(New {
        organization_id: plan.organization_id.clone(),
        plan_id: Some(plan_id),
        base_number: plan.number,
        above_id,
        title: plan.plan().title.clone(),
        toml,
        arrangement,
    })
}

fn copy(work: &mut Work<'_>, actor: &Actor, plan_id: &Id, year: i16) -> Result<New> {
    let plan = plans::plan(work, plan_id)?.or_not_found()?;
    may_keep(work, actor, &plan.organization_id)?;
    let (toml, arrangement) = plans::text_of(work, plan_id, plan.number)?;
    let carried =
        carry(&toml, year).ok_or_else(|| Mistakes::one("year", Messages::revisions_cannot_be_carried))?;
    if plans::has(work, &plan.organization_id, &plan.plan().code, year)? {
        return Err(Mistakes::one("year", Messages::revisions_year_taken));
    }
    Ok(New { arrangement, ..fresh(&plan.organization_id, carried) })
}

/// A branch's plan begins with the words of the one above, and without any duty.
fn below(work: &mut Work<'_>, actor: &Actor, above_id: &Id, organization_id: &Id) -> Result<New> {
    let above = plans::plan(work, above_id)?.or_not_found()?;
    let organization = people::organization(work, organization_id)?.or_not_found()?;
    let inside = organization.path.starts_with(&above.path) && organization.path != above.path;
    if !inside || !actor.may(Right::RefinePlans, Place::Organization { path: &organization.path }) {
        return Err(Error::Forbidden);
    }
    let (toml, _) = plans::text_of(work, above_id, above.number)?;
    let toml = derived(&toml, above.plan(), &organization.name)
        .ok_or_else(|| anyhow::anyhow!("the plan above is stored but cannot be read"))?;
    Ok(New { above_id: Some(above_id.clone()), ..fresh(organization_id, toml) })
}

/// The file of a plan below another: its words, and none of its duties.
fn derived(toml: &str, above: &Plan, organization: &str) -> Option<String> {
    let mut file = PlanFile::read(toml)?;
    for table in ["duty", "campaign", "program", "award"] {
        file.clear(table);
    }
    let plan = file.parts().into_iter().find(|part| part.at.table == "plan")?.at;
    let kept = file.values(plan)?;
    let said = |path: &str| -> Vec<String> {
        match path {
            "title" => vec![format!("{organization}学习计划")],
            "issuer" => vec![organization.to_owned()],
            "id" | "refines" => vec![above.code.clone()],
            "year" => vec![above.year.to_string()],
            "starts_on" | "ends_on" | "late" | "late_after" | "convert" => {
                kept.get(path).cloned().unwrap_or_default()
            }
            _ => Vec::new(),
        }
    };
    file.set(plan, &said);
    Some(without_orphans(&file.text()))
}

/// Comments that stood above what was taken out go with it: what stands behind the last table is theirs.
fn without_orphans(text: &str) -> String {
    let end = text.trim_end();
    let last = end.lines().rev().take_while(|line| line.starts_with('#') || line.trim().is_empty()).count();
    let lines: Vec<&str> = end.lines().collect();
    let kept = lines.get(..lines.len().saturating_sub(last)).unwrap_or_default();
    format!("{}\n", kept.join("\n"))
}

/// The head of a plan that is begun from nothing, with the one activity that every plan has.
fn head(title: &str, code: &str, year: i16, issuer: &str) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    format!(
        "[plan]\nid = {}\ntitle = {}\nyear = {year}\nissuer = {}\n\n[[activity]]\nid = \"self-study\"\ntitle = \"自学\"\n\
         for = \"个人\"\nunits = [\"小时\"]\nquick = true\n",
        quoted(code),
        quoted(title),
        quoted(issuer),
    )
}
