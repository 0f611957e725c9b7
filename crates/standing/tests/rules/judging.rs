//! The states and figures of a standing (R8, R10).

use jiff::civil::{Date, date};
use xueji_plan::{Amount, Cadence, Quantity, Timing, Unit};
use xueji_standing::{Fact, Pace, State};

use crate::sample::*;

#[test]
fn one_act_in_a_window_goes_from_not_begun_to_missed() {
    let campaign = compiled(duty(times(1), Timing::Within(span(date(2026, 3, 1), date(2026, 3, 31)))));
    let cases = [
        (date(2026, 2, 28), State::NotYetBegun),
        (date(2026, 3, 1), State::OnTrack),
        (date(2026, 3, 26), State::OnTrack),
        (date(2026, 3, 27), State::Due),
        (date(2026, 3, 31), State::Due),
        (date(2026, 4, 1), State::Behind),
        (date(2026, 4, 7), State::Behind),
        (date(2026, 4, 8), State::Missed),
    ];
    for (today, state) in cases {
        assert_eq!(standing(&campaign, &[], today).state, state, "{today}");
    }
    let done = standing(&campaign, &[record(date(2026, 3, 9))], date(2026, 3, 9));
    assert_eq!((done.state, done.done, done.owed, done.next_due), (State::Met, 1, 1, None));
    assert_eq!(standing(&campaign, &[], date(2026, 3, 2)).next_due, Some(date(2026, 3, 31)));
    assert_eq!(standing(&campaign, &[], date(2026, 4, 9)).changes_on, None, "nothing can change any more");
}

#[test]
fn a_large_amount_is_behind_when_it_lags_by_more_than_a_sixth() {
    let field_days = compiled(duty(at_least(60, Unit::Days), Timing::WholePlan));
    assert_eq!(standing(&field_days, &[], date(2026, 3, 2)).state, State::OnTrack, "9.9 days should be done");
    assert_eq!(
        standing(&field_days, &[], date(2026, 3, 3)).state,
        State::Behind,
        "10.03 days should be done"
    );
    let before = standing(&field_days, &[], date(2026, 2, 1));
    assert_eq!(before.changes_on, Some(date(2026, 3, 3)), "the day is known beforehand");
    assert_eq!(before.pace, Some(Pace { missing: 120, until: date(2026, 12, 31) }));
    let trip = record_of(date(2026, 2, 2), date(2026, 2, 13), 12, Unit::Days);
    let after = standing(&field_days, &[trip], date(2026, 3, 3));
    assert_eq!((after.state, after.done), (State::OnTrack, 24));
}

