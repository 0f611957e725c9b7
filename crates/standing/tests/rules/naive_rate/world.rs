//! What the histories of a rate are made of, as plain lists drawn at random.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use xueji_plan::{Amount, Cadence, Change, Each, Effect, LeaveKind, Plan, Rate, Timing};
use xueji_standing::{
    CompiledDuty, Counts, Fact, Holder, MemberKind, Membership, Outcome, Person, Planned, Tenure,
};

use crate::rates::meeting_activity;
use crate::sample::*;

/// A day of 2026 by number, from 0.
pub(super) type Day = i64;

pub(super) const YEAR: Day = 365;

pub(super) fn on(day: Day) -> Date {
    date(2026, 1, 1).checked_add(day.days()).unwrap()
}

/// Everything that decides a rate, as plain lists.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) rate_every: Option<Cadence>,
    pub(super) percent: u8,
    /// From this day on another rate holds.
    pub(super) changed: Option<(Day, u8)>,
    /// Of leave on public duty, for illness, for personal reasons, and of an absence made up.
    pub(super) effects: [Effect; 4],
    pub(super) late_days: u16,
    /// The organization's own duty: how many, how often.
    pub(super) owed: Option<(i64, Cadence)>,
    /// Belonging, from a day to a day: one after the other, with a gap or none.
    pub(super) stays: Vec<(Day, Day)>,
    /// Long leave, from a day to a day.
    pub(super) leaves: Vec<(Day, Day)>,
    /// What was entered, in this order.
    pub(super) entries: Vec<Entry>,
    pub(super) planned: Vec<(Day, Option<LeaveKind>)>,
    pub(super) today: Day,
}

/// An attendance as it was entered, and what became of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) day: Day,
    pub(super) outcome: Outcome,
    /// So many days after the meeting.
    pub(super) entered_after: Day,
    pub(super) fate: Fate,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Fate {
    Stands,
    Withdrawn,
    /// It was another outcome, some days later.
    Corrected(Outcome, Day),
}

/// An attendance that stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) day: Day,
    pub(super) outcome: Outcome,
    pub(super) entered: Day,
}

impl World {
    pub(super) fn plan(&self) -> Plan {
        let rate = |percent| {
            let [public_duty, illness, personal, made_up] = self.effects;
            let leave = vec![
                (LeaveKind::PublicDuty, public_duty),
                (LeaveKind::Illness, illness),
                (LeaveKind::Personal, personal),
            ];
            Amount::Rate(Rate { at_least_percent: percent, leave, made_up })
        };
        let mut attendance =
            duty(rate(self.percent), self.rate_every.map_or(Timing::WholePlan, Timing::Every));
        attendance.does = vec!["attendance".into()];
        attendance.late_days = self.late_days;
        attendance.changes = self
            .changed
            .map(|(from, percent)| Change { from: on(from), amount: rate(percent), why: String::new() })
            .into_iter()
            .collect();
        let mut duties = vec![attendance];
        if let Some((count, cadence)) = self.owed {
            let mut meetings = every(cadence, times(count));
            meetings.code = "meetings".into();
            meetings.does = vec!["meeting".into()];
            meetings.who.each = Each::Organization { level: None, unit_type: None };
            duties.push(meetings);
        }
        let mut plan = plan(year_2026(), duties);
        plan.activities = vec![meeting_activity()];
        plan
    }

    pub(super) fn holder(&self) -> Holder {
        let tenure = |(first, last): &(Day, Day)| Tenure::from(span(on(*first), on(*last)));
        let membership = |stay| Membership { kind: MemberKind::Full, tenure: tenure(stay), unit_type: None };
        Holder::Person(Person {
            memberships: self.stays.iter().map(membership).collect(),
            leaves: self.leaves.iter().map(tenure).collect(),
            ..Person::default()
        })
    }

