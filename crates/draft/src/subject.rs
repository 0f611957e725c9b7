//! Who must do it: the words before the verb that end with a name of people or of a unit.

mod described;

use crate::lexicon::{Token, Word};
use crate::text::{Span, Text, ends_with, starts_with};
use described::{described, of_those_who};

/// Who a duty binds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Subject {
    /// The words in the text.
    pub(crate) words: Span,
    /// The plain noun, without 每名, 各, 全体.
    pub(crate) name: String,
    pub(crate) sort: Sort,
    /// Whether every one of them is bound by himself.
    pub(crate) each: bool,
}

/// What kind of name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    People,
    Unit,
    /// A meeting: it has its own duty and hands none on.
    Gathering,
}

/// Words before which the subject ends without being verbs: 对…, 向….
const PREPOSITIONS: &[&str] = &["在", "对", "向", "把", "将", "与", "为", "以", "按", "于"];
/// Those of them that begin words of their own.
const NOT_PREPOSITIONS: &[&str] = &[
    "在职", "在岗", "在册", "在编", "在校", "在读", "对象", "对口", "对照", "对标", "向上", "将近", "为期",
    "以上", "以下", "以内", "以内", "按时", "按期", "以及", "以外", "以后",
];

/// The subject of a clause, looked for before the first verb, and after times that stand before it.
///
/// `stops` are stretches that end a subject: times and amounts, in order.
pub(crate) fn subject(text: &Text, clause: Span, tokens: &[Token], stops: &[Span]) -> Option<Subject> {
    if let Some(found) = of_those_who(text, clause) {
        return Some(found);
    }
    if let Some(found) = described(text, clause, tokens, stops) {
        return Some(found);
    }
    if starts_with(text.plain(clause), "其中") && !tokens.iter().any(|token| token.word == Word::Each) {
        return None;
    }
    let mut start = skip_openers(text, clause);
    for _ in 0..4 {
        let (end, next) = zone(text, Span::new(start, clause.end), tokens, stops);
        // 在学校,…: where something is done says who does it only where nothing else stands in the clause.
        let is_place =
            start > clause.start && text.plain(Span::new(start - 1, start)) == ['在'] && end < clause.end;
        if let Some(found) = in_zone(text, Span::new(start, end), tokens).filter(|_| !is_place) {
            return Some(found);
        }
        let Some(next) = next else { break };
        start = next;
    }
    // 师带徒每名师傅…: a name after a word of its own still begins with 每名.
    let each = tokens
        .iter()
        .find(|token| token.word == Word::Each && !token.quoted && token.span.start > clause.start)?;
    let (end, _) = zone(text, Span::new(each.span.start, clause.end), tokens, stops);
    in_zone(text, Span::new(each.span.start, end), tokens)
}

/// 由…: the subject after the word that announces it.
pub(crate) fn after_by(text: &Text, clause: Span, tokens: &[Token], stops: &[Span]) -> Option<Subject> {
    let by = tokens.iter().find(|token| token.word == Word::By && !token.quoted)?;
    let (end, _) = zone(text, Span::new(by.span.end, clause.end), tokens, stops);
    in_zone(text, Span::new(by.span.end, end), tokens)
}

/// The subject that a heading names: the last name in it.
pub(crate) fn of_heading(text: &Text, heading: Span, tokens: &[Token]) -> Option<Subject> {
    let last = tokens.iter().rfind(|token| sort(token.word).is_some() && !token.quoted)?;
    let verb = tokens
        .iter()
        .filter(|token| token.span.end <= last.span.start && (is_verb(token.word) || is_deed(token.word)))
        .map(|token| token.span.end)
        .max();
    let marks = text.plain(heading).iter().take(last.span.start - heading.start);
    let mark = marks
        .clone()
        .enumerate()
        .filter(|(_, symbol)| matches!(symbol, '、' | '.' | ')' | ' ' | '于' | ']'))
        .map(|(at, _)| heading.start + at + 1)
        .max();
    let start = verb.unwrap_or(heading.start).max(mark.unwrap_or(heading.start));
    named(text, Span::new(start, last.span.end), last.word, tokens)
}

