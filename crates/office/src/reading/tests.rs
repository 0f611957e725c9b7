//! Sheets as offices send them, and what comes of them.

use jiff::civil::date;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use crate::sample::{COLUMNS, problems, read, texts, with_part, workbook, write_texts};
use crate::{Explanation, Extent, Language, Limits, Severity, SheetError, Value, read_sheet};

const HEADINGS: &[&str] = &["名称", "编号", "日期", "颜色", "配色"];
const SHEET: &str = "xl/worksheets/sheet1.xml";

#[test]
fn a_row_is_read_by_column_key() {
    let sheet = read(&texts(&[HEADINGS, &["甲", "00123", "2026年3月5日", "红色", "红、绿，红"]])).unwrap();
    let row = &sheet.rows[0];
    assert_eq!(row.number, 2);
    assert_eq!(row.text("name"), Some("甲"));
    assert_eq!(row.text("code"), Some("00123"));
    assert_eq!(row.date("day"), Some(date(2026, 3, 5)));
    assert_eq!(row.choice("color"), Some("red"));
    assert_eq!(row.choices("colors"), ["red", "green"]);
    assert_eq!(row.value("color"), Some(&Value::Choice("red")));
    assert!(sheet.problems.is_empty());
}

#[test]
fn headings_below_a_title_in_any_order_and_spelling_are_found() {
    let sheet = read(&texts(&[
        &["某单位2026年度台账"],
        &["单位：某单位", "", "2026年"],
        &["序号", "*Ｄａｔｅ", "编 号（文本）", "颜色：", "电话", "品名＊"],
        &["1", "2026.3.5", "７", "绿", "x", "甲"],
    ]))
    .unwrap();
    let row = &sheet.rows[0];
    assert_eq!((row.number, row.text("name"), row.text("code")), (4, Some("甲"), Some("7")));
    assert_eq!(sheet.ignored, ["电话"]);
}

#[test]
fn headings_that_are_missing_or_twice_are_named() {
    let missing = read(&texts(&[&["编号", "颜色"], &["1", "红"]])).unwrap_err();
    assert_eq!(missing.describe(Language::Chinese), "缺少必需的列：名称、日期，请按模板补上");
    let doubled = read(&texts(&[&["名称", "日期", "品名"], &["甲", "20260305", "乙"]])).unwrap_err();
    assert!(doubled.describe(Language::English).contains("(A and C)"), "{doubled:?}");
    assert_eq!(read(&texts(&[&["甲", "乙"]])).unwrap_err(), SheetError::NoHeadings);
    assert_eq!(read(&texts(&[HEADINGS])).unwrap_err(), SheetError::NoRows);
}

#[test]
fn the_first_visible_sheet_with_the_headings_is_read() {
    let mut book = Workbook::new();
    write_texts(book.add_worksheet(), &[&["说明"]]);
    let hidden = book.add_worksheet();
    hidden.set_hidden(true);
    write_texts(hidden, &[HEADINGS, &["藏", "", "20260101"]]);
    let data = book.add_worksheet().set_name("数据").unwrap();
    write_texts(data, &[HEADINGS, &["显", "", "20260101"]]);
    let sheet = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!((sheet.name.as_str(), sheet.rows[0].text("name")), ("数据", Some("显")));
}

#[test]
fn merged_cells_are_reported_with_the_block_that_covers_them() {
    let bytes = workbook(|sheet| {
        write_texts(sheet, &[HEADINGS, &["", "1", "", "红"], &["", "2", "", "绿"], &["乙", "3", "20260306"]]);
        sheet.merge_range(1, 0, 2, 0, "甲", &Format::new()).unwrap();
        sheet.merge_range(1, 2, 2, 2, "20260305", &Format::new()).unwrap();
        sheet.merge_range(2, 3, 3, 3, "绿", &Format::new()).unwrap();
    });
    let sheet = read(&bytes).unwrap();
    assert_eq!(
        problems(&sheet),
        ["A3: covered by a merged block", "C3: covered by a merged block", "D4: covered by a merged block"]
    );
    assert!(sheet.problems[0].describe(Language::Chinese).contains("A2"));
    assert_eq!(sheet.problems[2].severity, Severity::Warning, "an optional column may stay empty");
    assert_eq!(sheet.faulty_rows().into_iter().collect::<Vec<_>>(), [3]);
}

