//! The files of attachments in a backup: each by its hash, as it is kept, and checked by it wherever it is read.

use std::fs::File;
use std::io::{self, Read, Write};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::shell::Blobs;
use crate::shell::blobs::{BlobHash, Part};
use crate::shell::secret::hex;

/// What stands before the hash of a file in the archive.
const FOLDER: &str = "attachments/";
/// Bytes that are copied at once.
const PIECE: usize = 128 << 10;
/// So many missing files are named; the others are counted.
const NAMED: usize = 100;

/// What a backup says of the files in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Files {
    pub(crate) count: u64,
    pub(crate) bytes: u64,
    /// How many files of records were not there, or not what they should be, when it was made.
    pub(crate) missing: u64,
    /// The hashes of the first of them.
    pub(crate) named: Vec<String>,
}

/// Writes the files of these hashes; each with whether a record names it.
///
/// What is missing cannot be saved any more: it is told, and the rest is backed up all the same.
pub(super) fn pack(
    zip: &mut ZipWriter<File>,
    blobs: &Blobs,
    hashes: &[(BlobHash, bool)],
) -> anyhow::Result<Files> {
    // Pictures and documents are packed already.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    let mut files = Files::default();
    for (hash, named) in hashes {
        let opened = blobs.open(hash, Part::Whole, None);
        let reading = opened.with_context(|| format!("cannot read attachments in {blobs}"))?;
        let mut whole = false;
        if let Some(mut reading) = reading {
            zip.start_file(format!("{FOLDER}{hash}"), options)?;
            let (found, bytes) = copy(&mut reading, zip)?;
            whole = found == hash.to_string();
            if whole {
                files.count += 1;
                files.bytes += bytes;
            } else {
                zip.abort_file()?;
            }
        }
        // What no record names may have been cleaned up meanwhile.
        if !whole && *named {
            files.missing += 1;
            if files.named.len() < NAMED {
                files.named.push(hash.to_string());
            }
        }
    }
    if files.missing > 0 {
        tracing::error!(missing = files.missing, "files of attachments are missing from the backup");
    }
    Ok(files)
}

/// Reads every file of a backup through and holds it against its hash.
pub(super) fn check(archive: &mut ZipArchive<File>, expected: &Files) -> anyhow::Result<()> {
    let (mut count, mut bytes) = (0, 0);
    each(archive, |hash, reading| {
        let (found, length) = copy(reading, &mut io::sink())?;
        anyhow::ensure!(found == hash.to_string(), "the attachment {hash} is not what was written");
        count += 1;
        bytes += length;
        Ok(())
    })?;
    anyhow::ensure!((count, bytes) == (expected.count, expected.bytes), "attachments are missing");
    Ok(())
}

/// Puts every file where attachments are kept, each checked before it is kept.
pub(super) fn unpack(archive: &mut ZipArchive<File>, blobs: &Blobs) -> anyhow::Result<()> {
    each(archive, |hash, reading| {
        let cannot = || format!("cannot store attachments in {blobs}");
        let mut incoming = blobs.incoming().with_context(cannot)?;
        copy(reading, &mut incoming)?;
        let arrived = incoming.end().with_context(cannot)?;
        anyhow::ensure!(
            arrived.hash == *hash,
            "the backup is damaged: the attachment {hash} is not what was written"
        );
        blobs.keep(arrived, hash, Part::Whole).with_context(cannot)
    })
}

fn each(
    archive: &mut ZipArchive<File>,
    mut see: impl FnMut(&BlobHash, &mut dyn Read) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let name = entry.name()?.into_owned();
        let Some(text) = name.strip_prefix(FOLDER) else { continue };
        let hash =
            BlobHash::from_text(text).with_context(|| format!("the backup has an odd file: {name}"))?;
        see(&hash, &mut entry)?;
    }
    Ok(())
}

/// Copies everything; returns the hash and the length of it.
fn copy(from: &mut (impl Read + ?Sized), to: &mut impl Write) -> anyhow::Result<(String, u64)> {
    let (mut hash, mut length, mut piece) = (Sha256::new(), 0_u64, vec![0; PIECE]);
    loop {
        let read = from.read(&mut piece).context("an attachment cannot be read")?;
        let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hash.update(bytes);
        to.write_all(bytes)?;
        length += u64::try_from(read)?;
    }
    Ok((hex(&hash.finalize()), length))
}
