//! Lists by numbered pages: which one an address asks for, and what is cut off it.

/// No list has more pages than somebody turns.
pub(crate) const LAST_PAGE: usize = 10_000;

/// The page that an address asks for, from 1; what cannot be read is the first.
pub(crate) fn number(asked: &str) -> usize {
    asked.parse::<usize>().unwrap_or(1).clamp(1, LAST_PAGE)
}

/// What an address looks for: of a length that nobody types by mistake, without signs that nobody types.
pub(crate) fn sought(asked: &str, longest: usize) -> String {
    asked.trim().chars().filter(|sign| !sign.is_control()).take(longest).collect()
}

/// The rows of a page out of one more than it shows, and whether there are more.
pub(crate) fn cut<T>(mut rows: Vec<T>, size: usize) -> (Vec<T>, bool) {
    let more = rows.len() > size;
    rows.truncate(size);
    (rows, more)
}

#[cfg(test)]
mod tests {
    use super::{cut, number};

    #[test]
    fn an_address_asks_for_a_page_or_for_the_first() {
        assert_eq!(["", "0", "x", "-1", "3", "99999999"].map(number), [1, 1, 1, 1, 3, 10_000]);
    }

    #[test]
    fn a_row_beyond_the_page_says_that_there_is_more() {
        assert_eq!(cut(vec![1, 2, 3], 2), (vec![1, 2], true));
        assert_eq!(cut(vec![1, 2], 2), (vec![1, 2], false));
    }
}
