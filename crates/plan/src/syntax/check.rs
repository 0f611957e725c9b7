//! What only the whole plan shows: codes given twice, circles, days outside, overlaps, things never used.

use std::collections::BTreeSet;

use super::duty::Draft;
use super::head::unique_codes;
use super::reader::View;
use crate::diagnostic::{Code, Findings};
use crate::duty::{Amount, Duty, Each, OpenField, Timing};
use crate::lang::both;
use crate::period::periods_of;
use crate::phrase::nearest;
use crate::plan::{Activity, Plan, RecordedFor};
use crate::quantity::{Quantity, Unit};

pub(super) fn plan(root: View<'_>, plan: &Plan, duties: &[(Draft, View<'_>)], findings: &mut Findings) {
    let views: Vec<View<'_>> = duties.iter().map(|(_, view)| *view).collect();
    unique_codes(&views, findings);
    for (draft, view) in duties {
        left_open(draft, *view, findings);
        activities(draft, *view, plan, findings);
        amounts(&draft.duty, *view, plan, findings);
        dates(&draft.duty, *view, plan, findings);
        parts(&draft.duty, *view, duties, findings);
        if draft.duty.source.is_empty() {
            findings
                .add(
                    Code::NoSource,
                    &view.span_of("title"),
                    both("这项要求没有引用原文", "this duty has no source sentence"),
                )
                .hint(both("用 source = \"…\" 引用安排中的原句", "quote the arrangement: source = \"…\""));
        }
    }
    overlaps(duties, findings);
    unused(root, plan, duties, findings);
}

fn left_open(draft: &Draft, view: View<'_>, findings: &mut Findings) {
    let named = |field| draft.duty.open.contains(&field);
    let hint = |field, keys_zh: &str, keys_en: &str| {
        let key = crate::lexicon::write(crate::lexicon::OPEN_FIELDS, &field, crate::Lang::En);
        if named(field) {
            both(
                format!("显示为未定，不作评判；需要时用 [duty.local] 由本地确定{keys_zh}"),
                format!("shown as open, never judged; set {keys_en} in [duty.local] where one is needed"),
            )
        } else {
            both(
                format!("写明{keys_zh}；原文确实未定的，写 open = [\"{key}\"]"),
                format!("write {keys_en}; where the arrangement leaves it open, say open = [\"{key}\"]"),
            )
        }
    };
    let place = view.span_of(if view.has("open") { "open" } else { "title" });
    if !draft.amount_said {
        findings.add(Code::OpenAmount, &place, both("没有写多少", "how much is left open")).hint(hint(
            OpenField::Amount,
            "数量（at_least 等）",
            "at_least, exactly …",
        ));
    }
    if !draft.timing_said {
        findings
            .add(Code::OpenPeriod, &place, both("没有写何时或多久一次", "when or how often is left open"))
            .hint(hint(OpenField::Period, "时间（every、within、by、over）", "every, within, by or over"));
    }
}

fn activities(draft: &Draft, view: View<'_>, plan: &Plan, findings: &mut Findings) {
    let duty = &draft.duty;
    let done: Vec<&Activity> = duty.does.iter().filter_map(|code| plan.activity(code)).collect();
    let owner = match duty.who.each {
        Each::Person | Each::Member | Each::Post(_) => RecordedFor::Person,
        Each::Organization { .. } | Each::Issuer => RecordedFor::Organization,
    };
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

/// The amount that is owed, where it is a number.
fn owed(amount: &Amount) -> Option<Quantity> {
    match amount {
        Amount::AtLeast(quantity) | Amount::Exactly(quantity) | Amount::AtMost(quantity) => Some(*quantity),
        Amount::Between { owed, .. } => Some(*owed),
        Amount::Rate(_) | Amount::Open => None,
    }
}

fn amounts(duty: &Duty, view: View<'_>, plan: &Plan, findings: &mut Findings) {
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
                            "{} is absurd: a period has {longest} days at most",
                            crate::words::quantity(quantity, crate::Lang::En)
                        ),
                    ),
                )
                .hint(both("请核对数字和单位", "check the number and its unit"));
        }
    }
}

