//! Judging: what a subject owes and what its records come to, seen on one day.

mod ahead;
mod rate;
mod sweep;
mod verdict;

use jiff::civil::Date;

use crate::amount::{Bound, Measure};
use crate::binding::Binding;
use crate::compiled::CompiledDuty;
use crate::counts::Counts;
use crate::day::{date, number};
use crate::planned::Planned;
use crate::standing::{Pace, PeriodState, Standing, State};
use sweep::Sweep;

impl CompiledDuty {
    /// Where the subject stands at the beginning of `today`; nothing where the arrangement leaves the duty open (R10).
    ///
    /// `planned` is asked for by rates alone ([`CompiledDuty::is_rate`]): every gathering from `today` on at which the
    /// subject is expected. Others, earlier ones, and those on days on which it is not bound do no harm.
    pub fn stand(
        &self,
        binding: &Binding,
        counts: &Counts,
        planned: &[Planned<'_>],
        today: Date,
    ) -> Option<Standing> {
        if self.is_open() {
            return None;
        }
        let sweep = Sweep::over(self, binding, counts, planned, number(today));
        let state = sweep.state();
        let (done, owed) = sweep.figures();
        Some(Standing {
            state: if binding.encouraged { state.encouraged() } else { state },
            encouraged: binding.encouraged,
            done,
            owed,
            target: sweep.target(),
            period: sweep.current.and_then(|current| current.run.span()),
            periods_met: sweep.met,
            periods_closed: sweep.closed,
            periods_owed: sweep.owing,
            missed: sweep.missed,
            repairable: sweep.repairable,
            next_due: sweep.next_due.map(date),
            pace: sweep.pace(),
            rate: sweep.rate(),
            late_records: counts.late_records(),
            changes_on: sweep.changes_on().map(date),
        })
    }

    /// How each period stands: the heat map and the history. `planned` as for [`CompiledDuty::stand`].
    pub fn period_states(
        &self,
        binding: &Binding,
        counts: &Counts,
        planned: &[Planned<'_>],
        today: Date,
    ) -> Vec<PeriodState> {
        let sweep = Sweep::over(self, binding, counts, planned, number(today));
        let periods = self.periods().iter().enumerate();
        periods
            .map(|(index, span)| {
                let (done, owed, state) = sweep.of_period(index);
                let state = if binding.encouraged { state.encouraged() } else { state };
                PeriodState { span: *span, owed, done, state }
            })
            .collect()
    }
}

impl Sweep<'_> {
    fn target(&self) -> Option<i64> {
        let current = self.current?;
        let whole = *self.duty.wholes.get(current.index)?;
        let target = self.duty.amounts.share(Bound::Target, current.run, whole, &self.binding.days);
        (self.duty.amounts.measure == Measure::Floor && target > current.owed).then_some(target)
    }

    fn pace(&self) -> Option<Pace> {
        let current = self.current.filter(|current| current.run.contains(self.today))?;
        let missing = current.owed - current.count.grains;
        let asks = self.duty.amounts.measure == Measure::Floor
            && current.owed > self.duty.amounts.unit.grains()
            && missing > 0;
        asks.then(|| Pace { missing, until: date(current.run.last) })
    }

    fn figures(&self) -> (i64, i64) {
        self.current.map_or((0, 0), |current| self.figures_of(&current))
    }

    /// The verdict on one period alone, with its figures.
    fn of_period(&self, index: usize) -> (i64, i64, State) {
        let Some(period) = self.period(index) else {
            let unowed = self.done_in(self.counts.period(index));
            return (unowed, 0, State::Exempt);
        };
        let (done, owed) = self.figures_of(&period);
        (done, owed, self.state_of(&period))
    }
}
