//! What a backup says of itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::backup::files::Files;

/// What a backup says of itself, by which it is checked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// The layout of the archive.
    pub(crate) format: u32,
    /// The program that made it.
    pub(crate) program: String,
    /// The migrations that its tables have.
    pub(crate) schema: i32,
    /// Milliseconds since the epoch, of the snapshot.
    pub(crate) made_at: i64,
    /// The newest line of the trail: number and hash.
    pub(crate) trail: String,
    pub(crate) tables: BTreeMap<String, Entry>,
    /// The files of attachments; backups of earlier programs have none.
    #[serde(default)]
    pub(crate) files: Files,
}

/// One table in a backup.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) rows: u64,
    /// SHA-256 of its rows as they stand in the archive.
    pub(crate) sha256: String,
}

/// The layout that this program writes and reads.
pub(super) const FORMAT: u32 = 1;
/// The names in the archive.
pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const CONFIGURATION: &str = "xueji.toml";

/// The name of a table's rows in the archive.
pub(super) fn rows_of(table: &str) -> String {
    format!("tables/{table}.jsonl")
}

impl Manifest {
    /// How many rows there are in all.
    pub(crate) fn rows(&self) -> u64 {
        self.tables.values().map(|entry| entry.rows).sum()
    }
}
