//! Reviews in the database.

use std::collections::HashMap;

use jiff::civil::Date;
use xueji_store::{Row, Tx, Where, params};

use crate::books::{self, Reading};
use crate::people::{self, Sought};
use crate::reviews::reach::Within;
use crate::reviews::{Form, Gone, NewReview, Review};
use crate::shell::error::unreadable;
use crate::shell::{Id, Result};

const COLUMNS: &str = "review.id, review.person_id, person.name, organization.short_name, organization.path,
    review.exchange_id, review.form, review.title, review.text, review.note_id, review.published_on,
    review.withdrawn_at, review.removed_at, review.removed_reason,
    (select count(*) from review_reply
        where review_reply.review_id = review.id and review_reply.withdrawn_at is null
            and review_reply.removed_at is null)";
/// Where the columns of the book begin.
const BOOK: usize = 15;

fn select(rest: &str) -> String {
    format!(
        "select {COLUMNS}, {} from review
         join book on book.id = review.book_id
         join person on person.id = review.person_id
         join organization on organization.id = review.organization_id
         {rest}",
        books::COLUMNS
    )
}

/// Holds of what is published and was not taken back.
const PUBLISHED: &str = "review.withdrawn_at is null and review.removed_at is null";

/// How many of the latest a search for words goes through.
const SEARCHED: usize = 5_000;

/// Which reviews a list is about.
#[derive(Clone, Debug, Default)]
pub(in crate::reviews) struct Filter {
    pub(in crate::reviews) organization_id: Option<Id>,
    pub(in crate::reviews) book_id: Option<Id>,
    pub(in crate::reviews) person_id: Option<Id>,
    pub(in crate::reviews) exchange_id: Option<Id>,
    /// In the title, the book or the text.
    pub(in crate::reviews) sought: Option<Sought>,
}

fn read(row: &Row<'_>) -> xueji_store::Result<Review> {
    Ok(Review {
        id: row.get(0)?,
        person_id: row.get(1)?,
        author: row.get(2)?,
        organization: row.get(3)?,
        path: row.get(4)?,
        exchange_id: row.get(5)?,
        form: Form::of(row.str(6)?).ok_or(unreadable(6, "a form of a review"))?,
        title: row.get(7)?,
        text: row.get(8)?,
        from_note: row.opt_str(9)?.is_some(),
        published_on: row.get(10)?,
        gone: gone(row, 11)?,
        answers: row.get(14)?,
        book: books::read_at(row, BOOK)?,
    })
}

/// What became of a text, off three columns.
pub(super) fn gone(row: &Row<'_>, at: usize) -> xueji_store::Result<Option<Gone>> {
    let (withdrawn, removed): (Option<i64>, Option<i64>) = (row.get(at)?, row.get(at + 1)?);
    let reason = row.get::<Option<String>>(at + 2)?.unwrap_or_default();
    Ok(removed.map(|at| Gone::Removed(at, reason)).or_else(|| withdrawn.map(Gone::Withdrawn)))
}

pub(in crate::reviews) fn find(tx: &mut Tx, id: &Id) -> Result<Option<Review>> {
    Ok(tx.query_opt(&select("where review.id = ?1"), params![id], read)?)
}

pub(in crate::reviews) fn by_entry_key(tx: &mut Tx, key: &str, person_id: &Id) -> Result<Option<Id>> {
    Ok(tx.query_opt(
        "select id from review where entry_key = ?1 and person_id = ?2",
        params![*key, person_id],
        |row| row.get(0),
    )?)
}

/// A page of what was published to these organizations, the latest first.
pub(in crate::reviews) fn list(
    tx: &mut Tx,
    within: &Within,
    filter: &Filter,
    from: usize,
    most: usize,
) -> Result<Vec<Review>> {
    let (any, values) = people::one_of_or_below(&within.above, &within.below);
    let clause = Where::new()
        .and_all(&any, &values)
        .and_if(true, PUBLISHED)
        .and_opt("review.organization_id = ?", &filter.organization_id)
        .and_opt("review.book_id = ?", &filter.book_id)
        .and_opt("review.person_id = ?", &filter.person_id)
        .and_opt("review.exchange_id = ?", &filter.exchange_id);
    let order = "order by review.published_at desc, review.id desc";
    let Some(sought) = &filter.sought else {
        let rest = format!("{} {order} limit {most} offset {from}", clause.sql());
        return Ok(tx.query(&select(&rest), clause.params(), read)?);
    };
    let (mut found, mut passed) = (Vec::new(), 0);
    let rest = format!("{} {order} limit {SEARCHED}", clause.sql());
    tx.each(&select(&rest), clause.params(), |row| {
        if found.len() == most {
            return Ok(());
        }
        let review = read(row)?;
        let texts = [&review.title, &review.book.title, &review.book.author, &review.text];
        if texts.into_iter().any(|text| sought.is_in(text)) {
            if passed < from {
                passed += 1;
            } else {
                found.push(review);
            }
        }
        Ok(())
    })?;
    Ok(found)
}

