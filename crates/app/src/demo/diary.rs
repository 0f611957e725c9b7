//! A branch's year: what its people and the branch itself did, entered as the product enters it.
//!
//! It is drawn from the plan alone: any plan makes a year, and a duty added to it is lived from the next making on.

use std::collections::HashMap;

use jiff::civil::Date;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};
use xueji_plan::{Activity, Quantity, RecordedFor, Span, Unit};
use xueji_standing::{Binding, CompiledDuty, EvidenceSet, Outcome};

use crate::demo::county::{Branch, Resident, Settled, days_after};
use crate::demo::topics;
use crate::meetings;
use crate::people::{self, Person};
use crate::plans::InForce;
use crate::records::{self, Entry, EventForm, NewRecord, Subject};
use crate::shell::{Clock, Id, Result, Work};

/// Enters a branch's year up to the clock's today.
pub(super) fn year(
    work: &mut Work<'_>,
    plan: &InForce,
    branch: &Branch,
    settled: &Settled,
    (partner, author): (Option<&Id>, &Id),
    clock: &Clock,
    rng: &mut StdRng,
) -> Result<()> {
    let mut diary = Diary { plan, author, clock, today: clock.today(), partner: None };
    if let Some(partner) = partner {
        diary.partner = Some(diary.pair(work, &settled.organization.id, partner)?);
    }
    let mut bound = Vec::new();
    for person in &settled.people {
        let held = people::holder(work, &person.id)?;
        bound.push(held.map(|held| diary.bindings(|duty| duty.bound(&held.holder))).unwrap_or_default());
    }
    for ((resident, person), bindings) in branch.residents.iter().zip(&settled.people).zip(&bound) {
        diary.person(work, resident, person, bindings, rng)?;
    }
    let mut hosts = vec![settled.organization.id.clone()];
    if branch.place == 0 {
        hosts.push(plan.organization_id.clone());
    }
    for host in hosts {
        let Some(held) = people::holder(work, &host)? else { continue };
        let own = diary.bindings(|duty| duty.bound(&held.holder));
        diary.organization(work, &host, &own, settled, &bound, rng)?;
    }
    diary.ahead(work, &settled.organization.id, settled, &bound, rng)?;
    Ok(())
}

/// Duties by their index, with what they bind one subject to.
pub(super) type Bindings = HashMap<usize, Binding>;

pub(super) struct Diary<'a> {
    pub(super) plan: &'a InForce,
    pub(super) author: &'a Id,
    pub(super) clock: &'a Clock,
    pub(super) today: Date,
    /// The branch that learns together with this one, and two of its people.
    pub(super) partner: Option<(Id, Vec<Id>)>,
}

