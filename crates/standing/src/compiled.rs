//! One duty made ready for counting and judging: its periods by day number, its amounts, its units.

use std::ops::Range;

use jiff::civil::Date;
use xueji_plan::{Duty, Plan, Span, Unit, periods_of};

use crate::amount::{Amounts, Bound, Measure};
use crate::convert::{Source, sources};
use crate::dates::Days;
use crate::day::{Day, Run, number};
use crate::fact::{EvidenceSet, Fact};

/// One duty made ready for counting and judging.
#[derive(Clone, Debug)]
pub struct CompiledDuty {
    pub(crate) duty: Duty,
    spans: Vec<Span>,
    pub(crate) runs: Vec<Run>,
    /// The length of each whole period, beside [`CompiledDuty::runs`].
    pub(crate) wholes: Vec<i64>,
    pub(crate) amounts: Amounts,
    pub(crate) sources: Vec<Source>,
    pub(crate) evidence: EvidenceSet,
    /// Rates: the periods in which the organization still owes meetings, and how many.
    pub(crate) meetings: Vec<(Run, u32)>,
}

impl CompiledDuty {
    pub(crate) fn new(duty: &Duty, plan: &Plan) -> Self {
        let periods = periods_of(duty, plan);
        let amounts = Amounts::of(duty);
        Self {
            duty: duty.clone(),
            spans: periods.iter().map(|period| period.span).collect(),
            runs: periods.iter().map(|period| Run::of(period.span)).collect(),
            wholes: periods.iter().map(|period| period.whole.days()).collect(),
            sources: sources(plan, amounts.unit),
            evidence: duty.evidence.iter().copied().collect(),
            meetings: Vec::new(),
            amounts,
        }
    }

    /// The duty as the plan says it.
    pub fn duty(&self) -> &Duty {
        &self.duty
    }

    /// Its periods, in order.
    pub fn periods(&self) -> &[Span] {
        &self.spans
    }

    /// The unit of its counts: every `grains` of this duty is so many grains of it.
    pub fn unit(&self) -> Unit {
        self.amounts.unit
    }

    /// Whether the arrangement leaves it open, so that nobody has a standing in it.
    pub fn is_open(&self) -> bool {
        self.amounts.measure == Measure::Open || self.runs.is_empty()
    }

    /// Whether it is a rate, which looks ahead over the meetings that are planned (R9).
    pub fn is_rate(&self) -> bool {
        self.amounts.measure == Measure::Rate
    }

    /// Whether persons owe it.
    pub fn applies_to_person(&self) -> bool {
        self.duty.who.each.is_person()
    }

    /// Whether organizations owe it.
    pub fn applies_to_organization(&self) -> bool {
        !self.applies_to_person()
    }

    /// The periods that a record on these days can move.
    pub fn touched(&self, first_on: Date, last_on: Date) -> Range<usize> {
        self.touched_by(Run { first: number(first_on), last: number(last_on) })
    }

    pub(crate) fn touched_by(&self, days: Run) -> Range<usize> {
        let start = self.runs.partition_point(|run| run.last < days.first);
        let end = self.runs.partition_point(|run| run.first <= days.last);
        start..end.max(start)
    }

    pub(crate) fn period_of(&self, day: Day) -> Option<usize> {
        let index = self.runs.partition_point(|run| run.last < day);
        self.runs.get(index).filter(|run| run.contains(day)).map(|_| index)
    }

    /// From the first day of these periods to the last.
    pub(crate) fn hull(&self, periods: Range<usize>) -> Run {
        let held = self.runs.get(periods).unwrap_or_default();
        match (held.first(), held.last()) {
            (Some(first), Some(last)) => Run { first: first.first, last: last.last },
            _ => Run { first: 0, last: -1 },
        }
    }

    /// R5: entered no later than so many days after the period's last.
    pub(crate) fn is_in_time(&self, fact: &Fact<'_>, period: Run) -> bool {
        number(fact.entered_on) <= self.closes(period)
    }

    /// The last day on which a record may still be entered for a period.
    pub(crate) fn closes(&self, period: Run) -> Day {
        period.last.saturating_add(i32::from(self.duty.late_days))
    }

    /// What one owes who is bound on every day: the meetings that a rate can count on (R9).
    pub(crate) fn minimum_meetings(&self) -> Vec<(Run, u32)> {
        let all = Days::any([self.hull(0..self.runs.len())]);
        let periods = self.runs.iter().zip(&self.wholes);
        let owed = periods.map(|(run, whole)| {
            let grains = self.amounts.share(Bound::Owed, *run, *whole, &all);
            let count = if self.amounts.unit == Unit::Times { grains } else { grains.min(1) };
            (*run, u32::try_from(count).unwrap_or(0))
        });
        owed.filter(|(_, count)| *count > 0).collect()
    }
}
