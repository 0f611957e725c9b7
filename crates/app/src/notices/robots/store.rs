//! The SQL of robots.

use xueji_store::{Param as _, Row, Tx, Value, Where, params};

use crate::notices::robots::{Address, Hidden, Robot, Vendor};
use crate::people;
use crate::shell::error::unreadable;
use crate::shell::{Id, Result, listed};

const COLUMNS: &str = "robot.id, robot.organization_id, robot.kind, robot.address, robot.secret";

/// A robot as a list shows it.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) robot: Robot,
    pub(super) organization: String,
    pub(super) sent_at: Option<i64>,
    /// Why its last message was not said.
    pub(super) failure: Option<String>,
}

pub(super) fn put(tx: &mut Tx, robot: &Robot, by: &Id, at: i64) -> Result<()> {
    tx.execute("delete from robot where organization_id = ?1", params![robot.organization_id])?;
    tx.execute(
        "insert into robot (id, organization_id, kind, address, secret, set_by, set_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            robot.id,
            robot.organization_id,
            robot.vendor.code(),
            robot.address.0,
            robot.secret.0,
            by,
            at
        ],
    )?;
    Ok(())
}

pub(super) fn remove(tx: &mut Tx, id: &Id) -> Result<()> {
    tx.execute("delete from robot where id = ?1", params![id])?;
    Ok(())
}

/// The robot of an organization.
pub(in crate::notices) fn of(tx: &mut Tx, organization_id: &Id) -> Result<Option<Robot>> {
    let sql = format!("select {COLUMNS} from robot where organization_id = ?1");
    Ok(tx.query_opt(&sql, params![organization_id], read)?)
}

/// A robot with the path of its organization.
pub(super) fn find(tx: &mut Tx, id: &Id) -> Result<Option<(Robot, String)>> {
    Ok(tx.query_opt(
        &format!(
            "select {COLUMNS}, o.path from robot join organization o on o.id = robot.organization_id
             where robot.id = ?1"
        ),
        params![id],
        |row| Ok((read(row)?, row.get(5)?)),
    )?)
}

/// A page of the robots at or below some paths, in the order of the tree, and whether there are more.
pub(super) fn list(tx: &mut Tx, paths: &[String], page: usize, size: usize) -> Result<(Vec<Listed>, bool)> {
    let ends: Vec<String> = paths.iter().map(|path| people::end_of(path)).collect();
    let bounds = paths.iter().zip(&ends).flat_map(|(path, end)| [path.to_value(), end.to_value()]);
    let values: Vec<Value<'_>> = bounds.collect();
    let any = vec!["o.path >= ? and o.path < ?"; paths.len()].join(" or ");
    let clause = Where::new().and_all(if any.is_empty() { "1 = 0" } else { &any }, &values);
    let found = tx.query(
        &format!(
            "select {COLUMNS}, o.short_name, robot.sent_at, robot.failure from robot
             join organization o on o.id = robot.organization_id
             {} order by o.path limit {} offset {}",
            clause.sql(),
            size + 1,
            page.saturating_sub(1) * size
        ),
        clause.params(),
        |row| {
            Ok(Listed {
                robot: read(row)?,
                organization: row.get(5)?,
                sent_at: row.get(6)?,
                failure: row.get(7)?,
            })
        },
    )?;
    Ok(listed::cut(found, size))
}

/// It said something.
pub(in crate::notices) fn told(tx: &mut Tx, id: &Id, at: i64) -> Result<()> {
    tx.execute("update robot set sent_at = ?2, failure = null where id = ?1", params![id, at])?;
    Ok(())
}

/// It could not say something.
pub(in crate::notices) fn failed(tx: &mut Tx, id: &Id, failure: &str) -> Result<()> {
    tx.execute("update robot set failure = ?2 where id = ?1", params![id, failure])?;
    Ok(())
}

fn read(row: &Row<'_>) -> xueji_store::Result<Robot> {
    Ok(Robot {
        id: row.get(0)?,
        organization_id: row.get(1)?,
        vendor: Vendor::of(row.str(2)?).ok_or(unreadable(2, "a vendor"))?,
        address: Address(row.get(3)?),
        secret: Hidden(row.get(4)?),
    })
}
