//! What has a name or a day but no number: awards, programmes, campaigns, rows of a schedule in prose.

use super::carry::{Carry, Place, item};
use super::is_known;
use crate::action::ActionKind;
use crate::deed::{Deed, deed};
use crate::document::Document;
use crate::item::{Field, Item, ItemKind, Missing};
use crate::lexicon::{Word, tokens};
use crate::outline::Section;
use crate::period::Kind;
use crate::reading::Reading;
use crate::subject::Sort;
use crate::text::{Span, Text};

/// 年底表彰一批…: an award without a number.
pub(super) fn awards(
    reading: &Reading<'_>,
    place: &Place,
    document: &Document,
    carry: &Carry,
    items: &mut Vec<Item>,
) -> bool {
    let Some(token) =
        reading.tokens.iter().find(|token| !token.quoted && token.word == Word::Act(ActionKind::Award))
    else {
        return false;
    };
    let after = Span::new(token.span.end, reading.span.end);
    let object = if after.len() >= 2 { after } else { Span::new(reading.span.start, token.span.start) };
    if reading.said().contains('元')
        || object.len() < 2
        || token.span.start == reading.span.start && after.len() < 3
    {
        return false;
    }
    let deed = Deed {
        kind: ActionKind::Award,
        action: Field::said(reading.text.given(token.span), token.span),
        object: Field::said(reading.text.given(object), object),
    };
    let mut found = item(reading, ItemKind::Award, deed, place, document, carry);
    found.missing.push(Missing::Quantity);
    items.push(found);
    true
}

/// 开展“…”活动, 实施“…”工程: a container with a name, without number or date.
pub(super) fn programmes(
    reading: &Reading<'_>,
    place: &Place,
    document: &Document,
    carry: &Carry,
    items: &mut Vec<Item>,
) -> bool {
    let verb =
        reading.tokens.iter().find(|token| !token.quoted && matches!(token.word, Word::Hold | Word::Draw));
    let Some(verb) = verb else { return false };
    if has_date(reading, carry) || place.is_of_aims || says_why(reading) {
        return false;
    }
    let names: Vec<Span> = reading
        .quotes
        .iter()
        .copied()
        .filter(|quote| quote.start >= verb.span.end && is_container(reading, *quote))
        .collect();
    let mut start = reading.span.start;
    for name in &names {
        let end = container_end(reading, *name);
        let quote = Span::new(start, end);
        let said = reading.text.given(*name);
        let words: Vec<_> =
            reading.tokens.iter().filter(|token| Span::new(name.start, end).holds(token.span)).collect();
        let kind = crate::deed::kind(&words, Some(Sort::Unit)).unwrap_or(ActionKind::Activity);
        let deed = Deed {
            kind,
            action: Field::said(reading.text.given(verb.span), verb.span),
            object: Field::said(said, *name),
        };
        let mut found = item(reading, ItemKind::Programme, deed, place, document, carry);
        found.quote = reading.text.trimmed(quote);
        found.missing.push(Missing::Date);
        items.push(found);
        start = end
            + usize::from(matches!(reading.text.plain(Span::new(end, end + 1)), ['、' | '和' | '与' | '及']));
    }
    !names.is_empty()
}

/// Whether what follows a quoted name, or the name itself, is a container of activities.
fn is_container(reading: &Reading<'_>, quote: Span) -> bool {
    const INSIDE: &[&str] = &[
        "论坛", "讲堂", "课堂", "工程", "行动", "夜校", "沙龙", "书屋", "学堂", "计划", "讲坛", "擂台",
        "一刻", "一题",
    ];
    const AFTER: &[&str] = &[
        "主题", "实践", "活动", "工程", "行动", "论坛", "制度", "机制", "计划", "讲堂", "课堂", "学堂",
        "品牌", "平台", "模式", "系列", "专题", "学习", "先锋", "培养", "创建", "读书",
    ];
    let name = reading.text.given(Span::new(quote.start + 1, quote.end.saturating_sub(1)));
    let title = reading.text.plain(Span::new(quote.start, quote.start + 1)) == ['《'];
    let rest: String = reading.text.plain(Span::new(quote.end, reading.span.end)).iter().take(8).collect();
    let is_theme = rest.starts_with("为主题") && reading.said().contains("活动");
    let contained = AFTER.iter().any(|word| rest.starts_with(word))
        && ([
            "活动", "工程", "行动", "论坛", "制度", "机制", "计划", "讲堂", "课堂", "学堂", "品牌", "平台",
            "模式",
        ]
        .iter()
        .any(|word| rest.contains(word))
            || rest.contains("学习教育"));
    !title
        && name.chars().count() >= 2
        && (is_theme || contained || INSIDE.iter().any(|word| name.ends_with(word)))
}

