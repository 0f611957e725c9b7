//! Roster sheets as offices send them, and importing them.

use std::io::{Cursor, Read as _, Write as _};

use rust_xlsxwriter::Workbook;
use xueji_office::{Language, Sheet};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::people::import::{self, Outcome, Way};
use crate::plans;
use crate::shell::Author;
use crate::testing::TestApp;

/// The columns that every row must have.
pub(in crate::people) const HEADINGS: [&str; 5] = ["工号", "姓名", "组织编码", "组织名称", "加入本组织日期"];

/// A workbook of texts: the headings, then the rows.
pub(super) fn workbook(headings: &[&str], rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, number) in std::iter::once(&headings).chain(rows).zip(0..) {
        for (text, column) in row.iter().zip(0..) {
            if !text.is_empty() {
                sheet.write_string(number, column, *text).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// The headings that every row must have, and more.
pub(super) fn and<'h>(more: &[&'h str]) -> Vec<&'h str> {
    HEADINGS.iter().copied().chain(more.iter().copied()).collect()
}

/// Imports rows of these columns.
pub(in crate::people) fn import(app: &TestApp, headings: &[&str], rows: &[&[&str]]) -> Outcome {
    bring(app, &read(&workbook(headings, rows)), false)
}

/// Says what importing rows of these columns would do.
pub(super) fn rehearse(app: &TestApp, headings: &[&str], rows: &[&[&str]]) -> Outcome {
    bring(app, &read(&workbook(headings, rows)), true)
}

pub(super) fn read(bytes: &[u8]) -> Sheet {
    import::read(bytes).expect("the sheet can be read")
}

pub(super) fn bring(app: &TestApp, sheet: &Sheet, dry_run: bool) -> Outcome {
    let today = app.app.clock.today();
    let words = app.app.read_blocking(|tx| plans::vocabulary(tx, today)).expect("the plan is there");
    let brought = app.app.write_blocking(Author::Command, |work| {
        let way = if dry_run { Way::Look } else { Way::Apply };
        import::import(work, sheet, &words, &app.app.clock, way, &|_, _| {})
    });
    brought.expect("the storage works")
}

/// Each problem as its cell and what is wrong, in Chinese.
pub(super) fn problems(outcome: &Outcome) -> Vec<String> {
    outcome
        .problems
        .iter()
        .map(|problem| format!("{}{} {}", problem.column, problem.row, problem.describe(Language::Chinese)))
        .collect()
}

/// How many rows every table of the roster has.
pub(super) fn counts(app: &TestApp) -> Vec<i64> {
    let tables = ["organization", "person", "membership", "post", "leave", "exemption", "tally"];
    app.app
        .read_blocking(|tx| {
            let counts = tables.map(|table| tx.scalar(&format!("select count(*) from {table}"), &[]));
            Ok(counts.into_iter().collect::<xueji_store::Result<Vec<i64>>>()?)
        })
        .unwrap()
}

/// The workbook with one of its parts changed.
pub(super) fn with_part(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut changed = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let of = part.name().unwrap().into_owned();
        let mut content = String::new();
        part.read_to_string(&mut content).unwrap();
        changed.start_file(&of, SimpleFileOptions::default()).unwrap();
        let content = if of == name { change(&content) } else { content };
        changed.write_all(content.as_bytes()).unwrap();
    }
    changed.finish().unwrap().into_inner()
}