#[test]
fn headings_merged_over_two_rows_are_found_in_both() {
    let bytes = workbook(|sheet| {
        write_texts(sheet, &[&["", "编号", "时间"], &["", "编号", "日期"], &["甲", "1", "20260305"]]);
        sheet.merge_range(0, 0, 1, 0, "名称", &Format::new()).unwrap();
    });
    assert_eq!(read(&bytes).unwrap().rows[0].number, 3);
}

#[test]
fn a_formula_counts_by_its_stored_result() {
    let bytes = workbook(|sheet| {
        write_texts(
            sheet,
            &[HEADINGS, &["", "1", "20260305"], &["", "2", "20260305"], &["", "3", "20260305"]],
        );
        sheet.write_formula(1, 0, Formula::new("=\"甲\"&\"乙\"").set_result("甲乙")).unwrap();
        sheet.write_formula(2, 0, Formula::new("=NA()").set_result("#N/A")).unwrap();
        sheet.write_formula(3, 0, Formula::new("=Z9").set_result("77777")).unwrap();
    });
    let bytes = with_part(&bytes, SHEET, |xml| xml.replace("<v>77777</v>", ""));
    let sheet = read(&bytes).unwrap();
    assert_eq!(sheet.rows[0].text("name"), Some("甲乙"));
    assert_eq!(problems(&sheet), ["A3: error value", "A4: formula without a stored value"]);
}

#[test]
fn codes_keep_their_zeros_and_numbers_are_told_once() {
    let bytes = workbook(|sheet| {
        write_texts(sheet, &[HEADINGS]);
        for (code, row) in [123.0, 13_800_138_000.0, 1.1e17].into_iter().zip(1..) {
            sheet.write_string(row, 0, "甲").unwrap().write_string(row, 2, "20260305").unwrap();
            sheet.write_number(row, 1, code).unwrap();
        }
        for (code, row) in ["00123", "1.38E+10", "1E5", "'007"].into_iter().zip(4..) {
            sheet.write_string(row, 0, "甲").unwrap().write_string(row, 2, "20260305").unwrap();
            sheet.write_string(row, 1, code).unwrap();
        }
    });
    let sheet = read(&bytes).unwrap();
    let codes: Vec<_> = sheet.rows.iter().map(|row| row.text("code")).collect();
    assert_eq!(
        codes,
        [Some("123"), Some("13800138000"), None, Some("00123"), None, Some("1E5"), Some("007")]
    );
    assert_eq!(
        problems(&sheet),
        [
            "B2: code stored as a number in 2 cells",
            "B4: number of more than fifteen digits",
            "B6: number in scientific notation"
        ]
    );
}

#[test]
fn wrong_values_are_told_by_row_and_column() {
    let bytes = workbook(|sheet| {
        write_texts(sheet, &[HEADINGS, &["", "1", "明天", "蓝"], &["", "2", "2026年3月"], &["甲", "3"]]);
        sheet.write_boolean(1, 0, true).unwrap();
        sheet.write_number(2, 0, 12.5).unwrap();
        sheet.write_number(3, 2, 46_086).unwrap();
    });
    let sheet = read(&bytes).unwrap();
    assert_eq!(
        problems(&sheet),
        [
            "A2: truth value in a column of another kind",
            "C2: not a date",
            "D2: not in the list",
            "C3: month without a day",
            "C4: number in a column of another kind"
        ]
    );
    assert_eq!(sheet.rows[1].text("name"), Some("12.5"));
    assert_eq!(sheet.problems[2].shown.as_str(), "蓝");
    assert!(sheet.problems[2].describe(Language::Chinese).ends_with("可填：红、绿"));
    assert!(!format!("{:?}", sheet.problems).contains('蓝'), "a log must not show what people entered");
}

