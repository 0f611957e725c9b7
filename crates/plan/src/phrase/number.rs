//! Numbers at the beginning of a phrase: 12, 1.5, 十二, 半.

/// A number in thousandths, and what follows it.
pub(super) fn leading(text: &str) -> Option<(i64, &str)> {
    decimal(text).or_else(|| chinese(text))
}

fn decimal(text: &str) -> Option<(i64, &str)> {
    let (whole, rest) = digits(text)?;
    let whole: i64 = whole.parse().ok()?;
    let thousandths = whole.checked_mul(1000)?;
    let Some((fraction, rest)) = rest.strip_prefix('.').and_then(digits) else {
        return Some((thousandths, rest));
    };
    if fraction.len() > 3 {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<3}").parse().ok()?;
    Some((thousandths.checked_add(fraction)?, rest))
}

fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// Up to 九十九, and 半; more is written in digits by everybody.
fn chinese(text: &str) -> Option<(i64, &str)> {
    if let Some(rest) = text.strip_prefix('半') {
        return Some((500, rest));
    }
    let (tens, rest) = match (digit(text), text.strip_prefix('十')) {
        (Some((tens, rest)), _) if rest.starts_with('十') => (Some(tens), rest.strip_prefix('十')?),
        (None, Some(rest)) => (Some(1), rest),
        _ => (None, text),
    };
    match (tens, digit(rest)) {
        (Some(tens), Some((ones, rest))) => Some(((tens * 10 + ones) * 1000, rest)),
        (Some(tens), None) => Some((tens * 10_000, rest)),
        (None, Some((ones, rest))) => Some((ones * 1000, rest)),
        (None, None) => None,
    }
}

fn digit(text: &str) -> Option<(i64, &str)> {
    let first = text.chars().next()?;
    let value = match first {
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    };
    Some((value, text.strip_prefix(first)?))
}

#[cfg(test)]
mod tests {
    use super::leading;

    #[test]
    fn numbers_are_read_in_digits_and_in_chinese() {
        for (text, thousandths, rest) in [
            ("12次", 12_000, "次"),
            ("1.5小时", 1_500, "小时"),
            ("半天", 500, "天"),
            ("两篇", 2_000, "篇"),
            ("十次", 10_000, "次"),
            ("十二次", 12_000, "次"),
            ("九十学时", 90_000, "学时"),
            ("二十五学分", 25_000, "学分"),
        ] {
            assert_eq!(leading(text), Some((thousandths, rest)), "{text}");
        }
        assert_eq!(leading("若干次"), None);
        assert_eq!(leading("99999999999999999999次"), None);
    }
}