/// The end of the words that belong to a quoted name: 主题实践活动.
fn container_end(reading: &Reading<'_>, quote: Span) -> usize {
    let rest = reading.text.plain(Span::new(quote.end, reading.span.end));
    let length =
        rest.iter().take_while(|symbol| !matches!(symbol, '、' | '和' | '与' | '及' | ',' | '“')).count();
    quote.end + length
}

fn has_date(reading: &Reading<'_>, carry: &Carry) -> bool {
    carry
        .time_of(reading)
        .is_some_and(|said| matches!(said.kind, Kind::Dated | Kind::Deadline) || said.code == "BEFORE")
}

/// 通过…, 为…: a clause that begins with why or how.
pub(super) fn says_why(reading: &Reading<'_>) -> bool {
    reading
        .tokens
        .first()
        .is_some_and(|token| token.word == Word::Purpose && token.span.start <= reading.span.start + 1)
}

/// What is held together once: with its day, or by the name of what is held.
pub(super) fn campaigns(
    reading: &Reading<'_>,
    place: &Place,
    document: &Document,
    carry: &Carry,
    items: &mut Vec<Item>,
) -> bool {
    let dated = has_date(reading, carry);
    let verb = reading.tokens.iter().find(|token| {
        !token.quoted
            && matches!(
                token.word,
                Word::Hold | Word::Attend | Word::Act(_) | Word::Invite | Word::Make | Word::Draw
            )
    });
    let is_event = |word: Word| matches!(word, Word::Event(_));
    let noun = reading.tokens.iter().rfind(|token| {
        !token.quoted && matches!(token.word, Word::Event(_) | Word::Thing(_) | Word::Training | Word::Act(_))
    });
    let is_vague = reading.says(|word| word == Word::Vague)
        || reading.times.iter().any(|said| matches!(said.kind, Kind::Vague | Kind::Occasion));
    let holds = reading.says(|word| word == Word::Hold);
    let ends_in_activity = reading.said().trim_end_matches(')').ends_with("活动");
    let is_undated_event = !dated
        && !is_vague
        && holds
        && !place.is_of_aims
        && (noun.is_some_and(|noun| is_event(noun.word))
            || ends_in_activity
            || noun.is_some_and(|noun| is_activity_of_event(reading, noun.span)));
    if says_why(reading) || !(dated && (verb.is_some() || noun.is_some()) || is_undated_event) {
        return false;
    }
    let who = carry.subject_for(reading, ActionKind::Contest, place, document).2;
    // 组织老党员口述社区史: held on a day, whatever it is.
    let held = || {
        let verb = verb.filter(|verb| verb.word == Word::Hold)?;
        let object = Span::new(verb.span.end, reading.span.end);
        Some(Deed {
            kind: ActionKind::Activity,
            action: Field::said(reading.text.given(verb.span), verb.span),
            object: Field::said(reading.text.given(object), object),
        })
    };
    let Some(deed) = deed(reading, reading.span, None, who).or_else(held) else { return false };
    let mut found = item(reading, ItemKind::Campaign, deed, place, document, carry);
    if !dated {
        found.missing.push(Missing::Date);
    }
    found.missing.push(Missing::Lead);
    found.missing.push(Missing::Quantity);
    bracketed_lead(reading, &mut found);
    items.push(found);
    true
}

/// 竞赛活动: the event is named before 活动.
fn is_activity_of_event(reading: &Reading<'_>, noun: Span) -> bool {
    reading.text.given(noun) == "活动"
        && reading
            .tokens
            .iter()
            .any(|token| matches!(token.word, Word::Event(_)) && token.span.end <= noun.start)
}

fn bracketed_lead(reading: &Reading<'_>, found: &mut Item) {
    // 工会, 工会牵头, 图书角管理员负责.
    let said = |span: Span| {
        let words: String = reading.text.given(span);
        let suffix = ["牵头", "负责", "主办", "承办", "组织"].into_iter().find(|word| words.ends_with(word));
        suffix.map_or((span, false), |word| (Span::new(span.start, span.end - word.chars().count()), true))
    };
    let names = |span: &Span| tokens(reading.text, *span).iter().any(|token| token.word == Word::Body);
    let lead =
        reading.bracketed().map(said).filter(|(span, is_said)| *is_said || names(span)).map(|(span, _)| span);
    if let Some(lead) = lead {
        found.lead = Some(lead);
        found.missing.retain(|missing| *missing != Missing::Lead);
    }
}

