//! Writing the empty sheet that people fill in, with its instructions on a second sheet.

use rust_xlsxwriter::{DataValidation, Format, Workbook, Worksheet};

use crate::column::{Column, Kind};
use crate::error::WriteError;
use crate::heading::ROWS_SEARCHED;
use crate::language::Language;
use crate::table::{Look, name_tab, write_text};

const LAST_ROW: u32 = 1_048_575;

/// Writes an empty sheet with these columns, which [`read_sheet`](crate::read_sheet) reads once it is filled in.
///
/// The first lines of instruction stand above the headings; on the second sheet stand all of them, with
/// each column's meaning and example.
pub fn write_template(
    columns: &[Column],
    title: &str,
    instructions: &[&str],
    language: Language,
) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    let look = Look::new();
    write_form(workbook.add_worksheet(), columns, title, instructions, language, &look)?;
    write_instructions(workbook.add_worksheet(), columns, instructions, language, &look)?;
    Ok(workbook.save_to_buffer()?)
}

fn write_form(
    sheet: &mut Worksheet,
    columns: &[Column],
    title: &str,
    instructions: &[&str],
    language: Language,
    look: &Look,
) -> Result<(), WriteError> {
    name_tab(sheet, title)?;
    let last = u16::try_from(columns.len().saturating_sub(1)).map_err(|_| WriteError::TooLarge)?;
    write_line(sheet, 0, last, title, &look.title)?;
    // The headings must stay where the reader looks for them.
    let mut heading_row = 1;
    for line in instructions.iter().take(usize::try_from(ROWS_SEARCHED).unwrap_or(0).saturating_sub(2)) {
        write_line(sheet, heading_row, last, line, &look.subtitle)?;
        heading_row += 1;
    }
    for (column, at) in columns.iter().zip(0..=last) {
        sheet.set_column_width(at, column.width)?;
        sheet.set_column_format(at, &entry_format(column.kind))?;
        sheet.write_string_with_format(heading_row, at, heading(column, language), &look.heading)?;
        if let Some(list) = drop_down(column, language) {
            sheet.add_data_validation(heading_row + 1, at, LAST_ROW, at, &list)?;
        }
    }
    sheet.set_freeze_panes(heading_row + 1, 0)?;
    Ok(())
}

fn write_line(
    sheet: &mut Worksheet,
    row: u32,
    last: u16,
    text: &str,
    format: &Format,
) -> Result<(), WriteError> {
    if last == 0 {
        sheet.write_string_with_format(row, 0, text, format)?;
    } else {
        sheet.merge_range(row, 0, row, last, text, format)?;
    }
    Ok(())
}

fn heading(column: &Column, language: Language) -> String {
    let mark = if column.required { "*" } else { "" };
    format!("{mark}{}", column.title.in_language(language))
}

/// Text keeps what people type as they type it: zeros in front, long numbers, 3-5 that is no date.
fn entry_format(kind: Kind) -> Format {
    match kind {
        Kind::Date { .. } => Format::new().set_num_format("yyyy-mm-dd"),
        Kind::Text | Kind::Code | Kind::Choice(_) | Kind::Choices(_) => Format::new().set_num_format("@"),
    }
}

/// The list to choose from; Excel allows 255 characters, a longer list stands in the instructions only.
fn drop_down(column: &Column, language: Language) -> Option<DataValidation> {
    let Kind::Choice(choices) = column.kind else { return None };
    let names: Vec<_> = choices.iter().map(|choice| choice.title.in_language(language)).collect();
    DataValidation::new().allow_list_strings(&names).ok()
}

fn write_instructions(
    sheet: &mut Worksheet,
    columns: &[Column],
    instructions: &[&str],
    language: Language,
    look: &Look,
) -> Result<(), WriteError> {
    name_tab(sheet, language.pick("填写说明", "Instructions"))?;
    let headings = [
        ("栏目", "Column", 18),
        ("必填", "Required", 10),
        ("怎样填写", "How to fill in", 60),
        ("示例", "Example", 24),
    ];
    for ((chinese, english, width), at) in headings.into_iter().zip(0..) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(0, at, language.pick(chinese, english), &look.heading)?;
    }
    let mut row = 1;
    for column in columns {
        let required = if column.required { language.pick("是", "yes") } else { language.pick("否", "no") };
        let texts =
            [column.title.in_language(language), required, &explanation(column, language), column.example];
        for (text, at) in texts.into_iter().zip(0..) {
            write_text(sheet, row, at, text, look)?;
        }
        row += 1;
    }
    for line in instructions {
        row += 1;
        sheet.write_string_with_format(row, 0, *line, &Format::new())?;
    }
    Ok(())
}

/// The column's note, and what its kind asks for.
fn explanation(column: &Column, language: Language) -> String {
    let names: Vec<_> =
        column.kind.choices().iter().map(|choice| choice.title.in_language(language)).collect();
    let names = names.join(language.pick("、", ", "));
    let form = match column.kind {
        Kind::Text => String::new(),
        Kind::Code => {
            language.pick("按文本填写，保留开头的0", "entered as text, zeros in front are kept").to_owned()
        }
        Kind::Date { month_alone: false } => {
            language.pick("日期，如 2026-03-05", "a date such as 2026-03-05").to_owned()
        }
        Kind::Date { month_alone: true } => language
            .pick("日期，如 2026-03-05，可只填到月", "a date such as 2026-03-05, or a month alone")
            .to_owned(),
        Kind::Choice(_) => language.pick(format!("选填一项：{names}"), format!("one of: {names}")),
        Kind::Choices(_) => language
            .pick(format!("可填多项，用顿号隔开：{names}"), format!("any of, separated by commas: {names}")),
    };
    let note = column.note.in_language(language);
    let parts: Vec<_> = [note, &form].into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(language.pick("；", "; "))
}

#[cfg(test)]
mod tests;
