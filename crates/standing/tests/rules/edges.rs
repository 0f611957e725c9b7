//! Fair edges (R3, R4): who owes what who is not there all the time.

use jiff::civil::{Date, date};
use xueji_plan::{Amount, Cadence, Change, Condition, Each, Level, Modality, Quantity, Timing, Unit};
use xueji_standing::{Exemption, Holder, MemberKind, Membership, Organization, Person, Post, State, Tenure};

use crate::sample::*;

const JAN_1: Date = date(2026, 1, 1);
const DEC_31: Date = date(2026, 12, 31);

#[test]
fn a_month_is_owed_by_whoever_is_there_half_of_it() {
    let monthly = compiled(every(Cadence::Month, times(1)));
    let cases = [
        ("joins on 16 April, 15 of 30 days", date(2026, 4, 16), DEC_31, [0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
        ("joins on 17 April, 14 of 30 days", date(2026, 4, 17), DEC_31, [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]),
        ("leaves on 15 April", JAN_1, date(2026, 4, 15), [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("leaves on 14 April", JAN_1, date(2026, 4, 14), [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ];
    for (what, first, last, expected) in cases {
        assert_eq!(owed(&monthly, &member(first, last)), expected, "{what}");
    }
}

#[test]
fn an_amount_of_many_units_is_owed_by_the_share_of_days() {
    let field_days = compiled(duty(at_least(60, Unit::Days), Timing::WholePlan));
    let cases = [
        ("all year", JAN_1, DEC_31, 60),
        ("184 of 365 days from July on: 30.2", date(2026, 7, 1), DEC_31, 30),
        ("181 of 365 days to June: 29.8", JAN_1, date(2026, 6, 30), 30),
        ("3 days: 0.49", JAN_1, date(2026, 1, 3), 0),
        ("4 days: 0.66", JAN_1, date(2026, 1, 4), 1),
    ];
    for (what, first, last, days) in cases {
        assert_eq!(owed(&field_days, &member(first, last)), [days * Unit::Days.grains()], "{what}");
    }
}

#[test]
fn an_amount_that_is_not_whole_stays_exact_for_whoever_is_there_all_the_time() {
    let ninety_minutes = Amount::AtLeast(Quantity { grains: 90, unit: Unit::Hours });
    let monthly = compiled(every(Cadence::Month, ninety_minutes));
    assert_eq!(owed(&monthly, &anyone())[0], 90);
}

#[test]
fn a_transfer_within_the_bureau_changes_nothing() {
    let monthly = compiled(every(Cadence::Month, times(1)));
    let there = |first, last, unit: &str| Membership {
        kind: MemberKind::Full,
        tenure: span(first, last).into(),
        unit_type: Some(unit.into()),
    };
    let moved = |on: Date, again: Date| {
        let memberships = vec![there(JAN_1, on, "school"), there(again, DEC_31, "office")];
        Holder::Person(Person { memberships, ..Person::default() })
    };
    let without_gap = moved(date(2026, 4, 9), date(2026, 4, 10));
    assert_eq!(owed(&monthly, &without_gap), [1; 12]);
    let twenty_days_between = moved(date(2026, 4, 5), date(2026, 4, 26));
    assert_eq!(owed(&monthly, &twenty_days_between), [1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
}

#[test]
fn a_long_leave_takes_its_days_out() {
    let monthly = compiled(every(Cadence::Month, times(1)));
    let daily = compiled(every(Cadence::Day, at_least(1, Unit::Hours)));
    let mut away = person(Tenure::since(JAN_1));
    away.leaves = vec![span(date(2026, 3, 10), date(2026, 4, 15)).into()];
    let away = Holder::Person(away);
    assert_eq!(owed(&monthly, &away)[1..5], [1, 0, 1, 1], "9 of 31 days in March, 15 of 30 in April");
    assert_eq!(owed(&daily, &away).iter().filter(|owed| **owed > 0).count(), 365 - 37);
}

#[test]
fn weeks_at_the_years_edges_owe_with_four_days_in_the_year() {
    let weekly = compiled(every(Cadence::Week, times(1)));
    let owed_in_2026 = owed(&weekly, &anyone());
    assert_eq!(owed_in_2026.first(), Some(&1), "Thursday 1 to Sunday 4 January");
    assert_eq!(owed_in_2026.last(), Some(&1), "Monday 28 to Thursday 31 December");
    let in_2027 = compiled_in(span(date(2027, 1, 1), date(2027, 12, 31)), every(Cadence::Week, times(1)));
    assert_eq!(owed(&in_2027, &anyone()).first(), Some(&0), "Friday 1 to Sunday 3 January 2027");
}

#[test]
fn a_leap_day_is_a_day() {
    let in_2024 = |duty| compiled_in(span(date(2024, 1, 1), date(2024, 12, 31)), duty);
    let daily = in_2024(every(Cadence::Day, at_least(1, Unit::Hours)));
    assert_eq!(owed(&daily, &anyone()).iter().sum::<i64>(), 366 * 60);
    let monthly = in_2024(every(Cadence::Month, times(1)));
    let from_15 = member(date(2024, 2, 15), date(2024, 12, 31));
    assert_eq!(owed(&monthly, &from_15)[1], 1, "15 of 29 days");
    let leap_day = record(date(2024, 2, 29));
    assert_eq!(counted(&monthly, &[leap_day]).period(1).records, 1);
}

#[test]
fn a_change_in_mid_year_weighs_each_amount_by_its_days() {
    let change = |from, amount| Change { from, amount, why: "中期调整".into() };
    let mut yearly = duty(at_least(60, Unit::Days), Timing::WholePlan);
    yearly.changes = vec![change(date(2026, 7, 1), at_least(30, Unit::Days))];
    let halves = Unit::Days.grains();
    assert_eq!(owed(&compiled(yearly), &anyone()), [45 * halves], "(181 × 60 + 184 × 30) ÷ 365 = 44.9");
    let mut monthly = every(Cadence::Month, times(1));
    monthly.changes = vec![change(date(2026, 7, 1), times(2)), change(date(2026, 10, 16), Amount::Open)];
    assert_eq!(
        owed(&compiled(monthly), &anyone()),
        [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 0, 0],
        "October: 15 × 2 ÷ 31 = 0.97"
    );
}

#[test]
fn limits_and_rates_are_never_scaled() {
    let limit = compiled(every(Cadence::Month, Amount::AtMost(Quantity::of(4, Unit::Times))));
    assert_eq!(owed(&limit, &member(date(2026, 4, 29), DEC_31))[2..5], [0, 4, 4]);
}

#[test]
fn a_duty_of_post_holders_binds_while_the_post_is_held() {
    let mut leaders = every(Cadence::Month, times(1));
    leaders.who.each = Each::Post(vec!["leader".into()]);
    let leaders = compiled(leaders);
    let mut leader = person(Tenure::since(JAN_1));
    let held = |code: &str, first, last| Post { code: code.into(), tenure: span(first, last).into() };
    leader.posts = vec![
        held("leader", date(2026, 3, 1), date(2026, 5, 10)),
        held("leader", date(2026, 5, 5), date(2026, 6, 30)),
        held("teacher", JAN_1, DEC_31),
    ];
    assert_eq!(owed(&leaders, &Holder::Person(leader)), [0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
    assert!(leaders.bound(&anyone()).is_none(), "who never holds the post has no standing");
}

#[test]
fn exceptions_take_days_out_and_encouragement_keeps_them_harmless() {
    let mut monthly = every(Cadence::Month, times(1));
    monthly.who.except = vec![Condition::Post("retired".into())];
    monthly.who.encouraged = vec![Condition::OlderThan(70)];
    let monthly = compiled(monthly);
    let mut retires = person(Tenure::since(JAN_1));
    retires.posts = vec![Post { code: "retired".into(), tenure: Tenure::since(date(2026, 9, 1)) }];
    assert_eq!(owed(&monthly, &Holder::Person(retires.clone())).iter().sum::<i64>(), 8);
    retires.posts[0].tenure = Tenure::since(date(2020, 9, 1));
    assert!(monthly.bound(&Holder::Person(retires)).is_none(), "retired all year: no subject");

    let born = |born_on| Holder::Person(Person { born_on: Some(born_on), ..person(Tenure::since(JAN_1)) });
    let turns_70 = born(date(1956, 6, 15));
    assert_eq!(owed(&monthly, &turns_70), [1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0], "15 of 30 days in June");
    let older = bound(&monthly, &born(date(1950, 1, 1)));
    assert!(older.is_encouraged());
    let late = monthly.stand(&older, &counted(&monthly, &[]), &[], date(2026, 12, 30)).unwrap();
    assert_eq!((late.state, late.encouraged), (State::OnTrack, true));
}

#[test]
fn an_encouraged_duty_is_never_behind_and_can_be_met() {
    let mut reading = duty(times(1), Timing::By(date(2026, 3, 31)));
    reading.modality = Modality::Encouraged;
    let reading = compiled(reading);
    let never = standing(&reading, &[], date(2026, 12, 1));
    assert_eq!(never.state, State::OnTrack);
    assert_eq!(standing(&reading, &[record(date(2026, 2, 1))], date(2026, 12, 1)).state, State::Met);
}

#[test]
fn an_exemption_covers_its_duty_and_its_days() {
    let monthly = compiled(every(Cadence::Month, times(1)));
    let exempt = |code: Option<&str>, first, last| {
        let exemption = Exemption { duty: code.map(Into::into), tenure: span(first, last).into() };
        Holder::Person(Person { exemptions: vec![exemption], ..person(Tenure::since(JAN_1)) })
    };
    let state = |holder: &Holder| {
        monthly.stand(&bound(&monthly, holder), &counted(&monthly, &[]), &[], date(2026, 5, 2)).unwrap().state
    };
    assert_eq!(state(&exempt(None, JAN_1, DEC_31)), State::Exempt);
    assert_eq!(state(&exempt(Some("study"), JAN_1, DEC_31)), State::Exempt);
    assert_eq!(state(&exempt(Some("reading"), JAN_1, DEC_31)), State::Unreachable, "another duty's");
    assert_eq!(owed(&monthly, &exempt(None, JAN_1, date(2026, 6, 30))).iter().sum::<i64>(), 6);
}

#[test]
fn who_comes_later_has_not_begun_and_who_stays_too_shortly_is_exempt() {
    let monthly = compiled(every(Cadence::Month, times(1)));
    let state = |holder: &Holder, today| {
        monthly.stand(&bound(&monthly, holder), &counted(&monthly, &[]), &[], today).unwrap()
    };
    let coming = state(&member(date(2026, 6, 10), DEC_31), date(2026, 5, 1));
    assert_eq!((coming.state, coming.changes_on), (State::NotYetBegun, Some(date(2026, 6, 1))));
    let again = state(&member(date(2026, 6, 10), DEC_31), date(2026, 6, 9));
    assert_eq!((again.state, again.changes_on), (State::NotYetBegun, Some(date(2026, 6, 10))));
    assert_eq!(state(&member(date(2026, 12, 20), DEC_31), date(2026, 12, 21)).state, State::Exempt);
    assert!(monthly.bound(&member(date(2027, 1, 1), date(2027, 5, 1))).is_none());
}

#[test]
fn organizations_are_bound_by_level_and_unit_type_while_they_exist() {
    let mut of_schools = every(Cadence::Quarter, times(1));
    of_schools.who.each = Each::Organization { level: Some(Level::Branch), unit_type: Some("school".into()) };
    let of_schools = compiled(of_schools);
    let branch = |level, unit_type: &str, existed| {
        Holder::Organization(Organization {
            level,
            unit_type: Some(unit_type.into()),
            is_issuer: false,
            existed,
            exemptions: Vec::new(),
        })
    };
    let founded = Tenure::since(date(2026, 5, 1));
    assert_eq!(owed(&of_schools, &branch(Level::Branch, "school", founded)), [0, 1, 1, 1]);
    assert!(of_schools.bound(&branch(Level::Branch, "office", founded)).is_none());
    assert!(of_schools.bound(&branch(Level::Committee, "school", founded)).is_none());
    assert!(of_schools.bound(&anyone()).is_none(), "a person never owes an organization's duty");
    assert!(of_schools.applies_to_organization());
}

#[test]
fn only_party_members_owe_what_each_member_owes() {
    let monthly = compiled(every(Cadence::Month, times(1)));
    let mut colleague = person(Tenure::since(JAN_1));
    colleague.memberships[0].kind = MemberKind::Other;
    assert!(monthly.bound(&Holder::Person(colleague.clone())).is_none());
    colleague.memberships[0].kind = MemberKind::Probationary;
    assert!(monthly.bound(&Holder::Person(colleague)).is_some());
}
