//! R9 once more, written otherwise: day by day over plain lists. Both must agree on every history.

mod world;

use std::sync::Arc;

use jiff::civil::Weekday;
use proptest::prelude::*;
use xueji_plan::{Cadence, Effect, LeaveKind};
use xueji_standing::{Outcome, RateStanding, Rules, State};

use world::{Day, Seen, World, YEAR, on, worlds};

impl World {
    fn is_bound(&self, day: Day) -> bool {
        let within = |spans: &[(Day, Day)]| spans.iter().any(|(first, last)| (*first..=*last).contains(&day));
        within(&self.stays) && !within(&self.leaves)
    }

    fn percent_on(&self, day: Day) -> i64 {
        let changed = self.changed.filter(|(from, _)| *from <= day);
        i64::from(changed.map_or(self.percent, |(_, percent)| percent))
    }

    fn effect(&self, leave: LeaveKind) -> Effect {
        self.effects[match leave {
            LeaveKind::PublicDuty => 0,
            LeaveKind::Illness => 1,
            LeaveKind::Personal => 2,
        }]
    }

    /// The days of each period of the rate.
    fn periods(&self) -> Vec<Vec<Day>> {
        grouped(self.rate_every)
    }

    /// What the records of a period's days come to: expected, attended.
    fn came(&self, period: &[Day]) -> (i64, i64) {
        let (mut expected, mut attended) = (0, 0);
        for seen in self.counting(period) {
            let effect = match seen.outcome {
                Outcome::Absent => Effect::Absent,
                Outcome::Leave(kind) => self.effect(kind),
                Outcome::MadeUp => self.effects[3],
                _ => Effect::Present,
            };
            expected += i64::from(effect != Effect::Excused);
            attended += i64::from(effect == Effect::Present);
        }
        (expected, attended)
    }

    fn counting(&self, period: &[Day]) -> Vec<Seen> {
        let closes = period[period.len() - 1] + i64::from(self.late_days);
        let mut seen = self.seen();
        seen.retain(|seen| {
            period.contains(&seen.day) && seen.entered <= closes && seen.outcome != Outcome::Invited
        });
        seen
    }

    /// Walks the days of a period, a meeting at a time.
    fn figures(&self, period: &[Day]) -> RateStanding {
        let (expected, attended) = self.came(period);
        let (mut to_come, mut planned, mut on_leave, mut will_be, mut will_attend) = (0, 0, 0, 0, 0);
        for day in period.iter().filter(|day| **day >= self.today && self.is_bound(**day)) {
            for (_, leave) in self.planned.iter().filter(|(planned, _)| planned == day) {
                planned += 1;
                match leave {
                    None => to_come += 1,
                    Some(kind) => {
                        on_leave += 1;
                        will_be += i64::from(self.effect(*kind) != Effect::Excused);
                        will_attend += i64::from(self.effect(*kind) == Effect::Present);
                    }
                }
            }
        }
        for meeting_days in self.owed.map(|(_, cadence)| grouped(Some(cadence))).unwrap_or_default() {
            to_come += self.unplanned(period, &meeting_days);
        }
        let reached = |missed: i64, made_up: i64| {
            let excused = if self.effects[3] == Effect::Excused { made_up } else { 0 };
            let came = attended + will_attend + i64::from(to_come) - missed + made_up - excused;
            let of = expected + will_be + i64::from(to_come) - excused;
            came * 100 >= of * self.percent_on(period[period.len() - 1])
        };
        RateStanding {
            attended: attended.try_into().unwrap(),
            expected: expected.try_into().unwrap(),
            to_come,
            planned,
            on_leave,
            may_miss: (0..=to_come).rev().find(|missed| reached((*missed).into(), 0)),
            to_make_up: (0..=1000).find(|made_up| reached(0, (*made_up).into())).unwrap(),
        }
    }

    /// How many meetings the organization still owes in one period of its own duty, beyond those planned.
    fn unplanned(&self, period: &[Day], meeting_days: &[Day]) -> u32 {
        let (count, cadence) = self.owed.unwrap();
        let (first, last) = (meeting_days[0], meeting_days[meeting_days.len() - 1]);
        let days = i64::try_from(meeting_days.len()).unwrap();
        if !period.contains(&last) || last < self.today {
            return 0;
        }
        if first <= self.today && self.counting(period).iter().any(|seen| seen.day >= first) {
            return 0;
        }
        let bound = meeting_days.iter().filter(|day| self.is_bound(**day)).count();
        if bound * 2 < meeting_days.len() {
            return 0;
        }
        // R3: a week at the edge of the year owes its share.
        let whole = if cadence == Cadence::Week { 7 } else { days };
        let owed = (2 * count * days + whole) / (2 * whole);
        let planned = self.planned.iter().filter(|(day, _)| {
            *day >= self.today && meeting_days.contains(day) && period.contains(day) && self.is_bound(*day)
        });
        u32::try_from(owed).unwrap().saturating_sub(planned.count().try_into().unwrap())
    }

