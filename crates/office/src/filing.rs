//! A table as an office files it: title, unit and day above, serial number first, remarks last, ready to be printed.
//!
//! Its rows come from a [`Spool`]; they are written one at a time, so that a long table takes no more memory than a short.

use std::io::Write;

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet};

use crate::defused::defused;
use crate::error::WriteError;
use crate::language::Language;
use crate::spool::{Spool, shown_width};
use crate::table::{Entry, Look, name_tab, write_date, write_text};

/// What stands around the rows.
#[derive(Clone, Debug)]
pub struct Filing {
    /// The title, and the name on the tab as far as a tab allows.
    pub title: String,
    /// Above the table on the left: whose it is.
    pub left: String,
    /// Above the table on the right: of which day.
    pub right: String,
    /// What a reader has to know first, such as that rows are missing; nothing where it is empty.
    pub notice: String,
    /// The headings of the rows' entries.
    pub headings: Vec<String>,
    /// Whether the first of them is a serial number; where it is not, one is counted.
    pub has_serial: bool,
    /// The language of headings that are added.
    pub language: Language,
}

/// How many rows are written between two questions whether to go on.
const ROWS_BETWEEN: u32 = 500;

/// Narrower no heading is read, wider no page is printed; in characters.
const WIDTHS: (u16, u16) = (6, 44);

/// A long heading runs over some lines, so that many columns fit the paper; one of this width over none.
const HEADING_LINES: u16 = 4;
const HEADING_WIDTH: u16 = 10;
/// In points.
const LINE_HEIGHT: f64 = 16.0;

impl Filing {
    /// Writes the workbook; asks now and then whether anybody still waits for it.
    pub fn write(
        &self,
        spool: Spool,
        to: impl Write + Send,
        goes_on: impl Fn() -> bool,
    ) -> Result<(), WriteError> {
        let mut workbook = Workbook::new();
        workbook.add_worksheet_with_constant_memory()?;
        let sheet = workbook.worksheet_from_index(0)?;
        let look = Look::new();
        let lead = usize::from(!self.has_serial);
        let remarks = self.language.pick("备注", "Remarks");
        let has_remarks = self.headings.last().is_some_and(|last| last == remarks);
        let mut headings: Vec<&str> = self.headings.iter().map(String::as_str).collect();
        if lead == 1 {
            headings.insert(0, self.language.pick("序号", "No."));
        }
        if !has_remarks {
            headings.push(remarks);
        }
        let last = headings.len().checked_sub(1).and_then(|last| u16::try_from(last).ok());
        let last = last.ok_or(WriteError::TooLarge)?;
        let widths = std::iter::repeat_n(&0, lead).chain(spool.widths()).chain(std::iter::repeat(&0));
        let mut heading_lines = 1;
        for ((at, heading), width) in (0..=last).zip(&headings).zip(widths) {
            let wide = shown_width(heading);
            let width = (*width).max(wide.div_ceil(HEADING_LINES)).max(wide.min(HEADING_WIDTH)) + 2;
            let width = width.clamp(WIDTHS.0, WIDTHS.1);
            heading_lines = heading_lines.max(wide.div_ceil(width.saturating_sub(1)));
            sheet.set_column_width(at, width)?;
        }
        let heading_row = self.write_head(sheet, last, &look)?;
        sheet.set_row_height(heading_row, f64::from(heading_lines) * LINE_HEIGHT)?;
        for (at, heading) in (0..=last).zip(headings) {
            sheet.write_string_with_format(heading_row, at, defused(heading), &look.heading)?;
        }
        lay_out(sheet, heading_row, self.language)?;
        let mut rows = spool.into_rows()?;
        let mut number = 0_u32;
        while let Some(row) = rows.next()? {
            if number.is_multiple_of(ROWS_BETWEEN) && !goes_on() {
                return Err(WriteError::Stopped);
            }
            number += 1;
            let at_row = heading_row + number;
            let serial = (lead == 1).then_some(Entry::from(number));
            let entries = serial.into_iter().chain(row).chain(std::iter::repeat(Entry::Blank));
            for (at, entry) in (0..=last).zip(entries) {
                write_entry(sheet, (at_row, at), &entry, &look)?;
            }
        }
        if !goes_on() {
            return Err(WriteError::Stopped);
        }
        Ok(workbook.save_to_writer(to)?)
    }

    /// The lines above the headings; the row of those.
    fn write_head(&self, sheet: &mut Worksheet, last: u16, look: &Look) -> Result<u32, WriteError> {
        name_tab(sheet, &self.title)?;
        let right = Format::new().set_align(FormatAlign::Right);
        let notice = look.subtitle.clone().set_bold();
        let middle = last / 2;
        line(sheet, 0, (0, last), &self.title, &look.title)?;
        line(sheet, 1, (0, middle), &self.left, &look.subtitle)?;
        if last > middle {
            line(sheet, 1, (middle + 1, last), &self.right, &right)?;
        }
        if self.notice.is_empty() {
            return Ok(2);
        }
        line(sheet, 2, (0, last), &self.notice, &notice)?;
        Ok(3)
    }
}

/// A text over several cells of a row.
fn line(
    sheet: &mut Worksheet,
    row: u32,
    (first, last): (u16, u16),
    text: &str,
    format: &Format,
) -> Result<(), WriteError> {
    let text = defused(text);
    if first == last {
        sheet.write_string_with_format(row, first, text, format)?;
    } else {
        sheet.merge_range(row, first, row, last, &text, format)?;
    }
    Ok(())
}

/// A4 across, as wide as the paper, with the headings on every page and pages numbered.
fn lay_out(sheet: &mut Worksheet, heading_row: u32, language: Language) -> Result<(), WriteError> {
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_footer(language.pick("&C第&P页，共&N页", "&CPage &P of &N"));
    sheet.set_freeze_panes(heading_row + 1, 0)?;
    sheet.set_repeat_rows(heading_row, heading_row)?;
    Ok(())
}

fn write_entry(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    entry: &Entry,
    look: &Look,
) -> Result<(), WriteError> {
    match entry {
        Entry::Blank => sheet.write_blank(row, at, &look.text).map(|_| ())?,
        Entry::Text(text) => write_text(sheet, row, at, &defused(text), look)?,
        Entry::Number(number) if number.is_finite() => {
            sheet.write_number_with_format(row, at, *number, &look.number)?;
        }
        Entry::Number(number) => write_text(sheet, row, at, &number.to_string(), look)?,
        Entry::Date(date) => write_date(sheet, row, at, *date, look)?,
    }
    Ok(())
}

#[cfg(test)]
mod tests;
