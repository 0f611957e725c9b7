//! The chapters of the book, a file each.

pub(super) mod meetings;
pub(super) mod notes;
pub(super) mod readings;
pub(super) mod records;
pub(super) mod reviews;
pub(super) mod standings;
