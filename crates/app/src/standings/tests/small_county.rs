//! A committee, two branches and four people under the county's own plan, for one test.

use std::sync::Arc;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use xueji_plan::{Level, Plan};
use xueji_standing::MemberKind;
use xueji_store::Db;

use crate::people::{self, NewOrganization};
use crate::plans::{self, InForce, Publication};
use crate::server;
use crate::shell::{App, Author, Blobs, Clock, Id};
use crate::standings;

/// The plan that ships with the product.
pub(super) const PLAN: &str = include_str!("../../../../../plans/county-learning.toml");
const ARRANGEMENT: &str = include_str!("../../../../../plans/county-learning.txt");

/// A committee with two branches.
pub(super) struct SmallCounty {
    pub(super) app: App,
    pub(super) plan_id: Id,
    pub(super) committee: Id,
    pub(super) branches: Vec<Id>,
    /// Two in the first branch, of whom the first leads it, and two in the second.
    pub(super) people: Vec<Id>,
}

impl SmallCounty {
    /// The county as it stands on the last day of February, nothing recorded.
    pub(super) fn in_february(db: &Db) -> Self {
        let clock = Clock::at_noon(date(2022, 2, 28), TimeZone::UTC);
        let app = App::new(db.clone(), clock, Blobs::folder("nowhere"), false, server::ENDING);
        let (committee, branches, people) =
            app.write_blocking(Author::Command, |work| Ok(settle_down(work))).expect("people settle");
        let plan_id = publish(&app, &committee, PLAN);
        Self { app, plan_id, committee, branches, people }
    }

    /// Puts a changed plan file in force.
    pub(super) fn revise(&self, toml: &str) {
        publish(&self.app, &self.committee, toml);
    }

    /// Puts a plan of the first branch's own in force.
    pub(super) fn revise_below(&self, toml: &str) -> Id {
        publish(&self.app, &self.branches[0], toml)
    }

    /// The version in force.
    pub(super) fn plan(&self) -> Arc<InForce> {
        let plan = self.app.read_blocking(|tx| plans::plan(tx, &self.plan_id)).expect("the plan is read");
        plan.expect("the plan was published")
    }

    /// What a plan file says.
    pub(super) fn read(toml: &str) -> Plan {
        let parsed = xueji_plan::parse("plan.toml", toml, |_| Some(ARRANGEMENT.to_owned()));
        parsed.plan.expect("the plan file is right")
    }

    pub(super) fn today(&self) -> Date {
        self.app.clock.today()
    }

    /// Every difference between what is stored and what the records come to, under every plan.
    pub(super) fn differences(&self) -> Vec<String> {
        let today = self.today();
        let plans = self.app.read_blocking(plans::all).expect("the plans are read");
        let check = |plan: &Arc<InForce>| {
            self.app.read_blocking(|tx| standings::check(tx, plan, today)).expect("the check runs")
        };
        plans.iter().flat_map(|plan| check(plan).differences).collect()
    }
}

fn settle_down(work: &mut crate::shell::Work<'_>) -> (Id, Vec<Id>, Vec<Id>) {
    let mut add = |parent_id: Option<Id>, code: &str, level, unit_type: &str| {
        let new = NewOrganization {
            parent_id,
            code: code.to_owned(),
            name: format!("组织{code}"),
            short_name: format!("组织{code}"),
            level,
            unit_type: Some(unit_type.to_owned()),
            sort_order: 0,
            founded_on: None,
        };
        people::add_organization(work, &new).expect("the code is free").id
    };
    let committee = add(None, "00", Level::Committee, "office");
    let branches = vec![
        add(Some(committee.clone()), "01", Level::Branch, "school"),
        add(Some(committee.clone()), "02", Level::Branch, "second-level-unit"),
    ];
    let mut members = Vec::new();
    for (index, branch) in [0, 0, 1, 1].into_iter().enumerate() {
        let born_on = date(1970, 6, 15);
        let person = people::add_person(work, &format!("p{index}"), "某人", Some(born_on), 0)
            .expect("the code is free");
        let branch = &branches[branch];
        people::join(work, &person.id, branch, MemberKind::Full, date(2020, 1, 1)).expect("joins");
        if index == 0 {
            for post in ["secretary", "leadership-member", "leading-cadre"] {
                people::appoint(work, &person.id, branch, post, date(2021, 1, 1), None)
                    .expect("is appointed");
            }
        }
        members.push(person.id);
    }
    (committee, branches, members)
}

fn publish(app: &App, committee: &Id, toml: &str) -> Id {
    let publication = Publication {
        organization_id: committee.clone(),
        toml: toml.to_owned(),
        arrangement: Some(ARRANGEMENT.to_owned()),
        reason: "年度安排".to_owned(),
        by: None,
        at: app.clock.now(),
    };
    let published = app
        .write_blocking(Author::Command, move |work| plans::publish(work, &publication))
        .expect("the plan is stored");
    published.expect("the plan file is right")
}
