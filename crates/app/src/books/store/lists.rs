//! Reading lists in the database.

use jiff::civil::Date;
use xueji_store::{Row, Tx, Where, params};

use super::catalog;
use crate::books::Recommendation;
use crate::books::lists::Listed;
use crate::people;
use crate::shell::{Id, Result};

const COLUMNS: &str = "listed.id, listed.organization_id, organization.short_name, organization.path,
    listed.category, listed.why, listed.quotable, listed.from_on, listed.to_on";

fn select(rest: &str) -> String {
    format!(
        "select {}, {COLUMNS} from reading_list_book listed
         join book on book.id = listed.book_id
         join organization on organization.id = listed.organization_id
         {rest}",
        catalog::COLUMNS
    )
}

fn read(row: &Row<'_>) -> xueji_store::Result<Listed> {
    let at = catalog::WIDTH;
    Ok(Listed {
        id: row.get(at)?,
        organization_id: row.get(at + 1)?,
        organization: row.get(at + 2)?,
        path: row.get(at + 3)?,
        category: row.get(at + 4)?,
        why: row.get(at + 5)?,
        quotable: row.get(at + 6)?,
        from_on: row.get(at + 7)?,
        to_on: row.get(at + 8)?,
        book: catalog::read_at(row, 0)?,
    })
}

pub(in crate::books) fn recommended_by_key(tx: &mut Tx, key: &str) -> Result<Option<Id>> {
    Ok(tx.query_opt("select id from reading_list_book where entry_key = ?1", params![*key], |row| {
        row.get(0)
    })?)
}

/// One that was not taken off.
pub(in crate::books) fn recommended(tx: &mut Tx, id: &Id) -> Result<Option<Listed>> {
    Ok(tx.query_opt(&select("where listed.id = ?1 and listed.removed_at is null"), params![id], read)?)
}

/// Whether an organization recommends the book on any of these days.
pub(in crate::books) fn recommends(
    tx: &mut Tx,
    organization_id: &Id,
    book_id: &Id,
    (from_on, to_on): (Date, Date),
) -> Result<bool> {
    Ok(tx.scalar(
        "select exists (select 1 from reading_list_book
             where organization_id = ?1 and book_id = ?2 and removed_at is null
                 and from_on <= ?4 and to_on >= ?3)",
        params![organization_id, book_id, from_on, to_on],
    )?)
}

pub(in crate::books) fn insert_recommended(
    tx: &mut Tx,
    id: &Id,
    new: &Recommendation,
    account_id: &Id,
    at: i64,
) -> Result<()> {
    tx.execute(
        "insert into reading_list_book (id, entry_key, organization_id, book_id, category, why, quotable, from_on,
             to_on, added_by, added_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            id,
            new.entry_key,
            new.organization_id,
            new.book_id,
            new.category,
            new.why,
            new.quotable,
            new.from_on,
            new.to_on,
            account_id,
            at
        ],
    )?;
    Ok(())
}

pub(in crate::books) fn take_off(tx: &mut Tx, id: &Id, at: i64) -> Result<()> {
    tx.execute("update reading_list_book set removed_at = ?2 where id = ?1", params![id, at])?;
    Ok(())
}

/// What these organizations recommend on a day: what ends first stands first.
pub(in crate::books) fn recommended_by(tx: &mut Tx, organizations: &[&str], on: Date) -> Result<Vec<Listed>> {
    if organizations.is_empty() {
        return Ok(Vec::new());
    }
    let clause = Where::new()
        .and_in("listed.organization_id", organizations)
        .and("listed.from_on <= ?", &on)
        .and("listed.to_on >= ?", &on)
        .and_if(true, "listed.removed_at is null");
    let rest = format!("{} order by listed.to_on, listed.id limit 60", clause.sql());
    Ok(tx.query(&select(&rest), clause.params(), read)?)
}

/// What these organizations, and those at or below these paths, recommend: what runs or is to come, or everything.
pub(in crate::books) fn recommended_within(
    tx: &mut Tx,
    organizations: &[String],
    paths: &[String],
    (today, all): (Date, bool),
    (from, most): (usize, usize),
) -> Result<Vec<Listed>> {
    let (any, values) = people::one_of_or_below(organizations, paths);
    let mut clause = Where::new().and_all(&any, &values).and_if(true, "listed.removed_at is null");
    if !all {
        clause = clause.and("listed.to_on >= ?", &today);
    }
    let rest = format!(
        "{} order by organization.path, listed.to_on desc, listed.id desc limit {most} offset {from}",
        clause.sql()
    );
    Ok(tx.query(&select(&rest), clause.params(), read)?)
}
