//! Exchanges in the database.

use jiff::civil::Date;
use xueji_store::{Row, Tx, Where, params};

use crate::people;
use crate::reviews::reach::Within;
use crate::reviews::{Exchange, NewExchange};
use crate::shell::{Id, Result};

const SELECT: &str = "select book_exchange.id, book_exchange.organization_id, organization.short_name,
        organization.path, book_exchange.activity, book_exchange.theme, book_exchange.from_on,
        book_exchange.to_on, book_exchange.closed_on, book_exchange.event_id
    from book_exchange
    join organization on organization.id = book_exchange.organization_id";

fn read(row: &Row<'_>) -> xueji_store::Result<Exchange> {
    Ok(Exchange {
        id: row.get(0)?,
        organization_id: row.get(1)?,
        organization: row.get(2)?,
        path: row.get(3)?,
        activity: row.get(4)?,
        theme: row.get(5)?,
        from_on: row.get(6)?,
        to_on: row.get(7)?,
        closed_on: row.get(8)?,
        event_id: row.get(9)?,
    })
}

pub(in crate::reviews) fn exchange(tx: &mut Tx, id: &Id) -> Result<Option<Exchange>> {
    Ok(tx.query_opt(&format!("{SELECT} where book_exchange.id = ?1"), params![id], read)?)
}

pub(in crate::reviews) fn exchange_by_key(tx: &mut Tx, key: &str) -> Result<Option<Id>> {
    Ok(tx.query_opt("select id from book_exchange where entry_key = ?1", params![*key], |row| row.get(0))?)
}

/// A page of the exchanges that somebody sees: those not closed first, then the latest.
pub(in crate::reviews) fn exchanges(
    tx: &mut Tx,
    within: &Within,
    open_on: Option<Date>,
    from: usize,
    most: usize,
) -> Result<Vec<Exchange>> {
    let (any, values) = people::one_of_or_below(&within.above, &within.below);
    let clause = Where::new()
        .and_all(&any, &values)
        .and_opt("book_exchange.from_on <= ? and book_exchange.to_on >= ?", &open_on)
        .and_if(open_on.is_some(), "book_exchange.closed_on is null");
    Ok(tx.query(
        &format!(
            "{SELECT} {} order by book_exchange.closed_on is not null, book_exchange.from_on desc, book_exchange.id
             limit {most} offset {from}",
            clause.sql()
        ),
        clause.params(),
        read,
    )?)
}

pub(in crate::reviews) fn insert_exchange(
    tx: &mut Tx,
    id: &Id,
    new: &NewExchange,
    account_id: &Id,
    at: i64,
) -> Result<()> {
    tx.execute(
        "insert into book_exchange (id, entry_key, organization_id, activity, theme, from_on, to_on, opened_by,
             opened_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            id,
            new.entry_key,
            new.organization_id,
            new.activity,
            new.theme,
            new.from_on,
            new.to_on,
            account_id,
            at
        ],
    )?;
    Ok(())
}

pub(in crate::reviews) fn close_exchange(
    tx: &mut Tx,
    id: &Id,
    on: Option<Date>,
    event_id: Option<&Id>,
) -> Result<()> {
    tx.execute(
        "update book_exchange set closed_on = ?2, event_id = ?3 where id = ?1",
        params![id, on, event_id],
    )?;
    Ok(())
}

/// Who published in an exchange, with the titles in the order of time.
pub(in crate::reviews) fn spoke(tx: &mut Tx, id: &Id) -> Result<Vec<(Id, String)>> {
    Ok(tx.query(
        "select person_id, title from review
         where exchange_id = ?1 and withdrawn_at is null and removed_at is null
         order by published_at, id limit 2000",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

/// Who answered something in an exchange.
pub(in crate::reviews) fn answered(tx: &mut Tx, id: &Id) -> Result<Vec<Id>> {
    Ok(tx.query(
        "select distinct review_reply.person_id from review_reply
         join review on review.id = review_reply.review_id
         where review.exchange_id = ?1 and review.withdrawn_at is null and review.removed_at is null
             and review_reply.withdrawn_at is null and review_reply.removed_at is null
         order by review_reply.person_id limit 2000",
        params![id],
        |row| row.get(0),
    )?)
}
