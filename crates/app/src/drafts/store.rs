//! The SQL of drafts.

use xueji_draft::PlanDraft;
use xueji_store::{Row, Tx, params};

use crate::shell::{Actor, Deed, Id, Note, OrNotFound, Result, Work};

/// Drafts on a page.
pub(super) const PAGE: usize = 20;
/// Decisions that a page shows; all are kept.
const SHOWN_DECISIONS: usize = 100;

/// A draft as it is stored.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) id: Id,
    pub(super) organization_path: String,
    pub(super) organization_id: Id,
    pub(super) arrangement: String,
    pub(super) draft: PlanDraft,
    /// The plan that was made of it; from then on it is history.
    pub(super) plan_id: Option<Id>,
}

/// A line of the list.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) id: Id,
    pub(super) title: String,
    pub(super) changed_at: i64,
    pub(super) plan_id: Option<Id>,
}

/// What was decided, by whom and when.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub(super) at: i64,
    pub(super) by: String,
    pub(super) what: String,
    pub(super) part: String,
}

pub(super) fn draft(tx: &mut Tx, id: &Id) -> Result<Stored> {
    let found = tx.query_opt(
        "select draft.id, organization.path, draft.organization_id, draft.arrangement, draft.content, draft.plan_id
         from draft join organization on organization.id = draft.organization_id
         where draft.id = ?1",
        params![id],
        |row: &Row<'_>| {
            let content: String = row.get(4)?;
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, content, row.get(5)?))
        },
    )?;
    let (id, organization_path, organization_id, arrangement, content, plan_id) = found.or_not_found()?;
    let draft = serde_json::from_str(&content)
        .map_err(|error| anyhow::anyhow!("draft {id} cannot be read: {error}"))?;
    Ok(Stored { id, organization_path, organization_id, arrangement, draft, plan_id })
}

/// The drafts of the organizations below a path, the latest changed first, from the given place on.
pub(super) fn below(tx: &mut Tx, path: &str, offset: usize) -> Result<Vec<Line>> {
    let (most, offset) = (i64::try_from(PAGE + 1).unwrap_or(i64::MAX), i64::try_from(offset).unwrap_or(0));
    Ok(tx.query(
        "select draft.id, draft.title, draft.changed_at, draft.plan_id
         from draft join organization on organization.id = draft.organization_id
         where substr(organization.path, 1, length(?1)) = ?1
         order by draft.changed_at desc, draft.id desc
         limit ?2 offset ?3",
        params![path, most, offset],
        |row: &Row<'_>| {
            Ok(Line { id: row.get(0)?, title: row.get(1)?, changed_at: row.get(2)?, plan_id: row.get(3)? })
        },
    )?)
}

pub(super) fn add(
    tx: &mut Tx,
    organization_id: &Id,
    arrangement: &str,
    draft: &PlanDraft,
    actor: &Actor,
    at: i64,
) -> Result<Id> {
    let id = Id::fresh();
    tx.execute(
        "insert into draft (id, organization_id, title, arrangement, content, created_at, created_by, changed_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?6)",
        params![id, organization_id, draft.title, arrangement, content(draft)?, at, actor.account_id],
    )?;
    Ok(id)
}

pub(super) fn keep(tx: &mut Tx, id: &Id, draft: &PlanDraft, at: i64) -> Result<()> {
    tx.execute(
        "update draft set title = ?2, content = ?3, changed_at = ?4 where id = ?1",
        params![id, draft.title, content(draft)?, at],
    )?;
    Ok(())
}

pub(super) fn published(tx: &mut Tx, id: &Id, plan_id: &Id) -> Result<()> {
    tx.execute("update draft set plan_id = ?2 where id = ?1", params![id, plan_id])?;
    Ok(())
}

/// Adds to what was decided; `what` names the decision, `part` says what of.
pub(super) fn decided(
    work: &mut Work<'_>,
    id: &Id,
    what: &str,
    part: &str,
    actor: &Actor,
    at: i64,
) -> Result<()> {
    work.note(Note::of(Deed::DraftDecided, id).saying(what));
    work.execute(
        "insert into draft_decision (draft_id, number, made_at, made_by, what, part)
         values (?1, (select coalesce(max(number), 0) + 1 from draft_decision where draft_id = ?1), ?2, ?3, ?4, ?5)",
        params![id, at, actor.name, what, part],
    )?;
    Ok(())
}

/// The latest decisions, the newest first.
pub(super) fn decisions(tx: &mut Tx, id: &Id) -> Result<Vec<Made>> {
    Ok(tx.query(
        &format!(
            "select made_at, made_by, what, part from draft_decision where draft_id = ?1
             order by number desc limit {SHOWN_DECISIONS}"
        ),
        params![id],
        |row: &Row<'_>| Ok(Made { at: row.get(0)?, by: row.get(1)?, what: row.get(2)?, part: row.get(3)? }),
    )?)
}

fn content(draft: &PlanDraft) -> Result<String> {
    Ok(serde_json::to_string(draft).map_err(anyhow::Error::from)?)
}
