//! The trail: who did what and who read whose text, append-only, each line bound to the one before by its hash.
//!
//! What is written down is told by the slices to their unit of work; here it is numbered, chained, shown and verified.

mod chain;
mod own;
mod routes;
mod store;
#[cfg(test)]
mod tests;
mod verify;
mod views;

pub(crate) use chain::{Link, seal};
pub(crate) use own::write_held;
pub(crate) use routes::routes;
pub(crate) use store::head;
pub(crate) use views::grouped;

pub(crate) use verify::{Finding, Report, verify, verify_files};
