//! What is on record of a person: where they belonged, what they held, when they were away; nothing is forgotten.

use jiff::civil::Date;
use xueji_standing::MemberKind;
use xueji_store::{Row, Tx, Where, params};

use crate::people::kind_of;
use crate::shell::error::unreadable;
use crate::shell::{Id, Result};

/// A stretch of belonging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) organization_id: Id,
    pub(crate) organization: String,
    /// The organization's path.
    pub(crate) path: String,
    pub(crate) kind: MemberKind,
    pub(crate) from_on: Date,
    pub(crate) to_on: Option<Date>,
}

/// A post held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) id: Id,
    pub(crate) organization_id: Id,
    pub(crate) code: String,
    pub(crate) organization: String,
    pub(crate) from_on: Date,
    pub(crate) to_on: Option<Date>,
}

/// A long leave, or an exemption: from one duty, or from all where none is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Waived {
    pub(crate) id: Id,
    /// The kind of leave, or the code of the duty.
    pub(crate) what: Option<String>,
    pub(crate) reason: String,
    pub(crate) from_on: Date,
    pub(crate) to_on: Option<Date>,
}

/// Where a person belonged, the latest first.
pub(crate) fn stretches(tx: &mut Tx, person_id: &Id) -> Result<Vec<Stretch>> {
    Ok(tx.query(
        "select o.id, o.name, o.path, m.kind, m.from_on, m.to_on
         from membership m
         join organization o on o.id = m.organization_id
         where m.person_id = ?1
         order by m.from_on desc
         limit 200",
        params![person_id],
        |row| {
            Ok(Stretch {
                organization_id: row.get(0)?,
                organization: row.get(1)?,
                path: row.get(2)?,
                kind: kind_of(row.str(3)?).ok_or(unreadable(3, "a kind of membership"))?,
                from_on: row.get(4)?,
                to_on: row.get(5)?,
            })
        },
    )?)
}

/// The posts that a person held, the latest first.
pub(crate) fn posts(tx: &mut Tx, person_id: &Id) -> Result<Vec<Held>> {
    Ok(tx.query(
        "select post.code, o.name, post.from_on, post.to_on, post.id, o.id
         from post
         join organization o on o.id = post.organization_id
         where post.person_id = ?1
         order by post.from_on desc, post.code
         limit 200",
        params![person_id],
        |row| {
            Ok(Held {
                code: row.get(0)?,
                organization: row.get(1)?,
                from_on: row.get(2)?,
                to_on: row.get(3)?,
                id: row.get(4)?,
                organization_id: row.get(5)?,
            })
        },
    )?)
}

/// A person's long leaves, the latest first.
pub(crate) fn leaves(tx: &mut Tx, person_id: &Id) -> Result<Vec<Waived>> {
    Ok(tx.query(
        "select kind, reason, from_on, to_on, id from leave where person_id = ?1 order by from_on desc limit 200",
        params![person_id],
        waived,
    )?)
}

/// A person's exemptions, the latest first.
pub(crate) fn exemptions(tx: &mut Tx, person_id: &Id) -> Result<Vec<Waived>> {
    Ok(tx.query(
        "select duty_code, reason, from_on, to_on, id from exemption
         where subject_id = ?1
         order by from_on desc, duty_code
         limit 200",
        params![person_id],
        waived,
    )?)
}

/// Codes of the posts that these people hold on a day, by person.
pub(crate) fn posts_of(tx: &mut Tx, people: &[&Id], on: Date) -> Result<Vec<(Id, String)>> {
    let ids: Vec<&str> = people.iter().map(|id| id.as_str()).collect();
    let clause = Where::new()
        .and_in("person_id", &ids)
        .and("from_on <= ?", &on)
        .and("(to_on is null or to_on >= ?)", &on);
    Ok(tx.query(
        &format!("select person_id, code from post {} order by person_id, from_on, code", clause.sql()),
        clause.params(),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

fn waived(row: &Row<'_>) -> xueji_store::Result<Waived> {
    Ok(Waived {
        what: row.get(0)?,
        reason: row.get(1)?,
        from_on: row.get(2)?,
        to_on: row.get(3)?,
        id: row.get(4)?,
    })
}
