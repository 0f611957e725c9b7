//! Books (读书): the bureau's catalog, what each person reads for oneself, and what organizations recommend.
//!
//! A reading is its reader's alone: how far somebody is, nobody else sees and nothing counts. Finishing it makes one
//! record, and from then on the record is the truth. What is said of books to others is not here; see `reviews`.

mod absorb;
mod book_page;
mod catalog;
mod catalog_page;
mod correct;
mod finish;
mod isbn;
mod link;
mod lists;
mod lists_page;
mod new_page;
mod plan;
mod read;
mod reading_acts;
mod reading_page;
mod reassign;
mod routes;
mod shelf_page;
mod store;
#[cfg(test)]
pub(crate) mod tests;
mod views;

use jiff::civil::Date;

use crate::shell::Id;

pub(crate) use absorb::absorb;
pub(crate) use catalog::{NewBook, add, search};
pub(crate) use finish::{Finish, finish, take_back};
pub(crate) use link::attach_note;
pub(crate) use lists::{Recommendation, recommend};
pub(crate) use plan::{Shelf, is_book};
pub(crate) use read::{Begin, Progress, begin, progress};
pub(crate) use reassign::reassign;
pub(crate) use routes::routes;
pub(crate) use store::{COLUMNS, count_lay_open, find, finished_of, lay_open, of_person, read_at, reading};
pub(crate) use views::so_far;

/// A book of the catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Book {
    pub(crate) id: Id,
    pub(crate) title: String,
    /// Empty where nobody said.
    pub(crate) author: String,
    pub(crate) publisher: Option<String>,
    pub(crate) published_year: Option<i64>,
    /// What those who keep the catalog say it is.
    pub(crate) category: Option<String>,
}

impl Book {
    /// The title as it is written in Chinese: 《实践论》.
    pub(crate) fn marked(&self) -> String {
        format!("《{}》", self.title)
    }

    /// Who made it, and when: 毛泽东 · 人民出版社 · 1951.
    pub(crate) fn imprint(&self) -> String {
        let year = self.published_year.map(|year| year.to_string());
        let parts = [Some(self.author.clone()), self.publisher.clone(), year];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// One person's reading of one book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) id: Id,
    pub(crate) person_id: Id,
    pub(crate) category: Option<String>,
    pub(crate) began_on: Date,
    pub(crate) page: Option<i64>,
    pub(crate) pages: Option<i64>,
    /// 0 to 100.
    pub(crate) percent: i64,
    pub(crate) finished_on: Option<Date>,
    /// The record that finishing made; corrections follow from there.
    pub(crate) record_id: Option<Id>,
    pub(crate) put_away: bool,
    pub(crate) book: Book,
}
