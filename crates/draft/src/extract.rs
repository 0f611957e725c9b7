//! The walk through a document: sections, paragraphs, sentences and clauses, with what each hands on to the next.

mod carry;
mod counted;
mod dated;
mod named;
mod soft;
mod table;

use crate::clause::clauses;
use crate::document::Document;
use crate::item::{Item, ItemKind};
use crate::lexicon::{Word, tokens};
use crate::outline::{Section, outline};
use crate::reading::Reading;
use crate::subject::{Sort, Subject};
use crate::text::{Span, Text};
use carry::{Carry, Place};
pub(crate) use named::resembles;

/// All obligations of a text, in the order of their quotes.
pub fn extract(text: &Text, document: &Document) -> Vec<Item> {
    let sections = outline(text);
    let mut items = Vec::new();
    let stretches = stretches(text, &sections, &document.noise);
    let mut table = table::Tables::default();
    let mut lead_in: Option<Carry> = None;
    let mut section_before: Option<usize> = None;
    let mut skip = 0;
    let (mut place, mut is_first) = (Place::default(), true);
    for (at, (line, section)) in stretches.iter().copied().enumerate() {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        if is_first || section != section_before {
            place = Place::of(text, &sections, section);
            (lead_in, section_before, is_first) = (None, section, false);
        }
        // Most lines are no cells, and are not looked beyond.
        let taken = if line.len() <= table::LONGEST_CELL {
            let below =
                stretches.iter().skip(at).take_while(|(_, other)| *other == section).take(LONGEST_TABLE);
            let below: Vec<Span> = below.map(|(line, _)| *line).collect();
            table::Tables::take_cells(text, &below, &place, document, &mut items)
        } else {
            0
        };
        if taken > 0 {
            skip = taken - 1;
            continue;
        }
        if table.take(text, line, &place, document, &mut items) {
            continue;
        }
        let mut carry = lead_in.take().unwrap_or_default();
        carry.begin_paragraph(items.len());
        paragraph(text, line, &place, document, &mut carry, &mut items);
        // A line that ends with a colon governs those below it.
        if carry.ends_open || carry.governs {
            carry.governs = true;
            lead_in = Some(carry);
        }
    }
    let in_order = |item: &Item| (item.quote.start, item.quote.end);
    items.sort_by_key(in_order);
    named::headings(text, &sections, document, &mut items);
    items.sort_by_key(in_order);
    items
}

/// As many lines of single cells are read as one table.
const LONGEST_TABLE: usize = 400;

/// The lines of the text without headings, each with the section that it belongs to.
fn stretches(text: &Text, sections: &[Section], noise: &[Span]) -> Vec<(Span, Option<usize>)> {
    let mut found = Vec::new();
    let mut next = 0;
    let mut current = None;
    for line in text.lines() {
        let mut rest = line;
        while let Some(section) = sections.get(next).filter(|section| section.heading.start < line.end) {
            current = Some(next);
            rest = text.trimmed(Span::new(section.heading.end.min(line.end), line.end));
            next += 1;
        }
        if !rest.is_empty() {
            found.push((rest, current));
        }
    }
    found.retain(|(span, _)| noise.binary_search(span).is_err());
    joined(text, found)
}

/// Lines that were broken at a width and not at the end of what they say.
fn joined(text: &Text, lines: Vec<(Span, Option<usize>)>) -> Vec<(Span, Option<usize>)> {
    const FULL_WIDTH: usize = 24;
    let mut found: Vec<(Span, Option<usize>)> = Vec::new();
    for (line, section) in lines {
        let goes_on = |last: Span| {
            let end = text.plain(last).last().copied().unwrap_or('。');
            let is_open = end.is_alphanumeric() || matches!(end, ',' | '、' | '“');
            is_open
                && last.len() >= FULL_WIDTH
                && !text.plain(last).contains(&'\t')
                && crate::outline::mark_length(text.plain(line)) == 0
                && !text.plain(line).contains(&'\t')
                && !matches!(text.plain(line).first(), Some('|' | '(' | '['))
        };
        match found.last_mut() {
            Some((last, other)) if *other == section && last.end < line.start && goes_on(*last) => {
                last.end = line.end;
            }
            _ => found.push((line, section)),
        }
    }
    found
}

