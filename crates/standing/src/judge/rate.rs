//! Rates: how many more meetings may be missed (R9).

use xueji_plan::Effect;

use crate::amount::Measure;
use crate::counts::PeriodCount;
use crate::day::{Day, Run};
use crate::judge::sweep::{Owing, Sweep};
use crate::standing::RateStanding;

/// What is still to come in a period, and what granted leave has decided of it.
#[derive(Clone, Copy, Default)]
struct Outlook {
    to_come: u32,
    planned: u32,
    on_leave: u32,
    /// Of those planned with leave: how many will count as expected, and as attended.
    expected: u32,
    attended: u32,
}

impl Sweep<'_> {
    /// The rate of the current period.
    pub(super) fn rate(&self) -> Option<RateStanding> {
        let current = self.current.filter(|_| self.duty.is_rate())?;
        Some(self.rate_of(&current))
    }

    pub(super) fn rate_of(&self, period: &Owing) -> RateStanding {
        let ahead = self.outlook(period);
        let Outlook { to_come, planned, on_leave, .. } = ahead;
        let PeriodCount { attended, expected, .. } = period.count;
        let in_the_end = i64::from(expected) + i64::from(ahead.expected) + i64::from(to_come);
        let at_most = i64::from(attended) + i64::from(ahead.attended) + i64::from(to_come);
        // In hundredths of a meeting: how much better than needed it would end if all to come were attended.
        let margin = at_most * 100 - in_the_end * period.owed;
        let may_miss = u32::try_from(margin.div_euclid(100)).ok().map(|spare| spare.min(to_come));
        let gain = if self.made_up(period) == Effect::Excused { period.owed } else { 100 };
        let absences = (-margin).max(0).checked_add(gain - 1).and_then(|lack| lack.checked_div(gain));
        let to_make_up = absences.and_then(|count| u32::try_from(count).ok()).unwrap_or(0);
        RateStanding { attended, expected, to_come, planned, on_leave, may_miss, to_make_up }
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

    /// What is ahead of the subject in this period.
    fn outlook(&self, period: &Owing) -> Outlook {
        let planned = self.ahead.within(period.run);
        // What is planned in a period of the organization's duty is what that still owes, as far as it goes.
        let unplanned = self.meetings_in(period).map(|(run, owed)| {
            let planned = self.ahead.within(run.overlap(period.run)).len();
            owed.saturating_sub(u32::try_from(planned).unwrap_or(u32::MAX))
        });
        let mut outlook = Outlook { to_come: unplanned.sum(), ..Outlook::default() };
        for gathering in planned {
            outlook.planned += 1;
            outlook.to_come += u32::from(gathering.leave.is_none());
            outlook.on_leave += u32::from(gathering.leave.is_some());
            outlook.expected += u32::from(matches!(gathering.leave, Some(Effect::Present | Effect::Absent)));
            outlook.attended += u32::from(gathering.leave == Some(Effect::Present));
        }
        outlook
    }

    /// The meetings that the organization still owes in this period, where the subject is bound to come.
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
        let is_rate = self.duty.is_rate();
        let edges = self.duty.meetings.iter().flat_map(|(run, _)| [run.first, run.last + 1]);
        edges.filter(|day| is_rate && *day > self.today).chain(self.ahead.next_passes_on()).min()
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
