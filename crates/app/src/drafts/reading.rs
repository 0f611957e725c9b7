//! The text of an uploaded document. PDFs are read in a process of their own, which a hostile file may exhaust.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use xueji_office::{DocumentError, DocumentLimits, Format, Language, format_of, read_document};
use xueji_plan::Bilingual;

use crate::shell::apart;

/// A PDF of a thousand pages is read in less.
const PATIENCE: Duration = Duration::from_secs(20);

/// A text, or why there is none.
pub(crate) type Text = Result<String, Bilingual>;

/// The text of a file on this machine. The outer error is of the file system.
pub(crate) fn read_file(file: &Path) -> anyhow::Result<Text> {
    let size = std::fs::metadata(file).with_context(|| format!("cannot open {}", file.display()))?.len();
    let limits = DocumentLimits::default();
    if size > limits.max_bytes {
        return Ok(Err(said(&DocumentError::TooLarge(limits.max_bytes))));
    }
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    read(&bytes)
}

/// The text of a document. The outer error is ours: the process for PDFs did not start.
pub(crate) fn read(bytes: &[u8]) -> anyhow::Result<Text> {
    match format_of(bytes) {
        Ok(Format::Pdf) => read_by_itself(bytes),
        Ok(_) => Ok(here(bytes)),
        Err(error) => Ok(Err(said(&error))),
    }
}

fn here(bytes: &[u8]) -> Text {
    read_document(bytes, &DocumentLimits::default())
        .map(|document| document.text)
        .map_err(|error| said(&error))
}

fn said(error: &DocumentError) -> Bilingual {
    Bilingual { zh: error.describe(Language::Chinese), en: error.describe(Language::English) }
}

/// What the process answers.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Text(String),
    Problem { zh: String, en: String },
}

/// What `xueji read-document` answers to one document from standard input.
pub(crate) fn read_apart() -> anyhow::Result<String> {
    let bytes = apart::taken(PATIENCE, DocumentLimits::default().max_bytes + 1)?;
    let answer = match here(&bytes) {
        Ok(text) => Answer::Text(text),
        Err(Bilingual { zh, en }) => Answer::Problem { zh, en },
    };
    Ok(serde_json::to_string(&answer)?)
}

fn read_by_itself(bytes: &[u8]) -> anyhow::Result<Text> {
    let most = DocumentLimits::default().max_text * 2;
    let answer =
        apart::ask("read-document", bytes, PATIENCE, most).context("the reader of PDFs did not start")?;
    Ok(match serde_json::from_slice(&answer) {
        Ok(Answer::Text(text)) => Ok(text),
        Ok(Answer::Problem { zh, en }) => Err(Bilingual { zh, en }),
        Err(_) => Err(said(&DocumentError::Damaged)),
    })
}
