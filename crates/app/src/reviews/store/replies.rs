//! Answers in the database.

use xueji_store::{Row, Tx, params};

use super::reviews::gone;
use crate::books;
use crate::reviews::{Answer, Replied, Reply};
use crate::shell::{Id, Result};

const SELECT: &str = "select review_reply.id, review_reply.review_id, review_reply.person_id, person.name,
        review_reply.text, review_reply.replied_at, review_reply.withdrawn_at, review_reply.removed_at,
        review_reply.removed_reason
    from review_reply
    join person on person.id = review_reply.person_id";

fn read(row: &Row<'_>) -> xueji_store::Result<Reply> {
    Ok(Reply {
        id: row.get(0)?,
        review_id: row.get(1)?,
        person_id: row.get(2)?,
        author: row.get(3)?,
        text: row.get(4)?,
        replied_at: row.get(5)?,
        gone: gone(row, 6)?,
    })
}

pub(in crate::reviews) fn reply(tx: &mut Tx, id: &Id) -> Result<Option<Reply>> {
    Ok(tx.query_opt(&format!("{SELECT} where review_reply.id = ?1"), params![id], read)?)
}

pub(in crate::reviews) fn reply_by_key(tx: &mut Tx, key: &str, person_id: &Id) -> Result<Option<Id>> {
    Ok(tx.query_opt(
        "select id from review_reply where entry_key = ?1 and person_id = ?2",
        params![*key, person_id],
        |row| row.get(0),
    )?)
}

/// A page of the answers to a review, the earliest first; what was taken back is shown to its author alone.
pub(in crate::reviews) fn replies(
    tx: &mut Tx,
    review_id: &Id,
    reader_id: Option<&Id>,
    from: usize,
    most: usize,
) -> Result<Vec<Reply>> {
    Ok(tx.query(
        &format!(
            "{SELECT}
             where review_reply.review_id = ?1
                 and (review_reply.withdrawn_at is null and review_reply.removed_at is null
                     or review_reply.person_id = ?2 and review_reply.withdrawn_at is null)
             order by review_reply.replied_at, review_reply.id limit {most} offset {from}"
        ),
        params![review_id, reader_id],
        read,
    )?)
}

/// What a person answered between these instants, to whomever: the earliest first, what was taken back, too.
pub(crate) fn replied(
    tx: &mut Tx,
    person_id: &Id,
    (since, until): (i64, i64),
    (from, most): (usize, usize),
) -> Result<Vec<Replied>> {
    Ok(tx.query(
        &format!(
            "select review_reply.text, review_reply.replied_at, review_reply.withdrawn_at, review_reply.removed_at,
                 review_reply.removed_reason, person.name,
                 case when review.withdrawn_at is null and review.removed_at is null then review.id end, {}
             from review_reply
             join review on review.id = review_reply.review_id
             join person on person.id = review.person_id
             join book on book.id = review.book_id
             where review_reply.person_id = ?1 and review_reply.replied_at >= ?2 and review_reply.replied_at < ?3
             order by review_reply.replied_at, review_reply.id limit {most} offset {from}",
            books::COLUMNS
        ),
        params![person_id, since, until],
        |row| {
            Ok(Replied {
                text: row.get(0)?,
                at: row.get(1)?,
                gone: gone(row, 2)?,
                to: row.get(5)?,
                review_id: row.get(6)?,
                book: books::read_at(row, 7)?,
            })
        },
    )?)
}

/// How many [`replied`] finds.
pub(crate) fn count_replied(tx: &mut Tx, person_id: &Id, (since, until): (i64, i64)) -> Result<usize> {
    Ok(tx.scalar(
        "select count(*) from review_reply where person_id = ?1 and replied_at >= ?2 and replied_at < ?3",
        params![person_id, since, until],
    )?)
}

pub(in crate::reviews) fn insert_reply(
    tx: &mut Tx,
    id: &Id,
    review_id: &Id,
    person_id: &Id,
    new: &Answer,
    at: i64,
) -> Result<()> {
    tx.execute(
        "insert into review_reply (id, entry_key, review_id, person_id, text, replied_at)
         values (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id, new.entry_key, review_id, person_id, new.text, at],
    )?;
    Ok(())
}

pub(in crate::reviews) fn withdraw_reply(tx: &mut Tx, id: &Id, at: i64) -> Result<()> {
    tx.execute("update review_reply set withdrawn_at = ?2 where id = ?1", params![id, at])?;
    Ok(())
}

pub(in crate::reviews) fn remove_reply(tx: &mut Tx, id: &Id, by: &Id, reason: &str, at: i64) -> Result<()> {
    tx.execute(
        "update review_reply set removed_at = ?4, removed_by = ?2, removed_reason = ?3 where id = ?1",
        params![id, by, *reason, at],
    )?;
    Ok(())
}
