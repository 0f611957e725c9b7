//! What one clause hands on to the next: subject, time, deed and bound.

mod lead;
mod place;
mod said;

use crate::action::ActionKind;
use crate::amount::Amount;
use crate::deed::Deed;
use crate::document::Document;
use crate::item::{Field, Item, ItemKind, Missing, Period};
use crate::lexicon::Word;
use crate::number::Bound;
use crate::period::{Kind, Said};
use crate::reading::{Reading, is_deed};
use crate::subject::{Sort, Subject};
use crate::text::Span;
pub(super) use place::Place;
pub(super) use said::evidence_of;
use said::{audience, time_at};

/// How many items back a clause may say who leads or what proves.
const FURTHEST: usize = 20;

/// What was said so far in a paragraph.
#[derive(Clone, Debug)]
pub(super) struct Carry {
    pub(super) sentence: usize,
    pub(super) subject: Option<(Subject, usize)>,
    unit: Option<Subject>,
    /// Those for whom something is held: 面向全体党员开展….
    audience: Option<Subject>,
    pub(super) time: Option<(Said, usize)>,
    pub(super) deed: Option<(Deed, usize)>,
    pub(super) bound: Option<(Bound, String, usize)>,
    modality: Option<usize>,
    /// Where a clause of nothing but a time began, which the next one goes on from.
    pub(super) open: Option<usize>,
    pub(super) condition: Option<Span>,
    items_from: usize,
    pub(super) paragraph_from: usize,
    pub(super) ends_open: bool,
    /// A clause that an item before it took in.
    pub(super) taken: Option<Span>,
    /// Whether it was handed down from a line that ended with a colon.
    pub(super) governs: bool,
}

impl Default for Carry {
    fn default() -> Self {
        Self {
            sentence: usize::MAX,
            subject: None,
            unit: None,
            audience: None,
            time: None,
            deed: None,
            bound: None,
            modality: None,
            open: None,
            condition: None,
            items_from: 0,
            paragraph_from: 0,
            ends_open: false,
            taken: None,
            governs: false,
        }
    }
}

impl Carry {
    pub(super) fn begin_paragraph(&mut self, items: usize) {
        self.sentence = usize::MAX;
        self.audience = None;
        self.paragraph_from = items;
        self.ends_open = false;
    }

    pub(super) fn begin_sentence(&mut self, sentence: usize, items: usize) {
        if self.sentence != usize::MAX || !self.governs {
            (self.time, self.bound, self.modality) = (None, None, None);
        }
        (self.open, self.condition) = (None, None);
        self.sentence = sentence;
        self.items_from = items;
    }

    /// 并做好记录: what proves the items of this sentence.
    pub(super) fn evidence(&mut self, reading: &Reading<'_>, items: &mut [Item]) -> bool {
        let Some(found) = evidence_of(reading) else { return false };
        let has_items = items.len() > self.items_from;
        let filed = !reading.says(|word| matches!(word, Word::Draw | Word::Make | Word::Hold))
            && ["存档", "备查", "归档", "留存"].iter().any(|word| reading.said().ends_with(word));
        let tail = filed
            || reading.begins_with(&[
                "并",
                "且",
                "同时",
                "做好",
                "留存",
                "记好",
                "建立",
                "填写",
                "存档",
                "形成",
                "做到",
                "保存",
                "附",
                "听课后",
                "须有",
                "均有",
            ]);
        let is_plain = reading.amounts.is_empty()
            && reading.times.iter().all(|time| time.kind == Kind::Vague)
            && reading.subject.is_none();
        if !(has_items && tail && is_plain) {
            return false;
        }
        let first = self.items_from.max(items.len().saturating_sub(FURTHEST));
        for item in items.iter_mut().skip(first) {
            if self.deed.as_ref().is_none_or(|(deed, _)| deed.kind == item.action_kind) {
                item.evidence.extend(found.iter().copied());
            }
        }
        true
    }

    pub(super) fn take_condition(&mut self, reading: &Reading<'_>) {
        let is_condition = reading
            .begins_with(&["因故", "遇", "如", "若", "凡", "除", "缺席", "未能", "因公", "因病"])
            && reading.amounts.is_empty();
        if is_condition {
            self.condition = Some(reading.span);
        }
    }

