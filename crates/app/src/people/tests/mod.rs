//! What people's changes, the roster's import and its pages do, on both databases.

mod change;
mod import;
mod mistakes;
mod pages;
pub(super) mod sheet;
