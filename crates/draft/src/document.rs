//! What a document says of itself: its title, who issues it, and the year or term that it plans.

use crate::lexicon::{Word, tokens};
use crate::noise::noise;
use crate::outline::outline;
use crate::subject::{Sort, Subject};
use crate::text::{Span, Text};

/// How long a plan runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Length {
    /// A calendar or school year.
    #[default]
    Year,
    /// A school term.
    Term,
}

/// What a document says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The first line, or the first two where a title runs over.
    pub title: Option<Span>,
    /// Who issues it, and where that is written.
    pub issuer: Option<(String, Option<Span>)>,
    /// The year that the title, or else the text, names first.
    pub year: Option<u16>,
    /// Whether it plans a year or a term.
    pub length: Length,
    /// The people whom the title speaks of: 员工, 党员.
    pub(crate) audience: Option<Subject>,
    /// Lines that are not the document's.
    pub noise: Vec<Span>,
}

impl Document {
    /// Reads what a text says of itself.
    pub fn of(text: &Text) -> Self {
        let noise = noise(text);
        let title = title(text, &noise);
        let said = title.map(|title| plain(text, title)).unwrap_or_default();
        let year = year(&said).or_else(|| {
            text.lines()
                .into_iter()
                .filter(|line| noise.binary_search(line).is_err())
                .take(40)
                .find_map(|line| year(&plain(text, line)))
        });
        let is_term = (said.contains("学期") || said.contains("季学期")) && !said.contains("学年度学习");
        let length = if is_term { Length::Term } else { Length::Year };
        let issuer = title
            .and_then(|title| issuer(text, title))
            .or_else(|| signature(text, &noise))
            .or_else(|| in_preface(text));
        let issuer = issuer.map(|span| (crate::subject::plain_name(&text.given(span)), Some(span)));
        let from = issuer.as_ref().and_then(|(_, words)| *words).map(|words| words.end);
        let audience = title.and_then(|title| {
            audience(
                text,
                Span::new(
                    from.filter(|from| title.start < *from && *from < title.end).unwrap_or(title.start),
                    title.end,
                ),
            )
        });
        Self { title, issuer, year, length, audience, noise }
    }

    /// What holds for a stretch of the text that is read by itself: all but the places of title and noise.
    #[must_use]
    pub fn of_a_part(&self) -> Self {
        Self { title: None, noise: Vec::new(), ..self.clone() }
    }

    /// Whether a line is the title, or the number of the document.
    pub(crate) fn is_title_or_number(&self, text: &Text, line: Span) -> bool {
        let said = plain(text, line);
        let follows = self.title.is_some_and(|title| {
            title.end < line.start && text.trimmed(Span::new(title.end, line.start)).is_empty()
        });
        let is_remark = follows && said.starts_with('(') && said.ends_with(')');
        self.title.is_some_and(|title| title.holds(line)) || is_remark || is_document_number(&said)
    }

    /// Whether a sentence says why the document is there: 为…,制定本计划.
    pub(crate) fn announces(sentence: &str) -> bool {
        const SO: &[&str] = &[
            "定本计划",
            "定本方案",
            "定本办法",
            "定本制度",
            "定本安排",
            "制定本",
            "特制定",
            "制订本",
            "如下安排",
            "安排如下",
            "安排意见",
            "通知如下",
            "现就",
            "现提出",
            "如下意见",
            "制定如下",
            "如下计划",
            "如下方案",
            "印发给你们",
        ];
        SO.iter().any(|word| sentence.contains(word))
    }

    /// 2024年…: a year before the plan's is what has been.
    pub(crate) fn is_of_another_year(&self, text: &Text, clause: Span) -> bool {
        let said = plain(text, clause);
        let found = said.find('年').and_then(|at| said.get(..at)).and_then(|before| {
            let digits: String = before.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
            digits.parse::<u16>().ok().filter(|year| (1900..2200).contains(year))
        });
        matches!((found, self.year), (Some(found), Some(year)) if found < year)
    }
}

fn plain(text: &Text, span: Span) -> String {
    text.plain(span).iter().collect()
}

/// The last name of people in a title: 保教人员业务学习安排.
fn audience(text: &Text, title: Span) -> Option<Subject> {
    let words = tokens(text, title);
    let head = words.iter().rfind(|token| token.word == Word::Person)?;
    let before = text.plain(Span::new(title.start, head.span.start));
    let mark = before
        .iter()
        .rposition(|symbol| symbol.is_ascii_digit() || matches!(symbol, '年' | '度' | '期' | '于' | '会'));
    let start = mark.map_or(title.start, |at| title.start + at + 1);
    let span = Span::new(start.max(head.span.start.saturating_sub(6)), head.span.end);
    Some(Subject {
        words: span,
        name: crate::subject::plain_name(&text.given(span)),
        sort: Sort::People,
        each: true,
    })
}

const LONGEST_TITLE: usize = 60;

