//! Whatever happens, in whatever order: what is stored is what a recount from plan, people and records makes.

use jiff::ToSpan;
use jiff::civil::Date;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use xueji_plan::{LeaveKind, RecordedFor};
use xueji_standing::{EvidenceSet, Outcome};
use xueji_store::testing::databases;

use super::ahead;
use super::small_county::{PLAN, SmallCounty};
use super::step::{Step, step};
use crate::people;
use crate::records::{self, Attestation, Entry, EventForm, EventPlace, NewRecord, Subject};
use crate::schema::MIGRATIONS;
use crate::shell::{Author, Error, Id, Result, Work};
use crate::standings;

/// A county while its history unfolds.
struct History {
    county: SmallCounty,
    /// Every record ever made, live or not.
    made: Vec<Id>,
    /// Every meeting ever arranged, with who is expected, and when.
    arranged: Vec<(String, Id, Date)>,
    steps: usize,
    runtime: tokio::runtime::Runtime,
}

impl History {
    fn entry(&self) -> Entry {
        Entry::now(&self.county.app.clock, Id::from_text("account"), "web")
    }

    fn in_days(&self, days: i64) -> Date {
        self.county.today().saturating_add(days.days())
    }

    fn person(&self, which: usize) -> Id {
        self.county.people[which % self.county.people.len()].clone()
    }

    fn organization(&self, which: usize) -> Id {
        self.county.branches.get(which).unwrap_or(&self.county.committee).clone()
    }

