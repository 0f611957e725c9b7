//! What the pages of sheets show.

use askama::Template;

use crate::attachments::FileView;
use crate::sheets::show::Done;
use crate::shell::Page;

/// Print, bring, assign.
#[derive(Template)]
#[template(path = "sheets/index.html")]
pub(super) struct SheetsPage {
    pub(super) page: Page,
    pub(super) done: Vec<Done>,
    /// Files that were not taken, and why.
    pub(super) refused: Vec<String>,
    /// The Monday of this week.
    pub(super) week: String,
    pub(super) today: String,
    /// How many weeks and pages are offered.
    pub(super) weeks: Vec<String>,
    pub(super) pages: Vec<String>,
    /// Organizations for whose people the visitor prints.
    pub(super) units: Vec<(String, String)>,
    pub(super) waiting: Vec<FileView>,
    pub(super) people: Vec<Person>,
    pub(super) batch: String,
    pub(super) most: String,
    pub(super) before: String,
    pub(super) after: String,
}

/// Somebody to whom a page can be assigned.
pub(super) struct Person {
    pub(super) code: String,
    pub(super) name: String,
}

/// The sheets.
#[derive(Template)]
#[template(path = "sheets/print.html")]
pub(super) struct PrintPage {
    pub(super) page: Page,
    pub(super) told: String,
    pub(super) sheets: Vec<SheetView>,
    pub(super) from: String,
    pub(super) weeks: i64,
    pub(super) pages: i64,
    pub(super) whose: String,
    /// Behind whom the next people come.
    pub(super) after: Option<String>,
}

/// A sheet.
pub(super) struct SheetView {
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) week: String,
    pub(super) page: String,
    pub(super) code: String,
    /// An SVG of ours.
    pub(super) drawing: String,
}
