//! What the database says of itself: each answer is quick however much is in it.

use xueji_store::{Dialect, Tx, params};

use crate::attachments;
use crate::notices::{self, Health};
use crate::shell::Result;
use crate::shell::jobs::{self, State};
use crate::trail::{self, Link};

/// Rows that are counted one by one where the server has no estimate yet.
const COUNTED: usize = 10_000;

/// The database.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub(super) server: bool,
    pub(super) bytes: i64,
    pub(super) people: i64,
    /// About how many, without counting them.
    pub(super) records: i64,
    pub(super) sessions: i64,
    /// Attachments, and their bytes.
    pub(super) files: i64,
    pub(super) file_bytes: i64,
    /// Mail and robots.
    pub(super) sending: Health,
    pub(super) head: Link,
    pub(super) jobs: Vec<State>,
}

pub(super) fn facts(tx: &mut Tx, now: i64) -> Result<Facts> {
    let server = tx.dialect() == Dialect::Postgres;
    let [files, file_bytes, ..] = attachments::total(tx)?;
    Ok(Facts {
        server,
        files,
        file_bytes,
        bytes: bytes(tx)?,
        people: tx.scalar("select count(*) from person", params![])?,
        records: about(tx, "record")?,
        sessions: tx.scalar(
            "select count(*) from web_session where ended_at is null and expires_at > ?1",
            params![now],
        )?,
        sending: notices::health(tx, now)?,
        head: trail::head(tx)?,
        jobs: jobs::all(tx)?,
    })
}

fn bytes(tx: &mut Tx) -> Result<i64> {
    let sql = match tx.dialect() {
        Dialect::Sqlite => "select page_count * page_size from pragma_page_count(), pragma_page_size()",
        Dialect::Postgres => {
            "select cast(coalesce(sum(pg_total_relation_size(oid)), 0) as bigint) from pg_class
             where relkind = 'r' and relnamespace = cast(current_schema() as regnamespace)"
        }
    };
    Ok(tx.scalar(sql, params![])?)
}

/// About how many rows a table has: rows are numbered in one database and estimated in the other.
fn about(tx: &mut Tx, table: &str) -> Result<i64> {
    let told: Option<i64> = match tx.dialect() {
        Dialect::Sqlite => tx.scalar(&format!("select max(rowid) from {table}"), params![])?,
        Dialect::Postgres => {
            let sql = "select cast(reltuples as bigint) from pg_class
                       where relname = ?1 and relnamespace = cast(current_schema() as regnamespace)";
            let estimate: i64 = tx.scalar(sql, params![table])?;
            if estimate < i64::try_from(COUNTED).unwrap_or(i64::MAX) {
                let sql = format!("select count(*) from (select 1 from {table} limit {COUNTED}) as counted");
                Some(tx.scalar(&sql, params![])?)
            } else {
                Some(estimate)
            }
        }
    };
    Ok(told.unwrap_or(0))
}