    pub(super) fn planned(&self) -> Vec<Planned<'static>> {
        let planned = |(day, leave): &(Day, Option<LeaveKind>)| Planned {
            activity: "attendance",
            category: None,
            on: on(*day),
            leave: *leave,
        };
        self.planned.iter().map(planned).collect()
    }

    /// The counts as they are stored: each entry, withdrawal and correction recounts the periods that it touches.
    pub(super) fn counts(&self, duty: &CompiledDuty) -> Counts {
        let mut counts = Counts::default();
        let mut standing: Vec<Option<Seen>> = Vec::new();
        let mut recount = |standing: &[Option<Seen>], day: Day| {
            let facts = standing.iter().flatten().map(|seen| Fact {
                activity: "attendance",
                outcome: seen.outcome,
                entered_on: on(seen.entered),
                ..record(on(seen.day))
            });
            duty.count(&mut counts, duty.touched(on(day), on(day)), facts);
        };
        for entry in &self.entries {
            let entered = entry.day + entry.entered_after;
            standing.push(Some(Seen { day: entry.day, outcome: entry.outcome, entered }));
            recount(&standing, entry.day);
        }
        for (index, entry) in self.entries.iter().enumerate() {
            let old = standing[index].take();
            recount(&standing, entry.day);
            standing[index] = old.and_then(|old| entry.fate.of(old));
            recount(&standing, entry.day);
        }
        counts
    }

    /// What stands in the end.
    pub(super) fn seen(&self) -> Vec<Seen> {
        let entered = |entry: &Entry| Seen {
            day: entry.day,
            outcome: entry.outcome,
            entered: entry.day + entry.entered_after,
        };
        self.entries.iter().filter_map(|entry| entry.fate.of(entered(entry))).collect()
    }
}

impl Fate {
    fn of(self, seen: Seen) -> Option<Seen> {
        match self {
            Self::Stands => Some(seen),
            Self::Withdrawn => None,
            Self::Corrected(outcome, later) => Some(Seen { outcome, entered: seen.entered + later, ..seen }),
        }
    }
}

fn effects() -> impl Strategy<Value = Effect> {
    prop::sample::select(vec![Effect::Present, Effect::Excused, Effect::Absent])
}

fn outcomes() -> impl Strategy<Value = Outcome> {
    prop_oneof![3 => Just(Outcome::Present), 2 => prop::sample::select(&Outcome::ALL[1..])]
}

fn leave() -> impl Strategy<Value = Option<LeaveKind>> {
    prop::option::of(prop::sample::select(vec![
        LeaveKind::PublicDuty,
        LeaveKind::Illness,
        LeaveKind::Personal,
    ]))
}

/// One stay after the other, with a gap or none.
fn stays() -> impl Strategy<Value = Vec<(Day, Day)>> {
    let stay = (prop_oneof![2 => Just(0_i64), 1 => 1_i64..50], 10_i64..360);
    (0_i64..40, prop::collection::vec(stay, 1..4)).prop_map(|(start, stays)| {
        let mut next = start;
        let mut held = Vec::new();
        for (gap, days) in stays {
            let first = next + gap;
            held.push((first, first + days - 1));
            next = first + days;
        }
        held
    })
}

prop_compose! {
    fn entries()(
        day in 0..YEAR, outcome in outcomes(), entered_after in prop_oneof![Just(0_i64), 0_i64..40],
        fate in prop_oneof![
            5 => Just(Fate::Stands),
            1 => Just(Fate::Withdrawn),
            2 => (outcomes(), 0_i64..40).prop_map(|(outcome, later)| Fate::Corrected(outcome, later)),
        ],
    ) -> Entry {
        Entry { day, outcome, entered_after, fate }
    }
}

prop_compose! {
    pub(super) fn worlds()(
        rate_every in prop_oneof![
            2 => Just(None),
            1 => prop::sample::select(vec![Cadence::Month, Cadence::Quarter, Cadence::HalfYear]).prop_map(Some),
        ],
        percent in 30_u8..=100,
        changed in prop::option::weighted(0.2, (0..YEAR, 30_u8..=100)),
        effects in prop::array::uniform4(effects()),
        late_days in 0_u16..30,
        owed in prop::option::weighted(0.8, (1_i64..4, prop::sample::select(vec![
            Cadence::Week, Cadence::Month, Cadence::Quarter,
        ]))),
        stays in stays(),
        leaves in prop::collection::vec((0..YEAR, 0_i64..60), 0..3),
        entries in prop::collection::vec(entries(), 0..30),
        planned in prop::collection::vec((0..YEAR, leave()), 0..20),
        today in 0_i64..420,
    ) -> World {
        // What is still to come is not entered yet.
        let entries = entries.into_iter().filter(|entry| entry.day <= today).collect();
        let leaves = leaves.into_iter().map(|(first, more)| (first, first + more)).collect();
        World { rate_every, percent, changed, effects, late_days, owed, stays, leaves, entries, planned, today }
    }
}