/// The first line that is neither noise nor the number of the document, and ends no sentence.
fn title(text: &Text, noise: &[Span]) -> Option<Span> {
    let mut lines = text.lines().into_iter().filter(|line| noise.binary_search(line).is_err());
    let first = lines.find(|line| !is_document_number(&plain(text, *line)))?;
    let said = plain(text, first);
    let is_title = first.len() <= LONGEST_TITLE
        && !said.ends_with(['。', ';', ':'])
        && crate::outline::mark_length(text.plain(first)) == 0;
    is_title.then_some(())?;
    // A name of the issuer on a line of its own is followed by the rest of the title.
    let second = lines.next().filter(|line| {
        let said = plain(text, *line);
        said.starts_with("关于")
            || (line.len() <= 24
                && ["计划", "安排", "方案", "意见", "要点", "办法", "制度", "通知"]
                    .iter()
                    .any(|word| said.ends_with(word)))
    });
    Some(second.map_or(first, |second| Span::new(first.start, second.end)))
}

/// 青水党发〔2025〕7号.
fn is_document_number(said: &str) -> bool {
    said.chars().count() <= 30
        && said.trim_end().ends_with('号')
        && (said.contains('[') || said.contains('('))
}

/// What stands in a title before the year, 关于 or the kind of document.
fn issuer(text: &Text, title: Span) -> Option<Span> {
    const ENDS: &[&str] = &[
        "关于",
        "年度",
        "学习型",
        "学习计划",
        "学习安排",
        "学习制度",
        "党员学习",
        "干部教育",
        "教职工",
        "职工教育",
        "理论学习计划",
        "继续教育",
        "继续医学",
        "员工培训",
        "教师",
        "读书",
        "政治学习",
        "学习教育",
        "学习培训",
        "教育培训",
        "培训计划",
        "安全生产教育",
    ];
    let symbols = text.plain(title);
    let start = usize::from(symbols.first() == Some(&'《'));
    let year = (start..symbols.len()).find(|at| {
        let rest: String = symbols.iter().skip(*at).take(4).collect();
        rest.starts_with("20") && rest.chars().all(|symbol| symbol.is_ascii_digit())
            || rest.starts_with("二〇")
            || rest.starts_with("二零")
            || rest.starts_with("二○")
    });
    let word = (start..symbols.len()).find(|at| {
        symbols.get(*at..).is_some_and(|rest| ENDS.iter().any(|word| crate::text::starts_with(rest, word)))
    });
    let end = [year, word].into_iter().flatten().min()?;
    let span = text.trimmed(Span::new(title.start + start, title.start + end));
    let words = tokens(text, span);
    let name = words.iter().rfind(|token| matches!(token.word, Word::Body | Word::Person) && !token.quoted);
    let ends_in_name = name.is_some_and(|token| token.span.end == span.end);
    // Without a name at its end a title before its year still begins with one.
    let span = match name.filter(|_| !ends_in_name && year.is_some()) {
        Some(name) => Span::new(span.start, name.span.end),
        None => span,
    };
    (span.len() >= 3 && (ends_in_name || year.is_some())).then_some(span)
}

/// A short line near the end that is the name of a unit.
fn signature(text: &Text, noise: &[Span]) -> Option<Span> {
    text.lines().into_iter().rev().filter(|line| noise.binary_search(line).is_err()).take(3).find(|line| {
        let last = tokens(text, *line).last().copied();
        line.len() <= 24 && last.is_some_and(|token| token.word == Word::Body && token.span.end == line.end)
    })
}

/// 全县教体系统: whom the preface speaks of.
fn in_preface(text: &Text) -> Option<Span> {
    const ALL: &[&str] = &["全县", "全市", "全区", "全镇", "全乡", "全校", "全院", "全局", "全系统"];
    let end = outline(text).first().map_or(text.span().end.min(600), |section| section.heading.start);
    let preface = Span::new(0, end);
    let symbols = text.plain(preface);
    (0..symbols.len()).find_map(|at| {
        let rest = symbols.get(at..)?;
        ALL.iter().find(|word| crate::text::starts_with(rest, word))?;
        let until = tokens(text, Span::new(at, (at + 12).min(end)))
            .into_iter()
            .find(|token| token.word == Word::Body && token.span.end > at + 2)?;
        Some(Span::new(at, until.span.end))
    })
}

/// The first year of four digits, or of four numerals, before 年.
fn year(said: &str) -> Option<u16> {
    let symbols: Vec<char> = said.chars().collect();
    symbols.windows(5).enumerate().find_map(|(at, five)| {
        let [digits @ .., last] = five else { return None };
        // 2025-2026学年 begins with its year; 2025-03-06 is a day.
        let spans = *last == '-'
            && symbols.get(at + 5..at + 9).is_some_and(|next| next.iter().all(char::is_ascii_digit));
        (*last == '年' || spans).then_some(())?;
        let value = digits.iter().try_fold(0_u16, |value, symbol| {
            let digit = symbol.to_digit(10).or_else(|| {
                "〇一二三四五六七八九"
                    .chars()
                    .position(|known| known == *symbol)
                    .and_then(|at| u32::try_from(at).ok())
            })?;
            u16::try_from(digit).ok().map(|digit| value * 10 + digit)
        })?;
        (1990..2100).contains(&value).then_some(value)
    })
}