fn dates(duty: &Duty, view: View<'_>, plan: &Plan, findings: &mut Findings) {
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

fn parts(duty: &Duty, view: View<'_>, duties: &[(Draft, View<'_>)], findings: &mut Findings) {
    let find = |code: &str| duties.iter().map(|(draft, _)| &draft.duty).find(|duty| duty.code == code);
    let Some(above) = &duty.part_of else { return };
    let span = view.span_of("part_of");
    if find(above).is_none() {
        let finding = findings.add(
            Code::UnknownName,
            &span,
            both(format!("没有编码为 {above} 的要求"), format!("no duty has the code {above}")),
        );
        if let Some(near) = nearest(above, duties.iter().map(|(draft, _)| draft.duty.code.as_str())) {
            finding.hint(both(format!("是不是 {near}？"), format!("did you mean {near}?")));
        }
        return;
    }
    let mut seen = BTreeSet::new();
    let mut next = Some(above.as_str());
    while let Some(code) = next.filter(|code| seen.insert(*code)) {
        next = find(code).and_then(|duty| duty.part_of.as_deref());
    }
    if seen.contains(duty.code.as_str()) {
        findings
            .add(
                Code::Circle,
                &span,
                both(
                    format!("{} 绕了一圈成为自己的一部分", duty.code),
                    format!("{} is a part of itself", duty.code),
                ),
            )
            .hint(both("删去其中一个 part_of", "drop one part_of of the circle"));
    }
}

fn overlaps(duties: &[(Draft, View<'_>)], findings: &mut Findings) {
    let same = |a: &Duty, b: &Duty| {
        a.who == b.who
            && a.about == b.about
            && a.timing == b.timing
            && a.timing != Timing::Open
            && a.part_of.as_ref() != Some(&b.code)
            && b.part_of.as_ref() != Some(&a.code)
            && owed(&a.amount).map(|quantity| quantity.unit) == owed(&b.amount).map(|quantity| quantity.unit)
            && a.does.iter().any(|code| b.does.contains(code))
            && a.from == b.from
    };
    for (index, (later, view)) in duties.iter().enumerate().filter(|(_, (draft, _))| draft.subject_known) {
        let earlier = duties.iter().take(index).map(|(draft, _)| draft);
        for other in earlier.filter(|other| other.subject_known && same(&other.duty, &later.duty)) {
            let (code, title) = (&other.duty.code, &other.duty.title);
            findings
                .add(
                    Code::Overlap,
                    &view.span_of("does"),
                    both(
                        format!("与 {code}（{title}）对象、活动、时间相同，一条记录会计两次"),
                        format!("asks the same of the same as {code} ({title}): one record counts for both"),
                    ),
                )
                .hint(both(
                    "合并；或写 about、part_of 加以区分",
                    "merge them, or tell them apart with about or part_of",
                ));
        }
    }
}

fn unused(root: View<'_>, plan: &Plan, duties: &[(Draft, View<'_>)], findings: &mut Findings) {
    let duties = || duties.iter().map(|(draft, _)| &draft.duty);
    let reached = |code: &str| {
        duties().any(|duty| duty.does.iter().any(|done| done == code))
            || plan.activities.iter().any(|activity| {
                [&activity.attendance, &activity.audience].into_iter().flatten().any(|named| named == code)
            })
    };
    let carried = |code: &str| {
        plan.activities.iter().any(|activity| activity.categories.iter().any(|named| named == code))
            || duties().any(|duty| duty.about.as_deref() == Some(code))
    };
    let activities = root.inners("activity").into_iter().map(|view| (view, "活动", "activity"));
    let categories = root.inners("category").into_iter().map(|view| (view, "类别", "category"));
    for (view, zh, en) in activities.chain(categories) {
        let Some(id) = view.phrase("id") else { continue };
        let used = if en == "activity" { reached(&id.text) } else { carried(&id.text) };
        if !used {
            findings
                .add(
                    Code::Unused,
                    &id.span,
                    both(format!("{zh} {} 没有用到", id.text), format!("the {en} {} is never used", id.text)),
                )
                .hint(both("删去，或在要求中用上它", "drop it, or use it in a duty"));
        }
    }
}