/// After 并, 其中, 同时 and the like.
fn skip_openers(text: &Text, clause: Span) -> usize {
    const OPENERS: &[&str] = &[
        "并且",
        "并",
        "同时",
        "其中",
        "另外",
        "此外",
        "即",
        "且",
        "要求",
        "凡",
        "对于",
        "原则上",
        "坚持",
        "在",
    ];
    let mut start = clause.start;
    while let Some(word) =
        OPENERS.iter().find(|word| starts_with(text.plain(Span::new(start, clause.end)), word))
    {
        start += word.chars().count();
    }
    start
}

/// Where a subject that begins here must end, and where to look on when a time ended it.
fn zone(text: &Text, from: Span, tokens: &[Token], stops: &[Span]) -> (usize, Option<usize>) {
    let stop = stops.iter().filter(|span| span.start >= from.start).min_by_key(|span| span.start);
    let verb = tokens
        .iter()
        .filter(|token| token.span.start >= from.start && token.span.end <= from.end && !token.quoted)
        .filter(|token| {
            is_verb(token.word) || (is_deed_here(token, from) && !is_office(text, from, tokens, token, stops))
        })
        .map(|token| token.span.start)
        .min();
    let symbols = text.plain(from);
    let preposition = (0..symbols.len()).find(|at| {
        let rest = symbols.get(*at..).unwrap_or_default();
        PREPOSITIONS.iter().any(|word| starts_with(rest, word))
            && !NOT_PREPOSITIONS.iter().any(|word| starts_with(rest, word))
            && !tokens
                .iter()
                .any(|token| token.span.start <= from.start + at && from.start + at < token.span.end)
    });
    let end = [verb, preposition.map(|at| from.start + at), stop.map(|span| span.start), Some(from.end)]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(from.end);
    let next = stop.filter(|span| span.start == end).map(|span| span.end);
    (end, next)
}

/// 学习 or 培训 at the very beginning is a verb.
fn is_deed_here(token: &Token, from: Span) -> bool {
    token.span.start == from.start && is_deed(token.word)
}

/// 学习秘书, 培训专员: a deed that names whoever does it, right before what he must do.
fn is_office(text: &Text, from: Span, tokens: &[Token], deed: &Token, stops: &[Span]) -> bool {
    // 考核未过关人员: a failing that names those who failed.
    let fails = |token: &Token| {
        let between = Span::new(deed.span.end, token.span.start);
        between.len() <= 8 && text.plain(between).iter().any(|symbol| matches!(symbol, '未' | '不'))
    };
    tokens.iter().any(|token| {
        (token.span.start == deed.span.end || (token.span.start > deed.span.end && fails(token)))
            && token.word == Word::Person
            && (stops.iter().any(|stop| stop.start == token.span.end)
                || tokens.iter().any(|next| next.span.start == token.span.end && next.word == Word::Must)
                || token.span.end == from.end)
    })
}

fn is_deed(word: Word) -> bool {
    matches!(word, Word::Thing(_) | Word::Training | Word::Event(_) | Word::Rate)
}

pub(crate) fn is_verb(word: Word) -> bool {
    matches!(
        word,
        Word::Act(_)
            | Word::Hold
            | Word::Invite
            | Word::Attend
            | Word::Make
            | Word::Draw
            | Word::Must
            | Word::Encouraged
            | Word::Aim
            | Word::May
            | Word::By
            | Word::Vague
            | Word::Purpose
            | Word::Sanction
            | Word::Lead
    )
}

fn sort(word: Word) -> Option<Sort> {
    match word {
        Word::Person => Some(Sort::People),
        Word::Body => Some(Sort::Unit),
        Word::Gathering => Some(Sort::Gathering),
        _ => None,
    }
}

