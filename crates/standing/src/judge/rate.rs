//! Rates: how many more meetings may be missed (R9).

use xueji_plan::Effect;

use crate::amount::Measure;
use crate::counts::PeriodCount;
use crate::day::{Day, Run};
use crate::judge::sweep::{Owing, Sweep};
use crate::standing::RateStanding;

impl Sweep<'_> {
    /// The rate of the current period.
    pub(super) fn rate(&self) -> Option<RateStanding> {
        let current = self.current.filter(|_| self.duty.amounts.measure == Measure::Rate)?;
        Some(self.rate_of(&current))
    }

    pub(super) fn rate_of(&self, period: &Owing) -> RateStanding {
        let to_come = self.to_come(period);
        let PeriodCount { attended, expected, .. } = period.count;
        let in_the_end = i64::from(expected) + i64::from(to_come);
        // In hundredths of a meeting: how much better than needed it would end if all to come were attended.
        let margin = (i64::from(attended) + i64::from(to_come)) * 100 - in_the_end * period.owed;
        let may_miss = u32::try_from(margin.div_euclid(100)).ok().map(|spare| spare.min(to_come));
        let gain = if self.made_up(period) == Effect::Excused { period.owed } else { 100 };
        let absences = (-margin).max(0).checked_add(gain - 1).and_then(|lack| lack.checked_div(gain));
        let to_make_up = absences.and_then(|count| u32::try_from(count).ok()).unwrap_or(0);
        RateStanding { attended, expected, to_come, may_miss, to_make_up }
    }

    /// Whether even attending all that is to come, and making up what may be made up, is not enough.
    ///
    /// Where no duty says how many meetings are to come, there may always be more.
    pub(super) fn is_out_of_reach(&self, period: &Owing) -> bool {
        let running = period.run.last >= self.today;
        let final_loss = self.made_up(period) == Effect::Absent && !self.duty.meetings.is_empty();
        running && final_loss && self.rate_of(period).may_miss.is_none()
    }

    fn made_up(&self, period: &Owing) -> Effect {
        self.duty.amounts.rate(period.run.last).map_or(Effect::Absent, |rate| rate.made_up)
    }

    /// The meetings that are still owed to the subject in this period.
    fn to_come(&self, period: &Owing) -> u32 {
        self.meetings_in(period).map(|(_, count)| count).sum()
    }

    fn meetings_in(&self, period: &Owing) -> impl Iterator<Item = (Run, u32)> {
        let run = period.run;
        let seen = i32::try_from(period.count.seen).ok().filter(|seen| *seen > 0);
        let latest = seen.map(|seen| run.first + seen - 1);
        self.duty.meetings.iter().copied().filter(move |(meetings, _)| {
            let open = run.contains(meetings.last) && meetings.last >= self.today;
            // The meeting of a period that has begun is to come only while none was seen in it.
            let held = meetings.first <= self.today && latest.is_some_and(|latest| latest >= meetings.first);
            let bound = self.binding.days.count_in(*meetings) * 2 >= meetings.days();
            open && !held && bound
        })
    }

    /// The day on which the number of meetings to come changes by itself.
    pub(super) fn meetings_change_on(&self) -> Option<Day> {
        let is_rate = self.duty.amounts.measure == Measure::Rate;
        let edges = self.duty.meetings.iter().flat_map(|(run, _)| [run.first, run.last + 1]);
        edges.filter(|day| is_rate && *day > self.today).min()
    }

    /// Done and owed as the page shows them.
    pub(super) fn figures_of(&self, period: &Owing) -> (i64, i64) {
        let owed = match self.duty.amounts.measure {
            Measure::Rate => (i64::from(period.count.expected) * period.owed + 99) / 100,
            _ => period.owed,
        };
        (self.done_in(period.count), owed)
    }

    pub(super) fn done_in(&self, count: PeriodCount) -> i64 {
        match self.duty.amounts.measure {
            Measure::Rate => i64::from(count.attended),
            _ => count.grains,
        }
    }
}
