//! The arrangement's text, and the sentences in it that parts of the plan come from.

use super::reader::{Phrase, View};
use crate::diagnostic::{Code, Findings};
use crate::duty::Source;
use crate::lang::both;

/// The text that `[plan] text` names.
pub(super) fn text(
    head: View<'_>,
    source_text: impl FnOnce(&str) -> Option<String>,
    findings: &mut Findings,
) -> Option<String> {
    let name = head.phrase("text")?;
    let text = source_text(&name.text);
    if text.is_none() {
        findings
            .add(
                Code::TextMissing,
                &name.span,
                both(format!("找不到原文文件 {}", name.text), format!("there is no file {}", name.text)),
            )
            .hint(both(
                "把原文存为纯文本（UTF-8），与计划文件放在一起",
                "save the arrangement as plain text (UTF-8) beside the plan file",
            ));
    }
    text
}

/// The sentences of a part, found in the text where there is one.
pub(super) fn sources(view: View<'_>, text: Option<&str>, findings: &mut Findings) -> Vec<Source> {
    view.phrases("source").into_iter().map(|quote| find(quote, text, findings)).collect()
}

fn find(quote: Phrase, text: Option<&str>, findings: &mut Findings) -> Source {
    let Some(text) = text else {
        return Source { quote: quote.text, at: None };
    };
    let mut places = text.match_indices(&quote.text).map(|(at, _)| at);
    let Some(byte) = places.next() else {
        findings
            .add(
                Code::QuoteNotFound,
                &quote.span,
                both("原文中没有这句话", "the arrangement has no such sentence"),
            )
            .hint(near(&quote.text, text));
        return Source { quote: quote.text, at: None };
    };
    if places.next().is_some() {
        findings
            .add(
                Code::QuoteTwice,
                &quote.span,
                both("这句话在原文中不止一处", "the arrangement has this sentence more than once"),
            )
            .hint(both(
                "多引几个字，使之唯一；现取第一处",
                "quote some more words; the first place is taken",
            ));
    }
    let first = text.get(..byte).unwrap_or_default().chars().count();
    Source { at: Some((first, first + quote.text.chars().count())), quote: quote.text }
}

/// Where the quote and the text part: the same words in other signs, or the longest beginning that is there.
fn near(quote: &str, text: &str) -> crate::lang::Bilingual {
    if let Some(same) = same_words(quote, text) {
        return both(
            format!("标点或空格不同，原文是：{same}"),
            format!("signs or spaces differ, the text has: {same}"),
        );
    }
    let letters: Vec<(usize, char)> = quote.char_indices().collect();
    let found = letters.partition_point(|(at, letter)| {
        quote.get(..at + letter.len_utf8()).is_some_and(|beginning| text.contains(beginning))
    });
    let end = letters.get(found).map_or(quote.len(), |(at, _)| *at);
    let beginning = quote.get(..end).unwrap_or_default();
    if found < 4 {
        return both("请从原文中原样复制", "copy it from the text as it stands");
    }
    let after: String =
        text.split_once(beginning).map(|(_, rest)| rest.chars().take(12).collect()).unwrap_or_default();
    both(
        format!("前{found}个字相符，其后原文是“{after}”"),
        format!("its first {found} characters are there, then the text goes on “{after}”"),
    )
}

/// The stretch of the text that has the quote's words, whatever the punctuation and the spaces between them.
fn same_words<'t>(quote: &str, text: &'t str) -> Option<&'t str> {
    let wanted: String = quote.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let mut bare = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    for (at, letter) in text.char_indices().filter(|(_, letter)| letter.is_alphanumeric()) {
        bare.push(letter);
        places.extend(std::iter::repeat_n((at, at + letter.len_utf8()), letter.len_utf8()));
    }
    if wanted.is_empty() {
        return None;
    }
    let start = bare.find(&wanted)?;
    let (first, _) = places.get(start)?;
    let (_, last) = places.get(start + wanted.len() - 1)?;
    text.get(*first..*last)
}
