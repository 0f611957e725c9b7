//! Duties that can be counted or dated from the words.

mod deed_of;
mod handed;

use super::carry::{Carry, Place, evidence_of, has_deed, item};
use crate::action::ActionKind;
use crate::amount::Amount;
use crate::document::Document;
use crate::item::{Field, Item, ItemKind, Missing, Modality, Period, Quantity};
use crate::lexicon::Word;
use crate::number::Comparator;
use crate::period::Kind;
use crate::reading::Reading;
use crate::text::Span;
pub(super) use deed_of::heading;
use deed_of::{deed_of, is_about_length};
use handed::{each_of, hand_out, parts, share_bound, shares_out, split_by_each};

/// One item for each number of a clause.
pub(super) fn amounts(
    reading: &Reading<'_>,
    place: &Place,
    document: &Document,
    carry: &mut Carry,
    items: &mut Vec<Item>,
) -> bool {
    let counted: Vec<Amount> =
        reading.amounts.iter().filter(|amount| is_asked(reading, amount, carry, place)).cloned().collect();
    if counted.is_empty() {
        return false;
    }
    if reading.says(|word| word == Word::May) && reading.modality != Modality::Encouraged {
        return false;
    }
    take_in(reading, carry, items);
    let parts = parts(reading, &counted);
    let shared = shares_out(reading, &counted);
    for (at, (amount, part)) in counted.iter().zip(&parts).enumerate() {
        let mut found = one(reading, amount, *part, place, document, carry, counted.len());
        if at > 0
            && let Some(first) = counted.first()
        {
            share_bound(reading, first, amount, &mut found);
        }
        if let Some(names) = shared.as_ref() {
            found.quote = carry.quote(reading);
            if let Some(name) = names.get(at) {
                hand_out(reading, *name, &mut found);
            }
        }
        items.push(found);
    }
    if let ([amount], Some(objects)) = (counted.as_slice(), each_of(reading, &counted)) {
        split_by_each(reading, amount, &objects, items);
    }
    true
}

/// 旁听庭审,每年至少一次: the number counts what the clause before names, and both are one duty.
fn take_in(reading: &Reading<'_>, carry: &mut Carry, items: &mut Vec<Item>) {
    let before = items.last().filter(|item| {
        item.quantity.is_none() && matches!(item.kind, ItemKind::Soft | ItemKind::Award | ItemKind::Campaign)
    });
    let Some(start) = before.map(|item| item.quote.start) else { return };
    let adjoins = before.is_some_and(|item| {
        reading.text.plain(Span::new(item.quote.end.min(reading.span.start), reading.span.start)) == [',']
    });
    let is_bare = !reading.tokens.iter().any(|token| {
        !token.quoted
            && matches!(
                token.word,
                Word::Act(_) | Word::Thing(_) | Word::Training | Word::Event(_) | Word::Rate | Word::Attend
            )
    });
    let counts = reading.amounts.iter().all(|amount| !amount.is_duration());
    let says_each = reading.times.iter().any(|said| said.kind == Kind::Each);
    if adjoins
        && is_bare
        && counts
        && !says_each
        && reading.subject.is_none()
        && carry.asked(items)
        && reading.span.end - start <= 110
    {
        items.pop();
        carry.open = Some(start);
    }
}

