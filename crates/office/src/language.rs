//! The two languages in which sheets are written and problems explained.

/// A language of sheets and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// 中文
    Chinese,
    /// English
    English,
}

impl Language {
    /// The one of two texts that is in this language.
    pub(crate) fn pick<T>(self, chinese: T, english: T) -> T {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }
}

/// A name in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// 中文
    pub chinese: &'static str,
    /// English
    pub english: &'static str,
}

impl Title {
    /// A name in both languages.
    pub const fn new(chinese: &'static str, english: &'static str) -> Self {
        Self { chinese, english }
    }

    /// The name in one language.
    pub fn in_language(self, language: Language) -> &'static str {
        language.pick(self.chinese, self.english)
    }
}
