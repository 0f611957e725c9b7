//! What the pages of the book show.

use askama::Template;

use crate::shell::Page;
use crate::shell::lang::Messages;

/// The title page with the contents, and the ways to take the book along.
#[derive(Template)]
#[template(path = "portfolio/book.html")]
pub(super) struct BookPage {
    pub(super) page: Page,
    pub(super) cover: Cover,
    /// Other years: address, name, whether it is this one.
    pub(super) years: Vec<(String, String, bool)>,
    pub(super) year: i16,
}

/// What stands on the title page.
#[derive(Clone, Debug)]
pub(super) struct Cover {
    pub(super) title: String,
    pub(super) name: String,
    pub(super) home: String,
    pub(super) year: String,
    pub(super) made_on: String,
    /// A line for each chapter, in their order; nothing where it stands before several books.
    pub(super) contents: Vec<Entry>,
}

/// A line of the contents.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) code: &'static str,
    pub(super) href: String,
    pub(super) title: String,
    /// How many things there are, and the same in words.
    pub(super) things: usize,
    pub(super) count: String,
}

/// One page of a chapter.
#[derive(Template)]
#[template(path = "portfolio/chapter.html")]
pub(super) struct ChapterPage {
    pub(super) page: Page,
    /// The other chapters: address, title, whether it is this one.
    pub(super) chapters: Vec<(String, String, bool)>,
    /// The parts as HTML.
    pub(super) parts: String,
    pub(super) none: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) place: String,
}

/// The frame of the whole book; the chapters go where [`WholePage::MARK`] stands.
#[derive(Template)]
#[template(path = "portfolio/whole.html")]
pub(super) struct WholePage {
    pub(super) page: Page,
    pub(super) cover: Cover,
    pub(super) year: i16,
}

impl WholePage {
    pub(super) const MARK: &str = "<!-- the chapters -->";
}

/// Some parts of a chapter.
#[derive(Template)]
#[template(path = "portfolio/parts.html")]
pub(super) struct Parts<'a> {
    pub(super) t: &'static Messages,
    /// The page on which its tables can be taken along; none outside of the product.
    pub(super) page: Option<&'a Page>,
    /// How deep its headings are.
    pub(super) rank: u8,
    pub(super) views: Vec<PartView>,
}

pub(super) enum PartView {
    Table(TableView),
    Leaf(LeafView),
}

pub(super) struct TableView {
    pub(super) code: &'static str,
    pub(super) title: String,
    /// Whether the title stands above it, and not already over the chapter.
    pub(super) is_titled: bool,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<RowView>,
}

pub(super) struct RowView {
    pub(super) number: usize,
    pub(super) href: String,
    pub(super) name: usize,
    /// Each under the heading of its column.
    pub(super) cells: Vec<(String, String)>,
}

pub(super) struct LeafView {
    pub(super) id: String,
    pub(super) href: String,
    pub(super) title: String,
    pub(super) told: String,
    pub(super) marks: Vec<String>,
    pub(super) html: String,
    /// The text line by line, where it is plain.
    pub(super) lines: Vec<String>,
    pub(super) pictures: Vec<PictureView>,
    /// Address and name of the other files, or of the note that it is about; one without an address is named alone.
    pub(super) files: Vec<(String, String)>,
}

pub(super) struct PictureView {
    pub(super) href: String,
    pub(super) src: String,
    pub(super) name: String,
    pub(super) width: i64,
    pub(super) height: i64,
}

/// A book outside of the product: readable without it, without a network and without scripts.
#[derive(Template)]
#[template(path = "portfolio/offline.html")]
pub(super) struct OfflinePage<'a> {
    pub(super) t: &'static Messages,
    pub(super) cover: &'a Cover,
    /// The books of the years, where it is the page before them.
    pub(super) books: Vec<(String, String)>,
}
