//! Writing a backup: one snapshot of all tables, compressed beside the reading, checked by reading it back.

use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest as _, Sha256};
use xueji_store::{Kind, Table, Tx, Value, params};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::attachments;
use crate::backup::files::Files;
use crate::backup::manifest::{CONFIGURATION, Entry, FORMAT, MANIFEST, Manifest, rows_of};
use crate::backup::{OWN, TABLES, Unfit, files};
use crate::schema::MIGRATIONS;
use crate::shell::blobs::BlobHash;
use crate::shell::secret::hex;
use crate::shell::watch::Watch;
use crate::shell::{App, Result};
use crate::trail;

/// Bytes of rows that are handed to the compressor at once.
const CHUNK: usize = 256 << 10;
/// How many such chunks may wait.
const WAITING: usize = 16;

/// What goes to the compressor.
enum Piece {
    /// The rows of a table begin.
    Begin(String),
    Rows(Vec<u8>),
}

/// Writes a backup of the database as it stands now, reads it back, and gives it its name only when it is whole.
///
/// Memory does not grow with the database. Fails where the file exists, and leaves nothing then.
pub(crate) fn dump(app: &App, configuration: &str, file: &Path) -> anyhow::Result<Manifest> {
    if file.exists() {
        return Err(Unfit(format!("{} is there already", file.display())).into());
    }
    let part = PathBuf::from(format!("{}.part", file.display()));
    let made = write(app, configuration, &part).and_then(|manifest| {
        let read = check(&part)?;
        let same = read.tables == manifest.tables && read.files == manifest.files;
        anyhow::ensure!(same, "the backup does not read back as it was written");
        std::fs::rename(&part, file).with_context(|| format!("cannot name the backup {}", file.display()))?;
        Ok(manifest)
    });
    if made.is_err() {
        // Nothing half-done remains; where even that fails, the first cause is the one to tell.
        let _ = std::fs::remove_file(&part);
    }
    made
}

fn write(app: &App, configuration: &str, part: &Path) -> anyhow::Result<Manifest> {
    let out = File::create(part).with_context(|| format!("cannot write {}", part.display()))?;
    let (sender, receiver) = sync_channel(WAITING);
    let made_at = app.clock.now();
    thread::scope(|scope| {
        let compressing = scope.spawn(move || compress(out, &receiver));
        let read = app.read_blocking(|tx| read_all(tx, &sender, made_at, &app.watch));
        drop(sender);
        let compressed =
            compressing.join().map_err(|_| anyhow::anyhow!("the compressor ended by a panic"))?;
        // What could not be written explains why nobody took the rows.
        let (mut zip, tables) = compressed?;
        let (mut manifest, hashes) = read?;
        manifest.tables = tables;
        // After the snapshot: what a record names is never removed, and copying files may take long.
        manifest.files = files::pack(&mut zip, &app.blobs, &hashes)?;
        let options = options();
        zip.start_file(CONFIGURATION, options)?;
        zip.write_all(configuration.as_bytes())?;
        zip.start_file(MANIFEST, options)?;
        zip.write_all(serde_json::to_string_pretty(&manifest)?.as_bytes())?;
        zip.finish()?.sync_all()?;
        Ok(manifest)
    })
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
        .large_file(true)
}

type Tables = std::collections::BTreeMap<String, Entry>;

fn compress(out: File, pieces: &Receiver<Piece>) -> anyhow::Result<(ZipWriter<File>, Tables)> {
    let mut zip = ZipWriter::new(out);
    let mut tables = Tables::new();
    let mut now: Option<(String, Entry, Sha256)> = None;
    let mut end = |now: &mut Option<(String, Entry, Sha256)>| {
        if let Some((table, entry, hash)) = now.take() {
            tables.insert(table, Entry { sha256: hex(&hash.finalize()), ..entry });
        }
    };
    for piece in pieces {
        match (piece, &mut now) {
            (Piece::Begin(table), _) => {
                end(&mut now);
                zip.start_file(rows_of(&table), options())?;
                now = Some((table, Entry::default(), Sha256::new()));
            }
            (Piece::Rows(rows), Some((_, entry, hash))) => {
                entry.rows += rows.iter().filter(|byte| **byte == b'\n').map(|_| 1).sum::<u64>();
                hash.update(&rows);
                zip.write_all(&rows)?;
            }
            (Piece::Rows(_), None) => {}
        }
    }
    end(&mut now);
    Ok((zip, tables))
}

/// Hands every row of every table to the compressor, in one snapshot, and returns which files belong to them.
fn read_all(
    tx: &mut Tx,
    pieces: &SyncSender<Piece>,
    made_at: i64,
    watch: &Watch,
) -> Result<(Manifest, Vec<(BlobHash, bool)>)> {
    tx.lift_timeout()?;
    let schema = tx.tables()?;
    for name in TABLES {
        let Some(table) = schema.iter().find(|table| table.name == name) else {
            return Err(anyhow::anyhow!("the database has no table {name}").into());
        };
        send(pieces, Piece::Begin(name.to_owned()))?;
        rows(tx, table, pieces, watch)?;
    }
    let head = trail::head(tx)?;
    let manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        schema: MIGRATIONS.last().map_or(0, |last| last.version),
        made_at,
        trail: format!("{}:{}", head.number, hex(&head.hash)),
        tables: Tables::new(),
        files: Files::default(),
    };
    Ok((manifest, attachments::all_blobs(tx)?))
}

