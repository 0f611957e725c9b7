//! Duties that can be counted or dated from the words.

use super::carry::{Carry, Place, evidence_of, has_deed, item};
use crate::action::ActionKind;
use crate::amount::{Amount, ends_with};
use crate::deed::{Deed, deed};
use crate::document::Document;
use crate::item::{Field, Item, ItemKind, Missing, Modality, Period, Quantity};
use crate::lexicon::Word;
use crate::number::Comparator;
use crate::period::{Kind, Said};
use crate::reading::Reading;
use crate::subject::Sort;
use crate::text::{Span, Text};

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

/// The stretch of each number: lists are divided at the mark between two of them.
fn parts(reading: &Reading<'_>, counted: &[Amount]) -> Vec<Span> {
    let mut ends: Vec<usize> = Vec::new();
    for pair in counted.windows(2) {
        if let [before, after] = pair {
            ends.push(divide(reading.text, Span::new(before.span.end, after.span.start)));
        }
    }
    let mut start = reading.span.start;
    let mut found = Vec::new();
    for end in ends.into_iter().chain([reading.span.end]) {
        found.push(trim_marks(reading.text, Span::new(start, end)));
        start = end;
    }
    found
}

/// The last mark of a list between two numbers, else right behind the first of them.
fn divide(text: &Text, between: Span) -> usize {
    let symbols = text.plain(between);
    let mark = symbols
        .iter()
        .rposition(|symbol| matches!(symbol, '、' | '和' | '与' | '及' | '并' | ',' | ';' | '/' | '或'));
    mark.map_or(between.start, |at| between.start + at)
}