    /// Does it, or is refused as a person would be; anything else is a fault.
    fn attempt<T: Send>(&self, operation: impl FnOnce(&mut Work<'_>) -> Result<T> + Send) -> Option<T> {
        match self.county.app.write_blocking(Author::Command, operation) {
            Ok(value) => Some(value),
            Err(Error::Invalid(_) | Error::Conflict(_) | Error::NotFound) => None,
            Err(error) => panic!("a step failed: {error:?}"),
        }
    }

    fn take(&mut self, step: Step) {
        self.steps += 1;
        let key = format!("step-{}", self.steps);
        let entry = self.entry();
        match step {
            Step::Record { who, what, days_ago, length, amount, evidence } => {
                let new = self.new_record(who, what, days_ago, length, amount, evidence, key);
                self.made.extend(self.attempt(|work| records::submit(work, &entry, &new)));
            }
            Step::Meet { branch, what, days_ago, outcomes } => {
                let form = self.event(branch, what, days_ago, outcomes, key);
                let event = self.attempt(|work| records::submit_event(work, &entry, &form));
                if let Some(event) = event {
                    let rows = self.attempt(|work| records::of_event(work, &event)).unwrap_or_default();
                    self.made.extend(rows.into_iter().map(|row| row.id));
                }
            }
            Step::Correct { which, days_ago, amount } => self.correct(which, days_ago, amount, &key, &entry),
            Step::Withdraw { which } => {
                let Some(id) = self.some_record(which) else { return };
                self.attempt(|work| records::withdraw(work, &entry, &id, &key, "记错了"));
            }
            Step::Arrange { branch, who, in_days } => {
                let (organization, person, on) =
                    (self.organization(branch), self.person(who), self.in_days(in_days));
                self.attempt(|work| ahead::arrange(work, &key, &organization, &person, on));
                self.arranged.push((key, person, on));
                self.tell(self.arranged.len() - 1);
            }
            Step::CallOff { which } => {
                let Some(place) = which.checked_rem(self.arranged.len()) else { return };
                self.attempt(|work| ahead::set_state(work, &self.arranged[place].0, "cancelled"));
                self.tell(place);
            }
            Step::Excuse { which, kind } => {
                let Some(place) = which.checked_rem(self.arranged.len()) else { return };
                let kind = ["leave-public-duty", "leave-illness", "leave-personal"][kind];
                let (meeting, person, _) = &self.arranged[place];
                self.attempt(|work| ahead::decide(work, meeting, person, kind, "granted"));
                self.tell(place);
            }
            Step::Attest { which, reviewed } => {
                let Some(id) = self.some_record(which) else { return };
                let kind = if reviewed { Attestation::Reviewed } else { Attestation::Attested };
                self.attempt(|work| records::attest(work, &entry, &id, kind));
            }
            Step::Revise { days, percent } => {
                let toml = PLAN
                    .replace(
                        "at_least = \"60天\"",
                        [
                            "at_least = \"60天\"",
                            "at_least = \"40天\"",
                            "at_least = \"5天\"",
                            "at_least = \"80天\"",
                        ][days],
                    )
                    .replace(
                        "rate_at_least = \"90%\"",
                        ["rate_at_least = \"90%\"", "rate_at_least = \"50%\"", "rate_at_least = \"100%\""]
                            [percent],
                    );
                self.county.revise(&toml);
            }
            Step::Sleep { days, turns } => {
                self.county.app.clock.set(self.in_days(days));
                if turns {
                    self.runtime.block_on(standings::turn(&self.county.app)).expect("the day turns");
                }
            }
            other => self.change_people(other, &key),
        }
    }

    fn change_people(&mut self, step: Step, key: &str) {
        match step {
            Step::Transfer { who, branch, in_days } => {
                let (who, to, on) = (self.person(who), self.organization(branch), self.in_days(in_days));
                self.attempt(|work| people::transfer(work, &who, &to, on));
            }
            Step::Appoint { who, post, in_days, length } => {
                let posts = [
                    "secretary",
                    "leadership-member",
                    "leading-cadre",
                    "central-group-member",
                    "teacher",
                    "retired",
                ];
                let (who, from, to) =
                    (self.person(who), self.in_days(in_days), self.in_days(in_days + length));
                let at = self.organization(0);
                self.attempt(|work| people::appoint(work, &who, &at, posts[post], from, Some(to)));
            }
            Step::Dismiss { who, in_days } => {
                let (who, at, last) = (self.person(who), self.organization(0), self.in_days(in_days));
                self.attempt(|work| people::dismiss(work, &who, &at, "leadership-member", last));
            }
            Step::GrantLeave { who, in_days, length } => {
                let (who, from, to) =
                    (self.person(who), self.in_days(in_days), self.in_days(in_days + length));
                self.attempt(|work| people::grant_leave(work, &who, "illness", from, Some(to), "病假"));
            }
            Step::Exempt { who, duty, in_days, length } => {
                let (who, from, to) =
                    (self.person(who), self.in_days(in_days), self.in_days(in_days + length));
                let plan = self.county.plan();
                let duties = &plan.plan().duties;
                let code = duty.map(|index| duties[index % duties.len()].code.clone());
                self.attempt(|work| people::exempt(work, &who, code.as_deref(), from, Some(to), "驻村"));
            }
            Step::Leave { who, in_days } => {
                let (who, last) = (self.person(who), self.in_days(in_days));
                self.attempt(|work| people::leave(work, &who, last));
            }
            Step::Join { in_days, branch } => {
                let (to, on) = (self.organization(branch), self.in_days(in_days));
                let joined = self.attempt(|work| {
                    let person = people::add_person(work, key, "新人", None, 0)?;
                    people::join(work, &person.id, &to, xueji_standing::MemberKind::Probationary, on)?;
                    Ok(person.id)
                });
                self.county.people.extend(joined);
            }
            _ => {}
        }
    }

    /// Tells of a meeting that moved, as whoever moves one must.
    fn tell(&self, place: usize) {
        let (_, person, on) = &self.arranged[place];
        self.attempt(|work| {
            ahead::touch(work, person, *on);
            Ok(())
        });
    }

    fn some_record(&self, which: usize) -> Option<Id> {
        self.made.get(which.checked_rem(self.made.len())?).cloned()
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one step")]
    fn new_record(
        &self,
        who: usize,
        what: usize,
        days_ago: i64,
        length: i64,
        amount: i64,
        evidence: u8,
        entry_key: String,
    ) -> NewRecord {
        let plan = self.county.plan();
        let activities: Vec<_> = plan
            .plan()
            .activities
            .iter()
            .filter(|activity| activity.recorded_for == RecordedFor::Person)
            .collect();
        let activity = activities[what % activities.len()];
        let category = activity.categories.get(what % activity.categories.len().max(1)).cloned();
        let last_on = self.in_days(-days_ago);
        let usual = activity.usual;
        NewRecord {
            entry_key,
            subject: Subject::Person(self.person(who)),
            activity: activity.name.code.clone(),
            category,
            first_on: last_on.saturating_sub(length.days()),
            last_on,
            quantity: xueji_plan::Quantity { grains: usual.grains.max(1).min(amount), unit: usual.unit },
            outcome: if activity.name.code.ends_with("attendance") {
                Outcome::ALL[1 + what % 10]
            } else {
                Outcome::Done
            },
            evidence: EvidenceSet::from_bits(evidence),
            title: "学习".to_owned(),
            body: None,
            note_id: None,
            place: None,
            notebook_page: None,
            attachment: None,
            files: Vec::new(),
            late_reason: Some("出差".to_owned()),
        }
    }

    fn event(
        &self,
        branch: usize,
        what: usize,
        days_ago: i64,
        outcomes: [usize; 4],
        entry_key: String,
    ) -> EventForm {
        let plan = self.county.plan();
        let activities: Vec<_> = plan
            .plan()
            .activities
            .iter()
            .filter(|activity| activity.recorded_for == RecordedFor::Organization)
            .collect();
        let activity = activities[what % activities.len()];
        let day = self.in_days(-days_ago);
        let people = self.county.people.iter().zip(outcomes);
        EventForm {
            entry_key,
            organization_id: self.organization(branch),
            activity: activity.name.code.clone(),
            category: activity.categories.first().cloned(),
            first_on: day,
            last_on: day,
            quantity: activity.usual,
            evidence: EvidenceSet::from_bits(15),
            title: "集中学习".to_owned(),
            body: Some("记录".to_owned()),
            place: None,
            attachment: None,
            files: Vec::new(),
            late_reason: Some("补记".to_owned()),
            people: people
                .map(|(id, outcome)| (id.clone(), EventPlace::Expected(Outcome::ALL[outcome])))
                .collect(),
        }
    }

    fn correct(&mut self, which: usize, days_ago: i64, amount: i64, key: &str, entry: &Entry) {
        let Some(id) = self.some_record(which) else { return };
        let Some(Some(old)) = self.attempt(|work| records::find(work, &id)) else { return };
        let day = self.in_days(-days_ago);
        let new = NewRecord {
            entry_key: key.to_owned(),
            subject: old.subject(),
            activity: old.activity,
            category: old.category,
            first_on: day,
            last_on: day,
            quantity: xueji_plan::Quantity { grains: amount, ..old.quantity },
            outcome: match old.outcome {
                Outcome::Absent => Outcome::Leave(LeaveKind::Illness),
                other => other,
            },
            evidence: old.evidence,
            title: old.title,
            body: old.body,
            note_id: old.note_id,
            place: old.place,
            notebook_page: None,
            attachment: None,
            files: Vec::new(),
            late_reason: Some("更正".to_owned()),
        };
        let corrected = self.attempt(|work| records::correct(work, entry, &id, &new, "日期有误"));
        self.made.extend(corrected);
    }
}

#[test]
fn whatever_happens_the_stored_standings_equal_a_recount() {
    let mut runner = TestRunner::new(Config {
        cases: 8,
        failure_persistence: None,
        max_shrink_iters: 60,
        ..Config::default()
    });
    let histories = prop::collection::vec(step(), 30);
    let outcome = runner.run(&histories, |steps| {
        for db in databases(MIGRATIONS) {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            let county = SmallCounty::in_february(&db);
            let mut history = History { county, made: Vec::new(), arranged: Vec::new(), steps: 0, runtime };
            for step in &steps {
                let said = format!("{step:?}");
                history.take(*step);
                prop_assert_eq!(history.county.differences(), Vec::<String>::new(), "after {}", said);
            }
            history.runtime.block_on(standings::turn(&history.county.app)).expect("the day turns");
            prop_assert_eq!(history.county.differences(), Vec::<String>::new(), "after the last turn");
        }
        Ok(())
    });
    outcome.expect("what is stored equals a recount");
}
