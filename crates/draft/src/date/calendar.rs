//! Reading days character by character.

use super::{Day, When};

/// The last day of a month; of February the one that every year has.
pub(crate) fn last_day(month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28,
        _ => 31,
    }
}

/// The characters of a clause.
pub(super) struct Reader<'a>(&'a [char]);

/// Something read, and where it ends.
type Read<T> = Option<(T, usize)>;

impl<'a> Reader<'a> {
    pub(super) fn new(symbols: &'a [char]) -> Self {
        Self(symbols)
    }

    /// What is said of days from `at` on, if something is.
    pub(super) fn when(&self, at: usize) -> Read<When> {
        let first = *self.0.get(at)?;
        let begins = first.is_ascii_digit()
            || matches!(first, '〇' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
            || matches!(first, '上' | '下' | '年' | '第' | '次' | '翌' | '来');
        if !begins {
            return None;
        }
        // In the middle of a number or after 每 it is no day of its own.
        let before = at.checked_sub(1).and_then(|before| self.0.get(before));
        if before.is_some_and(|symbol| *symbol == '每' || numeral_of(*symbol).is_some()) {
            return None;
        }
        self.part_of_year(at).or_else(|| self.days(at))
    }

    /// 第三季度, 上半年, 年底前.
    fn part_of_year(&self, at: usize) -> Read<When> {
        let month = |month| Day { year: None, is_next: false, month, day: None };
        for (word, first, last) in [("上半年", 1, 6), ("下半年", 7, 12)] {
            if let Some(end) = self.word(at, word) {
                return Some((When::Window(month(first), month(last)), end));
            }
        }
        for word in ["年底", "年终", "年末"] {
            if let Some(end) = self.word(at, word) {
                return Some((When::By(month(12).last()), self.before(end).unwrap_or(end)));
            }
        }
        let start = self.word(at, "第").unwrap_or(at);
        let (quarter, end) = self.number(start, 4)?;
        let end = self.word(end, "季度")?;
        // 一季度一次 is how often.
        if start == at && self.number(end, 99).is_some_and(|(_, end)| self.word(end, "次").is_some()) {
            return None;
        }
        Some((When::Window(month(quarter * 3 - 2), month(quarter * 3)), end))
    }

    fn days(&self, at: usize) -> Read<When> {
        let (first, end, part) = self.day(at, None)?;
        let from = match part {
            Part::Whole(first, _) => first,
            Part::End => return Some((When::By(first.last()), self.before(end).unwrap_or(end))),
        };
        if let Some((last, end)) = self.other_end(end, first) {
            return Some((When::Window(from, last), end));
        }
        if let Some(end) = self.before(end) {
            return Some((When::By(first.last()), end));
        }
        match part {
            Part::Whole(first, last) if first != last || first.day.is_none() => {
                Some((When::Window(first, last), end))
            }
            _ => Some((When::On(first), end)),
        }
    }

    /// `至5月`, `-20日`: the other end of a window.
    fn other_end(&self, at: usize, first: Day) -> Read<Day> {
        let symbol = self.0.get(at)?;
        if !matches!(symbol, '-' | '至' | '到' | '~') {
            return None;
        }
        if let Some((last, end, Part::Whole(..))) = self.day(at + 1, first.year) {
            return Some((last, end));
        }
        // 9月1日-20日 says the month once.
        first.day?;
        let (day, end) = self.number(at + 1, last_day(first.month))?;
        let end = self.word(end, "日")?;
        Some((Day { day: Some(day), ..first }, end))
    }

    /// `2025年3月5日`, `3月份`, `6月下旬`, `11月底`; also the `7` of `7-8月`, which borrows the month's word.
    fn day(&self, at: usize, year: Option<u16>) -> Option<(Day, usize, Part)> {
        let (year, at) = self.year(at).map_or((year, at), |(year, end)| (Some(year), end));
        let next = ["次年", "翌年", "来年"].into_iter().find_map(|word| self.word(at, word));
        let (is_next, at) = (next.is_some(), next.unwrap_or(at));
        let (month, end) = self.number(at, 12)?;
        let day = |day| Day { year, is_next, month, day };
        if matches!(self.0.get(end), Some('-' | '至' | '到' | '~')) {
            let (other, after) = self.number(end + 1, 12)?;
            self.word(after, "月").filter(|_| other > month)?;
            return Some((day(None), end, Part::Whole(day(None), day(None))));
        }
        let end = self.word(end, "月")?;
        for (word, first, last) in [("上旬", 1, 10), ("中旬", 11, 20), ("下旬", 21, last_day(month))] {
            if let Some(end) = self.word(end, word) {
                return Some((day(Some(last)), end, Part::Whole(day(Some(first)), day(Some(last)))));
            }
        }
        if let Some(end) = self.word(end, "底").or_else(|| self.word(end, "末")) {
            return Some((day(None), end, Part::End));
        }
        if let Some((number, end)) = self.number(end, 31) {
            let end = self.word(end, "日")?;
            let is_there = number <= last_day(month) || (month == 2 && number == 29);
            return is_there
                .then(|| (day(Some(number)), end, Part::Whole(day(Some(number)), day(Some(number)))));
        }
        // 12月龄 and 3月期 are words of another kind.
        let end = self.word(end, "份").unwrap_or(end);
        let follows = self.0.get(end);
        let is_month = follows.is_none_or(|symbol| !matches!(symbol, '龄' | '期' | '度'));
        is_month.then(|| (day(None), end, Part::Whole(day(None), day(None))))
    }

    /// Four digits before 年.
    fn year(&self, at: usize) -> Read<u16> {
        let digits: Option<Vec<u16>> =
            (at..at + 4).map(|place| self.0.get(place).and_then(|symbol| numeral_of(*symbol))).collect();
        let year = digits?.into_iter().fold(0, |year, digit| year * 10 + digit);
        let end = self.word(at + 4, "年")?;
        (1900..2200).contains(&year).then_some((year, end))
    }

    /// 前, 之前, 以前.
    fn before(&self, at: usize) -> Option<usize> {
        ["之前", "以前", "前"].into_iter().find_map(|word| self.word(at, word))
    }

    /// A number from 1 to `most`, in digits or as 十二, 二十一.
    fn number(&self, at: usize, most: u8) -> Read<u8> {
        let (mut value, mut end) = (0_u16, at);
        while let Some(symbol) = self.0.get(end).filter(|_| end < at + 3) {
            value = match (numeral_of(*symbol), symbol) {
                (Some(digit), _) if symbol.is_ascii_digit() => value * 10 + digit,
                (Some(digit), _) => value + digit,
                (None, '十') => value.max(1) * 10,
                _ => break,
            };
            end += 1;
        }
        let value = u8::try_from(value).ok().filter(|value| (1..=most).contains(value))?;
        (end > at).then_some((value, end))
    }

    /// Where a word that begins at `at` ends.
    fn word(&self, at: usize, word: &str) -> Option<usize> {
        let mut on = self.0.get(at..)?.iter();
        word.chars().all(|symbol| on.next() == Some(&symbol)).then(|| at + word.chars().count())
    }
}

/// How much of its month a day says.
#[derive(Clone, Copy)]
enum Part {
    /// From one day to another: a month, ten days of it, or a single day.
    Whole(Day, Day),
    /// 月底: not a day, but no later than the last.
    End,
}

fn numeral_of(symbol: char) -> Option<u16> {
    const DIGITS: &[char] = &['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let written = || DIGITS.iter().zip(0..).find(|(digit, _)| **digit == symbol).map(|(_, value)| value);
    symbol.to_digit(10).and_then(|digit| u16::try_from(digit).ok()).or_else(written)
}
