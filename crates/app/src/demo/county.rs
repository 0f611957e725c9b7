//! The made-up tree and its people: branches in schools, second-level units and offices.

use jiff::ToSpan;
use jiff::civil::Date;
use rand::rngs::StdRng;
use rand::{Rng, RngExt};
use xueji_plan::{Level, Plan};
use xueji_standing::MemberKind;

use crate::demo::names;
use crate::people::{self, NewOrganization, Organization, Person};
use crate::shell::{Clock, Id, Result, Work};

/// About how many people a branch has.
const BRANCH_SIZE: usize = 33;

/// A branch to be.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    pub(super) place: usize,
    pub(super) name: String,
    pub(super) unit_type: &'static str,
    pub(super) residents: Vec<Resident>,
}

/// A person to be.
#[derive(Clone, Debug)]
pub(super) struct Resident {
    pub(super) name: String,
    pub(super) born_on: Date,
    pub(super) kind: MemberKind,
    pub(super) from_on: Date,
    pub(super) posts: Vec<&'static str>,
    /// A long leave: from, to, reason.
    pub(super) away: Option<(Date, Date, &'static str)>,
    /// What happens to them in the year, and when.
    pub(super) turn: Option<(Date, Turn)>,
    /// How much of what is owed gets done, from 0 to 1.
    pub(super) diligence: f64,
    /// How much of it is entered on the day, from 0 to 1.
    pub(super) promptness: f64,
}

/// What happens to a person in the course of a year.
#[derive(Clone, Copy, Debug)]
pub(super) enum Turn {
    /// 转出: moves to the branch before.
    Transfers,
    /// 调离: leaves the system.
    Leaves,
    /// 免职: gives up the seat in the leadership.
    StepsDown,
    /// 免除: is exempt from everything from then on.
    IsExempt,
}

/// A branch as stored.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    pub(super) organization: Organization,
    pub(super) people: Vec<Person>,
}

/// So many branches that they have about `people` people: schools mostly, then second-level units and offices.
pub(super) fn branches(people: usize, plan: &Plan, today: Date, rng: &mut StdRng) -> Vec<Branch> {
    let count = (people / BRANCH_SIZE).max(1);
    let mut of_type = [0_usize; 3];
    (0..count)
        .map(|place| {
            let (slot, unit_type) = match place % 9 {
                0 => (0, "office"),
                4 | 8 => (1, "second-level-unit"),
                _ => (2, "school"),
            };
            let before = of_type.get(slot).copied().unwrap_or(0);
            if let Some(seen) = of_type.get_mut(slot) {
                *seen += 1;
            }
            let share = people / count + usize::from(place < people % count);
            let size = (share + rng.random_range(0..7_usize)).saturating_sub(3).max(6);
            let residents =
                (0..size).map(|rank| resident(rank, place, unit_type, plan, today, rng)).collect();
            Branch { place, name: names::unit(unit_type, before), unit_type, residents }
        })
        .collect()
}