    /// Who is bound by a deed of this kind in this clause.
    pub(super) fn subject_for(
        &self,
        reading: &Reading<'_>,
        kind: ActionKind,
        place: &Place,
        document: &Document,
    ) -> (Field<String>, bool, Option<Sort>) {
        let own = reading.subject.as_ref().or(reading.by.as_ref());
        let told = |subject: &Subject| {
            (Field::said(subject.name.clone(), subject.words), subject.each, Some(subject.sort))
        };
        if let Some(subject) = own {
            return told(subject);
        }
        let in_sentence = self
            .subject
            .as_ref()
            .filter(|(subject, sentence)| *sentence == self.sentence && subject.sort != Sort::Gathering);
        if let Some((subject, _)) = in_sentence {
            return told(subject);
        }
        // 员工培训计划: what people do for themselves is asked of those whom the title names.
        let heading = place.subject.as_ref().filter(|subject| subject.sort == Sort::People);
        let before = self.subject.as_ref().map(|(subject, _)| subject);
        let audience =
            self.audience.as_ref().or(heading).or(document.audience.as_ref()).filter(|_| kind.is_of_people());
        if let Some(audience) = audience.filter(|_| before.is_none_or(|subject| subject.sort != Sort::People))
        {
            return told(audience);
        }
        let fits = |subject: &&Subject| {
            subject.sort != Sort::Gathering && !(kind.is_of_a_body() && subject.sort == Sort::People)
        };
        if kind != ActionKind::Award {
            let known = before.filter(fits).or_else(|| self.unit.as_ref().filter(|_| kind.is_of_a_body()));
            if let Some(subject) = known.or_else(|| place.subject.as_ref().filter(fits)) {
                return told(subject);
            }
        }
        match &document.issuer {
            Some(issuer) => (Field { value: issuer.0.clone(), words: issuer.1 }, false, Some(Sort::Unit)),
            None => place.subject.as_ref().map_or((Field::inferred(String::new()), false, None), told),
        }
    }

    /// When: what the clause says, what the sentence said before, what the heading says.
    pub(super) fn period_for(&self, reading: &Reading<'_>, at: Option<Span>, place: &Place) -> Field<Period> {
        // Of several sayings the last before the number counts; where all stand behind it, the first.
        let own = time_at(&reading.times, at);
        let told = |said: &Said| {
            Field::said(
                Period { code: said.code.clone(), anchor: said.anchor, event: said.event },
                said.words,
            )
        };
        if let Some(said) = own {
            return told(said);
        }
        let carried = self
            .time
            .as_ref()
            .filter(|(_, sentence)| *sentence == self.sentence || self.governs)
            .map(|(said, _)| said);
        let is_own_deed = reading.subject.is_some()
            || reading.says(|word| matches!(word, Word::Act(_) | Word::Hold | Word::Attend));
        let handed_on = |said: &&Said| match said.kind {
            Kind::Recurs | Kind::Whole => true,
            Kind::Each => !is_own_deed,
            Kind::Dated => {
                self.open.is_some()
                    || !is_own_deed
                    || self.governs
                    || reading.begins_with(&["并", "组织", "开展"])
            }
            Kind::Deadline => {
                self.open.is_some()
                    || reading.begins_with(&["并", "同时"])
                    || reading.says(|word| word == Word::Act(ActionKind::Award))
                    || self.awards()
            }
            Kind::Relative | Kind::Occasion => self.open.is_some(),
            Kind::Vague => false,
        };
        match carried.filter(handed_on).or(place.time.as_ref()) {
            Some(said) => told(said),
            None => Field::inferred(Period::plan()),
        }
    }

    /// A bound that stands before a list holds for what follows in the same unit: 校长不少于30节,副校长40节.
    pub(super) fn shared_bound(&self, amount: &Amount, has_deed: bool) -> Option<Bound> {
        let (bound, unit, sentence) = self.bound.as_ref()?;
        (*sentence == self.sentence && *unit == amount.unit && !has_deed).then_some(*bound)
    }

    /// Where the quote of a clause begins: with the time before it, where that is all that stood there.
    pub(super) fn quote(&self, reading: &Reading<'_>) -> Span {
        let start = self.open.filter(|start| reading.span.end - start <= 110).unwrap_or(reading.span.start);
        Span::new(start, reading.span.end)
    }

    /// Those whom a clause describes are bound by the next.
    pub(super) fn bind(&mut self, subject: Subject, condition: Span) {
        self.subject = Some((subject, self.sentence));
        self.condition = Some(condition);
    }

