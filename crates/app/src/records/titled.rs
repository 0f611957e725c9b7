//! Records found by their title: among the latest of what the searcher may see, so that a search stays a matter of
//! milliseconds beside millions of records.
//!
//! A title is matched here and not by the database, by characters or initials: no index finds the middle of a text on
//! both databases, and one on the titles of all records would slow every entry for the sake of a rare question.

use std::collections::HashSet;

use jiff::civil::Date;
use xueji_store::{Tx, Where};

use crate::people::{self, Organization, Sought};
use crate::records::reach::{Act, may};
use crate::records::{Record, replaced_by, store};
use crate::shell::{Actor, Id, Result, Right};

/// How many rows are looked at: of a person, and of what organizations held.
const OF_PERSON: usize = 500;
const OF_ORGANIZATIONS: usize = 5_000;
/// More organizations than any bureau has.
const MOST_ORGANIZATIONS: usize = 20_000;
/// A branch is small enough to look at what each of its people entered in these days.
const BRANCH: usize = 100;
const DAYS: i64 = 60;
const OF_BRANCH: usize = 5_000;

/// The latest live records whose title has the text and which the actor may see, at most `most`: the actor's own,
/// what the organizations within reach held, and what the people of a branch entered.
pub(crate) fn titled(
    tx: &mut Tx,
    actor: &Actor,
    sought: &Sought,
    today: Date,
    most: usize,
) -> Result<Vec<Record>> {
    let mut ids = Vec::new();
    if let Some(own) = &actor.person_id {
        let clause = Where::new().and("record.person_id = ?", own);
        ids.extend(among_latest(tx, &clause, OF_PERSON, sought, most)?);
    }
    for top in people::reach(tx, actor, Right::SeeOrganization)? {
        ids.extend(held_by(tx, &top, sought, most)?);
    }
    for top in people::reach(tx, actor, Right::SeePerson)? {
        ids.extend(entered_in(tx, &top, sought, today, most)?);
    }
    let mut found: Vec<Record> = Vec::new();
    let mut seen = HashSet::new();
    for id in ids {
        let Some(record) = store::find(tx, &id)? else { continue };
        // One event is found once, however many it stands with.
        let new = seen.insert(record.event_id.clone().unwrap_or_else(|| record.id.clone()));
        if new && replaced_by(tx, &id)?.is_none() && may(tx, actor, Act::See, &record.subject(), today)? {
            found.push(record);
        }
    }
    found.sort_by(|left, right| (right.last_on, &right.id).cmp(&(left.last_on, &left.id)));
    found.truncate(most);
    Ok(found)
}

/// What organizations at or below this one held.
fn held_by(tx: &mut Tx, top: &Organization, sought: &Sought, most: usize) -> Result<Vec<Id>> {
    let ids = people::within(tx, &top.path, MOST_ORGANIZATIONS)?;
    let held = Where::new().and_if(true, "record.person_id is null");
    if ids.len() <= BRANCH {
        return among_latest(
            tx,
            &held.and_in("record.organization_id", &ids),
            OF_ORGANIZATIONS,
            sought,
            most,
        );
    }
    // So many share the latest rows of all, which one index has in order.
    let reached: HashSet<Id> = ids.into_iter().collect();
    let mut found = Vec::new();
    tx.each(
        &format!(
            "select record.id, record.title, record.organization_id from record
             where record.person_id is null and record.kind = 'entry'
             order by record.last_on desc, record.id desc limit {OF_ORGANIZATIONS}"
        ),
        &[],
        |row| {
            if found.len() < most && sought.is_in(row.str(1)?) && reached.contains(&row.get::<Id>(2)?) {
                found.push(row.get(0)?);
            }
            Ok(())
        },
    )?;
    Ok(found)
}

/// What people of a branch entered lately; of more people than that, each page of a person tells.
fn entered_in(tx: &mut Tx, top: &Organization, sought: &Sought, today: Date, most: usize) -> Result<Vec<Id>> {
    let members = people::below(tx, &top.path, today, BRANCH + 1)?;
    if members.is_empty() || members.len() > BRANCH {
        return Ok(Vec::new());
    }
    let ids: Vec<Id> = members.into_iter().map(|person| person.id).collect();
    let since = today.saturating_sub(jiff::Span::new().days(DAYS));
    let clause = Where::new().and_in("record.person_id", &ids).and("record.last_on >= ?", &since);
    among_latest(tx, &clause, OF_BRANCH, sought, most)
}

fn among_latest(
    tx: &mut Tx,
    clause: &Where<'_>,
    latest: usize,
    sought: &Sought,
    most: usize,
) -> Result<Vec<Id>> {
    let mut found = Vec::new();
    tx.each(
        &format!(
            "select record.id, record.title from record {} and record.kind = 'entry'
             order by record.last_on desc, record.id desc limit {latest}",
            clause.sql()
        ),
        clause.params(),
        |row| {
            // A record of an event stands there for everybody, so some more are kept than are shown.
            if found.len() < most * 10 && sought.is_in(row.str(1)?) {
                found.push(row.get(0)?);
            }
            Ok(())
        },
    )?;
    Ok(found)
}
