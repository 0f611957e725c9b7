//! Tables, as tabs or bars leave them: a schedule has a row for each activity, a table of requirements a cell for
//! each number.

mod cells;

use super::carry::Place;
use crate::action::ActionKind;
use crate::deed::kind;
use crate::document::Document;
use crate::item::{Field, Item, ItemKind, Missing, Modality, Period, Quantity};
use crate::lexicon::tokens;
use crate::number::{Comparator, numbers};
use crate::period::said_of_time;
use crate::text::{Span, Text};
use cells::{cells, column, name_of, period_of, unit_of, unit_of_head, wide_cells};

/// The table under way, if one is.
#[derive(Debug, Default)]
pub(super) struct Tables {
    columns: Option<Vec<Column>>,
    /// The time of the row above: a merged cell is left blank below.
    time: Option<Field<Period>>,
    caption: Option<Span>,
}

/// The longest line that is a cell.
pub(super) const LONGEST_CELL: usize = 16;
/// The most columns of a table of single cells.
const MOST_COLUMNS: usize = 10;

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
        if let Some(cells) = wide_cells(text, line) {
            let columns = [Column::When, Column::Name, Column::Lead];
            self.activity(text, line, &columns, &cells, place, document, items);
            return true;
        }
        let cells = cells(text, line);
        if cells.len() < 3 {
            self.columns = None;
            self.time = None;
            self.caption = Some(line);
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
        let is_head = |cell: &&Span| {
            !matches!(column(text, **cell), Column::Measure(_))
                || text.plain(**cell).contains(&'/')
                || text.plain(**cell).contains(&'(')
        };
        let width = lines
            .iter()
            .take(MOST_COLUMNS + 1)
            .take_while(|line| line.len() <= LONGEST_CELL)
            .take_while(is_head)
            .count();
        if !(3..=MOST_COLUMNS).contains(&width) {
            return 0;
        }
        let is_cell = |line: &&Span| {
            line.len() <= LONGEST_CELL
                && !matches!(text.plain(**line).last(), Some('。' | ';' | ',' | ':' | '.'))
        };
        let run: Vec<Span> = lines.iter().take_while(is_cell).copied().collect();
        if run.len() < width * 2 {
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
                .or_else(|| self.caption.and_then(|line| period_of(text, line)));
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
