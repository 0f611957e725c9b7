//! The addresses of the reading exchange, of the ledger of reading, and of what moves reviews from book to book.

use crate::reviews::{
    exchange_page, exchanges_page, index_page, ledger_page, merge_page, new_page, show_page,
};
use crate::shell::{Access, Right, Routes};

pub(crate) fn routes() -> Routes {
    let keep = Access::Holding(Right::RecordForOrganization);
    Routes::default()
        .page("/reviews", Access::SignedIn, index_page::show)
        .form("/reviews", Access::Person, new_page::create)
        .page("/reviews/new", Access::Person, new_page::show)
        .page("/reviews/exchanges", Access::SignedIn, exchanges_page::show)
        .form("/reviews/exchanges", keep, exchanges_page::open)
        .page("/reviews/exchanges/{id}", Access::SignedIn, exchange_page::show)
        .form("/reviews/exchanges/{id}/close", keep, exchange_page::close)
        .form("/reviews/exchanges/{id}/reopen", keep, exchange_page::reopen)
        .page("/reviews/{id}", Access::SignedIn, show_page::show)
        .form("/reviews/{id}/withdraw", Access::Person, show_page::withdraw)
        .form("/reviews/{id}/remove", keep, show_page::remove)
        .form("/reviews/{id}/answers", Access::Person, show_page::answer)
        .form("/reviews/{id}/answers/{answer}/take-out", Access::SignedIn, show_page::take_out)
        .page("/books/catalog/{id}/merge", Access::Holding(Right::KeepCatalog), merge_page::show)
        .form("/books/catalog/{id}/merge", Access::Holding(Right::KeepCatalog), merge_page::merge)
        .page("/books/ledger", Access::Holding(Right::SeePerson), ledger_page::show)
}
