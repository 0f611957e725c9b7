//! The text of a Word document: paragraphs with the numbers that Word makes, tables by rows, changes accepted.

mod body;
mod numbering;

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::DocumentError;
use numbering::Numbering;

/// The text, with at most so many bytes of markup read from each part.
pub(super) fn text(bytes: &[u8], most: u64) -> Result<String, DocumentError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DocumentError::Damaged)?;
    let document = part(&mut archive, "word/document.xml", most)?.ok_or(DocumentError::NotWord)?;
    let numbering = part(&mut archive, "word/numbering.xml", most)?.unwrap_or_default();
    let styles = part(&mut archive, "word/styles.xml", most)?.unwrap_or_default();
    let numbering = Numbering::read(&numbering, &styles).map_err(|_| DocumentError::Damaged)?;
    body::text(&document, numbering).map_err(|_| DocumentError::Damaged)
}

/// One part; nothing where the archive has none of this name.
///
/// What it claims to unpack to is not believed: no more than `most` bytes are taken.
fn part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
    most: u64,
) -> Result<Option<Vec<u8>>, DocumentError> {
    let part = match archive.by_name(name) {
        Ok(part) => part,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
            return Err(DocumentError::Encrypted);
        }
        Err(_) => return Err(DocumentError::Damaged),
    };
    let mut content = Vec::new();
    part.take(most.saturating_add(1)).read_to_end(&mut content).map_err(|_| DocumentError::Damaged)?;
    if u64::try_from(content.len()).unwrap_or(u64::MAX) > most {
        return Err(DocumentError::TooLarge(most));
    }
    Ok(Some(content))
}
