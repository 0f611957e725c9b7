//! Columns that line up although Chinese characters are twice as wide as Latin ones.

use std::fmt;

use unicode_width::UnicodeWidthStr;

/// A table: columns with headings, rows of as many cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The headings.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl fmt::Display for Grid {
    /// One line a row; the last column is not padded, so that long remarks make no long lines of spaces.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = || std::iter::once(&self.columns).chain(&self.rows);
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|at| lines().filter_map(|line| line.get(at)).map(|cell| cell.width()).max().unwrap_or(0))
            .collect();
        for line in lines() {
            let mut written = String::new();
            for (cell, width) in line.iter().zip(&widths) {
                let padding = width.saturating_sub(cell.width());
                written.push_str(cell);
                written.extend(std::iter::repeat_n(' ', padding + 2));
            }
            writeln!(f, "{}", written.trim_end())?;
        }
        Ok(())
    }
}
