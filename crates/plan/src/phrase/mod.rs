//! The phrases that values of plan files are made of, read in Chinese and in English.
//!
//! Writing them is in [`crate::words`]; what one writes, the other reads.

mod day;
mod number;
mod quantity;
mod subject;

pub(crate) use day::{Days, Unread, read_days};
pub(crate) use quantity::{read_between, read_conversion, read_days_count, read_percent, read_quantity};
pub(crate) use subject::{Misread, Names, is, nearest, read_conditions, read_subject};

/// Full-width letters, digits and signs as plain ones, spaces at the ends gone: input methods write either.
pub(crate) fn plain(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|letter| match letter {
            '\u{ff01}'..='\u{ff5e}' => {
                u32::from(letter).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(letter)
            }
            '\u{3000}' | '\u{a0}' | '\t' => ' ',
            _ => letter,
        })
        .collect();
    plain.trim().to_owned()
}