fn resident(
    rank: usize,
    place: usize,
    unit_type: &str,
    plan: &Plan,
    today: Date,
    rng: &mut impl Rng,
) -> Resident {
    let year_began = plan.span.first();
    let mut posts: Vec<&'static str> = match rank {
        0 => vec!["secretary", "leadership-member", "leading-cadre"],
        1 => vec!["deputy-secretary", "leadership-member", "leading-cadre"],
        2 | 3 => vec!["leadership-member"],
        _ => Vec::new(),
    };
    if place == 0 {
        match rank {
            0 | 1 => posts.push("central-group-member"),
            4 => posts.push("office-staff"),
            5 => posts.push("inspector"),
            _ => {}
        }
    }
    if unit_type == "school" && rank > 0 {
        posts.push("teacher");
    }
    let ordinary = rank > 5;
    if ordinary && rng.random_bool(0.08) {
        posts = vec!["retired"];
    }
    let into_the_year = i64::from(rng.random_range(30..240_u16));
    let joins_late = ordinary && rng.random_bool(0.03);
    let away = (ordinary && rng.random_bool(0.02)).then(|| {
        let from = days_after(year_began, into_the_year);
        (from, days_after(from, 98), "产假")
    });
    let turn = match (rank, rng.random_range(0..200_u8)) {
        (3, 0..24) => Some(Turn::StepsDown),
        (6.., 0..3) => Some(Turn::Transfers),
        (6.., 3..5) => Some(Turn::Leaves),
        (6.., 5) => Some(Turn::IsExempt),
        _ => None,
    };
    // Nothing happens on a day that has not come.
    let turned_on = days_after(year_began, into_the_year + 7).min(today);
    let diligence = match rng.random_range(0..100_u8) {
        0..25 => rng.random_range(0.985..1.0),
        25..80 => rng.random_range(0.92..0.985),
        80..94 => rng.random_range(0.75..0.92),
        _ => rng.random_range(0.25..0.75),
    };
    Resident {
        name: names::person(rng),
        born_on: days_after(today, -365 * i64::from(rng.random_range(24..59_u8)) - into_the_year),
        kind: if ordinary && rng.random_bool(0.05) { MemberKind::Probationary } else { MemberKind::Full },
        from_on: days_after(
            year_began,
            if joins_late { into_the_year.min(200) } else { -i64::from(rng.random_range(30..4000_u16)) },
        ),
        posts,
        away: away.filter(|_| turn.is_none()),
        turn: turn.filter(|_| !joins_late).map(|turn| (turned_on, turn)),
        diligence,
        promptness: rng.random_range(0.9..1.0),
    }
}

/// Stores a branch and its people; those who move go to the branch `before`.
pub(super) fn settle(
    work: &mut Work<'_>,
    branch: &Branch,
    committee: &Id,
    before: Option<&Id>,
    clock: &Clock,
) -> Result<Settled> {
    let number = branch.place + 1;
    let organization = people::add_organization(
        work,
        &NewOrganization {
            parent_id: Some(committee.clone()),
            code: format!("{number:02}"),
            name: format!("{}党支部", branch.name),
            short_name: branch.name.clone(),
            level: Level::Branch,
            unit_type: Some(branch.unit_type.to_owned()),
            sort_order: i64::try_from(number).unwrap_or(i64::MAX),
            founded_on: None,
        },
    )?;
    let mut people = Vec::with_capacity(branch.residents.len());
    for (rank, resident) in branch.residents.iter().enumerate() {
        let code = format!("{number:02}{:03}", rank + 1);
        let person = people::add_person(work, &code, &resident.name, Some(resident.born_on), clock.now())?;
        people::join(work, &person.id, &organization.id, resident.kind, resident.from_on)?;
        for post in &resident.posts {
            // Offices of the committee reach the whole tree, the others their branch.
            let held_in = if matches!(*post, "office-staff" | "inspector" | "central-group-member") {
                committee
            } else {
                &organization.id
            };
            people::appoint(work, &person.id, held_in, post, resident.from_on, None)?;
        }
        if let Some((from, to, reason)) = resident.away {
            people::grant_leave(work, &person.id, "long", from, Some(to), reason)?;
        }
        match resident.turn {
            Some((on, Turn::Transfers)) => {
                if let Some(before) = before {
                    people::transfer(work, &person.id, before, on)?;
                }
            }
            Some((on, Turn::Leaves)) => people::leave(work, &person.id, on)?,
            Some((on, Turn::StepsDown)) => {
                people::dismiss(work, &person.id, &organization.id, "leadership-member", on)?;
            }
            Some((on, Turn::IsExempt)) => people::exempt(work, &person.id, None, on, None, "长期病休")?,
            None => {}
        }
        people.push(person);
    }
    Ok(Settled { organization, people })
}

/// So many days later, or earlier where negative.
pub(super) fn days_after(date: Date, days: i64) -> Date {
    date.saturating_add(days.days())
}
