//! One cell of a page's table: what it says, and its plain value.

use html5gum::StartTag;
use jiff::civil::Date;

use super::{attribute, has_class};
use crate::table::Entry;

/// How an element speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Say {
    /// Its text.
    Text,
    /// Its label, and nothing of what is inside.
    Label,
    /// Not at all.
    Nothing,
}

/// What somebody does rather than reads, and what is no text.
const SILENT: &[&[u8]] = &[
    b"script",
    b"style",
    b"template",
    b"noscript",
    b"svg",
    b"button",
    b"select",
    b"textarea",
    b"form",
    b"input",
];

/// A screen reader is told neither of signs nor of what is folded away, but of a picture's label: so is the reader of a
/// sheet.
pub(super) fn say(tag: &StartTag<()>) -> Say {
    if attribute(tag, "aria-hidden").is_some_and(|value| value == "true")
        || attribute(tag, "hidden").is_some()
    {
        return Say::Nothing;
    }
    let name: &[u8] = &tag.name;
    let pictured = attribute(tag, "role").is_some_and(|role| role == "img") || name == b"img";
    if pictured && said_by(tag).is_some() {
        return Say::Label;
    }
    if SILENT.contains(&name) || pictured { Say::Nothing } else { Say::Text }
}

/// The label of a picture.
pub(super) fn said_by(tag: &StartTag<()>) -> Option<String> {
    let hidden = attribute(tag, "aria-hidden").is_some_and(|value| value == "true");
    let pictured = attribute(tag, "role").is_some_and(|role| role == "img") || *tag.name == b"img"[..];
    (pictured && !hidden).then(|| attribute(tag, "aria-label").or_else(|| attribute(tag, "alt")))?
}

/// Whether an element stands in lines of its own.
pub(super) fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"br"
            | b"p"
            | b"div"
            | b"li"
            | b"ul"
            | b"ol"
            | b"dl"
            | b"dt"
            | b"dd"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"tr"
            | b"table"
            | b"blockquote"
            | b"pre"
            | b"section"
    )
}

/// A cell as it is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    text: String,
    value: Option<String>,
    pub(super) is_number: bool,
    pub(super) is_serial: bool,
    /// Whether the column below draws what others say.
    pub(super) is_picture: bool,
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// The heading that a cell outside of a table names.
    pub(super) heading: Option<String>,
}

impl Cell {
    pub(super) fn of(tag: &StartTag<()>) -> Self {
        let span = |name| attribute(tag, name).and_then(|text| text.parse::<usize>().ok());
        Self {
            text: String::new(),
            value: attribute(tag, "data-value"),
            is_number: has_class(tag, "number"),
            is_serial: has_class(tag, "serial"),
            is_picture: attribute(tag, "data-picture").is_some(),
            columns: span("colspan").unwrap_or(1).clamp(1, super::MOST_COLUMNS),
            rows: span("rowspan").unwrap_or(1).clamp(1, 65_534),
            heading: attribute(tag, "data-cell"),
        }
    }

    /// One that is not on the page.
    pub(super) fn saying(text: &str) -> Self {
        Self { text: text.to_owned(), columns: 1, rows: 1, ..Self::default() }
    }

    /// Runs of blanks are one blank, as on the page.
    pub(super) fn say(&mut self, text: &str) {
        for letter in text.chars() {
            if !letter.is_whitespace() || letter == '\u{a0}' || letter == '\u{3000}' {
                self.text.push(letter);
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }

    pub(super) fn break_line(&mut self) {
        self.text.truncate(self.text.trim_end().len());
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// As a heading.
    pub(super) fn text(&self) -> String {
        self.text.trim().replace('\n', " ")
    }

    /// Its value: the plain one if there is one, a number where such stand, else the text.
    pub(super) fn entry(&self, in_numbers: bool) -> Entry {
        if let Some(value) = &self.value {
            let date = value.parse::<Date>().ok().filter(|_| value.len() == 10).map(Entry::Date);
            return date.or_else(|| number(value)).unwrap_or_else(|| text(value));
        }
        let said = self.text.trim();
        let numeric = in_numbers || self.is_number || self.is_serial;
        number(said).filter(|_| numeric).unwrap_or_else(|| text(said))
    }
}

fn text(said: &str) -> Entry {
    if said.is_empty() { Entry::Blank } else { Entry::Text(said.to_owned()) }
}

/// A number as it is written, with or without marks between the thousands; not 007, and not one so long that digits
/// would be lost.
fn number(said: &str) -> Option<Entry> {
    let (sign, digits) = match said.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", said),
    };
    let (whole, fraction) =
        digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = whole.contains(',');
    let well_grouped =
        !grouped || first.len() <= 3 && groups.all(|group| group.len() == 3 && all_digits(group));
    let leading_zero = first.len() > 1 && first.starts_with('0');
    let is_number = all_digits(first)
        && well_grouped
        && !leading_zero
        && fraction.is_none_or(all_digits)
        && digits.len() <= 15;
    if !is_number {
        return None;
    }
    let plain = format!("{sign}{}", digits.replace(',', ""));
    plain.parse::<f64>().ok().map(Entry::Number)
}

#[cfg(test)]
mod tests {
    use super::{Entry, number};

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value) in [("0", 0.0), ("12", 12.0), ("16,614", 16_614.0), ("-3.5", -3.5), ("0.25", 0.25)]
        {
            assert_eq!(number(text), Some(Entry::Number(value)), "{text}");
        }
        for text in ["", "-", "007", "1,23", "3/12", "62%", "1.", ".5", "1e3", "1234567890123456", "３"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
