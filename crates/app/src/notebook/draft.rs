//! The editor's fields as a draft, and back.

use jiff::civil::Date;

use crate::notes::{Draft, LONGEST, LONGEST_TITLE, Version, Which};
use crate::shell::lang::Messages;
use crate::shell::{Fields, Id, Mistakes, markdown};

/// Signs of the title that a text without one gets from its first line.
const TITLE_FROM_TEXT: usize = 40;

/// Which note a form writes on, and from which save it began.
pub(super) fn which(fields: &Fields) -> (Which, i64) {
    let began_from = fields.get("saves").parse().unwrap_or(0);
    let note = fields.get("note");
    if note.is_empty() {
        (Which::Begun(fields.get("key").chars().take(64).collect()), began_from)
    } else {
        (Which::There(Id::from_text(note)), began_from)
    }
}

/// What was typed; `brought` are the files that came with the form.
pub(super) fn read(fields: &Fields, brought: &[Id], today: Date, mistakes: &mut Mistakes) -> Draft {
    if fields.get("note").is_empty() && fields.get("key").is_empty() {
        mistakes.add("key", Messages::field_required);
    }
    // The text keeps the spaces at its ends: whoever is typing is not done.
    let raw = fields.iter().find(|(name, _)| *name == "text").map_or("", |(_, text)| text);
    let text = raw.replace("\r\n", "\n");
    let chosen = fields.all("file").map(Id::from_text).chain(brought.iter().cloned());
    let mut files: Vec<Id> = Vec::new();
    for file in chosen.chain(pictures(&text)) {
        if !files.contains(&file) {
            files.push(file);
        }
    }
    if text.chars().count() > LONGEST {
        mistakes.too_long("text", LONGEST);
    }
    Draft {
        activity: serves(fields).next().or_else(|| fields.text("activity", 100, mistakes)),
        happened_on: fields.date("on", mistakes).unwrap_or(today),
        title: fields.text("title", LONGEST_TITLE, mistakes).unwrap_or_default(),
        text,
        files,
        tags: tags(fields.get("tags")),
    }
}

/// The activities that were ticked.
pub(super) fn serves(fields: &Fields) -> impl Iterator<Item = String> {
    fields.all("serves").filter(|code| !code.is_empty()).map(str::to_owned)
}

/// Tags as they are typed: with spaces, commas or # between them; each once.
fn tags(typed: &str) -> Vec<String> {
    let parts = typed
        .split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | '，' | '、' | '#' | '；' | ';'));
    let mut tags: Vec<String> = parts.filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

/// The files that the text itself shows: `![](files/ID)`.
pub(super) fn pictures(text: &str) -> impl Iterator<Item = Id> {
    markdown::files(text).map(Id::from_text)
}

/// A title for what has none: the beginning of its first line; none where nothing is written.
pub(crate) fn title_of(version: &Version) -> Option<String> {
    if !version.title.is_empty() {
        return Some(version.title.clone());
    }
    let mut lines = version.text.lines().map(|line| markdown::excerpt(line, TITLE_FROM_TEXT));
    lines.find(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn tags_are_typed_as_people_type_them() {
        assert_eq!(tags(" #党史，读书、 调研 党史"), ["党史", "读书", "调研"]);
    }

    #[test]
    fn pictures_in_the_text_are_files_of_the_note() {
        let fields = Fields::of([
            ("key".to_owned(), "k".to_owned()),
            ("file".to_owned(), "A1".to_owned()),
            ("text".to_owned(), "前\r\n![](files/B2)和![图](files/A1) ![](files/../x)".to_owned()),
        ]);
        let mut mistakes = Mistakes::default();
        let draft = read(&fields, &[Id::from_text("C3")], date(2026, 3, 5), &mut mistakes);
        assert!(mistakes.is_empty());
        assert_eq!(draft.files, ["A1", "C3", "B2"].map(Id::from_text));
        assert!(draft.text.starts_with("前\n!"));
    }
}
