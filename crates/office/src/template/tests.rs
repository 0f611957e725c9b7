//! A template is written, filled in as Excel would, and read.

use jiff::civil::date;

use super::*;
use crate::SheetError;
use crate::sample::{COLUMNS, part, read, with_part};

const FORM: &str = "xl/worksheets/sheet1.xml";

fn template(language: Language, lines: &[&str]) -> Vec<u8> {
    write_template(COLUMNS, "物品登记表", lines, language).unwrap()
}

fn filled(template: &[u8], row: u32, values: &[&str]) -> Vec<u8> {
    let cells: Vec<_> = values
        .iter()
        .zip('A'..)
        .map(|(text, letter)| format!("<c r=\"{letter}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"))
        .collect();
    let row = format!("<row r=\"{row}\">{}</row></sheetData>", cells.concat());
    with_part(template, FORM, |xml| xml.replace("</sheetData>", &row))
}

#[test]
fn a_filled_template_gives_its_rows() {
    for language in [Language::Chinese, Language::English] {
        let template = template(language, &["每行一件", "带*的必填"]);
        assert_eq!(read(&template).unwrap_err(), SheetError::NoRows, "examples are not rows");
        let red = language.pick("红", "Red");
        let sheet = read(&filled(&template, 5, &["甲", "00123", "2026-03-05", red, red])).unwrap();
        let row = &sheet.rows[0];
        assert_eq!((row.number, row.text("name"), row.text("code")), (5, Some("甲"), Some("00123")));
        assert_eq!((row.date("day"), row.choice("color")), (Some(date(2026, 3, 5)), Some("red")));
        assert!(sheet.problems.is_empty() && sheet.ignored.is_empty());
    }
}

#[test]
fn many_lines_of_instruction_do_not_hide_the_headings() {
    let template = template(Language::Chinese, &["说明"; 30]);
    assert_eq!(read(&template).unwrap_err(), SheetError::NoRows);
}

#[test]
fn the_form_helps_to_fill_it_in() {
    let template = template(Language::Chinese, &[]);
    let form = part(&template, FORM);
    assert!(form.contains("<formula1>\"红,绿\"</formula1>"), "choices drop down");
    assert!(form.contains("state=\"frozen\""), "headings stay in sight");
    assert!(part(&template, "xl/styles.xml").contains("formatCode=\"@\""), "codes are text");
    let strings = part(&template, "xl/sharedStrings.xml");
    for expected in ["*名称", "填写说明", "00123", "选填一项：红、绿"] {
        let anywhere = format!("{strings}{}", part(&template, "xl/workbook.xml"));
        assert!(anywhere.contains(expected), "{expected}");
    }
}
