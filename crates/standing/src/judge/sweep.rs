//! One pass over the periods of a duty: how many are met, missed, still to be mended.

use crate::amount::Measure;
use crate::binding::Binding;
use crate::compiled::CompiledDuty;
use crate::counts::{Counts, PeriodCount};
use crate::day::{Day, Run};
use crate::judge::ahead::Ahead;
use crate::planned::Planned;

/// A duty, a subject and a day, with what one pass over the periods found.
pub(super) struct Sweep<'a> {
    pub(super) duty: &'a CompiledDuty,
    pub(super) binding: &'a Binding,
    pub(super) counts: &'a Counts,
    pub(super) today: Day,
    /// Rates: the planned gatherings that it looks ahead over.
    pub(super) ahead: Ahead,
    pub(super) owing: u32,
    pub(super) met: u32,
    pub(super) past: u32,
    pub(super) closed: u32,
    pub(super) missed: u32,
    pub(super) repairable: u32,
    pub(super) current: Option<Owing>,
    pub(super) next_due: Option<Day>,
    /// The last day of the last period that owes.
    pub(super) ends: Day,
    /// The first day after today at which a period begins, comes near its end, ends, or closes.
    next_edge: Option<Day>,
}

/// A period in which the subject owes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owing {
    pub(super) index: usize,
    pub(super) run: Run,
    /// Grains, limit or percent.
    pub(super) owed: i64,
    pub(super) count: PeriodCount,
}

/// What has become of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Met for good.
    Met,
    /// Not met for good.
    Missed,
    /// Past and unmet, but its late window is open.
    Repairable,
    /// Not past, and not decided.
    Undecided,
    /// Past, and nothing was expected of the subject.
    Void,
}

impl<'a> Sweep<'a> {
    pub(super) fn over(
        duty: &'a CompiledDuty,
        binding: &'a Binding,
        counts: &'a Counts,
        planned: &[Planned<'_>],
        today: Day,
    ) -> Self {
        let mut sweep = Self {
            duty,
            binding,
            counts,
            today,
            ahead: Ahead::of(duty, binding, planned, today),
            owing: 0,
            met: 0,
            past: 0,
            closed: 0,
            missed: 0,
            repairable: 0,
            current: None,
            next_due: None,
            ends: Day::MIN,
            next_edge: None,
        };
        for index in 0..duty.runs.len() {
            if let Some(period) = sweep.period(index) {
                sweep.take(period);
            }
        }
        if let Some(begins) = binding.begins {
            sweep.edge(begins);
        }
        sweep
    }

    pub(super) fn period(&self, index: usize) -> Option<Owing> {
        let run = *self.duty.runs.get(index)?;
        let owed = self.binding.owes(index)?;
        Some(Owing { index, run, owed, count: self.counts.period(index) })
    }

    fn take(&mut self, period: Owing) {
        let run = period.run;
        for edge in [run.first, due_from(run), run.last + 1, self.duty.closes(run) + 1] {
            self.edge(edge);
        }
        let fate = self.fate(&period);
        if self.current.is_none() || run.first <= self.today {
            self.current = Some(period);
        }
        if fate == Fate::Void {
            return;
        }
        self.owing += 1;
        self.ends = run.last;
        self.past += u32::from(run.last < self.today);
        self.closed += u32::from(self.duty.closes(run) < self.today);
        match fate {
            Fate::Met => self.met += 1,
            Fate::Missed => self.missed += 1,
            Fate::Repairable => self.repairable += 1,
            Fate::Undecided if self.next_due.is_none() && self.duty.amounts.measure != Measure::Ceiling => {
                self.next_due = Some(run.last);
            }
            Fate::Undecided | Fate::Void => {}
        }
    }

    pub(super) fn fate(&self, period: &Owing) -> Fate {
        let past = period.run.last < self.today;
        let closed = self.duty.closes(period.run) < self.today;
        let unmet = match (past, closed) {
            (_, true) => Fate::Missed,
            (true, false) => Fate::Repairable,
            (false, false) => Fate::Undecided,
        };
        let count = period.count;
        match self.duty.amounts.measure {
            Measure::Floor if count.grains >= period.owed => Fate::Met,
            Measure::Ceiling if count.grains > period.owed => Fate::Missed,
            Measure::Ceiling if past => Fate::Met,
            Measure::Rate if past && count.expected == 0 => Fate::Void,
            Measure::Rate if past && reaches(count, period.owed) => Fate::Met,
            Measure::Ceiling | Measure::Open => Fate::Undecided,
            Measure::Floor | Measure::Rate => unmet,
        }
    }

    /// How many periods must be met (R10).
    pub(super) fn needed(&self) -> u32 {
        (self.owing * u32::from(self.duty.duty.enough_percent)).div_ceil(100)
    }

    fn edge(&mut self, day: Day) {
        if day > self.today && self.next_edge.is_none_or(|edge| day < edge) {
            self.next_edge = Some(day);
        }
    }

    /// The first later day on which anything in the standing may differ.
    pub(super) fn changes_on(&self) -> Option<Day> {
        [self.next_edge, self.falls_behind_on(), self.meetings_change_on()].into_iter().flatten().min()
    }
}

/// Whether a rate of so many percent is reached.
fn reaches(count: PeriodCount, percent: i64) -> bool {
    i64::from(count.attended) * 100 >= i64::from(count.expected) * percent
}

/// R10: the first day of the last part of a period, a sixth of it, at least three days and at most 31.
pub(super) fn due_from(run: Run) -> Day {
    let part = i32::try_from((run.days() / 6).clamp(3, 31)).unwrap_or(31);
    run.first.max(run.last - part + 1)
}
