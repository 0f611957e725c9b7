//! Counting a subject's records into the periods of one duty.

use std::ops::Range;

use xueji_plan::{Counting, Effect, Unit};

use crate::amount::Measure;
use crate::compiled::CompiledDuty;
use crate::convert::place;
use crate::counts::{Counts, PeriodCount};
use crate::day::{Day, Run, number};
use crate::fact::{Fact, Outcome};

/// No day counts more than once for a subject and a duty (R6).
const HALF_DAYS_IN_A_DAY: i64 = 2;

impl CompiledDuty {
    /// Counts these periods afresh from the subject's records, whatever `counts` said of them before (R5).
    ///
    /// `facts` must hold every standing record of the subject that overlaps the days of these periods; records of
    /// other activities and other days do no harm. Their order does not matter.
    pub fn count<'a>(
        &self,
        counts: &mut Counts,
        periods: Range<usize>,
        facts: impl IntoIterator<Item = Fact<'a>>,
    ) {
        let periods = periods.start..periods.end.min(self.runs.len());
        let mut sums = Sums::new(self, periods.clone());
        for fact in facts {
            if self.is_about(&fact) {
                sums.add(&fact);
            }
        }
        for (index, count) in periods.zip(sums.finish()) {
            counts.set(index, count);
        }
        counts.trim();
    }

    /// Whether a record is of the kind that this duty asks for, proven or not.
    ///
    /// A rate asks for nothing of one who was not expected (R9).
    pub fn is_about(&self, fact: &Fact<'_>) -> bool {
        if self.amounts.measure == Measure::Rate && fact.outcome == Outcome::Invited {
            return false;
        }
        self.asks_for(fact.activity, fact.category)
    }

    /// Whether this activity and category are among those that it names.
    pub(crate) fn asks_for(&self, activity: &str, category: Option<&str>) -> bool {
        let about = self.duty.about.as_deref();
        self.duty.does.iter().any(|code| code == activity) && (about.is_none() || about == category)
    }

    /// Whether everything is there that a record needs to count: its evidence, and what others must say of it.
    pub fn is_proven(&self, fact: &Fact<'_>) -> bool {
        let counted = match self.duty.counting {
            Counting::Declared => true,
            Counting::Attested => fact.attested || fact.reviewed,
            Counting::Reviewed => fact.reviewed,
        };
        counted && fact.evidence.contains(self.evidence)
    }
}

/// The sums of some periods while their records are read.
struct Sums<'d> {
    duty: &'d CompiledDuty,
    periods: Range<usize>,
    counts: Vec<PeriodCount>,
    /// Grains by period and, within it, by unit of the records.
    grains: Vec<i64>,
    /// Half days by day, from the first day of the first period on; only where days count.
    half_days: Vec<i64>,
    first_day: Day,
    days_source: Option<usize>,
}

impl<'d> Sums<'d> {
    fn new(duty: &'d CompiledDuty, periods: Range<usize>) -> Self {
        let hull = duty.hull(periods.clone());
        let days_source = duty.sources.iter().position(|source| source.unit == Unit::Days);
        let days = if days_source.is_some() { hull.days() } else { 0 };
        Self {
            duty,
            counts: vec![PeriodCount::default(); periods.len()],
            grains: vec![0; periods.len() * duty.sources.len()],
            half_days: vec![0; usize::try_from(days).unwrap_or(0)],
            first_day: hull.first,
            days_source,
            periods,
        }
    }

    fn add(&mut self, fact: &Fact<'_>) {
        let days = Run { first: number(fact.first_on), last: number(fact.last_on) };
        if self.duty.amounts.measure == Measure::Rate {
            self.add_attendance(fact, days.last);
            return;
        }
        if !fact.outcome.took_part() || !self.duty.is_proven(fact) {
            return;
        }
        match place(&self.duty.sources, fact.quantity) {
            Some((source, grains)) if Some(source) == self.days_source => self.add_days(fact, days, grains),
            Some((source, grains)) => self.add_grains(fact, days.last, source, grains),
            None => {}
        }
    }

