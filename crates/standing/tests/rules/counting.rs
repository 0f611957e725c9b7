//! What counts, where, and how much (R5 to R7).

use jiff::civil::{Date, date};
use xueji_plan::{Cadence, Counting, Evidence, LeaveKind, Quantity, Timing, Unit};
use xueji_standing::{CompiledDuty, EvidenceSet, Fact, Outcome};

use crate::sample::*;

fn by_period(duty: &CompiledDuty, facts: &[Fact<'_>]) -> Vec<i64> {
    let counts = counted(duty, facts);
    (0..duty.periods().len()).map(|index| counts.period(index).grains).collect()
}

fn monthly() -> CompiledDuty {
    compiled(every(Cadence::Month, times(1)))
}

fn first_months(duty: &CompiledDuty, facts: &[Fact<'_>]) -> [i64; 3] {
    let months = by_period(duty, facts);
    [months[0], months[1], months[2]]
}

#[test]
fn a_record_across_a_periods_end_counts_on_its_last_day() {
    let course = record_of(date(2026, 1, 30), date(2026, 2, 2), 1, Unit::Times);
    assert_eq!(first_months(&monthly(), &[course]), [0, 1, 0]);
}

#[test]
fn days_are_counted_on_the_days_that_they_were() {
    let field_days = compiled(every(Cadence::Month, at_least(5, Unit::Days)));
    let trip = record_of(date(2026, 1, 30), date(2026, 2, 2), 4, Unit::Days);
    assert_eq!(first_months(&field_days, &[trip]), [4, 4, 0], "in half days");
    let shorter = record_of(date(2026, 1, 30), date(2026, 2, 2), 3, Unit::Days);
    assert_eq!(first_months(&field_days, &[shorter]), [4, 2, 0], "one day after the other");
    let absurd = record_of(date(2026, 1, 30), date(2026, 1, 30), 100, Unit::Days);
    assert_eq!(first_months(&field_days, &[absurd]), [2, 0, 0], "a day is a day");
}

#[test]
fn no_day_counts_twice() {
    let field_days = compiled(duty(at_least(60, Unit::Days), Timing::WholePlan));
    let on = date(2026, 3, 2);
    let half = Fact { quantity: Quantity { grains: 1, unit: Unit::Days }, ..record(on) };
    let full = record_of(on, on, 1, Unit::Days);
    let cases = [
        (vec![half], 1, "a half day"),
        (vec![half, half], 2, "two half days make a day"),
        (vec![half, full], 2, "a half day on a full day"),
        (vec![full, full], 2, "a day entered by two"),
        (vec![full, record_of(on, date(2026, 3, 3), 2, Unit::Days)], 4, "two overlapping trips"),
    ];
    for (facts, half_days, what) in cases {
        assert_eq!(by_period(&field_days, &facts), [half_days], "{what}");
    }
}

#[test]
fn a_record_entered_after_the_late_window_counts_for_nothing() {
    let entered = |entered_on: Date, late| Fact { entered_on, late, ..record(date(2026, 1, 12)) };
    let monthly = monthly();
    let in_time = counted(&monthly, &[entered(date(2026, 2, 7), true)]);
    assert_eq!((in_time.period(0).records, in_time.late_records()), (1, 1), "and is shown as late");
    let too_late = counted(&monthly, &[entered(date(2026, 2, 8), true)]);
    assert_eq!((too_late.period(0).records, too_late.late_records()), (0, 0));
}

#[test]
fn a_record_without_the_evidence_asked_for_does_not_count() {
    let mut with_note = every(Cadence::Month, times(1));
    with_note.evidence = vec![Evidence::Note];
    let with_note = compiled(with_note);
    let bare = record(date(2026, 1, 5));
    let noted = Fact { evidence: EvidenceSet::NONE.with(Evidence::Note).with(Evidence::Minutes), ..bare };
    assert_eq!(first_months(&with_note, &[bare]), [0, 0, 0]);
    assert_eq!(first_months(&with_note, &[noted]), [1, 0, 0]);
}

#[test]
fn what_must_be_attested_or_reviewed_counts_once_it_is() {
    let cases =
        [(Counting::Declared, [1, 1, 1]), (Counting::Attested, [0, 1, 1]), (Counting::Reviewed, [0, 0, 1])];
    for (counting, expected) in cases {
        let mut asked = every(Cadence::Month, times(1));
        asked.counting = counting;
        let declared = record(date(2026, 1, 5));
        let attested = Fact { attested: true, ..record(date(2026, 2, 5)) };
        let reviewed = Fact { reviewed: true, ..record(date(2026, 3, 5)) };
        assert_eq!(first_months(&compiled(asked), &[declared, attested, reviewed]), expected, "{counting:?}");
    }
}

#[test]
fn only_the_activity_and_category_asked_for_count() {
    let mut theory = every(Cadence::Month, times(1));
    theory.about = Some("theory".into());
    theory.does = vec!["reading".into(), "study".into()];
    let theory = compiled(theory);
    let about = |category| Fact { category, ..record(date(2026, 1, 5)) };
    assert_eq!(first_months(&theory, &[about(Some("theory"))])[0], 1);
    assert_eq!(first_months(&theory, &[Fact { activity: "reading", ..about(Some("theory")) }])[0], 1);
    assert_eq!(first_months(&theory, &[about(Some("science")), about(None)])[0], 0);
    assert_eq!(first_months(&theory, &[Fact { activity: "sport", ..about(Some("theory")) }])[0], 0);
}

#[test]
fn who_was_not_there_has_not_done_it() {
    let monthly = monthly();
    for outcome in Outcome::ALL {
        let counts = counted(&monthly, &[Fact { outcome, ..record(date(2026, 1, 5)) }]);
        let away = matches!(outcome, Outcome::Absent | Outcome::Leave(_));
        assert_eq!(counts.period(0).records, u32::from(!away), "{outcome:?}");
    }
    assert!(!Outcome::Leave(LeaveKind::Illness).took_part());
}

#[test]
fn amounts_are_converted_only_as_the_plan_says() {
    let class_hours = compiled(every(Cadence::Month, at_least(8, Unit::ClassHours)));
    let on = date(2026, 1, 5);
    assert_eq!(
        first_months(&class_hours, &[record_of(on, on, 1, Unit::Days)])[0],
        800,
        "1 day is 8 class hours"
    );
    assert_eq!(first_months(&class_hours, &[record_of(on, on, 6, Unit::Hours)])[0], 0, "clock hours are not");
    let monthly = monthly();
    assert_eq!(first_months(&monthly, &[record_of(on, on, 3, Unit::Hours)])[0], 1, "a happening of 3 hours");
    assert_eq!(first_months(&monthly, &[record_of(on, on, 3, Unit::Times)])[0], 3, "three happenings");
}

#[test]
fn a_record_on_a_day_off_counts_for_no_working_day() {
    let daily = compiled(every(Cadence::WorkingDay, at_least(1, Unit::Hours)));
    let sunday = record_of(date(2026, 1, 11), date(2026, 1, 11), 1, Unit::Hours);
    let worked_sunday = record_of(date(2026, 1, 4), date(2026, 1, 4), 1, Unit::Hours);
    assert!(by_period(&daily, &[sunday]).iter().all(|grains| *grains == 0));
    assert_eq!(by_period(&daily, &[worked_sunday]).iter().sum::<i64>(), 60, "an adjusted working day");
    let yearly = compiled(duty(at_least(100, Unit::Hours), Timing::WholePlan));
    assert_eq!(by_period(&yearly, &[sunday]), [60], "it is not lost for others");
}
