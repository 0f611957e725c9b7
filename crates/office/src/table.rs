//! Writing a table for reading, printing and filing: title, unit and date, serial number first, remarks last.

use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use crate::error::WriteError;
use crate::language::Language;
use crate::problem::{Problem, Severity};

/// Excel keeps 32,767 characters in a cell; the last are for saying that the text goes on.
const LONGEST_TEXT: usize = 32_700;

/// What stands around a table's rows.
#[derive(Clone, Debug)]
pub struct Table {
    /// The sheet's title, and the name on its tab as far as a tab allows.
    pub title: String,
    /// The line under the title: the unit, the day.
    pub subtitle: String,
    /// The columns between the serial number and the remarks, which every table has.
    pub columns: Vec<TableColumn>,
    /// The language of the two columns that every table has.
    pub language: Language,
}

/// A column of a table to be written.
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// The heading.
    pub title: String,
    /// Width in characters.
    pub width: u8,
}

impl TableColumn {
    /// A column with its heading and its width in characters.
    pub fn new(title: impl Into<String>, width: u8) -> Self {
        Self { title: title.into(), width }
    }
}

/// One row of a table to be written; its serial number is counted by itself.
#[derive(Clone, Debug, Default)]
pub struct TableRow {
    /// One for each column; missing ones are blank.
    pub entries: Vec<Entry>,
    /// What stands in the last column.
    pub remarks: String,
}

/// What stands in one cell of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Entry {
    /// Nothing.
    #[default]
    Blank,
    /// Text, also when it looks like a number or a formula.
    Text(String),
    /// A number to calculate with.
    Number(f64),
    /// A day.
    Date(Date),
}

