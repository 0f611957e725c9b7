//! The one binary.
mod people;
mod plans;
mod records;
mod shell;
mod standings;
fn main() {}
