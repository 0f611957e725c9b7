//! The addresses of field days.

use crate::research::{form_page, ledger, show, year_page};
use crate::shell::{Access, Right, Routes};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .page("/research", Access::Person, year_page::index)
        .form("/research", Access::Person, form_page::create)
        .page("/research/new", Access::Person, form_page::new)
        .page("/research/ledger", Access::Holding(Right::SeePerson), ledger::index)
        .page("/research/{id}", Access::SignedIn, show::show)
        .form("/research/{id}", Access::Person, form_page::correct)
        .page("/research/{id}/edit", Access::Person, form_page::edit)
        .form("/research/{id}/longer", Access::Person, show::extend)
        .form("/research/{id}/findings", Access::Person, show::write)
        .form("/research/{id}/findings/hand-in", Access::Person, show::hand_in)
        .form("/research/{id}/answer", Access::Person, show::answer)
        .form("/research/{id}/withdraw", Access::Person, show::withdraw)
}
