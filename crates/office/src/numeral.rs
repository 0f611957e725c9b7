//! Chinese numerals, as headings and lists are numbered.

/// 一 to 九十九; documents have no longer lists.
pub(crate) fn chinese(count: u32) -> Option<String> {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: u32| DIGITS.get(usize::try_from(value).ok()?).copied();
    match count {
        1..=9 => Some(digit(count)?.to_owned()),
        10..=19 => Some(format!("十{}", digit(count - 10)?)),
        20..=99 => Some(format!("{}十{}", digit(count / 10)?, digit(count % 10)?)),
        _ => None,
    }
}