impl Diary<'_> {
    fn bindings(&self, bound: impl Fn(&CompiledDuty) -> Option<Binding>) -> Bindings {
        let duties = self.plan.rules.duties().iter().enumerate();
        duties
            .filter(|(_, duty)| !duty.is_open())
            .filter_map(|(index, duty)| Some((index, bound(duty)?)))
            .collect()
    }

    /// What one person did alone.
    fn person(
        &self,
        work: &mut Work<'_>,
        resident: &Resident,
        person: &Person,
        bindings: &Bindings,
        rng: &mut StdRng,
    ) -> Result<()> {
        let mut entered: Vec<(Entry, NewRecord)> = Vec::new();
        for (index, duty) in self.plan.rules.duties().iter().enumerate() {
            let Some(binding) = bindings.get(&index).filter(|_| duty.applies_to_person()) else { continue };
            let Some(activity) = self.alone(duty) else { continue };
            for (period, span) in duty.periods().iter().enumerate() {
                let owed = binding.owes(period).unwrap_or(0);
                let Some(lived) = self.lived(*span, binding).filter(|_| owed > 0) else { continue };
                let left = self.done(owed, duty.unit(), *span, resident.diligence, rng);
                let mut doing = Doing { duty, activity, lived, left, day: lived.first() };
                while doing.left > 0 && doing.day <= lived.last() {
                    let new = doing.act(person, rng);
                    entered.push((self.entry(new.last_on, resident.promptness, rng), new));
                }
            }
        }
        for (entry, new) in &mut entered {
            explain_lateness(entry, new, rng);
        }
        let ids = records::submit_batch(work, entered.iter().map(|(entry, new)| (entry, new)))?;
        second_thoughts(work, &ids, &entered, rng)
    }

    /// The first activity of a duty that people do by themselves; of a rate there is none.
    fn alone(&self, duty: &CompiledDuty) -> Option<&Activity> {
        let plan = self.plan.plan();
        if matches!(duty.duty().amount, xueji_plan::Amount::Rate(_)) {
            return None;
        }
        let attended =
            |code: &str| plan.activities.iter().any(|activity| activity.attendance.as_deref() == Some(code));
        let does = &duty.duty().does;
        let code = does.iter().find(|code| !attended(code)).or_else(|| does.first())?;
        plan.activity(code).filter(|activity| activity.recorded_for == RecordedFor::Person)
    }

    /// The days of a period that are past and on which the person was bound.
    fn lived(&self, period: Span, binding: &Binding) -> Option<Span> {
        let past = Span::new(period.first(), period.last().min(self.today))?;
        binding.spans().into_iter().filter_map(|bound| bound.overlap(past)).max_by_key(|span| span.days())
    }

    /// How many grains get done of those owed: all, some, or none of them; of a period still running, its share.
    fn done(&self, owed: i64, unit: Unit, period: Span, diligence: f64, rng: &mut StdRng) -> i64 {
        let elapsed = Span::new(period.first(), self.today.min(period.last())).map_or(0, Span::days);
        if owed > 3 * unit.grains() {
            // A large amount grows with the days: by the eager faster than the days, by the others slower.
            let share = owed.saturating_mul(elapsed) / period.days();
            let pace = rng.random_range(70..120_i64);
            let eager = if rng.random_bool(diligence) { pace.max(100) } else { pace.min(90) };
            return share.saturating_mul(eager) / 100;
        }
        let begun = rng.random_range(0..period.days()) < elapsed;
        // What is asked for once a month or less is seldom forgotten altogether.
        let slip = if period.days() >= 28 { (1.0 - diligence) / 6.0 } else { 1.0 - diligence };
        if begun && !rng.random_bool(slip) { owed } else { 0 }
    }

    /// On the day mostly; else some days later, never after today.
    fn entry(&self, happened_on: Date, promptness: f64, rng: &mut StdRng) -> Entry {
        let delay = if rng.random_bool(promptness) { 0 } else { rng.random_range(1..14_i64) };
        let on = days_after(happened_on, delay).min(self.today);
        Entry::on(self.clock, self.author.clone(), "demo", on)
    }

    /// What an organization held, with who was there.
    fn organization(
        &self,
        work: &mut Work<'_>,
        host: &Id,
        own: &Bindings,
        settled: &Settled,
        bound: &[Bindings],
        rng: &mut StdRng,
    ) -> Result<()> {
        let plan = self.plan.plan();
        let diligence = rng.random_range(0.75..1.0);
        for (index, duty) in self.plan.rules.duties().iter().enumerate() {
            let Some(binding) = own.get(&index).filter(|_| duty.applies_to_organization()) else { continue };
            let activity = duty.duty().does.iter().find_map(|code| plan.activity(code));
            let Some(activity) = activity else { continue };
            for (period, span) in duty.periods().iter().enumerate() {
                let owed = binding.owes(period).unwrap_or(0);
                let Some(lived) = self.lived(*span, binding).filter(|_| owed > 0) else { continue };
                let times = self.done(owed, duty.unit(), *span, diligence, rng);
                for _ in 0..times {
                    let on = days_after(lived.first(), rng.random_range(0..lived.days()));
                    let people = self.attendance(work, activity, host, settled, bound, on, rng)?;
                    let entry = self.entry(on, 0.95, rng);
                    let late_reason = (entry.on > on).then(|| topics::late_reason(rng));
                    if activity.paired && self.partner.is_none() {
                        continue;
                    }
                    if activity.attendance.is_some() {
                        let category = category(duty, activity, rng);
                        let draft =
                            self.gathering(work, activity, category, host, settled, on, &people, rng)?;
                        meetings::hold(
                            work,
                            (&Entry::on(self.clock, self.author.clone(), "demo", days_after(on, -3)), &entry),
                            &draft,
                            late_reason,
                        )?;
                        continue;
                    }
                    let form = EventForm {
                        entry_key: Id::fresh().to_string(),
                        organization_id: host.clone(),
                        activity: activity.name.code.clone(),
                        category: category(duty, activity, rng),
                        first_on: on,
                        last_on: on,
                        quantity: activity.usual,
                        evidence: duty.duty().evidence.iter().copied().collect(),
                        title: topics::title(&activity.name.title, activity.usual.unit, true, rng),
                        body: None,
                        attachment: None,
                        files: Vec::new(),
                        place: Some("会议室".to_owned()),
                        late_reason,
                        people: Vec::new(),
                    };
                    records::submit_event(work, &entry, &form)?;
                }
            }
        }
        Ok(())
    }
}

