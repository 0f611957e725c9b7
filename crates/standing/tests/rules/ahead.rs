//! Rates look ahead over the meetings that are planned (R9).

use jiff::civil::{Date, date};
use xueji_plan::{Effect, LeaveKind};
use xueji_standing::{CompiledDuty, Fact, Holder, Outcome, Planned, RateStanding, Standing, State};

use crate::rates::{attendance_with, meetings};
use crate::sample::*;

/// Public duty counts as present, illness is not expected, personal leave is absence.
fn rate(made_up: Effect) -> CompiledDuty {
    let leave = vec![
        (LeaveKind::PublicDuty, Effect::Present),
        (LeaveKind::Illness, Effect::Excused),
        (LeaveKind::Personal, Effect::Absent),
    ];
    attendance_with(leave, made_up)
}

fn planned(on: Date) -> Planned<'static> {
    Planned { activity: "attendance", category: None, on, leave: None }
}

fn in_july(day: i8) -> Planned<'static> {
    planned(date(2026, 7, day))
}

fn half_a_year() -> Vec<Fact<'static>> {
    meetings(&[Outcome::Present; 6])
}

fn seen(duty: &CompiledDuty, holder: &Holder, planned: &[Planned<'_>], today: Date) -> Standing {
    duty.stand(&bound(duty, holder), &counted(duty, &half_a_year()), planned, today).unwrap()
}

/// On 20 June, the meetings of January to June attended.
fn in_june(planned: &[Planned<'_>]) -> RateStanding {
    seen(&rate(Effect::Absent), &anyone(), planned, date(2026, 6, 20)).rate.unwrap()
}

#[test]
fn a_planned_meeting_is_the_one_that_its_month_still_owes() {
    let one = in_june(&[in_july(8)]);
    let figures = RateStanding {
        attended: 6,
        expected: 6,
        to_come: 6,
        planned: 1,
        on_leave: 0,
        may_miss: Some(1),
        to_make_up: 0,
    };
    assert_eq!(one, figures, "July to December, the one of July being planned");
    let two = in_june(&[in_july(8), in_july(22)]);
    assert_eq!((two.to_come, two.may_miss), (7, Some(1)), "two in July, one in each later month");
}

#[test]
fn more_meetings_than_are_owed_leave_more_to_spare() {
    let nine: Vec<_> = (1..=9).map(in_july).collect();
    let (less, more) = (in_june(&nine[..8]), in_june(&nine));
    assert_eq!((less.to_come, less.may_miss), (13, Some(1)), "19 meetings, 18 needed");
    assert_eq!((more.to_come, more.may_miss), (14, Some(2)), "20 meetings, 18 needed");
}

#[test]
fn a_month_in_which_one_was_held_has_its_planned_ones_only() {
    assert_eq!(in_june(&[]).to_come, 6);
    let another = in_june(&[planned(date(2026, 6, 24))]);
    assert_eq!((another.to_come, another.may_miss), (7, Some(1)));
}

#[test]
fn a_planned_day_that_passes_is_no_longer_to_come() {
    let duty = rate(Effect::Absent);
    let plans = [planned(date(2026, 6, 24)), in_july(8)];
    let on = |today| seen(&duty, &anyone(), &plans, today);
    let figures = |standing: &Standing| standing.rate.map(|rate| (rate.to_come, rate.planned)).unwrap();
    let before = on(date(2026, 6, 24));
    assert_eq!((figures(&before), before.changes_on), ((7, 2), Some(date(2026, 6, 25))));
    let after = on(date(2026, 6, 25));
    assert_eq!((figures(&after), after.changes_on), ((6, 1), Some(date(2026, 7, 1))));
    // Nobody has confirmed the meeting of July: it may still be held this month.
    assert_eq!(figures(&on(date(2026, 7, 9))), (6, 0));
}

#[test]
fn leave_granted_before_a_meeting_counts_as_the_plan_says() {
    let on_leave = |kind| {
        let figures = in_june(&[Planned { leave: Some(kind), ..in_july(8) }]);
        assert_eq!((figures.attended, figures.expected), (6, 6), "nobody has attended it yet");
        assert_eq!((figures.planned, figures.on_leave, figures.to_come), (1, 1, 5), "August to December");
        figures.may_miss
    };
    assert_eq!(on_leave(LeaveKind::PublicDuty), Some(1), "12 meetings, 11 needed, 12 reachable");
    assert_eq!(on_leave(LeaveKind::Illness), Some(1), "11 meetings, 10 needed, 11 reachable");
    assert_eq!(on_leave(LeaveKind::Personal), Some(0), "12 meetings, 11 needed, 11 reachable");
}

#[test]
fn leave_that_will_cost_the_rate_says_so_at_once() {
    let asked = [8, 15].map(|day| Planned { leave: Some(LeaveKind::Personal), ..in_july(day) });
    let (june, duty) = (date(2026, 6, 20), rate(Effect::Absent));
    let lost = seen(&duty, &anyone(), &asked, june);
    assert_eq!((lost.state, lost.rate.unwrap().may_miss), (State::Unreachable, None), "11 of 13 are 84.6 %");
    let mendable = seen(&rate(Effect::Present), &anyone(), &asked, june);
    assert_eq!((mendable.state, mendable.rate.unwrap().to_make_up), (State::Behind, 1));
    let eight_more: Vec<_> =
        asked.into_iter().chain((1..=8).map(|day| planned(date(2026, 8, day)))).collect();
    assert_eq!(seen(&duty, &anyone(), &eight_more, june).state, State::OnTrack, "18 of 20 are 90 %");
}

#[test]
fn only_meetings_on_days_on_which_one_is_bound_are_to_come() {
    let duty = rate(Effect::Absent);
    let leaves = member(date(2026, 1, 1), date(2026, 7, 10));
    let plans = [in_july(8), in_july(15), planned(date(2026, 9, 9))];
    let figures = seen(&duty, &leaves, &plans, date(2026, 6, 20)).rate.unwrap();
    assert_eq!((figures.to_come, figures.planned), (1, 1), "8 July: it counts though July is owed by others");
}

#[test]
fn other_meetings_and_those_gone_by_are_none_of_the_rates() {
    let others =
        [Planned { activity: "study", ..in_july(8) }, planned(date(2026, 6, 19)), planned(date(2027, 1, 5))];
    assert_eq!(in_june(&others), in_june(&[]));
}

#[test]
fn where_no_duty_says_how_many_the_planned_ones_are_to_come_and_there_may_always_be_more() {
    let with_duty = rate(Effect::Absent);
    let alone = compiled(with_duty.duty().clone());
    let today = date(2026, 6, 20);
    let stand = |planned: &[Planned<'_>]| {
        let absent = meetings(&[Outcome::Absent, Outcome::Absent]);
        alone.stand(&bound(&alone, &anyone()), &counted(&alone, &absent), planned, today).unwrap()
    };
    assert_eq!(stand(&[]).rate.unwrap().to_come, 0);
    let ahead = stand(&[in_july(8), in_july(15)]);
    assert_eq!((ahead.state, ahead.rate.unwrap().to_come), (State::Behind, 2));
}

#[test]
fn the_history_of_periods_looks_ahead_as_the_standing_does() {
    let duty = rate(Effect::Absent);
    let asked = [8, 15].map(|day| Planned { leave: Some(LeaveKind::Personal), ..in_july(day) });
    let (binding, counts) = (bound(&duty, &anyone()), counted(&duty, &half_a_year()));
    let states = |planned| duty.period_states(&binding, &counts, planned, date(2026, 6, 20));
    assert_eq!(states(&asked)[0].state, State::Unreachable);
    assert_eq!(states(&[])[0].state, State::OnTrack);
}
