//! The plan itself: its head, what it names, and its parts in the order in which they rest on each other.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};

use super::reader::View;
use super::{activity, check, duty, parts, source};
use crate::calendar::Calendar;
use crate::diagnostic::{Code, Findings};
use crate::duty::Level;
use crate::lang::both;
use crate::lexicon::LEVELS;
use crate::phrase::{Days, read_conversion, read_days_count};
use crate::plan::{Basis, Category, Named, Plan, Term};
use crate::span::Span;

/// How long after its period a record still counts where the plan does not say.
const LATE_DAYS: u16 = 30;
/// How long after it happened an entry is marked late where the plan does not say.
const LATE_AFTER_DAYS: u16 = 7;

/// Reads the whole file; nothing where it has no usable `[plan]`.
pub(super) fn read(
    root: View<'_>,
    source_text: impl FnOnce(&str) -> Option<String>,
    findings: &mut Findings,
) -> Option<Plan> {
    let head = root.inner("plan")?;
    let days = days(head, findings)?;
    let text = source::text(head, source_text, findings);
    let mut plan = Plan {
        code: code(head, findings).unwrap_or_default(),
        title: head.text("title").unwrap_or_default(),
        title_en: head.text("title_en"),
        year: days.year,
        span: days.plan,
        issuer: head.text("issuer").unwrap_or_default(),
        refines: head.text("refines"),
        branch_plans_by: head.last_day("branch_plans_by", days, findings),
        focus: texts(head, "focus"),
        features: texts(head, "features"),
        basis: head.inners("basis").into_iter().filter_map(basis).collect(),
        text,
        late_after_days: days_count(head, "late_after", findings).unwrap_or(LATE_AFTER_DAYS),
        calendar: calendar(root, days, findings),
        terms: root.inners("term").into_iter().filter_map(|term| self::term(term, days, findings)).collect(),
        levels: root.inners("level").into_iter().filter_map(|level| self::level(level, findings)).collect(),
        posts: named_all(root, "post", findings),
        unit_types: named_all(root, "unit_type", findings),
        categories: named_all(root, "category", findings).into_iter().map(|name| Category { name }).collect(),
        conversions: conversions(head, findings),
        activities: Vec::new(),
        duties: Vec::new(),
        campaigns: Vec::new(),
        programs: Vec::new(),
        awards: Vec::new(),
    };
    activity::read(root, &mut plan, findings);
    parts::read(root, &mut plan, days, findings);
    let late_days = days_count(head, "late", findings).unwrap_or(LATE_DAYS);
    let duties: Vec<(duty::Draft, View<'_>)> = root
        .inners("duty")
        .into_iter()
        .map(|view| (duty::read(view, &plan, days, late_days, findings), view))
        .collect();
    check::plan(root, &plan, &duties, findings);
    plan.duties = duties.into_iter().filter_map(|(draft, _)| draft.finish()).collect();
    Some(plan)
}

fn days(head: View<'_>, findings: &mut Findings) -> Option<Days> {
    let year = i16::try_from(head.number("year")?).ok().filter(|year| (1990..=2200).contains(year));
    let Some(year) = year else {
        findings
            .add(Code::OutsidePlan, &head.span_of("year"), both("年度不合理", "this is no year of a plan"))
            .hint(both("写四位年份，如 2026", "write four digits: 2026"));
        return None;
    };
    let whole = Span::new(date(year, 1, 1), date(year, 12, 31))?;
    let reference = Days { year, plan: whole };
    let first = head.first_day("starts_on", reference, findings).unwrap_or(whole.first());
    let last = head.last_day("ends_on", reference, findings).unwrap_or(whole.last());
    let plan = Span::new(first, last).filter(|plan| plan.days() <= 3700);
    if plan.is_none() {
        findings
            .add(
                Code::Reversed,
                &head.span_of("ends_on"),
                both(
                    format!("计划期 {first} 至 {last} 不合理"),
                    format!("{first} to {last} is no plan's time"),
                ),
            )
            .hint(both("截止日须在起始日之后，最长十年", "it ends after it starts, ten years at most"));
    }
    Some(Days { year, plan: plan.unwrap_or(whole) })
}

fn texts(view: View<'_>, key: &str) -> Vec<String> {
    view.phrases(key).into_iter().map(|phrase| phrase.text).collect()
}

fn basis(view: View<'_>) -> Option<Basis> {
    Some(Basis { title: view.text("title")?, number: view.text("number") })
}

fn calendar(root: View<'_>, days: Days, findings: &mut Findings) -> Calendar {
    let mut listed = |key: &str| -> Vec<Date> {
        let Some(view) = root.inner("calendar") else { return Vec::new() };
        let spans: Vec<Span> =
            view.phrases(key).iter().filter_map(|phrase| phrase.days(days, findings)).collect();
        spans.into_iter().flat_map(each_day).collect()
    };
    let (holidays, working_days) = (listed("holidays"), listed("working_days"));
    Calendar::new(days.plan.first().year()..=days.plan.last().year(), holidays, working_days)
}

fn each_day(span: Span) -> impl Iterator<Item = Date> {
    span.first().series(jiff::Span::new().days(1)).take_while(move |date| *date <= span.last()).take(366)
}

fn term(view: View<'_>, days: Days, findings: &mut Findings) -> Option<Term> {
    let span = view.days("within", days, findings)?;
    Some(Term { title: view.text("title")?, span })
}

fn level(view: View<'_>, findings: &mut Findings) -> Option<(Level, Named)> {
    let level = view.word("id", LEVELS, findings)?;
    Some((
        level,
        Named { code: view.text("id")?, title: view.text("title")?, title_en: view.text("title_en") },
    ))
}

fn conversions(head: View<'_>, findings: &mut Findings) -> Vec<(crate::Quantity, crate::Quantity)> {
    let expected = both("写成“1天 = 8学时”", "write “1 day = 8 class hours”");
    head.phrases("convert")
        .iter()
        .filter_map(|phrase| phrase.read(read_conversion, &expected, findings))
        .filter(|(from, to)| from.grains > 0 && to.grains > 0)
        .collect()
}

/// A number of days of this key.
pub(super) fn days_count(view: View<'_>, key: &str, findings: &mut Findings) -> Option<u16> {
    view.read(key, read_days_count, &both("写成“7天”", "write “7 days”"), findings)
}

/// The code of a table; letters, digits, dots and hyphens, so that it stands in addresses and sheets as it is.
pub(super) fn code(view: View<'_>, findings: &mut Findings) -> Option<String> {
    let phrase = view.phrase("id")?;
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    if !phrase.text.chars().all(fits) || phrase.text.len() > 60 {
        findings
            .add(
                Code::Misspelled,
                &phrase.span,
                both(format!("编码“{}”不合规则", phrase.text), format!("“{}” cannot be a code", phrase.text)),
            )
            .hint(both(
                "只用英文字母、数字、点、连字符，不超过60个",
                "letters, digits, dots and hyphens, 60 at most",
            ));
    }
    Some(phrase.text)
}

/// Code and names of a table.
pub(super) fn named(view: View<'_>, findings: &mut Findings) -> Option<Named> {
    let code = code(view, findings)?;
    Some(Named {
        title: view.text("title").unwrap_or_else(|| code.clone()),
        title_en: view.text("title_en"),
        code,
    })
}

fn named_all(root: View<'_>, key: &str, findings: &mut Findings) -> Vec<Named> {
    let views = root.inners(key);
    unique_codes(&views, findings);
    views.into_iter().filter_map(|view| named(view, findings)).collect()
}

/// Reports codes given twice among these tables.
pub(super) fn unique_codes(views: &[View<'_>], findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for phrase in views.iter().filter_map(|view| view.phrase("id")) {
        let taken = !seen.insert(phrase.text.clone());
        if taken {
            findings
                .add(
                    Code::Duplicate,
                    &phrase.span,
                    both(
                        format!("编码 {} 已经用过", phrase.text),
                        format!("the code {} is taken", phrase.text),
                    ),
                )
                .hint(both("换一个编码", "give it another code"));
        }
    }
}
