//! Rows on their way into a sheet: kept in a temporary file, so that any number of them takes little memory.
//!
//! A sheet's head says how many rows follow and its columns are as wide as their widest cell; both are known only when
//! the last row has come.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write};

use jiff::civil::Date;

use crate::error::WriteError;
use crate::table::Entry;

/// Rows of a table, in the order in which they came.
#[derive(Debug)]
pub struct Spool {
    file: BufWriter<File>,
    rows: u32,
    widths: Vec<u16>,
}

impl Spool {
    /// An empty one.
    pub fn new() -> Result<Self, WriteError> {
        Ok(Self { file: BufWriter::new(tempfile::tempfile()?), rows: 0, widths: Vec::new() })
    }

    /// How many rows have come.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// Takes the next row.
    pub fn push(&mut self, row: &[Entry]) -> Result<(), WriteError> {
        let cells = u32::try_from(row.len()).map_err(|_| WriteError::TooLarge)?;
        self.file.write_all(&cells.to_le_bytes())?;
        for entry in row {
            put(&mut self.file, entry)?;
        }
        if self.widths.len() < row.len() {
            self.widths.resize(row.len(), 0);
        }
        for (width, entry) in self.widths.iter_mut().zip(row) {
            *width = (*width).max(width_of(entry));
        }
        self.rows = self.rows.checked_add(1).ok_or(WriteError::TooLarge)?;
        Ok(())
    }

    /// The width of the widest cell of each column, in characters.
    pub(crate) fn widths(&self) -> &[u16] {
        &self.widths
    }

    /// The rows once more, from the first.
    pub(crate) fn into_rows(self) -> Result<Rows, WriteError> {
        let mut file = self.file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Rows { file: BufReader::new(file) })
    }
}

/// The width of a text in half-width characters: its longest line.
pub(crate) fn shown_width(text: &str) -> u16 {
    let of_line = |line: &str| line.chars().map(|letter| if letter.is_ascii() { 1_usize } else { 2 }).sum();
    let widest = text.split('\n').map(of_line).max().unwrap_or(0_usize);
    u16::try_from(widest).unwrap_or(u16::MAX)
}

fn width_of(entry: &Entry) -> u16 {
    match entry {
        Entry::Blank => 0,
        Entry::Text(text) => shown_width(text),
        Entry::Number(number) => shown_width(&number.to_string()),
        Entry::Date(_) => 10,
    }
}

const BLANK: u8 = 0;
const TEXT: u8 = 1;
const NUMBER: u8 = 2;
const DATE: u8 = 3;

fn put(file: &mut impl Write, entry: &Entry) -> Result<(), WriteError> {
    match entry {
        Entry::Blank => file.write_all(&[BLANK])?,
        Entry::Text(text) => {
            let length = u32::try_from(text.len()).map_err(|_| WriteError::TooLarge)?;
            file.write_all(&[TEXT])?;
            file.write_all(&length.to_le_bytes())?;
            file.write_all(text.as_bytes())?;
        }
        Entry::Number(number) => {
            file.write_all(&[NUMBER])?;
            file.write_all(&number.to_le_bytes())?;
        }
        Entry::Date(date) => {
            let [year_low, year_high] = date.year().to_le_bytes();
            let [month] = date.month().to_le_bytes();
            let [day] = date.day().to_le_bytes();
            file.write_all(&[DATE, year_low, year_high, month, day])?;
        }
    }
    Ok(())
}

/// Reads what [`put`] wrote.
#[derive(Debug)]
pub(crate) struct Rows {
    file: BufReader<File>,
}

impl Rows {
    /// The next row, if there is one.
    pub(crate) fn next(&mut self) -> Result<Option<Vec<Entry>>, WriteError> {
        if self.file.fill_buf()?.is_empty() {
            return Ok(None);
        }
        let cells = u32::from_le_bytes(self.take()?);
        (0..cells).map(|_| self.entry()).collect::<Result<Vec<_>, _>>().map(Some)
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], WriteError> {
        let mut bytes = [0; N];
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn entry(&mut self) -> Result<Entry, WriteError> {
        let [kind] = self.take()?;
        Ok(match kind {
            TEXT => {
                let length = u32::from_le_bytes(self.take()?);
                let mut bytes = Vec::new();
                (&mut self.file).take(length.into()).read_to_end(&mut bytes)?;
                Entry::Text(String::from_utf8_lossy(&bytes).into_owned())
            }
            NUMBER => Entry::Number(f64::from_le_bytes(self.take()?)),
            DATE => {
                let [year_low, year_high, month, day] = self.take()?;
                let year = i16::from_le_bytes([year_low, year_high]);
                let date = Date::new(year, i8::from_le_bytes([month]), i8::from_le_bytes([day]));
                date.map_or(Entry::Blank, Entry::Date)
            }
            _ => Entry::Blank,
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn rows_come_back_as_they_went_in() {
        let rows = [
            vec![Entry::Blank, "学\u{1F4D6}".into(), Entry::Number(-1.5)],
            vec![],
            vec![date(1893, 12, 26).into(), "".into()],
        ];
        let mut spool = Spool::new().unwrap();
        for row in &rows {
            spool.push(row).unwrap();
        }
        assert_eq!((spool.rows(), spool.widths()), (3, [10, 4, 4].as_slice()));
        let mut back = spool.into_rows().unwrap();
        for row in rows {
            assert_eq!(back.next().unwrap(), Some(row));
        }
        assert_eq!(back.next().unwrap(), None);
    }
}
