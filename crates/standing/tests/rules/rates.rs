//! Rates (R9): what counts, how many may still be missed, when it is lost.

use std::sync::Arc;

use jiff::civil::{Date, date};
use xueji_plan::{
    Activity, Amount, Cadence, Each, Effect, LeaveKind, Named, Quantity, Rate, RecordedFor, Timing, Unit,
};
use xueji_standing::{CompiledDuty, Fact, Outcome, RateStanding, Rules, State};

use crate::sample::*;

/// 90 % of a branch's monthly meetings; absences on public duty are taken out.
fn attendance(made_up: Effect) -> CompiledDuty {
    attendance_with(vec![(LeaveKind::PublicDuty, Effect::Excused)], made_up)
}

/// 90 % of a branch's monthly meetings; leave counts like this.
pub(crate) fn attendance_with(leave: Vec<(LeaveKind, Effect)>, made_up: Effect) -> CompiledDuty {
    let rate = Rate { at_least_percent: 90, leave, made_up };
    let mut attendance = duty(Amount::Rate(rate), Timing::WholePlan);
    attendance.does = vec!["attendance".into()];
    let mut meetings = every(Cadence::Month, times(1));
    meetings.code = "meetings".into();
    meetings.does = vec!["meeting".into()];
    meetings.who.each = Each::Organization { level: None, unit_type: None };
    let mut plan = plan(year_2026(), vec![attendance, meetings]);
    plan.activities = vec![meeting_activity()];
    Rules::compile(Arc::new(plan)).duties()[0].clone()
}

/// A gathering of an organization, which those who come get an attendance of.
pub(crate) fn meeting_activity() -> Activity {
    Activity {
        name: Named { code: "meeting".into(), title: "集中学习".into(), title_en: None },
        recorded_for: RecordedFor::Organization,
        units: vec![Unit::Times],
        usual: Quantity::of(1, Unit::Times),
        categories: Vec::new(),
        attendance: Some("attendance".into()),
        expects: None,
        audience: None,
        speakers: None,
        paired: false,
        late_after_days: None,
        quick: false,
        kind: None,
    }
}

fn meeting(on: Date, outcome: Outcome) -> Fact<'static> {
    Fact { activity: "attendance", outcome, ..record(on) }
}

/// One meeting on the tenth of each month, from January on.
pub(crate) fn meetings(outcomes: &[Outcome]) -> Vec<Fact<'static>> {
    let months = (1..=12_i8).map(|month| date(2026, month, 10));
    months.zip(outcomes).map(|(on, outcome)| meeting(on, *outcome)).collect()
}

#[test]
fn a_member_knows_in_june_how_many_meetings_may_still_be_missed() {
    let rate = attendance(Effect::Absent);
    let june = standing(&rate, &meetings(&[Outcome::Present; 6]), date(2026, 6, 20));
    let figures = RateStanding {
        attended: 6,
        expected: 6,
        to_come: 6,
        planned: 0,
        on_leave: 0,
        may_miss: Some(1),
        to_make_up: 0,
    };
    assert_eq!((june.state, june.rate), (State::OnTrack, Some(figures)));
    let mut outcomes = [Outcome::Present; 6];
    outcomes[2] = Outcome::Absent;
    let one_missed = standing(&rate, &meetings(&outcomes), date(2026, 6, 20));
    assert_eq!((one_missed.state, one_missed.rate.unwrap().may_miss), (State::OnTrack, Some(0)));
    outcomes[3] = Outcome::Leave(LeaveKind::Personal);
    let two_missed = standing(&rate, &meetings(&outcomes), date(2026, 6, 20));
    assert_eq!((two_missed.state, two_missed.rate.unwrap().may_miss), (State::Unreachable, None));
}

