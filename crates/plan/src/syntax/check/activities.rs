//! Whether a duty's subject, category, unit and rate fit the activities that count for it.

use super::owed;
use crate::diagnostic::{Code, Findings};
use crate::duty::Amount;
use crate::lang::both;
use crate::plan::{Activity, Plan, RecordedFor};
use crate::quantity::Unit;
use crate::syntax::duty::Draft;
use crate::syntax::reader::View;

pub(super) fn activities(draft: &Draft, view: View<'_>, plan: &Plan, findings: &mut Findings) {
    let duty = &draft.duty;
    let done: Vec<&Activity> = duty.does.iter().filter_map(|code| plan.activity(code)).collect();
    let owner = if duty.who.each.is_person() { RecordedFor::Person } else { RecordedFor::Organization };
    for activity in done.iter().filter(|activity| draft.subject_known && activity.recorded_for != owner) {
        let (zh, en) = match owner {
            RecordedFor::Person => ("个人", "persons"),
            RecordedFor::Organization => ("组织", "organizations"),
        };
        let finding = findings.add(
            Code::WrongOwner,
            &view.span_of("does"),
            both(
                format!("“{}”不是{zh}的活动", activity.name.title),
                format!("“{}” is no activity of {en}", activity.name.title),
            ),
        );
        match &activity.attendance {
            Some(attended) => finding.hint(both(
                format!("个人出席记为 {attended}：写 does = \"{attended}\""),
                format!("attending it is recorded as {attended}: write does = \"{attended}\""),
            )),
            None => finding.hint(both("换一项活动，或改 who", "name another activity, or change who")),
        };
    }
    let carries =
        |activity: &&&Activity| duty.about.as_ref().is_none_or(|about| activity.categories.contains(about));
    if let Some(activity) = done.iter().find(|activity| !carries(activity)) {
        findings
            .add(
                Code::UnknownName,
                &view.span_of("about"),
                both(
                    format!("“{}”的记录不注明这一类别", activity.name.title),
                    format!("records of “{}” do not name this category", activity.name.title),
                ),
            )
            .hint(both("在该活动的 categories 中加上它", "add it to the activity's categories"));
    }
    if let Amount::Rate(_) = duty.amount {
        let attended =
            |code: &String| plan.activities.iter().any(|activity| activity.attendance.as_ref() == Some(code));
        if !duty.does.is_empty() && !duty.does.iter().all(attended) {
            findings
                .add(
                    Code::RateUnattended,
                    &view.span_of("does"),
                    both("参加率须对应有出席记录的活动", "a rate needs an activity that is attended"),
                )
                .hint(both(
                    "在组织的活动上写 attendance = \"…\"，does 写该出席活动",
                    "give the organization's activity attendance = \"…\", and name that one in does",
                ));
        }
    } else if let Some(quantity) = owed(&duty.amount) {
        units(quantity.unit, &done, view, plan, findings);
    }
    for change in duty.changes.iter().filter_map(|change| owed(&change.amount)) {
        if owed(&duty.amount).is_some_and(|quantity| quantity.unit != change.unit) {
            findings
                .add(
                    Code::UnitNotRecorded,
                    &view.span_of("change"),
                    both("调整前后单位不同", "the change is in another unit"),
                )
                .hint(both("单位须与原数量相同", "keep the unit of the first amount"));
        }
    }
}

fn units(unit: Unit, done: &[&Activity], view: View<'_>, plan: &Plan, findings: &mut Findings) {
    let converts = |from: Unit| {
        plan.conversions
            .iter()
            .any(|(a, b)| (a.unit, b.unit) == (from, unit) || (b.unit, a.unit) == (from, unit))
    };
    for activity in done {
        let fits =
            activity.units.is_empty() || activity.units.iter().any(|own| *own == unit || converts(*own));
        if !fits {
            let word = |lang| crate::words::unit(unit, lang);
            findings
                .add(
                    Code::UnitNotRecorded,
                    &view.span_of("does"),
                    both(
                        format!("“{}”不按{}记录", activity.name.title, word(crate::Lang::Zh)),
                        format!("“{}” is not recorded in {}", activity.name.title, word(crate::Lang::En)),
                    ),
                )
                .hint(both(
                    "换单位，或在该活动的 units 中加上它，或写折算 convert",
                    "use another unit, add this one to the activity's units, or write convert",
                ));
        }
    }
}
