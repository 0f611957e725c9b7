//! Which texts are close to one another, and where: a help for readers, and never a verdict about a person.
//!
//! Pure: no files, no clock, no database. It knows texts, passages and sources, nothing of who wrote them or why.
#![deny(missing_docs)]

mod candidates;
mod compare;
mod keys;
mod passage;
mod quoted;
mod text;

pub use candidates::{COMMON, LOOKED_AT, candidates};
pub use compare::{Closeness, compare};
pub use keys::fingerprint;
pub use passage::Passage;
pub use quoted::Quoted;
pub use text::Text;
