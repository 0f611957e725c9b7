//! The planned gatherings that a rate looks ahead over (R9).

use xueji_plan::Effect;

use crate::binding::Binding;
use crate::compiled::CompiledDuty;
use crate::day::{Day, Run, number};
use crate::planned::Planned;

/// Gatherings from today on at which the subject is expected, on days on which the duty binds it.
///
/// Invariant: in order of their days.
pub(super) struct Ahead(Vec<Gathering>);

#[derive(Clone, Copy)]
pub(super) struct Gathering {
    day: Day,
    /// What granted leave makes of it.
    pub(super) leave: Option<Effect>,
}

impl Ahead {
    /// Nothing for a duty that is no rate.
    pub(super) fn of(duty: &CompiledDuty, binding: &Binding, planned: &[Planned<'_>], today: Day) -> Self {
        if !duty.is_rate() {
            return Self(Vec::new());
        }
        let gathering = |planned: &Planned<'_>| {
            let day = number(planned.on);
            let counts = day >= today
                && duty.asks_for(planned.activity, planned.category)
                && binding.days.count_in(Run { first: day, last: day }) > 0;
            // On a day for which a change leaves the rate open, it will count nothing.
            let rate = duty.amounts.rate(day).filter(|_| counts)?;
            Some(Gathering { day, leave: planned.leave.map(|kind| rate.effect_of(kind)) })
        };
        let mut gatherings: Vec<Gathering> = planned.iter().filter_map(gathering).collect();
        gatherings.sort_unstable_by_key(|gathering| gathering.day);
        Self(gatherings)
    }

    /// Those on these days.
    pub(super) fn within(&self, run: Run) -> &[Gathering] {
        let start = self.0.partition_point(|gathering| gathering.day < run.first);
        let end = self.0.partition_point(|gathering| gathering.day <= run.last);
        self.0.get(start..end).unwrap_or_default()
    }

    /// The day on which the next of them is past.
    pub(super) fn next_passes_on(&self) -> Option<Day> {
        self.0.first().map(|gathering| gathering.day + 1)
    }
}