/// Everything that a person published of one book, or of any: what was taken back, too.
pub(in crate::reviews) fn own(
    tx: &mut Tx,
    person_id: &Id,
    book_id: Option<&Id>,
    from: usize,
    most: usize,
) -> Result<Vec<Review>> {
    let book_id = book_id.cloned();
    let clause = Where::new().and("review.person_id = ?", person_id).and_opt("review.book_id = ?", &book_id);
    let rest = format!(
        "{} order by review.published_at desc, review.id desc limit {most} offset {from}",
        clause.sql()
    );
    Ok(tx.query(&select(&rest), clause.params(), read)?)
}

/// How much a person published in these days; what was taken back counts, too.
pub(crate) fn count_written(tx: &mut Tx, person_id: &Id, (first, last): (Date, Date)) -> Result<usize> {
    Ok(tx.scalar(
        "select count(*) from review where person_id = ?1 and published_on >= ?2 and published_on <= ?3",
        params![person_id, first, last],
    )?)
}

/// The same itself, the earliest first, at most `most` from `from` on.
pub(crate) fn written(
    tx: &mut Tx,
    person_id: &Id,
    (first, last): (Date, Date),
    (from, most): (usize, usize),
) -> Result<Vec<Review>> {
    let rest = format!(
        "where review.person_id = ?1 and review.published_on >= ?2 and review.published_on <= ?3
         order by review.published_at, review.id limit {most} offset {from}"
    );
    Ok(tx.query(&select(&rest), params![person_id, first, last], read)?)
}

/// Who published to an organization, by name: for choosing among them.
pub(in crate::reviews) fn authors(tx: &mut Tx, organization_id: &Id) -> Result<Vec<(Id, String)>> {
    Ok(tx.query(
        &format!(
            "select distinct person.id, person.name, person.initials from review
             join person on person.id = review.person_id
             where review.organization_id = ?1 and {PUBLISHED}
             order by person.initials, person.id limit 200"
        ),
        params![organization_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

/// How often the readers of these readings published something of their books: by person and book.
pub(in crate::reviews) fn shared<'r>(
    tx: &mut Tx,
    readings: impl Iterator<Item = &'r Reading>,
) -> Result<HashMap<(Id, Id), i64>> {
    let (people, books): (Vec<&str>, Vec<&str>) =
        readings.map(|reading| (reading.person_id.as_str(), reading.book.id.as_str())).unzip();
    let clause = Where::new()
        .and_in("review.person_id", &people)
        .and_in("review.book_id", &books)
        .and_if(true, PUBLISHED);
    let found = tx.query(
        &format!(
            "select person_id, book_id, count(*) from review {} group by person_id, book_id",
            clause.sql()
        ),
        clause.params(),
        |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)),
    )?;
    Ok(found.into_iter().collect())
}

/// Moves what was published of one book to another.
pub(in crate::reviews) fn move_reviews(tx: &mut Tx, from: &Id, into: &Id) -> Result<()> {
    tx.execute("update review set book_id = ?2 where book_id = ?1", params![from, into])?;
    Ok(())
}

pub(in crate::reviews) fn insert(
    tx: &mut Tx,
    id: &Id,
    person_id: &Id,
    new: &NewReview,
    (on, at): (Date, i64),
) -> Result<()> {
    tx.execute(
        "insert into review (id, entry_key, person_id, book_id, organization_id, exchange_id, form, title, text,
             note_id, published_on, published_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            id,
            new.entry_key,
            person_id,
            new.book_id,
            new.organization_id,
            new.exchange_id,
            *new.form.code(),
            new.title,
            new.text,
            new.note_id,
            on,
            at
        ],
    )?;
    Ok(())
}

pub(in crate::reviews) fn withdraw(tx: &mut Tx, id: &Id, at: i64) -> Result<()> {
    tx.execute("update review set withdrawn_at = ?2 where id = ?1", params![id, at])?;
    Ok(())
}

pub(in crate::reviews) fn remove(tx: &mut Tx, id: &Id, by: &Id, reason: &str, at: i64) -> Result<()> {
    tx.execute(
        "update review set removed_at = ?4, removed_by = ?2, removed_reason = ?3 where id = ?1",
        params![id, by, *reason, at],
    )?;
    Ok(())
}