impl From<&str> for Entry {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Entry {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Entry {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<Date> for Entry {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

/// The cell formats of a sheet.
#[derive(Debug)]
pub(crate) struct Look {
    pub(crate) title: Format,
    pub(crate) subtitle: Format,
    pub(crate) heading: Format,
    pub(crate) text: Format,
    /// Text that Excel must not take for a formula when somebody edits it or saves it as CSV.
    pub(crate) quoted: Format,
    pub(crate) number: Format,
    pub(crate) date: Format,
}

impl Look {
    pub(crate) fn new() -> Self {
        let cell = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        let text = cell.clone().set_text_wrap();
        let centered = Format::new().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
        Self {
            title: centered.set_bold().set_font_size(16),
            subtitle: Format::new().set_text_wrap(),
            heading: text.clone().set_bold().set_align(FormatAlign::Center).set_background_color(0x00E7_EEF7),
            quoted: text.clone().set_quote_prefix(),
            number: cell.clone(),
            date: cell.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            text,
        }
    }
}

/// Writes a table; rows are taken one at a time, so that a large export stays out of memory.
///
/// Rows wait in a temporary file of the system, or in memory where there is none.
pub fn write_table(table: &Table, rows: impl IntoIterator<Item = TableRow>) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    if workbook.add_worksheet_with_constant_memory().is_err() {
        workbook.add_worksheet();
    }
    let sheet = workbook.worksheet_from_index(0)?;
    let look = Look::new();
    let last = u16::try_from(table.columns.len() + 1).map_err(|_| WriteError::TooLarge)?;
    name_tab(sheet, &table.title)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.merge_range(0, 0, 0, last, &table.title, &look.title)?;
    sheet.merge_range(1, 0, 1, last, &table.subtitle, &look.subtitle)?;
    write_headings(sheet, table, last, &look)?;
    for (row, number) in rows.into_iter().zip(1_u32..) {
        write_row(sheet, number, row, last, &look)?;
    }
    Ok(workbook.save_to_buffer()?)
}

const HEADING_ROW: u32 = 2;

fn write_headings(sheet: &mut Worksheet, table: &Table, last: u16, look: &Look) -> Result<(), WriteError> {
    let serial = TableColumn::new(table.language.pick("序号", "No."), 6);
    let remarks = TableColumn::new(table.language.pick("备注", "Remarks"), 16);
    let columns = std::iter::once(&serial).chain(&table.columns).chain(std::iter::once(&remarks));
    for (column, at) in columns.zip(0..=last) {
        sheet.set_column_width(at, column.width)?;
        sheet.write_string_with_format(HEADING_ROW, at, &column.title, &look.heading)?;
    }
    sheet.set_freeze_panes(HEADING_ROW + 1, 0)?;
    sheet.set_repeat_rows(HEADING_ROW, HEADING_ROW)?;
    Ok(())
}

fn write_row(
    sheet: &mut Worksheet,
    number: u32,
    row: TableRow,
    last: u16,
    look: &Look,
) -> Result<(), WriteError> {
    let at_row = HEADING_ROW + number;
    sheet.write_number_with_format(at_row, 0, number, &look.number)?;
    let entries = row.entries.into_iter().chain(std::iter::repeat(Entry::Blank));
    for (at, entry) in (1..last).zip(entries) {
        match entry {
            Entry::Blank => sheet.write_blank(at_row, at, &look.text).map(|_| ())?,
            Entry::Text(text) => write_text(sheet, at_row, at, &text, look)?,
            Entry::Number(number) if number.is_finite() => {
                sheet.write_number_with_format(at_row, at, number, &look.number)?;
            }
            Entry::Number(number) => write_text(sheet, at_row, at, &number.to_string(), look)?,
            Entry::Date(date) => write_date(sheet, at_row, at, date, look)?,
        }
    }
    write_text(sheet, at_row, last, &row.remarks, look)
}

pub(crate) fn write_text(
    sheet: &mut Worksheet,
    row: u32,
    at: u16,
    text: &str,
    look: &Look,
) -> Result<(), WriteError> {
    let format = if text.starts_with(['=', '+', '-', '@', '\'', '\t', '\r', '＝', '＋', '－', '＠']) {
        &look.quoted
    } else {
        &look.text
    };
    if text.is_empty() {
        sheet.write_blank(row, at, format)?;
    } else {
        sheet.write_string_with_format(row, at, fitting(text), format)?;
    }
    Ok(())
}

/// Days before 1900 are outside Excel's calendar and written as text.
pub(crate) fn write_date(
    sheet: &mut Worksheet,
    row: u32,
    at: u16,
    date: Date,
    look: &Look,
) -> Result<(), WriteError> {
    let excel = u16::try_from(date.year())
        .ok()
        .zip(u8::try_from(date.month()).ok())
        .zip(u8::try_from(date.day()).ok())
        .and_then(|((year, month), day)| ExcelDateTime::from_ymd(year, month, day).ok());
    match excel {
        Some(excel) => sheet.write_datetime_with_format(row, at, &excel, &look.date).map(|_| ())?,
        None => write_text(sheet, row, at, &date.to_string(), look)?,
    }
    Ok(())
}

/// The text, or as much of it as a cell holds with a mark that it goes on.
fn fitting(text: &str) -> String {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > LONGEST_TEXT
    });
    match end.and_then(|(end, _)| text.get(..end)) {
        Some(beginning) => format!("{beginning}……"),
        None => text.to_owned(),
    }
}

/// A tab's name has at most 31 characters and none of `[]:*?/\`, nor a quotation mark at its ends.
pub(crate) fn name_tab(sheet: &mut Worksheet, title: &str) -> Result<(), WriteError> {
    let allowed =
        title.chars().filter(|c| !"[]:*?/\\'".contains(*c) && !c.is_control() && c.len_utf16() == 1);
    let name: String = allowed.take(31).collect();
    if !name.trim().is_empty() {
        sheet.set_name(name)?;
    }
    Ok(())
}

/// Writes the list of problems, for whoever mends the sheet.
pub fn write_problems(problems: &[Problem], language: Language) -> Result<Vec<u8>, WriteError> {
    let columns = [("行", "Row", 8), ("列", "Column", 8), ("栏目", "Heading", 18), ("级别", "Level", 10)];
    let wide =
        [("错误及改法", "What is wrong and how to mend it", 60), ("填写的内容", "What was entered", 30)];
    let columns = columns.into_iter().chain(wide);
    let table = Table {
        title: language.pick("错误清单", "List of problems").to_owned(),
        subtitle: language
            .pick("按行列查找并改正后，请重新导入", "Mend these by row and column, then import again")
            .to_owned(),
        columns: columns.map(|(cn, en, width)| TableColumn::new(language.pick(cn, en), width)).collect(),
        language,
    };
    write_table(&table, problems.iter().map(|problem| problem_row(problem, language)))
}

fn problem_row(problem: &Problem, language: Language) -> TableRow {
    let level = match problem.severity {
        Severity::Error => language.pick("错误", "error"),
        Severity::Warning => language.pick("提醒", "warning"),
    };
    TableRow {
        entries: vec![
            problem.row.into(),
            problem.column.as_str().into(),
            problem.title.in_language(language).into(),
            level.into(),
            problem.describe(language).into(),
            problem.shown.as_str().into(),
        ],
        remarks: String::new(),
    }
}

#[cfg(test)]
mod tests;
