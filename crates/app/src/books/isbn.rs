//! ISBN: as printed, with ten digits or thirteen, to the thirteen that a book is known by.
//!
//! ISO 2108: the last digit is a check over the others, so that a slip of the pen is noticed.

use crate::shell::lang::Messages;

/// What is wrong with a number, as the field says it.
pub(super) type Wrong = fn(&Messages) -> String;

/// Whether somebody typed a number rather than a title.
pub(super) fn looks_like_one(text: &str) -> bool {
    let digits = digits(text);
    digits.len() >= 9 && text.chars().filter(|sign| sign.is_alphabetic()).count() <= "ISBN".len()
}

/// The thirteen digits of what was typed: with hyphens, spaces, full-width digits or the word ISBN as it may be.
pub(super) fn normalized(text: &str) -> Result<String, Wrong> {
    let digits = digits(text);
    match digits.len() {
        10 if check_ten(&digits) => Ok(thirteen(&digits)),
        13 if !digits.starts_with("978") && !digits.starts_with("979") => Err(Messages::books_isbn_prefix),
        13 if digits.contains('X') => Err(Messages::books_isbn_length),
        13 if check_thirteen(digits.get(..12).unwrap_or_default()) == digits.chars().last() => Ok(digits),
        10 | 13 => Err(Messages::books_isbn_check),
        _ => Err(Messages::books_isbn_length),
    }
}

/// The digits alone, whatever stands between them.
fn digits(text: &str) -> String {
    let plain = text.to_uppercase().replace("ISBN", "");
    let narrow = plain.chars().map(|sign| match sign {
        '０'..='９' => char::from_digit(u32::from(sign) - u32::from('０'), 10).unwrap_or(sign),
        'Ｘ' => 'X',
        other => other,
    });
    narrow.filter(|sign| sign.is_ascii_digit() || *sign == 'X').collect()
}

fn check_ten(digits: &str) -> bool {
    let mut sum = 0;
    for (place, sign) in (0_u32..).zip(digits.chars()) {
        let value = match sign {
            'X' if place == 9 => 10,
            'X' => return false,
            digit => digit.to_digit(10).unwrap_or(0),
        };
        sum += value * (10 - place);
    }
    sum % 11 == 0
}

fn check_thirteen(first_twelve: &str) -> Option<char> {
    let values = first_twelve.chars().filter_map(|sign| sign.to_digit(10));
    let sum: u32 =
        (0_u32..).zip(values).map(|(place, value)| value * if place % 2 == 0 { 1 } else { 3 }).sum();
    char::from_digit((10 - sum % 10) % 10, 10)
}

fn thirteen(ten: &str) -> String {
    let body = format!("978{}", ten.get(..9).unwrap_or_default());
    let check = check_thirteen(&body).unwrap_or('0');
    format!("{body}{check}")
}

#[cfg(test)]
mod tests {
    use super::{looks_like_one, normalized};
    use crate::shell::Lang;

    fn said(text: &str) -> String {
        normalized(text).unwrap_or_else(|wrong| wrong(Lang::Chinese.messages()))
    }

    #[test]
    fn however_a_number_is_printed_it_is_the_same_thirteen_digits() {
        for printed in [
            "978-7-01-000922-3",
            "9787010009223",
            "ISBN 978 7 01 000922 3",
            "７０１０００９２２８",
            "7-01-000922-8",
        ] {
            assert_eq!(said(printed), "9787010009223", "{printed}");
        }
        assert_eq!(said("080442957x"), "9780804429573");
    }

    #[test]
    fn a_slip_of_the_pen_is_told_apart_from_a_number_cut_short() {
        let wrong = said("9787010009224");
        assert!(wrong.contains("校验"), "{wrong}");
        assert_eq!(said("7-01-000922-7"), wrong, "ten digits have a check, too");
        assert_eq!(said("X701000922"), wrong);
        let short = said("978701000922");
        assert!(short.contains("13"), "{short}");
        assert_eq!(said(""), short);
        assert!(said("1237010009223").contains("978"), "a bar code of something else");
    }

    #[test]
    fn a_title_is_no_number_even_where_it_has_one_in_it() {
        assert!(looks_like_one("978-7-01-000922-3") && looks_like_one("ISBN7010009228"));
        for title in ["实践论", "1984", "论持久战", "20世纪的100本书", "Sapiens 9787"] {
            assert!(!looks_like_one(title), "{title}");
        }
    }
}
