//! The name under which a browser keeps a file, in Chinese too (RFC 6266, RFC 8187).

use std::fmt::Write as _;

/// A `Content-Disposition`: "inline" or "attachment", a plain name for those who read no other, and the name itself.
pub(crate) fn disposition(how: &str, plain: &str, name: &str) -> String {
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{}", encoded(name))
}

/// As RFC 8187 writes what is not ASCII.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        // Writing to a text cannot fail.
        let _ = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                write!(out, "{}", char::from(byte))
            }
            _ => write!(out, "%{byte:02X}"),
        };
        out
    })
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn a_name_is_written_as_headers_can_carry_it() {
        assert_eq!(encoded("会议 1.pdf"), "%E4%BC%9A%E8%AE%AE%201.pdf");
        assert_eq!(encoded("a\"; x='1"), "a%22%3B%20x%3D%271");
    }
}
