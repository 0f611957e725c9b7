//! On which days a duty binds one subject, and what the subject therefore owes in each period.

use jiff::ToSpan;
use jiff::civil::Date;
use xueji_plan::{Condition, Each, Modality, Span, Subject};

use crate::amount::{Bound, Measure};
use crate::compiled::CompiledDuty;
use crate::dates::Days;
use crate::day::{Day, Run, number};
use crate::holder::{Holder, MemberKind, Person, Tenure, any_of};

/// On which days a duty binds one subject, and what the subject owes in each of its periods (R4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The days on which the subject is judged.
    pub(crate) days: Days,
    pub(crate) encouraged: bool,
    /// By period: grains owed, limit or percent; nothing where the subject is not judged.
    pub(crate) owing: Vec<Option<i64>>,
    /// The first day on which something is owed.
    pub(crate) begins: Option<Day>,
}

impl Binding {
    /// The days on which the subject is judged, in order.
    pub fn spans(&self) -> Vec<Span> {
        self.days.runs().iter().filter_map(|run| run.span()).collect()
    }

    /// Whether it is only encouraged: shown, and never behind or missed.
    pub fn is_encouraged(&self) -> bool {
        self.encouraged
    }

    /// Whether nothing is owed, by exemption, leave, or a stay too short to owe anything.
    pub fn is_exempt(&self) -> bool {
        self.begins.is_none()
    }

    /// What is owed in the period of this index: grains, for a limit the most that is allowed, for a rate percent.
    pub fn owes(&self, period: usize) -> Option<i64> {
        self.owing.get(period).copied().flatten()
    }
}

impl CompiledDuty {
    /// On which days this duty binds the subject; nothing when on none, so that it has no standing in it (R4).
    pub fn bound(&self, holder: &Holder) -> Option<Binding> {
        let duty_days = Days::any([self.hull(0..self.runs.len())]);
        let subject = subject_days(&self.duty.who, holder).and(&duty_days);
        if subject.is_empty() {
            return None;
        }
        let free = self.free_days(holder);
        let available = subject.minus(&free);
        let encouraged = match self.duty.modality {
            Modality::Encouraged => available.clone(),
            _ => available.and(&conditions(holder, &self.duty.who.encouraged)),
        };
        let binding = self.binding(available.minus(&encouraged), false);
        if binding.is_exempt() && !encouraged.is_empty() {
            return Some(self.binding(available, true));
        }
        Some(binding)
    }

    fn binding(&self, days: Days, encouraged: bool) -> Binding {
        let owing: Vec<Option<i64>> =
            self.runs.iter().zip(&self.wholes).map(|(run, whole)| self.owed(*run, *whole, &days)).collect();
        let first = self.runs.iter().zip(&owing).find(|(_, owed)| owed.is_some()).map(|(run, _)| *run);
        let begins = first.and_then(|run| days.and(&Days::any([run])).first());
        Binding { days, encouraged, owing, begins }
    }

    /// What is owed in one period by a subject bound on these days.
    fn owed(&self, run: Run, whole: i64, days: &Days) -> Option<i64> {
        let is_bound = || days.count_in(run) > 0;
        match self.amounts.measure {
            Measure::Floor => {
                Some(self.amounts.share(Bound::Owed, run, whole, days)).filter(|owed| *owed > 0)
            }
            Measure::Ceiling => self.amounts.limit(run).filter(|_| is_bound()),
            Measure::Rate => self
                .amounts
                .rate(run.last)
                .filter(|_| is_bound())
                .map(|rate| i64::from(rate.at_least_percent)),
            Measure::Open => None,
        }
    }

    /// Long leaves and exemptions.
    fn free_days(&self, holder: &Holder) -> Days {
        let (leaves, exemptions): (&[Tenure], _) = match holder {
            Holder::Person(person) => (&person.leaves, &person.exemptions),
            Holder::Organization(organization) => (&[], &organization.exemptions),
        };
        let granted = exemptions
            .iter()
            .filter(|granted| granted.duty.as_ref().is_none_or(|code| *code == self.duty.code));
        any_of(leaves.iter().chain(granted.map(|granted| &granted.tenure)))
    }
}

/// Whether words of a plan (每名党员, 每名班子成员 …) mean this subject on a day; long leave excuses, and does not change
/// who is meant.
pub fn is_meant(who: &Subject, holder: &Holder, on: Date) -> bool {
    let day = number(on);
    subject_days(who, holder).count_in(Run { first: day, last: day }) > 0
}

/// The days on which the words mean the subject: its role, without the exceptions.
fn subject_days(who: &Subject, holder: &Holder) -> Days {
    role_days(who, holder).minus(&conditions(holder, &who.except))
}

fn role_days(who: &Subject, holder: &Holder) -> Days {
    match (holder, &who.each) {
        (Holder::Person(person), Each::Person) => person.belonging(|_| true),
        (Holder::Person(person), Each::Member) => person.belonging(|kind| kind != MemberKind::Other),
        (Holder::Person(person), Each::Post(codes)) => {
            let held = person.posts.iter().filter(|post| codes.contains(&post.code));
            person.belonging(|_| true).and(&any_of(held.map(|post| &post.tenure)))
        }
        (Holder::Organization(organization), Each::Organization { level, unit_type }) => {
            let matches = level.is_none_or(|level| level == organization.level)
                && (unit_type.is_none() || *unit_type == organization.unit_type);
            any_of(matches.then_some(&organization.existed))
        }
        (Holder::Organization(organization), Each::Issuer) => {
            any_of(organization.is_issuer.then_some(&organization.existed))
        }
        _ => Days::default(),
    }
}

impl Person {
    fn belonging(&self, as_what: impl Fn(MemberKind) -> bool) -> Days {
        any_of(self.memberships.iter().filter(|held| as_what(held.kind)).map(|held| &held.tenure))
    }
}

/// The days on which any of the conditions holds.
fn conditions(holder: &Holder, conditions: &[Condition]) -> Days {
    conditions
        .iter()
        .map(|condition| holds(holder, condition))
        .fold(Days::default(), |all, days| all.or(&days))
}

fn holds(holder: &Holder, condition: &Condition) -> Days {
    match (holder, condition) {
        (Holder::Person(person), Condition::Post(code)) => {
            any_of(person.posts.iter().filter(|post| post.code == *code).map(|post| &post.tenure))
        }
        (Holder::Person(person), Condition::OlderThan(years)) => {
            person.born_on.map_or_else(Days::default, |born_on| older_than(born_on, *years))
        }
        (Holder::Person(person), Condition::UnitType(code)) => {
            let there = person.memberships.iter().filter(|held| held.unit_type.as_ref() == Some(code));
            any_of(there.map(|held| &held.tenure))
        }
        (Holder::Organization(organization), Condition::UnitType(code))
            if organization.unit_type.as_ref() == Some(code) =>
        {
            any_of([&organization.existed])
        }
        (Holder::Organization(_), _) => Days::default(),
    }
}

/// From the day after the birthday on: 周岁 are full from that day (R4).
fn older_than(born_on: Date, years: u8) -> Days {
    let birthday = born_on.saturating_add(i64::from(years).years());
    Days::any([Run { first: number(birthday).saturating_add(1), last: i32::MAX - 1 }])
}
