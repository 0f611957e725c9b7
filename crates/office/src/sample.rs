//! The columns and workbooks that the tests read.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::{Choice, Column, Kind, Limits, Sheet, SheetError, Title, read_sheet};

pub(crate) const COLORS: &[Choice] = &[
    Choice { value: "red", title: Title::new("红", "Red"), aliases: &["红色"] },
    Choice { value: "green", title: Title::new("绿", "Green"), aliases: &[] },
];

const BLANK: Column = Column {
    key: "",
    title: Title::new("", ""),
    aliases: &[],
    required: false,
    kind: Kind::Text,
    note: Title::new("", ""),
    example: "",
    width: 12,
};

pub(crate) const COLUMNS: &[Column] = &[
    Column {
        key: "name",
        title: Title::new("名称", "Name"),
        aliases: &["品名"],
        required: true,
        example: "甲",
        ..BLANK
    },
    Column { key: "code", title: Title::new("编号", "Code"), kind: Kind::Code, example: "00123", ..BLANK },
    Column {
        key: "day",
        title: Title::new("日期", "Date"),
        kind: Kind::Date { month_alone: false },
        required: true,
        ..BLANK
    },
    Column { key: "color", title: Title::new("颜色", "Color"), kind: Kind::Choice(COLORS), ..BLANK },
    Column { key: "colors", title: Title::new("配色", "Colors"), kind: Kind::Choices(COLORS), ..BLANK },
];

/// A workbook of one sheet.
pub(crate) fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

/// A workbook of texts, from the first row on.
pub(crate) fn texts(rows: &[&[&str]]) -> Vec<u8> {
    workbook(|sheet| write_texts(sheet, rows))
}

pub(crate) fn write_texts(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, number) in rows.iter().zip(0..) {
        for (text, at) in row.iter().zip(0..) {
            if !text.is_empty() {
                sheet.write_string(number, at, *text).unwrap();
            }
        }
    }
}

pub(crate) fn read(bytes: &[u8]) -> Result<Sheet, SheetError> {
    read_sheet(bytes, COLUMNS, Limits::default())
}

/// Each problem as its place and what is wrong.
pub(crate) fn problems(sheet: &Sheet) -> Vec<String> {
    sheet.problems.iter().map(ToString::to_string).collect()
}

/// The workbook with one part changed or added.
pub(crate) fn with_part(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
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

/// The text of one part of a workbook.
pub(crate) fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut content = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut content).unwrap();
    content
}
