//! Whether amounts and days lie within what people and the plan can reach.

use super::owed;
use crate::diagnostic::{Code, Findings};
use crate::duty::{Amount, Duty, Timing};
use crate::lang::both;
use crate::period::periods_of;
use crate::plan::Plan;
use crate::quantity::Unit;
use crate::syntax::reader::View;

pub(super) fn amounts(duty: &Duty, view: View<'_>, plan: &Plan, findings: &mut Findings) {
    let longest =
        periods_of(duty, plan).iter().map(|period| period.span.days()).max().unwrap_or(plan.span.days());
    let amounts = std::iter::once(&duty.amount).chain(duty.changes.iter().map(|change| &change.amount));
    let nothing_allowed = |amount: &Amount| matches!(amount, Amount::AtMost(_) | Amount::Between { .. });
    for amount in amounts {
        let Some(quantity) = owed(amount) else { continue };
        let per_day = match quantity.unit {
            Unit::Days => 1,
            Unit::Hours | Unit::ClassHours | Unit::Times => 24,
            Unit::Credits | Unit::Books | Unit::Articles => 20,
            Unit::Words => 100_000,
        };
        let most = longest.saturating_mul(per_day).saturating_mul(quantity.unit.grains());
        let too_little = quantity.grains == 0 && !nothing_allowed(amount);
        if too_little || quantity.grains > most {
            let span = ["at_least", "exactly", "at_most", "between", "local", "change"]
                .into_iter()
                .find(|key| view.has(key))
                .map_or(view.span(), |key| view.span_of(key));
            findings
                .add(
                    Code::AbsurdAmount,
                    &span,
                    both(
                        format!(
                            "{}不合理：每期最多{longest}天",
                            crate::words::quantity(quantity, crate::Lang::Zh)
                        ),
                        format!(
                            "{} is absurd: the longest period has this many days: {longest}",
                            crate::words::quantity(quantity, crate::Lang::En)
                        ),
                    ),
                )
                .hint(both("请核对数字和单位", "check the number and its unit"));
        }
    }
}

pub(super) fn dates(duty: &Duty, view: View<'_>, plan: &Plan, findings: &mut Findings) {
    let (first, last) = (plan.span.first(), plan.span.last());
    let mut outside = |key: &str| {
        findings
            .add(
                Code::OutsidePlan,
                &view.span_of(key),
                both(
                    format!("在计划期 {first} 至 {last} 之外"),
                    format!("outside the plan, {first} to {last}"),
                ),
            )
            .hint(both(
                "核对日期；跨年的计划在 [plan] 写 starts_on、ends_on",
                "check the day; a plan that crosses years says starts_on and ends_on in [plan]",
            ));
    };
    let timing_key = if view.has("local") { "local" } else { "within" };
    match duty.timing {
        Timing::By(day) if !plan.span.contains(day) => outside(if view.has("by") { "by" } else { "local" }),
        Timing::Within(window) if window.overlap(plan.span).is_none() => outside(timing_key),
        Timing::Within(window) if window.overlap(plan.span) != Some(window) => {
            findings
                .add(
                    Code::ClampedDay,
                    &view.span_of(timing_key),
                    both(
                        "时段超出计划期，只计其内的部分",
                        "the window reaches beyond the plan; only the part inside counts",
                    ),
                )
                .hint(both("核对日期", "check the days"));
        }
        Timing::Every(crate::Cadence::Term) if plan.terms.is_empty() => {
            findings
                .add(
                    Code::UnknownName,
                    &view.span_of("every"),
                    both("计划中没有学期", "the plan has no school terms"),
                )
                .hint(both("用 [[term]] 写明学期起止", "define them with [[term]]"));
        }
        _ => {}
    }
    let bounds = [("from", duty.from), ("until", duty.until)];
    for (key, _) in bounds.iter().filter(|(_, day)| day.is_some_and(|day| !plan.span.contains(day))) {
        findings
            .add(
                Code::OutsidePlan,
                &view.span_of(key),
                both(
                    format!("在计划期 {first} 至 {last} 之外"),
                    format!("outside the plan, {first} to {last}"),
                ),
            )
            .hint(both("核对日期", "check the day"));
    }
    if let (Some(from), Some(until)) = (duty.from, duty.until)
        && until < from
    {
        findings
            .add(Code::Reversed, &view.span_of("until"), both("止日早于起日", "it ends before it begins"))
            .hint(both("请调换先后", "swap the two"));
    }
    if duty.changes.iter().any(|change| !plan.span.contains(change.from)) {
        findings
            .add(
                Code::OutsidePlan,
                &view.span_of("change"),
                both("调整日在计划期之外", "the change begins outside the plan"),
            )
            .hint(both("核对日期", "check the day"));
    }
}
