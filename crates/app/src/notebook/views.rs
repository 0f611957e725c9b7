//! What the pages of the notebook show.

use askama::Template;

use crate::attachments::FileView;
use crate::notebook::serve::{Serve, ServedView};
use crate::notes::NearView;
use crate::shell::layout::Chip;
use crate::shell::{Mistakes, Page};

/// A note in the list.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) on: String,
    pub(super) activity: String,
    pub(super) told: String,
    pub(super) is_draft: bool,
    pub(super) has_more: bool,
    /// What was searched for, with the words before and after it.
    pub(super) around: Option<[String; 3]>,
}

/// What was logged just now.
#[derive(Debug)]
pub(super) struct Logged {
    pub(super) said: String,
    pub(super) id: String,
    /// Where its note is written, where it has none.
    pub(super) note_href: Option<String>,
    pub(super) undo_key: String,
}

/// The notebook.
#[derive(Debug, Template)]
#[template(path = "notebook/index.html")]
pub(super) struct IndexPage {
    pub(super) page: Page,
    pub(super) lead: String,
    pub(super) q: String,
    pub(super) entry_key: String,
    pub(super) logged: Option<Logged>,
    /// The note that was put away just now.
    pub(super) put_away: Option<String>,
    pub(super) lately: Vec<String>,
    /// What narrows the list.
    pub(super) chips: Vec<Chip>,
    /// What narrows it now besides the words, for the form that looks for words.
    pub(super) kept: Vec<(&'static str, String)>,
    /// Takes all filters away, where there are any.
    pub(super) all: Option<String>,
    pub(super) rows: Vec<Row>,
    pub(super) previous: Option<String>,
    pub(super) next: Option<String>,
}

/// A record of before that a note may stand with.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

/// The editor.
#[derive(Debug, Template)]
#[template(path = "notebook/edit.html")]
pub(super) struct EditPage {
    pub(super) page: Page,
    /// Under which name what is typed is kept on the device.
    pub(super) kept_as: String,
    /// Empty for a new one.
    pub(super) note: String,
    pub(super) key: String,
    pub(super) entry_key: String,
    pub(super) saves: i64,
    pub(super) activity: String,
    pub(super) on: String,
    pub(super) today: String,
    pub(super) title: String,
    pub(super) tags: String,
    pub(super) tags_used: Vec<String>,
    pub(super) text: String,
    /// Those that the text does not show itself.
    pub(super) files: Vec<FileView>,
    pub(super) accepted: &'static str,
    pub(super) serves: Vec<Serve>,
    pub(super) served: Vec<ServedView>,
    /// Whether it may be handed in for review, and whether that is what it is meant for.
    pub(super) reviewed: bool,
    pub(super) for_review: bool,
    pub(super) waiting: Vec<Waiting>,
    pub(super) entered: bool,
    /// Earlier notes that it is close to, shown once before it is handed in.
    pub(super) near: Vec<NearView>,
    pub(super) late_reason: String,
    pub(super) mistakes: Mistakes,
}

impl EditPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }

    fn waits(&self) -> bool {
        self.waiting.iter().any(|record| record.chosen)
    }

    fn late_open(&self) -> bool {
        !self.late_reason.is_empty() || !self.wrong("late_reason").is_empty()
    }
}

/// One of a note's texts in its history.
#[derive(Debug)]
pub(super) struct Earlier {
    pub(super) href: String,
    pub(super) when: String,
    pub(super) characters: i64,
    pub(super) current: bool,
    pub(super) handed_in: bool,
}

/// One note.
#[derive(Debug, Template)]
#[template(path = "notebook/show.html")]
#[expect(clippy::struct_excessive_bools, reason = "each decides on one part of the page")]
pub(super) struct ShowPage {
    pub(super) page: Page,
    pub(super) id: String,
    pub(super) own: bool,
    pub(super) on: String,
    pub(super) whose: Option<String>,
    pub(super) told: String,
    /// None where this visitor must open it first.
    pub(super) html: Option<String>,
    /// Address and title of the lesson that it stands beside.
    pub(super) lesson: Option<(String, String)>,
    pub(super) files: Vec<FileView>,
    pub(super) tags: Vec<String>,
    pub(super) is_draft: bool,
    pub(super) has_more: bool,
    pub(super) discarded: bool,
    pub(super) served: Vec<ServedView>,
    /// Earlier notes that it is close to, for whoever inspects.
    pub(super) near: Vec<NearView>,
    pub(super) earlier: Vec<Earlier>,
    /// Who read it, when, and where the text stands that they read.
    pub(super) readings: Vec<(String, String, String)>,
}

/// An earlier text.
#[derive(Debug, Template)]
#[template(path = "notebook/version.html")]
pub(super) struct VersionPage {
    pub(super) page: Page,
    pub(super) told: String,
    pub(super) html: String,
    /// Takes it as the newest again.
    pub(super) action: Option<String>,
}

/// A note in the book.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) id: String,
    pub(super) on: String,
    pub(super) title: String,
    pub(super) activity: String,
    pub(super) is_draft: bool,
    pub(super) html: String,
    pub(super) files: Vec<FileView>,
}

/// A month of the year's book.
#[derive(Debug, Template)]
#[template(path = "notebook/book.html")]
pub(super) struct BookPage {
    pub(super) page: Page,
    pub(super) lead: String,
    pub(super) month: String,
    pub(super) months: Vec<Chip>,
    /// The years before and after.
    pub(super) years: [(String, String); 2],
    pub(super) leaves: Vec<Leaf>,
    pub(super) previous: Option<String>,
    pub(super) next: Option<String>,
}
