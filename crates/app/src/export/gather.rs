//! The rows of a list, page by page as the pages show them.

use xueji_office::{Entry, Spool, WebHeading, WebTable, WriteError, read_web_table};

use crate::shell::exporting::Wanted;

/// How many rows a sheet holds at most.
pub(super) const MOST_ROWS: u32 = 100_000;

/// Pages without a table that are passed over while a list is looked for: a filter may find nothing for some pages.
const MOST_WITHOUT: usize = 50;

/// What was read so far.
#[derive(Debug)]
pub(super) struct Gathered {
    name: Option<String>,
    hidden: Vec<usize>,
    spool: Spool,
    /// What the first page said of the table, without its rows.
    table: Option<WebTable>,
    /// Whether rows were left out at the end.
    cut: bool,
    without: usize,
}

impl Gathered {
    pub(super) fn new(wanted: &Wanted) -> Result<Self, WriteError> {
        Ok(Self {
            name: wanted.table.clone(),
            hidden: wanted.hidden.clone(),
            spool: Spool::new()?,
            table: None,
            cut: false,
            without: 0,
        })
    }

    /// Takes the rows of a page; where the list goes on, if there is more and more fits.
    pub(super) fn take(&mut self, html: &str) -> Result<Option<String>, WriteError> {
        let page = read_web_table(html, self.name.as_deref());
        let Some(mut table) = page.table else {
            self.without += 1;
            return Ok(page.next.filter(|_| self.without < MOST_WITHOUT));
        };
        let rows = std::mem::take(&mut table.rows);
        let next = page.next.filter(|_| table.paged);
        let known = self.table.get_or_insert_with(|| table.clone());
        let places = placed(&mut known.headings, &table.headings);
        let width = known.headings.len();
        for row in rows {
            if self.spool.rows() == MOST_ROWS {
                self.cut = true;
                return Ok(None);
            }
            let mut entries = vec![Entry::Blank; width];
            for (entry, place) in row.into_iter().zip(&places) {
                if let Some(into) = entries.get_mut(*place) {
                    *into = entry;
                }
            }
            let shown = entries.into_iter().enumerate().filter(|(at, _)| !self.hidden.contains(at));
            self.spool.push(&shown.map(|(_, entry)| entry).collect::<Vec<_>>())?;
        }
        if next.is_some() && self.spool.rows() == MOST_ROWS {
            self.cut = true;
            return Ok(None);
        }
        Ok(next)
    }

    pub(super) fn has_table(&self) -> bool {
        self.table.is_some()
    }

    pub(super) fn rows(&self) -> u32 {
        self.spool.rows()
    }

    /// Whether the list goes on where the sheet ends.
    pub(super) fn is_cut(&self) -> bool {
        self.cut
    }

    /// Title, unit and year, as the page tells them.
    pub(super) fn told(&self) -> (&str, &str, &str) {
        self.table.as_ref().map_or(("", "", ""), |table| (&table.title, &table.unit, &table.year))
    }

    /// The headings of the columns that are taken along.
    pub(super) fn headings(&self) -> impl Iterator<Item = &WebHeading> {
        let headings = self.table.iter().flat_map(|table| &table.headings).enumerate();
        headings.filter(|(at, _)| !self.hidden.contains(at)).map(|(_, heading)| heading)
    }

    pub(super) fn into_spool(self) -> Spool {
        self.spool
    }
}

/// Where the columns of a page go among those known: pages of one list may show different columns.
fn placed(known: &mut Vec<WebHeading>, headings: &[WebHeading]) -> Vec<usize> {
    let mut taken: Vec<usize> = Vec::with_capacity(headings.len());
    for (at, heading) in headings.iter().enumerate() {
        let same = |place: &usize| known.get(*place) == Some(heading) && !taken.contains(place);
        let place = Some(at).filter(same).or_else(|| (0..known.len()).find(same));
        taken.push(place.unwrap_or_else(|| {
            known.push(heading.clone());
            known.len() - 1
        }));
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(hidden: &[usize]) -> Wanted {
        Wanted { address: "/a".to_owned(), table: None, hidden: hidden.to_vec() }
    }

    fn page(headings: &str, row: &str, next: &str) -> String {
        format!(
            "<table data-export=a data-paged><thead><tr>{headings}</tr></thead><tr>{row}</tr></table>\
             <a rel=next href={next}>"
        )
    }

    #[test]
    fn columns_of_later_pages_go_where_their_headings_are() {
        let mut gathered = Gathered::new(&wanted(&[1])).unwrap();
        let next = gathered.take(&page("<th>姓名<th>甲<th>乙", "<td>李<td>1<td>2", "/2")).unwrap();
        assert_eq!(next.as_deref(), Some("/2"));
        gathered.take(&page("<th>姓名<th>乙<th>丙", "<td>王<td>3<td>4", "/3")).unwrap();
        let headings: Vec<_> = gathered.headings().map(|heading| heading.text.clone()).collect();
        assert_eq!((headings, gathered.rows()), (vec!["姓名".into(), "乙".into(), "丙".into()], 2));
    }

    #[test]
    fn a_list_is_cut_where_the_sheet_is_full_and_says_so() {
        let mut gathered = Gathered::new(&wanted(&[])).unwrap();
        let many = page("<th>数", &"<td>1</td></tr><tr>".repeat(50_000), "/2");
        assert!(gathered.take(&many).unwrap().is_some() && !gathered.is_cut());
        assert_eq!(gathered.take(&many).unwrap(), None);
        assert!(gathered.is_cut() && gathered.rows() == MOST_ROWS);
    }

    #[test]
    fn pages_without_rows_are_passed_over_and_not_forever() {
        let mut gathered = Gathered::new(&wanted(&[])).unwrap();
        let none = "<p>没有</p><a rel=next href=/2>";
        for _ in 1..MOST_WITHOUT {
            assert!(gathered.take(none).unwrap().is_some());
        }
        assert_eq!(gathered.take(none).unwrap(), None);
        assert!(!gathered.has_table());
    }
}
