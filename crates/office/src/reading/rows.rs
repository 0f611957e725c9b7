//! Turning cells, as they come, into rows and problems.

use crate::cell::{Meaning, Raw};
use crate::column::Column;
use crate::error::{Extent, SheetError};
use crate::merged::{MergedColumn, column_letters};
use crate::problem::{Problem, ProblemKind, Severity, Shown};
use crate::reading::Limits;
use crate::sheet::{Sheet, SheetRow, Value};

/// One column asked for, at its place in the sheet.
struct Place<'a> {
    column: &'a Column,
    at: u32,
    merged: MergedColumn,
    /// The row being collected.
    cell: Option<Raw>,
    /// The first code kept as a number, and how many there are.
    numbers: Option<(u32, u32, Shown)>,
}

/// Rows in the making. Cells arrive row by row, so only one row is held unread.
pub(super) struct Rows<'a> {
    places: Vec<Place<'a>>,
    limits: &'a Limits,
    current: u32,
    read: Vec<SheetRow>,
    problems: Vec<Problem>,
    more_problems: usize,
}

impl<'a> Rows<'a> {
    pub(super) fn new(
        columns: &'a [Column],
        at: &[Option<u32>],
        merged: Vec<MergedColumn>,
        limits: &'a Limits,
    ) -> Self {
        let placed = columns.iter().zip(at).zip(merged);
        let places = placed
            .filter_map(|((column, at), merged)| {
                Some(Place { column, at: (*at)?, merged, cell: None, numbers: None })
            })
            .collect();
        Self { places, limits, current: 0, read: Vec::new(), problems: Vec::new(), more_problems: 0 }
    }

    /// Takes the next cell; rows must come in their order, as Excel demands too.
    pub(super) fn take(&mut self, row: u32, at: u32, raw: Raw) -> Result<(), SheetError> {
        if row < self.current || row == u32::MAX {
            return Err(SheetError::Damaged);
        }
        if row > self.current {
            self.close_row()?;
            self.current = row;
        }
        if let Some(place) = self.places.iter_mut().find(|place| place.at == at) {
            place.cell = Some(raw);
        }
        Ok(())
    }

    /// Ends the reading.
    pub(super) fn finish(mut self, name: String, ignored: Vec<String>) -> Result<Sheet, SheetError> {
        self.close_row()?;
        let places = self.places.iter().map(|place| (place.column.key, column_letters(place.at))).collect();
        for place in std::mem::take(&mut self.places) {
            if let Some((row, cells, shown)) = place.numbers.clone() {
                self.report(problem(
                    &place,
                    row,
                    ProblemKind::CodeAsNumber { cells },
                    Severity::Warning,
                    shown,
                ));
            }
        }
        self.problems.sort_by_key(|problem| problem.row);
        let Self { read: rows, problems, more_problems, .. } = self;
        Ok(Sheet { name, rows, problems, more_problems, ignored, places })
    }

    /// A row without a value in any known column is blank, whatever serial number or border it has.
    fn close_row(&mut self) -> Result<(), SheetError> {
        if self.places.iter().all(|place| place.cell.is_none()) {
            return Ok(());
        }
        let held = u32::try_from(self.read.len()).unwrap_or(u32::MAX);
        if held >= self.limits.max_rows {
            return Err(SheetError::TooLarge(Extent::Rows(self.limits.max_rows)));
        }
        let mut row = SheetRow { number: self.current + 1, values: Vec::new() };
        let mut found = Vec::new();
        for place in &mut self.places {
            match place.read(self.current, row.number) {
                (Some(value), None) => row.values.push((place.column.key, value)),
                (_, Some(problem)) => found.push(problem),
                (None, None) => {}
            }
        }
        for problem in found {
            self.report(problem);
        }
        self.read.push(row);
        Ok(())
    }

    fn report(&mut self, problem: Problem) {
        if self.problems.len() < self.limits.max_problems {
            self.problems.push(problem);
        } else {
            self.more_problems += 1;
        }
    }
}

impl Place<'_> {
    /// The value or the problem of this column's cell in the row just collected.
    fn read(&mut self, row: u32, number: u32) -> (Option<Value>, Option<Problem>) {
        let Some(raw) = self.cell.take() else { return (None, self.absent(row, number)) };
        match raw.meaning(self.column.kind) {
            Meaning::Is(value) => (Some(value), None),
            Meaning::IsNumber(value) => {
                let (_, cells, _) = self.numbers.get_or_insert_with(|| (number, 0, raw.shown()));
                *cells += 1;
                (Some(value), None)
            }
            Meaning::Wrong(kind) => (None, Some(problem(self, number, kind, Severity::Error, raw.shown()))),
        }
    }

    /// What to say about an empty cell, if anything.
    fn absent(&self, row: u32, number: u32) -> Option<Problem> {
        let required = self.column.required;
        let severity = if required { Severity::Error } else { Severity::Warning };
        let kind = match self.merged.first_of(row) {
            Some(first) if first != (row, self.at) => ProblemKind::Merged {
                first: format!("{}{}", column_letters(first.1), u64::from(first.0) + 1),
            },
            _ if required => ProblemKind::Missing,
            _ => return None,
        };
        Some(problem(self, number, kind, severity, Shown::default()))
    }
}

fn problem(place: &Place<'_>, row: u32, kind: ProblemKind, severity: Severity, shown: Shown) -> Problem {
    Problem { row, column: column_letters(place.at), title: place.column.title, kind, severity, shown }
}
