//! Reading a sheet that somebody filled in.

use std::collections::HashMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Dimensions, Reader, SheetType, SheetVisible, Xlsx};

use crate::archive;
use crate::cell::Raw;
use crate::column::Column;
use crate::error::{Extent, SheetError};
use crate::heading::{Headings, ROWS_SEARCHED, TopRow};
use crate::merged::MergedColumn;
use crate::sheet::Sheet;

mod rows;
#[cfg(test)]
mod tests;

use rows::Rows;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// The first so many sheets are looked through for the headings.
const SHEETS_SEARCHED: usize = 8;
/// Excel's widest row.
const WIDEST_ROW: u32 = 16_384;

/// How much a workbook may hold; memory stays within a few times `max_unpacked`.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the file.
    pub max_bytes: u64,
    /// Bytes of everything in it, unpacked.
    pub max_unpacked: u64,
    /// Rows with a value in a known column.
    pub max_rows: u32,
    /// Columns looked at; whatever stands further right is not read.
    pub max_columns: u32,
    /// Problems listed; further ones are counted.
    pub max_problems: usize,
}

impl Default for Limits {
    /// Room for some hundred thousand rows.
    fn default() -> Self {
        Self {
            max_bytes: 20 << 20,
            max_unpacked: 128 << 20,
            max_rows: 120_000,
            max_columns: 256,
            max_problems: 1_000,
        }
    }
}

/// Reads the first visible sheet that has the headings of `columns`.
///
/// Every problem with a cell is listed with the rows; an error means that no row could be read at all.
pub fn read_sheet(bytes: &[u8], columns: &[Column], limits: Limits) -> Result<Sheet, SheetError> {
    archive::look_over(bytes, &limits)?;
    // The workbook reader adds up cell references unchecked, and panics on absurd ones where overflow is checked.
    catch_unwind(AssertUnwindSafe(|| read_workbook(bytes, columns, &limits)))
        .unwrap_or(Err(SheetError::Damaged))
}

fn read_workbook(bytes: &[u8], columns: &[Column], limits: &Limits) -> Result<Sheet, SheetError> {
    let mut workbook: Workbook<'_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let (name, headings, merged) = find_table(&mut workbook, columns, limits)?;
    headings.check(columns)?;
    read_rows(&mut workbook, name, headings, &merged, columns, limits)
}

/// What goes wrong inside the workbook reader tells a user nothing more than this.
#[expect(clippy::needless_pass_by_value, reason = "the form that map_err needs")]
fn damaged(error: calamine::XlsxError) -> SheetError {
    match error {
        calamine::XlsxError::Password => SheetError::Encrypted,
        _ => SheetError::Damaged,
    }
}

/// The first visible sheet with all the headings, or else the one with the most.
fn find_table(
    workbook: &mut Workbook<'_>,
    columns: &[Column],
    limits: &Limits,
) -> Result<(String, Headings, Vec<Dimensions>), SheetError> {
    let visible = |sheet: &&calamine::Sheet| {
        sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet
    };
    let sheets = workbook.sheets_metadata().iter().filter(visible).take(SHEETS_SEARCHED);
    let names: Vec<_> = sheets.map(|sheet| sheet.name.clone()).collect();
    if names.is_empty() {
        return Err(SheetError::NoSheet);
    }
    let mut best: Option<(String, Headings, Vec<Dimensions>)> = None;
    for name in names {
        let merged = workbook.merge_cells_by_sheet_name(&name).map_err(damaged)?;
        if merged.len() > usize::try_from(limits.max_rows).unwrap_or(usize::MAX) {
            return Err(SheetError::TooLarge(Extent::Parts));
        }
        let top = read_top(workbook, &name, &merged, limits)?;
        let Some(headings) = Headings::find(&top, columns) else { continue };
        let whole = headings.check(columns).is_ok();
        if whole || best.as_ref().is_none_or(|(_, best, _)| headings.matched() > best.matched()) {
            best = Some((name, headings, merged));
        }
        if whole {
            break;
        }
    }
    best.ok_or(SheetError::NoHeadings)
}

/// The texts of the first rows, with headings that are merged downwards repeated in each row they cover.
fn read_top(
    workbook: &mut Workbook<'_>,
    name: &str,
    merged: &[Dimensions],
    limits: &Limits,
) -> Result<Vec<TopRow>, SheetError> {
    let mut rows: Vec<TopRow> = (0..ROWS_SEARCHED).map(|row| (row, Vec::new())).collect();
    let ends: HashMap<_, _> = merged.iter().map(|block| (block.start, block.end.0)).collect();
    let mut reader = workbook.worksheet_cells_reader(name).map_err(damaged)?;
    for _ in 0..ROWS_SEARCHED * WIDEST_ROW {
        let Some(cell) = reader.next_cell().map_err(damaged)? else { break };
        let (row, place) = cell.get_position();
        if row >= ROWS_SEARCHED {
            break;
        }
        let Some(raw) = Raw::new(cell.get_value().clone(), false).filter(|_| place < limits.max_columns)
        else {
            continue;
        };
        let last = ends.get(&(row, place)).copied().unwrap_or(row);
        for (_, cells) in rows.iter_mut().filter(|(at, _)| (row..=last).contains(at)) {
            cells.push((place, raw.to_text()));
        }
    }
    Ok(rows)
}

fn read_rows(
    workbook: &mut Workbook<'_>,
    name: String,
    headings: Headings,
    merged: &[Dimensions],
    columns: &[Column],
    limits: &Limits,
) -> Result<Sheet, SheetError> {
    let blocks = headings.places.iter().map(|place| match place {
        Some(place) => MergedColumn::new(*place, merged),
        None => MergedColumn::default(),
    });
    let mut rows = Rows::new(columns, &headings.places, blocks.collect(), limits);
    let mut reader = workbook.worksheet_cells_reader(&name).map_err(damaged)?;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
        let (row, place) = cell.pos;
        if row > headings.row
            && let Some(raw) = Raw::new(cell.value, cell.formula.is_some())
        {
            rows.take(row, place, raw)?;
        }
    }
    let sheet = rows.finish(name, headings.ignored)?;
    if sheet.rows.is_empty() { Err(SheetError::NoRows) } else { Ok(sheet) }
}
