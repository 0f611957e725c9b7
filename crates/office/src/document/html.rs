//! The text of a web page: what a reader sees, a block a line.

use encoding_rs::Encoding;
use html5gum::{Token, Tokenizer};

/// What is inside these is not shown.
const HIDDEN: &[&[u8]] = &[b"script", b"style", b"noscript", b"template", b"head", b"select", b"svg"];
/// These begin and end a line.
const BLOCKS: &[&[u8]] = &[
    b"address",
    b"article",
    b"aside",
    b"blockquote",
    b"body",
    b"br",
    b"center",
    b"dd",
    b"div",
    b"dl",
    b"dt",
    b"fieldset",
    b"figure",
    b"footer",
    b"form",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"header",
    b"hr",
    b"li",
    b"main",
    b"nav",
    b"ol",
    b"p",
    b"pre",
    b"section",
    b"table",
    b"tbody",
    b"thead",
    b"tr",
    b"ul",
];

/// Whether the beginning of a file is that of a web page.
pub(super) fn is_html(beginning: &[u8]) -> bool {
    let lower = beginning.to_ascii_lowercase();
    let tags: [&[u8]; 5] = [b"<!doctype html", b"<html", b"<head", b"<body", b"<meta"];
    tags.iter().any(|tag| lower.windows(tag.len()).any(|window| window == *tag))
}

/// The encoding that the page names for itself.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    const NAME: &[u8] = b"charset=";
    let beginning = bytes.get(..2048).unwrap_or(bytes).to_ascii_lowercase();
    let at = beginning.windows(NAME.len()).position(|window| window == NAME)?;
    let rest = beginning.get(at + NAME.len()..)?;
    let label =
        rest.trim_ascii_start().split(|byte| b"\"' />;".contains(byte)).find(|part| !part.is_empty())?;
    Encoding::for_label(label)
}

/// What a reader of the page sees.
pub(super) fn text(html: &str) -> String {
    let mut shown = Shown::default();
    for token in Tokenizer::new(html) {
        // Reading from memory cannot fail.
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => shown.open(&tag.name, tag.self_closing),
            Token::EndTag(tag) => shown.close(&tag.name),
            Token::String(text) => shown.say(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    shown.text
}

#[derive(Default)]
struct Shown {
    text: String,
    /// The element whose inside is hidden.
    hidden: Option<Vec<u8>>,
    in_row: bool,
}

impl Shown {
    fn open(&mut self, name: &[u8], self_closing: bool) {
        if self.hidden.is_some() {
            // A page without </head> shows its body all the same.
            if name == b"body" {
                self.hidden = None;
            }
        } else if HIDDEN.contains(&name) {
            self.hidden = (!self_closing).then(|| name.to_vec());
        } else if name == b"td" || name == b"th" {
            if self.in_row {
                self.text.push('\t');
            }
            self.in_row = true;
        } else if BLOCKS.contains(&name) {
            self.break_line(name);
        }
    }

    fn close(&mut self, name: &[u8]) {
        if self.hidden.as_deref() == Some(name) {
            self.hidden = None;
        } else if self.hidden.is_none() && BLOCKS.contains(&name) {
            self.break_line(name);
        }
    }

    /// A paragraph inside a cell does not end the row.
    fn break_line(&mut self, name: &[u8]) {
        let ends_row = matches!(name, b"tr" | b"table" | b"tbody" | b"thead");
        if ends_row {
            self.in_row = false;
        }
        if self.in_row {
            if !self.text.ends_with(['\t', ' ']) {
                self.text.push(' ');
            }
        } else if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Runs of blanks are one blank, and none after a break.
    fn say(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        for symbol in text.chars() {
            if !symbol.is_whitespace() {
                self.text.push(symbol);
            } else if !self.text.ends_with([' ', '\n', '\t']) {
                self.text.push(' ');
            }
        }
    }
}