#[test]
fn a_monthly_duty_is_due_behind_and_lost_month_by_month() {
    let monthly = compiled(every(Cadence::Month, times(1)));
    let january = record(date(2026, 1, 20));
    let cases: [(&[Fact<'_>], Date, State); 6] = [
        (&[], date(2026, 1, 10), State::OnTrack),
        (&[], date(2026, 1, 27), State::Due),
        (&[january], date(2026, 1, 27), State::OnTrack),
        (&[], date(2026, 2, 7), State::Behind),
        (&[], date(2026, 2, 8), State::Unreachable),
        (&[], date(2027, 1, 8), State::Missed),
    ];
    for (facts, today, state) in cases {
        assert_eq!(standing(&monthly, facts, today).state, state, "{today}");
    }
    let whole_year: Vec<_> = (1..=12).map(|month| record(date(2026, month, 15))).collect();
    let met = standing(&monthly, &whole_year, date(2026, 12, 15));
    assert_eq!((met.state, met.periods_met, met.periods_owed), (State::Met, 12, 12));
    let february = standing(&monthly, &[january], date(2026, 2, 3));
    assert_eq!((february.done, february.owed, february.next_due), (0, 1, Some(date(2026, 2, 28))));
}

#[test]
fn where_not_all_periods_are_needed_some_may_be_missed() {
    let mut weekly = every(Cadence::Week, times(1));
    weekly.enough_percent = 80;
    let weekly = compiled(weekly);
    // 53 weeks, 43 needed, 10 to spare; every sixth one left out.
    let weeks = weekly.periods().iter().enumerate();
    let mostly: Vec<_> =
        weeks.filter(|(index, _)| index % 6 != 5).map(|(_, week)| record(week.last())).collect();
    let before = |day| mostly.iter().filter(|fact| fact.last_on < day).copied().collect::<Vec<_>>();
    let mid_year = standing(&weekly, &before(date(2026, 7, 1)), date(2026, 7, 1));
    assert_eq!((mid_year.state, mid_year.missed), (State::OnTrack, 4));
    assert_eq!(standing(&weekly, &mostly, date(2026, 12, 31)).state, State::Met, "45, and 43 are needed");
    let until_may = before(date(2026, 5, 1));
    let lagging = standing(&weekly, &until_may, date(2026, 6, 1));
    assert_eq!(lagging.state, State::Behind, "more is missing than the share of the year allows");
    let lost = standing(&weekly, &until_may, date(2026, 8, 1));
    assert_eq!(lost.state, State::Unreachable, "more is missing than the whole year allows");
}

#[test]
fn a_day_of_study_is_due_on_its_day_and_can_be_entered_for_a_week() {
    let daily = compiled(every(Cadence::Day, at_least(1, Unit::Hours)));
    let hour = |on| record_of(on, on, 1, Unit::Hours);
    let today = standing(&daily, &[], date(2026, 1, 1));
    assert_eq!((today.state, today.owed, today.pace), (State::Due, 60, None));
    let yesterday_missing = standing(&daily, &[], date(2026, 1, 2));
    assert_eq!((yesterday_missing.state, yesterday_missing.repairable), (State::Behind, 1));
    let done = [hour(date(2026, 1, 1)), hour(date(2026, 1, 2))];
    assert_eq!(standing(&daily, &done, date(2026, 1, 2)).state, State::OnTrack);
}

#[test]
fn a_limit_is_kept_until_it_is_broken() {
    let limit = compiled(every(Cadence::Month, Amount::AtMost(Quantity::of(1, Unit::Times))));
    let meetings = [record(date(2026, 1, 5)), record(date(2026, 1, 6))];
    assert_eq!(standing(&limit, &meetings[..1], date(2026, 2, 1)).state, State::OnTrack);
    assert_eq!(standing(&limit, &meetings, date(2026, 1, 6)).state, State::Missed);
    let kept = standing(&limit, &meetings[..1], date(2027, 1, 1));
    assert_eq!((kept.state, kept.periods_met), (State::Met, 12));
}

#[test]
fn from_two_to_three_owes_two_and_aims_at_three() {
    let of = |count| Quantity::of(count, Unit::Articles);
    let reports = compiled(duty(Amount::Between { owed: of(2), target: of(3) }, Timing::WholePlan));
    let two = record_of(date(2026, 4, 1), date(2026, 4, 1), 2, Unit::Articles);
    let met = standing(&reports, &[two], date(2026, 5, 1));
    assert_eq!((met.state, met.owed, met.target), (State::Met, 2, Some(3)));
}

#[test]
fn what_the_arrangement_leaves_open_is_not_judged() {
    for open in [duty(Amount::Open, Timing::WholePlan), duty(times(1), Timing::Open)] {
        let open = compiled(open);
        assert!(open.is_open());
        let standing = open
            .bound(&anyone())
            .and_then(|binding| open.stand(&binding, &counted(&open, &[]), &[], date(2026, 5, 1)));
        assert_eq!(standing, None);
    }
}

#[test]
fn the_history_shows_each_period_by_itself() {
    let monthly = compiled(every(Cadence::Month, times(1)));
    let binding = bound(&monthly, &member(date(2026, 1, 20), date(2026, 12, 31)));
    let facts = [record(date(2026, 2, 3)), record(date(2026, 6, 3))];
    let history = monthly.period_states(&binding, &counted(&monthly, &facts), &[], date(2026, 5, 5));
    let states: Vec<_> = history.iter().take(7).map(|period| period.state).collect();
    let expected = [
        State::Exempt,
        State::Met,
        State::Missed,
        State::Behind,
        State::OnTrack,
        State::Met,
        State::NotYetBegun,
    ];
    assert_eq!(states, expected);
}
