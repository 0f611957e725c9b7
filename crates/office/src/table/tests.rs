//! Tables as they arrive in Excel.

use calamine::{Data, DataType, Reader, Xlsx};
use jiff::civil::date;
use std::io::Cursor;

use super::*;
use crate::sample::{part, read, texts};

fn cells(bytes: &[u8]) -> Vec<Vec<Data>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

fn table() -> Table {
    let columns =
        vec![TableColumn::new("名称", 12), TableColumn::new("日期", 12), TableColumn::new("数量", 8)];
    Table {
        title: "2026年[测试]台账".to_owned(),
        subtitle: "某单位".to_owned(),
        columns,
        language: Language::Chinese,
    }
}

#[test]
fn the_serial_number_comes_first_and_remarks_last() {
    let row = |name: &str| TableRow {
        entries: vec![name.into(), date(2026, 3, 5).into(), 3_u32.into()],
        remarks: "无".to_owned(),
    };
    let bytes = write_table(&table(), [row("甲"), row("乙"), TableRow::default()]).unwrap();
    let cells = cells(&bytes);
    let headings: Vec<_> = cells[2].iter().map(ToString::to_string).collect();
    assert_eq!(headings, ["序号", "名称", "日期", "数量", "备注"]);
    assert_eq!(cells[4][0], Data::Float(2.0));
    assert_eq!(cells[4][1], Data::String("乙".to_owned()));
    assert!(cells[4][2].is_datetime());
    assert_eq!(cells[4][3], Data::Float(3.0));
    assert_eq!(cells[4][4], Data::String("无".to_owned()));
    assert_eq!(cells[5][0], Data::Float(3.0));
}

#[test]
fn text_that_looks_like_a_formula_stays_text() {
    for text in ["=1+1", "+86", "-1", "@SUM(A1)", "=HYPERLINK(\"http://example.org\")"] {
        let row = TableRow { entries: vec![text.into()], remarks: text.to_owned() };
        let bytes = write_table(&table(), [row]).unwrap();
        assert_eq!(cells(&bytes)[3][1], Data::String(text.to_owned()));
        assert!(!part(&bytes, "xl/worksheets/sheet1.xml").contains("<f>"));
        assert!(part(&bytes, "xl/styles.xml").contains("quotePrefix=\"1\""));
    }
}

#[test]
fn a_text_too_long_for_a_cell_is_cut_visibly() {
    let long = "学".repeat(40_000);
    let bytes =
        write_table(&table(), [TableRow { entries: vec![long.into()], remarks: String::new() }]).unwrap();
    let Data::String(text) = &cells(&bytes)[3][1] else { panic!("not a text") };
    assert!(text.ends_with("学……") && text.chars().count() <= 32_767);
}

#[test]
fn what_excel_cannot_hold_is_written_as_text() {
    let entries = vec![Entry::Number(f64::NAN), date(1893, 12, 26).into(), Entry::Number(f64::INFINITY)];
    let bytes = write_table(&table(), [TableRow { entries, remarks: String::new() }]).unwrap();
    assert_eq!(cells(&bytes)[3][2], Data::String("1893-12-26".to_owned()));
}

#[test]
fn the_list_of_problems_names_row_column_and_remedy() {
    let sheet = read(&texts(&[&["名称", "日期"], &["甲", "=明天"]])).unwrap();
    let bytes = write_problems(&sheet.problems, Language::Chinese).unwrap();
    let row: Vec<_> = cells(&bytes)[3].iter().map(ToString::to_string).collect();
    assert_eq!(row[1..5], ["2", "B", "日期", "错误"]);
    assert!(row[5].contains("2026-03-05"));
    assert_eq!(row[6], "=明天");
    write_problems(&[], Language::English).unwrap();
}
