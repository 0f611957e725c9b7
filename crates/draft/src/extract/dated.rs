//! Duties without a numeral: what recurs, and what must be done by a time.

use super::carry::{Carry, Place, evidence_of, item};
use super::counted::heading;
use crate::action::ActionKind;
use crate::deed::deed;
use crate::document::Document;
use crate::item::{Field, Item, ItemKind, Modality, Quantity};
use crate::lexicon::Word;
use crate::number::Comparator;
use crate::period::{Kind, Said};
use crate::reading::Reading;
use crate::text::Span;

/// 每月开展主题党日: once each, though no numeral says so.
pub(super) fn recurring(
    reading: &Reading<'_>,
    next: Option<&Reading<'_>>,
    place: &Place,
    document: &Document,
    carry: &Carry,
    items: &mut Vec<Item>,
) -> bool {
    let before = carry.time.as_ref().filter(|_| carry.open.is_some()).map(|(said, _)| said);
    let own = reading.times.iter().chain(before).find(|said| said.kind == Kind::Recurs).cloned();
    let Some(said) = own else { return false };
    if reading.text.given(said.words) == "年度"
        || reading.text.plain(said.words) == ['年']
        || reading.says(|word| word == Word::Purpose)
    {
        return false;
    }
    if reading.said().contains('元') {
        return false;
    }
    let who = carry.subject_for(reading, ActionKind::StudySelf, place, document).2;
    let part = Span::new(reading.span.start, reading.span.end);
    let own = deed(reading, part, None, who).filter(|deed| deed.kind != ActionKind::Rate);
    let short = reading.span.len() <= 12 && reading.tokens.is_empty();
    let Some(deed) = own.or_else(|| heading(reading, place).filter(|_| short)) else { return false };
    // The same rhythm with a number right after it states the same duty.
    let restated = next.is_some_and(|next| {
        next.sentence == reading.sentence
            && !next.amounts.is_empty()
            && next.times.iter().any(|other| other.code == said.code)
            && !next.tokens.iter().any(|token| {
                matches!(token.word, Word::Act(_) | Word::Thing(_) | Word::Training | Word::Event(_))
            })
    });
    if restated {
        return false;
    }
    let mut found = item(reading, ItemKind::Duty, deed, place, document, carry);
    if found.action_kind == ActionKind::Award {
        found.kind = ItemKind::Award;
    }
    // 每月5日、20日: as often as days are listed.
    let listed = said
        .anchor
        .map_or(0, |anchor| reading.text.plain(anchor).iter().filter(|symbol| **symbol == '、').count());
    let times = i64::try_from(listed).unwrap_or(0) + 1;
    let quantity = Quantity {
        comparator: Comparator::Exactly,
        hundredths: times * 100,
        up_to: None,
        unit: "次".to_owned(),
        or: None,
        implied: true,
    };
    found.quantity = Some(Field::inferred(quantity));
    found.evidence = evidence_of(reading).unwrap_or_default();
    if found.modality == Modality::Encouraged {
        found.kind = ItemKind::Soft;
    }
    items.push(found);
    true
}

/// 11月底前上报, 一周内补考: what must be done by a time, once.
pub(super) fn deadlines(
    reading: &Reading<'_>,
    place: &Place,
    document: &Document,
    carry: &Carry,
    items: &mut Vec<Item>,
) -> bool {
    let said: Option<&Said> = carry.time_of(reading);
    let own = said.filter(|said| matches!(said.kind, Kind::Deadline | Kind::Relative | Kind::Dated));
    let Some(said) = own else { return false };
    let delivers = reading.tokens.iter().any(|token| {
        !token.quoted
            && matches!(
                token.word,
                Word::Act(
                    ActionKind::Report
                        | ActionKind::Write
                        | ActionKind::AttendTraining
                        | ActionKind::Exam
                        | ActionKind::Inspect
                        | ActionKind::Record
                        | ActionKind::Plan
                ) | Word::Draw
                    | Word::Attend
                    | Word::Make
            )
    });
    let is_relative = said.kind == Kind::Relative;
    let is_dated = said.kind == Kind::Dated;
    let reports = reading.says(|word| matches!(word, Word::Act(ActionKind::Report)));
    if reading.says(|word| word == Word::Act(ActionKind::Award))
        || !(delivers || is_relative)
        || (is_dated && !reports)
    {
        return false;
    }
    let who = carry.subject_for(reading, ActionKind::StudySelf, place, document).2;
    let Some(deed) = deed(reading, reading.span, None, who) else { return false };
    // 汛期前组织演练: a unit holds it once, and nobody delivers anything.
    if is_relative
        && reading.subject.is_none()
        && reading.says(|word| word == Word::Hold)
        && deed.kind.is_of_a_body()
        && said.code == "BEFORE"
    {
        return false;
    }
    let is_gathering =
        reading.says(|word| matches!(word, Word::Event(_) | Word::Thing(ActionKind::Meeting))) && !reports;
    if is_gathering && !is_relative {
        return false;
    }
    let mut found = item(reading, ItemKind::Duty, deed, place, document, carry);
    found.evidence = evidence_of(reading)
        .filter(|_| found.action_kind != ActionKind::Record && found.action_kind != ActionKind::Report)
        .unwrap_or_default();
    if found.modality == Modality::Encouraged {
        found.kind = ItemKind::Soft;
    }
    items.push(found);
    true
}

/// What makes good a failure is a duty: 补考, 补学.
pub(super) fn is_remedy(reading: &Reading<'_>) -> bool {
    let said = reading.said();
    ["补考", "补学", "补交", "重测", "重修", "补课", "补训", "补修", "复训", "重新"]
        .iter()
        .any(|word| said.contains(word))
        || reading.amounts.iter().any(|amount| matches!(amount.comparator(), Comparator::AtMost))
}
