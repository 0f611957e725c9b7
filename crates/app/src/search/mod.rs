//! One box on every page: people, organizations and records that the visitor may see.
//!
//! It stores nothing and knows no rule: each slice finds its own nouns, bounded, and the policy decides on each.

mod find;
mod routes;
#[cfg(test)]
mod tests;
mod views;

pub(crate) use routes::routes;
