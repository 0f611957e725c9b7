//! Tables, as tabs or bars leave them: a schedule has a row for each activity, a table of requirements a cell for
//! each number.

use super::carry::Place;
use crate::action::ActionKind;
use crate::deed::kind;
use crate::document::Document;
use crate::item::{Field, Item, ItemKind, Missing, Modality, Period, Quantity};
use crate::lexicon::tokens;
use crate::number::{Comparator, numbers};
use crate::period::said_of_time;
use crate::text::{Span, Text};

/// The table under way, if one is.
#[derive(Debug, Default)]
pub(super) struct Tables {
    columns: Option<Vec<Column>>,
    /// The time of the row above: a merged cell is left blank below.
    time: Option<Field<Period>>,
    caption: Option<Field<Period>>,
}

/// The longest line that is a cell.
const LONGEST_CELL: usize = 16;

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
enum Column {
    Number,
    Week,
    Name,
    Who,
    When,
    Length(String),
    Lead,
    Proof,
    Measure(Span),
}

impl Tables {
    /// Takes a line that is part of a table; says no where it is none.
    pub(super) fn take(
        &mut self,
        text: &Text,
        line: Span,
        place: &Place,
        document: &Document,
        items: &mut Vec<Item>,
    ) -> bool {
        let cells = cells(text, line);
        if cells.len() < 3 {
            self.columns = None;
            self.time = None;
            self.caption = said_of_time(text, line, &[])
                .into_iter()
                .next()
                .map(|said| Field::said(Period { code: said.code, anchor: None, event: None }, said.words));
            return false;
        }
        let is_rule =
            cells.iter().all(|cell| text.plain(*cell).iter().all(|symbol| matches!(symbol, '-' | ':' | ' ')));
        if !is_rule {
            self.row(text, line, &cells, place, document, items);
        }
        true
    }

    /// Takes a run of lines that each hold one cell, as pages are copied: the headers first, then row after row.
    /// Returns how many lines it took.
    pub(super) fn take_cells(
        text: &Text,
        lines: &[Span],
        place: &Place,
        document: &Document,
        items: &mut Vec<Item>,
    ) -> usize {
        let is_cell = |line: &&Span| {
            line.len() <= LONGEST_CELL
                && !matches!(text.plain(**line).last(), Some('。' | ';' | ',' | ':' | '.'))
        };
        let run: Vec<Span> = lines.iter().take_while(is_cell).copied().collect();
        let is_head = |cell: &&Span| {
            !matches!(column(text, **cell), Column::Measure(_))
                || text.plain(**cell).contains(&'/')
                || text.plain(**cell).contains(&'(')
        };
        let width = run.iter().take_while(is_head).count();
        if !(3..=10).contains(&width) || run.len() < width * 2 {
            return 0;
        }
        let mut table = Self::default();
        let mut taken = 0;
        for cells in run.chunks_exact(width) {
            if let (Some(first), Some(last)) = (cells.first(), cells.last()) {
                table.row(text, Span::new(first.start, last.end), cells, place, document, items);
                taken += width;
            }
        }
        taken
    }

