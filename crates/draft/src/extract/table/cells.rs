//! The cells of a line, and what the heads of columns say.

use super::Column;
use crate::item::{Field, Period};
use crate::period::said_of_time;
use crate::text::{Span, Text};

/// The cells of a line, divided by tabs or bars; those that are blank keep their place.
pub(super) fn cells(text: &Text, line: Span) -> Vec<Span> {
    let symbols = text.plain(line);
    let mark = if symbols.contains(&'\t') { '\t' } else { '|' };
    let mut found = Vec::new();
    let mut start = line.start;
    for (place, symbol) in (line.start..).zip(symbols) {
        if *symbol == mark {
            found.push(text.trimmed(Span::new(start, place)));
            start = place + 1;
        }
    }
    found.push(text.trimmed(Span::new(start, line.end)));
    if mark == '|' {
        found.retain(|cell| !cell.is_empty());
    }
    found
}

/// A line of a schedule divided by wide blanks: 一季度　心肺复苏　急诊科负责; the first cell is a time.
pub(super) fn wide_cells(text: &Text, line: Span) -> Option<Vec<Span>> {
    let given = text.given(line);
    let mut found = Vec::new();
    let mut start = line.start;
    for (place, symbol) in (line.start..).zip(given.chars()) {
        if symbol == '\u{3000}' {
            found.push(Span::new(start, place));
            start = place + 1;
        }
    }
    found.push(Span::new(start, line.end));
    found.retain(|cell| !cell.is_empty());
    let first = found.first().filter(|_| (2..=4).contains(&found.len()))?;
    let is_dated = said_of_time(text, *first, &[]).first().is_some_and(|said| said.words == *first);
    // 急诊科负责: who, without what he does.
    if let Some(last) = found.last_mut() {
        let words = text.given(*last);
        let suffix = ["牵头", "负责", "主办", "承办"].into_iter().find(|word| words.ends_with(word));
        last.end -= suffix.map_or(0, |word| word.chars().count());
    }
    is_dated.then_some(found)
}

pub(super) fn column(text: &Text, cell: Span) -> Column {
    let said: String = text.plain(cell).iter().collect();
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let per = said.contains('/') || said.contains('(') || said.contains("每");
    match () {
        () if has(&["序号", "编号"]) => Column::Number,
        () if has(&["周次"]) => Column::Week,
        () if has(&["时间", "月份", "日期", "进度"]) && !has(&["学习时间", "培训时间", "时间要求"]) => {
            Column::When
        }
        () if has(&["责任", "牵头", "主办", "承办", "负责", "组织部门", "组织单位"]) => {
            Column::Lead
        }
        () if has(&["考核方式", "考核形式", "成果", "佐证", "材料", "验收"]) && !per => {
            Column::Proof
        }
        () if ["课时", "学时", "课时数", "学时数"].contains(&said.as_str()) => {
            Column::Length(said.trim_end_matches('数').to_owned())
        }
        () if has(&["对象", "参加人员", "参训", "人员类别", "类别", "层级", "岗位", "参加范围", "人员"])
            && !per =>
        {
            Column::Who
        }
        () if has(&["内容", "项目", "主题", "活动", "课程", "专题", "名称"]) && !per => {
            Column::Name
        }
        () => Column::Measure(cell),
    }
}

/// The name of a measure, without what stands in brackets behind it.
pub(super) fn name_of(text: &Text, head: Span) -> String {
    let said = text.given(head);
    said.split(['(', '（', '/']).next().unwrap_or_default().to_owned()
}

const UNITS: &[&str] = &[
    "学时", "课时", "学分", "小时", "分钟", "人次", "次", "篇", "本", "节", "期", "场", "天", "万字", "字",
    "%", "分", "项", "份", "个", "堂", "件",
];

/// The unit after the number of a cell.
pub(super) fn unit_of(text: &Text, cell: Span, number: Span) -> Option<String> {
    let rest: String = text.plain(Span::new(number.end, cell.end)).iter().collect();
    if text.plain(number).last() == Some(&'%') {
        return Some("%".to_owned());
    }
    UNITS.iter().find(|unit| rest.starts_with(**unit)).map(|unit| (*unit).to_owned())
}

/// 集中学习(次/月), 学时/年: the unit that a column is headed with.
pub(super) fn unit_of_head(text: &Text, head: Span) -> Option<String> {
    let said: String = text.plain(head).iter().collect();
    let inner = said.split_once('(').map_or(said.as_str(), |(_, inner)| inner);
    let inner = inner.trim_end_matches(')');
    let before = inner.split('/').next().unwrap_or(inner);
    UNITS.iter().find(|unit| before.ends_with(**unit) || before == **unit).map(|unit| (*unit).to_owned())
}

const PER: &[(&str, &str)] = &[
    ("/学期", "P1TERM"),
    ("/半年", "P6M"),
    ("/季", "P3M"),
    ("/月", "P1M"),
    ("/周", "P1W"),
    ("/天", "P1D"),
    ("/日", "P1D"),
    ("/年", "P1Y"),
    ("/人年", "P1Y"),
    ("/学年", "P1SY"),
];

/// 次/月, 每季度: the rhythm of a column or a cell.
pub(super) fn period_of(text: &Text, head: Span) -> Option<Field<Period>> {
    if let Some(said) = said_of_time(text, head, &[]).into_iter().next() {
        return Some(Field::said(Period { code: said.code, anchor: said.anchor, event: None }, said.words));
    }
    let said: String = text.plain(head).iter().collect();
    PER.iter()
        .find(|(word, _)| said.contains(word))
        .map(|(_, code)| Field::said(Period { code: (*code).to_owned(), anchor: None, event: None }, head))
}
