//! The addresses of books.

use crate::books::{book_page, catalog_page, lists_page, new_page, reading_acts, reading_page, shelf_page};
use crate::shell::{Access, Right, Routes};

pub(crate) fn routes() -> Routes {
    let keep = Access::Holding(Right::RecordForOrganization);
    Routes::default()
        .page("/books", Access::Person, shelf_page::show)
        .page("/books/new", Access::Person, new_page::show)
        .form("/books/new", Access::Person, new_page::create)
        .page("/books/catalog", Access::SignedIn, catalog_page::show)
        .page("/books/catalog/{id}", Access::SignedIn, book_page::show)
        // Those who keep the catalog, and whoever typed the book in while nobody else uses it.
        .form("/books/catalog/{id}", Access::SignedIn, book_page::correct)
        .page("/books/{id}", Access::Person, reading_page::show)
        .form("/books/{id}/progress", Access::Person, reading_acts::progress)
        .form("/books/{id}/amend", Access::Person, reading_acts::amend)
        .form("/books/{id}/finish", Access::Person, reading_acts::finish)
        .form("/books/{id}/take-back", Access::Person, reading_acts::take_back)
        .form("/books/{id}/put-away", Access::Person, reading_acts::put_away)
        .form("/books/{id}/notes", Access::Person, reading_acts::notes)
        .page("/reading-lists", Access::SignedIn, lists_page::show)
        .form("/reading-lists", keep, lists_page::create)
        .form("/reading-lists/{id}/take-off", keep, lists_page::take_off)
}
