//! Bytes in a folder: `ab/cdef…` by their hash, written beside, flushed to the disk, then named.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use tempfile::{Builder, NamedTempFile};

use crate::shell::blobs::{BlobHash, Part, Reading};

/// Where bytes are while they come in: the same disk, so that naming them is one step.
const INCOMING: &str = "incoming";

#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self(path)
    }

    fn file(&self, hash: &BlobHash, part: Part) -> PathBuf {
        let text = hash.to_string();
        let (first, rest) = text.split_at_checked(2).unwrap_or(("", &text));
        self.0.join(first).join(format!("{rest}{}", part.ending()))
    }

    pub(super) fn incoming(&self) -> io::Result<NamedTempFile> {
        let folder = self.0.join(INCOMING);
        fs::create_dir_all(&folder)?;
        Builder::new().prefix("").tempfile_in(folder)
    }

    pub(super) fn keep(&self, file: NamedTempFile, hash: &BlobHash, part: Part) -> io::Result<()> {
        let target = self.file(hash, part);
        let folder = target.parent().unwrap_or(&self.0);
        fs::create_dir_all(folder)?;
        file.as_file().sync_all()?;
        file.persist(&target).map_err(|failed| failed.error)?;
        flush(folder)?;
        flush(&self.0)
    }

    pub(super) fn open(&self, hash: &BlobHash, part: Part, range: Option<Range<u64>>) -> io::Result<Reading> {
        let mut file = File::open(self.file(hash, part))?;
        let Some(range) = range else { return Ok(Box::new(file)) };
        file.seek(SeekFrom::Start(range.start))?;
        Ok(Box::new(file.take(range.end.saturating_sub(range.start))))
    }

    pub(super) fn remove(&self, hash: &BlobHash, part: Part) -> io::Result<()> {
        match fs::remove_file(self.file(hash, part)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    pub(super) fn clear_incoming(&self, before: i64) -> io::Result<()> {
        let before = UNIX_EPOCH + Duration::from_millis(u64::try_from(before).unwrap_or_default());
        let entries = match fs::read_dir(self.0.join(INCOMING)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            if entry.metadata()?.modified()? < before {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// A new name is lost with the power unless its folder is flushed too.
#[cfg(unix)]
fn flush(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn flush(_: &Path) -> io::Result<()> {
    Ok(())
}

impl fmt::Display for Folder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.display().fmt(formatter)
    }
}
