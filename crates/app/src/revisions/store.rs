//! The SQL of revisions.

use xueji_store::{Row, Tx, Where, params};

use crate::people;
use crate::revisions::{Revision, State};
use crate::shell::error::unreadable;
use crate::shell::{Id, OrNotFound, Result};

/// A new revision.
#[derive(Clone, Debug)]
pub(super) struct New {
    pub(super) organization_id: Id,
    pub(super) plan_id: Option<Id>,
    pub(super) base_number: i64,
    pub(super) above_id: Option<Id>,
    pub(super) toml: String,
    /// The title in the file.
    pub(super) title: String,
    pub(super) arrangement: Option<String>,
}

pub(super) fn add(tx: &mut Tx, new: &New, by: &str, at: i64) -> Result<Id> {
    let id = Id::fresh();
    tx.execute(
        "insert into revision (id, organization_id, plan_id, base_number, above_id, toml, title, arrangement, state,
             created_at, changed_at, changed_by)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'open', ?9, ?9, ?10)",
        params![
            id,
            new.organization_id,
            new.plan_id,
            new.base_number,
            new.above_id,
            new.toml,
            new.title,
            new.arrangement,
            at,
            by,
        ],
    )?;
    Ok(id)
}

/// Revisions with whose they are and who changed them.
const FROM: &str = "from revision
    join organization on organization.id = revision.organization_id
    left join account on account.id = revision.changed_by
    left join person on person.id = account.person_id";

fn read(row: &Row<'_>) -> xueji_store::Result<Revision> {
    Ok(Revision {
        id: row.get(0)?,
        organization_id: row.get(1)?,
        organization: row.get(2)?,
        path: row.get(3)?,
        plan_id: row.get(4)?,
        base_number: row.get(5)?,
        above_id: row.get(6)?,
        toml: row.get(7)?,
        arrangement: row.get(8)?,
        state: state(row, 9)?,
        changed_at: row.get(10)?,
        changed_by: row.get(11)?,
    })
}

fn state(row: &Row<'_>, column: usize) -> xueji_store::Result<State> {
    State::from_code(row.str(column)?).ok_or(unreadable(column, "a state of a revision"))
}

pub(super) fn find(tx: &mut Tx, id: &Id) -> Result<Revision> {
    let found = tx.query_opt(
        &format!(
            "select revision.id, revision.organization_id, organization.name, organization.path, revision.plan_id,
                 revision.base_number, revision.above_id, revision.toml, revision.arrangement, revision.state,
                 revision.changed_at, coalesce(person.name, account.name, '')
             {FROM}
             where revision.id = ?1"
        ),
        params![id],
        read,
    )?;
    found.or_not_found()
}

/// The unfinished revision of a plan, or of an organization's plan below another.
pub(super) fn unfinished(
    tx: &mut Tx,
    organization_id: &Id,
    plan_id: Option<&Id>,
    above_id: Option<&Id>,
) -> Result<Option<Id>> {
    let clause = Where::new()
        .and("organization_id = ?", organization_id)
        .and_opt("plan_id = ?", &plan_id)
        .and_if(plan_id.is_none(), "plan_id is null")
        .and_opt("above_id = ?", &above_id)
        .and_if(true, "state in ('open', 'submitted', 'returned')");
    Ok(tx.query_opt(
        &format!("select id from revision {} limit 1", clause.sql()),
        clause.params(),
        |row| row.get(0),
    )?)
}

pub(super) fn set_text(
    tx: &mut Tx,
    id: &Id,
    (toml, title): (&str, &str),
    arrangement: Option<&str>,
    by: &str,
    at: i64,
) -> Result<()> {
    tx.execute(
        "update revision set toml = ?2, title = ?3, arrangement = ?4, changed_at = ?5, changed_by = ?6 where id = ?1",
        params![id, toml, title, arrangement, at, by],
    )?;
    Ok(())
}

pub(super) fn set_state(tx: &mut Tx, id: &Id, state: State, plan_id: Option<&Id>) -> Result<()> {
    tx.execute(
        "update revision set state = ?2, plan_id = coalesce(?3, plan_id) where id = ?1",
        params![id, state.code(), plan_id],
    )?;
    Ok(())
}

