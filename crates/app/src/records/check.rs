//! What a record must be before it is stored: pure, so that a form, an import and a demo are held to the same.

use jiff::civil::Date;
use xueji_plan::{Activity, Amount, Plan, RecordedFor, Unit};
use xueji_standing::Outcome;

use crate::records::{NewRecord, Subject};
use crate::shell::lang::Messages;
use crate::shell::{Mistakes, Result};

/// The most that one record may claim, in whole units: more is a slip of the pen.
const MOST: &[(Unit, i64)] = &[
    (Unit::Times, 100),
    (Unit::Hours, 24),
    (Unit::ClassHours, 500),
    (Unit::Credits, 100),
    (Unit::Days, 366),
    (Unit::Books, 50),
    (Unit::Articles, 50),
    (Unit::Words, 1_000_000),
];

/// How late a record comes, where it is late at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Checked {
    /// Whether it is marked as entered late (补录).
    pub(super) late: bool,
}

/// Holds `new` against the plan and the day of entry; every mistake is named at its field.
pub(super) fn check(plan: &Plan, activity: &Activity, new: &NewRecord, entered_on: Date) -> Result<Checked> {
    let mut mistakes = Mistakes::default();
    let fits = matches!(
        (&new.subject, activity.recorded_for),
        (Subject::Person(_), RecordedFor::Person) | (Subject::Organization(_), RecordedFor::Organization)
    );
    if !fits {
        mistakes.add("activity", Messages::records_not_for_this_subject);
    }
    if new.outcome == Outcome::Done && is_rated(plan, &new.activity) {
        mistakes.add("activity", Messages::records_attendance_with_the_event);
    }
    check_dates(plan, new, entered_on, &mut mistakes);
    check_amount(activity, new, &mut mistakes);
    match &new.category {
        Some(category) if !activity.categories.contains(category) => {
            mistakes.add("category", Messages::field_unknown_choice);
        }
        None if !activity.categories.is_empty() => {
            mistakes.add("category", Messages::records_category_missing);
        }
        _ => {}
    }
    if new.title.is_empty() {
        mistakes.add("title", Messages::field_required);
    }
    let late_after = activity.late_after_days.unwrap_or(plan.late_after_days);
    let late = days_between(new.last_on, entered_on) > i64::from(late_after);
    if late && new.late_reason.is_none() {
        mistakes.add("late_reason", Messages::records_late_reason_missing);
    }
    mistakes.check()?;
    Ok(Checked { late })
}

/// Whether a rate counts this activity: then it is entered with everybody's outcome, not by each for themselves.
pub(super) fn is_rated(plan: &Plan, activity: &str) -> bool {
    plan.duties
        .iter()
        .any(|duty| matches!(duty.amount, Amount::Rate(_)) && duty.does.iter().any(|code| code == activity))
}

fn check_dates(plan: &Plan, new: &NewRecord, entered_on: Date, mistakes: &mut Mistakes) {
    if new.last_on > entered_on {
        mistakes.add("last_on", Messages::records_in_the_future);
    }
    if new.first_on > new.last_on {
        mistakes.add("first_on", Messages::records_ends_before_it_begins);
    }
    if !plan.span.contains(new.last_on) || !plan.span.contains(new.first_on) {
        mistakes.add("last_on", Messages::records_outside_the_plan);
    }
}

fn check_amount(activity: &Activity, new: &NewRecord, mistakes: &mut Mistakes) {
    let quantity = new.quantity;
    if !activity.units.contains(&quantity.unit) {
        mistakes.add("amount", Messages::records_unit_does_not_fit);
        return;
    }
    let most = MOST.iter().find(|(unit, _)| *unit == quantity.unit).map_or(i64::MAX, |(_, most)| *most);
    let days = days_between(new.first_on, new.last_on) + 1;
    // Nobody learns more than a day's hours in a day, nor spends more days than the stay has.
    let most = match quantity.unit {
        Unit::Hours => most.saturating_mul(days),
        Unit::Days => most.min(days),
        _ => most,
    };
    let took_part = new.outcome.took_part();
    if quantity.grains < 0 || (took_part && quantity.grains == 0) {
        mistakes.add("amount", Messages::records_amount_missing);
    } else if quantity.grains > most.saturating_mul(quantity.unit.grains()) {
        mistakes.add("amount", Messages::records_amount_absurd);
    }
}

/// Days from `first` to `last`; negative where `last` lies before.
pub(super) fn days_between(first: Date, last: Date) -> i64 {
    first.until(last).map_or(0, |span| i64::from(span.get_days()))
}
