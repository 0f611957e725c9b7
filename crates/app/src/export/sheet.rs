//! What stands around the rows, as offices expect it, and the answer that carries the file.

use std::fs::File;
use std::io::{Seek as _, SeekFrom};

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use tokio_util::io::ReaderStream;
use xueji_office::{Filing, Language};

use crate::export::desk::most_rows;
use crate::export::gather::Gathered;
use crate::shell::{Context, Lang, file_name};

/// The media type of Excel's workbooks.
pub(crate) const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Bytes that are read from the file at a time.
const PIECE: usize = 64 * 1024;

/// A sheet but for its rows.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) filing: Filing,
    pub(super) file_name: String,
}

impl Sheet {
    /// Of what was gathered; `own_unit` where the page names none.
    pub(super) fn of(context: &Context, gathered: &Gathered, own_unit: String) -> Self {
        let (t, lang) = (context.t(), context.lang);
        let (title, unit, year) = gathered.told();
        let unit = if unit.is_empty() { own_unit } else { unit.to_owned() };
        let today = context.app.clock.today();
        let year = if year.is_empty() { today.year().to_string() } else { year.to_owned() };
        let title = if title.contains(&unit) && !unit.is_empty() || names_a_year(title) {
            title.to_owned()
        } else {
            t.export_title(&unit, &year, title)
        };
        let filing = Filing {
            left: t.export_unit(unit),
            right: t.export_date(lang.day(today)),
            notice: if gathered.is_cut() { t.export_cut(most_rows()) } else { String::new() },
            headings: gathered.headings().map(|heading| heading.text.clone()).collect(),
            has_serial: gathered.headings().next().is_some_and(|first| first.is_serial),
            language: match lang {
                Lang::Chinese => Language::Chinese,
                Lang::English => Language::English,
            },
            title: title.trim().to_owned(),
        };
        Self { file_name: format!("{}_{today}.xlsx", filing.title), filing }
    }
}

/// Whether a title says of which year it is.
fn names_a_year(title: &str) -> bool {
    let letters: Vec<char> = title.chars().collect();
    letters.windows(5).any(|five| {
        matches!(five, [a, b, c, d, '年'] if [a, b, c, d].iter().all(|letter| letter.is_ascii_digit()))
    })
}

/// The file as a download; it is read as the visitor takes it.
pub(super) fn answer(mut file: File, name: &str) -> std::io::Result<Response> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    let pieces = ReaderStream::with_capacity(tokio::fs::File::from_std(file), PIECE);
    let headers = [
        (header::CONTENT_TYPE, KIND.to_owned()),
        (header::CONTENT_LENGTH, length.to_string()),
        (header::CONTENT_DISPOSITION, disposition(name)),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// Under its own name, without what systems do not allow in one.
fn disposition(name: &str) -> String {
    let allowed = |letter: &char| !letter.is_control() && !"\\/:*?\"<>|".contains(*letter);
    let name: String = name.chars().filter(allowed).collect();
    file_name::disposition("attachment", "export.xlsx", &name)
}

#[cfg(test)]
mod tests {
    use super::{disposition, names_a_year};

    #[test]
    fn a_file_has_its_chinese_name() {
        assert_eq!(
            disposition("花/名 册.xlsx"),
            "attachment; filename=\"export.xlsx\"; filename*=UTF-8''%E8%8A%B1%E5%90%8D%20%E5%86%8C.xlsx"
        );
    }

    #[test]
    fn a_title_may_say_its_year() {
        assert!(names_a_year("2026年度党员教育培训计划"));
        assert!(!names_a_year("第12号、每年"));
    }
}
