//! The SQL of books.

mod catalog;
mod lists;
mod readings;

pub(crate) use catalog::find;
pub(super) use catalog::{
    books, by_isbn, by_sameness, each_book, insert_book, isbns, name_isbn, only_one_titled,
};
pub(super) use lists::{
    insert_recommended, recommended, recommended_by, recommended_by_key, recommended_within, recommends,
    take_off,
};
pub(super) use readings::{
    by_entry_key, category_of_most, category_on_lists, insert_reading, link, linked, of_book, open_reading,
    set_begun, set_finished, set_progress, set_put_away, unlink,
};
pub(crate) use readings::{finished_of, of_person, reading};
