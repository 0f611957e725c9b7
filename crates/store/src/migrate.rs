//! Brings the schema up to date: one portable set of migrations for both databases.

use refinery::Runner;

use crate::db::{Backend, off_runtime};
use crate::tx::Link;
use crate::writer::lock;
use crate::{Db, Dialect, Error, Result, Tx, params};

/// One step of the schema; never edited after a release.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Counts from 1 without gaps.
    pub version: i32,
    /// Lower case with underscores.
    pub name: &'static str,
    /// Statements that both databases understand.
    pub sql: &'static str,
}

const TABLE: &str = "refinery_schema_history";

impl Db {
    /// Applies what is missing, all or nothing; several processes may call it at once. Returns what was applied.
    pub fn migrate(&self, migrations: &[Migration]) -> Result<Vec<String>> {
        let runner = runner(migrations)?;
        // A look first: it refuses a database of a newer program before anything is touched.
        if self.migrations_pending(migrations)?.is_empty() {
            return Ok(Vec::new());
        }
        match &self.0.backend {
            Backend::Sqlite { shared, .. } => run(&runner, lock(shared).as_mut().ok_or(Error::Closed)?),
            Backend::Postgres { .. } => off_runtime(|| {
                let mut tx = self.0.server_tx()?;
                if let Link::Postgres(session) = tx.link() {
                    session.retired = true;
                }
                // Held until the connection ends; processes that start together migrate one after another.
                tx.begin(
                    "set lock_timeout = 0; set statement_timeout = 0; \
                     select pg_advisory_lock(hashtextextended(current_schema() || ' migrate', 0))",
                )?;
                run(&runner, &mut tx)
            }),
        }
    }

    /// The names of those not yet applied; an error if the database knows others than this program.
    pub fn migrations_pending(&self, migrations: &[Migration]) -> Result<Vec<String>> {
        let known = refined(migrations)?;
        let applied = self.read_blocking(applied)?;
        for (version, name, checksum) in &applied {
            match known.iter().find(|migration| migration.version() == *version) {
                None => {
                    return Err(Error::Migration(format!(
                        "the database is at V{version} ({name}), which this program does not know; it needs a newer one"
                    )));
                }
                Some(migration) if migration.checksum().to_string() != *checksum => {
                    return Err(Error::Migration(format!(
                        "V{version} ({name}) is not the one that was applied"
                    )));
                }
                Some(_) => {}
            }
        }
        Ok(known
            .iter()
            .filter(|migration| !applied.iter().any(|(version, ..)| *version == migration.version()))
            .map(ToString::to_string)
            .collect())
    }
}

fn applied(tx: &mut Tx) -> Result<Vec<(i32, String, String)>> {
    let table = match tx.dialect() {
        Dialect::Sqlite => "select count(*) from sqlite_master where type = 'table' and name = ?1",
        Dialect::Postgres => {
            "select count(*) from pg_tables where schemaname = current_schema() and tablename = ?1"
        }
    };
    if tx.scalar::<i64>(table, params![TABLE])? == 0 {
        return Ok(Vec::new());
    }
    tx.query(&format!("select version, name, checksum from {TABLE} order by version"), &[], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}

fn run(runner: &Runner, tx: &mut Tx) -> Result<Vec<String>> {
    let report = match tx.link() {
        Link::Writer(session) => runner.run(&mut session.connection),
        Link::Postgres(session) => runner.run(&mut session.client),
        Link::Reader(_) => return Err(Error::ReadOnly),
    };
    let report = report.map_err(|error| Error::Migration(told(&error)))?;
    Ok(report.applied_migrations().iter().map(ToString::to_string).collect())
}

fn runner(migrations: &[Migration]) -> Result<Runner> {
    Ok(Runner::new(&refined(migrations)?).set_grouped(true))
}

fn refined(migrations: &[Migration]) -> Result<Vec<refinery::Migration>> {
    migrations
        .iter()
        .map(|migration| {
            refinery::Migration::unapplied(
                &format!("V{}__{}", migration.version, migration.name),
                migration.sql,
            )
            .map_err(|error| Error::Migration(told(&error)))
        })
        .collect()
}

/// The error with its causes; statements of a migration hold no personal data.
fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
