//! The year as a heat map: a square for each day, weeks as columns.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use xueji_plan::Span;

use crate::shell::Context;
use crate::standings::say;

/// A square is so wide with its gap.
const STEP: i64 = 12;
/// Room for the names of months above.
const TOP: i64 = 14;

/// The map.
pub(super) struct Heat {
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) squares: Vec<Square>,
    /// Where each month begins.
    pub(super) months: Vec<(i64, String)>,
    /// The same as a table: month and records.
    pub(super) by_month: Vec<(String, i64)>,
}

/// A day.
pub(super) struct Square {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) level: i64,
    pub(super) label: String,
    /// Empty where nothing was recorded.
    pub(super) href: String,
}

impl Heat {
    /// `counts` holds the days with records; nothing where there are none.
    pub(super) fn new(
        span: Span,
        counts: &BTreeMap<Date, i64>,
        linked: bool,
        context: &Context,
    ) -> Option<Self> {
        if counts.is_empty() {
            return None;
        }
        let (lang, t) = (context.lang, context.t());
        let offset = i64::from(span.first().weekday().since(Weekday::Monday));
        let (mut squares, mut months) = (Vec::new(), Vec::new());
        let mut by_month: Vec<(String, i64)> = Vec::new();
        let days = span.first().series(1.day()).take_while(|day| *day <= span.last()).take(400);
        for (index, day) in (offset..).zip(days) {
            let count = counts.get(&day).copied().unwrap_or(0);
            let x = index / 7 * STEP;
            if day == span.first() || day.day() == 1 {
                let name = match lang {
                    crate::shell::Lang::Chinese => format!("{}月", day.month()),
                    crate::shell::Lang::English => day.strftime("%b").to_string(),
                };
                months.push((x, name.clone()));
                by_month.push((name, 0));
            }
            if let Some((_, sum)) = by_month.last_mut() {
                *sum += count;
            }
            squares.push(Square {
                x,
                y: TOP + index % 7 * STEP,
                level: count.min(4),
                label: t.standings_heat_day(say::day(day, lang), count.to_string()),
                href: if linked && count > 0 { format!("/records?on={day}") } else { String::new() },
            });
        }
        let width = squares.last().map_or(0, |last| last.x) + STEP;
        Some(Self { width, height: TOP + 7 * STEP, squares, months, by_month })
    }
}
