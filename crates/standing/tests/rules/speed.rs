//! How long counting and judging a daily duty takes; figures are printed, run with `--release --nocapture`.

use std::time::Instant;

use jiff::ToSpan;
use jiff::civil::date;
use xueji_plan::{Cadence, Effect, LeaveKind, Unit};
use xueji_standing::Planned;

use crate::rates::attendance_with;
use crate::sample::*;

#[test]
#[ignore = "prints figures, asserts nothing"]
fn a_year_of_daily_records_is_counted_and_judged_in_microseconds() {
    let daily = compiled(every(Cadence::Day, at_least(1, Unit::Hours)));
    let facts: Vec<_> =
        daily.periods().iter().map(|day| record_of(day.first(), day.last(), 1, Unit::Hours)).collect();
    let rounds = 2_000_u32;
    let start = Instant::now();
    for _ in 0..rounds {
        std::hint::black_box(counted(&daily, &facts));
    }
    println!("count 365 records: {:?}", start.elapsed() / rounds);
    let (counts, holder) = (counted(&daily, &facts), anyone());
    let start = Instant::now();
    for _ in 0..rounds {
        std::hint::black_box(bound(&daily, &holder));
    }
    println!("bind 365 periods: {:?}", start.elapsed() / rounds);
    let binding = bound(&daily, &holder);
    let start = Instant::now();
    for _ in 0..rounds {
        std::hint::black_box(daily.stand(&binding, &counts, &[], date(2026, 9, 9)));
    }
    println!("judge 365 periods: {:?}", start.elapsed() / rounds);
    println!("bytes: {}", counts.to_bytes().len());
}

#[test]
#[ignore = "prints figures, asserts nothing"]
fn a_rate_looks_ahead_over_a_year_of_weekly_meetings_in_microseconds() {
    let rate = attendance_with(vec![(LeaveKind::Illness, Effect::Excused)], Effect::Absent);
    let (binding, counts) = (bound(&rate, &anyone()), counted(&rate, &[]));
    let weekly: Vec<Planned<'_>> = (0..52_i64)
        .map(|week| date(2026, 1, 2).saturating_add((7 * week).days()))
        .map(|on| Planned { activity: "attendance", category: None, on, leave: None })
        .collect();
    let rounds = 2_000_u32;
    for planned in [&[], weekly.as_slice()] {
        let start = Instant::now();
        for _ in 0..rounds {
            std::hint::black_box(rate.stand(&binding, &counts, planned, date(2026, 1, 1)));
        }
        println!("judge a rate with {} meetings ahead: {:?}", planned.len(), start.elapsed() / rounds);
    }
}