    fn state(&self) -> (State, Option<RateStanding>) {
        let periods: Vec<Vec<Day>> =
            self.periods().into_iter().filter(|days| days.iter().any(|day| self.is_bound(*day))).collect();
        let begun = periods.iter().rev().find(|days| days[0] <= self.today);
        let current = begun.or(periods.first());
        let figures = current.map(|days| self.figures(days));
        let last = |days: &Vec<Day>| days[days.len() - 1];
        let over = |days: &Vec<Day>| last(days) < self.today;
        let mut judged = periods.clone();
        judged.retain(|days| !over(days) || self.came(days).0 > 0);
        if judged.is_empty() {
            return (State::Exempt, figures);
        }
        if (0..=self.today.min(YEAR)).all(|day| !self.is_bound(day)) {
            return (State::NotYetBegun, figures);
        }
        let unmet: Vec<&Vec<Day>> = judged.iter().filter(|days| over(days) && !self.met(days)).collect();
        let lost_now = self.effects[3] == Effect::Absent
            && self.owed.is_some()
            && current.is_some_and(|days| !over(days))
            && figures.is_some_and(|figures| figures.may_miss.is_none());
        let closed = unmet.iter().any(|days| last(days) + i64::from(self.late_days) < self.today);
        let state = if closed || lost_now {
            if judged.iter().all(over) { State::Missed } else { State::Unreachable }
        } else if !unmet.is_empty() {
            State::Behind
        } else if judged.iter().all(over) {
            State::Met
        } else {
            let short = figures.is_some_and(|figures| figures.may_miss.is_none());
            let running = current.is_some_and(|days| days[0] <= self.today && !over(days));
            if short && running { State::Behind } else { State::OnTrack }
        };
        (state, figures)
    }

    fn met(&self, days: &[Day]) -> bool {
        let (expected, attended) = self.came(days);
        attended * 100 >= expected * self.percent_on(days[days.len() - 1])
    }
}

/// The days of the year, those of one period together.
fn grouped(cadence: Option<Cadence>) -> Vec<Vec<Day>> {
    let mut periods: Vec<Vec<Day>> = Vec::new();
    for day in 0..YEAR {
        let (today, yesterday) = (on(day), on(day - 1));
        let begins = match cadence {
            None => false,
            Some(Cadence::Week) => today.weekday() == Weekday::Monday,
            Some(Cadence::Month) => today.month() != yesterday.month(),
            Some(Cadence::Quarter) => (today.month() - 1) / 3 != (yesterday.month() - 1) / 3,
            Some(Cadence::HalfYear) => (today.month() - 1) / 6 != (yesterday.month() - 1) / 6,
            Some(other) => panic!("{other:?} is not drawn"),
        };
        match periods.last_mut() {
            Some(period) if !begins => period.push(day),
            _ => periods.push(vec![day]),
        }
    }
    periods
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_rate_is_what_its_lists_come_to_day_by_day(world in worlds()) {
        let rules = Rules::compile(Arc::new(world.plan()));
        let duty = &rules.duties()[0];
        let Some(binding) = duty.bound(&world.holder()) else { return Ok(()) };
        let standing = duty.stand(&binding, &world.counts(duty), &world.planned(), on(world.today)).unwrap();
        prop_assert_eq!((standing.state, standing.rate), world.state());
    }

    #[test]
    fn a_rate_stays_as_it_is_until_the_day_that_it_names(world in worlds()) {
        let rules = Rules::compile(Arc::new(world.plan()));
        let duty = &rules.duties()[0];
        let Some(binding) = duty.bound(&world.holder()) else { return Ok(()) };
        let (counts, planned) = (world.counts(duty), world.planned());
        let stand = |day| {
            let mut standing = duty.stand(&binding, &counts, &planned, day).unwrap();
            (standing.changes_on.take(), standing)
        };
        let (until, now) = stand(on(world.today));
        let mut later = on(world.today);
        while later < until.unwrap_or(on(500)) {
            prop_assert_eq!(&now, &stand(later).1, "on {}", later);
            later = later.tomorrow().unwrap();
        }
    }
}
