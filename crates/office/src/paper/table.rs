//! Facts and lists as tables of Word.

use std::io;

use super::markup::Markup;
use super::{Align, Fact, FactRow, List, ListColumn, Orientation};

/// Lengths are in twentieths of a point here, of which a millimeter has 56.7.
const ROW_HEIGHT: usize = 454;
const LABEL_WIDTH: usize = 1134;
const SERIAL_WIDTH: usize = 794;
const MOST_COLUMNS: usize = 63;

/// What is known, in rows of one or two labels with their values.
pub(super) fn facts(markup: &mut Markup, rows: &[FactRow], orientation: Orientation) {
    if rows.is_empty() {
        return;
    }
    let value = text_width(orientation) / 2 - LABEL_WIDTH;
    open(markup, &[LABEL_WIDTH, value, LABEL_WIDTH, value]);
    for row in rows {
        open_row(markup, "");
        match row {
            FactRow::Whole(fact) => fact_cells(markup, fact, value * 2 + LABEL_WIDTH, 3),
            FactRow::Halves(left, right) => {
                fact_cells(markup, left, value, 1);
                fact_cells(markup, right, value, 1);
            }
        }
        markup.raw("</w:tr>");
    }
    close(markup);
}

fn fact_cells(markup: &mut Markup, fact: &Fact, width: usize, span: usize) {
    cell(markup, LABEL_WIDTH, 1, "CellHeading", &fact.label);
    cell(markup, width, span, "Cell", &fact.value);
}

/// A list with its headings on every page.
pub(super) fn list(markup: &mut Markup, list: &List, orientation: Orientation) -> io::Result<()> {
    let abreast = list.abreast.max(1);
    let serial = usize::from(list.numbered);
    let across = list.columns.len().saturating_add(serial).saturating_mul(abreast);
    if across == 0 {
        return Ok(());
    }
    if across > MOST_COLUMNS {
        let what = format!("a table of Word has {MOST_COLUMNS} columns at most, not {across}");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    }
    let widths = widths(list, text_width(orientation) / abreast);
    open(markup, &widths.repeat(abreast));
    let headings = || list.columns.iter().map(|column| column.heading.as_str());
    open_row(markup, "<w:cantSplit/><w:tblHeader/>");
    for _ in 0..abreast {
        let all = list.numbered.then_some("序号").into_iter().chain(headings());
        for (text, width) in all.zip(&widths) {
            cell(markup, *width, 1, "CellHeading", text);
        }
    }
    markup.raw("</w:tr>");
    for (first, rows) in (1..).step_by(abreast).zip(list.rows.chunks(abreast)) {
        open_row(markup, "<w:cantSplit/>");
        for offset in 0..abreast {
            let row = rows.get(offset);
            let number = row.map(|_| (first + offset).to_string()).unwrap_or_default();
            let number = list.numbered.then_some(("CellCentered", number.as_str()));
            let texts = list.columns.iter().enumerate().map(|(at, column)| {
                (style(column), row.and_then(|row| row.get(at)).map_or("", String::as_str))
            });
            for ((style, text), width) in number.into_iter().chain(texts).zip(&widths) {
                cell(markup, *width, 1, style, text);
            }
        }
        markup.raw("</w:tr>");
    }
    close(markup);
    Ok(())
}

fn style(column: &ListColumn) -> &'static str {
    match column.align {
        Align::Left => "Cell",
        Align::Center => "CellCentered",
    }
}

fn text_width(orientation: Orientation) -> usize {
    match orientation {
        Orientation::Portrait => 8845,
        Orientation::Landscape => 12756,
    }
}

/// The width of each column: serial numbers have theirs, the others share what is left.
fn widths(list: &List, whole: usize) -> Vec<usize> {
    let serial = list.numbered.then_some(SERIAL_WIDTH);
    let shared = whole.saturating_sub(serial.unwrap_or(0));
    let shares: Vec<usize> = list.columns.iter().map(|column| usize::from(column.share.max(1))).collect();
    let sum: usize = shares.iter().sum();
    serial.into_iter().chain(shares.iter().map(|share| shared * share / sum)).collect()
}

fn open(markup: &mut Markup, widths: &[usize]) {
    let sum: usize = widths.iter().sum();
    markup.raw(&format!(
        concat!(
            r#"<w:tbl><w:tblPr><w:tblW w:w="{}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>"#,
            r#"<w:top w:val="single" w:sz="8"/><w:left w:val="single" w:sz="8"/>"#,
            r#"<w:bottom w:val="single" w:sz="8"/><w:right w:val="single" w:sz="8"/>"#,
            r#"<w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/>"#,
            r#"</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>"#,
            r#"<w:top w:w="45" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>"#,
            r#"<w:bottom w:w="45" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>"#,
            r#"</w:tblCellMar></w:tblPr><w:tblGrid>"#,
        ),
        sum
    ));
    for width in widths {
        markup.raw(&format!(r#"<w:gridCol w:w="{width}"/>"#));
    }
    markup.raw("</w:tblGrid>");
}

fn open_row(markup: &mut Markup, more: &str) {
    markup.raw(&format!(
        r#"<w:tr><w:trPr><w:trHeight w:val="{ROW_HEIGHT}" w:hRule="atLeast"/>{more}</w:trPr>"#
    ));
}

fn cell(markup: &mut Markup, width: usize, span: usize, style: &str, text: &str) {
    let span = if span > 1 { format!(r#"<w:gridSpan w:val="{span}"/>"#) } else { String::new() };
    markup.raw(&format!(
        r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr>"#
    ));
    markup.paragraphs(style, text);
    markup.raw("</w:tc>");
}

fn close(markup: &mut Markup) {
    markup.raw("</w:tbl>");
    markup.gap();
}
