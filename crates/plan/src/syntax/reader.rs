//! Values of a file's tables with the places they stand in.
//!
//! Wrong types were reported by [`super::structure`]; here they read as missing.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Findings};
use crate::lang::{Bilingual, both};
use crate::lexicon::{self, Word};
use crate::phrase::{Days, Unread, read_days};
use crate::span::Span;

/// A table of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    table: &'a DeTable<'a>,
    start: usize,
    end: usize,
}

/// A text of the file.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    pub(super) text: String,
    pub(super) span: Range<usize>,
}

impl<'a> View<'a> {
    pub(super) fn new(table: &'a DeTable<'a>, span: Range<usize>) -> Self {
        Self { table, start: span.start, end: span.end }
    }

    pub(super) fn span(self) -> Range<usize> {
        self.start..self.end
    }

    fn value(self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    /// Where the value of this key stands; the table's heading where it is missing.
    pub(super) fn span_of(self, key: &str) -> Range<usize> {
        self.value(key).map_or(self.span(), Spanned::span)
    }

    pub(super) fn has(self, key: &str) -> bool {
        self.value(key).is_some()
    }

    pub(super) fn phrase(self, key: &str) -> Option<Phrase> {
        self.value(key).and_then(phrase)
    }

    pub(super) fn phrases(self, key: &str) -> Vec<Phrase> {
        match self.value(key) {
            Some(value) => match value.get_ref() {
                DeValue::Array(values) => values.iter().filter_map(phrase).collect(),
                _ => phrase(value).into_iter().collect(),
            },
            None => Vec::new(),
        }
    }

    pub(super) fn text(self, key: &str) -> Option<String> {
        self.phrase(key).map(|phrase| phrase.text.trim().to_owned())
    }

    pub(super) fn flag(self, key: &str) -> bool {
        self.value(key).and_then(|value| value.get_ref().as_bool()).unwrap_or(false)
    }

    pub(super) fn number(self, key: &str) -> Option<i64> {
        let integer = self.value(key)?.get_ref().as_integer()?;
        i64::from_str_radix(integer.as_str(), integer.radix()).ok()
    }

    pub(super) fn inner(self, key: &str) -> Option<View<'a>> {
        self.value(key).and_then(view)
    }

    pub(super) fn inners(self, key: &str) -> Vec<View<'a>> {
        let values = self.value(key).and_then(|value| value.get_ref().as_array());
        values.map(|values| values.iter().filter_map(view).collect()).unwrap_or_default()
    }

    /// A word of this table of words.
    pub(super) fn word<T: Copy>(self, key: &str, words: &[Word<T>], findings: &mut Findings) -> Option<T> {
        self.phrase(key).and_then(|phrase| phrase.word(words, findings))
    }

    pub(super) fn words<T: Copy>(self, key: &str, words: &[Word<T>], findings: &mut Findings) -> Vec<T> {
        self.phrases(key).iter().filter_map(|phrase| phrase.word(words, findings)).collect()
    }

    /// What a phrase of this key says, or a report that it cannot be read.
    pub(super) fn read<T>(
        self,
        key: &str,
        read: impl Fn(&str) -> Option<T>,
        expected: &Bilingual,
        findings: &mut Findings,
    ) -> Option<T> {
        self.phrase(key).and_then(|phrase| phrase.read(read, expected, findings))
    }

    /// A window; a report where it cannot be read.
    pub(super) fn days(self, key: &str, days: Days, findings: &mut Findings) -> Option<Span> {
        self.phrase(key).and_then(|phrase| phrase.days(days, findings))
    }

    /// The last day of what is written: a deadline in a month is the month's end.
    pub(super) fn last_day(self, key: &str, days: Days, findings: &mut Findings) -> Option<Date> {
        self.days(key, days, findings).map(Span::last)
    }

    /// The first day of what is written.
    pub(super) fn first_day(self, key: &str, days: Days, findings: &mut Findings) -> Option<Date> {
        self.days(key, days, findings).map(Span::first)
    }
}

impl Phrase {
    fn word<T: Copy>(&self, words: &[Word<T>], findings: &mut Findings) -> Option<T> {
        let value = lexicon::read(words, &crate::phrase::plain(&self.text));
        if value.is_none() {
            findings
                .add(
                    Code::UnreadableWord,
                    &self.span,
                    both(
                        format!("看不懂“{}”", self.text),
                        format!("“{}” stands for nothing here", self.text),
                    ),
                )
                .hint(both(
                    format!("可写：{}", lexicon::choices(words, crate::Lang::Zh)),
                    format!("write one of: {}", lexicon::choices(words, crate::Lang::En)),
                ));
        }
        value
    }

    pub(super) fn read<T>(
        &self,
        read: impl Fn(&str) -> Option<T>,
        expected: &Bilingual,
        findings: &mut Findings,
    ) -> Option<T> {
        let value = read(&self.text);
        if value.is_none() {
            findings
                .add(
                    Code::UnreadableAmount,
                    &self.span,
                    both(
                        format!("看不懂数量“{}”", self.text),
                        format!("cannot read the amount “{}”", self.text),
                    ),
                )
                .hint(expected.clone());
        }
        value
    }

    pub(super) fn days(&self, days: Days, findings: &mut Findings) -> Option<Span> {
        match read_days(&self.text, days) {
            Ok(span) => Some(span),
            Err(Unread::Unreadable) => {
                findings
                    .add(
                        Code::UnreadableDay,
                        &self.span,
                        both(
                            format!("看不懂日期“{}”", self.text),
                            format!("cannot read the day “{}”", self.text),
                        ),
                    )
                    .hint(both(
                        "可写：11-30、11月底、2026-11-30、01-05 至 02-04",
                        "write 11-30, end of November, 2026-11-30, 01-05 to 02-04",
                    ));
                None
            }
            Err(Unread::Reversed) => {
                findings
                    .add(
                        Code::Reversed,
                        &self.span,
                        both(
                            format!("“{}”的终点早于起点", self.text),
                            format!("“{}” ends before it begins", self.text),
                        ),
                    )
                    .hint(both("请调换先后，或写明年份", "swap the two, or write the years"));
                None
            }
        }
    }
}

fn phrase(value: &Spanned<DeValue<'_>>) -> Option<Phrase> {
    let text = match value.get_ref() {
        DeValue::String(text) => text.trim().to_owned(),
        DeValue::Datetime(day) => day.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then(|| Phrase { text, span: value.span() })
}

fn view<'a>(value: &'a Spanned<DeValue<'a>>) -> Option<View<'a>> {
    value.get_ref().as_table().map(|table| View::new(table, value.span()))
}
