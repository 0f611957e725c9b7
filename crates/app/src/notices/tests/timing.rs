//! When something is sent, on a clock of its own: 2026, whose Spring Festival is free from 15 to 23 February.

use jiff::civil::{Date, DateTime, date};
use xueji_plan::Calendar;

use crate::notices::timing::{Manner, Quiet, Rhythm, Verdict, Waiting, verdict};

fn at(day: Date, hour: i8, minute: i8) -> DateTime {
    day.at(hour, minute, 0, 0)
}

fn told(at: DateTime) -> Waiting {
    Waiting { told: at, until: None, urgent: false }
}

fn judged(waiting: &Waiting, manner: &Manner, sent: u32, now: DateTime) -> Verdict {
    let calendar = Calendar::china(2026..=2027);
    verdict(waiting, manner, sent, now, &|day| calendar.is_working_day(day))
}

fn gathered(rhythm: Rhythm) -> Manner {
    Manner { rhythm, hour: 8, ..Manner::default() }
}

/// A Thursday.
const DAY: Date = date(2026, 3, 5);

#[test]
fn by_day_something_is_sent_at_once() {
    let noon = at(DAY, 12, 0);
    assert_eq!(judged(&told(noon), &Manner::default(), 0, noon), Verdict::Send);
}

#[test]
fn at_night_it_waits_for_the_morning_of_a_working_day() {
    let manner = Manner::default();
    let evening = at(DAY, 21, 0);
    assert_eq!(judged(&told(evening), &manner, 0, evening), Verdict::Wait(at(date(2026, 3, 6), 7, 30)));
    let early = at(DAY, 7, 29);
    assert_eq!(judged(&told(early), &manner, 0, early), Verdict::Wait(at(DAY, 7, 30)));
    assert_eq!(judged(&told(early), &manner, 0, at(DAY, 7, 30)), Verdict::Send);
    let friday = at(date(2026, 3, 6), 22, 0);
    assert_eq!(judged(&told(friday), &manner, 0, friday), Verdict::Wait(at(date(2026, 3, 9), 7, 30)));
}

#[test]
fn a_festival_is_not_disturbed_and_a_saturday_that_is_worked_is_no_rest_day() {
    let manner = Manner::default();
    let eve = at(date(2026, 2, 14), 21, 30);
    assert_eq!(judged(&told(eve), &manner, 0, eve), Verdict::Wait(at(date(2026, 2, 24), 7, 30)));
    let worked = at(date(2026, 2, 14), 10, 0);
    assert_eq!(judged(&told(worked), &manner, 0, worked), Verdict::Send);
}

#[test]
fn whoever_wants_neither_quiet_nor_rest_is_written_to_at_any_time() {
    let quiet = Quiet { from: DAY.at(0, 0, 0, 0).time(), to: DAY.at(0, 0, 0, 0).time(), rest_days: false };
    let manner = Manner { quiet, ..Manner::default() };
    let sunday_night = at(date(2026, 3, 8), 23, 0);
    assert_eq!(judged(&told(sunday_night), &manner, 0, sunday_night), Verdict::Send);
}

#[test]
fn quiet_at_noon_ends_on_the_same_day() {
    let quiet = Quiet { from: at(DAY, 12, 0).time(), to: at(DAY, 14, 0).time(), rest_days: true };
    let manner = Manner { quiet, ..Manner::default() };
    let noon = at(DAY, 12, 30);
    assert_eq!(judged(&told(noon), &manner, 0, noon), Verdict::Wait(at(DAY, 14, 0)));
    assert_eq!(judged(&told(noon), &manner, 0, at(DAY, 22, 0)), Verdict::Send);
}

#[test]
fn what_is_gathered_daily_goes_out_at_the_next_chosen_hour() {
    let manner = gathered(Rhythm::Daily);
    let noon = at(DAY, 12, 0);
    let next = at(date(2026, 3, 6), 8, 0);
    assert_eq!(judged(&told(noon), &manner, 0, noon), Verdict::Wait(next));
    assert_eq!(judged(&told(noon), &manner, 0, next), Verdict::Send);
    let early = at(DAY, 7, 45);
    assert_eq!(judged(&told(early), &manner, 0, early), Verdict::Wait(at(DAY, 8, 0)));
    // Of Friday afternoon on Monday, when the quiet ends: the hour is gone by.
    let friday = at(date(2026, 3, 6), 15, 0);
    assert_eq!(judged(&told(friday), &manner, 0, friday), Verdict::Wait(at(date(2026, 3, 9), 7, 30)));
}

