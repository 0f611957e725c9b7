//! What the people of a part of the tree did, for the ledgers that the office keeps.

use xueji_store::{Tx, Where};

use crate::people;
use crate::records::live::{Filter, LIVE};
use crate::records::{Record, store};
use crate::shell::Result;

/// A record of a person, with who it is and where they belonged.
#[derive(Clone, Debug)]
pub(crate) struct Theirs {
    pub(crate) record: Record,
    pub(crate) person: String,
    pub(crate) organization: String,
}

/// Live records of people who belonged at or below a path: by organization, person and day.
pub(crate) fn of_people_below(
    tx: &mut Tx,
    path: &str,
    filter: &Filter,
    (from, most): (usize, usize),
) -> Result<Vec<Theirs>> {
    let ends = people::ends(path);
    let people = format!("record.person_id is not null and record.person_id in {}", people::BELONGED_BELOW);
    let clause = Where::new()
        .and_all(&people, &ends)
        .and_all("organization.path >= ? and organization.path < ?", &ends)
        .and_if(true, LIVE);
    let clause = filter.narrow(clause);
    Ok(tx.query(
        &format!(
            "select {}, person.name, organization.short_name from record
             join person on person.id = record.person_id
             join organization on organization.id = record.organization_id
             {} order by organization.path, person.initials, person.id, record.last_on, record.id
             limit {most} offset {from}",
            store::COLUMNS,
            clause.sql()
        ),
        clause.params(),
        |row| {
            let at = store::WIDTH;
            Ok(Theirs { record: store::read(row)?, person: row.get(at)?, organization: row.get(at + 1)? })
        },
    )?)
}
