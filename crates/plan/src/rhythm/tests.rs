//! Rhythms on the days on which people meet.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::lang::Lang;

fn rhythm(code: &str) -> Rhythm {
    code.parse().unwrap()
}

fn span(first: Date, last: Date) -> Span {
    Span::new(first, last).unwrap()
}

fn year(year: i16) -> Span {
    span(date(year, 1, 1), date(year, 12, 31))
}

fn dates(code: &str, span: Span) -> Vec<Occurrence> {
    rhythm(code).dates(span, &Calendar::china(2022..=2026))
}

fn days(code: &str, span: Span) -> Vec<Date> {
    dates(code, span).into_iter().map(|occurrence| occurrence.on).collect()
}

/// Where the day comes to lie that was planned for `from`.
fn moved(code: &str, from: Date) -> Option<Date> {
    let found = dates(code, year(from.year()));
    found.into_iter().find(|occurrence| occurrence.moved_from == Some(from)).map(|occurrence| occurrence.on)
}

#[test]
fn each_rhythm_comes_on_its_days() {
    let spring = span(date(2026, 3, 1), date(2026, 4, 30));
    assert_eq!(days("monthly 1 fri", spring), [date(2026, 3, 6), date(2026, 4, 3)]);
    assert_eq!(days("monthly last fri", spring), [date(2026, 3, 27), date(2026, 4, 24)]);
    assert_eq!(days("monthly last workday", spring), [date(2026, 3, 31), date(2026, 4, 30)]);
    assert_eq!(days("monthly day 10", spring), [date(2026, 3, 10), date(2026, 4, 10)]);
    assert_eq!(
        days("weekly fri", span(date(2026, 3, 1), date(2026, 3, 20))),
        [6, 13, 20].map(|day| date(2026, 3, day))
    );
    let quarters = [date(2026, 1, 13), date(2026, 4, 14), date(2026, 7, 14), date(2026, 10, 13)];
    assert_eq!(days("quarterly 2 tue", year(2026)), quarters);
    let ends = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)];
    assert_eq!(days("quarterly m3 last workday", year(2026)), ends);
}

#[test]
fn every_second_week_begins_with_the_first_such_day() {
    let from_wednesday = span(date(2026, 3, 4), date(2026, 4, 10));
    assert_eq!(days("biweekly mon", from_wednesday), [date(2026, 3, 9), date(2026, 3, 23), date(2026, 4, 7)]);
    assert_eq!(
        moved("biweekly mon", date(2026, 4, 6)),
        None,
        "in a year that begins with 5 January it is the other week"
    );
}

#[test]
fn a_holiday_moves_to_the_next_working_day() {
    // 3 April 2026 is worked, Monday 6 April is the Tomb Sweeping holiday.
    assert_eq!(moved("monthly 1 mon", date(2026, 4, 6)), Some(date(2026, 4, 7)));
    // National Day 2025 lasts until 8 October.
    assert_eq!(moved("monthly day 5", date(2025, 10, 5)), Some(date(2025, 10, 9)));
    // An ordinary weekend, where no weekend was meant.
    assert_eq!(moved("monthly day 7", date(2026, 3, 7)), Some(date(2026, 3, 9)));
    // The Spring Festival of 2026 is from 15 to 23 February, and 28 February is worked for it.
    assert_eq!(moved("monthly 3 fri", date(2026, 2, 20)), Some(date(2026, 2, 24)));
    assert_eq!(days("monthly last sat", span(date(2026, 2, 1), date(2026, 2, 28))), [date(2026, 2, 28)]);
}

#[test]
fn a_day_worked_for_a_bridge_is_a_working_day() {
    // Sunday 4 January 2026 is worked for New Year.
    assert_eq!(moved("monthly 1 fri", date(2026, 1, 2)), Some(date(2026, 1, 4)));
    assert_eq!(moved("weekly fri", date(2026, 1, 2)), Some(date(2026, 1, 4)));
}

