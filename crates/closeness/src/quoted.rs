//! What anybody may quote.

use std::collections::HashSet;

use crate::text::Text;

/// The sources that anybody may quote without the quotation counting: what all were given to read, a form to fill in.
///
/// Their stretches are left out of keys and of comparing, in texts of any author.
#[derive(Clone, Debug, Default)]
pub struct Quoted {
    stretches: HashSet<u64>,
}

impl Quoted {
    /// No sources: all that two texts share counts.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Adds a source.
    pub fn allow(&mut self, source: &Text) {
        self.stretches.extend(source.stretches());
    }

    /// Whether a stretch stands in a source.
    pub(crate) fn holds(&self, stretch: u64) -> bool {
        self.stretches.contains(&stretch)
    }
}

impl<'a> FromIterator<&'a Text> for Quoted {
    fn from_iter<I: IntoIterator<Item = &'a Text>>(sources: I) -> Self {
        let mut quoted = Self::default();
        sources.into_iter().for_each(|source| quoted.allow(source));
        quoted
    }
}
