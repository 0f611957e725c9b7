//! One numeral: digits, Chinese numerals, halves, fractions and percents.

use super::Scale;

/// A numeral and where it ends, counted from the beginning of its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numeral {
    pub(super) hundredths: i64,
    pub(super) end: usize,
    pub(super) scale: Scale,
}

/// Larger values are no amounts of learning; digits beyond them are a telephone number or an account.
const LARGEST: i64 = 100_000_000_000;

/// The numeral that begins at `at`, if one does.
pub(super) fn numeral(symbols: &[char], at: usize) -> Option<Numeral> {
    let first = *symbols.get(at)?;
    let begins = first.is_ascii_digit()
        || matches!(
            first,
            '一' | '二'
                | '两'
                | '三'
                | '四'
                | '五'
                | '六'
                | '七'
                | '八'
                | '九'
                | '十'
                | '百'
                | '零'
                | '〇'
                | '○'
                | '半'
        );
    if !begins {
        return None;
    }
    percent_of(symbols, at)
        .or_else(|| fraction(symbols, at))
        .or_else(|| plain(symbols, at))
        .or_else(|| half(symbols, at))
}

/// 百分之九十五.
fn percent_of(symbols: &[char], at: usize) -> Option<Numeral> {
    let rest = symbols.get(at..)?;
    rest.starts_with(&['百', '分', '之']).then_some(())?;
    let value = plain(symbols, at + 3)?;
    Some(Numeral { scale: Scale::Percent, ..value })
}

/// 三分之二, 2/3: in percent.
fn fraction(symbols: &[char], at: usize) -> Option<Numeral> {
    let first = whole(symbols, at)?;
    let between = symbols.get(first.end..)?;
    if between.starts_with(&['分', '之']) {
        let above = whole(symbols, first.end + 2)?;
        return share(above.hundredths, first.hundredths, above.end);
    }
    if between.starts_with(&['/']) {
        let below = whole(symbols, first.end + 1)?;
        return share(first.hundredths, below.hundredths, below.end);
    }
    None
}

fn share(above: i64, below: i64, end: usize) -> Option<Numeral> {
    let is_share = above > 0 && above < below;
    // Rounded to hundredths of a percent.
    let hundredths = is_share.then(|| (above * 10_000 * 2 + below) / (below * 2))?;
    Some(Numeral { hundredths, end, scale: Scale::Percent })
}

/// 半天, 半小时: a half of what follows; 半年 and 半月 are spans of time of their own.
fn half(symbols: &[char], at: usize) -> Option<Numeral> {
    let is_half =
        symbols.get(at) == Some(&'半') && matches!(symbols.get(at + 1), Some('天' | '日' | '小' | '个'));
    is_half.then_some(Numeral { hundredths: 50, end: at + 1, scale: Scale::Units })
}

/// Digits or Chinese numerals, with 万 and 千 multiplied out, and what follows them: %, 成, 个半.
fn plain(symbols: &[char], at: usize) -> Option<Numeral> {
    let mut value = whole(symbols, at)?;
    match symbols.get(value.end) {
        Some('%') => {
            value.end += 1;
            value.scale = Scale::Percent;
        }
        Some('成') if value.hundredths < 1_000 => {
            value.end += 1;
            value.hundredths *= 10;
            value.scale = Scale::Percent;
            // 九成五
            if let Some(part) = symbols.get(value.end).and_then(|symbol| digit_of(*symbol)) {
                value.end += 1;
                value.hundredths += part * 100;
            }
        }
        // 一个半小时
        Some('个') if symbols.get(value.end + 1) == Some(&'半') => {
            value.end += 2;
            value.hundredths += 50;
        }
        _ => {}
    }
    Some(value)
}

fn whole(symbols: &[char], at: usize) -> Option<Numeral> {
    let mut value = digits(symbols, at).or_else(|| chinese(symbols, at))?;
    let by = match symbols.get(value.end) {
        Some('万') => 10_000,
        Some('千') => 1_000,
        _ => return Some(value),
    };
    value.hundredths = value.hundredths.checked_mul(by).filter(|value| *value <= LARGEST)?;
    value.end += 1;
    Some(value)
}

/// 60, 1.5, 12,000: to hundredths, which is finer than any document asks for.
fn digits(symbols: &[char], at: usize) -> Option<Numeral> {
    let value_of = |symbol: &char| symbol.to_digit(10).map(i64::from);
    symbols.get(at).and_then(value_of)?;
    let (mut value, mut end, mut places) = (0_i64, at, None);
    while let Some(symbol) = symbols.get(end) {
        let next = symbols.get(end + 1).and_then(value_of);
        match (value_of(symbol), symbol) {
            (Some(digit), _) if places.is_none_or(|places| places < 2) => {
                value = value.checked_mul(10)?.checked_add(digit).filter(|value| *value <= LARGEST)?;
                places = places.map(|places| places + 1);
            }
            (Some(_), _) => {}
            (None, '.') if places.is_none() && next.is_some() => places = Some(0),
            (None, ',') if places.is_none() && is_thousands(symbols, end) => {}
            _ => break,
        }
        end += 1;
    }
    let scale = match places {
        None => 100,
        Some(1) => 10,
        _ => 1,
    };
    Some(Numeral { hundredths: value.checked_mul(scale)?, end, scale: Scale::Units })
}

/// A comma with just three digits after it.
fn is_thousands(symbols: &[char], comma: usize) -> bool {
    let is_digit = |at: usize| symbols.get(at).is_some_and(char::is_ascii_digit);
    (1..=3).all(|step| is_digit(comma + step)) && !is_digit(comma + 4)
}

/// 十二, 三百零五, 二〇二五.
fn chinese(symbols: &[char], at: usize) -> Option<Numeral> {
    let (mut sum, mut last, mut end, mut has_unit) = (0_i64, None::<i64>, at, false);
    while let Some(symbol) = symbols.get(end) {
        if let Some(digit) = digit_of(*symbol) {
            // Digits one after the other are read out, as in years.
            last = Some(
                last.unwrap_or(0).checked_mul(10)?.checked_add(digit).filter(|value| *value <= LARGEST)?,
            );
        } else if let Some(unit) = unit_of(*symbol) {
            sum += last.take().unwrap_or(1) * unit;
            has_unit = true;
        } else {
            break;
        }
        end += 1;
    }
    if end == at || (!has_unit && last.is_none()) {
        return None;
    }
    Some(Numeral { hundredths: (sum + last.unwrap_or(0)).checked_mul(100)?, end, scale: Scale::Units })
}

fn digit_of(symbol: char) -> Option<i64> {
    const DIGITS: &[char] = &['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match symbol {
        '零' | '○' => Some(0),
        '两' => Some(2),
        _ => DIGITS.iter().zip(0..).find(|(digit, _)| **digit == symbol).map(|(_, value)| value),
    }
}

fn unit_of(symbol: char) -> Option<i64> {
    match symbol {
        '十' => Some(10),
        '百' => Some(100),
        _ => None,
    }
}
