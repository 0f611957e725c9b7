//! The body of a Word document, read from beginning to end without building a tree.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::numbering::{Numbering, Place, attribute};

/// The elements whose inside is not part of the text as accepted: deleted and moved away, instructions of fields,
/// the second form of what is given in two.
const LEFT_OUT: &[&[u8]] = &[b"del", b"moveFrom", b"instrText", b"delText", b"Fallback", b"delInstrText"];

/// The text.
pub(super) fn text(xml: &[u8], numbering: Numbering) -> quick_xml::Result<String> {
    let mut reader = Reader::from_reader(xml);
    let mut body = Body { numbering, ..Body::default() };
    loop {
        match reader.read_event()? {
            Event::Start(tag) => body.open(&tag, false),
            Event::Empty(tag) => body.open(&tag, true),
            Event::End(tag) => body.close(tag.local_name().as_ref()),
            Event::Text(text) if body.shows() => body.say(&text.xml_content(XmlVersion::Implicit1_0)?),
            Event::GeneralRef(reference) => {
                let symbol = match reference.resolve_char_ref()? {
                    Some(symbol) => Some(symbol),
                    None => named(&reference),
                };
                if let Some(symbol) = symbol.filter(|_| body.shows()) {
                    body.say(symbol.encode_utf8(&mut [0; 4]));
                }
            }
            Event::Eof => return Ok(body.text),
            _ => {}
        }
    }
}

fn named(reference: &[u8]) -> Option<char> {
    match reference {
        b"amp" => Some('&'),
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        _ => None,
    }
}

#[derive(Default)]
struct Body {
    text: String,
    numbering: Numbering,
    /// Paragraphs that have begun: a text box stands inside another's.
    open: Vec<Paragraph>,
    /// How many elements are open inside one that is left out, itself included.
    left_out: usize,
    in_text: bool,
    /// How many tables are open, and whether the row of the outermost has a cell already.
    tables: usize,
    has_cell: bool,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    place: Place,
}

impl Body {
    fn shows(&self) -> bool {
        self.in_text && self.left_out == 0
    }

    fn say(&mut self, text: &str) {
        match self.open.last_mut() {
            Some(paragraph) => paragraph.text.push_str(text),
            None => self.text.push_str(text),
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, is_empty: bool) {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.left_out > 0 || LEFT_OUT.contains(&name) {
            self.left_out += usize::from(!is_empty);
            return;
        }
        match name {
            b"p" if !is_empty => self.open.push(Paragraph::default()),
            b"t" => self.in_text = !is_empty,
            b"tab" if self.open.last().is_some_and(|paragraph| !paragraph.text.is_empty()) => self.say(" "),
            b"br" | b"cr" => self.say(if self.tables > 0 { " " } else { "\n" }),
            b"noBreakHyphen" => self.say("-"),
            b"pStyle" => self.place(|place| place.style = attribute(tag, b"val")),
            b"numId" => self.place(|place| place.list = attribute(tag, b"val")),
            b"ilvl" => self.place(|place| {
                place.level = attribute(tag, b"val").and_then(|level| level.parse().ok());
            }),
            b"tbl" if !is_empty => self.tables += 1,
            b"tr" if self.tables == 1 => self.has_cell = false,
            b"tc" if self.tables == 1 => {
                if self.has_cell {
                    self.text.push('\t');
                }
                self.has_cell = true;
            }
            _ => {}
        }
    }

    fn place(&mut self, set: impl FnOnce(&mut Place)) {
        if let Some(paragraph) = self.open.last_mut() {
            set(&mut paragraph.place);
        }
    }

    fn close(&mut self, name: &[u8]) {
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        match name {
            b"t" => self.in_text = false,
            b"p" => self.end_paragraph(),
            b"tbl" => self.tables = self.tables.saturating_sub(1),
            b"tr" if self.tables == 1 => self.text.push('\n'),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.open.pop() else { return };
        // An empty paragraph shows no number, and Word does not count it on.
        if !paragraph.text.trim().is_empty() {
            let number = self.numbering.next(&paragraph.place);
            self.text.push_str(&number);
            self.text.push_str(&paragraph.text);
        }
        if self.tables == 0 {
            self.text.push('\n');
        } else if !self.text.ends_with(['\t', '\n', ' ']) {
            self.text.push(' ');
        }
    }
}
