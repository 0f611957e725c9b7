//! The year itself: people move, organizations meet, what was wrong is mended; the lists follow what was entered.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use xueji_plan::{Level, Quantity, Unit};
use xueji_standing::{EvidenceSet, MemberKind, Outcome};

use super::{Member, Row, days, quarter_of};
use crate::people::{self, NewOrganization};
use crate::plans::{self, Publication};
use crate::records::{self, Entry, EventForm, EventPlace, NewRecord, Subject};
use crate::shell::{App, Author, Id, Work};

const PLAN: &str = r#"
[plan]
id = "exact"
title = "集中学习"
year = 2022
issuer = "局党委"
late = "10天"
late_after = "3天"

[[activity]]
id = "came"
title = "参加集中学习"
for = "个人"
units = ["次"]

[[activity]]
id = "meeting"
title = "集中学习"
for = "组织"
units = ["次"]
attendance = "came"

[[duty]]
id = "attendance"
title = "每季度参加率不低于80%"
who = "每名党员"
does = "came"
rate_at_least = "80%"
every = "季度"
[duty.leave]
public_duty = "出席"
illness = "不计应到"
personal = "缺席"
made_up = "出席"

[[duty]]
id = "heard"
title = "每季度听2次"
who = "每名党员"
does = "came"
at_least = "2次"
every = "季度"
"#;

/// A county while its year goes by.
pub(super) struct Year {
    pub(super) app: App,
    pub(super) plan_id: Id,
    organizations: Vec<Id>,
    pub(super) members: Vec<Member>,
    rng: StdRng,
    keys: usize,
}

