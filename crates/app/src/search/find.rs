//! What a text finds for somebody: a handful of each noun.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::books::{self, Book};
use crate::notes::{self, Filter, Hit};
use crate::people::{self, Organization, Person, Sought, Start};
use crate::records::{self, Record};
use crate::reviews::{self, Review};
use crate::shell::{Actor, Id, Result, Right};
use crate::works::{self, Shelved};

/// How many of each noun are shown.
const MOST: usize = 8;

/// A person with where they belong.
#[derive(Debug)]
pub(super) struct FoundPerson {
    pub(super) person: Person,
    pub(super) home: String,
}

/// A record with whose it is.
#[derive(Debug)]
pub(super) struct FoundRecord {
    pub(super) record: Record,
    pub(super) whose: String,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) people: Vec<FoundPerson>,
    pub(super) organizations: Vec<Organization>,
    pub(super) records: Vec<FoundRecord>,
    /// On the shelf, for those to whom they are shown.
    pub(super) works: Vec<Shelved>,
    pub(super) books: Vec<Book>,
    pub(super) reviews: Vec<Review>,
    /// One's own.
    pub(super) notes: Vec<Hit>,
}

/// Finds a handful of each noun that the actor may see.
pub(super) fn find(tx: &mut Tx, actor: &Actor, text: &str, today: Date) -> Result<Found> {
    let sought = Sought::new(text);
    let mut found = Found::default();
    for top in people::reach(tx, actor, Right::SeeRoster)? {
        let rows = people::roster(tx, &top.path, text, today, &Start::Front, MOST)?.rows;
        let people = rows.into_iter().map(|row| FoundPerson { person: row.person, home: row.organization });
        found.people.extend(people);
    }
    // Who sees no roster still finds oneself.
    if let Some(id) = &actor.person_id
        && found.people.iter().all(|one| one.person.id != *id)
        && let Some(person) = people::person(tx, id)?
        && (sought.is_in(&person.name) || person.code.to_lowercase() == text.to_lowercase())
    {
        let home = actor.home.as_ref().map(|home| home.name.clone()).unwrap_or_default();
        found.people.insert(0, FoundPerson { person, home });
    }
    found.people.truncate(MOST);
    for top in people::reach(tx, actor, Right::SeeOrganization)? {
        found.organizations.extend(people::named(tx, &top.path, &sought, MOST)?);
    }
    found.organizations.truncate(MOST);
    for record in records::titled(tx, actor, &sought, today, MOST)? {
        let whose = whose(tx, actor.person_id.as_ref(), &record)?;
        found.records.push(FoundRecord { record, whose });
    }
    if let Some(own) = &actor.person_id {
        found.notes = notes::search(tx, own, text, &Filter::default(), 0, MOST)?;
    }
    found.works = works::shelved(tx, actor, text, MOST)?;
    found.books = books::search(tx, text, 0, MOST)?;
    found.reviews = reviews::titled(tx, actor, &sought, MOST)?;
    Ok(found)
}

/// Whose a record is; one's own need not be said.
fn whose(tx: &mut Tx, own: Option<&Id>, record: &Record) -> Result<String> {
    Ok(match &record.person_id {
        Some(id) if own == Some(id) => String::new(),
        Some(id) => people::person(tx, id)?.map(|person| person.name).unwrap_or_default(),
        None => {
            people::organization(tx, &record.organization_id)?.map(|one| one.short_name).unwrap_or_default()
        }
    })
}