fn in_zone(text: &Text, zone: Span, tokens: &[Token]) -> Option<Subject> {
    const MEANS: &[&str] = &[
        "提高",
        "增强",
        "推动",
        "引导",
        "教育",
        "动员",
        "从",
        "促进",
        "激励",
        "帮助",
        "加强",
        "着力",
        "切实",
        "进一步",
        "不断",
        "努力",
        "利用",
        "借助",
        "依托",
        "采取",
        "采用",
        "结合",
        "围绕",
        "运用",
        "参照",
        "以",
    ];
    if MEANS.iter().any(|word| starts_with(text.plain(zone), word)) {
        return None;
    }
    let inside = || tokens.iter().filter(|token| zone.holds(token.span));
    // 医院感染演练: the name of a unit at the beginning of a longer word is none.
    let is_name = |head: &&Token| {
        let after = Span::new(head.span.end, zone.end);
        let goes_on = sort(head.word) == Some(Sort::Unit)
            && after.len() >= 3
            && !inside().any(|token| token.span.start == head.span.end || token.word == Word::Each);
        sort(head.word).is_some() && !goes_on
    };
    if !inside().any(|token| sort(token.word).is_some()) {
        return by_suffix(text, zone, tokens);
    }
    let head = inside().rfind(is_name)?;
    let after = text.plain(Span::new(head.span.end, zone.end));
    if after.first() == Some(&'的') && after.len() > 1 {
        return None;
    }
    // 要 and the like may stand at the beginning of the zone only as verbs; a name begins at its first 每名 or 各.
    let each = inside().find(|token| token.word == Word::Each && token.span.start < head.span.start);
    let start = match each {
        Some(each) => {
            let before = Span::new(zone.start, each.span.start);
            let is_name = before.len() <= 6
                && inside().any(|token| sort(token.word).is_some() && token.span.end == before.end)
                || is_list(text, before);
            if is_name { zone.start } else { each.span.start }
        }
        None => zone.start,
    };
    named(text, Span::new(start, head.span.end), head.word, tokens)
}

/// 园医, 焊工, 后勤处: a name that no list knows, by its last character, where the zone holds nothing else.
fn by_suffix(text: &Text, zone: Span, tokens: &[Token]) -> Option<Subject> {
    const PEOPLE: &str = "员师长人者生工医手兵导";
    const UNITS: &str = "组科室部局办所站队院园馆厂处社";
    const LONGEST_NAME: usize = 12;
    let zone = text.trimmed(zone);
    let last = text.plain(zone).last()?;
    let word = if PEOPLE.contains(*last) {
        Word::Person
    } else if UNITS.contains(*last) {
        Word::Body
    } else {
        return None;
    };
    let said = text.plain(zone);
    let plain = (2..=LONGEST_NAME).contains(&zone.len())
        && said.iter().all(|symbol| symbol.is_alphabetic() || *symbol == '、');
    let is_measure =
        ["时长", "全园", "全员", "全体", "每人", "班长会", "人人"].iter().any(|word| ends_with(said, word))
            || said.contains(&'每');
    let other = is_measure
        || tokens.iter().any(|token| {
            zone.holds(token.span) && !matches!(token.word, Word::Each | Word::PerHead | Word::Neutral)
        });
    (plain && !other && !text.plain(zone).contains(&'的')).then(|| named(text, zone, word, tokens)).flatten()
}

/// `各股室、`: the beginning of a list of names.
fn is_list(text: &Text, before: Span) -> bool {
    text.plain(before).last() == Some(&'、')
}

const LONGEST: usize = 40;

fn named(text: &Text, words: Span, head: Word, tokens: &[Token]) -> Option<Subject> {
    let words = text.trimmed(words);
    // Half of a name in quotation marks names nobody.
    let marks = |mark: char| text.plain(words).iter().filter(|symbol| **symbol == mark).count();
    if marks('“') != marks('”') {
        return None;
    }
    let sort = sort(head).filter(|_| (2..=LONGEST).contains(&words.len()))?;
    let each = tokens.iter().any(|token| {
        matches!(token.word, Word::Each | Word::PerHead)
            && token.span.start >= words.start
            && token.span.start <= words.end + 2
    });
    let said = text.given(words);
    Some(Subject { words, name: plain_name(&said), sort, each: each || sort == Sort::People })
}

/// Without the words that say each or all.
pub(crate) fn plain_name(said: &str) -> String {
    const QUANTIFIERS: &[&str] = &[
        "每一名",
        "每一位",
        "每一个",
        "每名",
        "每位",
        "每个",
        "每家",
        "每所",
        "各级",
        "各位",
        "各个",
        "全体",
        "所有",
        "广大",
        "学习型",
        "本",
        "每",
        "各",
        "县域各",
    ];
    let mut name = said.trim();
    while let Some(rest) = QUANTIFIERS.iter().find_map(|word| name.strip_prefix(word)) {
        if rest.chars().count() < 2 {
            break;
        }
        name = rest;
    }
    // 培育学习型党员: what is to be made of them is no part of who they are.
    name = name
        .rsplit_once("学习型")
        .map_or(name, |(_, rest)| if rest.chars().count() < 2 { name } else { rest });
    name.strip_suffix("每人").filter(|rest| !rest.is_empty()).unwrap_or(name).to_owned()
}
