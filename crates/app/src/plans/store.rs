//! The SQL of plans.

use jiff::civil::Date;
use xueji_store::{Param, Row, Tx, Where, params};

use crate::plans::{Head, Publication};
use crate::shell::trail::{Digest, digest};
use crate::shell::{Id, OrNotFound, Result};

/// No bureau keeps more plans than this in one database: its own and its branches', over the years.
const MOST_PLANS: usize = 5_000;

fn heads(tx: &mut Tx, condition: Where<'_>) -> Result<Vec<Head>> {
    let newest = "version.number = (select max(number) from plan_version where plan_id = plan.id)";
    let clause = condition.and_if(true, newest);
    Ok(tx.query(
        &format!(
            "select plan.id, plan.organization_id, organization.path, version.id, version.number
             from plan
             join organization on organization.id = plan.organization_id
             join plan_version version on version.plan_id = plan.id
             {}
             order by plan.year desc, length(organization.path), plan.code, plan.id
             limit {MOST_PLANS}",
            clause.sql()
        ),
        clause.params(),
        |row: &Row<'_>| {
            Ok(Head {
                plan_id: row.get(0)?,
                organization_id: row.get(1)?,
                path: row.get(2)?,
                version_id: row.get(3)?,
                number: row.get(4)?,
            })
        },
    )?)
}

fn including(on: &Date) -> Where<'_> {
    Where::new().and("plan.first_on <= ?", on).and("plan.last_on >= ?", on)
}

/// The newest versions of the plans whose days include `on`.
pub(super) fn newest_on(tx: &mut Tx, on: Date) -> Result<Vec<Head>> {
    heads(tx, including(&on))
}

/// The newest versions of the plans of these organizations, of all days or of one.
pub(super) fn newest_over(tx: &mut Tx, organizations: &[&str], on: Option<Date>) -> Result<Vec<Head>> {
    let clause = on.as_ref().map_or_else(Where::new, including);
    heads(tx, clause.and_in("plan.organization_id", organizations))
}

/// The newest versions of all plans.
pub(super) fn newest(tx: &mut Tx) -> Result<Vec<Head>> {
    heads(tx, Where::new())
}

/// The newest version of one plan.
pub(super) fn newest_of(tx: &mut Tx, plan_id: &Id) -> Result<Vec<Head>> {
    heads(tx, Where::new().and("plan.id = ?", plan_id))
}

/// The plan file of a version, and the arrangement that it quotes.
pub(super) fn texts(tx: &mut Tx, version_id: &Id) -> Result<(String, Option<String>)> {
    tx.query_opt("select toml, arrangement from plan_version where id = ?1", params![version_id], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?
    .or_not_found()
}

/// The plan file of a plan's version, and the arrangement that it quotes.
pub(crate) fn text_of(tx: &mut Tx, plan_id: &Id, number: i64) -> Result<(String, Option<String>)> {
    tx.query_opt(
        "select toml, arrangement from plan_version where plan_id = ?1 and number = ?2",
        params![plan_id, number],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?
    .or_not_found()
}

/// The plan of an organization with this code and year.
pub(super) fn by_code(tx: &mut Tx, organization_id: &Id, code: &str, year: i64) -> Result<Option<Id>> {
    Ok(tx.query_opt(
        "select id from plan where organization_id = ?1 and code = ?2 and year = ?3",
        params![organization_id, code, year],
        |row| row.get(0),
    )?)
}

/// The columns of a version in the order in which its digest is taken.
const VERSION: &str = "id, plan_id, number, toml, arrangement, reason, published_at, published_by";
const VERSION_WIDTH: usize = 8;

/// Stores the next version of a plan; returns its id, its number and its digest.
pub(super) fn add_version(tx: &mut Tx, plan_id: &Id, publication: &Publication) -> Result<(Id, i64, Digest)> {
    let id = Id::fresh();
    let number: i64 = tx.scalar(
        "select coalesce(max(number), 0) + 1 from plan_version where plan_id = ?1",
        params![plan_id],
    )?;
    let values = params![
        id,
        plan_id,
        number,
        publication.toml,
        publication.arrangement,
        publication.reason,
        publication.at,
        publication.by,
    ];
    tx.execute(
        &format!("insert into plan_version ({VERSION}) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
        values,
    )?;
    let digest = digest(values.iter().map(Param::to_value));
    Ok((id, number, digest))
}

/// Hands over the id and digest of every stored version.
pub(crate) fn each_digest(tx: &mut Tx, mut see: impl FnMut(&str, Digest)) -> Result<()> {
    Ok(tx.each(&format!("select {VERSION} from plan_version"), params![], |row| {
        let values = (0..VERSION_WIDTH).map(|column| row.value(column)).collect::<Result<Vec<_>, _>>()?;
        see(row.str(0)?, digest(values));
        Ok(())
    })?)
}

/// A line of a plan's history.
#[derive(Clone, Debug)]
pub(crate) struct History {
    pub(crate) number: i64,
    pub(crate) reason: String,
    pub(crate) published_at: i64,
}

/// The versions of a plan, the newest first.
pub(crate) fn history(tx: &mut Tx, plan_id: &Id) -> Result<Vec<History>> {
    Ok(tx.query(
        "select number, reason, published_at from plan_version where plan_id = ?1 order by number desc limit 100",
        params![plan_id],
        |row| Ok(History { number: row.get(0)?, reason: row.get(1)?, published_at: row.get(2)? }),
    )?)
}
