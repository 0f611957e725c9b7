//! What holds of every history: order, recounting, more records, days that pass.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use xueji_plan::{Amount, Cadence, Change, Duty, Effect, LeaveKind, Quantity, Rate, Timing, Unit};
use xueji_standing::{Counts, Fact, Holder, Outcome, Standing, State, Tenure};

use crate::sample::*;

fn day(number: i64) -> Date {
    date(2026, 1, 1).checked_add(number.days()).unwrap()
}

fn units() -> impl Strategy<Value = Unit> {
    prop::sample::select(vec![Unit::Times, Unit::Hours, Unit::Days, Unit::ClassHours])
}

fn amounts() -> impl Strategy<Value = Amount> {
    let rate = |percent| {
        let leave = vec![(LeaveKind::PublicDuty, Effect::Excused)];
        Amount::Rate(Rate { at_least_percent: percent, leave, made_up: Effect::Present })
    };
    prop_oneof![
        6 => (1_i64..9, units()).prop_map(|(count, unit)| at_least(count, unit)),
        1 => (1_i64..9, units()).prop_map(|(count, unit)| Amount::AtMost(Quantity::of(count, unit))),
        2 => (50_u8..100).prop_map(rate),
    ]
}

fn timings() -> impl Strategy<Value = Timing> {
    prop_oneof![
        4 => prop::sample::select(vec![
            Cadence::Day, Cadence::WorkingDay, Cadence::Week, Cadence::TwoWeeks, Cadence::Month, Cadence::Quarter,
        ]).prop_map(Timing::Every),
        1 => Just(Timing::WholePlan),
        1 => (0_i64..300, 0_i64..60).prop_map(|(first, more)| Timing::Within(span(day(first), day(first + more)))),
    ]
}

prop_compose! {
    fn duties()(
        amount in amounts(), timing in timings(), enough in prop_oneof![Just(100_u8), 50_u8..100],
        late_days in 0_u16..20, change in prop::option::of((0_i64..365, 1_i64..9)),
    ) -> Duty {
        let changes = match (&amount, change) {
            (Amount::AtLeast(before), Some((from, count))) => {
                vec![Change { from: day(from), amount: at_least(count, before.unit), why: String::new() }]
            }
            _ => Vec::new(),
        };
        Duty { enough_percent: enough, late_days, changes, ..duty(amount, timing) }
    }
}

prop_compose! {
    fn facts()(
        first in -5_i64..370, more in prop_oneof![Just(0_i64), 0_i64..12], grains in 0_i64..130, unit in units(),
        outcome in prop::sample::select(&Outcome::ALL[..]), entered in 0_i64..25, late in any::<bool>(),
    ) -> Fact<'static> {
        let last_on = day(first + more);
        Fact {
            first_on: day(first), last_on, quantity: Quantity { grains, unit }, outcome, late,
            entered_on: day(first + more + entered), ..record(last_on)
        }
    }
}

fn histories() -> impl Strategy<Value = Vec<Fact<'static>>> {
    prop::collection::vec(facts(), 0..40)
}

fn holders() -> impl Strategy<Value = Holder> {
    let leave = prop::option::of((0_i64..365, 0_i64..60));
    (0_i64..300, 0_i64..366, leave).prop_map(|(first, more, leave)| {
        let mut held = person(span(day(first), day(first + more)).into());
        held.leaves =
            leave.map(|(from, days)| Tenure::from(span(day(from), day(from + days)))).into_iter().collect();
        Holder::Person(held)
    })
}

/// The standing without the day on which it changes.
fn figures(standing: Standing) -> Standing {
    Standing { changes_on: None, ..standing }
}

