//! Who sees to what the clause before asks for.

use super::{Carry, FURTHEST};
use crate::item::{Field, Item, Missing};
use crate::lexicon::Word;
use crate::reading::Reading;
use crate::text::{Span, Text};

impl Carry {
    /// 由工会牵头, 牵头单位:工会, (工会): who sees to what stands before.
    pub(in crate::extract) fn lead(
        &mut self,
        reading: &Reading<'_>,
        next: Option<&Reading<'_>>,
        items: &mut [Item],
    ) -> bool {
        const LABELS: &[&str] = &[
            "牵头单位",
            "责任单位",
            "责任部门",
            "牵头部门",
            "主办单位",
            "承办单位",
            "组织单位",
            "责任科室",
            "牵头科室",
        ];
        if reading.end == ':' && LABELS.contains(&reading.said().as_str()) {
            if let Some(next) = next {
                self.set_lead(reading.text, next.span, items);
            }
            self.open = None;
            return true;
        }
        // The clause after such a label is its value.
        let before = reading.text.plain(Span::new(reading.span.start.saturating_sub(5), reading.span.start));
        if LABELS.iter().any(|label| before.ends_with(&label.chars().chain([':']).collect::<Vec<_>>())) {
            return true;
        }
        let leads = reading.says(|word| matches!(word, Word::Lead | Word::Draw | Word::Hold))
            || reading.says(|word| matches!(word, Word::Act(_)));
        if let (Some(by), true, true) =
            (&reading.by, reading.amounts.is_empty() && reading.times.is_empty(), leads)
        {
            let is_lead = reading.text.plain(Span::new(by.words.end, reading.span.end)).len() <= 8
                && reading.begins_with(&["由", "并由", "具体由"]);
            if is_lead && items.len() > self.items_from {
                self.set_lead(reading.text, by.words, items);
                return true;
            }
        }
        let bare =
            reading.amounts.is_empty() && reading.times.is_empty() && reading.begins_with(&["牵头", "责任"]);
        bare && items.len() > self.items_from
    }

    fn set_lead(&mut self, text: &Text, lead: Span, items: &mut [Item]) {
        let name = crate::subject::plain_name(&text.given(lead));
        let known = items.len();
        for item in items
            .iter_mut()
            .skip(self.items_from.max(known.saturating_sub(FURTHEST)))
            .filter(|item| item.lead.is_none())
        {
            item.lead = Some(lead);
            item.missing.retain(|missing| *missing != Missing::Lead);
            // Who sees to it does it, where nobody else was named beside it.
            if item.subject.words.is_none_or(|words| !item.quote.holds(words)) {
                item.subject = Field::said(name.clone(), lead);
            }
        }
        if self.items_from == items.len()
            && let Some(item) = items.last_mut().filter(|item| item.lead.is_none())
        {
            item.lead = Some(lead);
            item.missing.retain(|missing| *missing != Missing::Lead);
        }
    }
}