#[test]
fn what_is_gathered_weekly_goes_out_on_monday_or_the_first_working_day_after() {
    let manner = gathered(Rhythm::Weekly);
    let noon = at(DAY, 12, 0);
    assert_eq!(judged(&told(noon), &manner, 0, noon), Verdict::Wait(at(date(2026, 3, 9), 8, 0)));
    let before = at(date(2026, 2, 11), 12, 0);
    assert_eq!(judged(&told(before), &manner, 0, before), Verdict::Wait(at(date(2026, 2, 24), 7, 30)));
}

#[test]
fn above_the_most_of_a_week_it_waits_for_the_next() {
    let noon = at(DAY, 12, 0);
    let manner = Manner::default();
    assert_eq!(judged(&told(noon), &manner, 6, noon), Verdict::Send);
    let monday = at(date(2026, 3, 9), 7, 30);
    assert_eq!(judged(&told(noon), &manner, 7, noon), Verdict::Wait(monday));
    assert_eq!(judged(&told(noon), &manner, 0, monday), Verdict::Send, "the new week begins at nothing");
}

#[test]
fn what_would_come_too_late_is_not_sent_at_all() {
    let evening = at(DAY, 22, 0);
    let before_work = Waiting { until: Some(at(date(2026, 3, 6), 7, 0)), ..told(evening) };
    assert_eq!(judged(&before_work, &Manner::default(), 0, evening), Verdict::Drop);
    let over = Waiting { until: Some(at(DAY, 12, 0)), ..told(at(DAY, 9, 0)) };
    assert_eq!(judged(&over, &Manner::default(), 0, at(DAY, 12, 0)), Verdict::Drop);
}

#[test]
fn the_urgent_goes_before_what_it_would_come_too_late_with_and_waits_where_that_is_early_enough() {
    let manner = gathered(Rhythm::Weekly);
    let noon = at(DAY, 12, 0);
    let tomorrow = Waiting { until: Some(at(date(2026, 3, 6), 14, 0)), urgent: true, ..told(noon) };
    assert_eq!(judged(&tomorrow, &manner, 0, noon), Verdict::Send);
    assert_eq!(
        judged(&tomorrow, &Manner::default(), 7, noon),
        Verdict::Send,
        "above the most of a week, too"
    );
    let in_two_weeks = Waiting { until: Some(at(date(2026, 3, 19), 14, 0)), ..tomorrow };
    assert_eq!(judged(&in_two_weeks, &manner, 0, noon), Verdict::Wait(at(date(2026, 3, 9), 8, 0)));
    let not_urgent = Waiting { urgent: false, ..tomorrow };
    assert_eq!(judged(&not_urgent, &manner, 0, noon), Verdict::Drop);
}

#[test]
fn the_urgent_disturbs_a_rest_day_where_the_day_after_would_be_too_late_and_never_a_night() {
    let saturday = at(date(2026, 3, 7), 10, 0);
    let today = Waiting { until: Some(at(date(2026, 3, 7), 15, 0)), urgent: true, ..told(saturday) };
    assert_eq!(judged(&today, &Manner::default(), 0, saturday), Verdict::Send);
    let on_tuesday = Waiting { until: Some(at(date(2026, 3, 10), 15, 0)), ..today };
    let monday = Verdict::Wait(at(date(2026, 3, 9), 7, 30));
    assert_eq!(judged(&on_tuesday, &Manner::default(), 0, saturday), monday);
    let night = at(date(2026, 3, 6), 23, 0);
    let of_saturday = Waiting { told: night, ..today };
    let morning = Verdict::Wait(at(date(2026, 3, 7), 7, 30));
    assert_eq!(judged(&of_saturday, &Manner::default(), 0, night), morning);
}
