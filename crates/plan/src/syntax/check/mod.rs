//! What only the whole plan shows: codes given twice, circles, days outside, overlaps, things never used.

mod activities;
mod reach;

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Findings};
use crate::duty::{Amount, Duty, OpenField, Timing};
use crate::lang::both;
use crate::phrase::nearest;
use crate::plan::Plan;
use crate::quantity::Quantity;
use crate::syntax::duty::Draft;
use crate::syntax::head::unique_codes;
use crate::syntax::reader::View;

pub(super) fn plan(root: View<'_>, plan: &Plan, duties: &[(Draft, View<'_>)], findings: &mut Findings) {
    let views: Vec<View<'_>> = duties.iter().map(|(_, view)| *view).collect();
    unique_codes(&views, findings);
    for (draft, view) in duties {
        left_open(draft, *view, findings);
        activities::activities(draft, *view, plan, findings);
        reach::amounts(&draft.duty, *view, plan, findings);
        reach::dates(&draft.duty, *view, plan, findings);
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
        // In [duty.local] `by` names who decided, so a deadline is called otherwise there.
        let (local_zh, local_en) = (keys_zh.replace("by", "due"), keys_en.replace("by", "due"));
        let key = crate::lexicon::write(crate::lexicon::OPEN_FIELDS, &field, crate::Lang::En);
        if named(field) {
            both(
                format!("显示为未定，不作评判；需要时用 [duty.local] 由本地确定{local_zh}"),
                format!("shown as open, never judged; set {local_en} in [duty.local] where one is needed"),
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

/// The amount that is owed, where it is a number.
fn owed(amount: &Amount) -> Option<Quantity> {
    match amount {
        Amount::AtLeast(quantity) | Amount::Exactly(quantity) | Amount::AtMost(quantity) => Some(*quantity),
        Amount::Between { owed, .. } => Some(*owed),
        Amount::Rate(_) | Amount::Open => None,
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
        // One is enough to mend it; a file of copies would else have as many findings as pairs.
        let overlapped =
            earlier.filter(|other| other.subject_known).find(|other| same(&other.duty, &later.duty));
        if let Some(other) = overlapped {
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
    let counts = |code: &str| duties().any(|duty| duty.does.iter().any(|done| done == code));
    let reached = |code: &str| {
        // A gathering counts through those who come to it.
        let attended =
            plan.activity(code).into_iter().flat_map(|activity| [&activity.attendance, &activity.audience]);
        counts(code)
            || attended.flatten().any(|attended| counts(attended))
            || plan.activities.iter().any(|activity| {
                [&activity.attendance, &activity.audience, &activity.speakers]
                    .into_iter()
                    .flatten()
                    .any(|named| named == code)
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
        let is_activity = en == "activity";
        let used = if is_activity { reached(&id.text) } else { carried(&id.text) };
        if used {
            continue;
        }
        let message = if is_activity {
            both(
                format!("活动 {} 不计入任何要求：可以登记，不作评判", id.text),
                format!("the activity {} counts for no duty: it can be recorded, and is not judged", id.text),
            )
        } else {
            both(format!("{zh} {} 没有用到", id.text), format!("the {en} {} is never used", id.text))
        };
        let hint = if is_activity {
            both(
                "原意如此就不用改；否则在要求的 does 中写上它",
                "leave it if that is meant; else name it in a duty's does",
            )
        } else {
            both("删去，或在要求中用上它", "drop it, or use it in a duty")
        };
        findings.add(Code::Unused, &id.span, message).hint(hint);
    }
}
