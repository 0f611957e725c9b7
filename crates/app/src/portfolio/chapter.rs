//! What a chapter is, and which there are.

use xueji_store::Tx;

use crate::attachments::Attachment;
use crate::notes::{Note, Version};
use crate::portfolio::Of;
use crate::portfolio::chapters::{
    books, inspections, meetings, notes, readings, records, research, reviews, standings, works,
};
use crate::portfolio::story::Story;
use crate::reviews::Review;
use crate::shell::Result;
use crate::shell::lang::Messages;

/// The chapters, in the order of the book.
pub(super) static ALL: [Chapter; 10] = [
    standings::CHAPTER,
    records::CHAPTER,
    meetings::CHAPTER,
    research::CHAPTER,
    books::CHAPTER,
    notes::CHAPTER,
    works::CHAPTER,
    reviews::CHAPTER,
    inspections::CHAPTER,
    readings::CHAPTER,
];

/// A chapter of the book: its things in their order, a slice at a time.
pub(super) struct Chapter {
    /// In addresses.
    pub(super) code: &'static str,
    pub(super) title: fn(&Messages) -> String,
    /// What is said where there is nothing.
    pub(super) none: fn(&Messages) -> String,
    /// How many things a page shows.
    pub(super) page: usize,
    /// How many things there are.
    pub(super) count: fn(&mut Tx, &Of) -> Result<usize>,
    /// The things from `from` on, at most `most`, in parts.
    pub(super) parts: fn(&mut Tx, &Of, usize, usize) -> Result<Vec<Part>>,
}

impl Chapter {
    /// The chapter of this code.
    pub(super) fn of(code: &str) -> Option<&'static Self> {
        ALL.iter().find(|chapter| chapter.code == code)
    }
}

/// A part of a chapter, whatever it is shown on.
#[derive(Debug)]
pub(super) enum Part {
    Table(Table),
    Leaf(Box<Leaf>),
    Review(Box<Review>),
    Story(Box<Story>),
}

/// A list with headings.
#[derive(Debug)]
pub(super) struct Table {
    /// Its name among the tables of a page.
    pub(super) code: &'static str,
    pub(super) title: String,
    /// What each column says, and its share of the width on paper.
    pub(super) columns: Vec<(String, u16)>,
    pub(super) rows: Vec<Row>,
    /// The number of its first row, counted over all pages.
    pub(super) from: usize,
}

/// A row: its cells, and where the thing itself is in the product.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) href: String,
    /// Which cell is the thing's name.
    pub(super) name: usize,
    pub(super) cells: Vec<String>,
}

/// A note with everything that it shows.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) note: Note,
    pub(super) version: Version,
    pub(super) activity: String,
    pub(super) tags: Vec<String>,
    pub(super) files: Vec<Attachment>,
}
