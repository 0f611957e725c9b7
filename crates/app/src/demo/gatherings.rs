//! The gatherings of a made-up branch: those that were, those to come, and those with a paired branch.

use jiff::civil::Date;
use rand::rngs::StdRng;
use rand::{Rng, RngExt};
use xueji_plan::{Activity, LeaveKind};
use xueji_standing::Outcome;

use crate::demo::county::{Settled, days_after};
use crate::demo::diary::{Bindings, Diary, within};
use crate::demo::topics;
use crate::meetings::{self, Direction, Draft, Role, Seat, Time};
use crate::pairs;
use crate::people;
use crate::records::Entry;
use crate::shell::{Error, Id, Result, Work};

impl Diary<'_> {
    /// Pairs the branch with another for the year; the other, and two of its people.
    pub(super) fn pair(&self, work: &mut Work<'_>, own: &Id, other: &Id) -> Result<(Id, Vec<Id>)> {
        let span = self.plan.plan().span;
        let draft = pairs::Draft {
            proposer_id: own.clone(),
            partner_id: other.clone(),
            agreement: "结对共建协议：组织共建、活动共联、党员联训、资源共享".to_owned(),
            from_on: span.first(),
            to_on: span.last(),
        };
        let id = pairs::propose(work, self.author, &draft)?;
        let pair = pairs::find(work, &id)?.ok_or(Error::NotFound)?;
        pairs::decide(work, self.author, &pair, pairs::State::Agreed, "")?;
        let there = people::members(work, other, self.today)?;
        Ok((other.clone(), there.into_iter().take(2).map(|person| person.id).collect()))
    }

    /// A gathering of the branch on a day, hosted by the first of its people and recorded by the next.
    #[expect(clippy::too_many_arguments, reason = "what a gathering is made of")]
    pub(super) fn gathering(
        &self,
        work: &mut Work<'_>,
        activity: &Activity,
        category: Option<String>,
        host: &Id,
        settled: &Settled,
        on: Date,
        attending: &[(Id, Outcome)],
        rng: &mut StdRng,
    ) -> Result<Draft> {
        let seat = |(id, outcome): &(Id, Outcome)| Seat {
            outcome: (on <= self.today).then_some(*outcome),
            ..Seat::fresh(id.clone(), Role::Expected)
        };
        let mut seats: Vec<Seat> = attending.iter().map(seat).collect();
        if let Some(first) = seats.first_mut().filter(|_| activity.speakers.is_some()) {
            first.speaks = true;
        }
        let partner = self.partner.as_ref().filter(|_| activity.paired);
        let guests: &[Id] = partner.map_or(&[], |(_, people)| people);
        let homes = people::homes_of(work, guests, on)?;
        for id in guests.iter().filter(|id| homes.contains_key(*id)) {
            if !seats.iter().any(|seat| seat.person_id == *id) {
                seats.push(Seat::fresh(id.clone(), Role::Invited));
            }
        }
        let run = |index: usize| settled.people.get(index).map(|person| person.id.clone());
        Ok(Draft {
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
            partner: partner.map(|(id, _)| (id.clone(), Direction::In)),
            seats,
        })
    }

    /// What is planned: the branch's next collective study, and today's, so that the list can be tried.
    pub(super) fn ahead(
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
            let people = self.attendance(work, activity, host, settled, bound, on, rng)?;
            if people.is_empty() {
                continue;
            }
            let category = activity.categories.first().cloned();
            let draft = self.gathering(work, activity, category, host, settled, on, &people, rng)?;
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

    /// Those whom a duty binds to the attendance are expected, where it binds nobody everyone; of them those who belong
    /// to the branch on the day, for whoever moves on stays bound by the bureau's plan.
    #[expect(clippy::too_many_arguments, reason = "what an attendance is made of")]
    pub(super) fn attendance(
        &self,
        work: &mut Work<'_>,
        activity: &Activity,
        host: &Id,
        settled: &Settled,
        bound: &[Bindings],
        on: Date,
        rng: &mut StdRng,
    ) -> Result<Vec<(Id, Outcome)>> {
        let Some(attendance) = &activity.attendance else { return Ok(Vec::new()) };
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
            return Ok(group.map(|(person, _)| (person.id.clone(), Outcome::Present)).collect());
        }
        let bound = settled.people.iter().zip(bound).filter(|(_, bindings)| expected(bindings));
        let bound: Vec<&Id> = bound.map(|(person, _)| &person.id).collect();
        let homes = people::homes_of(work, bound.iter().copied(), on)?;
        let here = |id: &&&Id| homes.get(**id).is_some_and(|home| home.id == *host);
        Ok(bound.iter().filter(here).map(|id| ((*id).clone(), outcome(rng))).collect())
    }
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
