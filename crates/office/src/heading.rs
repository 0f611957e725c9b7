//! Finding the heading row: which row names the columns, and where each column stands.

use unicode_normalization::UnicodeNormalization;

use crate::column::Column;
use crate::error::SheetError;
use crate::merged::column_letters;

/// Title, unit and date usually stand above the headings; below this row nobody puts them.
pub(crate) const ROWS_SEARCHED: u32 = 10;

/// One of the first rows: its number and its texts by column, all counted from zero.
pub(crate) type TopRow = (u32, Vec<(u32, String)>);

/// A name reduced to what two spellings of it have in common.
pub(crate) fn plain(name: &str) -> String {
    name.nfkc()
        .filter(|c| !c.is_whitespace() && !is_invisible(*c) && *c != '*')
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .trim_end_matches(':')
        .to_owned()
}

/// Characters without a width, which web pages and other systems leave in copied text.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A heading's name without a hint in brackets after it: 出生日期(年月日).
fn without_hint(plain: &str) -> Option<&str> {
    let (name, _) = plain.strip_suffix(')')?.rsplit_once('(')?;
    (!name.is_empty()).then_some(name)
}

/// The heading row of one sheet.
#[derive(Debug)]
pub(crate) struct Headings {
    /// Counted from zero.
    pub(crate) row: u32,
    /// Per column asked for: where it stands, counted from zero.
    pub(crate) places: Vec<Option<u32>>,
    /// Headings that no column answers to.
    pub(crate) ignored: Vec<String>,
    doubled: Option<(usize, u32, u32)>,
}

impl Headings {
    /// The row among the first ones that names the most columns; none if no row looks like headings.
    pub(crate) fn find(rows: &[TopRow], columns: &[Column]) -> Option<Self> {
        let names: Vec<Vec<String>> = columns.iter().map(names_of).collect();
        let enough = columns.len().clamp(1, 2);
        let mut best: Option<Self> = None;
        for (row, cells) in rows {
            let headings = Self::of_row(*row, cells, &names);
            let more = best.as_ref().is_none_or(|best| headings.matched() > best.matched());
            if more && headings.matched() >= enough {
                best = Some(headings);
            }
        }
        best
    }

    fn of_row(row: u32, cells: &[(u32, String)], names: &[Vec<String>]) -> Self {
        let mut headings = Self { row, places: vec![None; names.len()], ignored: Vec::new(), doubled: None };
        for (place, text) in cells {
            let plain = plain(text);
            let answering = |wanted: &str| names.iter().position(|names| names.iter().any(|n| n == wanted));
            let index = answering(&plain).or_else(|| without_hint(&plain).and_then(answering));
            match index.and_then(|index| headings.places.get_mut(index).map(|slot| (index, slot))) {
                Some((index, Some(first))) => {
                    let first = *first;
                    headings.doubled.get_or_insert((index, first, *place));
                }
                Some((_, slot)) => *slot = Some(*place),
                None if plain.is_empty() || plain == "序号" => {}
                None => headings.ignored.push(text.clone()),
            }
        }
        headings
    }

    /// How many of the columns asked for are there.
    pub(crate) fn matched(&self) -> usize {
        self.places.iter().flatten().count()
    }

    /// What keeps these headings from being used.
    pub(crate) fn check(&self, columns: &[Column]) -> Result<(), SheetError> {
        if let Some((index, first, second)) = self.doubled
            && let Some(column) = columns.get(index)
        {
            let (first, second) = (column_letters(first), column_letters(second));
            return Err(SheetError::DuplicateHeading { title: column.title, first, second });
        }
        let missing: Vec<_> = columns
            .iter()
            .zip(&self.places)
            .filter(|(column, place)| column.required && place.is_none())
            .map(|(column, _)| column.title)
            .collect();
        if missing.is_empty() { Ok(()) } else { Err(SheetError::MissingColumns(missing)) }
    }
}

fn names_of(column: &Column) -> Vec<String> {
    let own = [column.title.chinese, column.title.english];
    own.iter().chain(column.aliases).map(|name| plain(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_heading_are_the_same() {
        for spelling in ["姓名", " 姓 名 ", "*姓名", "姓　名＊", "姓名：", "姓\n名", "\u{feff}姓名"]
        {
            assert_eq!(plain(spelling), "姓名", "{spelling:?}");
        }
        assert_eq!(plain("Ｎａｍｅ"), "name");
        assert_eq!(without_hint(&plain("出生日期（年月日）")), Some("出生日期"));
        assert_eq!(without_hint("(年月日)"), None);
    }
}
