//! What a lesson is made of: brought, put in order, renamed, taken out.

use std::path::Path as FilePath;

use crate::attachments;
use crate::lessons::keep::changed;
use crate::lessons::{LONGEST_DESCRIPTION, LONGEST_TITLE, MOST_PARTS, Part, Sort, store};
use crate::shell::lang::Messages;
use crate::shell::upload::FILES_FIELD;
use crate::shell::{Id, Mistakes, OrNotFound, Result, Work};

/// The longest address of a link.
const LONGEST_LINK: usize = 1_000;

/// Puts a film, sound or PDF at the end that the account brought; it is called as its file, until somebody renames it.
pub(crate) fn add_file(work: &mut Work<'_>, lesson_id: &Id, account_id: &Id, file: &Id) -> Result<()> {
    let found = attachments::find(work, std::slice::from_ref(file))?.pop();
    let waiting = found.filter(|file| !file.kept && file.by_account_id == *account_id);
    let gone = || Mistakes::one(FILES_FIELD, Messages::records_files_gone);
    let waiting = waiting.ok_or_else(gone)?;
    if !attachments::keep(work, std::slice::from_ref(file))? {
        return Err(gone());
    }
    let stem = FilePath::new(&waiting.file_name).file_stem().and_then(|stem| stem.to_str());
    let title = stem.unwrap_or(&waiting.file_name).to_owned();
    let part = Part {
        id: Id::fresh(),
        sort: Sort::File,
        title,
        attachment_id: Some(waiting.id),
        text: String::new(),
    };
    add_part(work, lesson_id, &part)
}

/// Puts a text at the end.
pub(super) fn add_text(work: &mut Work<'_>, lesson_id: &Id, title: &str, text: &str) -> Result<()> {
    let mut mistakes = Mistakes::default();
    if text.trim().is_empty() {
        mistakes.add("text", Messages::field_required);
    } else if text.chars().count() > LONGEST_DESCRIPTION {
        mistakes.too_long("text", LONGEST_DESCRIPTION);
    }
    check_part_title(title, &mut mistakes);
    mistakes.check()?;
    add_part(work, lesson_id, &written(Sort::Text, title, text))
}

/// Puts a link at the end; only one that a browser opens as a page.
pub(super) fn add_link(work: &mut Work<'_>, lesson_id: &Id, title: &str, address: &str) -> Result<()> {
    let mut mistakes = Mistakes::default();
    let plain = ["https://", "http://"].iter().any(|scheme| {
        address
            .strip_prefix(scheme)
            .is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
    });
    if !plain || address.chars().count() > LONGEST_LINK {
        mistakes.add("link", Messages::lessons_no_link);
    }
    check_part_title(title, &mut mistakes);
    mistakes.check()?;
    add_part(work, lesson_id, &written(Sort::Link, title, address))
}

fn written(sort: Sort, title: &str, text: &str) -> Part {
    let (title, text) = (title.trim().to_owned(), text.trim().to_owned());
    Part { id: Id::fresh(), sort, title, attachment_id: None, text }
}

fn check_part_title(title: &str, mistakes: &mut Mistakes) {
    if title.chars().count() > LONGEST_TITLE {
        mistakes.too_long("part_title", LONGEST_TITLE);
    }
}

fn add_part(work: &mut Work<'_>, lesson_id: &Id, part: &Part) -> Result<()> {
    work.serialize_on(&[lesson_id.as_str()])?;
    if store::parts(work, lesson_id)?.len() >= MOST_PARTS {
        return Err(Mistakes::one(FILES_FIELD, Messages::lessons_too_many_parts));
    }
    store::add_part(work, lesson_id, part)?;
    changed(work, lesson_id)
}

/// What is done with a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Up,
    Down,
    Remove,
    Rename(String),
}

/// Moves, renames or takes away a part; the bytes of a file go with it.
pub(super) fn tend(work: &mut Work<'_>, lesson_id: &Id, part_id: &Id, act: &Act) -> Result<()> {
    work.serialize_on(&[lesson_id.as_str()])?;
    let parts = store::parts(work, lesson_id)?;
    let at = parts.iter().position(|part| part.id == *part_id).or_not_found()?;
    let mut order: Vec<&Id> = parts.iter().map(|part| &part.id).collect();
    match act {
        Act::Up if at > 0 => order.swap(at, at - 1),
        Act::Down if at + 1 < order.len() => order.swap(at, at + 1),
        Act::Up | Act::Down => return Ok(()),
        Act::Remove => {
            store::remove_part(work, part_id)?;
            if let Some(file) = parts.get(at).and_then(|part| part.attachment_id.as_ref()) {
                attachments::release(work, file)?;
            }
            return changed(work, lesson_id);
        }
        Act::Rename(title) => {
            let mut mistakes = Mistakes::default();
            check_part_title(title, &mut mistakes);
            mistakes.check()?;
            store::rename_part(work, part_id, title.trim())?;
            return changed(work, lesson_id);
        }
    }
    store::order_parts(work, &order)?;
    changed(work, lesson_id)
}
