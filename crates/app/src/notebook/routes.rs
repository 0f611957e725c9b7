//! The addresses of the notebook.

use crate::notebook::{book, edit, files, index, offline, quick, save, show};
use crate::shell::{Access, Routes};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .page("/notes", Access::Person, index::index)
        .form("/notes", Access::Person, save::save)
        .form("/notes/keep", Access::Person, save::keep)
        .form("/notes/quick", Access::Person, quick::log)
        .page("/notes/new", Access::Person, edit::new)
        .page("/notes/offline", Access::Open, offline::show)
        .page("/notes/whose", Access::Open, offline::whose)
        .page("/notes/book", Access::Person, book::show)
        .form("/notes/preview", Access::Person, edit::preview)
        .form("/notes/files", Access::Person, files::bring)
        .page("/notes/files/{file}", Access::Person, files::waiting)
        .page("/notes/{id}", Access::SignedIn, show::show)
        .form("/notes/{id}/open", Access::SignedIn, show::open)
        .page("/notes/{id}/edit", Access::Person, edit::edit)
        .page("/notes/{id}/versions/{number}", Access::Person, show::version)
        .form("/notes/{id}/versions/{number}", Access::Person, show::restore)
        .form("/notes/{id}/discard", Access::Person, show::discard)
        .form("/notes/{id}/take-out", Access::Person, show::take_out)
        .page("/notes/{id}/files/{file}", Access::SignedIn, files::whole)
        .page("/notes/{id}/files/{file}/small", Access::SignedIn, files::small)
}
