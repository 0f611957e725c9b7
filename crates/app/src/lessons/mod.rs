//! Lessons (课程): pages to learn from, with films, sound, documents and a short quiz, and the notes beside them.
//!
//! What hearing one counts as is a record; see `records`. Where somebody left off is for going on, and for nothing else.

mod class;
mod done;
mod edit;
mod files;
mod form;
mod index;
mod keep;
mod learn;
mod own;
mod parts;
mod question_page;
mod questions;
mod quiz;
mod reach;
mod reassign;
mod routes;
mod show;
mod store;
mod taken;
#[cfg(test)]
mod tests;
mod told;
mod views;

use jiff::civil::Date;

use crate::attachments::FileView;
use crate::shell::Id;

pub(crate) use keep::{Facts, make, publish};
pub(crate) use parts::add_file;
pub(crate) use questions::add_question;
pub(crate) use quiz::{Question, Sort as QuestionSort};
pub(crate) use reach::title_beside;
pub(crate) use reassign::reassign;
pub(crate) use routes::routes;
#[cfg(test)]
pub(crate) use tests::of_test;
pub(crate) use told::{TELLING, job};

/// The most parts and questions that a lesson has.
pub(crate) const MOST_PARTS: usize = 20;
pub(crate) const MOST_QUESTIONS: usize = 20;
/// The longest title, name of a teacher and name of a part, in characters.
const LONGEST_TITLE: usize = 200;
/// The longest description, and the longest text among the parts, in characters.
pub(crate) const LONGEST_DESCRIPTION: usize = 20_000;

/// A lesson as stored, without its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lesson {
    pub(crate) id: Id,
    pub(crate) organization_id: Id,
    pub(crate) title: String,
    pub(crate) teacher: Option<String>,
    /// Markdown.
    pub(crate) description: String,
    pub(crate) category: Option<String>,
    /// The meeting that it is the recording of.
    pub(crate) meeting_id: Option<Id>,
    /// So many answers must be right before it is done; 0 where the quiz is for oneself.
    pub(crate) pass_right: i64,
    pub(crate) state: State,
    pub(crate) from_on: Option<Date>,
    pub(crate) to_on: Option<Date>,
    pub(crate) version: i64,
}

impl Lesson {
    /// Whether those at or below its organization may begin it on a day.
    pub(crate) fn is_open(&self, today: Date) -> bool {
        self.state == State::Published
            && self.from_on.is_none_or(|from| from <= today)
            && self.to_on.is_none_or(|to| to >= today)
    }
}

/// How far a lesson is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Draft,
    Published,
    Withdrawn,
}

impl State {
    const ALL: [Self; 3] = [Self::Draft, Self::Published, Self::Withdrawn];

    const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// One thing that a lesson is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    id: Id,
    sort: Sort,
    title: String,
    attachment_id: Option<Id>,
    /// The address of a link, the Markdown of a text.
    text: String,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// A film, sound or PDF.
    File,
    /// Something elsewhere; opened beside, never shown here.
    Link,
    Text,
}

impl Sort {
    const ALL: [Self; 3] = [Self::File, Self::Link, Self::Text];

    const fn code(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Link => "link",
            Self::Text => "text",
        }
    }

    /// Its sign; a file's is that of what it is.
    fn icon(self, file: Option<&FileView>) -> &'static str {
        match self {
            Self::File => file.map_or("file-text", |file| file.icon),
            Self::Link => "external-link",
            Self::Text => "file-text",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.code() == code)
    }
}
