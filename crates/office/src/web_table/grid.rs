//! Rows whose cells may span columns and rows, laid out so that every row has a cell in every column.

use super::cell::Cell;
use super::{MOST_COLUMNS, WebHeading};
use crate::table::Entry;

/// Rows as they stand on the page.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: Vec<Vec<Cell>>,
}

impl Grid {
    pub(super) fn push(&mut self, row: Vec<Cell>) {
        self.rows.push(row);
    }

    /// What the levels of headings say of each column.
    pub(super) fn columns(&self) -> Columns {
        let mut columns = Columns::default();
        self.lay_out(|cell, at, _| {
            if columns.headings.len() <= at {
                columns.headings.resize(at + 1, WebHeading::default());
                columns.numeric.resize(at + 1, false);
                columns.pictures.resize(at + 1, false);
            }
            if let Some(heading) = columns.headings.get_mut(at) {
                let text = cell.text();
                if heading.text.is_empty() {
                    heading.text = text;
                } else if !text.is_empty() && !heading.text.ends_with(&text) {
                    heading.text = format!("{} / {text}", heading.text);
                }
                heading.is_serial |= cell.is_serial;
            }
            if let Some(numeric) = columns.numeric.get_mut(at) {
                *numeric |= cell.is_number || cell.is_serial;
            }
            if let Some(picture) = columns.pictures.get_mut(at) {
                *picture |= cell.is_picture;
            }
        });
        columns
    }

    /// The rows' entries; a cell over several rows stands in each of them, one over several columns in the first.
    pub(super) fn rows(&self, numeric: &[bool]) -> Vec<Vec<Entry>> {
        let mut rows: Vec<Vec<Entry>> = self.rows.iter().map(|_| Vec::new()).collect();
        self.lay_out(|cell, at, place| {
            if let Some(entries) = rows.get_mut(place.row) {
                entries.resize(at, Entry::Blank);
                let in_numbers = numeric.get(at).copied().unwrap_or(false);
                entries.push(if place.is_first_column { cell.entry(in_numbers) } else { Entry::Blank });
            }
        });
        rows
    }

    /// Hands over every place of every row with the cell that covers it.
    fn lay_out(&self, mut see: impl FnMut(&Cell, usize, Place)) {
        // Cells that reach down from above, by column: how many more rows, and whether it is their first column.
        let mut above: Vec<Option<(usize, &Cell, bool)>> = Vec::new();
        for (row, cells) in self.rows.iter().enumerate() {
            let mut cells = cells.iter();
            let mut at = 0;
            loop {
                if let Some(Some((left, cell, is_first_column))) = above.get_mut(at) {
                    see(cell, at, Place { row, is_first_column: *is_first_column });
                    *left -= 1;
                    if *left == 0
                        && let Some(place) = above.get_mut(at)
                    {
                        *place = None;
                    }
                    at += 1;
                    continue;
                }
                let Some(cell) = cells.next() else {
                    // Beyond the last cell others may still reach down.
                    if above.iter().skip(at).all(Option::is_none) {
                        break;
                    }
                    at += 1;
                    continue;
                };
                for column in 0..cell.columns.max(1) {
                    if at >= MOST_COLUMNS {
                        break;
                    }
                    see(cell, at, Place { row, is_first_column: column == 0 });
                    if cell.rows > 1 {
                        if above.len() <= at {
                            above.resize(at + 1, None);
                        }
                        if let Some(place) = above.get_mut(at) {
                            *place = Some((cell.rows - 1, cell, column == 0));
                        }
                    }
                    at += 1;
                }
            }
        }
    }
}

/// What is known of columns, each as long as there are columns with a heading.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub(super) headings: Vec<WebHeading>,
    /// Whether numbers stand below.
    pub(super) numeric: Vec<bool>,
    /// Whether it only draws what other columns say.
    pub(super) pictures: Vec<bool>,
}

/// Where a cell stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    row: usize,
    is_first_column: bool,
}