    fn row(
        &mut self,
        text: &Text,
        line: Span,
        cells: &[Span],
        place: &Place,
        document: &Document,
        items: &mut Vec<Item>,
    ) {
        let Some(columns) = self.columns.clone() else {
            let mut columns: Vec<Column> = cells.iter().map(|cell| column(text, *cell)).collect();
            // Weeks say when only where nothing else does.
            let is_dated = columns.contains(&Column::When);
            for column in columns.iter_mut().filter(|column| **column == Column::Week) {
                *column = if is_dated { Column::Number } else { Column::When };
            }
            self.columns = Some(columns);
            return;
        };
        if columns.contains(&Column::When) {
            self.activity(text, line, &columns, cells, place, document, items);
        } else {
            self.requirements(text, line, &columns, cells, place, items);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a row is read against its columns and its place")]
    fn activity(
        &mut self,
        text: &Text,
        line: Span,
        columns: &[Column],
        cells: &[Span],
        place: &Place,
        document: &Document,
        items: &mut Vec<Item>,
    ) {
        let cell = |wanted: &dyn Fn(&Column) -> bool| {
            columns
                .iter()
                .zip(cells)
                .find(|(column, cell)| wanted(column) && !cell.is_empty())
                .map(|(_, cell)| *cell)
        };
        let said = cell(&|column| *column == Column::When).map(|cell| (cell, said_of_time(text, cell, &[])));
        if let Some((cell, times)) = &said
            && times.is_empty()
        {
            let code = if text.plain(*cell).last() == Some(&'前') { "BEFORE" } else { "EVENT" };
            self.time =
                Some(Field::said(Period { code: code.to_owned(), anchor: None, event: Some(*cell) }, *cell));
        }
        if let Some((cell, times)) = said
            && let Some(first) = times.first()
        {
            let code = times.iter().map(|said| said.code.as_str()).collect::<Vec<_>>().join(";");
            self.time = Some(Field::said(Period { code, anchor: first.anchor, event: None }, cell));
        }
        let Some(name) = cell(&|column| *column == Column::Name)
            .or_else(|| cell(&|column| matches!(column, Column::Measure(_))))
        else {
            return;
        };
        let first = columns
            .iter()
            .zip(cells)
            .find(|(column, _)| **column != Column::Number)
            .map_or(line.start, |(_, cell)| cell.start);
        let words = tokens(text, name);
        let hours = cell(&|column| matches!(column, Column::Length(_)));
        let fallback = place.kind.unwrap_or(if hours.is_some() {
            ActionKind::HoldTraining
        } else {
            ActionKind::StudyCollective
        });
        let action_kind = kind(&words.iter().collect::<Vec<_>>(), None).unwrap_or(fallback);
        let lead = cell(&|column| *column == Column::Lead);
        let who = cell(&|column| *column == Column::Who);
        let subject =
            who.or(lead).map(|cell| Field::said(crate::subject::plain_name(&text.given(cell)), cell));
        let issuer = document.issuer.clone().map(|(name, words)| Field { value: name, words });
        let unit = columns
            .iter()
            .find_map(|column| if let Column::Length(unit) = column { Some(unit.clone()) } else { None });
        let quantity = hours.zip(unit).and_then(|(cell, unit)| {
            let number = numbers(text, cell).into_iter().next()?;
            Some(Field::said(
                Quantity {
                    comparator: Comparator::Exactly,
                    hundredths: number.hundredths,
                    up_to: number.up_to,
                    unit,
                    or: None,
                    implied: false,
                },
                cell,
            ))
        });
        let object = Field::said(text.given(name), name);
        items.push(Item {
            kind: ItemKind::Campaign,
            quote: Span::new(first, line.end),
            section: place.section.clone(),
            subject: subject.or(issuer).unwrap_or_else(|| Field::inferred(String::new())),
            each: false,
            action_kind,
            action: object.clone(),
            object,
            quantity,
            period: self.time.clone().unwrap_or_else(|| Field::inferred(Period::plan())),
            evidence: cell(&|column| *column == Column::Proof).into_iter().collect(),
            modality: Modality::Must,
            missing: if lead.is_some() { Vec::new() } else { vec![Missing::Lead] },
            lead,
            condition: None,
            exception: None,
        });
    }

    fn requirements(
        &self,
        text: &Text,
        line: Span,
        columns: &[Column],
        cells: &[Span],
        place: &Place,
        items: &mut Vec<Item>,
    ) {
        let who = columns
            .iter()
            .zip(cells)
            .find(|(column, cell)| {
                !matches!(column, Column::Number | Column::Week | Column::Measure(_)) && !cell.is_empty()
            })
            .map(|(_, cell)| *cell);
        let Some(who) = who else { return };
        for (column, cell) in columns.iter().zip(cells) {
            let head = match column {
                Column::Measure(head) => *head,
                _ => continue,
            };
            let Some(number) = numbers(text, *cell).into_iter().next() else { continue };
            let unit = unit_of(text, *cell, number.span).or_else(|| unit_of_head(text, head));
            let Some(unit) = unit else { continue };
            let words = tokens(text, head);
            let mut action_kind =
                kind(&words.iter().collect::<Vec<_>>(), None).or(place.kind).unwrap_or(ActionKind::Activity);
            action_kind = match unit.as_str() {
                "%" => ActionKind::Rate,
                "学时" | "课时" | "学分" | "分"
                    if !matches!(
                        action_kind,
                        ActionKind::Teach | ActionKind::AttendClass | ActionKind::Exam
                    ) =>
                {
                    ActionKind::Credit
                }
                _ => action_kind,
            };
            let head_bound = numbers(text, head).is_empty() && text.given(head).contains(['≥'])
                || text.given(head).contains("不少于");
            let comparator =
                if head_bound && number.bound.is_none() { Comparator::AtLeast } else { number.comparator() };
            let period = period_of(text, *cell)
                .or_else(|| period_of(text, head))
                .or_else(|| {
                    place.time.as_ref().map(|said| {
                        Field::said(Period { code: said.code.clone(), anchor: None, event: None }, said.words)
                    })
                })
                .or_else(|| self.caption.clone());
            let object = Field::said(name_of(text, head), head);
            items.push(Item {
                kind: ItemKind::Duty,
                quote: line,
                section: place.section.clone(),
                subject: Field::said(crate::subject::plain_name(&text.given(who)), who),
                each: true,
                action_kind,
                action: object.clone(),
                object,
                quantity: Some(Field::said(
                    Quantity {
                        comparator,
                        hundredths: number.hundredths,
                        up_to: number.up_to,
                        unit,
                        or: None,
                        implied: false,
                    },
                    *cell,
                )),
                period: period.unwrap_or_else(|| Field::inferred(Period::plan())),
                evidence: Vec::new(),
                modality: Modality::Must,
                missing: Vec::new(),
                lead: None,
                condition: None,
                exception: None,
            });
        }
    }
}

/// The cells of a line, divided by tabs or bars; those that are blank keep their place.
fn cells(text: &Text, line: Span) -> Vec<Span> {
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

fn column(text: &Text, cell: Span) -> Column {
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
fn name_of(text: &Text, head: Span) -> String {
    let said = text.given(head);
    said.split(['(', '（', '/']).next().unwrap_or_default().to_owned()
}

const UNITS: &[&str] = &[
    "学时", "课时", "学分", "小时", "分钟", "人次", "次", "篇", "本", "节", "期", "场", "天", "万字", "字",
    "%", "分", "项", "份", "个", "堂", "件",
];

/// The unit after the number of a cell.
fn unit_of(text: &Text, cell: Span, number: Span) -> Option<String> {
    let rest: String = text.plain(Span::new(number.end, cell.end)).iter().collect();
    if text.plain(number).last() == Some(&'%') {
        return Some("%".to_owned());
    }
    UNITS.iter().find(|unit| rest.starts_with(**unit)).map(|unit| (*unit).to_owned())
}

/// 集中学习(次/月), 学时/年: the unit that a column is headed with.
fn unit_of_head(text: &Text, head: Span) -> Option<String> {
    let said: String = text.plain(head).iter().collect();
    let inner = said.split_once('(').map_or(said.as_str(), |(_, inner)| inner);
    let inner = inner.trim_end_matches(')');
    let before = inner.split('/').next().unwrap_or(inner);
    UNITS.iter().find(|unit| before.ends_with(**unit) || before == **unit).map(|unit| (*unit).to_owned())
}

/// 次/月, 每季度: the rhythm of a column or a cell.
fn period_of(text: &Text, head: Span) -> Option<Field<Period>> {
    if let Some(said) = said_of_time(text, head, &[]).into_iter().next() {
        return Some(Field::said(Period { code: said.code, anchor: said.anchor, event: None }, said.words));
    }
    let said: String = text.plain(head).iter().collect();
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
    PER.iter()
        .find(|(word, _)| said.contains(word))
        .map(|(_, code)| Field::said(Period { code: (*code).to_owned(), anchor: None, event: None }, head))
}
