//! Lines of iCalendar: a name and a value, escaped and folded (RFC 5545, 3.1 and 3.3.11).

use std::fmt::Write as _;

/// Bytes of a line, without its end.
const LONGEST: usize = 75;

/// The lines of a calendar while it is written.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A value that needs no escaping.
    pub(super) fn plain(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// Any text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.plain(name, &escaped(text));
    }

    /// An address, which no backslash may escape.
    pub(super) fn address(&mut self, name: &str, address: &str) {
        self.plain(name, &encoded(address));
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0.into_bytes()
    }

    /// Writes a line in pieces of at most 75 bytes, each but the first behind a blank.
    ///
    /// No character is cut, and no piece ends with a blank where it can be helped: some readers trim what they read.
    fn fold(&mut self, line: &str) {
        let mut rest = line;
        let mut room = LONGEST;
        loop {
            let (piece, later) = rest.split_at(fold_at(rest, room));
            self.0.push_str(piece);
            self.0.push_str("\r\n");
            if later.is_empty() {
                return;
            }
            self.0.push(' ');
            rest = later;
            room = LONGEST - 1;
        }
    }
}

/// Where the first piece of a line ends that has room for so many bytes, which are more than any character has.
fn fold_at(line: &str, room: usize) -> usize {
    if line.len() <= room {
        return line.len();
    }
    let most = line.floor_char_boundary(room);
    let (fits, _) = line.split_at(most);
    let trimmed = fits.trim_end().len();
    if trimmed == 0 { most } else { trimmed }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let text = text.replace("\r\n", "\n");
    for symbol in text.chars() {
        match symbol {
            '\\' | ';' | ',' => escaped.extend(['\\', symbol]),
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => escaped.push_str("\\n"),
            '\t' => escaped.push(' '),
            _ if symbol.is_control() => {}
            _ => escaped.push(symbol),
        }
    }
    escaped
}

/// An address with what RFC 3986 does not allow in one percent-encoded; what is encoded already stays so.
fn encoded(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing into a text cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
