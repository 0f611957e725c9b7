//! The periods of a duty: the runs of days in each of which its amount is owed once.
//!
//! How much of the amount one subject owes in a period is not decided here.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::calendar::Calendar;
use crate::duty::{Cadence, Duty, Timing};
use crate::plan::{Plan, Term};
use crate::span::Span;

/// One period of a duty (R1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its days within the plan, in which the amount is owed.
    pub span: Span,
    /// The whole week, month … of which these are the days within the plan.
    pub whole: Span,
}

/// The periods of a duty of this plan, in order and without common days; none where the plan leaves the timing open.
pub fn periods_of(duty: &Duty, plan: &Plan) -> Vec<Period> {
    periods(&duty.timing, plan.span, &plan.calendar, &plan.terms, duty.from, duty.until)
}

/// The periods of this timing within the plan and the duty's own first and last days.
///
/// Recurring periods keep their whole length although the plan or the duty begins in the middle of one; a single
/// window is as long as the days that are left of it, so its amount is owed in full (R3).
pub fn periods(
    timing: &Timing,
    plan: Span,
    calendar: &Calendar,
    terms: &[Term],
    from: Option<Date>,
    until: Option<Date>,
) -> Vec<Period> {
    let days = Span::new(from.unwrap_or(plan.first()), until.unwrap_or(plan.last()));
    let Some(days) = days.and_then(|days| days.overlap(plan)) else {
        return Vec::new();
    };
    let single = |window: Option<Span>| -> Vec<Period> {
        let span = window.and_then(|window| window.overlap(days));
        span.map(|span| Period { span, whole: span }).into_iter().collect()
    };
    match timing {
        Timing::Every(Cadence::Term) => of_terms(terms, days),
        Timing::Every(cadence) => recurring(*cadence, days, plan.first(), calendar),
        Timing::Within(window) => single(Some(*window)),
        Timing::By(deadline) => single(Span::new(plan.first(), *deadline)),
        Timing::WholePlan => single(Some(plan)),
        Timing::Open => Vec::new(),
    }
}

fn of_terms(terms: &[Term], days: Span) -> Vec<Period> {
    let mut found: Vec<Period> = terms
        .iter()
        .filter_map(|term| Some(Period { span: term.span.overlap(days)?, whole: term.span }))
        .collect();
    found.sort_by_key(|period| period.span);
    // Terms that overlap are reported by the plan's check; here the earlier one keeps the days.
    found.dedup_by(|later, earlier| later.span.first() <= earlier.span.last());
    found
}

fn recurring(cadence: Cadence, days: Span, plan_first: Date, calendar: &Calendar) -> Vec<Period> {
    let mut found = Vec::new();
    let mut next = days.first();
    while let Some(whole) = whole(cadence, next, plan_first) {
        let counts = cadence != Cadence::WorkingDay || calendar.is_working_day(next);
        if let Some(span) = whole.overlap(days).filter(|_| counts) {
            found.push(Period { span, whole });
        }
        match whole.last().tomorrow() {
            Ok(tomorrow) if tomorrow <= days.last() => next = tomorrow,
            _ => break,
        }
    }
    found
}

/// The whole period of this cadence in which `date` lies; nothing at the end of the calendar's range, and for terms.
pub(crate) fn whole(cadence: Cadence, date: Date, plan_first: Date) -> Option<Span> {
    match cadence {
        Cadence::Day | Cadence::WorkingDay => Some(Span::day(date)),
        Cadence::Week => days_from(monday(date), 7),
        Cadence::TwoWeeks => {
            let anchor = monday(plan_first);
            let since = Span::new(anchor, date)?.days() - 1;
            days_from(anchor.checked_add((since / 14 * 14).days()).ok()?, 14)
        }
        Cadence::Month => months(date, 1),
        Cadence::Quarter => quarter(date),
        Cadence::HalfYear => months(date, 6),
        Cadence::Year => Span::new(date.first_of_year(), date.last_of_year()),
        Cadence::Term => None,
    }
}

fn monday(date: Date) -> Date {
    date.saturating_sub(i64::from(date.weekday().since(Weekday::Monday)).days())
}

fn days_from(first: Date, count: i64) -> Option<Span> {
    Span::new(first, first.checked_add((count - 1).days()).ok()?)
}

/// The quarter in which a day lies; nothing at the end of the calendar's range.
///
/// ```
/// use jiff::civil::date;
/// let quarter = xueji_plan::quarter(date(2026, 5, 17)).unwrap();
/// assert_eq!((quarter.first(), quarter.last()), (date(2026, 4, 1), date(2026, 6, 30)));
/// ```
pub fn quarter(date: Date) -> Option<Span> {
    months(date, 3)
}

