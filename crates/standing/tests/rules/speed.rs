//! How long counting and judging a daily duty takes; figures are printed, run with `--release --nocapture`.

use std::time::Instant;

use jiff::civil::date;
use xueji_plan::{Cadence, Unit};

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
