//! Words looked up where they begin: the longest that a stretch of characters starts with.

use std::collections::HashMap;

/// A set of words, each with what it stands for.
#[derive(Debug)]
pub(crate) struct Table<T> {
    /// One bit for each character of the basic plane: whether a word begins with it. Most characters end here.
    firsts: Vec<u64>,
    /// Words by their first character, the longest first.
    by_first: HashMap<char, Vec<(Vec<char>, T)>>,
}

impl<T: Copy> Table<T> {
    /// The words of these pairs; of two the same the first counts.
    pub(crate) fn of<'w>(words: impl IntoIterator<Item = (&'w str, T)>) -> Self {
        let mut table = Self { firsts: vec![0; 0x1_0000 / 64], by_first: HashMap::new() };
        for (word, value) in words {
            let symbols: Vec<char> = word.chars().collect();
            let Some(first) = symbols.first().copied() else { continue };
            if let Some((place, bit)) = bit(first)
                && let Some(bits) = table.firsts.get_mut(place)
            {
                *bits |= bit;
            }
            table.by_first.entry(first).or_default().push((symbols, value));
        }
        for words in table.by_first.values_mut() {
            words.sort_by_key(|(symbols, _)| std::cmp::Reverse(symbols.len()));
        }
        table
    }

    /// The longest word at the beginning, with its length in characters.
    pub(crate) fn longest(&self, symbols: &[char]) -> Option<(usize, T)> {
        let first = symbols.first()?;
        let begins =
            bit(*first).is_none_or(|(place, bit)| self.firsts.get(place).is_some_and(|bits| bits & bit != 0));
        if !begins {
            return None;
        }
        let words = self.by_first.get(first)?;
        words.iter().find(|(word, _)| symbols.starts_with(word)).map(|(word, value)| (word.len(), *value))
    }

    /// Every word in a stretch, from left to right and apart from each other: where it begins, its length, its value.
    pub(crate) fn all(&self, symbols: &[char]) -> Vec<(usize, usize, T)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < symbols.len() {
            match self.longest(symbols.get(at..).unwrap_or_default()) {
                Some((length, value)) => {
                    found.push((at, length, value));
                    at += length;
                }
                None => at += 1,
            }
        }
        found
    }
}

/// The place of a character's bit; none beyond the basic plane.
fn bit(symbol: char) -> Option<(usize, u64)> {
    let code = usize::try_from(u32::from(symbol)).ok().filter(|code| *code < 0x1_0000)?;
    Some((code / 64, 1 << (code % 64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_counts_and_what_follows_is_read_on() {
        let table = Table::of([("党", 1), ("党员", 2), ("党员大会", 3), ("𠮷", 4)]);
        let symbols: Vec<char> = "全体党员，党员大会𠮷党".chars().collect();
        assert_eq!(table.all(&symbols), [(2, 2, 2), (5, 4, 3), (9, 1, 4), (10, 1, 1)]);
    }
}