impl Year {
    pub(super) fn begin(app: App, organizations: usize, people: usize) -> Self {
        let settle = |work: &mut Work<'_>| {
            let mut add = |parent_id: Option<Id>, number: usize, level| {
                let new = NewOrganization {
                    parent_id,
                    code: format!("{number:02}"),
                    name: format!("组织{number}"),
                    short_name: format!("组织{number}"),
                    level,
                    unit_type: None,
                    sort_order: 0,
                    founded_on: None,
                };
                people::add_organization(work, &new).map(|organization| organization.id)
            };
            let committee = add(None, 0, Level::Committee)?;
            let mut branches = Vec::new();
            for number in 1..=organizations {
                branches.push(add(Some(committee.clone()), number, Level::Branch)?);
            }
            let mut members = Vec::new();
            for number in 0..people {
                let (home, since) = (number % organizations, date(2020, 1, 1));
                let id = people::add_person(work, &format!("p{number}"), "某人", None, 0)?.id;
                people::join(work, &id, &branches[home], MemberKind::Full, since)?;
                members.push(Member { id, stays: vec![(home, since, None)], away: None, rows: Vec::new() });
            }
            Ok((committee, branches, members))
        };
        let (committee, branches, members) =
            app.write_blocking(Author::Command, settle).expect("the county settles");
        let publication = Publication {
            organization_id: committee,
            toml: PLAN.to_owned(),
            arrangement: None,
            reason: "年度安排".to_owned(),
            by: None,
            at: app.clock.now(),
        };
        let published = app.write_blocking(Author::Command, |work| plans::publish(work, &publication));
        let plan_id = published.expect("it is stored").expect("the plan file is right");
        Self { app, plan_id, organizations: branches, members, rng: StdRng::seed_from_u64(7), keys: 0 }
    }

    fn day_in(&mut self, quarter: usize) -> Date {
        let (first, last) = quarter_of(quarter);
        first.saturating_add(self.rng.random_range(0..=days(first, last)).days())
    }

    /// On time mostly, else up to five weeks later; never after today.
    fn entered(&mut self, day: Date) -> Date {
        let later = if self.rng.random_ratio(4, 5) { 0 } else { self.rng.random_range(0..35) };
        day.saturating_add(later.days()).min(self.app.clock.today())
    }

    fn outcome(&mut self) -> Outcome {
        if self.rng.random_ratio(3, 5) {
            return Outcome::Present;
        }
        Outcome::ALL[self.rng.random_range(1..Outcome::ALL.len())]
    }

    fn key(&mut self) -> String {
        self.keys += 1;
        format!("key-{}", self.keys)
    }

    fn entry(&self, on: Date) -> Entry {
        Entry::on(&self.app.clock, Id::from_text("account"), "web", on)
    }

    /// Some are transferred, with a gap or none; some go on long leave.
    pub(super) fn move_people(&mut self, quarter: usize) {
        let mut moves = Vec::new();
        for place in 0..self.members.len() {
            let day = self.day_in(quarter);
            let gap = if self.rng.random_ratio(1, 2) { 0 } else { self.rng.random_range(1..40) };
            let to = self.rng.random_range(0..self.organizations.len());
            let transferred = self.rng.random_ratio(1, 40);
            let goes_away = self.rng.random_ratio(1, 60);
            let member = &mut self.members[place];
            let from = day.saturating_add(gap.days());
            let stay = member.stays.last_mut().expect("everybody belonged somewhere");
            if transferred && stay.1 < day {
                stay.2 = Some(day.yesterday().unwrap());
                member.stays.push((to, from, None));
                moves.push((member.id.clone(), day, Some((from, to))));
            } else if goes_away && member.away.is_none() {
                member.away = Some((day, from));
                moves.push((member.id.clone(), day, None));
            }
        }
        let organizations = &self.organizations;
        let away =
            |id: &Id| self.members.iter().find(|member| member.id == *id).and_then(|member| member.away);
        let write = |work: &mut Work<'_>| {
            for (id, day, moved) in &moves {
                match moved {
                    Some((from, to)) if from == day => people::transfer(work, id, &organizations[*to], *day)?,
                    Some((from, to)) => {
                        people::leave(work, id, day.yesterday().unwrap())?;
                        people::join(work, id, &organizations[*to], MemberKind::Full, *from)?;
                    }
                    None => {
                        let (first, last) = away(id).expect("the lists say so");
                        people::grant_leave(work, id, "illness", first, Some(last), "病假")?;
                    }
                }
            }
            Ok(())
        };
        self.app.write_blocking(Author::Command, write).expect("people move");
    }

    /// Every organization meets some times; whoever belongs there on that day is expected, some others sit in.
    pub(super) fn meet(&mut self, quarter: usize, times: usize) {
        let mut meetings: Vec<(EventForm, Date)> = Vec::new();
        for organization in 0..self.organizations.len() {
            for _ in 0..times {
                let day = self.day_in(quarter);
                let entered_on = self.entered(day);
                let mut people = Vec::new();
                for place in 0..self.members.len() {
                    let outcome = match self.members[place].home_on(day) {
                        Some(home) if home == organization => self.outcome(),
                        Some(_) if self.rng.random_ratio(1, 900) => Outcome::Invited,
                        _ => continue,
                    };
                    people.push((self.members[place].id.clone(), EventPlace::Expected(outcome)));
                }
                let form = EventForm {
                    entry_key: self.key(),
                    organization_id: self.organizations[organization].clone(),
                    activity: "meeting".to_owned(),
                    category: None,
                    first_on: day,
                    last_on: day,
                    quantity: Quantity::of(1, Unit::Times),
                    evidence: EvidenceSet::NONE,
                    title: "集中学习".to_owned(),
                    body: None,
                    attachment: None,
                    files: Vec::new(),
                    place: None,
                    late_reason: Some("补记".to_owned()),
                    people,
                };
                meetings.push((form, entered_on));
            }
        }
        let entries: Vec<Entry> = meetings.iter().map(|(_, on)| self.entry(*on)).collect();
        let write = |work: &mut Work<'_>| {
            let mut rows = Vec::new();
            for ((form, _), entry) in meetings.iter().zip(&entries) {
                let event = records::submit_event(work, entry, form)?;
                rows.extend(records::of_event(work, &event)?);
            }
            Ok(rows)
        };
        let rows = self.app.write_blocking(Author::Command, write).expect("the meetings are entered");
        let places: HashMap<Id, usize> =
            self.members.iter().enumerate().map(|(place, member)| (member.id.clone(), place)).collect();
        for row in rows {
            let Some(place) = row.person_id.as_ref().and_then(|id| places.get(id)) else { continue };
            self.members[*place].rows.push(Row {
                id: row.id,
                day: row.last_on,
                outcome: row.outcome,
                entered_on: row.entered_on,
                live: true,
            });
        }
    }

    /// Some of what was entered was wrong, or never was.
    pub(super) fn mend(&mut self) {
        let mut changes = Vec::new();
        for place in 0..self.members.len() {
            for index in 0..self.members[place].rows.len() {
                let row = &self.members[place].rows[index];
                let (day, was_live) = (row.day, row.live);
                let chance = self.rng.random_range(0..100);
                if !was_live || chance >= 6 {
                    continue;
                }
                let other = day.saturating_add(self.rng.random_range(-20..20).days());
                let (outcome, key) = (self.outcome(), self.key());
                let entered_on = self.entered(other);
                let fits = other.year() == 2022
                    && other <= self.app.clock.today()
                    && self.members[place].home_on(other).is_some();
                if chance < 2 {
                    changes.push((place, index, key, None));
                } else if fits {
                    changes.push((place, index, key, Some((other, outcome, entered_on))));
                }
            }
        }
        let today = self.entry(self.app.clock.today());
        let entries: Vec<Entry> =
            changes.iter().map(|(.., new)| new.map_or(today.clone(), |(.., on)| self.entry(on))).collect();
        let write = |work: &mut Work<'_>| {
            let mut ids = Vec::new();
            for ((place, index, key, new), entry) in changes.iter().zip(&entries) {
                let member = &self.members[*place];
                let old = &member.rows[*index].id;
                ids.push(match new {
                    None => records::withdraw(work, entry, old, key, "没有开成")?,
                    Some((day, outcome, _)) => {
                        let new = attendance(&member.id, *day, *outcome, key);
                        records::correct(work, entry, old, &new, "记错了")?
                    }
                });
            }
            Ok(ids)
        };
        let ids = self.app.write_blocking(Author::Command, write).expect("what was wrong is mended");
        for ((place, index, _, new), id) in changes.into_iter().zip(ids) {
            let rows = &mut self.members[place].rows;
            rows[index].live = false;
            if let Some((day, outcome, entered_on)) = new {
                rows.push(Row { id, day, outcome, entered_on, live: true });
            }
        }
    }
}

fn attendance(person: &Id, day: Date, outcome: Outcome, entry_key: &str) -> NewRecord {
    NewRecord {
        entry_key: entry_key.to_owned(),
        subject: Subject::Person(person.clone()),
        activity: "came".to_owned(),
        category: None,
        first_on: day,
        last_on: day,
        quantity: Quantity::of(1, Unit::Times),
        outcome,
        evidence: EvidenceSet::NONE,
        title: "集中学习".to_owned(),
        body: None,
        note_id: None,
        notebook_page: None,
        attachment: None,
        files: Vec::new(),
        place: None,
        late_reason: Some("更正".to_owned()),
    }
}
