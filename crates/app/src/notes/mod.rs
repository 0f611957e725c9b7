//! Notes (笔记): what people write while they learn, kept at every pause, with every earlier text.
//!
//! A note is its author's alone until it is handed in with a record; from then on those entitled may read the version
//! that was handed in, and the author sees who did. Which records stand on a note is not known here; see `records`.

mod enter;
mod held_up;
mod keep;
mod keys;
mod near;
mod passages;
mod reach;
mod reassign;
mod sought;
mod store;
mod tags;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

use crate::shell::{Id, markdown};

pub(crate) use enter::{enter, take_back, write};
pub(crate) use held_up::{Text, held_up};
pub(crate) use keep::{Kept, Which, discard, keep, take_out_again};
pub(crate) use keys::job;
#[cfg(test)]
pub(crate) use near::{Of, near};
pub(crate) use passages::{NearView, close_before, close_to};
use reach::look_into;
pub(crate) use reach::{Reading, may_read, open, opened_since, readings};
pub(crate) use reassign::reassign;
pub(crate) use sought::{Hit, search};
pub(crate) use store::{
    Filter, Listed, begun, beside, each_digest, entry_key, files_of, find, handed_in, is_in_another_s, list,
    months, texts, version, versions, years,
};
pub(crate) use tags::{tags_of, tags_used};
#[cfg(test)]
pub(crate) use tests::{STORY, keyed, of_test};

/// The longest text, in characters: a long report with room to spare.
pub(crate) const LONGEST: usize = 100_000;
/// The longest title, in characters.
pub(crate) const LONGEST_TITLE: usize = 200;
/// For how long what was opened on purpose, and its files, may be looked at again without opening it anew.
pub(crate) const OPEN_FOR: i64 = 60 * 60 * 1000;
/// What the keys begin with of notes that are begun beside a lesson; its id follows.
pub(crate) const BESIDE_LESSON: &str = "lesson-";
/// The most tags that a note has, and the longest.
pub(crate) const MOST_TAGS: usize = 10;
pub(crate) const LONGEST_TAG: usize = 20;

/// A note as stored, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) id: Id,
    pub(crate) person_id: Id,
    /// What it is meant for, of the plan's activities.
    pub(crate) activity: Option<String>,
    /// The day that it is about.
    pub(crate) happened_on: Date,
    /// The number of the version that its author works on.
    pub(crate) current: i64,
    /// The number of the version that others may read; none as long as it is a draft.
    pub(crate) entered: Option<i64>,
    /// How often it was saved.
    pub(crate) saves: i64,
    pub(crate) began_at: i64,
    pub(crate) changed_at: i64,
    pub(crate) discarded: bool,
    /// The lesson beside which it was begun.
    pub(crate) lesson_id: Option<Id>,
}

impl Note {
    /// One of its texts as a page shows it, with the files that it has there; moments lead to its lesson.
    pub(crate) fn html(&self, version: &Version) -> String {
        self.html_with(&version.text, &format!("/notes/{}/files", self.id))
    }

    /// A text of it with the files at this address; moments lead to its lesson.
    pub(crate) fn html_with(&self, text: &str, files_at: &str) -> String {
        markdown::html_beside(text, files_at, self.lesson_href().as_deref())
    }

    /// The page of the lesson beside which it was begun.
    pub(crate) fn lesson_href(&self) -> Option<String> {
        self.lesson_id.as_ref().map(|id| format!("/lessons/{id}"))
    }

    /// Whether its author has written on since it was handed in.
    pub(crate) fn has_more(&self) -> bool {
        self.entered.is_some_and(|entered| entered != self.current)
    }
}

/// One of the texts that a note had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) number: i64,
    pub(crate) title: String,
    /// Markdown.
    pub(crate) text: String,
    /// The files that it shows, in order.
    pub(crate) files: Vec<Id>,
    pub(crate) characters: i64,
    pub(crate) began_at: i64,
    pub(crate) changed_at: i64,
    /// When it was handed in, where it was.
    pub(crate) entered_at: Option<i64>,
}

/// A note as its author wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) activity: Option<String>,
    pub(crate) happened_on: Date,
    pub(crate) title: String,
    pub(crate) text: String,
    /// In order.
    pub(crate) files: Vec<Id>,
    pub(crate) tags: Vec<String>,
}

/// The lesson beside which a note with this `entry_key` was begun. A browser made the key: only what is an id becomes a link.
fn lesson_of(entry_key: &str) -> Option<Id> {
    let id = entry_key.split_once(':')?.1.strip_prefix(BESIDE_LESSON)?;
    (!id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric())).then(|| Id::from_text(id))
}

/// The signs of a text without spaces, as Chinese counts its length.
pub(crate) fn characters(text: &str) -> i64 {
    i64::try_from(text.chars().filter(|sign| !sign.is_whitespace()).count()).unwrap_or(i64::MAX)
}
