//! The text of a document as its author wrote it: one paragraph a line, cells of a table divided by tabs.
//!
//! What it is, is told by what it contains, never by its name.

mod encoding;
mod error;
mod html;
mod pdf;
mod word;

pub use error::DocumentError;

/// How much is read at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentLimits {
    /// Bytes of the file.
    pub max_bytes: u64,
    /// Bytes of one part of it when unpacked, and of the text.
    pub max_text: u64,
}

impl Default for DocumentLimits {
    /// 20 MB, and of text and its markup 40 MB: a thousand pages.
    fn default() -> Self {
        Self { max_bytes: 20 << 20, max_text: 40 << 20 }
    }
}

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Word, `.docx`.
    Word,
    /// PDF with a layer of text.
    Pdf,
    /// A web page.
    Html,
}

/// The text of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its paragraphs, divided by line feeds; of a plain text every character as it stands in the file.
    pub text: String,
    /// What the file turned out to be.
    pub format: Format,
    /// Characters that could not be read and stand in the text as `�`.
    pub unreadable: usize,
}

/// What the beginning of a file says that it is.
///
/// A PDF's reader can be led astray by a hostile file; whoever serves others reads one in a process that may be ended.
pub fn format_of(bytes: &[u8]) -> Result<Format, DocumentError> {
    const COMPOUND_FILE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    let beginning = bytes.get(..1024).unwrap_or(bytes);
    if beginning.windows(5).any(|window| window == b"%PDF-") {
        return Ok(Format::Pdf);
    }
    if bytes.starts_with(b"PK") {
        return Ok(Format::Word);
    }
    if bytes.starts_with(COMPOUND_FILE) {
        return Err(DocumentError::OldFormat);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(DocumentError::RichText);
    }
    if encoding::is_binary(bytes) {
        return Err(DocumentError::NotADocument);
    }
    Ok(if html::is_html(beginning) { Format::Html } else { Format::Text })
}

/// Reads a document of any of the four kinds.
pub fn read_document(bytes: &[u8], limits: &DocumentLimits) -> Result<Document, DocumentError> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limits.max_bytes {
        return Err(DocumentError::TooLarge(limits.max_bytes));
    }
    let format = format_of(bytes)?;
    let text = match format {
        Format::Text => encoding::decode(bytes, None),
        Format::Word => word::text(bytes, limits.max_text)?,
        Format::Pdf => pdf::text(bytes)?,
        Format::Html => html::text(&encoding::decode(bytes, html::declared_encoding(bytes))),
    };
    if u64::try_from(text.len()).unwrap_or(u64::MAX) > limits.max_text {
        return Err(DocumentError::TooLarge(limits.max_text));
    }
    // Places in a plain text are told to others, who have the file: it stays as it is.
    let text =
        if format == Format::Text { text.trim_start_matches('\u{feff}').to_owned() } else { tidy(&text) };
    if text.trim().is_empty() {
        return Err(DocumentError::Empty);
    }
    let unreadable = text.chars().filter(|symbol| *symbol == char::REPLACEMENT_CHARACTER).count();
    Ok(Document { text, format, unreadable })
}

/// One kind of line ending, no blanks at the ends of lines but tabs, which divide cells, and no runs of empty lines.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut empty = 0;
    let blank = |symbol: char| symbol.is_whitespace() && symbol != '\t';
    for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{c}']) {
        let line = line.trim_matches(blank);
        if line.trim().is_empty() {
            empty += 1;
            continue;
        }
        if !tidied.is_empty() {
            tidied.push_str(if empty > 1 { "\n\n" } else { "\n" });
        }
        empty = 0;
        tidied.extend(line.chars().filter(|symbol| !is_invisible(*symbol)));
    }
    tidied
}

/// Marks that no reader sees: byte order, zero width, control.
fn is_invisible(symbol: char) -> bool {
    matches!(symbol, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{ad}')
        || (symbol.is_control() && symbol != '\t')
}

#[cfg(test)]
mod tests;