fn paragraph(
    text: &Text,
    line: Span,
    place: &Place,
    document: &Document,
    carry: &mut Carry,
    items: &mut Vec<Item>,
) {
    let line = without_mark(text, line);
    let all: Vec<Reading<'_>> =
        clauses(text, line).into_iter().map(|clause| Reading::new(text, clause)).collect();
    if document.is_title_or_number(text, line) {
        return;
    }
    let mut closed: Option<usize> = None;
    for (at, reading) in all.iter().enumerate() {
        if carry.sentence != reading.sentence {
            carry.begin_sentence(reading.sentence, items.len());
        }
        if carry.taken.is_some_and(|taken| taken == reading.span) {
            continue;
        }
        let begins = at == 0 || all.get(at - 1).is_some_and(|before| before.sentence != reading.sentence);
        if begins && place.section.is_empty() && is_preface(&all, at) {
            closed = Some(reading.sentence);
        }
        if closed == Some(reading.sentence) {
            continue;
        }
        // How things are, what a word means and what befalls those who fail bind nobody to learn.
        if reading.says(|word| word == Word::State) || document.is_of_another_year(text, reading.span) {
            closed = Some(reading.sentence);
            continue;
        }
        clause(reading, all.get(at + 1), place, document, carry, items);
        carry.ends_open = reading.end == ':' && at + 1 == all.len();
    }
}

/// 为了…,制定本计划: a sentence that says why the document is there.
fn is_preface(all: &[Reading<'_>], at: usize) -> bool {
    let sentence = all.get(at).map(|reading| reading.sentence);
    let said: String = all
        .iter()
        .skip(at)
        .take_while(|reading| Some(reading.sentence) == sentence)
        .map(Reading::said)
        .collect();
    Document::announces(&said)
}

fn clause(
    reading: &Reading<'_>,
    next: Option<&Reading<'_>>,
    place: &Place,
    document: &Document,
    carry: &mut Carry,
    items: &mut Vec<Item>,
) {
    if carry.lead(reading, next, items) {
        return;
    }
    // 在业务培训方面,…: only a topic.
    let topic = reading.begins_with(&["在"])
        && ["方面", "中", "过程中"].iter().any(|word| reading.said().ends_with(word));
    if topic && reading.amounts.is_empty() {
        return;
    }
    let fails = reading.says(|word| word == Word::Sanction) && !dated::is_remedy(reading);
    let defines = reading.says(|word| word == Word::Meaning) || scores(reading);
    if fails || defines {
        return;
    }
    if let Some(subject) = those_who(reading) {
        carry.bind(subject, reading.span);
        return;
    }
    carry.take_condition(reading);
    let before = items.len();
    let found = carry.evidence(reading, items)
        || counted::amounts(reading, place, document, carry, items)
        || named::rows(reading, next, place, document, carry, items)
        || dated::recurring(reading, next, place, document, carry, items)
        || dated::deadlines(reading, place, document, carry, items)
        || named::awards(reading, place, document, carry, items)
        || named::programmes(reading, place, document, carry, items)
        || named::campaigns(reading, place, document, carry, items)
        || soft::soft(reading, place, document, carry, items);
    carry.after(reading, items.get(before..).unwrap_or_default(), found);
}

/// 参加一次计2分: how points are given.
fn scores(reading: &Reading<'_>) -> bool {
    reading.amounts.iter().any(|amount| amount.unit == "分")
        && (1..reading.span.len()).any(|at| matches!(reading.plain().get(at - 1..=at), Some([before, after]) if "计得记加扣".contains(*before) && after.is_ascii_digit()))
}

/// 不足70分的,…: a clause that only says whom the next one binds.
fn those_who(reading: &Reading<'_>) -> Option<Subject> {
    const FAILING: &[&str] = &["不", "未", "没", "缺", "考", "测", "成绩", "得分", "迟", "逾", "无"];
    let ends = matches!(reading.plain().last(), Some('的' | '者'))
        && reading.end == ','
        && reading.begins_with(FAILING);
    (ends && reading.span.len() <= 24).then(|| Subject {
        words: reading.span,
        name: reading.text.given(reading.span),
        sort: Sort::People,
        each: true,
    })
}

/// Without the mark of a list item: 3. or (二) or ①.
fn without_mark(text: &Text, line: Span) -> Span {
    let bullets = text
        .plain(line)
        .iter()
        .take_while(|symbol| matches!(symbol, '-' | '·' | '•' | '●' | '■' | '◆' | '*' | '※' | ' '))
        .count();
    let line = Span::new(line.start + bullets, line.end);
    let length = crate::outline::mark_length(text.plain(line));
    text.trimmed(Span::new(line.start + length, line.end))
}

/// Whether a heading says that what stands below is aims or contents, which ask for nothing by themselves.
fn is_of_aims(text: &Text, heading: Span) -> bool {
    const AIMS: &[&str] = &[
        "指导思想",
        "总体要求",
        "总体思路",
        "重要意义",
        "基本原则",
        "学习内容",
        "学习重点",
        "工作目标",
        "目标任务",
    ];
    let said = text.given(heading);
    AIMS.iter().any(|word| said.contains(word))
        && tokens(text, heading).iter().all(|token| token.word != Word::Hold)
}

/// Whether an item of this kind is one of those already found for this stretch.
fn is_known(items: &[Item], kind: ItemKind, quote: Span) -> bool {
    items.iter().any(|item| item.kind == kind && item.quote == quote)
}
