//! A filed table as it arrives in Excel.

use calamine::{Data, Reader, Xlsx};
use jiff::civil::date;
use std::cell::Cell;
use std::io::Cursor;

use super::*;
use crate::sample::part;

fn filing(headings: &[&str], has_serial: bool) -> Filing {
    Filing {
        title: "县教体局党委2026年度党员花名册".to_owned(),
        left: "填报单位：县教体局党委".to_owned(),
        right: "日期：2026年3月5日".to_owned(),
        notice: String::new(),
        headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
        has_serial,
        language: Language::Chinese,
    }
}

fn spool(rows: &[Vec<Entry>]) -> Spool {
    let mut spool = Spool::new().unwrap();
    for row in rows {
        spool.push(row).unwrap();
    }
    spool
}

fn written(filing: &Filing, rows: &[Vec<Entry>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    filing.write(spool(rows), &mut bytes, || true).unwrap();
    bytes
}

fn cells(bytes: &[u8]) -> Vec<Vec<Data>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

fn texts(row: &[Data]) -> Vec<String> {
    row.iter().map(ToString::to_string).collect()
}

#[test]
fn the_head_names_unit_and_day_and_every_row_is_counted() {
    let rows = [vec!["李".into(), date(2026, 3, 5).into()], vec!["王".into(), Entry::Number(3.0)]];
    let bytes = written(&filing(&["姓名", "日期"], false), &rows);
    let cells = cells(&bytes);
    assert_eq!(texts(&cells[0])[0], "县教体局党委2026年度党员花名册");
    assert_eq!(texts(&cells[1])[..3], ["填报单位：县教体局党委", "", "日期：2026年3月5日"]);
    assert_eq!(texts(&cells[2]), ["序号", "姓名", "日期", "备注"]);
    assert_eq!(cells[3][0], Data::Float(1.0));
    assert!(matches!(cells[3][2], Data::DateTime(_)));
    assert_eq!(texts(&cells[4]), ["2", "王", "3", ""]);
}

#[test]
fn what_has_serial_numbers_and_remarks_gets_no_others() {
    let rows = [vec![Entry::Number(7.0), "甲".into(), "补录".into()]];
    let cells = cells(&written(&filing(&["序号", "题目", "备注"], true), &rows));
    assert_eq!(texts(&cells[2]), ["序号", "题目", "备注"]);
    assert_eq!(texts(&cells[3]), ["7", "甲", "补录"]);
}

#[test]
fn it_prints_across_with_headings_and_numbers_on_every_page() {
    let filing = Filing { notice: "只含前2行".to_owned(), ..filing(&["姓名"], false) };
    let bytes = written(&filing, &[vec!["李".into()]]);
    assert_eq!(texts(&cells(&bytes)[2])[0], "只含前2行");
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("orientation=\"landscape\"") && sheet.contains("paperSize=\"9\""));
    assert!(sheet.contains("第&amp;P页，共&amp;N页") && sheet.contains("ySplit=\"4\""));
    assert!(part(&bytes, "xl/workbook.xml").contains("Print_Titles"));
}

#[test]
fn nothing_computes() {
    let rows = [vec!["=cmd|'/C calc'!A0".into(), "＝1+1".into()], vec!["-".into(), "+86 138".into()]];
    let bytes = written(&filing(&["=A1", "说明"], false), &rows);
    let cells = cells(&bytes);
    assert_eq!(texts(&cells[2])[1], "'=A1");
    assert_eq!(texts(&cells[3])[1..3], ["'=cmd|'/C calc'!A0", "'＝1+1"]);
    assert_eq!(texts(&cells[4])[1..3], ["-", "+86 138"]);
    assert!(!part(&bytes, "xl/worksheets/sheet1.xml").contains("<f>"));
}

#[test]
fn writing_stops_when_nobody_waits() {
    let rows: Vec<Vec<Entry>> = (0..2_000_u32).map(|number| vec![number.into()]).collect();
    let asked = Cell::new(0);
    let outcome = filing(&["数"], false).write(spool(&rows), std::io::sink(), || {
        asked.set(asked.get() + 1);
        asked.get() < 3
    });
    assert!(matches!(outcome, Err(WriteError::Stopped)));
    assert_eq!(asked.get(), 3);
}

#[test]
fn an_empty_table_is_a_sheet_with_headings() {
    let cells = cells(&written(&filing(&["姓名"], false), &[]));
    assert_eq!(texts(&cells[2]), ["序号", "姓名", "备注"]);
}
