//! The addresses of the book: each is about the visitor alone.

use crate::portfolio::{archive, book, paper, whole};
use crate::shell::{Access, Routes};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .page("/portfolio", Access::Person, book::index)
        .page("/portfolio/archive.zip", Access::Person, archive::take)
        .page("/portfolio/{year}", Access::Person, book::show)
        .page("/portfolio/{year}/whole", Access::Person, whole::show)
        .page("/portfolio/{year}/book.docx", Access::Person, paper::take)
        .page("/portfolio/{year}/{chapter}", Access::Person, book::chapter)
}