fn trim_marks(text: &Text, span: Span) -> Span {
    let symbols = text.plain(span);
    let is_mark = |symbol: &&char| matches!(symbol, '、' | '和' | '与' | '及' | ',' | ';' | '/' | '以' | ' ');
    let before = symbols.iter().take_while(is_mark).count();
    let after = symbols.iter().rev().take_while(is_mark).count();
    Span::new(
        span.start + before.min(symbols.len()),
        (span.end - after).max(span.start + before.min(symbols.len())),
    )
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

/// 时间不少于…, 为期…: a clause about how long the thing before lasts.
fn is_about_length(reading: &Reading<'_>, amount: &Amount) -> bool {
    let before = reading.text.plain(Span::new(reading.span.start, amount.span.start));
    reading.subject.is_none()
        && (before.len() <= 8 || ["时间", "时长", "为期"].iter().any(|word| ends_with(before, word)))
        && !reading.says(|word| matches!(word, Word::Act(_)))
}

/// What is counted: what the part says, else the clause around it, else the clause before, else the heading.
fn deed_of(
    reading: &Reading<'_>,
    amount: &Amount,
    part: Span,
    carry: &Carry,
    place: &Place,
    who: Option<Sort>,
) -> Deed {
    let own = deed(reading, part, Some(amount.span), who);
    let whole = || deed(reading, reading.span, Some(amount.span), who);
    // 其中思政课不少于2节: a part of what the clause before asks.
    if let (true, Some(before), false) =
        (reading.begins_with(&["其中"]), carry.deed_before(), amount.unit == "%")
    {
        let object = own.map_or_else(|| before.object.clone(), |own| own.object);
        let has_act = reading.says(|word| matches!(word, Word::Act(_) | Word::Thing(ActionKind::Exchange)));
        let kind = if has_act {
            deed(reading, part, Some(amount.span), who).map_or(before.kind, |own| own.kind)
        } else {
            before.kind
        };
        return Deed { kind, action: before.action.clone(), object };
    }
    let length_only = is_about_length(reading, amount) && amount.is_duration();
    let before = carry.deed_before().cloned();
    let mut found = match own {
        // 培训时间不少于… is about the training before it.
        Some(own) if length_only && is_of_time(&own) => before
            .clone()
            .filter(|before| !matches!(before.kind, ActionKind::Credit | ActionKind::Rate))
            .map_or(own.clone(), |before| Deed { kind: before.kind, ..own }),
        Some(own) if own.kind == ActionKind::Activity && has_verb_before(reading, part) => {
            whole().unwrap_or(own)
        }
        Some(own) => share_verb(reading, part, own, who),
        None => whole()
            .filter(|whole| !is_of_time(whole))
            .or(before)
            .or_else(|| heading(reading, place))
            .unwrap_or_else(|| plain(reading, amount)),
    };
    found.kind = settle_kind(reading, amount, &found, who);
    found
}

/// 年内自学1本政治书、1本业务书: the verb before the list holds for all of it.
fn share_verb(reading: &Reading<'_>, part: Span, own: Deed, who: Option<Sort>) -> Deed {
    let has_verb = |span: Span| {
        reading.tokens.iter().any(|token| {
            span.holds(token.span)
                && !token.quoted
                && matches!(token.word, Word::Act(_) | Word::Hold | Word::Attend | Word::Make | Word::Draw)
        })
    };
    if part.start == reading.span.start || has_verb(part) {
        return own;
    }
    let first = Span::new(reading.span.start, part.start);
    let act = reading.tokens.iter().find_map(|token| match token.word {
        Word::Act(kind) if first.holds(token.span) && !token.quoted => Some((kind, token.span)),
        _ => None,
    });
    match act {
        Some((kind, words)) => {
            Deed { kind, action: Field::said(reading.text.given(words), words), object: own.object }
        }
        None => deed(reading, Span::new(reading.span.start, part.end), None, who)
            .filter(|_| own.kind == ActionKind::HoldTraining)
            .map_or(own.clone(), |whole| Deed { kind: whole.kind, ..own }),
    }
}

fn is_of_time(deed: &Deed) -> bool {
    let said = &deed.object.value;
    ["时间", "时长", "学时", "课时"].iter().any(|word| said.ends_with(word)) || said.is_empty()
}

fn has_verb_before(reading: &Reading<'_>, part: Span) -> bool {
    reading.tokens.iter().any(|token| token.span.end <= part.start && matches!(token.word, Word::Act(_)))
}

fn heading(reading: &Reading<'_>, place: &Place) -> Option<Deed> {
    let heading = place.section.last()?;
    let said = Field::said(reading.text.given(*heading), *heading);
    place.kind.map(|kind| Deed { kind, action: said.clone(), object: said })
}

fn plain(reading: &Reading<'_>, amount: &Amount) -> Deed {
    let said = Field::said(reading.text.given(amount.span), amount.span);
    Deed { kind: ActionKind::Activity, action: said.clone(), object: said }
}

/// Ratios, accumulated hours and characters are kinds of their own, whatever the verb is.
fn settle_kind(reading: &Reading<'_>, amount: &Amount, deed: &Deed, who: Option<Sort>) -> ActionKind {
    use ActionKind::{
        AttendTraining, Credit, Exam, HoldTraining, Notes, Rate, Read, StudyCollective, StudySelf, Write,
    };
    let says = |word: &str| reading.said().contains(word);
    match amount.unit.as_str() {
        _ if deed.kind == ActionKind::Award => ActionKind::Award,
        "%" => Rate,
        "学分" | "积分" => Credit,
        "分" if says("学分") || says("积分") => Credit,
        "分" if says("成绩") || says("考试") || says("测试") || says("测评") => Exam,
        "字" if deed.kind != Write => Notes,
        "学时" | "课时" if reading.times.iter().any(|said| said.kind == Kind::Each) => {
            if deed.kind == Credit { StudyCollective } else { deed.kind }
        }
        "学时" | "课时" => match deed.kind {
            AttendTraining | StudyCollective | Credit | Notes | Read => Credit,
            StudySelf if says("学时") && !says("自学") => Credit,
            HoldTraining if who == Some(Sort::People) || says("接受") || says("参加") => Credit,
            kind => kind,
        },
        "名" | "人" | "位"
            if deed.kind != ActionKind::Exchange
                && ["确定", "指定", "选定", "明确", "选配"].iter().any(|word| says(word)) =>
        {
            ActionKind::Plan
        }
        "小时" | "天" | "月"
            if says("累计")
                && matches!(deed.kind, AttendTraining | StudyCollective | HoldTraining | Credit) =>
        {
            Credit
        }
        "小时" | "天" | "分钟"
            if deed.kind == Credit && !says("累计") && says("时间") && who == Some(Sort::People) =>
        {
            Credit
        }
        "小时" | "天" | "月" | "周"
            if deed.kind == HoldTraining && !reading.says(|word| word == Word::Hold) =>
        {
            AttendTraining
        }
        "篇" if matches!(deed.kind, ActionKind::Activity | Notes) => Write,
        "本" | "册" if matches!(deed.kind, ActionKind::Activity | StudyCollective) => Read,
        _ if deed.kind == Rate => ActionKind::Activity,
        _ => deed.kind,
    }
}

/// 不少于 before a list holds for the rest of it, where the rest has no bound of its own.
fn share_bound(reading: &Reading<'_>, first: &Amount, amount: &Amount, found: &mut Item) {
    let before = first.number.bound.filter(|bound| bound.words.start < first.number.span.start);
    let own = amount.number.bound.is_some();
    if let (Some(bound), false, Some(quantity)) = (before, own, found.quantity.as_mut()) {
        let is_list = reading
            .text
            .plain(Span::new(first.span.end, amount.span.start))
            .iter()
            .any(|symbol| matches!(symbol, '、' | '和' | '及' | '与'));
        if is_list {
            quantity.value.comparator = bound.comparator;
        }
    }
}

/// 甲、乙、丙分别不少于a、b、c: the names that the values are handed out to, in order.
fn shares_out(reading: &Reading<'_>, counted: &[Amount]) -> Option<Vec<Span>> {
    let word = reading.tokens.iter().find(|token| {
        token.word == Word::PerHead && ["分别", "依次"].contains(&reading.text.given(token.span).as_str())
    })?;
    let first = counted.first().filter(|first| counted.len() > 1 && word.span.end <= first.span.start)?;
    let _ = first;
    let before = Span::new(reading.span.start, word.span.start);
    let names = split_list(reading.text, before);
    (names.len() == counted.len()).then_some(names)
}

/// The members of a list that ends here: 公司级、项目级、班组级安全教育时间.
fn split_list(text: &Text, list: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = list.start;
    for (place, symbol) in (list.start..).zip(text.plain(list)) {
        if matches!(symbol, '、' | '和' | '与' | '及') {
            found.push(Span::new(start, place));
            start = place + 1;
        }
    }
    found.push(Span::new(start, list.end));
    found.retain(|span| !span.is_empty());
    found
}

/// Gives one of several names its value: as its subject where it names people or a unit, else as its object.
fn hand_out(reading: &Reading<'_>, name: Span, found: &mut Item) {
    let is_subject = reading.tokens.iter().any(|token| {
        name.holds(token.span)
            && matches!(token.word, Word::Person | Word::Body)
            && token.span.end == name.end
    });
    let said = reading.text.given(name);
    if is_subject {
        found.subject = Field::said(crate::subject::plain_name(&said), name);
    } else {
        found.object = Field::said(said, name);
    }
}

/// A、B各N次: the objects that the number counts each.
fn each_of(reading: &Reading<'_>, counted: &[Amount]) -> Option<Vec<Span>> {
    let amount = counted.first()?;
    let before = Span::new(reading.span.start, amount.span.start);
    if !ends_with(reading.text.plain(before), "各") {
        return None;
    }
    let to = amount.span.start - 1;
    let verb = reading
        .tokens
        .iter()
        .filter(|token| {
            token.span.end <= to
                && !token.quoted
                && matches!(token.word, Word::Act(_) | Word::Hold | Word::Attend | Word::Make)
        })
        .map(|token| token.span.end)
        .max();
    let time =
        reading.times.iter().map(|said| said.anchor.unwrap_or(said.words).end).filter(|end| *end <= to).max();
    let subject = reading.subject.as_ref().map(|subject| subject.words.end).filter(|end| *end <= to);
    let from = [verb, time, subject].into_iter().flatten().max().unwrap_or(reading.span.start);
    let mut objects = split_list(reading.text, Span::new(from, to));
    let meets = reading.subject.as_ref().filter(|subject| subject.sort == crate::subject::Sort::Gathering);
    if let (0 | 1, Some(subject)) = (objects.len(), meets) {
        objects = split_list(reading.text, subject.words);
    }
    let are_things = objects.iter().all(|span| span.len() >= 2);
    (objects.len() > 1 && are_things).then_some(objects)
}

fn split_by_each(reading: &Reading<'_>, amount: &Amount, objects: &[Span], items: &mut Vec<Item>) {
    let Some(whole) = items.pop() else { return };
    for object in objects {
        let own = deed(reading, *object, None, None);
        let mut found = Item { object: Field::said(reading.text.given(*object), *object), ..whole.clone() };
        if let Some(own) = own.filter(|_| !reading.begins_with(&["其中"])) {
            found.action_kind = settle_kind(reading, amount, &own, None);
        }
        items.push(found);
    }
}

/// 每月开展主题党日: once each, though no numeral says so.
pub(super) fn recurring(
    reading: &Reading<'_>,
    next: Option<&Reading<'_>>,
    place: &Place,
    document: &Document,
    carry: &Carry,
    items: &mut Vec<Item>,
) -> bool {
    let Some(said) = reading.times.iter().find(|said| said.kind == Kind::Recurs) else { return false };
    if reading.text.given(said.words) == "年度"
        || reading.text.plain(said.words) == ['年']
        || reading.says(|word| word == Word::Purpose)
    {
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
