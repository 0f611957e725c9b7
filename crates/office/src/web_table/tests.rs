//! Tables as pages show them.

use jiff::civil::date;

use super::*;

fn read(html: &str) -> WebTable {
    read_web_table(html, None).table.expect("a table")
}

fn said(html: &str) -> Vec<Vec<String>> {
    let table = read(html);
    let text = |entry: &Entry| match entry {
        Entry::Blank => String::new(),
        Entry::Text(text) => text.clone(),
        Entry::Number(number) => format!("#{number}"),
        Entry::Date(date) => format!("@{date}"),
    };
    let headings = table.headings.iter().map(|heading| heading.text.clone()).collect();
    std::iter::once(headings).chain(table.rows.iter().map(|row| row.iter().map(text).collect())).collect()
}

#[test]
fn a_cell_says_what_a_reader_is_told() {
    let html = "<table><tr><td>别的</td></tr></table>
        <table data-export=people><thead><tr><th class=\"serial x\">序号<th>姓名<th class=number>得分<th>状态<th>操作</tr></thead>
        <tbody><tr><td>1</td><th><a href=/x>李 <b>明</b></a><small>校</small></th><td>1,234</td>
        <td><span aria-hidden=\"true\">▲</span><span class=\"visually-hidden\">滞后</span> 2/4</td>
        <td><form><button>撤回</button></form><svg class=icon><title>x</title></svg><svg role=img aria-label=\"已完成3\"><rect/></svg></td></tr>
        <tr><td>2<td>A&amp;B<br>&lt;乙&gt;<td>—<td><p>甲</p><p>乙</p><td hidden>无</tr></table>";
    assert_eq!(
        said(html),
        [
            ["序号", "姓名", "得分", "状态", "操作"],
            ["#1", "李 明校", "#1234", "滞后 2/4", "已完成3"],
            ["#2", "A&B\n<乙>", "—", "甲\n乙", ""],
        ]
    );
    assert!(read(html).headings[0].is_serial);
}

#[test]
fn a_plain_value_is_written_instead_of_the_text() {
    let html = "<table data-export=a><thead><tr><th>日期<th>工号<th>金额</tr></thead><tbody>
        <tr><td data-value=\"2026-03-05\">2026年3月5日（周四）</td><td>007</td><td data-value=\"0.25\">四分之一</td></tr></tbody></table>";
    let table = read(html);
    assert_eq!(
        table.rows,
        [vec![Entry::Date(date(2026, 3, 5)), Entry::Text("007".to_owned()), Entry::Number(0.25)]]
    );
}

#[test]
fn spans_are_laid_out_flat() {
    let html = "<table data-export=m><thead>
        <tr><th rowspan=2>姓名</th><th colspan=2>读书</th><th rowspan=2>备注</th></tr><tr><th>一季度</th><th>二季度</th></tr></thead>
        <tbody><tr><th rowspan=2>李</th><td>1</td><td>2</td><td>无</td></tr><tr><td colspan=2>免除</td><td></td></tr></tbody></table>";
    assert_eq!(
        said(html),
        [["姓名", "读书 / 一季度", "读书 / 二季度", "备注"], ["李", "1", "2", "无"], ["李", "免除", "", ""],]
    );
}

#[test]
fn a_list_that_is_no_table_gives_its_marked_rows() {
    let html = "<ul data-export=tree><li><div class=unit data-row><a data-cell=组织>甲总支</a><span class=number data-cell=应完成>12</span></div>
        <details><ul><li><div data-row><a data-cell=组织>乙支部</a><span data-cell=备注>新</span></div></li></ul></details></li></ul>";
    assert_eq!(said(html), [["组织", "应完成", "备注"], ["甲总支", "#12", ""], ["乙支部", "", "新"]]);
}

#[test]
fn several_tables_under_one_name_are_one_with_what_leads_them() {
    let part = |lead: &str, row: &str| {
        format!(
            "<section data-lead={lead}><table><thead><tr><th>内容<th>原<th data-picture>图</tr></thead>\
             <tr><td>{row}<td>1<td>画</tr></table></section>"
        )
    };
    let html =
        format!("<div data-export=c data-lead=条目>{}{}</div>", part("读书", "数量"), part("党课", "期限"));
    assert_eq!(said(&html), [["条目", "内容", "原"], ["读书", "数量", "1"], ["党课", "期限", "1"]]);
}

#[test]
fn a_page_tells_of_its_tables_and_where_the_list_goes_on() {
    let html = "<div data-of=b data-title=花名册 data-unit=某党委 data-year=2026></div><table data-export=a></table>
        <table data-export=b data-paged><tbody><tr><td>x</table><a rel=\"next\" href=\"/p?of=1&amp;page=2\">下一页</a>";
    let page = read_web_table(html, Some("b"));
    let table = page.table.unwrap();
    assert_eq!(page.next.as_deref(), Some("/p?of=1&page=2"));
    assert_eq!(
        (table.title.as_str(), table.unit.as_str(), table.year.as_str()),
        ("花名册", "某党委", "2026")
    );
    assert!(table.paged && table.rows.len() == 1);
    assert_eq!(read_web_table(html, None).table.unwrap().name, "a");
    assert_eq!(read_web_table(html, Some("c")).table, None);
}

#[test]
fn broken_pages_do_no_harm() {
    for html in [
        "<table data-export=a><tr><td colspan=99999999 rowspan=99999999>x",
        "<table data-export=a><td>x</td></table></table></td>",
        "<table data-export=a><tr><td><table><tr><td>y</td></tr></table></td></tr></table>",
        "<table data-export=a><svg><tr><td>",
    ] {
        let table = read(html);
        assert!(table.headings.len() <= MOST_COLUMNS, "{html}");
    }
}
