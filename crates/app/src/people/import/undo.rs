//! Taking a sheet back: every row that it changes is kept as it was and as it became, and put back only where nobody
//! has changed it since.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value as Json;
use xueji_store::{Tx, Value, Where, params};

use crate::people::import::changes::{Changes, Edit};
use crate::shell::lang::Messages;
use crate::shell::{Deed, Error, Id, Note, Result, Touch, Work};

/// A row that a sheet changed.
#[derive(Clone, Debug)]
pub(crate) struct Changed {
    pub(crate) table: String,
    pub(crate) id: Id,
    /// As it was, its columns as a JSON list; nothing where it was not there.
    pub(crate) before: Option<String>,
    /// As it became; nothing where it is gone.
    pub(crate) after: Option<String>,
}

/// The tables that a sheet changes, those first that others point to, with their columns.
const TABLES: [(&str, &[&str]); 6] = [
    (
        "organization",
        &[
            "id",
            "parent_id",
            "code",
            "name",
            "short_name",
            "level",
            "unit_type",
            "path",
            "sort_order",
            "founded_on",
            "dissolved_on",
        ],
    ),
    ("person", &["id", "code", "name", "initials", "born_on", "created_at", "merged_into"]),
    ("membership", &["id", "person_id", "organization_id", "kind", "from_on", "to_on"]),
    ("post", &["id", "person_id", "organization_id", "code", "from_on", "to_on"]),
    ("leave", &["id", "person_id", "kind", "from_on", "to_on", "reason"]),
    ("exemption", &["id", "subject_id", "duty_code", "from_on", "to_on", "reason"]),
];

/// How many rows one query asks for.
const BATCH: usize = 500;

/// Every row that is about to be changed, as it is now.
pub(super) fn before(tx: &mut Tx, changes: &Changes) -> Result<Vec<Changed>> {
    let mut rows = Vec::new();
    for (table, columns) in TABLES {
        let ids = targets(changes, table);
        let mut now = read(tx, table, columns, &ids)?;
        rows.extend(ids.into_iter().map(|id| Changed {
            table: table.to_owned(),
            before: now.remove(id.as_str()),
            after: None,
            id,
        }));
    }
    Ok(rows)
}

/// The same rows with what became of them.
pub(super) fn after(tx: &mut Tx, mut rows: Vec<Changed>) -> Result<Vec<Changed>> {
    for (table, columns) in TABLES {
        let ids: Vec<Id> = rows.iter().filter(|row| row.table == table).map(|row| row.id.clone()).collect();
        let mut now = read(tx, table, columns, &ids)?;
        for row in rows.iter_mut().filter(|row| row.table == table) {
            row.after = now.remove(row.id.as_str());
        }
    }
    Ok(rows)
}

/// Which rows of a table a sheet changes.
fn targets(changes: &Changes, table: &str) -> Vec<Id> {
    let edited = changes.edits.iter().filter_map(|edit| {
        let (of, id) = match edit {
            Edit::Person(person) => ("person", &person.id),
            Edit::MembershipUntil(id, _) | Edit::MembershipFrom(id, _) | Edit::MembershipKind(id, _) => {
                ("membership", id)
            }
            Edit::PostUntil(id, _) | Edit::PostNever(id) => ("post", id),
            Edit::Leave(id, ..) => ("leave", id),
            Edit::Exemption(id, _) => ("exemption", id),
        };
        (of == table).then(|| id.clone())
    });
    let mut ids: BTreeSet<Id> = edited.collect();
    match table {
        "organization" => {
            let all = changes.new_organizations.iter().chain(&changes.changed_organizations);
            ids.extend(all.map(|one| one.id.clone()));
        }
        "person" => ids.extend(changes.new_people.iter().map(|one| one.id.clone())),
        "membership" => ids.extend(changes.memberships.iter().map(|(_, new)| new.id.clone())),
        "post" => ids.extend(changes.posts.iter().map(|(_, new)| new.id.clone())),
        "leave" => ids.extend(changes.leaves.iter().map(|(_, new)| new.id.clone())),
        _ => ids.extend(changes.exemptions.iter().map(|(_, new, _)| new.id.clone())),
    }
    ids.into_iter().collect()
}

fn read(tx: &mut Tx, table: &str, columns: &[&str], ids: &[Id]) -> Result<HashMap<String, String>> {
    let mut rows = HashMap::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let among = Where::new().and_in("id", batch);
        let sql = format!("select {} from {table} {}", columns.join(", "), among.sql());
        tx.each(&sql, among.params(), |row| {
            let values = (0..columns.len()).map(|at| Ok(json(&row.value(at)?)));
            let values = values.collect::<xueji_store::Result<Vec<Json>>>()?;
            rows.insert(row.get(0)?, Json::Array(values).to_string());
            Ok(())
        })?;
    }
    Ok(rows)
}

