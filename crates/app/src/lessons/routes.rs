//! The addresses of lessons.

use crate::lessons::{edit, files, form, index, learn, question_page, show, taken};
use crate::shell::{Access, Right, Routes};

pub(crate) fn routes() -> Routes {
    let keeps = Access::Holding(Right::RecordForOrganization);
    Routes::default()
        .page("/lessons", Access::SignedIn, index::index)
        .page("/lessons/new", keeps, form::new)
        .form("/lessons/new", keeps, form::create)
        .page("/lessons/{id}", Access::SignedIn, show::show)
        .page("/lessons/{id}/files/{file}", Access::SignedIn, files::whole)
        .form("/lessons/{id}/note", Access::Person, learn::keep_note)
        .form("/lessons/{id}/quiz", Access::Person, learn::answer)
        .form("/lessons/{id}/done", Access::Person, learn::finish)
        .form("/lessons/{id}/undone", Access::Person, learn::take_back)
        .form("/lessons/{id}/parts/{part}/place", Access::Person, learn::keep_place)
        .page("/lessons/{id}/edit", keeps, edit::edit)
        .form("/lessons/{id}/edit", keeps, edit::change)
        .form("/lessons/{id}/state", keeps, edit::set_state)
        .form("/lessons/{id}/parts", keeps, edit::add_part)
        .form("/lessons/{id}/parts/{part}", keeps, edit::tend_part)
        .form("/lessons/{id}/questions", keeps, edit::add_question)
        .page("/lessons/{id}/questions/{question}", keeps, question_page::edit)
        .form("/lessons/{id}/questions/{question}", keeps, question_page::tend)
        .page("/lessons/{id}/taken", keeps, taken::show)
}
