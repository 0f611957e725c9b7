//! A text as its letters: what counts when two texts are compared, and where each letter stands in the original.

use std::ops::Range;

use siphasher::sip::SipHasher13;
use unicode_normalization::UnicodeNormalization as _;

/// Letters of a stretch. Two or three Chinese words: shorter ones are shared by any two texts on one subject, longer
/// ones do not outlive the change of a word here and there.
pub(crate) const STRETCH: usize = 6;

/// The key of the hash. Stored keys depend on it: it never changes.
const SEED: [u8; 16] = *b"xueji-closeness1";

/// What stands for any number.
const NUMBER: char = '0';

/// A text made ready for comparing.
///
/// Letters and digits count, in one width and one case; punctuation, white space and the marks of Markdown do not. A
/// number is one letter, whatever it says, so that figures and dates alone tell no two texts apart. The original is not
/// kept: ranges that come out are ranges of its bytes, and always fit to slice it.
#[derive(Clone, Debug)]
pub struct Text {
    /// Where each letter stands in the original, in bytes.
    places: Vec<(usize, usize)>,
    /// The hash of the stretch that begins at each letter, as far as there are enough letters.
    stretches: Vec<u64>,
    /// The stretches by hash, each with the letter at which it begins.
    index: Vec<(u64, usize)>,
}

impl Text {
    /// Reads a text; any text will do.
    pub fn new(original: &str) -> Self {
        let (letters, places) = letters(original);
        let hasher = SipHasher13::new_with_key(&SEED);
        let mut bytes = [0_u8; STRETCH * 4];
        let hash = |stretch: &[char]| {
            for (place, letter) in bytes.chunks_exact_mut(4).zip(stretch) {
                place.copy_from_slice(&u32::from(*letter).to_le_bytes());
            }
            hasher.hash(&bytes)
        };
        let stretches: Vec<u64> = letters.windows(STRETCH).map(hash).collect();
        let mut index: Vec<(u64, usize)> = stretches.iter().copied().zip(0..).collect();
        index.sort_unstable();
        Self { places, stretches, index }
    }

    /// How many letters the text has.
    pub fn letters(&self) -> usize {
        self.places.len()
    }

    /// The hashes of all stretches, in the order of the text.
    pub(crate) fn stretches(&self) -> &[u64] {
        &self.stretches
    }

    /// Each stretch once, by hash.
    pub(crate) fn distinct(&self) -> impl Iterator<Item = u64> {
        self.index
            .chunk_by(|one, next| one.0 == next.0)
            .filter_map(|same| same.first())
            .map(|(hash, _)| *hash)
    }

    /// Where a stretch begins, in the order of the text.
    pub(crate) fn places_of(&self, stretch: u64) -> impl Iterator<Item = usize> {
        let first = self.index.partition_point(|(hash, _)| *hash < stretch);
        let same =
            self.index.get(first..).unwrap_or_default().iter().take_while(move |(hash, _)| *hash == stretch);
        same.map(|(_, at)| *at)
    }

    /// The bytes of the original from the first to the last of these letters.
    pub(crate) fn bytes(&self, letters: &Range<usize>) -> Range<usize> {
        let places = self.places.get(letters.clone()).unwrap_or_default();
        match (places.first(), places.last()) {
            (Some((start, _)), Some((_, end))) => *start..*end,
            _ => 0..0,
        }
    }
}

fn letters(original: &str) -> (Vec<char>, Vec<(usize, usize)>) {
    let mut letters = Vec::new();
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut in_number = false;
    for (start, read) in original.char_indices() {
        let end = start + read.len_utf8();
        let mut push = |letter: char| {
            if !letter.is_alphanumeric() {
                in_number = in_number && matches!(letter, '.' | ',');
                return;
            }
            let is_digit = letter.is_ascii_digit();
            if is_digit && in_number {
                if let Some(place) = places.last_mut() {
                    place.1 = end;
                }
                return;
            }
            in_number = is_digit;
            letters.push(if is_digit { NUMBER } else { letter });
            places.push((start, end));
        };
        if is_ideograph(read) {
            push(read);
        } else {
            // One at a time, so that each letter knows its place.
            read.nfkc().flat_map(char::to_lowercase).for_each(&mut push);
        }
    }
    (letters, places)
}

/// The ideographs that are their own normal form: nearly all of a Chinese text.
fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::{Text, letters};

    fn read(text: &str) -> String {
        letters(text).0.into_iter().collect()
    }

    #[test]
    fn punctuation_marks_and_width_do_not_count() {
        assert_eq!(read("**学习**，　Ｎｏｔｅ\n> 笔记！"), "学习note笔记");
    }

    #[test]
    fn a_number_is_one_letter_whatever_it_says() {
        assert_eq!(read("2025年12月，花了3,500.5元"), read("１９年1月，花了７元"));
        assert_eq!(read("第3章，4节"), "第0章0节");
    }

    #[test]
    fn places_fit_the_original() {
        let original = "甲，㈱２０２５年";
        let text = Text::new(original);
        let all = text.bytes(&(0..text.letters()));
        assert_eq!(original.get(all), Some(original));
        assert_eq!(original.get(text.bytes(&(2..3))), Some("２０２５"));
        assert_eq!(text.bytes(&(90..99)), 0..0);
    }
}
