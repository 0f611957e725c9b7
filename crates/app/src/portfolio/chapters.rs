//! The chapters of the book, a file each.

pub(super) mod books;
pub(super) mod inspections;
pub(super) mod meetings;
pub(super) mod notes;
pub(super) mod readings;
pub(super) mod records;
pub(super) mod research;
pub(super) mod reviews;
pub(super) mod standings;
pub(super) mod works;
