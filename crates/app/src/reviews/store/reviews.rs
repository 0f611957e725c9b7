//! Reviews in the database.

use jiff::civil::Date;
use xueji_store::{Param as _, Row, Tx, Value, Where, params};

use crate::books::Book;
use crate::people::{self, Sought};
use crate::reviews::reach::Within;
use crate::reviews::{Form, Gone, NewReview, Review};
use crate::shell::error::unreadable;
use crate::shell::{Id, Result};

const SELECT: &str = "select review.id, review.person_id, person.name, organization.short_name,
        review.organization_id, organization.path, review.exchange_id, review.form, review.title, review.text,
        review.note_id, review.published_on, review.withdrawn_at, review.removed_at, review.removed_reason,
        book.id, book.title, book.author, book.publisher, book.published_year,
        (select count(*) from review_reply
            where review_reply.review_id = review.id and review_reply.withdrawn_at is null
                and review_reply.removed_at is null)
    from review
    join book on book.id = review.book_id
    join person on person.id = review.person_id
    join organization on organization.id = review.organization_id";

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
        path: row.get(5)?,
        exchange_id: row.get(6)?,
        form: Form::of(row.str(7)?).ok_or(unreadable(7, "a form of a review"))?,
        title: row.get(8)?,
        text: row.get(9)?,
        from_note: row.opt_str(10)?.is_some(),
        published_on: row.get(11)?,
        gone: gone(row, 12)?,
        book: Book {
            id: row.get(15)?,
            title: row.get(16)?,
            author: row.get(17)?,
            publisher: row.get(18)?,
            published_year: row.get(19)?,
        },
        answers: row.get(20)?,
    })
}

/// What became of a text, off three columns.
pub(super) fn gone(row: &Row<'_>, at: usize) -> xueji_store::Result<Option<Gone>> {
    let (withdrawn, removed): (Option<i64>, Option<i64>) = (row.get(at)?, row.get(at + 1)?);
    let reason = row.get::<Option<String>>(at + 2)?.unwrap_or_default();
    Ok(removed.map(|at| Gone::Removed(at, reason)).or_else(|| withdrawn.map(Gone::Withdrawn)))
}

pub(in crate::reviews) fn find(tx: &mut Tx, id: &Id) -> Result<Option<Review>> {
    Ok(tx.query_opt(&format!("{SELECT} where review.id = ?1"), params![id], read)?)
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
    let (any, values) = reached(within);
    let clause = Where::new()
        .and_all(&any, &values)
        .and_if(true, PUBLISHED)
        .and_opt("review.organization_id = ?", &filter.organization_id)
        .and_opt("review.book_id = ?", &filter.book_id)
        .and_opt("review.person_id = ?", &filter.person_id)
        .and_opt("review.exchange_id = ?", &filter.exchange_id);
    let order = "order by review.published_at desc, review.id desc";
    let Some(sought) = &filter.sought else {
        let sql = format!("{SELECT} {} {order} limit {most} offset {from}", clause.sql());
        return Ok(tx.query(&sql, clause.params(), read)?);
    };
    let (mut found, mut passed) = (Vec::new(), 0);
    tx.each(&format!("{SELECT} {} {order} limit {SEARCHED}", clause.sql()), clause.params(), |row| {
        let (title, text, book, author) = (row.str(8)?, row.str(9)?, row.str(16)?, row.str(17)?);
        let is_in = sought.is_in(title) || sought.is_in(book) || sought.is_in(author) || sought.is_in(text);
        if found.len() < most && is_in {
            if passed < from {
                passed += 1;
            } else {
                found.push(read(row)?);
            }
        }
        Ok(())
    })?;
    Ok(found)
}

/// Holds of what was published to an organization within reach.
fn reached(within: &Within) -> (String, Vec<Value<'_>>) {
    let mut conditions: Vec<&str> = Vec::new();
    let mut values: Vec<Value<'_>> = Vec::new();
    for id in &within.above {
        conditions.push("review.organization_id = ?");
        values.push(id.to_value());
    }
    for path in &within.below {
        conditions.push("organization.path >= ? and organization.path < ?");
        values.extend(people::ends(path));
    }
    let any = if conditions.is_empty() { "1 = 0".to_owned() } else { conditions.join(" or ") };
    (format!("({any})"), values)
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
    let sql = format!(
        "{SELECT} {} order by review.published_at desc, review.id desc limit {most} offset {from}",
        clause.sql()
    );
    Ok(tx.query(&sql, clause.params(), read)?)
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

/// How often somebody published something of a book.
pub(in crate::reviews) fn shared(tx: &mut Tx, person_id: &Id, book_id: &Id) -> Result<i64> {
    Ok(tx.scalar(
        &format!("select count(*) from review where person_id = ?1 and book_id = ?2 and {PUBLISHED}"),
        params![person_id, book_id],
    )?)
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
