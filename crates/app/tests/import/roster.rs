//! The template as an office fills it in: rows typed under the headings that it came with.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The part of the workbook that holds the form.
const FORM: &str = "xl/worksheets/sheet1.xml";

/// Types rows, each cell named by its column's letter, into a template and saves it elsewhere.
pub(crate) fn fill(template: &Path, target: &Path, rows: &[&[(char, &str)]]) -> Result<()> {
    let mut archive = ZipArchive::new(File::open(template)?)?;
    let mut filled = ZipWriter::new(File::create(target)?);
    for index in 0..archive.len() {
        let mut part = archive.by_index(index)?;
        let name = part.name()?.into_owned();
        let mut content = String::new();
        part.read_to_string(&mut content)?;
        if name == FORM {
            content = typed(&content, rows)?;
        }
        filled.start_file(&name, SimpleFileOptions::default())?;
        filled.write_all(content.as_bytes())?;
    }
    filled.finish()?;
    Ok(())
}

/// The number of the first row under the headings.
pub(crate) fn first_row(template: &Path) -> Result<usize> {
    let mut content = String::new();
    ZipArchive::new(File::open(template)?)?.by_name(FORM)?.read_to_string(&mut content)?;
    Ok(content.matches("<row ").count() + 1)
}

fn typed(form: &str, rows: &[&[(char, &str)]]) -> Result<String> {
    let (before, after) = form.split_once("</sheetData>").context("the form has rows")?;
    let mut content = before.to_owned();
    for (cells, number) in rows.iter().zip(before.matches("<row ").count() + 1..) {
        let cells = cells.iter().map(|(column, text)| {
            format!(r#"<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>"#)
        });
        content.push_str(&[format!(r#"<row r="{number}">"#), cells.collect(), "</row>".to_owned()].concat());
    }
    Ok(format!("{content}</sheetData>{after}"))
}
