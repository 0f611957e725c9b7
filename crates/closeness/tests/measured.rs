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
use xueji_closeness::{Quoted, Text, compare};

/// What is measured, and how it reads.
fn measured(part: &str) -> (Measured, String) {
    let sources = honest::sources().map(|source| Text::new(&source));
    let measured = Measured::of(&Set::of(part), &sources.iter().collect());
    let table = measured.table(part);
    (measured, table)
}

fn holds(measured: &Measured, table: &str) {
    let (close, honest) = (measured.pairs(true), measured.pairs(false));
    assert!(close + honest >= 300 && honest >= close, "{table}");
    assert!(measured.precision() >= 0.98, "{table}");
    assert!(measured.recall() >= 0.90, "{table}");
}

#[test]
fn thresholds_hold_on_what_they_were_chosen_on() {
    let (measured, table) = measured("tuned");
    println!("{table}");
    holds(&measured, &table);
}

#[test]
fn thresholds_hold_on_what_they_were_not_chosen_on() {
    let (measured, table) = measured("unseen");
    println!("{table}");
    holds(&measured, &table);
}

#[test]
fn quotation_would_count_if_it_were_not_allowed() {
    let set = Set::of("unseen");
    let quotes = set.pairs.iter().filter(|pair| pair.kind == "g same arrangement quoted");
    let compared = quotes.map(|pair| {
        let [new, other] = [&pair.new.text, &set.kept[pair.other].text].map(|text| Text::new(text));
        compare(&new, &other, &Quoted::nothing()).is_close()
    });
    let (close, apart): (Vec<bool>, Vec<bool>) = compared.partition(|is_close| *is_close);
    assert!(close.len() > apart.len(), "{} of {}", close.len(), close.len() + apart.len());
}
