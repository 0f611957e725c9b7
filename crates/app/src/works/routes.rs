//! The addresses of manuscripts.

use crate::shell::{Access, Right, Routes};
use crate::works::{compare_page, draft_page, files, form, index, ledger, review, shelf, show};

pub(crate) fn routes() -> Routes {
    let (reviews, keeps) = (Access::Holding(Right::ReadNotes), Access::Holding(Right::SeePerson));
    Routes::default()
        .page("/works", Access::Person, index::index)
        .form("/works", Access::Person, form::create)
        .page("/works/new", Access::Person, form::new)
        .page("/works/draft", Access::Person, draft_page::new)
        .form("/works/draft", Access::Person, draft_page::create)
        .page("/works/review", reviews, review::index)
        .page("/works/shelf", Access::Person, shelf::index)
        .page("/works/ledger", keeps, ledger::index)
        .page("/works/{id}", Access::SignedIn, show::show)
        .form("/works/{id}/read", reviews, review::read)
        .form("/works/{id}/accept", reviews, review::accept)
        .form("/works/{id}/return", reviews, review::give_back)
        .form("/works/{id}/publish", Access::Person, show::publish)
        .form("/works/{id}/withdraw", Access::Person, show::withdraw)
        .page("/works/{id}/compare", Access::SignedIn, compare_page::show)
        .page("/works/{id}/files/{file}", Access::SignedIn, files::whole)
}
