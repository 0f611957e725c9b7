//! Bytes kept outside of the database, by their hash: in a folder, or in a bucket of an S3-compatible store.
//!
//! What the bytes are, and who may have them, is not known here. Everything blocks: call it off the runtime.

mod bucket;
mod folder;
#[cfg(test)]
mod tests;

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;
use xueji_store::{FromValue, Mismatch, Value};

pub(crate) use bucket::{Bucket, Keys};
use folder::Folder;

use crate::shell::secret::hex;

/// SHA-256 of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct BlobHash([u8; 32]);

/// The bytes themselves, or the small picture that was made of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Whole,
    Small,
}

/// A place for bytes; cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Blobs(Arc<Place>);

#[derive(Debug)]
enum Place {
    Folder(Folder),
    Bucket(Box<Bucket>),
}

/// Bytes on their way in, in a file that is gone unless they are kept.
#[derive(Debug)]
pub(crate) struct Incoming {
    file: NamedTempFile,
    hash: Sha256,
    bytes: u64,
}

/// Bytes that have come in whole.
#[derive(Debug)]
pub(crate) struct Arrived {
    file: NamedTempFile,
    pub(crate) hash: BlobHash,
    pub(crate) bytes: u64,
}

/// What became of kept bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Whole,
    Missing,
    Altered,
}

impl BlobHash {
    /// Of 64 hexadecimal digits; anything else names no bytes, and no file either.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 {
            return None;
        }
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        // One spelling for each: no signs, no capitals.
        (hex(&bytes) == text).then_some(Self(bytes))
    }
}

impl fmt::Display for BlobHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&hex(&self.0))
    }
}

impl FromValue for BlobHash {
    fn from_value(value: Value<'_>) -> Result<Self, Mismatch> {
        Self::from_text(&String::from_value(value)?).ok_or(Mismatch("64 hexadecimal digits"))
    }
}

impl Part {
    const fn ending(self) -> &'static str {
        match self {
            Self::Whole => "",
            Self::Small => ".small",
        }
    }
}

/// What is read of kept bytes.
pub(crate) type Reading = Box<dyn Read + Send>;

impl Blobs {
    /// In a folder, which is made when the first bytes come.
    pub(crate) fn folder(path: impl Into<PathBuf>) -> Self {
        Self(Arc::new(Place::Folder(Folder::new(path.into()))))
    }

    /// In a bucket.
    pub(crate) fn bucket(bucket: Bucket) -> Self {
        Self(Arc::new(Place::Bucket(Box::new(bucket))))
    }

    /// Room for bytes on their way in, where keeping them costs least.
    pub(crate) fn incoming(&self) -> io::Result<Incoming> {
        let file = match &*self.0 {
            Place::Folder(folder) => folder.incoming()?,
            Place::Bucket(_) => NamedTempFile::new()?,
        };
        Ok(Incoming { file, hash: Sha256::new(), bytes: 0 })
    }

    /// Keeps bytes as `part` of `hash`, durably before this returns.
    ///
    /// Bytes that are there already are written again: they are the same, and what was damaged is whole afterwards.
    pub(crate) fn keep(&self, arrived: Arrived, hash: &BlobHash, part: Part) -> io::Result<()> {
        match &*self.0 {
            Place::Folder(folder) => folder.keep(arrived.file, hash, part),
            Place::Bucket(bucket) => bucket.keep(arrived.file.as_file(), arrived.bytes, hash, part),
        }
    }

    /// Reads kept bytes, or those of a range; nothing where there are none.
    pub(crate) fn open(
        &self,
        hash: &BlobHash,
        part: Part,
        range: Option<Range<u64>>,
    ) -> io::Result<Option<Reading>> {
        let opened = match &*self.0 {
            Place::Folder(folder) => folder.open(hash, part, range),
            Place::Bucket(bucket) => bucket.open(hash, part, range),
        };
        match opened {
            Ok(reading) => Ok(Some(reading)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Removes bytes and what was made of them; what is not there is removed already.
    pub(crate) fn remove(&self, hash: &BlobHash) -> io::Result<()> {
        for part in [Part::Small, Part::Whole] {
            match &*self.0 {
                Place::Folder(folder) => folder.remove(hash, part)?,
                Place::Bucket(bucket) => bucket.remove(hash, part)?,
            }
        }
        Ok(())
    }

    /// Reads kept bytes through and holds them against their hash.
    pub(crate) fn check(&self, hash: &BlobHash) -> io::Result<Found> {
        let Some(mut reading) = self.open(hash, Part::Whole, None)? else { return Ok(Found::Missing) };
        let mut sum = Sha256::new();
        io::copy(&mut reading, &mut Summing(&mut sum))?;
        let same = <[u8; 32]>::from(sum.finalize()) == hash.0;
        Ok(if same { Found::Whole } else { Found::Altered })
    }

    /// Removes what came in before this instant and was neither kept nor given up, because the program was ended.
    pub(crate) fn clear_incoming(&self, before: i64) -> io::Result<()> {
        match &*self.0 {
            Place::Folder(folder) => folder.clear_incoming(before),
            Place::Bucket(_) => Ok(()),
        }
    }
}

/// Where it is, as an operator reads it; without keys.
impl fmt::Display for Blobs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Place::Folder(folder) => folder.fmt(formatter),
            Place::Bucket(bucket) => bucket.fmt(formatter),
        }
    }
}

impl Write for Incoming {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.bytes += u64::try_from(written).unwrap_or_default();
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Incoming {
    /// How many bytes have come so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// That all have come.
    pub(crate) fn end(mut self) -> io::Result<Arrived> {
        self.file.flush()?;
        Ok(Arrived { file: self.file, hash: BlobHash(self.hash.finalize().into()), bytes: self.bytes })
    }
}

impl Arrived {
    /// The bytes from the first on.
    pub(crate) fn open(&self) -> io::Result<File> {
        self.file.reopen()
    }
}

/// Takes bytes into a sum alone.
struct Summing<'s>(&'s mut Sha256);

impl Write for Summing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