/// A number is asked for where something is done with it, here or in the clause before.
fn is_asked(reading: &Reading<'_>, amount: &Amount, carry: &Carry, place: &Place) -> bool {
    let bounded = amount.number.bound.is_some();
    let deed = has_deed(reading) || place.kind.is_some();
    let follows = carry.deed_before().is_some();
    // 一个, 一种 and bare people and things describe as often as they ask.
    let weak = matches!(
        amount.unit.as_str(),
        "个" | "种" | "项" | "条" | "人" | "名" | "位" | "户" | "家" | "组" | "年" | "部" | "班"
    );
    let numeral = reading.text.plain(amount.number.span);
    let is_written_one = matches!(numeral, ['一']);
    let verb = reading.tokens.iter().any(|token| {
        !token.quoted
            && matches!(
                token.word,
                Word::Act(_) | Word::Hold | Word::Attend | Word::Make | Word::Draw | Word::Lead
            )
            && (token.span.start < amount.span.start || !weak)
    });
    let is_of_each = reading.times.iter().any(|said| said.kind == Kind::Each);
    if is_of_each && weak {
        return true;
    }
    if weak && !bounded && !verb {
        return false;
    }
    if weak && is_written_one && !bounded && reading.times.is_empty() && reading.subject.is_none() {
        return false;
    }
    let says_when = !reading.times.is_empty() && !weak;
    deed || says_when
        || (follows
            && (bounded || !reading.times.is_empty() || reading.subject.is_some() || amount.is_duration()))
}

fn one(
    reading: &Reading<'_>,
    amount: &Amount,
    part: Span,
    place: &Place,
    document: &Document,
    carry: &Carry,
    all: usize,
) -> Item {
    let who = carry.subject_for(reading, ActionKind::StudySelf, place, document).2;
    let deed = deed_of(reading, amount, part, carry, place, who);
    let mut found = item(reading, ItemKind::Duty, deed, place, document, carry);
    if all > 1 {
        found.quote = if part.start == reading.span.start {
            Span::new(carry.quote(reading).start, part.end)
        } else {
            part
        };
    }
    let bound =
        amount.number.bound.is_none().then(|| carry.shared_bound(amount, has_deed(reading))).flatten();
    let comparator = bound.map_or(amount.comparator(), |bound| bound.comparator);
    found.period = carry.period_for(reading, Some(amount.span), place);
    let lasts = amount.is_duration()
        && !matches!(found.action_kind, ActionKind::Credit)
        && !reading.said().contains("累计");
    if lasts
        && reading.times.is_empty()
        && (carry.recurs() || carry.dated())
        && is_about_length(reading, amount)
    {
        found.period = Field::inferred(Period {
            code: "EACH".to_owned(),
            anchor: None,
            event: carry.deed_before().and_then(|deed| deed.action.words),
        });
    }
    let is_short = found.period.value.code.starts_with('P')
        && matches!(found.period.value.code.as_str(), "P1D" | "P1W" | "P2W" | "P1M");
    if found.action_kind == ActionKind::Rate && reading.times.is_empty() && is_short {
        found.period = Field::inferred(Period::plan());
    }
    let caps_people = matches!(amount.unit.as_str(), "人" | "名") && comparator == Comparator::AtMost;
    if caps_people && reading.times.is_empty() && found.period.value.code.starts_with('P') {
        found.period = Field::inferred(Period::plan());
    }
    if amount.unit == "年" {
        found.period = Field::inferred(Period { code: "NONE".to_owned(), anchor: None, event: None });
    }
    let unit = if found.action_kind == ActionKind::Credit && amount.unit == "分" {
        "学分".to_owned()
    } else {
        amount.unit.clone()
    };
    let quantity = Quantity {
        comparator,
        hundredths: amount.number.hundredths,
        up_to: amount.number.up_to,
        unit,
        or: amount.or.clone(),
        implied: false,
    };
    found.quantity = Some(Field::said(quantity, amount.span));
    if let Some(evidence) = evidence_of(reading).filter(|_| found.action_kind != ActionKind::Notes) {
        found.evidence = evidence;
    }
    if found.modality == Modality::Encouraged {
        found.kind = ItemKind::Soft;
    } else if found.action_kind == ActionKind::Award {
        found.kind = ItemKind::Award;
    } else if found.period.value.code == "PLAN"
        && !matches!(found.action_kind, ActionKind::Rate | ActionKind::Plan)
    {
        found.missing.push(Missing::Period);
    }
    found
}
