//! The table that a web page shows, as its rows: what a reader of the page is told, cell by cell.
//!
//! A page says what it gives away: `data-export="NAME"` on a table, or on any element whose rows are marked `data-row`
//! and whose cells `data-cell="HEADING"`; `data-paged` where the page's `rel="next"` leads to more rows of it; and
//! `data-of="NAME"` with `data-title`, `data-unit` and `data-year` on an element that tells of it. `data-value` is a
//! cell's plain value where its text is for people; a cell or column of class `number` holds numbers, one of class
//! `serial` counts the rows, one headed `data-picture` only draws what others say. Several tables under one
//! `data-export="NAME" data-lead="HEADING"` are one: what `data-lead` says around rows stands in their first column.

mod cell;
mod grid;

use html5gum::{EndTag, StartTag, Token, Tokenizer};

use crate::table::Entry;
use cell::{Cell, Say, said_by};
use grid::{Columns, Grid};

/// A page, as far as it gives a table away.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WebPage {
    /// The table that was asked for, if the page shows it.
    pub table: Option<WebTable>,
    /// Where the list goes on.
    pub next: Option<String>,
}

/// A table of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WebTable {
    /// Its name on the page.
    pub name: String,
    /// What it is.
    pub title: String,
    /// Whose it is.
    pub unit: String,
    /// Of which year.
    pub year: String,
    /// Whether the page's next page goes on with it.
    pub paged: bool,
    /// The headings of its columns.
    pub headings: Vec<WebHeading>,
    /// Its rows, as long as the headings.
    pub rows: Vec<Vec<Entry>>,
}

/// The heading of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebHeading {
    /// As it stands above the column; the levels of a heading in several rows are divided by strokes.
    pub text: String,
    /// Whether the column counts the rows.
    pub is_serial: bool,
}

/// Wider no table is.
const MOST_COLUMNS: usize = 1_000;

/// Reads the table of this name, or the first that is given away.
pub fn read_web_table(html: &str, name: Option<&str>) -> WebPage {
    let mut reading = Reading { name: name.map(str::to_owned), ..Reading::default() };
    for token in Tokenizer::new(html) {
        // Reading from memory cannot fail.
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reading.open(&tag),
            Token::EndTag(tag) => reading.close(&tag),
            Token::String(text) => reading.say(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    reading.finish()
}

/// What an open element is to the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The table itself.
    Table,
    /// The rows of headings.
    Head,
    Row,
    Cell,
    /// What nobody is told.
    Unsaid,
    /// Anything else; whether it stands in lines of its own.
    Other(bool),
}

#[derive(Debug, Default)]
struct Reading {
    name: Option<String>,
    table: Option<WebTable>,
    next: Option<String>,
    /// What elements tell of tables: name, title, unit, year.
    told: Vec<[String; 4]>,
    /// The elements that are open, from the table inwards; empty outside of it.
    open: Vec<(Vec<u8>, Part)>,
    head: Grid,
    body: Grid,
    row: Option<Vec<Cell>>,
    cell: Option<Cell>,
    /// The heading of what leads rows, and what leads them now.
    lead: Option<(String, String)>,
    /// Headings of a list that is no table, in the order in which cells name them.
    named: Vec<String>,
}

/// Elements without an end.
const VOID: [&[u8]; 14] = [
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param",
    b"source", b"track", b"wbr",
];

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
}

fn has_class(tag: &StartTag<()>, class: &str) -> bool {
    attribute(tag, "class").is_some_and(|classes| classes.split_whitespace().any(|one| one == class))
}

impl Reading {
    fn open(&mut self, tag: &StartTag<()>) {
        if attribute(tag, "rel").is_some_and(|rel| rel.split_whitespace().any(|one| one == "next")) {
            self.next = attribute(tag, "href");
        }
        if let Some(of) = attribute(tag, "data-of") {
            let told = |name| attribute(tag, name).unwrap_or_default();
            self.told.push([of, told("data-title"), told("data-unit"), told("data-year")]);
        }
        if self.open.is_empty() {
            self.begin(tag);
            return;
        }
        let name: &[u8] = &tag.name;
        if let (Some((_, now)), Some(said)) = (&mut self.lead, attribute(tag, "data-lead")) {
            *now = said;
        }
        let part = self.part_of(tag);
        match part {
            Part::Row => {
                self.end_row();
                self.row = Some(Vec::new());
            }
            Part::Cell => {
                self.end_cell();
                self.cell = Some(Cell::of(tag));
            }
            Part::Unsaid => {
                if let (Some(cell), Some(label)) = (self.hearing(), said_by(tag)) {
                    cell.say(&label);
                }
            }
            Part::Other(true) => self.hearing().into_iter().for_each(Cell::break_line),
            Part::Table | Part::Head | Part::Other(false) => {}
        }
        if !tag.self_closing && !VOID.contains(&name) {
            self.open.push((name.to_vec(), part));
        }
    }

