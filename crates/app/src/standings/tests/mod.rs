//! The standings, seen from outside: histories of every kind, held against a recount.

mod ahead;
mod bureau;
mod exact;
mod histories;
mod pages;
mod small_county;
mod step;
