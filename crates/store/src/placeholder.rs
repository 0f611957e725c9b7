//! Rewrites `?1` to `$1` for PostgreSQL.
//!
//! The other way round is a trap: `$1` on SQLite is a *named* parameter, numbered by first appearance.

/// The statement with numbered placeholders as PostgreSQL writes them; quoted text and comments stay.
pub(crate) fn to_dollar(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(at) = rest.find(['\'', '"', '?', '-', '/']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let taken = match from.as_bytes() {
            [quote @ (b'\'' | b'"'), ..] => until(from, 1, char::from(*quote).encode_utf8(&mut [0; 4])),
            [b'-', b'-', ..] => until(from, 2, "\n"),
            [b'/', b'*', ..] => until(from, 2, "*/"),
            [b'?', b'0'..=b'9', ..] => {
                out.push('$');
                rest = from.split_at(1).1;
                continue;
            }
            _ => 1,
        };
        let (kept, after) = from.split_at(taken);
        out.push_str(kept);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The length up to and including `end`; a doubled quote simply ends one text and begins the next.
fn until(text: &str, skip: usize, end: &str) -> usize {
    text.split_at(skip).1.find(end).map_or(text.len(), |at| skip + at + end.len())
}

#[cfg(test)]
mod tests {
    use super::to_dollar;

    #[test]
    fn numbered_placeholders_become_dollars() {
        assert_eq!(to_dollar("select ?1, ?12 where a=?2"), "select $1, $12 where a=$2");
    }

    #[test]
    fn quoted_text_and_comments_are_left_alone() {
        for same in
            ["select '?1 学''?2'", "select \"?1\"", "select 1 -- ?1\n", "/* ?1 */ select 4-2/1", "select '?1"]
        {
            assert_eq!(to_dollar(same), same);
        }
        assert_eq!(to_dollar("select '学习?1' || ?1 -- ?2"), "select '学习?1' || $1 -- ?2");
    }
}
