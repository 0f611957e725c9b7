//! Whom a round of an organization may be about.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use xueji_plan::Level;
use xueji_store::{Tx, params};

use crate::inspections::{Circle, MOST_PEOPLE, store};
use crate::people::{self, Organization, Person};
use crate::shell::{Actor, Id, Place, Result, Right};

/// The post whose holder is inspected from above alone.
const SECRETARY: &str = "secretary";
const LEADERSHIP: [&str; 2] = ["leadership-member", "deputy-secretary"];
/// Organizations directly below whose secretaries are looked for.
const MOST_BELOW: usize = 300;

/// Somebody who may be called in, with the last time in this year.
#[derive(Clone, Debug)]
pub(super) struct Eligible {
    pub(super) person: Person,
    pub(super) last_on: Option<Date>,
}

/// Those of a circle whom the actor may inspect, in the order of a printed list: who belonged there in the period and
/// does today, is not on long leave, and is not the inspector.
pub(super) fn eligible(
    tx: &mut Tx,
    actor: &Actor,
    (organization, circle): (&Organization, Circle),
    to_on: Date,
    today: Date,
) -> Result<Vec<Eligible>> {
    let mut people = of_circle(tx, organization, circle, today)?;
    let then: BTreeSet<Id> =
        of_circle(tx, organization, circle, to_on)?.into_iter().map(|one| one.id).collect();
    let away = on_leave(tx, today)?;
    people.retain(|one| then.contains(&one.id) && !away.contains(&one.id));
    let mut allowed = Vec::with_capacity(people.len());
    for person in people {
        if actor.person_id.as_ref() != Some(&person.id) && may_read(tx, actor, &person.id, today)? {
            allowed.push(person);
        }
    }
    allowed.sort_by(|one, other| (&one.initials, &one.code).cmp(&(&other.initials, &other.code)));
    allowed.dedup_by(|one, other| one.id == other.id);
    allowed.truncate(MOST_PEOPLE);
    let ids: Vec<Id> = allowed.iter().map(|person| person.id.clone()).collect();
    let last: BTreeMap<Id, Date> =
        store::called_in(tx, &ids, (today.first_of_year(), today))?.into_iter().collect();
    Ok(allowed
        .into_iter()
        .map(|person| Eligible { last_on: last.get(&person.id).copied(), person })
        .collect())
}

fn may_read(tx: &mut Tx, actor: &Actor, person_id: &Id, today: Date) -> Result<bool> {
    let home = people::home(tx, person_id, today)?;
    Ok(home
        .is_some_and(|home| actor.may(Right::ReadNotes, Place::Person { id: person_id, path: &home.path })))
}

/// Those of a circle on a day.
pub(super) fn of_circle(
    tx: &mut Tx,
    organization: &Organization,
    circle: Circle,
    on: Date,
) -> Result<Vec<Person>> {
    let posts = people::posts_in(tx, &organization.id, on)?;
    let heads: BTreeSet<Id> =
        posts.iter().filter(|(_, code, _)| code == SECRETARY).map(|(person, ..)| person.id.clone()).collect();
    let people: Vec<Person> = match circle {
        // The groups of a branch belong to it; the branches of a committee look after their own.
        Circle::Members if matches!(organization.level, Level::Branch | Level::Group) => {
            people::below(tx, &organization.path, on, MOST_PEOPLE)?
        }
        Circle::Members => people::members(tx, &organization.id, on)?,
        Circle::Leadership => {
            let leads = |code: &str| LEADERSHIP.contains(&code);
            posts.into_iter().filter(|(_, code, _)| leads(code)).map(|(person, ..)| person).collect()
        }
        Circle::Secretaries => {
            let mut found = Vec::new();
            for below in people::children(tx, &organization.id, 0, MOST_BELOW)? {
                let posts = people::posts_in(tx, &below.id, on)?;
                found.extend(
                    posts.into_iter().filter(|(_, code, _)| code == SECRETARY).map(|(person, ..)| person),
                );
            }
            found
        }
    };
    let of_above = |person: &Person| circle != Circle::Secretaries && heads.contains(&person.id);
    let mut people: Vec<Person> = people.into_iter().filter(|person| !of_above(person)).collect();
    people.sort_by(|one, other| one.id.cmp(&other.id));
    people.dedup_by(|one, other| one.id == other.id);
    Ok(people)
}

/// Those who are on long leave on a day; there are few of them.
fn on_leave(tx: &mut Tx, on: Date) -> Result<BTreeSet<Id>> {
    let rows: Vec<Id> = tx.query(
        "select person_id from leave where from_on <= ?1 and (to_on is null or to_on >= ?1)",
        params![on],
        |row| row.get(0),
    )?;
    Ok(rows.into_iter().collect())
}
