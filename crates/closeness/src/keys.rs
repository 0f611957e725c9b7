//! The few stretches of a text by which others find it: a sample that two texts draw alike without knowing each other.

use crate::quoted::Quoted;
use crate::text::Text;

/// One stretch in so many is a key.
const ONE_IN: u64 = 32;
/// A short text has so many keys nevertheless, as far as it has stretches.
const LEAST: usize = 32;
/// No text has more keys.
const MOST: usize = 1024;

/// The keys under which a text is stored and looked up.
pub fn fingerprint(text: &Text, quoted: &Quoted) -> Vec<i64> {
    let own = text.distinct().filter(|stretch| !quoted.holds(*stretch));
    let sampled = own.enumerate().take_while(|(at, stretch)| *at < LEAST || *stretch < u64::MAX / ONE_IN);
    sampled.take(MOST).map(|(_, stretch)| stretch.cast_signed()).collect()
}
