//! Reading a backup back into an empty database, and proving what came of it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest as _, Sha256};
use xueji_store::{Db, Kind, Migration, Table, Tx, Value, params};
use zip::ZipArchive;

use crate::backup::dump::open;
use crate::backup::manifest::{Entry, Manifest, rows_of};
use crate::backup::{OWN, TABLES, Unfit, files};
use crate::schema::MIGRATIONS;
use crate::shell::secret::hex;
use crate::shell::{App, Author, Blobs, Deed, Error, Id, Note, Result};
use crate::{plans, standings, trail};

/// What was restored, and what was found wrong with it.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) manifest: Manifest,
    /// What the trail proves of it.
    pub(crate) trail: trail::Report,
    /// Standings that differ from what the records come to.
    pub(crate) different: usize,
}

/// Reads a backup into a database that holds nothing yet, then brings it to this program's schema.
///
/// All or nothing: a damaged backup leaves the database as empty as it was. `app` is made of the database once its
/// schema is there; files of attachments are put where `blobs` says.
pub(crate) fn restore(
    file: &Path,
    db: &Db,
    blobs: &Blobs,
    app: impl FnOnce(Db) -> App,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> anyhow::Result<Outcome> {
    let (mut archive, manifest) = open(file)?;
    let newest = MIGRATIONS.last().map_or(0, |last| last.version);
    if manifest.schema > newest {
        let said = format!(
            "the backup was made by a newer program ({}): restore it with that one",
            manifest.program
        );
        return Err(Unfit(said).into());
    }
    let then: Vec<Migration> =
        MIGRATIONS.iter().filter(|one| one.version <= manifest.schema).copied().collect();
    db.migrate(&then).map_err(|error| match error {
        xueji_store::Error::Migration(_) => {
            Unfit(format!("the database to restore into is not a fresh one ({error}): name an empty one"))
                .into()
        }
        other => anyhow::Error::from(Error::Store(other)),
    })?;
    db.read_blocking(empty)?;
    // First the files: where one cannot be stored, the database is still as empty as it was.
    files::unpack(&mut archive, blobs)?;
    let total = manifest.rows();
    db.write_blocking(|tx| -> Result<()> {
        tx.lift_timeout()?;
        empty(tx)?;
        let schema = tx.tables()?;
        let mut done = 0;
        for name in TABLES {
            let (Some(entry), Some(table)) =
                (manifest.tables.get(name), schema.iter().find(|table| table.name == name))
            else {
                continue;
            };
            load(tx, &mut archive, table, entry, &mut |rows| {
                done += rows;
                progress(done, total);
            })?;
        }
        Ok(())
    })?;
    db.migrate(MIGRATIONS)?;
    let app = app(db.clone());
    let kept = manifest.trail.split_once(':').and_then(|(number, hash)| Some((number.parse().ok()?, hash)));
    let trail = app.read_blocking(|tx| trail::verify(tx, kept.filter(|(number, _)| *number > 0), true))?;
    let today = app.clock.today();
    let mut different = 0;
    for plan in app.read_blocking(plans::all)? {
        different += app.read_blocking(|tx| standings::check(tx, &plan, today))?.different;
    }
    app.write_blocking(Author::Command, |work| {
        work.note(Note::of(Deed::Restored, &Id::from_text("database")).saying(manifest.trail.clone()));
        Ok(())
    })?;
    Ok(Outcome { manifest, trail, different })
}

/// A database that somebody uses is never written over.
fn empty(tx: &mut Tx) -> Result<()> {
    for table in tx.tables()? {
        let used: bool = tx.scalar(&format!("select exists (select 1 from {})", table.name), params![])?;
        if used {
            let said = format!(
                "the database to restore into is in use (its table {} has rows): name an empty one",
                table.name
            );
            return Err(Error::Internal(Unfit(said).into()));
        }
    }
    Ok(())
}

/// Rows that are stored with one statement at most.
const BATCH: usize = 1000;
/// The longest row that is read.
const LONGEST: u64 = 64 << 20;

fn load(
    tx: &mut Tx,
    archive: &mut ZipArchive<File>,
    table: &Table,
    expected: &Entry,
    stored: &mut dyn FnMut(u64),
) -> Result<()> {
    let name = table.name.as_str();
    let rows = archive.by_name(&rows_of(name)).map_err(|error| unreadable(name, &error))?;
    let mut lines = Lines { rows: BufReader::with_capacity(1 << 18, rows), hash: Sha256::new(), count: 0 };
    let own = OWN.iter().find(|(own, _)| *own == name);
    let own = own.and_then(|(_, column)| table.columns.iter().position(|(other, _)| other == column));
    let mut held: Vec<Vec<Value<'static>>> = Vec::new();
    let mut batch: Vec<Vec<Value<'static>>> = Vec::new();
    while let Some(row) = lines.next(table)? {
        match own {
            // Those that point to another of the table wait until all others are there.
            Some(column) if row.get(column).is_some_and(|value| *value != Value::Null) => held.push(row),
            _ => batch.push(row),
        }
        if batch.len() >= BATCH {
            stored(insert(tx, table, std::mem::take(&mut batch))?);
        }
    }
    stored(insert(tx, table, batch)?);
    if let Some(column) = own {
        for row in in_order(held, column) {
            stored(insert(tx, table, vec![row])?);
        }
    }
    let found = Entry { rows: lines.count, sha256: hex(&lines.hash.finalize()) };
    if found == *expected {
        return Ok(());
    }
    let said = format!("the backup is damaged: the rows of {name} are not those that were written");
    Err(Error::Internal(Unfit(said).into()))
}

fn insert(tx: &mut Tx, table: &Table, rows: Vec<Vec<Value<'static>>>) -> Result<u64> {
    let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    Ok(tx.insert_many(&table.name, &names, rows)?)
}

/// Rows before those that point to them; the first column is the id.
fn in_order(mut rows: Vec<Vec<Value<'static>>>, column: usize) -> Vec<Vec<Value<'static>>> {
    let text = |row: &[Value<'static>], at: usize| match row.get(at) {
        Some(Value::Text(text)) => text.to_string(),
        _ => String::new(),
    };
    let mut ordered = Vec::with_capacity(rows.len());
    while !rows.is_empty() {
        let waiting: BTreeSet<String> = rows.iter().map(|row| text(row, 0)).collect();
        let (later, ready): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| waiting.contains(&text(row, column)));
        if ready.is_empty() {
            // A circle cannot have been stored; the database will say which row it is.
            ordered.extend(later);
            return ordered;
        }
        ordered.extend(ready);
        rows = later;
    }
    ordered
}

fn unreadable(table: &str, error: &dyn std::error::Error) -> Error {
    Error::Internal(
        Unfit(format!("the backup is damaged: the rows of {table} cannot be read ({error})")).into(),
    )
}

struct Lines<R> {
    rows: R,
    hash: Sha256,
    count: u64,
}

impl<R: BufRead> Lines<R> {
    fn next(&mut self, table: &Table) -> Result<Option<Vec<Value<'static>>>> {
        let mut line = Vec::new();
        let read = self.rows.by_ref().take(LONGEST).read_until(b'\n', &mut line);
        let read = read.map_err(|error| unreadable(&table.name, &error))?;
        if read == 0 {
            return Ok(None);
        }
        self.hash.update(&line);
        self.count += 1;
        let damaged = || {
            let said = format!("the backup is damaged: row {} of {} cannot be read", self.count, table.name);
            Error::Internal(Unfit(said).into())
        };
        let values: Vec<serde_json::Value> = serde_json::from_slice(&line).map_err(|_| damaged())?;
        if values.len() != table.columns.len() {
            return Err(damaged());
        }
        let row = values.into_iter().zip(&table.columns).map(|(value, (_, kind))| of_json(value, *kind));
        Ok(Some(row.collect::<Option<Vec<_>>>().ok_or_else(damaged)?))
    }
}

fn of_json(value: serde_json::Value, kind: Kind) -> Option<Value<'static>> {
    use serde_json::Value as Json;
    Some(match (value, kind) {
        (Json::Null, _) => Value::Null,
        (Json::String(text), Kind::Text) => Value::Text(text.into()),
        (Json::String(text), Kind::Bytes) => Value::Bytes(BASE64.decode(text).ok()?.into()),
        (Json::Number(number), Kind::Int) => Value::Int(number.as_i64()?),
        (Json::Number(number), Kind::Real) => Value::Real(number.as_f64()?),
        (Json::Bool(bool), Kind::Bool) => Value::Bool(bool),
        _ => return None,
    })
}
