//! What the pages of records show.

use askama::Template;

use crate::attachments::FileView;
use crate::notes::NearView;
use crate::records::entry_form::Typed;
use crate::shell::{Choice, Mistakes, Page};

/// A link in a row of chips.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) href: String,
    pub(super) label: String,
    pub(super) current: bool,
}

/// The form for one record, new or corrected.
#[derive(Debug, Template)]
#[template(path = "records/new.html")]
#[expect(clippy::struct_excessive_bools, reason = "each decides on one part of the page")]
pub(super) struct EntryPage {
    pub(super) page: Page,
    /// For whom else one may enter.
    pub(super) whoms: Vec<Link>,
    pub(super) many_href: Option<String>,
    pub(super) quick: Vec<Choice>,
    pub(super) others: Vec<Choice>,
    /// The chosen activity's name; nothing where no plan offers any.
    pub(super) named: Option<String>,
    pub(super) categories: Vec<Choice>,
    pub(super) units: Vec<Choice>,
    /// The files that are there already, each to be kept or not.
    pub(super) files: Vec<FileView>,
    /// How many of another's files go along without being named.
    pub(super) unseen_files: usize,
    pub(super) accepted: &'static str,
    /// Whether it may be counted in days, so that it may last from one to another.
    pub(super) in_days: bool,
    pub(super) outcomes: Vec<Choice>,
    pub(super) for_organization: bool,
    /// What must be there before it counts everywhere.
    pub(super) needs: String,
    pub(super) correcting: bool,
    pub(super) today: String,
    /// Says for whom.
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) action: String,
    pub(super) with_text: bool,
    /// Where one's own note is written on.
    pub(super) note_href: Option<String>,
    pub(super) attended: bool,
    pub(super) typed: Typed,
    pub(super) mistakes: Mistakes,
}

impl EntryPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }

    fn late_open(&self) -> bool {
        !self.typed.late_reason.is_empty() || !self.wrong("late_reason").is_empty()
    }

    fn more_open(&self) -> bool {
        let typed = &self.typed;
        [&typed.notebook_page, &typed.attachment, &typed.place].iter().any(|text| !text.is_empty())
            || ["notebook_page", "attachment", "place"].iter().any(|field| !self.wrong(field).is_empty())
    }
}

/// A person on the form for many.
#[derive(Debug)]
pub(super) struct Attendee {
    pub(super) id: String,
    pub(super) name: String,
    /// What the narrowing field looks for.
    pub(super) sought: String,
    pub(super) checked: bool,
    pub(super) speaks: bool,
    pub(super) outcomes: Vec<Choice>,
}

/// The form for many.
#[derive(Debug, Template)]
#[template(path = "records/many.html")]
#[expect(clippy::struct_excessive_bools, reason = "each decides on one part of the page")]
pub(super) struct ManyPage {
    pub(super) page: Page,
    pub(super) organizations: Vec<Choice>,
    pub(super) organization_id: String,
    pub(super) activities: Vec<Choice>,
    pub(super) below: bool,
    pub(super) categories: Vec<Choice>,
    pub(super) units: Vec<Choice>,
    pub(super) files: Vec<FileView>,
    pub(super) unseen_files: usize,
    pub(super) accepted: &'static str,
    pub(super) in_days: bool,
    /// Whether somebody gives it and others hear it.
    pub(super) with_speaker: bool,
    pub(super) for_organization: bool,
    pub(super) people: Vec<Attendee>,
    pub(super) needs: String,
    pub(super) today: String,
    pub(super) typed: Typed,
    pub(super) mistakes: Mistakes,
}

impl ManyPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }

    fn late_open(&self) -> bool {
        !self.typed.late_reason.is_empty() || !self.wrong("late_reason").is_empty()
    }
}

/// A record in a list.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) number: usize,
    pub(super) href: String,
    pub(super) whose: String,
    pub(super) title: String,
    pub(super) activity: String,
    pub(super) category: String,
    pub(super) when: String,
    pub(super) amount: String,
    /// 补录, 更正, 证明 …
    pub(super) marks: Vec<String>,
}

/// The records of one subject.
#[derive(Debug, Template)]
#[template(path = "records/index.html")]
pub(super) struct IndexPage {
    pub(super) page: Page,
    pub(super) total: String,
    pub(super) activities: Vec<Link>,
    pub(super) categories: Vec<Link>,
    pub(super) months: Vec<Link>,
    /// Takes all filters away, where there are any.
    pub(super) all: Option<String>,
    pub(super) rows: Vec<Row>,
    pub(super) previous: Option<String>,
    pub(super) next: Option<String>,
}

/// Everybody's rows of one event.
#[derive(Debug, Template)]
#[template(path = "records/event.html")]
pub(super) struct EventPage {
    pub(super) page: Page,
    pub(super) lead: String,
    pub(super) rows: Vec<Row>,
    pub(super) again_href: String,
}

/// A step in a record's history.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) href: String,
    pub(super) current: bool,
    pub(super) what: String,
    pub(super) entered: String,
    pub(super) reason: String,
}

/// A note under its record.
#[derive(Debug)]
pub(super) struct NoteShown {
    pub(super) html: String,
    /// What its text does not show itself: photographed pages first of all.
    pub(super) files: Vec<FileView>,
    pub(super) files_at: String,
    /// Where its author writes on.
    pub(super) href: Option<String>,
}

/// One record.
#[derive(Debug, Template)]
#[template(path = "records/show.html")]
#[expect(clippy::struct_excessive_bools, reason = "each decides on one part of the page")]
pub(super) struct ShowPage {
    pub(super) page: Page,
    pub(super) id: String,
    /// That it no longer counts, and why.
    pub(super) notice: Option<String>,
    pub(super) marks: Vec<String>,
    /// Label and value, in the order in which people ask.
    pub(super) facts: Vec<(String, String)>,
    /// The text, where this visitor has it open.
    pub(super) text: Option<String>,
    /// The note, where this visitor has it open.
    pub(super) note: Option<NoteShown>,
    pub(super) near: Vec<NearView>,
    /// The files, where this visitor has them open.
    pub(super) files: Vec<FileView>,
    /// What there is and is not open: names for those who may open it, else how many.
    pub(super) closed_files: Vec<String>,
    pub(super) accepted: &'static str,
    /// Whether more may be added.
    pub(super) may_add: bool,
    pub(super) add_open: bool,
    pub(super) add_reason: String,
    pub(super) files_wrong: String,
    /// Files that were sent to be added, and wait.
    pub(super) waiting: Vec<FileView>,
    /// Whether there is a text or a file that this visitor may open, telling its author.
    pub(super) may_open: bool,
    pub(super) has_closed_text: bool,
    /// Who read it and when; only its author sees this.
    pub(super) readings: Vec<(String, String)>,
    pub(super) counts_for: Vec<String>,
    /// What is missing before it counts.
    pub(super) missing: Vec<(String, String)>,
    pub(super) history: Vec<Step>,
    /// Where it is corrected, where that is a place of its own.
    pub(super) kept_at: Option<String>,
    pub(super) event_href: Option<String>,
    pub(super) just_saved: bool,
    pub(super) again_href: String,
    pub(super) may_change: bool,
    pub(super) may_attest: bool,
    pub(super) is_attested: bool,
    pub(super) is_reviewed: bool,
    pub(super) entry_key: String,
    pub(super) reason: String,
    pub(super) reason_wrong: String,
}