pub(super) fn add_step(tx: &mut Tx, id: &Id, what: &str, said: &str, by: &str, at: i64) -> Result<()> {
    tx.execute(
        "insert into revision_step (revision_id, number, at, by_account_id, what, said)
         values (?1, (select coalesce(max(number), 0) + 1 from revision_step where revision_id = ?1), ?2, ?3, ?4, ?5)",
        params![id, at, by, what, said],
    )?;
    Ok(())
}

/// A step on a revision's way.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) at: i64,
    pub(super) by: String,
    pub(super) what: String,
    pub(super) said: String,
}

/// Its way so far, the latest step first.
pub(super) fn steps(tx: &mut Tx, id: &Id) -> Result<Vec<Step>> {
    Ok(tx.query(
        "select step.at, coalesce(person.name, account.name, ''), step.what, step.said
         from revision_step step
         left join account on account.id = step.by_account_id
         left join person on person.id = account.person_id
         where step.revision_id = ?1
         order by step.number desc
         limit 50",
        params![id],
        |row| Ok(Step { at: row.get(0)?, by: row.get(1)?, what: row.get(2)?, said: row.get(3)? }),
    )?)
}

/// A revision as lists show it.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) id: Id,
    pub(super) organization: String,
    pub(super) title: String,
    pub(super) state: State,
    pub(super) changed_at: i64,
    pub(super) changed_by: String,
    pub(super) is_branchs: bool,
}

/// Revisions that are under way at or below a path, what waits for a decision first; at most `most`.
pub(super) fn under_way(tx: &mut Tx, path: &str, most: usize) -> Result<Vec<Listed>> {
    Ok(tx.query(
        &format!(
            "select revision.id, organization.name, revision.title, revision.state, revision.changed_at,
                 coalesce(person.name, account.name, ''), revision.above_id is not null
             {FROM}
             where revision.state in ('open', 'submitted', 'returned')
                 and organization.path >= ?1 and organization.path < ?2
             order by case revision.state when 'submitted' then 0 else 1 end, revision.changed_at desc
             limit {most}"
        ),
        &people::ends(path),
        |row| {
            Ok(Listed {
                id: row.get(0)?,
                organization: row.get(1)?,
                title: row.get(2)?,
                state: state(row, 3)?,
                changed_at: row.get(4)?,
                changed_by: row.get(5)?,
                is_branchs: row.get(6)?,
            })
        },
    )?)
}

/// Where a branch is with its own plan below another.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    pub(super) organization: String,
    /// Its plan in force below the other, if it has one.
    pub(super) plan_id: Option<Id>,
    /// Its unfinished revision, and where that is.
    pub(super) revision: Option<(Id, State, i64)>,
}

/// Every branch at or below the issuer of a plan, and where it is with its own: a few rows for each branch.
pub(super) fn progress(tx: &mut Tx, above_id: &Id, path: &str, year: i64) -> Result<Vec<Progress>> {
    let [from, to] = people::ends(path);
    Ok(tx.query(
        "select organization.short_name,
             (select plan.id from plan
              join revision done on done.plan_id = plan.id and done.above_id = ?3 and done.state = 'published'
              where plan.organization_id = organization.id and plan.year = ?4 limit 1),
             revision.id, revision.state, revision.changed_at
         from organization
         left join revision on revision.organization_id = organization.id and revision.above_id = ?3
             and revision.state in ('open', 'submitted', 'returned')
         where organization.path >= ?1 and organization.path < ?2 and organization.level = 'branch'
             and organization.dissolved_on is null
         order by organization.path, organization.sort_order
         limit 2000",
        &[from, to, xueji_store::Param::to_value(above_id), xueji_store::Value::Int(year)],
        |row| {
            let revision: Option<Id> = row.get(2)?;
            let state = row.opt_str(3)?.and_then(State::from_code);
            let at: Option<i64> = row.get(4)?;
            Ok(Progress {
                organization: row.get(0)?,
                plan_id: row.get(1)?,
                revision: revision.zip(state).zip(at).map(|((id, state), at)| (id, state, at)),
            })
        },
    )?)
}
