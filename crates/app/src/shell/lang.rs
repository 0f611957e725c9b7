//! The two languages and their messages.

use std::sync::LazyLock;

use jiff::civil::Date;

mod messages {
    #![expect(
        dead_code,
        unreachable_pub,
        clippy::allow_attributes,
        clippy::allow_attributes_without_reason,
        clippy::all,
        clippy::pedantic,
        clippy::indexing_slicing,
        clippy::unwrap_used,
        reason = "generated from locales/ by the build script"
    )]
    include!(concat!(env!("OUT_DIR"), "/l10n.rs"));

    impl std::fmt::Debug for L10nLanguage {
        fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("Messages")
        }
    }
}

pub(crate) use messages::L10nLanguage as Messages;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Lang {
    /// 中文, the first.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Lang {
    /// The value of the `lang` attribute and of the language cookie.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The language of a tag, if it is one of ours.
    pub(crate) fn from_tag(tag: &str) -> Option<Self> {
        match tag.split('-').next()? {
            "zh" => Some(Self::Chinese),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// The same language as the plan crate names it.
    pub(crate) fn of_plan(self) -> xueji_plan::Lang {
        match self {
            Self::Chinese => xueji_plan::Lang::Zh,
            Self::English => xueji_plan::Lang::En,
        }
    }

    /// The language of messages that [`Lang::messages`] gave.
    pub(crate) fn of(messages: &Messages) -> Self {
        if std::ptr::eq(messages, Self::English.messages()) { Self::English } else { Self::Chinese }
    }

    /// The text in this language, Chinese where there is no other.
    pub(crate) fn choose<'t>(self, chinese: &'t str, english: Option<&'t String>) -> &'t str {
        match self {
            Self::Chinese => chinese,
            Self::English => english.map_or(chinese, String::as_str),
        }
    }

    /// What a plan calls something, in this language.
    pub(crate) fn title(self, named: &xueji_plan::Named) -> &str {
        self.choose(&named.title, named.title_en.as_ref())
    }

    /// A civil day as people write it.
    pub(crate) fn day(self, day: Date) -> String {
        match self {
            Self::Chinese => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
            Self::English => day.strftime("%-d %B %Y").to_string(),
        }
    }

    /// Its messages.
    pub(crate) fn messages(self) -> &'static Messages {
        static CHINESE: LazyLock<Messages> = LazyLock::new(|| messages::L10n::ZhCN.load());
        static ENGLISH: LazyLock<Messages> = LazyLock::new(|| messages::L10n::En.load());
        match self {
            Self::Chinese => &CHINESE,
            Self::English => &ENGLISH,
        }
    }
}