/// A person at one duty in one period: what is left to do, and from which day on.
struct Doing<'a> {
    duty: &'a CompiledDuty,
    activity: &'a Activity,
    lived: Span,
    left: i64,
    day: Date,
}

impl Doing<'_> {
    /// One act, within what is left to do.
    fn act(&mut self, person: &Person, rng: &mut StdRng) -> NewRecord {
        let Self { duty, activity, lived, .. } = *self;
        let unit = activity.usual.unit;
        let (first_on, last_on, quantity) = if unit == Unit::Days {
            let stay = rng.random_range(1..=4_i64);
            let first = days_after(self.day, rng.random_range(0..3)).min(lived.last());
            let last = days_after(first, stay - 1).min(lived.last());
            let days = Span::new(first, last).map_or(1, Span::days);
            self.left -= days * Unit::Days.grains();
            self.day = days_after(last, rng.random_range(1..4));
            (first, last, Quantity::of(days, Unit::Days))
        } else {
            let on = days_after(lived.first(), rng.random_range(0..lived.days()));
            let same = duty.unit() == unit;
            self.left -= if same { activity.usual.grains } else { duty.unit().grains() };
            (on, on, activity.usual)
        };
        let evidence: EvidenceSet = duty.duty().evidence.iter().copied().collect();
        let wrote = evidence != EvidenceSet::NONE;
        NewRecord {
            entry_key: Id::fresh().to_string(),
            subject: Subject::Person(person.id.clone()),
            activity: activity.name.code.clone(),
            category: category(duty, activity, rng),
            first_on,
            last_on,
            quantity,
            outcome: Outcome::Done,
            evidence,
            title: topics::title(&activity.name.title, unit, false, rng),
            body: (wrote && rng.random_bool(0.3)).then(|| topics::note(rng)),
            note_id: None,
            notebook_page: None,
            attachment: None,
            files: Vec::new(),
            place: None,
            late_reason: None,
        }
    }
}

/// The product asks for a reason where an entry is late; giving one to any delay satisfies it.
fn explain_lateness(entry: &Entry, new: &mut NewRecord, rng: &mut StdRng) {
    if entry.on > new.last_on {
        new.late_reason = Some(topics::late_reason(rng));
    }
}

/// A record in a hundred is corrected, one in three hundred withdrawn.
fn second_thoughts(
    work: &mut Work<'_>,
    ids: &[Id],
    entered: &[(Entry, NewRecord)],
    rng: &mut StdRng,
) -> Result<()> {
    for (id, (entry, new)) in ids.iter().zip(entered) {
        let key = Id::fresh().to_string();
        match rng.random_range(0..300_u16) {
            0 => drop(records::withdraw(work, entry, id, &key, "重复登记")?),
            1..4 => {
                let better =
                    NewRecord { entry_key: key, title: format!("{}（续）", new.title), ..new.clone() };
                records::correct(work, entry, id, &better, "补充题目")?;
            }
            _ => {}
        }
    }
    Ok(())
}

pub(super) fn within(binding: &Binding, on: Date) -> bool {
    binding.spans().iter().any(|span| span.contains(on))
}

fn category(duty: &CompiledDuty, activity: &Activity, rng: &mut impl Rng) -> Option<String> {
    let named = duty.duty().about.clone().filter(|about| activity.categories.contains(about));
    named.or_else(|| activity.categories.choose(rng).cloned())
}
