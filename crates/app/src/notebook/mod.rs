//! The notebook (笔记本): where people write, log what they studied, and read their year like a book.
//!
//! What a note is stands in `notes`; what it counts for in `records`.

mod book;
mod draft;
mod edit;
mod files;
mod index;
mod offline;
mod quick;
mod routes;
mod save;
mod serve;
mod show;
#[cfg(test)]
pub(crate) mod tests;
mod views;

pub(crate) use draft::title_of;
pub(crate) use routes::routes;
