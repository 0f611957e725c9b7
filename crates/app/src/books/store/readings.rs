//! Readings in the database.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use xueji_store::{Row, Tx, Where, params};

use super::catalog;
use crate::books::{Begin, Reading};
use crate::people;
use crate::shell::{Id, Result};

const COLUMNS: &str = "book_reading.id, book_reading.person_id, book_reading.category, book_reading.began_on,
    book_reading.page, book_reading.pages, book_reading.percent, book_reading.finished_on,
    book_reading.record_id, book_reading.put_away_at";
const WIDTH: usize = 10;

fn select(rest: &str) -> String {
    format!(
        "select {}, {COLUMNS} from book_reading join book on book.id = book_reading.book_id {rest}",
        catalog::COLUMNS
    )
}

fn read(row: &Row<'_>) -> xueji_store::Result<Reading> {
    let at = catalog::WIDTH;
    Ok(Reading {
        id: row.get(at)?,
        person_id: row.get(at + 1)?,
        category: row.get(at + 2)?,
        began_on: row.get(at + 3)?,
        page: row.get(at + 4)?,
        pages: row.get(at + 5)?,
        percent: row.get(at + 6)?,
        finished_on: row.get(at + 7)?,
        record_id: row.get(at + 8)?,
        put_away: row.get::<Option<i64>>(at + 9)?.is_some(),
        book: catalog::read_at(row, 0)?,
    })
}

/// One reading.
pub(crate) fn reading(tx: &mut Tx, id: &Id) -> Result<Option<Reading>> {
    Ok(tx.query_opt(&select("where book_reading.id = ?1"), params![id], read)?)
}

/// A person's readings: those that lie open, those that are finished, or those put away; the latest touched first.
pub(crate) fn of_person(
    tx: &mut Tx,
    person_id: &Id,
    (finished, put_away): (bool, bool),
    from: usize,
    most: usize,
) -> Result<Vec<Reading>> {
    let order = if finished { "book_reading.finished_on" } else { "book_reading.changed_at" };
    let clause = Where::new()
        .and("book_reading.person_id = ?", person_id)
        .and_if(finished, "book_reading.finished_on is not null")
        .and_if(!finished, "book_reading.finished_on is null")
        .and_if(put_away, "book_reading.put_away_at is not null")
        .and_if(!put_away, "book_reading.put_away_at is null");
    let rest =
        format!("{} order by {order} desc, book_reading.id desc limit {most} offset {from}", clause.sql());
    Ok(tx.query(&select(&rest), clause.params(), read)?)
}

/// Holds of a reading that lay open in some days: begun by their end, and not finished or put away before they began.
const LAY_OPEN: &str = "book_reading.person_id = ?1 and book_reading.began_on <= ?3
    and (book_reading.finished_on is null or book_reading.finished_on >= ?2)
    and (book_reading.put_away_at is null or book_reading.put_away_at >= ?4)";

/// What a person read in these days, of which `since` is the first instant: the earliest begun first.
pub(crate) fn lay_open(
    tx: &mut Tx,
    person_id: &Id,
    (first, last, since): (Date, Date, i64),
    (from, most): (usize, usize),
) -> Result<Vec<Reading>> {
    let rest = format!(
        "where {LAY_OPEN} order by book_reading.began_on, book_reading.id limit {most} offset {from}"
    );
    Ok(tx.query(&select(&rest), params![person_id, first, last, since], read)?)
}

/// How many [`lay_open`] finds.
pub(crate) fn count_lay_open(
    tx: &mut Tx,
    person_id: &Id,
    (first, last, since): (Date, Date, i64),
) -> Result<usize> {
    let sql = format!("select count(*) from book_reading where {LAY_OPEN}");
    Ok(tx.scalar(&sql, params![person_id, first, last, since])?)
}

/// The readings that made these records, or the records that these correct; by record.
pub(crate) fn finished_of(tx: &mut Tx, records: &[Id]) -> Result<HashMap<Id, Reading>> {
    let among = Where::new().and_in("record.id", records);
    let found = tx.query(
        &format!(
            "with recursive earlier (latest, id, replaces_id) as (
                 select record.id, record.id, record.replaces_id from record {}
                 union all
                 select earlier.latest, record.id, record.replaces_id from earlier
                 join record on record.id = earlier.replaces_id)
             select {}, {COLUMNS}, earlier.latest from earlier
             join book_reading on book_reading.record_id = earlier.id
             join book on book.id = book_reading.book_id",
            among.sql(),
            catalog::COLUMNS
        ),
        among.params(),
        |row| Ok((row.get(catalog::WIDTH + WIDTH)?, read(row)?)),
    )?;
    Ok(found.into_iter().collect())
}

/// Those of these books that a person reads or has read.
pub(in crate::books) fn taken_up(tx: &mut Tx, person_id: &Id, books: &[Id]) -> Result<HashSet<Id>> {
    let clause = Where::new()
        .and("person_id = ?", person_id)
        .and_in("book_id", books)
        .and_if(true, "put_away_at is null");
    let sql = format!("select distinct book_id from book_reading {}", clause.sql());
    Ok(tx.query(&sql, clause.params(), |row| row.get(0))?.into_iter().collect())
}