/// `专题一(3月):学习…`, `4月:…`: a line of a schedule written out.
pub(super) fn rows(
    reading: &Reading<'_>,
    next: Option<&Reading<'_>>,
    place: &Place,
    document: &Document,
    carry: &mut Carry,
    items: &mut Vec<Item>,
) -> bool {
    let dated = reading.times.iter().any(|said| matches!(said.kind, Kind::Dated | Kind::Deadline));
    let Some(next) = next.filter(|next| {
        reading.end == ':'
            && dated
            && reading.span.len() <= 24
            && next.sentence == reading.sentence
            && next.amounts.is_empty()
    }) else {
        return false;
    };
    let who = Some(Sort::Unit);
    let deed = deed(next, next.span, None, who).unwrap_or_else(|| Deed {
        kind: place
            .kind
            .or_else(|| items.last().map(|item| item.action_kind))
            .unwrap_or(ActionKind::Activity),
        action: Field::said(reading.text.given(next.span), next.span),
        object: Field::said(reading.text.given(next.span), next.span),
    });
    // The clause after the colon finds itself where it asks for something.
    if next.says(|word| matches!(word, Word::Hold | Word::Attend | Word::Act(_) | Word::Invite)) {
        return false;
    }
    let mut found = item(reading, ItemKind::Campaign, deed, place, document, carry);
    found.quote = Span::new(reading.span.start, next.span.end);
    found.missing.push(Missing::Lead);
    bracketed_lead(next, &mut found);
    carry.taken = Some(next.span);
    items.push(found);
    true
}

/// Headings that name an activity which their text does not name again.
pub(super) fn headings(text: &Text, sections: &[Section], document: &Document, items: &mut Vec<Item>) {
    let mut found = Vec::new();
    for section in sections {
        let words = tokens(text, section.heading);
        let hold = words.iter().find(|token| token.word == Word::Hold && !token.quoted);
        let said = text.given(section.heading);
        let said = said.trim_end_matches(['。', '.', ':', '：']);
        let (Some(hold), true) = (hold, said.ends_with("活动")) else { continue };
        let quote = text.trimmed(Span::new(hold.span.start, section.heading.start + said.chars().count()));
        let object = Span::new(hold.span.end, quote.end);
        let within = Span::new(section.heading.start, section.body.end);
        let named = text.given(object);
        // Items are in the order of the text: those of a section lie beside each other.
        let first = items.partition_point(|item| item.quote.start < within.start);
        let last = items.partition_point(|item| item.quote.start < within.end);
        let inside = items.get(first..last).unwrap_or_default();
        let is_named = inside.iter().any(|item| {
            matches!(item.kind, ItemKind::Campaign | ItemKind::Programme)
                && within.holds(item.quote)
                && resembles(&item.object.value, &named)
        });
        if is_named || is_known(inside, ItemKind::Programme, quote) {
            continue;
        }
        let issuer = document
            .issuer
            .clone()
            .map_or_else(|| Field::inferred(String::new()), |(name, words)| Field { value: name, words });
        found.push(Item {
            kind: ItemKind::Programme,
            quote,
            section: Vec::new(),
            subject: issuer,
            each: false,
            action_kind: ActionKind::Activity,
            action: Field::said(text.given(hold.span), hold.span),
            object: Field::said(named, object),
            quantity: None,
            period: Field::inferred(crate::item::Period::plan()),
            evidence: Vec::new(),
            modality: crate::item::Modality::Must,
            missing: vec![Missing::Date],
            lead: None,
            condition: None,
            exception: None,
        });
    }
    items.append(&mut found);
}

/// Whether two names share half of their pairs of characters.
pub(crate) fn resembles(one: &str, other: &str) -> bool {
    let pairs = |said: &str| -> Vec<(char, char)> {
        let symbols: Vec<char> = said.chars().filter(|symbol| symbol.is_alphanumeric()).collect();
        symbols.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect()
    };
    let (one, other) = (pairs(one), pairs(other));
    let shared = one.iter().filter(|pair| other.contains(pair)).count();
    shared * 2 >= one.len().min(other.len()).max(1)
}
