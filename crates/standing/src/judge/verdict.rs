//! The verdict: which state a duty, or one period of it, is in (R10).

use crate::amount::Measure;
use crate::day::{Day, Run};
use crate::judge::sweep::{Fate, Owing, Sweep, due_from};
use crate::standing::State;

impl Sweep<'_> {
    /// The state of the whole duty.
    pub(super) fn state(&self) -> State {
        let Some(begins) = self.binding.begins.filter(|_| self.owing > 0) else {
            return State::Exempt;
        };
        if self.today < begins {
            return State::NotYetBegun;
        }
        match self.duty.amounts.measure {
            Measure::Ceiling => self.state_of_limit(),
            Measure::Rate => self.state_of_rate(),
            Measure::Floor | Measure::Open => self.state_of_floor(),
        }
    }

    fn state_of_floor(&self) -> State {
        if self.met >= self.needed() {
            return State::Met;
        }
        if self.missed > self.spare() {
            return self.lost();
        }
        if self.missed + self.repairable > self.spare_so_far() {
            return State::Behind;
        }
        match self.current.filter(|current| current.run.contains(self.today)) {
            Some(current) => self.state_of(&current).or_on_track(),
            None => State::OnTrack,
        }
    }

    fn state_of_limit(&self) -> State {
        if self.missed > self.spare() {
            State::Missed
        } else if self.today > self.ends {
            State::Met
        } else {
            State::OnTrack
        }
    }

    fn state_of_rate(&self) -> State {
        let lost_now = self.current.filter(|current| self.is_out_of_reach(current));
        if self.missed + u32::from(lost_now.is_some()) > self.spare() {
            return self.lost();
        }
        if self.past == self.owing && self.met >= self.needed() {
            return State::Met;
        }
        if self.missed + self.repairable > self.spare_so_far() {
            return State::Behind;
        }
        self.current.map_or(State::OnTrack, |current| self.state_of(&current).or_on_track())
    }

    /// The state of one period alone.
    pub(super) fn state_of(&self, period: &Owing) -> State {
        match self.fate(period) {
            Fate::Met => return State::Met,
            Fate::Missed => return State::Missed,
            Fate::Repairable => return State::Behind,
            Fate::Void => return State::Exempt,
            Fate::Undecided if self.today < period.run.first => return State::NotYetBegun,
            Fate::Undecided => {}
        }
        match self.duty.amounts.measure {
            Measure::Rate if self.is_out_of_reach(period) => State::Unreachable,
            Measure::Rate if self.rate_of(period).may_miss.is_none() => State::Behind,
            Measure::Floor if self.is_behind(period, self.today) => State::Behind,
            Measure::Floor if self.today >= due_from(period.run) => State::Due,
            _ => State::OnTrack,
        }
    }

    /// How many periods may be missed in all, and how many of them by now.
    fn spare(&self) -> u32 {
        self.owing.saturating_sub(self.needed())
    }

    fn spare_so_far(&self) -> u32 {
        (self.spare() * self.past).checked_div(self.owing).unwrap_or(0)
    }

    fn lost(&self) -> State {
        if self.today > self.ends { State::Missed } else { State::Unreachable }
    }

    /// Whether less is done on this morning than the bound days gone by ask for.
    ///
    /// Only of amounts of several units, and only when the lag is more than one unit and more than a sixth of what is
    /// owed; a single act is never behind within its period.
    fn is_behind(&self, period: &Owing, morning: Day) -> bool {
        let unit = i128::from(self.duty.amounts.unit.grains());
        let (owed, done) = (i128::from(period.owed), i128::from(period.count.grains));
        let days = &self.binding.days;
        let total = i128::from(days.count_in(period.run));
        let elapsed = i128::from(days.count_in(Run { first: period.run.first, last: morning - 1 }));
        let lag = owed * elapsed - done * total;
        owed > unit && lag * 6 > (unit * 6).max(owed) * total
    }

    /// The day on which the current period falls behind if nothing more is done.
    pub(super) fn falls_behind_on(&self) -> Option<Day> {
        let current = self.current.filter(|current| current.run.contains(self.today))?;
        let falls = |day| self.is_behind(&current, day);
        let matters = self.duty.amounts.measure == Measure::Floor
            && self.fate(&current) == Fate::Undecided
            && !falls(self.today)
            && falls(current.run.last);
        if !matters {
            return None;
        }
        // Invariant: not behind on `before`, behind on `after`; the lag never shrinks from day to day.
        let (mut before, mut after) = (self.today, current.run.last);
        while after - before > 1 {
            let middle = before + (after - before) / 2;
            if falls(middle) { after = middle } else { before = middle }
        }
        Some(after)
    }
}

impl State {
    /// What one period says about the whole duty: that it is met or not judged says nothing.
    fn or_on_track(self) -> Self {
        match self {
            Self::Due | Self::Behind | Self::Unreachable => self,
            _ => Self::OnTrack,
        }
    }
}
