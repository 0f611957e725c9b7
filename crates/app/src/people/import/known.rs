//! What is stored already of the organizations and people that a sheet names, read with few queries.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use xueji_standing::MemberKind;
use xueji_store::{Row, Tx, Where, params};

use crate::people::import::line::Line;
use crate::people::{Organization, Person, kind_of, organizations, persons};
use crate::shell::error::unreadable;
use crate::shell::{Id, Result};

/// What is stored.
#[derive(Debug)]
pub(super) struct Known {
    /// The whole tree, by code.
    pub(super) organizations: HashMap<String, Organization>,
    /// The people that the sheet names, by code.
    pub(super) people: HashMap<String, KnownPerson>,
    /// Codes of entries that were merged into others, with the code of the one that stays.
    pub(super) merged: HashMap<String, String>,
}

/// A person with everything dated, in order of time.
#[derive(Clone, Debug)]
pub(super) struct KnownPerson {
    pub(super) person: Person,
    pub(super) memberships: Vec<KnownMembership>,
    pub(super) posts: Vec<KnownPost>,
    pub(super) leaves: Vec<KnownLeave>,
    pub(super) exemptions: Vec<KnownExemption>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KnownMembership {
    pub(super) id: Id,
    pub(super) organization_id: Id,
    pub(super) kind: MemberKind,
    pub(super) from_on: Date,
    pub(super) to_on: Option<Date>,
}

#[derive(Clone, Debug)]
pub(super) struct KnownPost {
    pub(super) id: Id,
    pub(super) organization_id: Id,
    pub(super) code: String,
    pub(super) from_on: Date,
    pub(super) to_on: Option<Date>,
}

#[derive(Clone, Debug)]
pub(super) struct KnownLeave {
    pub(super) id: Id,
    pub(super) kind: String,
    pub(super) from_on: Date,
    pub(super) to_on: Option<Date>,
}

#[derive(Clone, Debug)]
pub(super) struct KnownExemption {
    pub(super) id: Id,
    pub(super) duty_code: Option<String>,
    pub(super) from_on: Date,
    pub(super) reason: String,
}

/// How many codes one query asks for.
const BATCH: usize = 500;

pub(super) fn read(tx: &mut Tx, lines: &[Line<'_>]) -> Result<Known> {
    let mut known = Known { organizations: tree(tx)?, people: HashMap::new(), merged: merged(tx)? };
    let codes: Vec<&str> = lines.iter().map(|line| line.code).collect();
    for batch in codes.chunks(BATCH) {
        for known_person in people(tx, batch)? {
            known.people.insert(known_person.person.code.clone(), known_person);
        }
    }
    Ok(known)
}

/// Every organization, the dissolved too: their codes stay taken.
fn tree(tx: &mut Tx) -> Result<HashMap<String, Organization>> {
    let rows = tx.query(
        &format!("select {} from organization limit 50000", organizations::COLUMNS),
        params![],
        organizations::read,
    )?;
    Ok(rows.into_iter().map(|organization| (organization.code.clone(), organization)).collect())
}

/// Few entries are ever merged: all of them are read.
fn merged(tx: &mut Tx) -> Result<HashMap<String, String>> {
    let rows: Vec<(String, String)> = tx.query(
        "select person.code, kept.code from person
         join person kept on kept.id = person.merged_into
         where person.merged_into is not null limit 10000",
        params![],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

fn people(tx: &mut Tx, codes: &[&str]) -> Result<Vec<KnownPerson>> {
    let clause = Where::new().and_in("code", codes);
    let found = tx.query(
        &format!("select {} from person {}", persons::COLUMNS, clause.sql()),
        clause.params(),
        persons::read,
    )?;
    let ids: Vec<&str> = found.iter().map(|person| person.id.as_str()).collect();
    let mut memberships = dated(
        tx,
        "select person_id, id, organization_id, kind, from_on, to_on from membership",
        "person_id",
        &ids,
        |row| {
            Ok(KnownMembership {
                id: row.get(1)?,
                organization_id: row.get(2)?,
                kind: kind_of(row.str(3)?).ok_or(unreadable(3, "a kind of membership"))?,
                from_on: row.get(4)?,
                to_on: row.get(5)?,
            })
        },
    )?;
    let mut posts = dated(
        tx,
        "select person_id, id, organization_id, code, from_on, to_on from post",
        "person_id",
        &ids,
        |row| {
            Ok(KnownPost {
                id: row.get(1)?,
                organization_id: row.get(2)?,
                code: row.get(3)?,
                from_on: row.get(4)?,
                to_on: row.get(5)?,
            })
        },
    )?;
    let mut leaves =
        dated(tx, "select person_id, id, kind, from_on, to_on from leave", "person_id", &ids, |row| {
            Ok(KnownLeave { id: row.get(1)?, kind: row.get(2)?, from_on: row.get(3)?, to_on: row.get(4)? })
        })?;
    let mut exemptions = dated(
        tx,
        "select subject_id, id, duty_code, from_on, reason from exemption",
        "subject_id",
        &ids,
        |row| {
            Ok(KnownExemption {
                id: row.get(1)?,
                duty_code: row.get(2)?,
                from_on: row.get(3)?,
                reason: row.get(4)?,
            })
        },
    )?;
    let with_dates = found.into_iter().map(|person| {
        let id = person.id.as_str();
        KnownPerson {
            memberships: memberships.remove(id).unwrap_or_default(),
            posts: posts.remove(id).unwrap_or_default(),
            leaves: leaves.remove(id).unwrap_or_default(),
            exemptions: exemptions.remove(id).unwrap_or_default(),
            person,
        }
    });
    Ok(with_dates.collect())
}

/// Rows by their first column, in order of time.
fn dated<T>(
    tx: &mut Tx,
    select: &str,
    owner: &str,
    ids: &[&str],
    read: impl Fn(&Row<'_>) -> xueji_store::Result<T>,
) -> Result<HashMap<String, Vec<T>>> {
    let clause = Where::new().and_in(owner, ids);
    let mut by_owner: HashMap<String, Vec<T>> = HashMap::new();
    tx.each(&format!("{select} {} order by from_on, id", clause.sql()), clause.params(), |row| {
        by_owner.entry(row.get(0)?).or_default().push(read(row)?);
        Ok(())
    })?;
    Ok(by_owner)
}

impl Known {
    /// The top of the tree.
    pub(super) fn root(&self) -> Option<&Organization> {
        self.organizations.values().find(|organization| organization.parent_id.is_none())
    }

    /// Codes by id.
    pub(super) fn codes(&self) -> HashMap<&Id, &str> {
        self.organizations
            .values()
            .map(|organization| (&organization.id, organization.code.as_str()))
            .collect()
    }

    /// The people whose kinds of unit change with these organizations.
    pub(super) fn members_of(tx: &mut Tx, organization_ids: &HashSet<Id>) -> Result<Vec<Id>> {
        let ids: Vec<&str> = organization_ids.iter().map(Id::as_str).collect();
        let mut members = Vec::new();
        for batch in ids.chunks(BATCH) {
            let clause = Where::new().and_in("organization_id", batch);
            members.extend(tx.query(
                &format!("select distinct person_id from membership {}", clause.sql()),
                clause.params(),
                |row| row.get(0),
            )?);
        }
        Ok(members)
    }
}
