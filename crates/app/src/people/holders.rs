//! People and organizations as the rules see them.

use std::collections::HashMap;

use jiff::civil::Date;
use xueji_standing::{Exemption, Holder, Membership, Organization, Person, Post, Tenure};
use xueji_store::{Row, Tx, params};

use crate::people::{kind_of, level_of};
use crate::shell::error::unreadable;
use crate::shell::{Id, Result};

/// A subject as the rules see it, and where it is rolled up from when on.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    /// What the rules need.
    pub(crate) holder: Holder,
    /// Where it belongs, in order of time.
    pub(crate) homes: Vec<HomeSpan>,
}

/// A stretch of belonging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HomeSpan {
    pub(crate) organization_id: Id,
    pub(crate) from_on: Date,
    pub(crate) to_on: Option<Date>,
}

impl Held {
    /// Whether it is a person.
    pub(crate) fn is_person(&self) -> bool {
        matches!(self.holder, Holder::Person(_))
    }

    /// Where it is rolled up on a day: where it belongs, belonged last, or will belong first.
    pub(crate) fn home_on(&self, on: Date) -> Option<&Id> {
        let begun = self.homes.iter().rfind(|home| home.from_on <= on);
        begun.or_else(|| self.homes.first()).map(|home| &home.organization_id)
    }

    /// The next day on which it belongs elsewhere.
    pub(crate) fn moves_after(&self, on: Date) -> Option<Date> {
        self.homes.iter().map(|home| home.from_on).find(|from| *from > on)
    }
}

/// One subject; nothing where no such person or organization exists.
pub(crate) fn holder(tx: &mut Tx, id: &Id) -> Result<Option<Held>> {
    let mut found = None;
    read_holders(tx, Some(id), &mut |_, held| {
        found = Some(held);
        Ok(())
    })?;
    Ok(found)
}

/// Every organization, then every person, with a few queries for all of them.
pub(crate) fn each_holder(tx: &mut Tx, mut see: impl FnMut(Id, Held) -> Result<()>) -> Result<()> {
    read_holders(tx, None, &mut see)
}

/// Dated rows by whose they are.
type ByOwner<T> = HashMap<String, Vec<T>>;

fn read_holders(tx: &mut Tx, one: Option<&Id>, see: &mut dyn FnMut(Id, Held) -> Result<()>) -> Result<()> {
    let mut exemptions: ByOwner<Exemption> =
        dated(tx, "select subject_id, from_on, to_on, duty_code from exemption", "subject_id", one, |row| {
            Ok(Exemption { duty: row.get(3)?, tenure: tenure(row)? })
        })?;
    for (id, organization) in organizations(tx, one, &mut exemptions)? {
        see(id, organization)?;
    }
    let mut homes: ByOwner<(Membership, HomeSpan)> = dated(
        tx,
        "select m.person_id, m.from_on, m.to_on, m.kind, m.organization_id, o.unit_type
         from membership m join organization o on o.id = m.organization_id",
        "m.person_id",
        one,
        |row| {
            let tenure = tenure(row)?;
            let kind = kind_of(row.str(3)?).ok_or(unreadable(3, "a kind of membership"))?;
            let home = HomeSpan { organization_id: row.get(4)?, from_on: tenure.from, to_on: tenure.until };
            Ok((Membership { kind, tenure, unit_type: row.get(5)? }, home))
        },
    )?;
    let mut posts: ByOwner<Post> =
        dated(tx, "select person_id, from_on, to_on, code from post", "person_id", one, |row| {
            Ok(Post { code: row.get(3)?, tenure: tenure(row)? })
        })?;
    let mut leaves: ByOwner<Tenure> =
        dated(tx, "select person_id, from_on, to_on from leave", "person_id", one, tenure)?;
    let people: Vec<(String, Option<Date>)> = match one {
        Some(id) => tx.query("select id, born_on from person where id = ?1", params![id], pair)?,
        None => tx.query("select id, born_on from person", params![], pair)?,
    };
    for (id, born_on) in people {
        let (memberships, mut homes): (Vec<_>, Vec<_>) =
            homes.remove(&id).unwrap_or_default().into_iter().unzip();
        homes.sort_by_key(|home: &HomeSpan| home.from_on);
        let holder = Holder::Person(Person {
            born_on,
            memberships,
            posts: posts.remove(&id).unwrap_or_default(),
            leaves: leaves.remove(&id).unwrap_or_default(),
            exemptions: exemptions.remove(&id).unwrap_or_default(),
        });
        see(Id::from_text(id), Held { holder, homes })?;
    }
    Ok(())
}

fn pair(row: &Row<'_>) -> xueji_store::Result<(String, Option<Date>)> {
    Ok((row.get(0)?, row.get(1)?))
}

fn organizations(
    tx: &mut Tx,
    one: Option<&Id>,
    exemptions: &mut ByOwner<Exemption>,
) -> Result<Vec<(Id, Held)>> {
    let mut read = |row: &Row<'_>| -> xueji_store::Result<(Id, Held)> {
        let id: String = row.get(0)?;
        let existed = Tenure { from: row.get::<Option<Date>>(3)?.unwrap_or(Date::MIN), until: row.get(4)? };
        let home = HomeSpan {
            organization_id: Id::from_text(id.as_str()),
            from_on: existed.from,
            to_on: existed.until,
        };
        let holder = Holder::Organization(Organization {
            level: level_of(row.str(1)?).ok_or(unreadable(1, "a level"))?,
            unit_type: row.get(2)?,
            is_issuer: row.get::<Option<String>>(5)?.is_none(),
            existed,
            exemptions: exemptions.remove(&id).unwrap_or_default(),
        });
        Ok((Id::from_text(id), Held { holder, homes: vec![home] }))
    };
    let select = "select id, level, unit_type, founded_on, dissolved_on, parent_id from organization";
    match one {
        Some(id) => Ok(tx.query(&format!("{select} where id = ?1"), params![id], &mut read)?),
        None => Ok(tx.query(select, params![], &mut read)?),
    }
}

/// Rows of `select`, of one owner or of all, by their first column.
fn dated<T>(
    tx: &mut Tx,
    select: &str,
    owner: &str,
    one: Option<&Id>,
    read: impl Fn(&Row<'_>) -> xueji_store::Result<T>,
) -> Result<ByOwner<T>> {
    let mut by_owner = ByOwner::new();
    let mut keep = |row: &Row<'_>| -> xueji_store::Result<()> {
        by_owner.entry(row.get(0)?).or_insert_with(Vec::new).push(read(row)?);
        Ok(())
    };
    match one {
        Some(id) => tx.each(&format!("{select} where {owner} = ?1"), params![id], &mut keep)?,
        None => tx.each(select, params![], &mut keep)?,
    }
    Ok(by_owner)
}

/// Columns 1 and 2 as a stretch of days.
fn tenure(row: &Row<'_>) -> xueji_store::Result<Tenure> {
    Ok(Tenure { from: row.get(1)?, until: row.get(2)? })
}
