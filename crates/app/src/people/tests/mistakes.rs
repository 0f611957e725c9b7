//! Broken rosters: each mistake is named at its cell with its remedy, and nothing is stored.

use std::io::{Cursor, Write as _};

use rust_xlsxwriter::{Format, Formula, Workbook};
use xueji_office::{Language, SheetError};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::people::import as roster;
use crate::people::tests::sheet::{HEADINGS, and, bring, counts, import, problems, read, workbook};
use crate::testing::{TestApp, on_both};

const GOOD: &[&str] = &["0199", "好同志", "S", "第一小学党支部", "2025-09-01"];

/// Imports a good row and these; expects the one problem, and that nothing was stored.
fn refused(app: &TestApp, more: &[&str], rows: &[&[&str]], cell: &str, says: &str) {
    let before = counts(app);
    let all: Vec<&[&str]> = std::iter::once(GOOD).chain(rows.iter().copied()).collect();
    let outcome = import(app, &and(more), &all);
    let problems = problems(&outcome);
    assert!(
        problems.iter().any(|problem| problem.starts_with(&format!("{cell} ")) && problem.contains(says)),
        "{cell} {says}: {problems:?}"
    );
    assert!(outcome.is_refused() && !outcome.stored);
    assert_eq!(counts(app), before, "{says}");
}

#[tokio::test]
async fn one_mistake_anywhere_keeps_the_whole_sheet_out() {
    on_both(async |app| {
        let row = ["0101", "何新来", "S", "第一小学党支部", "2025-09-01"];
        let with = |more: &[&'static str]| [&row[..], more].concat();
        refused(
            app,
            &[],
            &[&["0199", "何新来", "S", "第一小学党支部", "2025-09-01"]],
            "A3",
            "工号与第2行重复",
        );
        refused(
            app,
            &[],
            &[&["0101", "何新来", "S", "第二小学党支部", "2025-09-01"]],
            "D3",
            "与第2行写法不一致",
        );
        refused(app, &[], &[&["0101", "何新来", "S", "第一小学党支部", "去年"]], "E3", "不是有效的日期");
        refused(app, &[], &[&["0101", "", "S", "第一小学党支部", "2025-09-01"]], "B3", "必填");
        refused(app, &[], &[&["0101", "何新来", "S", "第一小学党支部", "2062-09-01"]], "E3", "核对年份");
        refused(app, &["离开日期"], &[&with(&["2025-08-31"])], "F3", "早于“加入本组织日期”");
        refused(app, &["出生日期"], &[&with(&["2025-10-01"])], "E3", "早于“出生日期”");
        refused(app, &["职务"], &[&with(&["书记、总管"])], "F3", "没有“总管”，可填：书记");
        refused(app, &["职务"], &[&with(&["书记@不存在"])], "F3", "没有编码为“不存在”的组织");
        refused(app, &["单位类型"], &[&with(&["医院"])], "F3", "没有“医院”，可填：机关、学校");
        refused(app, &["党籍"], &[&with(&["民主人士"])], "F3", "可填：正式党员");
        refused(app, &["上级组织编码"], &[&with(&["没有"])], "F3", "没有编码为“没有”的组织");
        refused(app, &["请假起"], &[&with(&["2026-01-01"])], "3", "请补填类别");
        refused(
            app,
            &["长期请假类别", "请假起", "请假止"],
            &[&with(&["病假", "2026-02-01", "2026-01-01"])],
            "H3",
            "早于",
        );
        refused(
            app,
            &["免除要求", "免除原因"],
            &[&with(&["不存在的要求", "病"])],
            "F3",
            "没有要求“不存在的要求”",
        );
        refused(app, &["免除要求", "免除原因"], &[&with(&["全部"])], "G3", "须写明原因");
    })
    .await;
}

#[tokio::test]
async fn nobody_is_brought_to_two_places_at_once() {
    on_both(async |app| {
        refused(
            app,
            &[],
            &[&["li", "李思学", "O", "机关党支部", "2019-01-01"]],
            "E3",
            "自 2020-01-01 起在组织“S”",
        );
        import(app, &HEADINGS, &[&["li", "李思学", "O", "机关党支部", "2026-02-01"]]);
        refused(
            app,
            &[],
            &[&["li", "李思学", "S", "第一小学党支部", "2020-01-01"]],
            "E3",
            "自 2026-02-01 起在组织“O”",
        );
        refused(
            app,
            &[],
            &[&["li", "李思学", "O", "机关党支部", "2026-01-15"]],
            "E3",
            "到 2026-01-31 为止在组织“S”",
        );
    })
    .await;
}

#[tokio::test]
async fn a_tree_that_bites_its_tail_is_refused() {
    on_both(async |app| {
        let rows: [&[&str]; 2] = [
            &["0101", "何新来", "A", "甲党支部", "2025-09-01", "B"],
            &["0102", "吕同来", "B", "乙党支部", "2025-09-01", "A"],
        ];
        refused(app, &["上级组织编码"], &rows, "F3", "成环");
        let root: [&[&str]; 1] = [&["0101", "何新来", "C", "县教体局党委", "2025-09-01", "S"]];
        refused(app, &["上级组织编码"], &root, "F3", "成环");
    })
    .await;
}

#[tokio::test]
async fn merged_cells_and_formulas_without_a_result_are_named() {
    on_both(async |app| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (heading, column) in HEADINGS.iter().zip(0..) {
            sheet.write_string(0, column, *heading).unwrap();
        }
        for (code, row) in ["0101", "0102"].iter().zip(1..) {
            sheet.write_string(row, 0, *code).unwrap();
            sheet.write_string(row, 1, "何新来").unwrap();
            sheet.write_string(row, 2, "S").unwrap();
        }
        sheet.merge_range(1, 3, 2, 3, "第一小学党支部", &Format::new()).unwrap();
        sheet.write_formula(1, 4, Formula::new("TODAY()").set_result("#N/A")).unwrap();
        sheet.write_string(2, 4, "2025-09-01").unwrap();
        let before = counts(app);
        let outcome = bring(app, &read(&book.save_to_buffer().unwrap()), false);
        let problems = problems(&outcome);
        assert!(
            problems.iter().any(|line| line.starts_with("D3") && line.contains("合并单元格")),
            "{problems:?}"
        );
        assert!(problems.iter().any(|line| line.starts_with("E2") && line.contains("公式")), "{problems:?}");
        assert_eq!(counts(app), before);
    })
    .await;
}

#[test]
fn what_is_no_roster_is_refused_before_any_row() {
    let missing = roster::read(&workbook(&["工号", "姓名"], &[&["1", "何"]])).unwrap_err();
    assert!(missing.describe(Language::Chinese).contains("组织编码、组织名称、加入本组织日期"));
    assert!(matches!(roster::read("工号,姓名\n".as_bytes()), Err(SheetError::TextFile)));
    let mut bomb = ZipWriter::new(Cursor::new(Vec::new()));
    bomb.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default()).unwrap();
    let zeros = vec![b'0'; 1 << 20];
    for _ in 0..64 {
        bomb.write_all(&zeros).unwrap();
    }
    let bomb = roster::read(&bomb.finish().unwrap().into_inner()).unwrap_err();
    assert!(matches!(bomb, SheetError::ZipBomb | SheetError::TooLarge(_) | SheetError::Damaged), "{bomb:?}");
}