    /// Finds the table's beginning.
    fn begin(&mut self, tag: &StartTag<()>) {
        let Some(found) = attribute(tag, "data-export").filter(|_| self.table.is_none()) else { return };
        if self.name.as_ref().is_none_or(|name| *name == found) {
            let paged = attribute(tag, "data-paged").is_some();
            self.lead = attribute(tag, "data-lead").map(|heading| (heading, String::new()));
            self.table = Some(WebTable { name: found, paged, ..WebTable::default() });
            self.open.push((tag.name.to_vec(), Part::Table));
        }
    }

    fn part_of(&self, tag: &StartTag<()>) -> Part {
        let name: &[u8] = &tag.name;
        match cell::say(tag) {
            Say::Nothing | Say::Label => return Part::Unsaid,
            Say::Text => {}
        }
        if attribute(tag, "data-row").is_some() {
            return Part::Row;
        }
        if attribute(tag, "data-cell").is_some() {
            return Part::Cell;
        }
        match name {
            // Inside a cell, a table is what the cell says.
            b"details" if self.cell.is_some() => Part::Unsaid,
            _ if self.in_nested_table() => Part::Other(cell::is_block(name)),
            b"thead" => Part::Head,
            b"tr" => Part::Row,
            b"td" | b"th" => Part::Cell,
            _ => Part::Other(cell::is_block(name)),
        }
    }

    fn in_nested_table(&self) -> bool {
        let cell = self.open.iter().rposition(|(_, part)| *part == Part::Cell);
        cell.is_some_and(|at| self.open.iter().skip(at).any(|(name, _)| name == b"table"))
    }

    fn close(&mut self, tag: &EndTag<()>) {
        let name: &[u8] = &tag.name;
        let Some(at) = self.open.iter().rposition(|(open, _)| open == name) else { return };
        for (_, part) in self.open.split_off(at).into_iter().rev() {
            match part {
                Part::Cell => self.end_cell(),
                Part::Row | Part::Head | Part::Table => self.end_row(),
                Part::Other(true) => self.hearing().into_iter().for_each(Cell::break_line),
                Part::Unsaid | Part::Other(false) => {}
            }
        }
    }

    fn say(&mut self, text: &str) {
        if let Some(cell) = self.hearing() {
            cell.say(text);
        }
    }

    /// The cell that hears what is said now.
    fn hearing(&mut self) -> Option<&mut Cell> {
        let unsaid = self.open.iter().any(|(_, part)| *part == Part::Unsaid);
        self.cell.as_mut().filter(|_| !unsaid)
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        if let Some(row) = &mut self.row {
            row.push(cell);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        let Some(mut row) = self.row.take().filter(|row| !row.is_empty()) else { return };
        if let Some((heading, now)) = &self.lead {
            let in_head = self.open.iter().any(|(_, part)| *part == Part::Head);
            row.insert(0, Cell::saying(if in_head { heading } else { now }));
        }
        if row.iter().any(|cell| cell.heading.is_some()) {
            self.end_named_row(row);
        } else if self.open.iter().any(|(_, part)| *part == Part::Head) {
            self.head.push(row);
        } else {
            self.body.push(row);
        }
    }

    /// The row of a list that is no table: its cells go where their headings are.
    fn end_named_row(&mut self, row: Vec<Cell>) {
        let mut placed: Vec<Cell> = self.named.iter().map(|_| Cell::default()).collect();
        for cell in row {
            let heading = cell.heading.clone().unwrap_or_default();
            let at = self.named.iter().position(|name| *name == heading).unwrap_or_else(|| {
                self.named.push(heading);
                placed.push(Cell::default());
                placed.len() - 1
            });
            if let Some(place) = placed.get_mut(at) {
                *place = cell;
            }
        }
        self.body.push(placed);
    }

    fn finish(mut self) -> WebPage {
        self.end_row();
        let Some(mut table) = self.table else { return WebPage { table: None, next: self.next } };
        if let Some([_, title, unit, year]) =
            self.told.into_iter().find(|told| told.first() == Some(&table.name))
        {
            (table.title, table.unit, table.year) = (title, unit, year);
        }
        let Columns { mut headings, numeric, pictures } = self.head.columns();
        headings.extend(self.named.into_iter().map(|text| WebHeading { text, is_serial: false }));
        let rows = self.body.rows(&numeric);
        let width = rows.iter().map(Vec::len).max().unwrap_or(0).max(headings.len()).min(MOST_COLUMNS);
        headings.resize(width, WebHeading::default());
        table.rows = rows;
        for row in &mut table.rows {
            row.resize(width, Entry::Blank);
            keep(row, |at| !pictures.get(at).copied().unwrap_or(false));
        }
        keep(&mut headings, |at| !pictures.get(at).copied().unwrap_or(false));
        table.headings = headings;
        WebPage { table: Some(table), next: self.next }
    }
}

/// Keeps what stands at these places.
fn keep<T>(of: &mut Vec<T>, is_kept: impl Fn(usize) -> bool) {
    let mut at = 0..;
    of.retain(|_| at.next().is_some_and(&is_kept));
}

#[cfg(test)]
mod tests;
