//! A branch's year: what its people and the branch itself did, entered as the product enters it.
//!
//! It is drawn from the plan alone: any plan makes a year, and a duty added to it is lived from the next making on.

use std::collections::HashMap;

use jiff::civil::Date;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};
use xueji_plan::{Activity, LeaveKind, Quantity, RecordedFor, Span, Unit};
use xueji_standing::{Binding, CompiledDuty, EvidenceSet, Outcome};

use crate::demo::county::{Branch, Resident, Settled, days_after};
use crate::demo::topics;
use crate::meetings::{self, Draft, Role, Seat, Time};
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
    author: &Id,
    clock: &Clock,
    rng: &mut StdRng,
) -> Result<()> {
    let diary = Diary { plan, author, clock, today: clock.today() };
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
type Bindings = HashMap<usize, Binding>;

struct Diary<'a> {
    plan: &'a InForce,
    author: &'a Id,
    clock: &'a Clock,
    today: Date,
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
                    let people = self.attendance(activity, host, settled, bound, on, rng);
                    let entry = self.entry(on, 0.95, rng);
                    let late_reason = (entry.on > on).then(|| topics::late_reason(rng));
                    if activity.attendance.is_some() {
                        let category = category(duty, activity, rng);
                        let draft = self.gathering(activity, category, host, settled, on, &people, rng);
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

    /// A gathering of the branch on a day, hosted by the first of its people and recorded by the next.
    #[expect(clippy::too_many_arguments, reason = "what a gathering is made of")]
    fn gathering(
        &self,
        activity: &Activity,
        category: Option<String>,
        host: &Id,
        settled: &Settled,
        on: Date,
        people: &[(Id, Outcome)],
        rng: &mut StdRng,
    ) -> Draft {
        let seat = |(id, outcome): &(Id, Outcome)| Seat {
            outcome: (on <= self.today).then_some(*outcome),
            ..Seat::fresh(id.clone(), Role::Expected)
        };
        let mut seats: Vec<Seat> = people.iter().map(seat).collect();
        if let Some(first) = seats.first_mut().filter(|_| activity.speakers.is_some()) {
            first.speaks = true;
        }
        let run = |index: usize| settled.people.get(index).map(|person| person.id.clone());
        Draft {
            entry_key: Id::fresh().to_string(),
            organization_id: host.clone(),
            activity: activity.name.code.clone(),
            category,
            title: topics::title(&activity.name.title, activity.usual.unit, true, rng),
            agenda: "传达学习文件\n中心发言\n交流讨论\n布置下一步工作".to_owned(),
            planned: Time { first: on.at(14, 30, 0, 0), last: on.at(16, 30, 0, 0) },
            place: Some("会议室".to_owned()),
            link: None,
            host_id: run(0),
            recorder_id: run(1),
            partner: None,
            seats,
        }
    }

    /// What is planned: the branch's next collective study, and today's, so that the list can be tried.
    fn ahead(
        &self,
        work: &mut Work<'_>,
        host: &Id,
        settled: &Settled,
        bound: &[Bindings],
        rng: &mut StdRng,
    ) -> Result<()> {
        let plan = self.plan.plan();
        let gatherings =
            plan.activities.iter().filter(|activity| activity.attendance.is_some() && activity.quick);
        for (activity, days) in gatherings.take(3).zip([0, 8, 15]) {
            let on = days_after(self.today, days);
            if !plan.span.contains(on) {
                continue;
            }
            let people = self.attendance(activity, host, settled, bound, on, rng);
            if people.is_empty() {
                continue;
            }
            let category = activity.categories.first().cloned();
            let draft = self.gathering(activity, category, host, settled, on, &people, rng);
            let draft = Draft {
                seats: draft.seats.into_iter().map(|seat| Seat { outcome: None, ..seat }).collect(),
                ..draft
            };
            meetings::arrange(
                work,
                &Entry::on(self.clock, self.author.clone(), "demo", days_after(self.today, -5)),
                &draft,
            )?;
        }
        Ok(())
    }

    /// Those whom a duty binds to the attendance are expected; where it binds nobody, everyone is.
    fn attendance(
        &self,
        activity: &Activity,
        host: &Id,
        settled: &Settled,
        bound: &[Bindings],
        on: Date,
        rng: &mut StdRng,
    ) -> Vec<(Id, Outcome)> {
        let Some(attendance) = &activity.attendance else { return Vec::new() };
        let rates: Vec<usize> = self
            .plan
            .rules
            .for_activity(attendance)
            .iter()
            .copied()
            .filter(|index| {
                let duty = self.plan.rules.duties().get(*index);
                duty.is_some_and(|duty| matches!(duty.duty().amount, xueji_plan::Amount::Rate(_)))
            })
            .collect();
        let here = |bindings: &Bindings| bindings.values().any(|binding| within(binding, on));
        let expected = |bindings: &Bindings| {
            if rates.is_empty() {
                here(bindings)
            } else {
                rates.iter().any(|rate| bindings.get(rate).is_some_and(|binding| within(binding, on)))
            }
        };
        if *host != settled.organization.id {
            // The committee's own gatherings: its central group sits in the first branch.
            let group = settled.people.iter().zip(bound).take(2).filter(|(_, bindings)| here(bindings));
            return group.map(|(person, _)| (person.id.clone(), Outcome::Present)).collect();
        }
        let there = settled.people.iter().zip(bound).filter(|(_, bindings)| expected(bindings));
        there.map(|(person, _)| (person.id.clone(), outcome(rng))).collect()
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

fn within(binding: &Binding, on: Date) -> bool {
    binding.spans().iter().any(|span| span.contains(on))
}

fn outcome(rng: &mut impl Rng) -> Outcome {
    match rng.random_range(0..100_u8) {
        0..88 => Outcome::Present,
        88..90 => Outcome::Late,
        90..92 => Outcome::Remote,
        92..94 => Outcome::Leave(LeaveKind::PublicDuty),
        94..96 => Outcome::Leave(LeaveKind::Illness),
        96..97 => Outcome::Leave(LeaveKind::Personal),
        97..98 => Outcome::MadeUp,
        _ => Outcome::Absent,
    }
}

fn category(duty: &CompiledDuty, activity: &Activity, rng: &mut impl Rng) -> Option<String> {
    let named = duty.duty().about.clone().filter(|about| activity.categories.contains(about));
    named.or_else(|| activity.categories.choose(rng).cloned())
}
