//! A draft in the exchange form `learnplan-gold/1`, which labelled documents have and scorers read.

use serde_json::{Value, json};

use crate::document::{Document, Length};
use crate::item::Item;
use crate::lint::FindingKind;
use crate::number::Comparator;
use crate::text::{Span, Text};

/// A quote of the exchange form has no more characters.
const LONGEST_QUOTE: usize = 120;

/// The draft of one document. `id` and `file` are its names outside.
pub fn gold(text: &Text, document: &Document, items: &[Item], id: &str, file: &str) -> Value {
    let year = document.year.unwrap_or(0);
    let span = match document.length {
        Length::Year => "year",
        Length::Term => "term",
    };
    let given = |span: Option<Span>| span.map(|span| text.given(span)).unwrap_or_default();
    json!({
        "schema": "learnplan-gold/1",
        "doc": {
            "id": id,
            "file": file,
            "title": given(document.title),
            "genre": "",
            "issuer": document.issuer.as_ref().map(|(name, _)| name.as_str()).unwrap_or_default(),
            "plan_span": span,
            "plan_start": if year > 0 { format!("{year}-01-01") } else { String::new() },
            "plan_end": if year > 0 { format!("{year}-12-31") } else { String::new() },
            "year_conflicts": conflicts(text, document),
            "chars": text.span().len(),
        },
        "labels": items.iter().enumerate().map(|(at, item)| label(text, item, &format!("{id}-{}", at + 1))).collect::<Vec<_>>(),
        "traps": [],
        "noise": document.noise.iter().map(|noise| text.given(*noise)).collect::<Vec<_>>(),
    })
}

/// What the text says of other years than the plan's.
fn conflicts(text: &Text, document: &Document) -> Vec<String> {
    let found = crate::lint::years(text, document);
    found
        .into_iter()
        .filter(|finding| finding.kind == FindingKind::Year)
        .map(|finding| finding.message.zh)
        .collect()
}

fn label(text: &Text, item: &Item, id: &str) -> Value {
    let given = |span: Option<Span>| span.map(|span| text.given(span)).unwrap_or_default();
    let quote = Span::new(item.quote.start, item.quote.end.min(item.quote.start + LONGEST_QUOTE));
    let quantity = item.quantity.as_ref().map(|field| &field.value);
    let mut label = json!({
        "id": id,
        "kind": item.kind.code(),
        "quote": text.given(quote),
        "start": quote.start,
        "end": quote.end,
        "section": item.section.iter().map(|heading| text.given(*heading)).collect::<Vec<_>>(),
        "subject": item.subject.value,
        "subject_text": given(item.subject.words),
        "scope": if item.each { "each" } else { "body" },
        "action_kind": item.action_kind.code(),
        "action": item.action.value,
        "object": item.object.value,
        "comparator": quantity.map_or("none", |quantity| comparator(quantity.comparator)),
        "quantity": quantity.map(|quantity| number(quantity.hundredths)),
        "quantity_target": quantity.and_then(|quantity| quantity.up_to).map(number),
        "unit": quantity.map(|quantity| quantity.unit.as_str()),
        "implied": quantity.is_some_and(|quantity| quantity.implied),
        "period": item.period.value.code,
        "period_text": given(item.period.words),
        "evidence": item.evidence.iter().map(|words| text.given(*words)).collect::<Vec<_>>(),
        "modality": item.modality.code(),
        "missing": item.missing.iter().map(|missing| missing.code()).collect::<Vec<_>>(),
        "notes": "",
    });
    let more = [
        ("anchor", item.period.value.anchor),
        ("event", item.period.value.event),
        ("lead", item.lead),
        ("condition", item.condition),
        ("exception", item.exception),
    ];
    if let Some(fields) = label.as_object_mut() {
        for (key, words) in more {
            if let Some(words) = words {
                fields.insert(key.to_owned(), json!(text.given(words)));
            }
        }
        if let Some((hundredths, unit)) = quantity.and_then(|quantity| quantity.or.as_ref()) {
            fields.insert("alt".to_owned(), json!({ "quantity": number(*hundredths), "unit": unit }));
        }
    }
    label
}

fn comparator(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::Exactly => "eq",
        Comparator::AtLeast => "ge",
        Comparator::MoreThan => "gt",
        Comparator::AtMost => "le",
        Comparator::LessThan => "lt",
        Comparator::Between => "range",
        Comparator::About => "approx",
    }
}

/// Whole numbers as such: 1 and not 1.0.
fn number(hundredths: i64) -> Value {
    if hundredths % 100 == 0 {
        return json!(hundredths / 100);
    }
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.parse::<f64>().map_or(Value::Null, |value| json!(value))
}