#[test]
fn an_absence_that_may_be_made_up_is_never_final_while_the_year_runs() {
    let rate = attendance(Effect::Present);
    let mut outcomes = [Outcome::Present; 6];
    (outcomes[2], outcomes[3]) = (Outcome::Absent, Outcome::Absent);
    let behind = standing(&rate, &meetings(&outcomes), date(2026, 6, 20));
    assert_eq!((behind.state, behind.rate.unwrap().to_make_up), (State::Behind, 1));
    outcomes[3] = Outcome::MadeUp;
    assert_eq!(standing(&rate, &meetings(&outcomes), date(2026, 6, 20)).state, State::OnTrack);
}

#[test]
fn each_outcome_counts_as_the_plan_says() {
    let cases = [
        (Outcome::Present, (1, 1)),
        (Outcome::Late, (1, 1)),
        (Outcome::LeftEarly, (1, 1)),
        (Outcome::Remote, (1, 1)),
        (Outcome::Absent, (0, 1)),
        (Outcome::Leave(LeaveKind::PublicDuty), (0, 0)),
        (Outcome::Leave(LeaveKind::Illness), (0, 1)),
        (Outcome::MadeUp, (0, 0)),
        (Outcome::Invited, (0, 0)),
    ];
    let rate = attendance(Effect::Excused);
    for (outcome, expected) in cases {
        let figures = standing(&rate, &meetings(&[outcome]), date(2026, 2, 1)).rate.unwrap();
        assert_eq!((figures.attended, figures.expected), expected, "{outcome:?}");
    }
}

#[test]
fn who_sits_in_has_done_it_and_is_no_part_of_a_rate() {
    let rate = attendance(Effect::Absent);
    let sat_in = meeting(date(2026, 3, 4), Outcome::Invited);
    let march = |facts: &[Fact<'_>]| standing(&rate, facts, date(2026, 3, 20));
    assert_eq!(march(&[sat_in]), march(&[]), "the own meeting of March is still to come");
    let monthly = compiled(every(Cadence::Month, times(1)));
    let heard = Fact { activity: "study", ..sat_in };
    assert_eq!(counted(&monthly, &[heard]).period(2).records, 1, "and it was a meeting for whoever owes one");
}

#[test]
fn the_meeting_of_this_month_is_to_come_until_it_was_held() {
    let rate = attendance(Effect::Absent);
    let held = meetings(&[Outcome::Present; 6]);
    let to_come = |facts: &[Fact<'_>], today| standing(&rate, facts, today).rate.unwrap().to_come;
    assert_eq!(to_come(&held[..5], date(2026, 6, 5)), 7);
    assert_eq!(to_come(&held[..6], date(2026, 6, 10)), 6);
    assert_eq!(to_come(&held[..6], date(2026, 6, 30)), 6);
    assert_eq!(to_come(&held[..5], date(2026, 7, 1)), 6, "the meeting of June was never held");
}

#[test]
fn a_rate_is_met_or_missed_when_the_year_is_over() {
    let rate = attendance(Effect::Absent);
    let mut outcomes = [Outcome::Present; 12];
    outcomes[0] = Outcome::Absent;
    let fine = standing(&rate, &meetings(&outcomes), date(2027, 1, 1));
    assert_eq!((fine.state, fine.done, fine.owed), (State::Met, 11, 11), "91.7 %");
    outcomes[1] = Outcome::Absent;
    assert_eq!(standing(&rate, &meetings(&outcomes), date(2027, 1, 3)).state, State::Behind, "window open");
    assert_eq!(standing(&rate, &meetings(&outcomes), date(2027, 1, 8)).state, State::Missed);
    assert_eq!(standing(&rate, &[], date(2027, 1, 8)).state, State::Exempt, "nothing was expected");
}

#[test]
fn who_leaves_is_not_expected_at_later_meetings() {
    let rate = attendance(Effect::Absent);
    let leaves = bound(&rate, &member(date(2026, 1, 1), date(2026, 8, 31)));
    let counts = counted(&rate, &meetings(&[Outcome::Present; 6]));
    let june = rate.stand(&leaves, &counts, &[], date(2026, 6, 20)).unwrap();
    assert_eq!(june.rate.unwrap().to_come, 2, "July and August");
}
