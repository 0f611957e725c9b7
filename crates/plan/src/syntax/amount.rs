//! How much and by when: the keys that a duty, its local setting and its changes share.

use super::reader::View;
use crate::diagnostic::{Code, Findings};
use crate::duty::{Amount, Effect, LeaveKind, Rate, Timing};
use crate::lang::{Bilingual, both};
use crate::lexicon::{CADENCES, EFFECTS, LEAVE_KINDS};
use crate::phrase::{Days, plain, read_between, read_percent, read_quantity};
use crate::quantity::Quantity;

/// What a table says in one of several keys.
#[derive(Debug)]
pub(super) struct Said<T> {
    /// The key that says it, whether it can be read or not.
    pub(super) key: Option<&'static str>,
    /// What it says, where it can be read.
    pub(super) value: Option<T>,
}

const AMOUNT_KEYS: [&str; 5] = ["at_least", "exactly", "at_most", "between", "rate_at_least"];

/// How much this table says.
pub(super) fn amount(view: View<'_>, findings: &mut Findings) -> Said<Amount> {
    let key = only(view, &AMOUNT_KEYS, findings);
    let value = key.and_then(|key| match key {
        "exactly" => quantity(view, key, findings).map(Amount::Exactly),
        "at_most" => quantity(view, key, findings).map(Amount::AtMost),
        "between" => between(view, findings),
        "rate_at_least" => rate(view, findings).map(Amount::Rate),
        _ => quantity(view, key, findings).map(Amount::AtLeast),
    });
    if view.has("leave") && key != Some("rate_at_least") {
        findings
            .add(
                Code::RateUnattended,
                &view.span_of("leave"),
                both("只有参加率才用得上请假规则", "leave counts in attendance rates only"),
            )
            .hint(both(
                "加上 rate_at_least = \"90%\"，或删去 leave",
                "add rate_at_least = \"90%\", or drop leave",
            ));
    }
    Said { key, value }
}

/// By when or how often this table says; `deadline` is its key for a last day.
pub(super) fn timing(
    view: View<'_>,
    deadline: &'static str,
    days: Days,
    findings: &mut Findings,
) -> Said<Timing> {
    let key = only(view, &["every", "within", deadline, "over"], findings);
    let value = key.and_then(|key| match key {
        "every" => view.word(key, CADENCES, findings).map(Timing::Every),
        "within" => view.days(key, days, findings).map(Timing::Within),
        "over" => whole_plan(view, findings),
        _ => view.last_day(key, days, findings).map(Timing::By),
    });
    Said { key, value }
}

/// The one of these keys that the table has; more than one contradict each other.
fn only(view: View<'_>, keys: &[&'static str], findings: &mut Findings) -> Option<&'static str> {
    let mut present = keys.iter().copied().filter(|key| view.has(key));
    let first = present.next()?;
    for other in present {
        findings
            .add(
                Code::TooMany,
                &view.span_of(other),
                both(
                    format!("{first} 和 {other} 只能写一个"),
                    format!("only one of {first} and {other} can hold"),
                ),
            )
            .hint(both("删去一个，或分成两项要求", "drop one, or make two duties of it"));
    }
    Some(first)
}

fn amount_forms() -> Bilingual {
    both(
        "写数字和单位：1次、90学时、1.5小时、30分钟、2篇、1本、60天、25学分、800字",
        "write a number and a unit: 1 time, 90 class hours, 1.5 hours, 2 articles, 1 book, 60 days",
    )
}

fn quantity(view: View<'_>, key: &str, findings: &mut Findings) -> Option<Quantity> {
    view.read(key, read_quantity, &amount_forms(), findings)
}

fn between(view: View<'_>, findings: &mut Findings) -> Option<Amount> {
    let expected = both("写成“1至2篇”，两个数同一单位", "write “1 to 2 articles”, both in one unit");
    let (owed, target) = view.read("between", read_between, &expected, findings)?;
    if owed.grains >= target.grains {
        findings
            .add(
                Code::Reversed,
                &view.span_of("between"),
                both("下限不低于上限", "the lower bound is not below the upper one"),
            )
            .hint(both("小的写在前；相同则用 exactly", "the smaller first; the same twice is exactly"));
        return None;
    }
    Some(Amount::Between { owed, target })
}

fn rate(view: View<'_>, findings: &mut Findings) -> Option<Rate> {
    let expected = both("写成“90%”，1%至100%", "write “90%”, from 1% to 100%");
    let at_least_percent = view.read("rate_at_least", read_percent, &expected, findings)?;
    let Some(rules) = view.inner("leave") else {
        return Some(Rate { at_least_percent, leave: Vec::new(), made_up: Effect::Absent });
    };
    let mut effect = |keys: [&'static str; 2]| {
        only(rules, &keys, findings).and_then(|key| rules.word(key, EFFECTS, findings))
    };
    let leave: Vec<(LeaveKind, Effect)> =
        LEAVE_KINDS.iter().filter_map(|kind| Some((kind.value, effect([kind.zh, kind.en])?))).collect();
    let made_up = effect(["补课", "made_up"]).unwrap_or(Effect::Absent);
    Some(Rate { at_least_percent, leave, made_up })
}

fn whole_plan(view: View<'_>, findings: &mut Findings) -> Option<Timing> {
    let phrase = view.phrase("over")?;
    let lower = plain(&phrase.text).to_lowercase();
    let whole = ["plan", "whole plan", "the whole plan", "全年", "全程", "整个计划期", "计划期内", "year"];
    if whole.contains(&lower.as_str()) {
        return Some(Timing::WholePlan);
    }
    findings
        .add(
            Code::UnreadableWord,
            &phrase.span,
            both(format!("看不懂“{}”", phrase.text), format!("“{}” stands for nothing here", phrase.text)),
        )
        .hint(both("可写：全年", "write “plan”"));
    None
}