fn send(pieces: &SyncSender<Piece>, piece: Piece) -> Result<(), xueji_store::Error> {
    // The compressor is gone only when it failed, and says so itself.
    pieces.send(piece).map_err(|_| xueji_store::Error::Other("the backup cannot be written".to_owned()))
}

fn rows(tx: &mut Tx, table: &Table, pieces: &SyncSender<Piece>, watch: &Watch) -> Result<()> {
    let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    // Rows that others of the same table point to come first, as far as one look can tell.
    let order = OWN.iter().find(|(name, _)| *name == table.name);
    let order = order.map(|(_, column)| format!(" order by {column} is not null")).unwrap_or_default();
    let mut chunk = Vec::with_capacity(CHUNK + 4096);
    tx.each(&format!("select {} from {}{order}", names.join(", "), table.name), params![], |row| {
        chunk.push(b'[');
        for (index, (_, kind)) in table.columns.iter().enumerate() {
            if index > 0 {
                chunk.push(b',');
            }
            json(&mut chunk, &row.value(index)?, *kind)
                .map_err(|error| xueji_store::Error::Other(error.to_string()))?;
        }
        chunk.extend_from_slice(b"]\n");
        if chunk.len() >= CHUNK {
            if watch.is_ending() {
                return Err(xueji_store::Error::Closed);
            }
            send(pieces, Piece::Rows(std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK + 4096))))?;
        }
        Ok(())
    })?;
    Ok(send(pieces, Piece::Rows(chunk))?)
}

fn json(out: &mut Vec<u8>, value: &Value<'_>, kind: Kind) -> serde_json::Result<()> {
    match (value, kind) {
        (Value::Null, _) => serde_json::to_writer(out, &()),
        // One database keeps booleans as numbers.
        (Value::Int(int), Kind::Bool) => serde_json::to_writer(out, &(*int != 0)),
        (Value::Int(int), _) => serde_json::to_writer(out, int),
        (Value::Bool(bool), _) => serde_json::to_writer(out, bool),
        (Value::Real(real), _) => serde_json::to_writer(out, real),
        (Value::Text(text), _) => serde_json::to_writer(out, text.as_ref()),
        (Value::Bytes(bytes), _) => serde_json::to_writer(out, &BASE64.encode(bytes)),
    }
}

/// Reads a backup through and holds it against its manifest; nothing of it is kept.
pub(crate) fn check(file: &Path) -> anyhow::Result<Manifest> {
    read_through(file).map_err(|error| Unfit::of(&error))
}

fn read_through(file: &Path) -> anyhow::Result<Manifest> {
    let (mut archive, manifest) = open(file)?;
    for (table, expected) in &manifest.tables {
        let mut rows = BufReader::new(archive.by_name(&rows_of(table))?);
        let (mut hash, mut count) = (Sha256::new(), 0);
        let mut buffer = vec![0; CHUNK];
        loop {
            let read =
                rows.read(&mut buffer).with_context(|| format!("the rows of {table} cannot be read"))?;
            let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            count += bytes.iter().filter(|byte| **byte == b'\n').map(|_| 1).sum::<u64>();
            hash.update(bytes);
        }
        let found = Entry { rows: count, sha256: hex(&hash.finalize()) };
        anyhow::ensure!(found == *expected, "the rows of {table} are not those that were written");
    }
    files::check(&mut archive, &manifest.files)?;
    Ok(manifest)
}

/// The largest manifest that is looked at.
const LARGEST_MANIFEST: u64 = 1 << 20;

/// A backup and its manifest.
pub(super) fn open(file: &Path) -> anyhow::Result<(ZipArchive<File>, Manifest)> {
    opened(file).map_err(|error| Unfit::of(&error))
}

fn opened(file: &Path) -> anyhow::Result<(ZipArchive<File>, Manifest)> {
    let opened = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let mut archive =
        ZipArchive::new(opened).with_context(|| format!("{} is no backup of Xueji", file.display()))?;
    let text = archive
        .by_name(MANIFEST)
        .map_err(anyhow::Error::from)
        .and_then(|entry| Ok(std::io::read_to_string(entry.take(LARGEST_MANIFEST))?))
        .with_context(|| format!("{} is no backup of Xueji: it has no manifest", file.display()))?;
    let manifest: Manifest = serde_json::from_str(&text).context("the manifest cannot be read")?;
    anyhow::ensure!(
        manifest.format == FORMAT,
        "the backup has layout {}, this program reads layout {FORMAT}",
        manifest.format
    );
    Ok((archive, manifest))
}