proptest! {
    #[test]
    fn the_order_of_records_does_not_matter(
        duty in duties(), (before, after) in histories().prop_flat_map(|facts| (Just(facts.clone()), Just(facts).prop_shuffle())),
    ) {
        let duty = compiled(duty);
        prop_assert_eq!(counted(&duty, &before), counted(&duty, &after));
    }

    #[test]
    fn recounting_what_a_record_touches_equals_counting_all(duty in duties(), history in histories(), new in facts()) {
        let duty = compiled(duty);
        let mut stored = counted(&duty, &history);
        let mut all = history;
        all.push(new);
        let touched = duty.touched(new.first_on, new.last_on);
        if let (Some(first), Some(last)) = (duty.periods().get(touched.start), touched.end.checked_sub(1)) {
            let last = duty.periods()[last.max(touched.start)];
            let overlapping = all.iter().copied()
                .filter(|fact| fact.first_on <= last.last() && fact.last_on >= first.first());
            duty.count(&mut stored, touched, overlapping);
        }
        prop_assert_eq!(stored, counted(&duty, &all));
    }

    #[test]
    fn a_further_record_never_takes_anything_away(duty in duties(), history in histories(), new in facts()) {
        let duty = compiled(duty);
        let before = counted(&duty, &history);
        let after = counted(&duty, &[history, vec![new]].concat());
        for index in 0..duty.periods().len() {
            prop_assert!(after.period(index).grains >= before.period(index).grains);
            prop_assert!(after.period(index).attended >= before.period(index).attended);
        }
    }

    #[test]
    fn counts_survive_being_stored(duty in duties(), history in histories()) {
        let counts = counted(&compiled(duty), &history);
        prop_assert_eq!(Counts::from_bytes(&counts.to_bytes()), Some(counts));
    }

    #[test]
    fn a_standing_stays_as_it_is_until_the_day_that_it_names(
        duty in duties(), history in histories(), holder in holders(), today in -10_i64..400,
    ) {
        let duty = compiled(duty);
        let counts = counted(&duty, &history);
        let Some(binding) = duty.bound(&holder) else { return Ok(()) };
        let Some(now) = duty.stand(&binding, &counts, &[], day(today)) else { return Ok(()) };
        let until = now.changes_on.unwrap_or(day(500));
        prop_assert!(until > day(today));
        let mut later = day(today);
        while later < until {
            prop_assert_eq!(figures(now), figures(duty.stand(&binding, &counts, &[], later).unwrap()), "on {}", later);
            later = later.tomorrow().unwrap();
        }
    }

    #[test]
    fn the_figures_of_a_standing_agree_with_each_other_and_with_the_history(
        duty in duties(), history in histories(), holder in holders(), today in -10_i64..400,
    ) {
        let duty = compiled(duty);
        let counts = counted(&duty, &history);
        let Some(binding) = duty.bound(&holder) else { return Ok(()) };
        let Some(now) = duty.stand(&binding, &counts, &[], day(today)) else { return Ok(()) };
        prop_assert!(now.periods_met + now.missed + now.repairable <= now.periods_owed);
        prop_assert!(now.missed <= now.periods_owed);
        let periods = duty.period_states(&binding, &counts, &[], day(today));
        let having = |state| u32::try_from(periods.iter().filter(|period| period.state == state).count()).unwrap();
        prop_assert_eq!(having(State::Met), now.periods_met);
        prop_assert_eq!(having(State::Missed), now.missed);
        prop_assert_eq!(periods.len(), duty.periods().len());
    }

    #[test]
    fn two_who_share_a_place_owe_together_what_one_owes_alone(
        count in 1_i64..80, split in 1_i64..364,
        cadence in prop::sample::select(vec![Cadence::Week, Cadence::Month, Cadence::Quarter, Cadence::Year]),
    ) {
        let duty = compiled(every(cadence, times(count)));
        let alone = owed(&duty, &anyone());
        let first = owed(&duty, &member(day(0), day(split - 1)));
        let second = owed(&duty, &member(day(split), day(364)));
        for index in 0..alone.len() {
            // Each share is rounded by itself, so together they may differ by one.
            prop_assert!((first[index] + second[index] - alone[index]).abs() <= 1);
        }
    }
}