#[test]
fn what_would_leave_its_month_is_moved_back() {
    // 31 May 2025 is the Dragon Boat Festival, a Saturday; 2 June is free too.
    assert_eq!(moved("monthly day 31", date(2025, 5, 31)), Some(date(2025, 5, 30)));
    assert_eq!(moved("monthly day 31", date(2026, 2, 28)), None, "February's last day is worked");
    // 31 January 2025 is in the Spring Festival, and so is everything after 28 January.
    assert_eq!(moved("monthly last fri", date(2025, 1, 31)), Some(date(2025, 1, 27)));
}

#[test]
fn what_would_leave_its_week_is_moved_back_and_a_free_week_has_none() {
    assert_eq!(moved("weekly fri", date(2026, 5, 1)), Some(date(2026, 4, 30)));
    let spring_festival = span(date(2026, 2, 16), date(2026, 2, 22));
    assert_eq!(dates("weekly thu", spring_festival), []);
    let thursdays = days("weekly thu", year(2026));
    assert_eq!(thursdays.len(), 52, "of 53 Thursdays 19 February falls out");
}

#[test]
fn a_weekend_that_is_meant_is_kept_but_for_holidays() {
    let march = days("weekly sat", span(date(2026, 3, 1), date(2026, 3, 31)));
    assert_eq!(march, [7, 14, 21, 28].map(|day| date(2026, 3, day)));
    // Saturday 3 October 2026 is in National Day; the days of its week before 1 October are worked.
    assert_eq!(moved("weekly sat", date(2026, 10, 3)), Some(date(2026, 9, 30)));
    assert_eq!(moved("monthly 1 sat", date(2026, 10, 3)), Some(date(2026, 10, 8)));
    assert!(days("weekly sat", year(2026)).contains(&date(2026, 10, 10)), "a Saturday that is worked");
}

#[test]
fn a_span_cuts_what_lies_outside() {
    let from_tenth = span(date(2026, 3, 10), date(2026, 4, 5));
    assert_eq!(days("monthly 1 fri", from_tenth), [date(2026, 4, 3)]);
    // The next working day lies beyond the span, so the one before is taken.
    let until_sunday = span(date(2026, 3, 2), date(2026, 3, 8));
    assert_eq!(days("monthly day 7", until_sunday), [date(2026, 3, 6)]);
    assert_eq!(days("monthly day 7", Span::day(date(2026, 3, 7))), [Date::ZERO; 0]);
    assert_eq!(days("monthly 1 fri", span(date(9999, 12, 30), Date::MAX)), [Date::ZERO; 0]);
    assert_eq!(days("biweekly mon", Span::day(Date::MAX)), [Date::ZERO; 0]);
}

#[test]
fn people_read_it_in_both_languages() {
    let cases = [
        ("weekly fri", "每周五", "every Friday"),
        ("biweekly mon", "每两周一次，逢星期一", "every second week on Monday"),
        ("monthly 1 fri", "每月第一个星期五", "the first Friday of each month"),
        ("monthly last sun", "每月最后一个星期日", "the last Sunday of each month"),
        ("monthly day 5", "每月5日", "the 5th of each month"),
        ("monthly day 23", "每月23日", "the 23rd of each month"),
        ("monthly last workday", "每月最后一个工作日", "the last working day of each month"),
        (
            "quarterly 2 tue",
            "每季度首月第二个星期二",
            "the second Tuesday of the first month of each quarter",
        ),
        ("quarterly m3 day 1", "每季度末月1日", "the 1st of the third month of each quarter"),
    ];
    for (code, zh, en) in cases {
        assert_eq!((rhythm(code).words(Lang::Zh).as_str(), rhythm(code).words(Lang::En).as_str()), (zh, en));
    }
}

#[test]
fn other_codes_are_refused() {
    let codes = [
        "",
        "weekly",
        "weekly ",
        "weekly friday",
        "Weekly fri",
        "weekly  fri",
        "weekly 1 fri",
        "monthly fri",
        "monthly 5 fri",
        "monthly 0 fri",
        "monthly day 0",
        "monthly day 32",
        "monthly day 05",
        "monthly day +5",
        "monthly first workday",
        "quarterly m1 1 fri",
        "quarterly m4 1 fri",
        "quarterly fri",
        "yearly 1 fri",
        "monthly 1 fri ",
        " monthly 1 fri",
    ];
    for code in codes {
        assert_eq!(code.parse::<Rhythm>(), Err(NotARhythm(code.to_owned())));
    }
}

