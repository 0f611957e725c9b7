//! The one binary.
mod people;
mod shell;
fn main() {}