/// The run of `length` calendar months, counted from January, in which `date` lies.
fn months(date: Date, length: i8) -> Option<Span> {
    let first_month = (date.month() - 1) / length * length + 1;
    let first = Date::new(date.year(), first_month, 1).ok()?;
    let last = Date::new(date.year(), first_month + length - 1, 1).ok()?.last_of_month();
    Span::new(first, last)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn year(year: i16) -> Span {
        Span::new(date(year, 1, 1), date(year, 12, 31)).unwrap()
    }

    fn span(first: Date, last: Date) -> Span {
        Span::new(first, last).unwrap()
    }

    fn every(cadence: Cadence, plan: Span) -> Vec<Period> {
        periods(&Timing::Every(cadence), plan, &Calendar::china(2022..=2026), &[], None, None)
    }

    #[test]
    fn a_year_has_as_many_periods_as_people_expect() {
        let cases = [
            (Cadence::Day, 2026, 365),
            (Cadence::Day, 2024, 366),
            (Cadence::WorkingDay, 2025, 248),
            (Cadence::Week, 2026, 53),
            (Cadence::TwoWeeks, 2026, 27),
            (Cadence::Month, 2026, 12),
            (Cadence::Quarter, 2026, 4),
            (Cadence::HalfYear, 2026, 2),
            (Cadence::Year, 2026, 1),
        ];
        for (cadence, of, count) in cases {
            assert_eq!(every(cadence, year(of)).len(), count, "{cadence:?} of {of}");
        }
    }

    #[test]
    fn a_week_across_the_years_end_is_clipped_and_keeps_its_length() {
        let weeks = every(Cadence::Week, year(2026));
        // 1 January 2026 is a Thursday.
        assert_eq!(weeks[0].span, span(date(2026, 1, 1), date(2026, 1, 4)));
        assert_eq!(weeks[0].whole, span(date(2025, 12, 29), date(2026, 1, 4)));
        assert_eq!(weeks[52].span, span(date(2026, 12, 28), date(2026, 12, 31)));
        assert_eq!(weeks[52].whole.days(), 7);
    }

    #[test]
    fn a_leap_day_belongs_to_its_day_week_month_and_quarter() {
        for cadence in [Cadence::Day, Cadence::Week, Cadence::Month, Cadence::Quarter] {
            let found = every(cadence, year(2024));
            assert_eq!(found.iter().filter(|period| period.span.contains(date(2024, 2, 29))).count(), 1);
        }
        assert_eq!(every(Cadence::Month, year(2024))[1].whole.days(), 29);
    }

    #[test]
    fn a_duty_that_begins_in_mid_year_has_the_periods_from_then_on() {
        let from = Some(date(2026, 3, 20));
        let months =
            periods(&Timing::Every(Cadence::Month), year(2026), &Calendar::default(), &[], from, None);
        assert_eq!(months.len(), 10);
        assert_eq!(months[0].span, span(date(2026, 3, 20), date(2026, 3, 31)));
        assert_eq!(months[0].whole, span(date(2026, 3, 1), date(2026, 3, 31)));
    }

    #[test]
    fn single_windows_are_clipped_to_the_plan_and_owed_whole() {
        let plan = year(2026);
        let calendar = Calendar::default();
        let window = Timing::Within(span(date(2025, 12, 20), date(2026, 1, 20)));
        let found = periods(&window, plan, &calendar, &[], None, None);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].span, span(date(2026, 1, 1), date(2026, 1, 20)));
        assert_eq!(found[0].whole, found[0].span);
        let by = periods(&Timing::By(date(2026, 6, 30)), plan, &calendar, &[], None, None);
        assert_eq!(by[0].span, span(date(2026, 1, 1), date(2026, 6, 30)));
        assert_eq!(periods(&Timing::WholePlan, plan, &calendar, &[], None, None)[0].span, plan);
        assert!(periods(&Timing::Open, plan, &calendar, &[], None, None).is_empty());
        let outside = Timing::Within(year(2028));
        assert!(periods(&outside, plan, &calendar, &[], None, None).is_empty());
    }

    #[test]
    fn terms_are_clipped_and_in_order() {
        let term = |title: &str, first, last| Term { title: title.into(), span: span(first, last) };
        let terms = [
            term("autumn", date(2026, 9, 1), date(2027, 1, 20)),
            term("spring", date(2026, 2, 20), date(2026, 7, 5)),
        ];
        let found =
            periods(&Timing::Every(Cadence::Term), year(2026), &Calendar::default(), &terms, None, None);
        assert_eq!(found[0].span, terms[1].span);
        assert_eq!(found[1].span, span(date(2026, 9, 1), date(2026, 12, 31)));
        assert_eq!(found[1].whole, terms[0].span);
    }

    proptest! {
        #[test]
        fn periods_cover_the_plan_without_gap_or_overlap(
            start in 0i64..800, length in 0i64..800,
            cadence in prop::sample::select(vec![
                Cadence::Day, Cadence::Week, Cadence::TwoWeeks, Cadence::Month,
                Cadence::Quarter, Cadence::HalfYear, Cadence::Year,
            ]),
        ) {
            let first = date(2023, 1, 1).checked_add(start.days()).unwrap();
            let plan = span(first, first.checked_add(length.days()).unwrap());
            let found = every(cadence, plan);
            prop_assert_eq!(found[0].span.first(), plan.first());
            prop_assert_eq!(found[found.len() - 1].span.last(), plan.last());
            for pair in found.windows(2) {
                prop_assert_eq!(pair[0].span.last().tomorrow().unwrap(), pair[1].span.first());
            }
            for period in &found {
                prop_assert_eq!(period.whole.overlap(plan), Some(period.span));
            }
        }
    }
}
