//! Everything that a calendar shows of somebody's days, read in one snapshot.

use std::sync::Arc;

use jiff::civil::{Date, Weekday};
use xueji_plan::{Calendar, Campaign, Span};
use xueji_store::Tx;

use crate::calendar::asked::Asked;
use crate::calendar::known::{self, Known};
use crate::meetings::{self, Clash, Dated, Whose};
use crate::people::{self, Organization};
use crate::plans::{self, InForce};
use crate::shell::{Actor, Error, Id, Lang, Place, Result, Right};
use crate::standings::{self, Due};

/// Meetings that a page reads: more than a bureau of a hundred thousand has in a month.
const MOST: usize = 10_000;

/// The category of what is held around festivals and anniversaries, where a plan names one.
const FESTIVAL: &str = "festival-education";

/// What is found.
#[derive(Debug)]
pub(super) struct Gathered {
    pub(super) asked: Asked,
    /// Whose days, where not the visitor's own.
    pub(super) whose: Option<Organization>,
    /// The organizations whose days the visitor sees.
    pub(super) tops: Vec<Organization>,
    pub(super) meetings: Vec<Dated>,
    /// Those at the same time that share people or a room; of one's own those that share oneself.
    pub(super) clashes: Vec<Clash>,
    pub(super) dues: Vec<Due>,
    /// The organization for which the visitor may arrange meetings here.
    pub(super) arranges: Option<Id>,
    pub(super) today: Date,
    /// The person or organization whose days these are.
    subject: Id,
    /// The plans of the month, whoever's: for what they call things.
    named: Vec<Arc<InForce>>,
    /// Those that bind whose days these are.
    plans: Vec<Arc<InForce>>,
    known: Arc<Known>,
}

/// What people do on a day, where the weekday does not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marked {
    /// 放假.
    Off,
    /// 调休上班.
    Worked,
}

pub(super) fn gather(tx: &mut Tx, actor: &Actor, asked: Asked, today: Date, lang: Lang) -> Result<Gathered> {
    let tops = people::reach(tx, actor, Right::SeeOrganization)?;
    // A calendar is first of all one's own.
    let asked_for = if asked.whose.is_empty() && actor.person_id.is_some() { "me" } else { &asked.whose };
    let whose = people::whose(tx, &tops, asked_for)?;
    let (days, anchor) = (asked.days(), anchor(asked.month, today));
    let (of, subject, path) = match (&whose, &actor.person_id) {
        (Some(one), _) => (Whose::Path(&one.path), &one.id, one.path.clone()),
        (None, Some(person)) => {
            let home = actor.home.as_ref().map(|home| home.path.clone()).unwrap_or_default();
            (Whose::Person(person), person, home)
        }
        (None, None) => return Err(Error::Forbidden),
    };
    let in_force = plans::in_force(tx, anchor)?;
    let plans: Vec<_> = in_force.iter().filter(|plan| path.starts_with(&plan.path)).cloned().collect();
    let named = if in_force.is_empty() { plans::all(tx)? } else { in_force };
    let meetings = meetings::within(tx, of, days, MOST)?;
    let mut clashes = meetings::among(tx, &meetings)?;
    if whose.is_none() {
        clashes.retain(|clash| clash.people.iter().any(|(id, _)| id == subject));
    }
    let dues = standings::due_within(tx, &plans, subject, days, lang)?;
    let keeps = |path: &str| actor.may(Right::RecordForOrganization, Place::Organization { path });
    let arranges = match &whose {
        Some(one) => Some(one.id.clone()).filter(|_| keeps(&one.path)),
        None => people::reach(tx, actor, Right::RecordForOrganization)?.into_iter().next().map(|top| top.id),
    };
    let (known, subject) = (known::of(asked.month), subject.clone());
    Ok(Gathered {
        asked,
        whose,
        tops,
        meetings,
        clashes,
        dues,
        arranges,
        today,
        subject,
        named,
        plans,
        known,
    })
}

/// The day of a month that says which plans it is under: today, where it lies in it.
fn anchor(month: Date, today: Date) -> Date {
    if today.first_of_month() == month { today } else { month }
}

impl Gathered {
    /// Campaigns that run on one of the days of the page.
    pub(super) fn campaigns(&self) -> Vec<(&Campaign, Span)> {
        let days = self.days();
        let all = self.plans.iter().flat_map(|plan| &plan.plan().campaigns);
        let mut found: Vec<_> = all
            .filter_map(|campaign| Some((campaign, campaign.window?)))
            .filter(|(_, window)| days.is_some_and(|days| window.overlap(days).is_some()))
            .collect();
        found.sort_by_key(|(_, window)| *window);
        found
    }

    /// The festivals of the month, or of the one day.
    pub(super) fn festivals(&self) -> &[(Date, &'static xueji_plan::Festival)] {
        self.days().map_or(&[], |days| self.known.festivals.within(days))
    }

    /// How a day is marked, by the plan's calendar; by the State Council's where no plan is in force.
    pub(super) fn marked(&self, day: Date) -> Option<Marked> {
        let plan = self.plans.iter().map(|plan| plan.plan()).find(|plan| plan.span.contains(day));
        let calendar: &Calendar = plan.map_or(&self.known.statutory, |plan| &plan.calendar);
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        if calendar.is_holiday(day) {
            Some(Marked::Off)
        } else {
            Some(Marked::Worked).filter(|_| weekend && calendar.is_working_day(day))
        }
    }

    /// The kind of meeting that is held around festivals, where the plans name one.
    pub(super) fn festival_kind(&self) -> Option<&str> {
        let mut kinds = self.plans.iter().flat_map(|plan| &plan.plan().activities);
        let kind = kinds.find(|kind| {
            kind.attendance.is_some() && kind.categories.iter().any(|category| category == FESTIVAL)
        });
        kind.map(|kind| kind.name.code.as_str())
    }

    /// What a kind of meeting is called; its code where no plan knows it any more.
    pub(super) fn kind(&self, code: &str, lang: Lang) -> String {
        let found = self.named.iter().find_map(|plan| plan.plan().activity(code));
        found.map_or_else(|| code.to_owned(), |kind| lang.title(&kind.name).to_owned())
    }

    /// The days of the page that are the month's own.
    pub(super) fn days(&self) -> Option<Span> {
        match self.asked.day {
            Some(day) => Some(Span::day(day)),
            None => Span::new(self.asked.month, self.asked.month.last_of_month()),
        }
    }

    /// One of the meetings.
    pub(super) fn meeting(&self, id: &Id) -> Option<&Dated> {
        self.meetings.iter().find(|meeting| meeting.id == *id)
    }

    /// The page of a duty, of whose days these are.
    pub(super) fn href_of(&self, due: &Due) -> String {
        format!("/duties/{}/{}/of/{}", due.plan_id, due.duty_code, self.subject)
    }

    /// Whether there are more meetings than a page reads.
    pub(super) fn is_cut(&self) -> bool {
        self.meetings.len() >= MOST
    }
}
