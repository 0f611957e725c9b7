//! Mandates in the database.

use jiff::civil::Date;
use xueji_store::{Param as _, Row, Tx, Value, Where, params};

use crate::mandates::Mandate;
use crate::people;
use crate::shell::actor::Role;
use crate::shell::error::unreadable;
use crate::shell::{Id, Result, listed};

/// A mandate to be stored.
#[derive(Debug)]
pub(super) struct New<'a> {
    pub(super) id: &'a Id,
    pub(super) role: Role,
    pub(super) organization_id: &'a Id,
    pub(super) person_id: Option<&'a Id>,
    pub(super) account_id: Option<&'a Id>,
    pub(super) stands_for_id: Option<&'a Id>,
    pub(super) from_on: Date,
    pub(super) to_on: Date,
    pub(super) reason: &'a str,
    pub(super) given_by: &'a Id,
    pub(super) given_at: i64,
}

pub(super) fn add(tx: &mut Tx, new: &New<'_>) -> Result<()> {
    tx.execute(
        "insert into mandate (id, role, organization_id, person_id, account_id, stands_for_id, from_on, to_on, reason,
             given_by, given_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            new.id,
            people::role_code(new.role),
            new.organization_id,
            new.person_id,
            new.account_id,
            new.stands_for_id,
            new.from_on,
            new.to_on,
            new.reason,
            new.given_by,
            new.given_at
        ],
    )?;
    Ok(())
}

pub(super) fn end(tx: &mut Tx, id: &Id, by: &Id, at: i64) -> Result<()> {
    tx.execute("update mandate set ended_by = ?2, ended_at = ?3 where id = ?1", params![id, by, at])?;
    Ok(())
}

/// Whether somebody holds this role here by a mandate on any of these days.
pub(super) fn holds(
    tx: &mut Tx,
    person_id: &Id,
    role: Role,
    organization_id: &Id,
    (from_on, to_on): (Date, Date),
) -> Result<bool> {
    Ok(tx.scalar(
        "select exists (select 1 from mandate
             where person_id = ?1 and role = ?2 and organization_id = ?3 and from_on <= ?5 and to_on >= ?4
                 and ended_at is null)",
        params![person_id, people::role_code(role), organization_id, from_on, to_on],
    )?)
}

/// Which mandates a list is about.
#[derive(Debug)]
pub(super) struct Filter<'a> {
    /// Those at or below one of these paths,
    pub(super) paths: &'a [String],
    /// and those that this person holds or gave the place for.
    pub(super) person_id: Option<&'a Id>,
    /// Only those that may still count.
    pub(super) open: bool,
}

/// A page of mandates, those that last longest first, and whether there are more.
pub(super) fn list(
    tx: &mut Tx,
    filter: &Filter<'_>,
    today: Date,
    page: usize,
    size: usize,
) -> Result<(Vec<Mandate>, bool)> {
    let ends: Vec<String> = filter.paths.iter().map(|path| people::end_of(path)).collect();
    let mut conditions: Vec<&str> = Vec::new();
    let mut values: Vec<Value<'_>> = Vec::new();
    for (path, end) in filter.paths.iter().zip(&ends) {
        conditions.push("o.path >= ? and o.path < ?");
        values.extend([path.to_value(), end.to_value()]);
    }
    if let Some(person_id) = filter.person_id {
        conditions.push("m.person_id = ? or m.stands_for_id = ?");
        values.extend([person_id.to_value(), person_id.to_value()]);
    }
    let any =
        format!("({})", if conditions.is_empty() { "1 = 0".to_owned() } else { conditions.join(" or ") });
    let day = params![today].to_vec();
    let mut clause = Where::after(&day).and_all(&any, &values);
    if filter.open {
        clause = clause.and("m.to_on >= ?", &today).and_if(true, "m.ended_at is null");
    }
    let found = tx.query(
        &format!(
            "{} {} order by m.to_on desc, m.id desc limit {} offset {}",
            columns("?1"),
            clause.sql(),
            size + 1,
            page.saturating_sub(1) * size
        ),
        clause.params(),
        read,
    )?;
    Ok(listed::cut(found, size))
}

/// One mandate.
pub(super) fn find(tx: &mut Tx, id: &Id, today: Date) -> Result<Option<Mandate>> {
    Ok(tx.query_opt(&format!("{} where m.id = ?1", columns("?2")), params![id, today], read)?)
}

/// The columns of a mandate, as of the day of a placeholder.
fn columns(day: &str) -> String {
    format!(
        "select m.id, m.role, o.short_name, o.path, m.person_id, m.account_id, coalesce(p.name, a.name, ''), s.name,
             m.from_on, m.to_on, m.reason, coalesce(gp.name, g.name, ''), m.ended_at, {}
         from mandate m
         join organization o on o.id = m.organization_id
         left join person p on p.id = m.person_id
         left join account a on a.id = m.account_id
         left join person s on s.id = m.stands_for_id
         left join account g on g.id = m.given_by
         left join person gp on gp.id = g.person_id",
        people::stands(day)
    )
}

fn read(row: &Row<'_>) -> xueji_store::Result<Mandate> {
    Ok(Mandate {
        id: row.get(0)?,
        role: people::role_of(row.str(1)?).ok_or(unreadable(1, "a role"))?,
        organization: row.get(2)?,
        path: row.get(3)?,
        person_id: row.get(4)?,
        account_id: row.get(5)?,
        holder: row.get(6)?,
        stands_for: row.get(7)?,
        from_on: row.get(8)?,
        to_on: row.get(9)?,
        reason: row.get(10)?,
        given_by: row.get(11)?,
        ended_at: row.get(12)?,
        stands: row.get(13)?,
    })
}
