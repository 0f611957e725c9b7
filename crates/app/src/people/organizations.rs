//! Questions about the tree.

use xueji_store::{Row, Tx, params};

use crate::people::{Organization, Sought, level_of};
use crate::shell::error::unreadable;
use crate::shell::{Id, Result};

pub(super) const COLUMNS: &str =
    "id, parent_id, code, name, short_name, level, unit_type, path, sort_order, founded_on, dissolved_on";

/// One organization.
pub(crate) fn organization(tx: &mut Tx, id: &Id) -> Result<Option<Organization>> {
    one(tx, "id = ?1", id.as_str())
}

/// The organization of this code.
pub(crate) fn organization_by_code(tx: &mut Tx, code: &str) -> Result<Option<Organization>> {
    one(tx, "code = ?1", code)
}

/// The top of the tree, if there is a tree.
pub(crate) fn root(tx: &mut Tx) -> Result<Option<Organization>> {
    one(tx, "parent_id is null and code <> ?1", "")
}

/// Those directly below, in their order: at most `most` from the one numbered `from` on.
pub(crate) fn children(tx: &mut Tx, id: &Id, from: usize, most: usize) -> Result<Vec<Organization>> {
    Ok(tx.query(
        &format!(
            "select {COLUMNS} from organization
             where parent_id = ?1 and dissolved_on is null
             order by sort_order, code limit {most} offset {from}"
        ),
        params![id],
        read,
    )?)
}

/// How many there are directly below.
pub(crate) fn count_children(tx: &mut Tx, id: &Id) -> Result<usize> {
    Ok(tx.scalar(
        "select count(*) from organization where parent_id = ?1 and dissolved_on is null",
        params![id],
    )?)
}

/// Everything at or below a path, parents before children, in their order.
pub(crate) fn organizations(tx: &mut Tx, path: &str) -> Result<Vec<Organization>> {
    let rows = tx.query(
        &format!(
            "select {COLUMNS} from organization
             where path >= ?1 and path < ?2 and dissolved_on is null
             order by sort_order, code limit 20000"
        ),
        params![path, end_of(path)],
        read,
    )?;
    Ok(in_tree_order(rows))
}

/// So many of those at or below a path, the highest; parents before children, in their order.
pub(super) fn highest(tx: &mut Tx, path: &str, most: usize) -> Result<Vec<Organization>> {
    let rows = tx.query(
        &format!(
            "select {COLUMNS} from organization
             where path >= ?1 and path < ?2 and dissolved_on is null
             order by length(path) - length(replace(path, '/', '')), sort_order, code limit {most}"
        ),
        params![path, end_of(path)],
        read,
    )?;
    Ok(in_tree_order(rows))
}

/// The ids of those at or below a path, at most `most`.
pub(crate) fn within(tx: &mut Tx, path: &str, most: usize) -> Result<Vec<Id>> {
    let sql =
        format!("select id from organization where path >= ?1 and path < ?2 order by path limit {most}");
    Ok(tx.query(&sql, params![path, end_of(path)], |row| row.get(0))?)
}

/// Those at or below a path whose name has `text` in it, by characters or by pinyin initials, at most `most`.
///
/// The tree has some thousands of nodes at most, so it is read through: initials of organizations are not stored.
pub(crate) fn named(tx: &mut Tx, path: &str, text: &Sought, most: usize) -> Result<Vec<Organization>> {
    let mut ids: Vec<Id> = Vec::new();
    tx.each(
        "select id, name, short_name from organization
         where path >= ?1 and path < ?2 and dissolved_on is null
         order by path limit 20000",
        params![path, end_of(path)],
        |row| {
            if ids.len() < most && (text.is_in(row.str(1)?) || text.is_in(row.str(2)?)) {
                ids.push(row.get(0)?);
            }
            Ok(())
        },
    )?;
    ids.iter().map(|id| organization(tx, id)).filter_map(Result::transpose).collect()
}

/// Whether there are more than so many at or below a path; looks at no more than that.
pub(crate) fn more_below(tx: &mut Tx, path: &str, most: usize) -> Result<bool> {
    let one_more: Option<i64> = tx.query_opt(
        &format!(
            "select 1 from organization where path >= ?1 and path < ?2 and dissolved_on is null
             limit 1 offset {most}"
        ),
        params![path, end_of(path)],
        |row| row.get(0),
    )?;
    Ok(one_more.is_some())
}

/// From the root down to the one above.
pub(crate) fn ancestors(tx: &mut Tx, below: &Organization) -> Result<Vec<Organization>> {
    let ids = on_path(&below.path).filter(|id| *id != below.id.as_str());
    ids.map(|id| organization(tx, &Id::from_text(id))).filter_map(Result::transpose).collect()
}

/// Organizations in the order of the tree, each with what it is called, set in as deep as it stands below the highest
/// of them: for lists to choose from.
pub(crate) fn indented(
    all: &[Organization],
    called: fn(&Organization) -> &str,
) -> impl Iterator<Item = (&Organization, String)> {
    let depth = |one: &Organization| on_path(&one.path).count();
    let top = all.iter().map(depth).min().unwrap_or(0);
    all.iter().map(move |one| (one, format!("{}{}", "　".repeat(depth(one) - top), called(one))))
}

/// The ids on a path, from the root down.
pub(crate) fn on_path(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|id| !id.is_empty())
}

/// The first text after all those that begin with `path`.
pub(crate) fn end_of(path: &str) -> String {
    // '0' follows '/' in the C collation, and every path ends with '/'.
    format!("{}0", path.strip_suffix('/').unwrap_or(path))
}

fn in_tree_order(rows: Vec<Organization>) -> Vec<Organization> {
    use std::collections::{HashMap, HashSet};
    let known: HashSet<Id> = rows.iter().map(|row| row.id.clone()).collect();
    let mut below: HashMap<Option<Id>, Vec<Organization>> = HashMap::new();
    for row in rows {
        let parent = row.parent_id.clone().filter(|parent| known.contains(parent));
        below.entry(parent).or_default().push(row);
    }
    let mut ordered = Vec::with_capacity(known.len());
    let mut waiting: Vec<Organization> = below.remove(&None).unwrap_or_default();
    waiting.reverse();
    while let Some(next) = waiting.pop() {
        waiting.extend(below.remove(&Some(next.id.clone())).unwrap_or_default().into_iter().rev());
        ordered.push(next);
    }
    ordered
}

fn one(tx: &mut Tx, condition: &str, value: &str) -> Result<Option<Organization>> {
    Ok(tx.query_opt(
        &format!("select {COLUMNS} from organization where {condition} limit 1"),
        params![value],
        read,
    )?)
}

pub(super) fn read(row: &Row<'_>) -> xueji_store::Result<Organization> {
    Ok(Organization {
        id: row.get(0)?,
        parent_id: row.get(1)?,
        code: row.get(2)?,
        name: row.get(3)?,
        short_name: row.get(4)?,
        level: level_of(row.str(5)?).ok_or(unreadable(5, "a level"))?,
        unit_type: row.get(6)?,
        path: row.get(7)?,
        sort_order: row.get(8)?,
        founded_on: row.get(9)?,
        dissolved_on: row.get(10)?,
    })
}
