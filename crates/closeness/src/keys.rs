//! The few stretches of a text by which others find it: a sample that two texts draw alike without knowing each other.

use crate::quoted::Quoted;
use crate::text::Text;

/// One stretch in so many is a key: a paragraph of a hundred letters has three, a page of two thousand some sixty.
const ONE_IN: u64 = 32;
/// A short text has so many keys nevertheless, as far as it has stretches.
const LEAST: usize = 32;
/// No text has more keys.
const MOST: usize = 1024;

/// The keys under which a text is stored and looked up: each once.
///
/// They are the stretches of the text with the smallest hashes (MinHash): all below a fixed share of the numbers, and
/// the smallest 32 in any case. Whatever part two texts share, they share the keys of that part. Quoted stretches give no
/// key; a text that is all quotation has none.
///
/// Keys are made to be stored: SipHash-1-3 under a fixed key over six letters, each as four bytes, the lowest first. The
/// same text has the same keys on every machine and in every release; a test holds that. They follow from the letters as
/// `Text` reads them, so a newer Unicode that folds a letter otherwise changes the keys that hold it, and no others.
pub fn fingerprint(text: &Text, quoted: &Quoted) -> Vec<i64> {
    let own = text.distinct().filter(|stretch| !quoted.holds(*stretch));
    let smallest = own.enumerate().take_while(|(at, stretch)| *at < LEAST || *stretch < u64::MAX / ONE_IN);
    smallest.take(MOST).map(|(_, stretch)| stretch.cast_signed()).collect()
}

#[cfg(test)]
mod tests {
    use super::{LEAST, MOST, fingerprint};
    use crate::quoted::Quoted;
    use crate::text::Text;

    /// Letters of which no stretch comes twice.
    fn numbered(letters: u32) -> String {
        (0..letters).map(|at| char::from_u32(0x4e00 + at * 7 % 20_000).unwrap()).collect()
    }

    fn keys(text: &str) -> Vec<i64> {
        fingerprint(&Text::new(text), &Quoted::nothing())
    }

    /// Invariant: keys are stored. Should this fail, the stored keys of every installation are worthless. The numbers
    /// were computed apart from this code, from the definition above.
    #[test]
    fn keys_never_change() {
        let text = "学习不是装点门面的事，２０２６年先从第3页的 Word 表格学起，每天挤出一小时。";
        let keys = keys(text);
        assert_eq!(keys.len(), 28);
        assert_eq!(keys[..2], [2_003_660_628_000_324_288, 3_863_114_980_015_369_828]);
        // The largest hash does not fit an i64: its bits do.
        assert_eq!(keys.last(), Some(&-1_107_831_822_825_494_222));
    }

    #[test]
    fn a_page_has_some_sixty_keys_and_a_book_no_more_than_are_useful() {
        let page = keys(&numbered(2_000)).len();
        assert!((50..=75).contains(&page), "{page}");
        assert_eq!(keys(&numbered(200)).len(), LEAST);
        assert!(keys(&numbered(20_000).repeat(20)).len() <= MOST);
        assert!(keys("太短了").is_empty());
    }

    #[test]
    fn the_keys_of_a_part_are_those_of_the_whole() {
        let whole = numbered(4_000);
        let part: String = whole.chars().skip(1_000).take(2_000).collect();
        let all = keys(&whole);
        assert!(keys(&part).iter().all(|key| all.contains(key)));
    }

    #[test]
    fn quotation_gives_no_key() {
        let text = Text::new(&numbered(300));
        let quoted: Quoted = [&text].into_iter().collect();
        assert!(fingerprint(&text, &quoted).is_empty());
    }
}
