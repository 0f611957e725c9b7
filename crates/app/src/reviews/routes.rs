//! The addresses of the reading exchange, and of the ledger of reading.

use crate::reviews::{exchange_page, index_page, ledger_page, new_page, show_page};
use crate::shell::{Access, Right, Routes};

pub(crate) fn routes() -> Routes {
    let keep = Access::Holding(Right::RecordForOrganization);
    Routes::default()
        .page("/reviews", Access::SignedIn, index_page::show)
        .form("/reviews", Access::Person, new_page::create)
        .page("/reviews/new", Access::Person, new_page::show)
        .page("/reviews/exchanges", Access::SignedIn, exchange_page::index)
        .form("/reviews/exchanges", keep, exchange_page::open)
        .page("/reviews/exchanges/{id}", Access::SignedIn, exchange_page::show)
        .form("/reviews/exchanges/{id}/close", keep, exchange_page::close)
        .form("/reviews/exchanges/{id}/reopen", keep, exchange_page::reopen)
        .page("/reviews/{id}", Access::SignedIn, show_page::show)
        .form("/reviews/{id}/withdraw", Access::Person, show_page::withdraw)
        .form("/reviews/{id}/remove", keep, show_page::remove)
        .form("/reviews/{id}/answers", Access::Person, show_page::answer)
        .form("/reviews/{id}/answers/{answer}/take-out", Access::SignedIn, show_page::take_out)
        .page("/books/ledger", Access::Holding(Right::SeePerson), ledger_page::show)
}
