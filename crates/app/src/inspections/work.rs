//! The secretary's desk: who is due, what a draw would be, and where the last one was left.

use jiff::ToSpan as _;
use jiff::civil::Date;
use xueji_store::{Tx, params};

use crate::inspections::pool::{self, Eligible};
use crate::inspections::store::{self, Listed, STANDS};
use crate::inspections::{Circle, MOST_PEOPLE, USUAL_NOTES, draw, gone, post, reach};
use crate::people::{self, Organization};
use crate::shell::{Actor, Error, Id, OrNotFound, Result, Right};

/// Rounds that the desk names.
pub(super) const LATEST: usize = 6;
/// Organizations that one chooses from.
const MOST_ORGANIZATIONS: usize = 300;

/// What the desk shows.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) organization: Organization,
    /// Those in which the actor may inspect.
    pub(super) organizations: Vec<Organization>,
    pub(super) circle: Circle,
    /// The circles that have somebody in them, with how many.
    pub(super) circles: Vec<(Circle, usize)>,
    /// Those who may be called in, who is due first being first.
    pub(super) people: Vec<Eligible>,
    pub(super) unseen: usize,
    /// How many rounds the year has left, and whether a plan says so.
    pub(super) rounds_left: (usize, bool),
    pub(super) usual: Usual,
    pub(super) rounds: Vec<Listed>,
    /// The inspection to go on with.
    pub(super) next: Option<Next>,
    /// What a round counts as; none where no plan knows it.
    pub(super) activity: Option<xueji_plan::Named>,
}

/// What a draw is asked for where nobody says otherwise.
#[derive(Clone, Debug)]
pub(super) struct Usual {
    pub(super) from_on: Date,
    pub(super) to_on: Date,
    pub(super) size: usize,
    pub(super) notes_each: usize,
}

/// Where to go on.
#[derive(Clone, Debug)]
pub(super) struct Next {
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) waiting: usize,
}

pub(super) fn desk(tx: &mut Tx, actor: &Actor, of: &str, circle: &str, today: Date) -> Result<Desk> {
    let organizations = organizations(tx, actor)?;
    let organization = match of {
        "" => organizations.first().cloned().ok_or(Error::Forbidden)?,
        of => people::organization(tx, &Id::from_text(of))?.or_not_found()?,
    };
    if !reach::may_inspect_in(actor, &organization) {
        return Err(Error::Forbidden);
    }
    let mut circles = Vec::new();
    for circle in Circle::ALL {
        let people = pool::of_circle(tx, &organization, circle, today)?.len();
        if people > 0 {
            circles.push((circle, people));
        }
    }
    let first = circles.first().map_or(Circle::Members, |(circle, _)| *circle);
    let circle = Circle::from_code(circle).unwrap_or(first);
    let mut people = pool::eligible(tx, actor, (&organization, circle), today, today)?;
    people.sort_by_key(|one| one.last_on);
    let unseen = people.iter().filter(|one| one.last_on.is_none()).count();
    let plans = match &actor.person_id {
        Some(person_id) => post::plans_of(tx, person_id, today)?,
        None => Vec::new(),
    };
    let planned = post::rounds_left(&plans, today);
    let left = planned.unwrap_or_else(|| quarters_left(today));
    let (rounds, _) = store::rounds(tx, &organization.id, today, (1, LATEST))?;
    Ok(Desk {
        usual: Usual {
            from_on: first_day(store::looked_at_until(tx, &organization.id, circle)?, today),
            to_on: today,
            size: draw::size(people.len(), unseen, left),
            notes_each: USUAL_NOTES,
        },
        next: next(tx, actor, &organization, today)?,
        activity: plans.iter().find_map(|plan| post::activity(plan.plan())).map(|one| one.name.clone()),
        rounds_left: (left, planned.is_some()),
        organization,
        organizations,
        circle,
        circles,
        people,
        unseen,
        rounds,
    })
}

/// The organizations in which the actor may inspect, the tops first.
pub(super) fn organizations(tx: &mut Tx, actor: &Actor) -> Result<Vec<Organization>> {
    let mut found = Vec::new();
    for top in people::reach(tx, actor, Right::ReadNotes)? {
        found.extend(people::organizations(tx, &top.path)?);
    }
    found.retain(|one| reach::may_inspect_in(actor, one));
    found.truncate(MOST_ORGANIZATIONS);
    Ok(found)
}

/// The day after what was looked at last; the year's first where nothing was, or all of it.
fn first_day(until: Option<Date>, today: Date) -> Date {
    let next = until.and_then(|until| until.checked_add(1.day()).ok());
    next.filter(|next| *next <= today).unwrap_or_else(|| today.first_of_year())
}

fn quarters_left(today: Date) -> usize {
    usize::try_from((15 - i32::from(today.month())) / 3).unwrap_or(1)
}

/// The first who waits for the actor in an organization's rounds, the oldest round first, and how many do.
fn next(tx: &mut Tx, actor: &Actor, organization: &Organization, today: Date) -> Result<Option<Next>> {
    let waiting: Vec<(Id, Id, String)> = tx.query(
        &format!(
            "select inspection.id, inspection.person_id, person.name from inspection
             join inspection_round on inspection_round.id = inspection.round_id
             join person on person.id = inspection.person_id
             where inspection_round.organization_id = ?1 and {STANDS} and {}
             order by inspection_round.drawn_at, inspection_round.id, inspection.position limit {MOST_PEOPLE}",
            gone::waits("?2")
        ),
        params![organization.id, today],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let people: Vec<&Id> = waiting.iter().map(|(_, person_id, _)| person_id).collect();
    let reached = reach::reached(tx, actor, organization, &people, today)?;
    let mut those = waiting.into_iter().filter(|(_, person_id, _)| reached.contains(person_id));
    let first = those.next();
    Ok(first.map(|(id, _, name)| Next { id, name, waiting: those.count() + 1 }))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{first_day, quarters_left};

    #[test]
    fn a_year_has_as_many_rounds_left_as_quarters_with_this_one() {
        let left = |month| quarters_left(date(2026, month, 15));
        assert_eq!([1, 3, 4, 6, 9, 10, 12].map(left), [4, 4, 3, 3, 2, 1, 1]);
    }

    #[test]
    fn a_period_begins_after_the_last_that_was_looked_at() {
        let today = date(2026, 3, 5);
        assert_eq!(first_day(None, today), date(2026, 1, 1));
        assert_eq!(first_day(Some(date(2026, 2, 1)), today), date(2026, 2, 2));
        assert_eq!(first_day(Some(today), today), date(2026, 1, 1));
    }
}
