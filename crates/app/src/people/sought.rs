//! A text that somebody looks for in names and titles: characters, or pinyin initials in Latin letters.

use crate::people::initials;

/// What is looked for.
#[derive(Clone, Debug)]
pub(crate) struct Sought {
    text: String,
    /// Whether it may be the initials of what is meant.
    latin: bool,
}

impl Sought {
    /// A text as typed.
    pub(crate) fn new(text: &str) -> Self {
        let text = text.trim().to_lowercase();
        Self { latin: text.is_ascii(), text }
    }

    /// Whether a name or title has it, as its characters or as initials of them.
    pub(crate) fn is_in(&self, name: &str) -> bool {
        !self.text.is_empty()
            && (name.to_lowercase().contains(&self.text) || self.latin && initials(name).contains(&self.text))
    }
}

#[cfg(test)]
mod tests {
    use super::Sought;

    #[test]
    fn a_title_is_found_by_its_characters_in_the_middle_and_by_their_initials() {
        let found = |text: &str| Sought::new(text).is_in("学习党史第一讲 ABC");
        assert!(found("党史") && found(" dsdy ") && found("abc") && found("XXDS"));
        assert!(!found("党章") && !found("dz") && !found("") && !found("  "));
    }
}