pub(in crate::books) fn by_entry_key(tx: &mut Tx, key: &str, person_id: &Id) -> Result<Option<Id>> {
    Ok(tx.query_opt(
        "select id from book_reading where entry_key = ?1 and person_id = ?2",
        params![*key, person_id],
        |row| row.get(0),
    )?)
}

/// The reading of this book that lies open.
pub(in crate::books) fn open_reading(tx: &mut Tx, person_id: &Id, book_id: &Id) -> Result<Option<Id>> {
    Ok(tx.query_opt(
        "select id from book_reading
         where person_id = ?1 and book_id = ?2 and finished_on is null and put_away_at is null",
        params![person_id, book_id],
        |row| row.get(0),
    )?)
}

/// The category that a list of the organizations on this path gives the book on a day, the nearest one's.
pub(in crate::books) fn category_on_lists(
    tx: &mut Tx,
    path: &str,
    book_id: &Id,
    on: Date,
) -> Result<Option<String>> {
    let above: Vec<&str> = people::on_path(path).collect();
    if above.is_empty() {
        return Ok(None);
    }
    let clause = Where::new()
        .and_in("listed.organization_id", &above)
        .and("listed.book_id = ?", book_id)
        .and("listed.from_on <= ?", &on)
        .and("listed.to_on >= ?", &on)
        .and_if(true, "listed.removed_at is null and listed.category is not null");
    Ok(tx.query_opt(
        &format!(
            "select listed.category from reading_list_book listed
             join organization on organization.id = listed.organization_id
             {} order by length(organization.path) desc, listed.id desc limit 1",
            clause.sql()
        ),
        clause.params(),
        |row| row.get(0),
    )?)
}

/// The category that most readers chose for the book.
pub(in crate::books) fn category_of_most(tx: &mut Tx, book_id: &Id) -> Result<Option<String>> {
    Ok(tx.query_opt(
        "select category from book_reading where book_id = ?1 and category is not null
         group by category order by count(*) desc, category limit 1",
        params![book_id],
        |row| row.get(0),
    )?)
}

pub(in crate::books) fn insert_reading(
    tx: &mut Tx,
    id: &Id,
    person_id: &Id,
    begin: &Begin,
    category: Option<&str>,
    at: i64,
) -> Result<()> {
    tx.execute(
        "insert into book_reading (id, entry_key, person_id, book_id, category, began_on, percent, changed_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)",
        params![id, begin.entry_key, person_id, begin.book_id, category, begin.began_on, at],
    )?;
    Ok(())
}

pub(in crate::books) fn set_progress(
    tx: &mut Tx,
    id: &Id,
    page: Option<i64>,
    pages: Option<i64>,
    percent: i64,
    at: i64,
) -> Result<()> {
    tx.execute(
        "update book_reading set page = ?2, pages = ?3, percent = ?4, changed_at = ?5 where id = ?1",
        params![id, page, pages, percent, at],
    )?;
    Ok(())
}

pub(in crate::books) fn set_begun(
    tx: &mut Tx,
    id: &Id,
    category: Option<&str>,
    began_on: Date,
    at: i64,
) -> Result<()> {
    tx.execute(
        "update book_reading set category = ?2, began_on = ?3, changed_at = ?4 where id = ?1",
        params![id, category, began_on, at],
    )?;
    Ok(())
}

pub(in crate::books) fn set_put_away(tx: &mut Tx, id: &Id, away_at: Option<i64>, at: i64) -> Result<()> {
    tx.execute(
        "update book_reading set put_away_at = ?2, changed_at = ?3 where id = ?1",
        params![id, away_at, at],
    )?;
    Ok(())
}

pub(in crate::books) fn set_finished(
    tx: &mut Tx,
    id: &Id,
    on: Option<Date>,
    category: Option<&str>,
    record_id: Option<&Id>,
    at: i64,
) -> Result<()> {
    tx.execute(
        "update book_reading set finished_on = ?2, category = ?3, record_id = ?4, changed_at = ?5 where id = ?1",
        params![id, on, category, record_id, at],
    )?;
    Ok(())
}

/// The notes that stand with a reading.
pub(in crate::books) fn linked(tx: &mut Tx, reading_id: &Id) -> Result<Vec<Id>> {
    Ok(tx.query(
        "select note_id from book_reading_note where book_reading_id = ?1 order by linked_at, note_id limit 100",
        params![reading_id],
        |row| row.get(0),
    )?)
}

pub(in crate::books) fn link(tx: &mut Tx, reading_id: &Id, note_id: &Id, at: i64) -> Result<()> {
    tx.execute(
        "insert into book_reading_note (book_reading_id, note_id, linked_at) values (?1, ?2, ?3)
         on conflict (book_reading_id, note_id) do nothing",
        params![reading_id, note_id, at],
    )?;
    Ok(())
}

pub(in crate::books) fn unlink(tx: &mut Tx, reading_id: &Id, note_id: &Id) -> Result<()> {
    tx.execute(
        "delete from book_reading_note where book_reading_id = ?1 and note_id = ?2",
        params![reading_id, note_id],
    )?;
    Ok(())
}
