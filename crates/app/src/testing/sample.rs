//! The one fixture: a committee, a school's branch and an office's, eight people, one plan.
//!
//! The people are made up. Account names are the pinyin of their surnames; every password is [`PASSWORD`].

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use xueji_plan::Level;
use xueji_standing::MemberKind;

use crate::accounts::{self, NewAccount};
use crate::people::{self, NewOrganization, Organization};
use crate::plans::{self, Publication};
use crate::shell::{App, Author, Id, Result, Work};

/// The year in which the tests live.
pub(crate) const PLAN_YEAR: i16 = 2026;
/// The password of every account of the sample.
pub(crate) const PASSWORD: &str = "读书 every day";

const PLAN: &str = include_str!("../../../../plans/county-learning.toml");
const ARRANGEMENT: &str = include_str!("../../../../plans/county-learning.txt");

/// Account and person code, name, branch, and the posts held there; an asterisk holds the post in the committee.
const PEOPLE: [(&str, &str, &str, &[&str]); 8] = [
    ("zhao", "赵书明", "school", &["secretary", "leadership-member", "leading-cadre"]),
    ("wang", "王立文", "school", &["leadership-member", "leading-cadre"]),
    ("li", "李思学", "school", &[]),
    ("chen", "陈一诺", "school", &["teacher"]),
    ("sun", "孙致远", "office", &["secretary"]),
    ("zhou", "周文静", "office", &["*office-staff"]),
    ("wu", "吴明察", "office", &["*inspector"]),
    ("zheng", "郑晓读", "office", &[]),
];

static HASH: LazyLock<String> = LazyLock::new(|| accounts::hash(PASSWORD).expect("passwords can be hashed"));

/// Who and what there is.
///
/// In the school: `zhao` (its secretary), `wang` (leadership), `li` and `chen`. In the office: `sun` (its
/// secretary), `zhou` (staff of the committee's office), `wu` (inspector) and `zheng`. `admin` is nobody's account.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) committee: Organization,
    pub(crate) school: Organization,
    pub(crate) office: Organization,
    pub(crate) plan_id: Id,
    people: BTreeMap<&'static str, Id>,
}

impl Sample {
    /// The person of an account's name.
    pub(crate) fn person(&self, name: &str) -> Id {
        self.people.get(name).cloned().expect("the sample has this person")
    }
}

/// Makes all of it with the product's own operations.
pub(super) fn settle(app: &App) -> Sample {
    let at = app.clock.now();
    let (committee, school, office, people) = app
        .write_blocking(Author::Command, |work| {
            let committee = organization(work, None, "C", "县教体局党委", Level::Committee, "office")?;
            let under = Some(committee.id.clone());
            let school = organization(work, under.clone(), "S", "第一小学党支部", Level::Branch, "school")?;
            let office = organization(work, under, "O", "机关党支部", Level::Branch, "office")?;
            let mut people = BTreeMap::new();
            for (name, full_name, branch, posts) in PEOPLE {
                let home = if branch == "school" { &school } else { &office };
                people.insert(name, person(work, name, full_name, home, &committee, posts, at)?);
            }
            account(work, "admin", None, at)?;
            Ok((committee, school, office, people))
        })
        .expect("the sample settles");
    let publication = Publication {
        organization_id: committee.id.clone(),
        toml: xueji_plan::carry(PLAN, PLAN_YEAR).expect("the plan can be carried"),
        arrangement: Some(ARRANGEMENT.to_owned()),
        reason: "年度安排".to_owned(),
        by: None,
        at,
    };
    let published = app
        .write_blocking(Author::Command, |work| plans::publish(work, &publication))
        .expect("the plan is stored");
    Sample { committee, school, office, plan_id: published.expect("the plan has no errors"), people }
}

fn organization(
    work: &mut Work<'_>,
    parent_id: Option<Id>,
    code: &str,
    name: &str,
    level: Level,
    unit_type: &str,
) -> Result<Organization> {
    let new = NewOrganization {
        parent_id,
        code: code.to_owned(),
        name: name.to_owned(),
        short_name: name.to_owned(),
        level,
        unit_type: Some(unit_type.to_owned()),
        sort_order: 0,
        founded_on: None,
    };
    people::add_organization(work, &new)
}

fn person(
    work: &mut Work<'_>,
    code: &str,
    name: &str,
    home: &Organization,
    committee: &Organization,
    posts: &[&str],
    at: i64,
) -> Result<Id> {
    let since: Date = date(2020, 1, 1);
    let person = people::add_person(work, code, name, Some(date(1980, 6, 15)), at)?;
    people::join(work, &person.id, &home.id, MemberKind::Full, since)?;
    for post in posts {
        let (place, post) = post.strip_prefix('*').map_or((home, *post), |post| (committee, post));
        people::appoint(work, &person.id, &place.id, post, since, None)?;
    }
    account(work, code, Some(person.id.clone()), at)?;
    Ok(person.id)
}

fn account(work: &mut Work<'_>, name: &str, person_id: Option<Id>, at: i64) -> Result<Id> {
    let account = NewAccount {
        name: name.to_owned(),
        password_hash: HASH.clone(),
        administrator: person_id.is_none(),
        person_id,
        must_change: false,
    };
    accounts::create(work, &account, at)
}
