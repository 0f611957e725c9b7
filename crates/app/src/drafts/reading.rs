//! The text of an uploaded document. PDFs are read in a process of their own, which a hostile file may exhaust.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use xueji_office::{DocumentError, DocumentLimits, Format, Language, format_of, read_document};
use xueji_plan::Bilingual;

/// A PDF of a thousand pages is read in less.
const PATIENCE: Duration = Duration::from_secs(20);
/// The memory that the process may take.
const MEMORY: u64 = 1 << 30;

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
        Ok(Format::Pdf) => apart(bytes),
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
    // Systems that know no such limit go without it; the time is kept by whoever started this.
    let _ = rlimit::setrlimit(rlimit::Resource::AS, MEMORY, MEMORY);
    let _ = rlimit::setrlimit(rlimit::Resource::CPU, PATIENCE.as_secs(), PATIENCE.as_secs());
    let limits = DocumentLimits::default();
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(limits.max_bytes + 1).read_to_end(&mut bytes)?;
    let answer = match here(&bytes) {
        Ok(text) => Answer::Text(text),
        Err(Bilingual { zh, en }) => Answer::Problem { zh, en },
    };
    Ok(serde_json::to_string(&answer)?)
}

fn apart(bytes: &[u8]) -> anyhow::Result<Text> {
    let program = std::env::current_exe().context("this program's own file is not known")?;
    let mut child = Command::new(program)
        .arg("read-document")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("the reader of PDFs did not start")?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (speaker, heard) = mpsc::channel();
    let answer = std::thread::scope(|scope| {
        scope.spawn(move || {
            // A reader that has ended takes no more; what it said before counts.
            stdin.map(|mut stdin| stdin.write_all(bytes))
        });
        scope.spawn(move || {
            let mut answer = Vec::new();
            let most = DocumentLimits::default().max_text * 2;
            let read = stdout.map(|stdout| stdout.take(most).read_to_end(&mut answer));
            // Nobody listens any more where the time was over.
            let _ = speaker.send(if matches!(read, Some(Ok(_))) { answer } else { Vec::new() });
        });
        let answer = heard.recv_timeout(PATIENCE).unwrap_or_default();
        // It may have ended by itself.
        let _ = child.kill();
        let _ = child.wait();
        answer
    });
    Ok(match serde_json::from_slice(&answer) {
        Ok(Answer::Text(text)) => Ok(text),
        Ok(Answer::Problem { zh, en }) => Err(Bilingual { zh, en }),
        Err(_) => Err(said(&DocumentError::Damaged)),
    })
}