#[test]
fn excel_dates_are_read_in_both_calendars() {
    let bytes = workbook(|sheet| {
        write_texts(sheet, &[HEADINGS, &["甲"], &["乙"]]);
        let day = Format::new().set_num_format("yyyy-mm-dd hh:mm");
        let noon = ExcelDateTime::from_ymd(2026, 3, 5).unwrap().and_hms(12, 0, 0).unwrap();
        sheet.write_datetime_with_format(1, 2, &noon, &day).unwrap();
        sheet.write_number_with_format(2, 2, 20_260_305, &Format::new()).unwrap();
    });
    let sheet = read(&bytes).unwrap();
    assert_eq!(sheet.rows[0].date("day"), Some(date(2026, 3, 5)));
    assert_eq!(sheet.rows[1].date("day"), Some(date(2026, 3, 5)));
    let since_1904 =
        with_part(&bytes, "xl/workbook.xml", |xml| xml.replace("<workbookPr", "<workbookPr date1904=\"1\""));
    assert_eq!(read(&since_1904).unwrap().rows[0].date("day"), Some(date(2030, 3, 6)));
}

#[test]
fn a_day_that_never_was_is_no_date() {
    let bytes = workbook(|sheet| {
        write_texts(sheet, &[HEADINGS, &["甲"], &["乙"]]);
        let day = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_number_with_format(1, 2, 60, &day).unwrap();
        sheet.write_number_with_format(2, 2, 0.5, &day).unwrap();
    });
    assert_eq!(problems(&read(&bytes).unwrap()), ["C2: not a date", "C3: not a date"]);
}

#[test]
fn blank_rows_and_prepared_serial_numbers_are_not_rows() {
    let bytes = workbook(|sheet| {
        write_texts(
            sheet,
            &[&["序号", "名称", "日期"], &["1", "甲", "20260305"], &["2"], &["3", " \u{3000}"], &["4"]],
        );
        sheet.write_string(1_048_575, 0, "末行").unwrap();
        sheet.write_blank(900_000, 1, &Format::new().set_bold()).unwrap();
    });
    let sheet = read(&bytes).unwrap();
    assert_eq!((sheet.rows.len(), sheet.problems.len()), (1, 0));
}

#[test]
fn ten_thousand_rows_are_read_quickly_and_no_more_than_allowed() {
    let bytes = workbook(|sheet| {
        write_texts(sheet, &[HEADINGS]);
        for row in 1..=10_000 {
            sheet.write_string(row, 0, format!("名{row}")).unwrap();
            sheet.write_string(row, 1, format!("{row:06}")).unwrap();
            sheet.write_string(row, 2, "坏").unwrap();
        }
    });
    let begun = std::time::Instant::now();
    let sheet = read(&bytes).unwrap();
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
    assert_eq!((sheet.rows.len(), sheet.problems.len(), sheet.more_problems), (10_000, 1_000, 9_000));
    let limits = Limits { max_rows: 9_999, ..Limits::default() };
    assert_eq!(read_sheet(&bytes, COLUMNS, limits).unwrap_err(), SheetError::TooLarge(Extent::Rows(9_999)));
}

#[test]
fn a_caller_s_rule_is_reported_at_its_cell() {
    let sheet = read(&texts(&[&["日期", "名称"], &["20260305", "甲"]])).unwrap();
    let rule = Explanation::new("名称已被使用", "this name is taken");
    let problem = sheet.broken(&sheet.rows[0], &COLUMNS[0], rule);
    assert_eq!((problem.row, problem.column.as_str(), problem.shown.as_str()), (2, "B", "甲"));
    assert_eq!(problem.describe(Language::Chinese), "名称已被使用");
    assert_eq!(problem.describe(Language::English), "this name is taken");
    assert!(sheet.has("name") && !sheet.has("color"));
}