    /// Remembers what a clause said.
    pub(super) fn after(&mut self, reading: &Reading<'_>, items: &[Item], found: bool) {
        if let Some(subject) = reading.subject.as_ref().or(reading.by.as_ref().filter(|_| found)) {
            if subject.sort == Sort::Unit {
                self.unit = Some(subject.clone());
            }
            self.subject = Some((subject.clone(), self.sentence));
        } else if let Some((subject, sentence)) = &mut self.subject
            && found
            && items.first().is_some_and(|item| item.subject.value == subject.name)
        {
            *sentence = self.sentence;
        }
        if let Some(audience) = audience(reading) {
            self.audience = Some(audience);
        }
        if let Some(said) = reading.times.iter().rfind(|said| said.kind != Kind::Vague) {
            self.time = Some((said.clone(), self.sentence));
        }
        // 实行会前学法,每月安排1次: what is only named is what the next clause counts.
        if items.is_empty() && !found {
            let who = self.subject.as_ref().map(|(subject, _)| subject.sort);
            if let Some(named) = crate::deed::deed(reading, reading.span, None, who) {
                self.deed = Some((named, self.sentence));
            }
        }
        // 其中…: a part of what was said, and no beginning of anything.
        if let Some(item) = items.last().filter(|_| !reading.begins_with(&["其中"])) {
            let deed =
                Deed { kind: item.action_kind, action: item.action.clone(), object: item.object.clone() };
            self.deed = Some((deed, self.sentence));
        }
        if let Some(amount) = reading.amounts.last() {
            let before = amount.number.bound.filter(|bound| bound.words.start < amount.number.span.start);
            self.bound = before.map(|bound| (bound, amount.unit.clone(), self.sentence));
        }
        self.open = (!found && reading.is_only_time()).then(|| self.open.unwrap_or(reading.span.start));
    }

    /// Whether the clause before gave an award.
    fn awards(&self) -> bool {
        self.deed
            .as_ref()
            .is_some_and(|(deed, sentence)| deed.kind == ActionKind::Award && *sentence == self.sentence)
    }

    /// The deed of the clause before, in this sentence or else in this paragraph.
    pub(super) fn deed_before(&self) -> Option<&Deed> {
        self.deed.as_ref().map(|(deed, _)| deed)
    }

    /// The times of a clause, and those of the clause before that was nothing but a time.
    pub(super) fn time_of<'r>(&'r self, reading: &'r Reading<'_>) -> Option<&'r Said> {
        time_at(&reading.times, None)
            .or_else(|| self.time.as_ref().filter(|_| self.open.is_some()).map(|(said, _)| said))
    }

    /// Whether this sentence has asked for something already.
    pub(super) fn asked(&self, items: &[Item]) -> bool {
        items.len() > self.items_from
    }

    /// Whether a day or a window was named before in this sentence.
    pub(super) fn dated(&self) -> bool {
        self.time.as_ref().is_some_and(|(said, sentence)| {
            *sentence == self.sentence && matches!(said.kind, Kind::Dated | Kind::Relative)
        })
    }

    /// Whether something recurring was asked before in this sentence.
    pub(super) fn recurs(&self) -> bool {
        self.time
            .as_ref()
            .is_some_and(|(said, sentence)| *sentence == self.sentence && said.kind == Kind::Recurs)
    }
}

/// An item as far as its clause, place and carry say it; counts are added by those that have them.
pub(super) fn item(
    reading: &Reading<'_>,
    kind: ItemKind,
    deed: Deed,
    place: &Place,
    document: &Document,
    carry: &Carry,
) -> Item {
    let (subject, each, _) = carry.subject_for(reading, deed.kind, place, document);
    let period = carry.period_for(reading, None, place);
    let mut missing = Vec::new();
    if subject.value.is_empty() {
        missing.push(Missing::Subject);
    }
    Item {
        kind,
        quote: carry.quote(reading),
        section: place.section.clone(),
        subject,
        each,
        action_kind: deed.kind,
        action: deed.action,
        object: deed.object,
        quantity: None,
        period,
        evidence: Vec::new(),
        modality: reading.modality,
        missing,
        lead: None,
        condition: carry.condition,
        exception: None,
    }
}

/// Whether anything in a clause is a deed; without one it only adds to the clause before.
pub(super) fn has_deed(reading: &Reading<'_>) -> bool {
    reading.tokens.iter().any(|token| !token.quoted && is_deed(token.word))
}