fn json(value: &Value<'_>) -> Json {
    match value {
        Value::Text(text) => Json::String(text.clone().into_owned()),
        Value::Int(int) => Json::from(*int),
        // These tables have texts and integers alone.
        Value::Null | Value::Real(_) | Value::Bool(_) | Value::Bytes(_) => Json::Null,
    }
}

fn values(row: &str) -> Result<Vec<Value<'static>>> {
    let values: Vec<Json> = serde_json::from_str(row).map_err(anyhow::Error::from)?;
    let value = |value| match value {
        Json::String(text) => Value::Text(text.into()),
        Json::Number(number) => number.as_i64().map_or(Value::Null, Value::Int),
        _ => Value::Null,
    };
    Ok(values.into_iter().map(value).collect())
}

/// Puts every row back as it was before a sheet.
///
/// # Errors
/// Conflict, where one of them was changed since, or where something was recorded for somebody whom the sheet added.
pub(crate) fn undo(work: &mut Work<'_>, rows: &[Changed]) -> Result<()> {
    work.lift_timeout()?;
    work.serialize_on_all()?;
    let now = after(work, rows.to_vec())?;
    if rows.iter().zip(&now).any(|(then, now)| then.after != now.after) {
        return Err(Error::Conflict(Messages::roster_undo_changed));
    }
    for (table, columns) in TABLES {
        let back = rows.iter().filter(|row| row.table == table).filter_map(|row| row.before.as_deref());
        let marks: Vec<String> = (1..=columns.len()).map(|number| format!("?{number}")).collect();
        let set: Vec<String> =
            columns.iter().skip(1).map(|name| format!("{name} = excluded.{name}")).collect();
        let sql = format!(
            "insert into {table} ({}) values ({}) on conflict (id) do update set {}",
            columns.join(", "),
            marks.join(", "),
            set.join(", ")
        );
        for row in back {
            work.execute(&sql, &values(row)?)?;
        }
    }
    let added = rows.iter().filter(|row| row.before.is_none()).count();
    let indexed = added > FEW;
    if indexed {
        // Each deletion looks for records that point to the row; without these it would read all records each time.
        for column in REFERRED {
            work.execute(&format!("create index record_undo_{column} on record ({column})"), params![])?;
        }
    }
    delete_added(work, rows)?;
    if indexed {
        for column in REFERRED {
            work.execute(&format!("drop index record_undo_{column}"), params![])?;
        }
    }
    for subject_id in concerned(rows)? {
        work.note(Note::on(Deed::PersonChanged, &subject_id).saying("undo"));
        work.touch(Touch { subject_id, through: None });
    }
    Ok(())
}

/// More rows than this are deleted with the help of indexes made for it, and dropped before the commit.
const FEW: usize = 20;
/// The columns by which records point to people and organizations.
const REFERRED: [&str; 2] = ["person_id", "organization_id"];

/// Takes away what the sheet added, those first that point to others.
fn delete_added(work: &mut Work<'_>, rows: &[Changed]) -> Result<()> {
    for (table, _) in TABLES.iter().rev() {
        let mut added: Vec<&Changed> =
            rows.iter().filter(|row| row.table == *table && row.before.is_none()).collect();
        // Organizations with the longest path first: nothing may hang below one that goes.
        added.sort_by_key(|row| std::cmp::Reverse(row.after.as_deref().map_or(0, |text| depth(table, text))));
        for row in added {
            let gone = work.execute(&format!("delete from {table} where id = ?1"), params![row.id]);
            gone.map_err(|_| Error::Conflict(Messages::roster_undo_used))?;
        }
    }
    Ok(())
}

fn depth(table: &str, row: &str) -> usize {
    if table == "organization" { row.matches('/').count() } else { 0 }
}

/// Whose standings may move: organizations, people, and those whose rows are put back.
fn concerned(rows: &[Changed]) -> Result<BTreeSet<Id>> {
    let mut ids = BTreeSet::new();
    for row in rows {
        match row.table.as_str() {
            "organization" | "person" => drop(ids.insert(row.id.clone())),
            _ => {
                let Some(text) = row.before.as_deref().or(row.after.as_deref()) else { continue };
                // The second column of the dated tables says whose row it is.
                if let Some(Value::Text(owner)) = values(text)?.get(1) {
                    ids.insert(Id::from_text(owner.as_ref()));
                }
            }
        }
    }
    Ok(ids)
}
