//! Words that tell a year by themselves: plenary sessions, five-year plans, anniversaries. Where they tell another
//! year than the plan's, the text was taken from elsewhere or its years were replaced.

use super::{Finding, FindingKind, finding, places};
use crate::date::{When, dates};
use crate::document::Document;
use crate::number::numbers;
use crate::text::{Span, Text};

/// Plenary sessions of the Central Committee, by congress, from the first on: the year of each.
/// Source: the communiqués of the sessions.
const PLENUMS: &[(&str, &[u16])] = &[
    ("十六届", &[2002, 2003, 2003, 2004, 2005, 2006, 2007]),
    ("十七届", &[2007, 2008, 2008, 2009, 2010, 2011, 2012]),
    ("十八届", &[2012, 2013, 2013, 2014, 2015, 2016, 2017]),
    ("十九届", &[2017, 2018, 2018, 2019, 2020, 2021, 2022]),
    ("二十届", &[2022, 2023, 2024, 2025]),
];
const ORDINALS: &[&str] =
    &["一中全会", "二中全会", "三中全会", "四中全会", "五中全会", "六中全会", "七中全会"];

/// Plans of several years: name, first and last year.
const PLANS: &[(&str, u16, u16)] = &[
    ("十一五", 2006, 2010),
    ("十二五", 2011, 2015),
    ("十三五", 2016, 2020),
    ("十四五", 2021, 2025),
    ("十五五", 2026, 2030),
];

/// What is counted in anniversaries, and its year.
const FOUNDINGS: &[(&str, u16)] = &[
    ("建党", 1921),
    ("中国共产党成立", 1921),
    ("建国", 1949),
    ("新中国成立", 1949),
    ("中华人民共和国成立", 1949),
    ("改革开放", 1978),
    ("建军", 1927),
    ("长征胜利", 1936),
    ("抗战胜利", 1945),
    ("五四运动", 1919),
];

/// A session is cited in its own year and for some years after; beyond that another one has taken its place.
const CITED_FOR: u16 = 2;

pub(super) fn findings(text: &Text, document: &Document) -> Vec<Finding> {
    let Some(year) = document.year else { return Vec::new() };
    let mut found = plenums(text, year);
    found.extend(plans(text, year));
    found.extend(anniversaries(text, year));
    found.extend(deadlines(text, document, year));
    found
}

fn plenums(text: &Text, year: u16) -> Vec<Finding> {
    let mut found = Vec::new();
    for (congress, years) in PLENUMS {
        for (ordinal, held) in ORDINALS.iter().zip(*years) {
            let name = format!("{congress}{ordinal}");
            for span in places(text, text.span(), &name).filter(|_| year < *held || year > held + CITED_FOR) {
                found.push(other_year(span, &name, &format!("{held}年"), &held.to_string(), year));
            }
        }
    }
    found
}

fn plans(text: &Text, year: u16) -> Vec<Finding> {
    let mut found = Vec::new();
    // 圆满收官 and 开好局 look a year back and a year ahead.
    for (name, first, last) in PLANS.iter().filter(|(_, first, last)| year + 1 < *first || year > last + 1) {
        for span in places(text, text.span(), name) {
            found.push(other_year(
                span,
                name,
                &format!("{first}—{last}年"),
                &format!("{first}–{last}"),
                year,
            ));
        }
    }
    found
}

fn anniversaries(text: &Text, year: u16) -> Vec<Finding> {
    let mut found = Vec::new();
    for (what, founded) in FOUNDINGS {
        for place in places(text, text.span(), what) {
            let rest = Span::new(place.end, (place.end + 8).min(text.span().end));
            let Some(number) =
                numbers(text, rest).into_iter().next().filter(|number| number.span.start == place.end)
            else {
                continue;
            };
            let after = text.plain(Span::new(number.span.end, (number.span.end + 2).min(text.span().end)));
            let told = u16::try_from(number.hundredths / 100).ok().map(|count| founded + count);
            if let (['周', '年'], Some(told)) = (after, told.filter(|told| *told != year)) {
                let span = Span::new(place.start, number.span.end + 2);
                let name = text.given(span);
                found.push(other_year(span, &name, &format!("{told}年"), &told.to_string(), year));
            }
        }
    }
    found
}

fn other_year(span: Span, name: &str, zh: &str, en: &str, year: u16) -> Finding {
    finding(
        FindingKind::Year,
        span,
        (
            format!("“{name}”是{zh}，与本计划{year}年不符"),
            format!("“{name}” is of {en}, the plan is of {year}"),
        ),
        ("核对年份：可能是转载时被替换", "check the year: republishing sites replace it"),
    )
}

/// Days written with a year that is not the plan's, where something must be done by them.
fn deadlines(text: &Text, document: &Document, year: u16) -> Vec<Finding> {
    let body = Span::new(document.title.map_or(0, |title| title.end), text.span().end);
    let mut found = Vec::new();
    for (span, when) in dates(text, body) {
        let (first, last) = match when {
            When::Window(first, last) => (first, last),
            When::By(day) | When::On(day) => (day, day),
        };
        let is_deadline = matches!(when, When::By(_));
        let outside = last.year.is_some_and(|last| last < year || last > year + 1)
            && first.year.is_some_and(|first| first != year);
        if is_deadline && outside && !document.noise.iter().any(|noise| noise.holds(span)) {
            found.push(finding(
                FindingKind::OutsideYear,
                span,
                (
                    format!("“{}”不在本计划{year}年内", text.given(span)),
                    format!("“{}” is not within {year}", text.given(span)),
                ),
                ("核对日期", "check the date"),
            ));
        }
    }
    found
}
