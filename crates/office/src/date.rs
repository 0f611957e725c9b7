//! Civil dates as people write them in cells.

use calamine::ExcelDateTime;
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

/// What a text says about a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// A day.
    Day(Date),
    /// A month without a day; its first day.
    Month(Date),
}

/// Reads 2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日, 20260305 and the same without a day, with or without a time after it.
pub(crate) fn read_text(text: &str) -> Option<Written> {
    let text: String = text.nfkc().collect();
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return read_digits(text.parse().ok()?);
    }
    let day = day_part(text);
    let mut numbers = Vec::new();
    let mut marks = Vec::new();
    let mut digits = String::new();
    for c in day.chars().filter(|c| !c.is_whitespace()) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            numbers.push(std::mem::take(&mut digits));
            marks.push(c);
        }
    }
    if !digits.is_empty() {
        numbers.push(digits);
    }
    if !well_marked(&marks, numbers.len()) {
        return None;
    }
    match numbers.as_slice() {
        [year, month] => civil(year, month, "1").map(Written::Month),
        [year, month, day] => civil(year, month, day).map(Written::Day),
        _ => None,
    }
}

/// Reads a number of eight digits, 20260305.
pub(crate) fn read_digits(number: i64) -> Option<Written> {
    let (year, rest) = (number / 10_000, number % 10_000);
    civil(&year.to_string(), &(rest / 100).to_string(), &(rest % 100).to_string()).map(Written::Day)
}

/// The day of Excel's own date; none for a time without a day and for 29 February 1900, which never was.
pub(crate) fn read_excel(date: &ExcelDateTime) -> Option<Date> {
    let serial = date.as_f64();
    if date.is_duration() || !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The text before a time of day: other systems export dates as 2026-03-05 00:00:00.
fn day_part(text: &str) -> &str {
    let parted = text.split_once('T').or_else(|| text.rsplit_once(char::is_whitespace));
    match parted {
        Some((day, time)) if time.contains(':') => day,
        _ => text,
    }
}

/// Whether the marks between the numbers are all of one manner.
fn well_marked(marks: &[char], numbers: usize) -> bool {
    match marks {
        ['年', '月'] => numbers == 2,
        ['年', '月', '日' | '号'] => numbers == 3,
        [mark] => matches!(mark, '-' | '/' | '.') && numbers == 2,
        [first, second] => first == second && matches!(first, '-' | '/' | '.') && numbers == 3,
        _ => false,
    }
}

/// A date with a year of four digits near our time: a slip such as 0206 is not a date.
fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    let year = (year.len() == 4).then(|| year.parse().ok())?.filter(|year| (1900..2200).contains(year))?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_read_in_every_usual_form() {
        for text in [
            "2026-03-05",
            "2026/3/5",
            "2026.3.5",
            "2026年3月5日",
            "2026 年 03 月 05 日",
            "2026年3月5号",
            "20260305",
            "２０２６．３．５",
            " 2026-3-5 ",
            "2026-03-05 00:00:00",
            "2026-03-05T08:30:00",
        ] {
            assert_eq!(read_text(text), Some(Written::Day(date(2026, 3, 5))), "{text}");
        }
    }

    #[test]
    fn a_month_is_told_from_a_day() {
        for text in ["2026年3月", "2026.03", "2026-3", "2026/03"] {
            assert_eq!(read_text(text), Some(Written::Month(date(2026, 3, 1))), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_not_guessed() {
        for text in [
            "",
            "2026",
            "26.3.5",
            "2026-02-30",
            "2026-13-01",
            "5/3/2026",
            "2026-3/5",
            "2026年",
            "明天",
            "202603",
            "0206-3-5",
            "2026--5",
            "2026-3-5-1",
            "99999999",
            "2026年3月5",
        ] {
            assert_eq!(read_text(text), None, "{text}");
        }
    }
}
