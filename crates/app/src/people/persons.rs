//! Questions about people: who they are, where they belong, what they hold.

use std::collections::HashMap;

use jiff::civil::Date;
use xueji_store::{Row, Tx, Value, Where, params};

use crate::people::organizations::{end_of, read as read_organization};
use crate::people::{Organization, Person};
use crate::shell::{Id, Result};

pub(super) const COLUMNS: &str = "person.id, person.code, person.name, person.initials, person.born_on";

/// The organization `o` of a membership.
const HOME: &str =
    "o.id, o.parent_id, o.code, o.name, o.short_name, o.level, o.unit_type, o.path, o.sort_order,
    o.founded_on, o.dissolved_on";

/// How many people there are, whether they belong anywhere or not.
pub(crate) fn count(tx: &mut Tx) -> Result<usize> {
    Ok(tx.scalar("select count(*) from person", params![])?)
}

/// One person.
pub(crate) fn person(tx: &mut Tx, id: &Id) -> Result<Option<Person>> {
    Ok(tx.query_opt(&format!("select {COLUMNS} from person where id = ?1"), params![id], read)?)
}

/// These people, in no order.
pub(crate) fn persons<'i>(tx: &mut Tx, ids: impl IntoIterator<Item = &'i str>) -> Result<Vec<Person>> {
    let ids: Vec<&str> = ids.into_iter().collect();
    let clause = Where::new().and_in("id", &ids);
    Ok(tx.query(&format!("select {COLUMNS} from person {}", clause.sql()), clause.params(), read)?)
}

/// The person of this code.
pub(crate) fn person_by_code(tx: &mut Tx, code: &str) -> Result<Option<Person>> {
    Ok(tx.query_opt(&format!("select {COLUMNS} from person where code = ?1"), params![code], read)?)
}

/// Where a person belongs on a day.
pub(crate) fn home(tx: &mut Tx, person_id: &Id, on: Date) -> Result<Option<Organization>> {
    let on_the_day = "and m.from_on <= ?2 and (m.to_on is null or m.to_on >= ?2)";
    latest_home(tx, on_the_day, params![person_id, on])
}

/// Where these people belong on a day; who belongs nowhere is not among them.
pub(crate) fn homes_of<'i>(
    tx: &mut Tx,
    people: impl IntoIterator<Item = &'i Id>,
    on: Date,
) -> Result<HashMap<Id, Organization>> {
    let ids: Vec<&str> = people.into_iter().map(Id::as_str).collect();
    let clause = Where::new()
        .and_in("m.person_id", &ids)
        .and("m.from_on <= ?", &on)
        .and("(m.to_on is null or m.to_on >= ?)", &on);
    let mut homes = HashMap::new();
    // The latest stands, as for one.
    tx.each(
        &format!(
            "select {HOME}, m.person_id from membership m
             join organization o on o.id = m.organization_id {}
             order by m.from_on",
            clause.sql()
        ),
        clause.params(),
        |row| {
            homes.insert(row.get(11)?, read_organization(row)?);
            Ok(())
        },
    )?;
    Ok(homes)
}

/// Where a person belongs, belonged last, or will belong first.
pub(crate) fn last_home(tx: &mut Tx, person_id: &Id) -> Result<Option<Organization>> {
    latest_home(tx, "", params![person_id])
}

/// The organization of the latest membership of `?1` that fits a condition.
fn latest_home(tx: &mut Tx, condition: &'static str, values: &[Value<'_>]) -> Result<Option<Organization>> {
    Ok(tx.query_opt(
        &format!(
            "select {HOME} from membership m
             join organization o on o.id = m.organization_id
             where m.person_id = ?1 {condition}
             order by m.from_on desc
             limit 1"
        ),
        values,
        read_organization,
    )?)
}

/// Those who belong to the organization itself on a day, by name.
pub(crate) fn members(tx: &mut Tx, organization_id: &Id, on: Date) -> Result<Vec<Person>> {
    Ok(tx.query(
        &format!(
            "select {COLUMNS} from membership m
             join person on person.id = m.person_id
             where m.organization_id = ?1 and m.from_on <= ?2 and (m.to_on is null or m.to_on >= ?2)
             order by person.initials, person.code
             limit 2000"
        ),
        params![organization_id, on],
        read,
    )?)
}

/// Where somebody stands among all people of a part of the tree: the path of the organization, and who it is.
pub(crate) type Stand = (String, Id);

/// Those who belong at or below a path on a day, so many after one of them: for going through all of them in portions.
pub(crate) fn belonging(
    tx: &mut Tx,
    path: &str,
    on: Date,
    after: Option<&Stand>,
    most: usize,
) -> Result<Vec<Stand>> {
    let (from, last) = after.map_or((path, ""), |(path, id)| (path.as_str(), id.as_str()));
    Ok(tx.query(
        &format!(
            "select o.path, m.person_id from organization o
             cross join membership m
             where m.organization_id = o.id and o.path >= ?1 and o.path < ?2 and (o.path > ?1 or m.person_id > ?3)
                 and m.from_on <= ?4 and (m.to_on is null or m.to_on >= ?4)
             order by o.path, m.person_id limit {most}"
        ),
        params![*from, end_of(path), *last, on],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

/// Into whom a person was merged who had been entered twice.
pub(crate) fn merged_into(tx: &mut Tx, id: &Id) -> Result<Option<Id>> {
    let found: Option<Option<Id>> =
        tx.query_opt("select merged_into from person where id = ?1", params![id], |row| row.get(0))?;
    Ok(found.flatten())
}

/// Those who hold a post in an organization on a day or later.
pub(crate) fn holding(tx: &mut Tx, organization_id: &Id, post: &str, on: Date) -> Result<Vec<Person>> {
    Ok(tx.query(
        &format!(
            "select distinct {COLUMNS} from post
             join person on person.id = post.person_id
             where post.organization_id = ?1 and post.code = ?2 and (post.to_on is null or post.to_on >= ?3)
             limit 200"
        ),
        params![organization_id, post, on],
        read,
    )?)
}

/// Who holds which post in an organization on a day, by post, with the first day.
pub(crate) fn posts_in(tx: &mut Tx, organization_id: &Id, on: Date) -> Result<Vec<(Person, String, Date)>> {
    Ok(tx.query(
        &format!(
            "select {COLUMNS}, post.code, post.from_on from post
             join person on person.id = post.person_id
             where post.organization_id = ?1 and post.from_on <= ?2 and (post.to_on is null or post.to_on >= ?2)
             order by post.code, person.initials, person.code
             limit 500"
        ),
        params![organization_id, on],
        |row| Ok((read(row)?, row.get(5)?, row.get(6)?)),
    )?)
}

pub(super) fn read(row: &Row<'_>) -> xueji_store::Result<Person> {
    Ok(Person {
        id: row.get(0)?,
        code: row.get(1)?,
        name: row.get(2)?,
        initials: row.get(3)?,
        born_on: row.get(4)?,
    })
}
