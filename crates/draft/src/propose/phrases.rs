//! Units, times and numbers in the words of the plan language.

use crate::proposal::TimingKey;

/// The unit of the plan language, and how many grains make one.
pub(super) fn unit(written: &str) -> (&'static str, i64) {
    match written {
        "小时" => ("小时", 60),
        "分钟" => ("分钟", 1),
        "学时" | "课时" => ("学时", 100),
        "学分" | "分" => ("学分", 100),
        "天" => ("天", 2),
        "本" | "册" | "部" => ("本", 1),
        "篇" | "份" => ("篇", 1),
        "字" => ("字", 1),
        _ => ("次", 1),
    }
}

/// A time in the plan language; where it recurs at a rhythm that the language has not, how often a year.
pub(super) fn timing(code: &str, notes: &mut Vec<String>) -> (Option<(TimingKey, String)>, Option<i64>) {
    let every = |word: &str| (Some((TimingKey::Every, word.to_owned())), None);
    let yearly = |times: i64, note: &str, notes: &mut Vec<String>| {
        notes.push(format!("原文：{note}"));
        (Some((TimingKey::Over, "全年".to_owned())), Some(times))
    };
    match code {
        "P1D" => every("天"),
        "P1W" => every("周"),
        "P2W" | "P15D" => every("两周"),
        "P1M" => every("月"),
        "P3M" => every("季度"),
        "P6M" => every("半年"),
        "P1Y" => every("年"),
        "P10D" => yearly(36, "每旬", notes),
        "P2M" => yearly(6, "每两个月", notes),
        "YEAR" | "PLAN" | "TERM" | "NONE" | "P1SY" => (Some((TimingKey::Over, "全年".to_owned())), None),
        "P1TERM" => {
            notes.push("每学期，学期起止待定".to_owned());
            (None, None)
        }
        _ if code.starts_with("W:--") || code.starts_with("W:2") => {
            (window(code.split(';').next().unwrap_or(code), notes), None)
        }
        _ if code.starts_with("BY:") || code.starts_with("ON:") => {
            (day(code.split(';').next().unwrap_or(code), notes), None)
        }
        _ => {
            if let Some(years) = code.strip_prefix('P').and_then(|rest| rest.strip_suffix('Y')) {
                notes.push(format!("{years}年为一个周期"));
            }
            (None, None)
        }
    }
}

/// `W:--03/--05` is from the first day of the one to the last of the other.
fn window(code: &str, notes: &mut Vec<String>) -> Option<(TimingKey, String)> {
    let (first, last) = code.strip_prefix("W:")?.split_once('/')?;
    let first = first_day(first)?;
    let last = if last.starts_with("Y+1") {
        notes.push("跨年，计至年底".to_owned());
        "12-31".to_owned()
    } else {
        last_day(last)?
    };
    (first <= last).then(|| (TimingKey::Within, format!("{first} 至 {last}")))
}

fn day(code: &str, notes: &mut Vec<String>) -> Option<(TimingKey, String)> {
    let (key, day) = code.split_once(':')?;
    if day.starts_with("Y+1") {
        notes.push("次年，计至年底".to_owned());
        return Some((TimingKey::By, "12-31".to_owned()));
    }
    let last = last_day(day)?;
    if key == "ON" {
        return Some((TimingKey::Within, format!("{last} 至 {last}")));
    }
    Some((TimingKey::By, last))
}

/// `--03` or `2026-03` is its first day; the year is the plan's.
fn first_day(code: &str) -> Option<String> {
    let (month, day) = month_and_day(code)?;
    Some(format!("{month:02}-{:02}", day.unwrap_or(1)))
}

fn last_day(code: &str) -> Option<String> {
    let (month, day) = month_and_day(code)?;
    Some(format!("{month:02}-{:02}", day.unwrap_or_else(|| crate::date::last_day(month))))
}

fn month_and_day(code: &str) -> Option<(u8, Option<u8>)> {
    let rest = code.strip_prefix("--").or_else(|| code.split_once('-').map(|(_, rest)| rest))?;
    let mut parts = rest.split('-');
    let month: u8 = parts.next()?.parse().ok()?;
    let day = parts.next().map(str::parse).transpose().ok()?;
    (1..=12).contains(&month).then_some((month, day))
}

/// Hundredths as a number without zeros behind it.
pub(super) fn number(hundredths: i64) -> String {
    let text = format!("{}.{:02}", hundredths / 100, (hundredths % 100).abs());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
