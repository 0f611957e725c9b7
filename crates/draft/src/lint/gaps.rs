//! What the text leaves open, and what it says twice with different numbers.

use super::{Finding, FindingKind, finding, places};
use crate::extract::resembles;
use crate::item::{Item, ItemKind, Missing};
use crate::text::{Span, Text};

/// Words that leave open how many.
const VAGUE_QUANTITIES: &[&str] = &["一批", "若干", "一定数量", "适量", "多次"];

pub(super) fn findings(text: &Text, items: &[Item]) -> Vec<Finding> {
    let mut found = Vec::new();
    for item in items {
        found.extend(vague(text, item));
        found.extend(missing(text, item));
    }
    found.extend(contradictions(text, items));
    found
}

fn vague(text: &Text, item: &Item) -> Vec<Finding> {
    let mut found = Vec::new();
    if let (true, Some(words)) = (item.period.value.code == "VAGUE", item.period.words) {
        found.push(finding(
            FindingKind::VaguePeriod,
            words,
            (
                format!("“{}”没有说多久一次", text.given(words)),
                format!("“{}” does not say how often", text.given(words)),
            ),
            ("请写明周期，如每季度1次", "say how often, as once a quarter"),
        ));
    }
    for word in VAGUE_QUANTITIES {
        for span in places(text, item.quote, word) {
            found.push(finding(
                FindingKind::VagueQuantity,
                span,
                (format!("“{word}”没有说多少"), format!("“{word}” does not say how many")),
                ("请写明数量", "say how many"),
            ));
        }
    }
    found
}

fn missing(text: &Text, item: &Item) -> Option<Finding> {
    let said = text.given(Span::new(item.quote.start, item.quote.end.min(item.quote.start + 24)));
    let (kind, message, hint) = match item.kind {
        ItemKind::Duty if item.missing.contains(&Missing::Subject) => (
            FindingKind::NoSubject,
            (format!("“{said}”没有说由谁做"), format!("“{said}” does not say who must do it")),
            ("请写明对象", "say whom it binds"),
        ),
        ItemKind::Duty if item.missing.contains(&Missing::Period) => (
            FindingKind::NoPeriod,
            (format!("“{said}”没有说在什么时间内"), format!("“{said}” does not say within which time")),
            ("不写则按全年计", "without it the whole year counts"),
        ),
        ItemKind::Campaign if item.missing.contains(&Missing::Lead) => (
            FindingKind::NoLead,
            (format!("“{said}”没有说由谁牵头"), format!("“{said}” does not say who leads it")),
            ("请写明牵头单位", "name who leads it"),
        ),
        _ => return None,
    };
    Some(finding(kind, item.quote, message, hint))
}

/// As many items are compared with each other; documents with more are compared from the front.
const MOST_COMPARED: usize = 600;

/// The same subject, deed, unit and time with another number.
fn contradictions(text: &Text, items: &[Item]) -> Vec<Finding> {
    let counted: Vec<&Item> = items
        .iter()
        .filter(|item| item.kind == ItemKind::Duty && item.quantity.is_some())
        .take(MOST_COMPARED)
        .collect();
    let mut found = Vec::new();
    for (at, item) in counted.iter().enumerate() {
        let Some(other) = counted.iter().take(at).find(|other| contradicts(text, other, item)) else {
            continue;
        };
        let (here, there) = (text.given(item.quote), text.given(other.quote));
        found.push(finding(
            FindingKind::Contradiction,
            item.quote,
            (format!("与前文“{there}”数量不同：“{here}”"), format!("another number than “{there}” above")),
            ("请核对以哪一处为准", "check which of the two holds"),
        ));
    }
    found
}

fn contradicts(text: &Text, one: &Item, other: &Item) -> bool {
    let (Some(first), Some(second)) = (&one.quantity, &other.quantity) else { return false };
    let is_part = |item: &Item| text.given(item.quote).trim_start().starts_with("其中");
    // Members of one list differ because they are of different things.
    let apart = text
        .plain(Span::new(one.quote.end.min(other.quote.start), other.quote.start))
        .iter()
        .any(|symbol| matches!(symbol, '。' | '\n' | ';'));
    apart
        && one.quote != other.quote
        && one.action_kind == other.action_kind
        && one.subject.value == other.subject.value
        && one.period.value.code == other.period.value.code
        && one.period.value.code != "EACH"
        && first.value.unit == second.value.unit
        && first.value.comparator == second.value.comparator
        && first.value.hundredths != second.value.hundredths
        && !is_part(one)
        && !is_part(other)
        && one.object.value.chars().count() >= 2
        && one.object.value != one.action.value
        && resembles(&one.object.value, &other.object.value)
        && resembles(&other.object.value, &one.object.value)
}