    /// R9: who was expected, and who was there.
    fn add_attendance(&mut self, fact: &Fact<'_>, day: Day) {
        let Some((at, run)) = self.timely(fact, day) else {
            return;
        };
        let Some(rate) = self.duty.amounts.rate(day) else {
            return;
        };
        let effect = match fact.outcome {
            Outcome::Absent => Effect::Absent,
            Outcome::MadeUp => rate.made_up,
            Outcome::Leave(kind) => rate.effect_of(kind),
            _ => Effect::Present,
        };
        if let Some(count) = self.counts.get_mut(at) {
            count.add_record(fact.late);
            count.expected += u32::from(effect != Effect::Excused);
            count.attended += u32::from(effect == Effect::Present);
            count.seen = count.seen.max(u32::try_from(day - run.first + 1).unwrap_or(0));
        }
    }

    fn add_grains(&mut self, fact: &Fact<'_>, day: Day, source: usize, grains: i64) {
        let Some((at, _)) = self.timely(fact, day) else {
            return;
        };
        if let Some(sum) = self.grains.get_mut(at * self.duty.sources.len() + source) {
            *sum = sum.saturating_add(grains);
        }
        if let Some(count) = self.counts.get_mut(at) {
            count.add_record(fact.late);
        }
    }

    /// R6: one full day after the other from the record's first on, as far as its amount reaches.
    fn add_days(&mut self, fact: &Fact<'_>, days: Run, half_days: i64) {
        let touched = self.duty.touched_by(days);
        for index in touched.start.max(self.periods.start)..touched.end.min(self.periods.end) {
            let Some(run) = self.duty.runs.get(index).filter(|run| self.duty.is_in_time(fact, **run)) else {
                continue;
            };
            let mut counted = false;
            let within = run.overlap(days);
            for day in within.first..=within.last {
                let before = i64::from(day - days.first) * HALF_DAYS_IN_A_DAY;
                let left = (half_days - before).clamp(0, HALF_DAYS_IN_A_DAY);
                if let Some(sum) =
                    usize::try_from(day - self.first_day).ok().and_then(|at| self.half_days.get_mut(at))
                {
                    *sum = (*sum + left).min(HALF_DAYS_IN_A_DAY);
                    counted |= left > 0;
                }
            }
            if let Some(count) = self.counts.get_mut(index - self.periods.start).filter(|_| counted) {
                count.add_record(fact.late);
            }
        }
    }

    /// The period of this day, by its place in these sums, if the record was entered in time for it.
    fn timely(&self, fact: &Fact<'_>, day: Day) -> Option<(usize, Run)> {
        let index = self.duty.period_of(day).filter(|index| self.periods.contains(index))?;
        let run = *self.duty.runs.get(index)?;
        self.duty.is_in_time(fact, run).then_some((index - self.periods.start, run))
    }

    fn finish(mut self) -> impl Iterator<Item = PeriodCount> {
        let sources = &self.duty.sources;
        for (at, count) in self.counts.iter_mut().enumerate() {
            for (index, source) in sources.iter().enumerate() {
                let mut sum = self.grains.get(at * sources.len() + index).copied().unwrap_or(0);
                if Some(index) == self.days_source
                    && let Some(run) = self.duty.runs.get(self.periods.start + at)
                {
                    let first = usize::try_from(run.first - self.first_day).unwrap_or(0);
                    let days = usize::try_from(run.days()).unwrap_or(0);
                    sum += self.half_days.iter().skip(first).take(days).sum::<i64>();
                }
                count.grains = count.grains.saturating_add(source.worth(sum));
            }
        }
        self.counts.into_iter()
    }
}

impl PeriodCount {
    fn add_record(&mut self, late: bool) {
        self.records += 1;
        self.late += u32::from(late);
    }
}
