//! The SQL of books.

mod absorb;
mod catalog;
mod lists;
mod readings;

pub(super) use absorb::{move_isbns, move_listed, move_readings, remove_book};
pub(crate) use catalog::{COLUMNS, find, read_at};
pub(super) use catalog::{
    added_by, books, by_isbn, by_sameness, each_book, first_isbns, insert_book, isbns, name_isbn,
    only_one_titled, set_book, take_isbn, used_by_others,
};
pub(super) use lists::{
    insert_recommended, recommended, recommended_by, recommended_by_key, recommended_within, recommends,
    take_off,
};
pub(super) use readings::{
    by_entry_key, category_of_most, category_on_lists, insert_reading, link, linked, open_reading, set_begun,
    set_finished, set_progress, set_put_away, taken_up, unlink,
};
pub(crate) use readings::{count_lay_open, finished_of, lay_open, of_person, reading};
