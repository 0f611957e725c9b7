//! A plan of 2026 with one duty, a member, and records: what the tests vary.

use std::sync::Arc;

use jiff::civil::{Date, date};
use xueji_plan::{
    Amount, Cadence, Calendar, Counting, Duty, Each, Modality, Plan, Quantity, Span, Subject, Timing, Unit,
};
use xueji_standing::{
    Binding, CompiledDuty, Counts, EvidenceSet, Fact, Holder, MemberKind, Membership, Outcome, Person, Rules,
    Standing, Tenure,
};

pub(crate) fn span(first: Date, last: Date) -> Span {
    Span::new(first, last).unwrap()
}

pub(crate) fn year_2026() -> Span {
    span(date(2026, 1, 1), date(2026, 12, 31))
}

pub(crate) fn times(count: i64) -> Amount {
    Amount::AtLeast(Quantity::of(count, Unit::Times))
}

pub(crate) fn at_least(count: i64, unit: Unit) -> Amount {
    Amount::AtLeast(Quantity::of(count, unit))
}

/// Every member studies this much in every such period; records may come 7 days late.
pub(crate) fn duty(amount: Amount, timing: Timing) -> Duty {
    Duty {
        code: "study".into(),
        group: None,
        title: "学习".into(),
        title_en: None,
        who: Subject { each: Each::Member, except: Vec::new(), encouraged: Vec::new() },
        does: vec!["study".into()],
        about: None,
        amount,
        timing,
        enough_percent: 100,
        evidence: Vec::new(),
        counting: Counting::Declared,
        late_days: 7,
        modality: Modality::Must,
        part_of: None,
        within: None,
        open: Vec::new(),
        local: None,
        source: Vec::new(),
        from: None,
        until: None,
        changes: Vec::new(),
        note: None,
    }
}

pub(crate) fn every(cadence: Cadence, amount: Amount) -> Duty {
    duty(amount, Timing::Every(cadence))
}

pub(crate) fn plan(span: Span, duties: Vec<Duty>) -> Plan {
    Plan {
        code: "sample".into(),
        title: "安排".into(),
        title_en: None,
        year: span.first().year(),
        span,
        issuer: "局党委".into(),
        refines: None,
        branch_plans_by: None,
        focus: Vec::new(),
        features: Vec::new(),
        basis: Vec::new(),
        text: None,
        late_after_days: 7,
        calendar: Calendar::china(2024..=2026),
        terms: Vec::new(),
        levels: Vec::new(),
        posts: Vec::new(),
        unit_types: Vec::new(),
        categories: Vec::new(),
        conversions: vec![(Quantity::of(1, Unit::Days), Quantity::of(8, Unit::ClassHours))],
        activities: Vec::new(),
        duties,
        campaigns: Vec::new(),
        programs: Vec::new(),
        awards: Vec::new(),
    }
}

/// A duty of the plan of 2026.
pub(crate) fn compiled(duty: Duty) -> CompiledDuty {
    compiled_in(year_2026(), duty)
}

pub(crate) fn compiled_in(span: Span, duty: Duty) -> CompiledDuty {
    Rules::compile(Arc::new(plan(span, vec![duty]))).duties()[0].clone()
}

/// A full member on these days.
pub(crate) fn person(tenure: Tenure) -> Person {
    let membership = Membership { kind: MemberKind::Full, tenure, unit_type: None };
    Person { memberships: vec![membership], ..Person::default() }
}

pub(crate) fn member(first: Date, last: Date) -> Holder {
    Holder::Person(person(span(first, last).into()))
}

/// A member since long ago.
pub(crate) fn anyone() -> Holder {
    Holder::Person(person(Tenure::since(date(2000, 1, 1))))
}

/// A record of one time, entered on its day.
pub(crate) fn record(on: Date) -> Fact<'static> {
    Fact {
        activity: "study",
        category: None,
        first_on: on,
        last_on: on,
        quantity: Quantity::of(1, Unit::Times),
        outcome: Outcome::Done,
        evidence: EvidenceSet::NONE,
        attested: false,
        reviewed: false,
        entered_on: on,
        late: false,
    }
}

/// A record of whole units of something, entered on its last day.
pub(crate) fn record_of(first_on: Date, last_on: Date, count: i64, unit: Unit) -> Fact<'static> {
    Fact { first_on, last_on, quantity: Quantity::of(count, unit), entered_on: last_on, ..record(last_on) }
}

pub(crate) fn counted(duty: &CompiledDuty, facts: &[Fact<'_>]) -> Counts {
    let mut counts = Counts::default();
    duty.count(&mut counts, 0..duty.periods().len(), facts.iter().copied());
    counts
}

pub(crate) fn owed(duty: &CompiledDuty, holder: &Holder) -> Vec<i64> {
    let binding = bound(duty, holder);
    (0..duty.periods().len()).map(|index| binding.owes(index).unwrap_or(0)).collect()
}

pub(crate) fn bound(duty: &CompiledDuty, holder: &Holder) -> Binding {
    duty.bound(holder).expect("the sample's holder is a subject")
}

/// How someone who is always a member stands.
pub(crate) fn standing(duty: &CompiledDuty, facts: &[Fact<'_>], today: Date) -> Standing {
    duty.stand(&bound(duty, &anyone()), &counted(duty, facts), &[], today).expect("the duty is not open")
}
