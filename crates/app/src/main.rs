//! The one binary.
mod people;
mod plans;
mod records;
mod schema;
mod shell;
mod standings;
fn main() {}
