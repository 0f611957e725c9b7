//! What becomes of a revision: published, handed in, returned, dropped.

use std::sync::Arc;

use xueji_plan::refine::{Weaker, weaker};
use xueji_plan::{Diagnostic, Parsed, Severity, parse};
use xueji_store::Tx;

use crate::plans::{self, InForce, Publication};
use crate::revisions::{Revision, State, store};
use crate::shell::lang::Messages;
use crate::shell::{Actor, Deed, Error, Id, Mistakes, Note, Place, Result, Right, Work};

/// What is wrong with a revision.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) parsed: Parsed,
    /// Where it asks less than the plan above.
    pub(super) weaker: Vec<Weaker>,
    /// The plan above, where it is a branch's.
    pub(super) above: Option<Arc<InForce>>,
}

impl Checked {
    pub(super) fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.parsed.diagnostics.iter().filter(|one| one.severity == Severity::Error)
    }

    /// Whether it may be put in force.
    pub(super) fn is_fit(&self) -> bool {
        self.parsed.plan.is_some() && self.weaker.is_empty()
    }
}

/// Reads a revision as a plan, and holds it against the plan above.
pub(super) fn check(tx: &mut Tx, revision: &Revision) -> Result<Checked> {
    let above = plan_of(tx, revision.above_id.as_ref())?;
    let parsed = parse("plan.toml", &revision.toml, |_| revision.arrangement.clone());
    let weaker = match (&above, &parsed.plan) {
        (Some(above), Some(own)) => weaker(above.plan(), own),
        _ => Vec::new(),
    };
    Ok(Checked { parsed, weaker, above })
}

/// The newest version of a plan, where there is one.
pub(super) fn plan_of(tx: &mut Tx, id: Option<&Id>) -> Result<Option<Arc<InForce>>> {
    Ok(id.map(|id| plans::plan(tx, id)).transpose()?.flatten())
}

/// A revision that the actor may see.
pub(super) fn visible(tx: &mut Tx, actor: &Actor, id: &Id) -> Result<Revision> {
    let revision = store::find(tx, id)?;
    if may_write(actor, &revision) || may_decide(actor, &revision) {
        Ok(revision)
    } else {
        Err(Error::NotFound)
    }
}

/// Whether the actor writes in it.
pub(super) fn may_write(actor: &Actor, revision: &Revision) -> bool {
    let right = if revision.above_id.is_some() { Right::RefinePlans } else { Right::KeepPlans };
    actor.may(right, Place::Organization { path: &revision.path })
}

/// Whether the actor puts it in force or sends it back.
pub(super) fn may_decide(actor: &Actor, revision: &Revision) -> bool {
    actor.may(Right::KeepPlans, Place::Organization { path: &revision.path })
}

/// One that the actor writes in, under its lock.
pub(super) fn opened(work: &mut Work<'_>, actor: &Actor, id: &Id) -> Result<Revision> {
    work.serialize_on(&[id.as_str()])?;
    let revision = visible(work, actor, id)?;
    if !may_write(actor, &revision) {
        return Err(Error::Forbidden);
    }
    if !revision.state.is_open() {
        return Err(Error::Conflict(Messages::revisions_not_open));
    }
    Ok(revision)
}

/// The longest reason or remark.
const LONGEST: usize = 500;

/// The revision gets as far as `state`; once published, it is a version of a plan.
fn step(
    work: &mut Work<'_>,
    actor: &Actor,
    revision: &Revision,
    (state, plan_id): (State, Option<&Id>),
    said: &str,
) -> Result<()> {
    let (by, at) = (actor.account_id.as_str(), work.at());
    store::set_state(work, &revision.id, state, plan_id)?;
    store::add_step(work, &revision.id, state.code(), said, by, at)?;
    let note = Note::of(Deed::RevisionDecided, &revision.id).to(&revision.organization_id);
    work.note(note.saying(state.code()));
    Ok(())
}

fn reason(said: &str) -> Result<&str> {
    let said = said.trim();
    if said.is_empty() || said.chars().count() > LONGEST {
        return Err(Mistakes::one("reason", Messages::revisions_reason_missing));
    }
    Ok(said)
}

/// A branch hands its plan in.
pub(super) fn submit(work: &mut Work<'_>, actor: &Actor, id: &Id) -> Result<()> {
    let revision = opened(work, actor, id)?;
    if revision.above_id.is_none() {
        return Err(Error::NotFound);
    }
    if !check(work, &revision)?.is_fit() {
        return Err(Error::Conflict(Messages::revisions_has_errors));
    }
    step(work, actor, &revision, (State::Submitted, None), "")
}

/// The office sends a branch's plan back, and says why.
pub(super) fn send_back(work: &mut Work<'_>, actor: &Actor, id: &Id, said: &str) -> Result<()> {
    work.serialize_on(&[id.as_str()])?;
    let revision = visible(work, actor, id)?;
    if !may_decide(actor, &revision) {
        return Err(Error::Forbidden);
    }
    if revision.state != State::Submitted {
        return Err(Error::Conflict(Messages::revisions_not_submitted));
    }
    let said = reason(said)?;
    step(work, actor, &revision, (State::Returned, None), said)
}

/// A revision is given up; what was written stays in sight of nobody.
pub(super) fn withdraw(work: &mut Work<'_>, actor: &Actor, id: &Id) -> Result<()> {
    let revision = opened(work, actor, id)?;
    step(work, actor, &revision, (State::Dropped, None), "")
}

/// Puts a revision in force; everybody's standings are made anew before the commit. Returns the plan.
///
/// A branch's own is put in force by the office, once handed in: that is the approval.
pub(super) fn publish(work: &mut Work<'_>, actor: &Actor, id: &Id, said: &str) -> Result<Id> {
    work.serialize_on_all()?;
    let revision = visible(work, actor, id)?;
    if !may_decide(actor, &revision) {
        return Err(Error::Forbidden);
    }
    let ready = if revision.above_id.is_some() {
        revision.state == State::Submitted
    } else {
        revision.state.is_open()
    };
    if !ready {
        return Err(Error::Conflict(Messages::revisions_not_open));
    }
    let said = if revision.above_id.is_some() && said.trim().is_empty() { "批准" } else { reason(said)? };
    let checked = check(work, &revision)?;
    if !checked.is_fit() {
        return Err(Error::Conflict(Messages::revisions_has_errors));
    }
    if let (None, Some(plan)) = (&revision.plan_id, &checked.parsed.plan)
        && revision.above_id.is_none()
        && plans::has(work, &revision.organization_id, &plan.code, plan.year)?
    {
        return Err(Error::Conflict(Messages::revisions_year_taken));
    }
    let publication = Publication {
        organization_id: revision.organization_id.clone(),
        toml: revision.toml.clone(),
        arrangement: revision.arrangement.clone(),
        reason: said.to_owned(),
        by: Some(actor.account_id.clone()),
        at: work.at(),
    };
    let published = plans::publish(work, &publication)?;
    let plan_id = published.map_err(|_| Error::Conflict(Messages::revisions_has_errors))?;
    if revision.plan_id.as_ref().is_some_and(|old| *old != plan_id) {
        // Another code or year would make another plan, and leave the old one in force beside it.
        return Err(Error::Conflict(Messages::revisions_other_plan));
    }
    step(work, actor, &revision, (State::Published, Some(&plan_id)), said)?;
    Ok(plan_id)
}
