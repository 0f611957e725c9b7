//! What a sheet's columns are called and what may stand in them.

use crate::language::Title;

/// One column of a sheet that people fill in.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// By this name the program asks a row for its value.
    pub key: &'static str,
    /// The heading, as the template writes it and messages name it.
    pub title: Title,
    /// Other headings that mean the same column.
    pub aliases: &'static [&'static str],
    /// The column must be there, and every row must have a value in it.
    pub required: bool,
    /// What may stand in its cells.
    pub kind: Kind,
    /// What the column means, for the template's instructions.
    pub note: Title,
    /// A value as somebody would write it, for the template's instructions.
    pub example: &'static str,
    /// Width in characters.
    pub width: u8,
}

/// What may stand in a column's cells.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Any text; numbers and dates are taken as they read.
    Text,
    /// Digits that are not a number: leading zeros and every digit count (staff numbers, telephones).
    Code,
    /// A civil date, as Excel's date or in a usual written form.
    Date {
        /// Whether 2026年3月 may stand for the first day of that month.
        month_alone: bool,
    },
    /// One of a list.
    Choice(&'static [Choice]),
    /// Any of a list, separated by 、 or , or ; or / or a line break.
    Choices(&'static [Choice]),
}

impl Kind {
    /// What may be chosen, if the column is a list.
    pub(crate) fn choices(self) -> &'static [Choice] {
        match self {
            Self::Choice(choices) | Self::Choices(choices) => choices,
            Self::Text | Self::Code | Self::Date { .. } => &[],
        }
    }
}

/// One thing that may be chosen in a list column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the program receives.
    pub value: &'static str,
    /// What people read and write.
    pub title: Title,
    /// Other words for it.
    pub aliases: &'static [&'static str],
}
