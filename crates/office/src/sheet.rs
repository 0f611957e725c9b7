//! What was read from a sheet: rows of values by column key.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::column::Column;
use crate::problem::{Explanation, Problem, ProblemKind, Severity, Shown};

/// A sheet as read: its usable values, and everything that was wrong.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The sheet's name, as on its tab.
    pub name: String,
    /// The rows that have a value in any known column, in their order; values that were wrong are absent.
    pub rows: Vec<SheetRow>,
    /// What was wrong, by row; whether a row with errors is used is the caller's decision.
    pub problems: Vec<Problem>,
    /// How many more problems there were than the limits let be listed.
    pub more_problems: usize,
    /// Headings that no column answers to.
    pub ignored: Vec<String>,
    /// Where the known columns stand: key and letters.
    pub(crate) places: Vec<(&'static str, String)>,
}

impl Sheet {
    /// The numbers of the rows with an error (not only a warning).
    ///
    /// Complete only while [`more_problems`](Self::more_problems) is zero.
    pub fn faulty_rows(&self) -> BTreeSet<u32> {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error).map(|p| p.row).collect()
    }

    /// Whether the sheet has this column at all: an empty cell says something, a missing column nothing.
    pub fn has(&self, key: &str) -> bool {
        self.places.iter().any(|(of, _)| *of == key)
    }

    /// An error in a row's cell, by a rule that only the caller knows.
    pub fn broken(&self, row: &SheetRow, column: &Column, explanation: Explanation) -> Problem {
        let letters = self.places.iter().find(|(of, _)| *of == column.key);
        Problem {
            row: row.number,
            column: letters.map(|(_, letters)| letters.clone()).unwrap_or_default(),
            title: column.title,
            kind: ProblemKind::Rule(explanation),
            severity: Severity::Error,
            shown: row.value(column.key).map(Value::shown).unwrap_or_default(),
        }
    }
}

/// One row's values.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetRow {
    /// The number Excel shows at the row's left.
    pub number: u32,
    pub(crate) values: Vec<(&'static str, Value)>,
}

impl SheetRow {
    /// The value of the column with this key, if there was one that could be used.
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.values.iter().find(|(of, _)| *of == key).map(|(_, value)| value)
    }

    /// The text or code in a column.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.value(key)? {
            Value::Text(text) => Some(text),
            Value::Date(_) | Value::Choice(_) | Value::Choices(_) => None,
        }
    }

    /// The date in a column.
    pub fn date(&self, key: &str) -> Option<Date> {
        match self.value(key)? {
            Value::Date(date) => Some(*date),
            Value::Text(_) | Value::Choice(_) | Value::Choices(_) => None,
        }
    }

    /// What was chosen in a column.
    pub fn choice(&self, key: &str) -> Option<&'static str> {
        match self.value(key)? {
            Value::Choice(chosen) => Some(chosen),
            Value::Text(_) | Value::Date(_) | Value::Choices(_) => None,
        }
    }

    /// All that was chosen in a column of several choices.
    pub fn choices(&self, key: &str) -> &[&'static str] {
        match self.value(key) {
            Some(Value::Choices(chosen)) => chosen,
            _ => &[],
        }
    }
}

/// A cell's value, already of the column's kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Of a text or code column.
    Text(String),
    /// Of a date column.
    Date(Date),
    /// Of a choice column: the choice's value.
    Choice(&'static str),
    /// Of a column of several choices: their values, each once.
    Choices(Vec<&'static str>),
}

impl Value {
    fn shown(&self) -> Shown {
        match self {
            Self::Text(text) => Shown::new(text),
            Self::Date(date) => Shown::new(&date.to_string()),
            Self::Choice(chosen) => Shown::new(chosen),
            Self::Choices(chosen) => Shown::new(&chosen.join("、")),
        }
    }
}
