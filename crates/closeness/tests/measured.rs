//! What is found in the measured set, by kind of pair.

#![expect(
    clippy::string_slice,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a measurement of our own texts"
)]

mod set;

use set::measure::Measured;
use set::{Set, honest};
use xueji_closeness::{Quoted, Text};

fn measured(part: &str) -> Measured {
    let sources = honest::sources().map(|source| Text::new(&source));
    Measured::of(&Set::of(part), &sources.iter().collect::<Quoted>())
}

fn holds(part: &str) {
    let measured = measured(part);
    let table = measured.table(part);
    println!("{table}");
    assert!(measured.pairs(true) + measured.pairs(false) >= 300, "{table}");
    assert!(measured.pairs(false) >= measured.pairs(true), "{table}");
    assert!(measured.precision() >= 0.98, "{table}");
    assert!(measured.recall() >= 0.90, "{table}");
}

#[test]
fn thresholds_hold_on_what_they_were_chosen_on() {
    holds("tuned");
}

#[test]
fn thresholds_hold_on_what_they_never_saw() {
    holds("unseen");
}
