//! Whether a file has the keys that plan files have, with values of the right types.
//!
//! What the values mean is not looked at here; readers may rely on the types and pass over what is missing.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::keys::{FILE, Key, MISNAMED, Table, Takes};
use crate::diagnostic::{Code, Findings};
use crate::lang::both;
use crate::phrase::nearest;

pub(super) fn check(table: &DeTable<'_>, span: &Range<usize>, of: &'static Table, findings: &mut Findings) {
    for (name, value) in table {
        match of.key(name.get_ref()) {
            Some(key) => check_value(value.get_ref(), &value.span(), key, key.takes, findings),
            None => unknown(name.get_ref(), &name.span(), of, findings),
        }
    }
    for key in of.keys.iter().filter(|key| key.needed && !table.contains_key(key.name)) {
        findings
            .add(
                Code::MissingKey,
                span,
                both(format!("{} 缺少 {}", of.name, key.name), format!("{} has no {}", of.name, key.name)),
            )
            .hint(both(format!("请写明 {}：{}", key.name, key.zh), format!("add {}: {}", key.name, key.en)));
    }
}

fn check_value(
    value: &DeValue<'_>,
    span: &Range<usize>,
    key: &'static Key,
    takes: Takes,
    findings: &mut Findings,
) {
    match (takes, value) {
        (Takes::Text | Takes::Texts | Takes::Day, DeValue::String(text)) => {
            if text.trim().is_empty() {
                findings.add(
                    Code::Empty,
                    span,
                    both(format!("{} 是空的", key.name), format!("{} is empty", key.name)),
                );
            }
        }
        (Takes::Texts, DeValue::Array(values)) => {
            for value in values {
                check_value(value.get_ref(), &value.span(), key, Takes::Text, findings);
            }
        }
        (Takes::Number, DeValue::Integer(_))
        | (Takes::Flag, DeValue::Boolean(_))
        | (Takes::Day, DeValue::Datetime(_)) => {}
        (Takes::One(of), DeValue::Table(table)) => check(table, span, of, findings),
        (Takes::Many(of), DeValue::Array(values)) => {
            for value in values {
                check_value(value.get_ref(), &value.span(), key, Takes::One(of), findings);
            }
        }
        _ => {
            let (zh, en) = wanted(takes);
            findings
                .add(
                    Code::WrongType,
                    span,
                    both(
                        format!("{} 应为{zh}，这里是{}", key.name, kind_zh(value)),
                        format!("{} takes {en}, this is {}", key.name, kind_en(value)),
                    ),
                )
                .hint(both(key.zh, key.en));
        }
    }
}

fn unknown(name: &str, span: &Range<usize>, of: &'static Table, findings: &mut Findings) {
    let finding = findings.add(
        Code::UnknownKey,
        span,
        both(format!("{} 没有 {name} 这个键", of.name), format!("{} has no key {name}", of.name)),
    );
    let own = || of.keys.iter().map(|key| key.name);
    let meant = MISNAMED.iter().filter(|(wrong, _)| *wrong == name).map(|(_, right)| *right);
    let meant = meant.into_iter().find(|right| of.key(right).is_some());
    if let Some(right) = meant.or_else(|| nearest(name, own())) {
        finding.hint(both(format!("是不是 {right}？"), format!("did you mean {right}?")));
    } else if let Some(home) = tables().into_iter().find(|table| table.key(name).is_some()) {
        finding.hint(both(
            format!("{name} 应写在 {} 里", home.name),
            format!("{name} belongs in {}", home.name),
        ));
    } else {
        let all: Vec<&str> = own().collect();
        finding
            .hint(both(format!("可用的键：{}", all.join("、")), format!("its keys are: {}", all.join(", "))));
    }
}

/// The file's tables, the whole file first.
pub(crate) fn tables() -> Vec<&'static Table> {
    let mut found: Vec<&'static Table> = vec![&FILE];
    let mut next = 0;
    while let Some(table) = found.get(next).copied() {
        for key in table.keys {
            if let Takes::One(inner) | Takes::Many(inner) = key.takes
                && !found.iter().any(|table| table.name == inner.name)
            {
                found.push(inner);
            }
        }
        next += 1;
    }
    found
}

fn wanted(takes: Takes) -> (&'static str, &'static str) {
    match takes {
        Takes::Text => ("文字，用引号括起", "a text in quotes"),
        Takes::Texts => ("文字或文字的列表", "a text or a list of texts"),
        Takes::Number => ("整数", "a whole number"),
        Takes::Flag => ("true 或 false", "true or false"),
        Takes::Day => ("日期", "a day"),
        Takes::One(_) => ("一个表", "one table"),
        Takes::Many(_) => ("若干个表，用 [[…]] 书写", "tables, written [[…]]"),
    }
}

fn kind_zh(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "文字",
        DeValue::Integer(_) | DeValue::Float(_) => "数字",
        DeValue::Boolean(_) => "true 或 false",
        DeValue::Datetime(_) => "日期",
        DeValue::Array(_) => "列表",
        DeValue::Table(_) => "表",
    }
}

fn kind_en(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