fn weekdays() -> impl Strategy<Value = Weekday> {
    (1_i8..=7).prop_map(|number| Weekday::from_monday_one_offset(number).unwrap())
}

fn days_in_month() -> impl Strategy<Value = InMonth> {
    let nth = prop::sample::select(vec![Nth::First, Nth::Second, Nth::Third, Nth::Fourth, Nth::Last]);
    prop_oneof![
        (nth, weekdays()).prop_map(|(nth, weekday)| InMonth::Weekday(nth, weekday)),
        (1_i8..=31).prop_map(|number| InMonth::Day(DayNumber::new(number).unwrap())),
        Just(InMonth::LastWorkingDay),
    ]
}

fn rhythms() -> impl Strategy<Value = Rhythm> {
    let month =
        prop::sample::select(vec![MonthOfQuarter::First, MonthOfQuarter::Second, MonthOfQuarter::Third]);
    prop_oneof![
        weekdays().prop_map(Rhythm::Weekly),
        weekdays().prop_map(Rhythm::Biweekly),
        days_in_month().prop_map(Rhythm::Monthly),
        (month, days_in_month()).prop_map(|(month, day)| Rhythm::Quarterly(month, day)),
    ]
}

/// Some days of the years 2022 to 2026, and no calendar an office would make.
fn some_days() -> impl Strategy<Value = Vec<Date>> {
    prop::collection::vec((0_i32..1826).prop_map(|offset| date(2022, 1, 1) + offset.days()), 0..200)
}

fn calendars() -> impl Strategy<Value = Calendar> {
    (some_days(), some_days()).prop_map(|(free, worked)| Calendar::new(2022..=2026, free, worked))
}

proptest! {
    #[test]
    fn a_code_is_read_back(rhythm in rhythms()) {
        prop_assert_eq!(rhythm.to_string().parse(), Ok(rhythm));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(weekly|biweekly|monthly|quarterly)?( |m3|1|last|day|31|fri|workday|学){0,5}") {
        if let Ok(rhythm) = text.parse::<Rhythm>() {
            prop_assert_eq!(rhythm.to_string(), text);
        }
    }

    #[test]
    fn days_lie_in_the_span_in_order_and_on_no_holiday(
        rhythm in rhythms(), calendar in calendars(), start in 0_i32..1500, length in 0_i32..500,
    ) {
        let first = date(2022, 1, 1) + start.days();
        let span = span(first, first + length.days());
        let found = rhythm.dates(span, &calendar);
        prop_assert!(found.is_sorted_by(|earlier, later| earlier.on < later.on));
        for Occurrence { on, moved_from } in found {
            prop_assert!(span.contains(on));
            prop_assert!(!calendar.is_holiday(on));
            prop_assert!(calendar.is_working_day(on) || rhythm.means_weekend() && moved_from.is_none());
            if let Some(from) = moved_from {
                prop_assert!(whole(rhythm.stays_in(), from, from).unwrap().contains(on));
                prop_assert!(span.contains(from) && from != on);
            }
        }
    }

    #[test]
    fn a_monthly_rhythm_comes_once_in_every_month_with_a_working_day(
        day in days_in_month(), calendar in calendars(), start in 0_i32..48, length in 1_i32..12,
    ) {
        let first = date(2022, 1, 1) + start.months();
        let span = span(first, (first + (length - 1).months()).last_of_month());
        let rhythm = Rhythm::Monthly(day);
        let found = rhythm.dates(span, &calendar);
        for first in first.series(1.month()).take_while(|first| span.contains(*first)) {
            let month = Span::new(first, first.last_of_month()).unwrap();
            let count = found.iter().filter(|occurrence| month.contains(occurrence.on)).count();
            let is_worked = first.series(1.day()).take_while(|day| month.contains(*day))
                .any(|day| calendar.is_working_day(day));
            if is_worked {
                prop_assert_eq!(count, 1, "{}", first);
            }
        }
    }
}
