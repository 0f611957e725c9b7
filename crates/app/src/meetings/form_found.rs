//! What the form before a meeting begins from and offers, read in one snapshot.

use std::collections::HashSet;

use jiff::civil::Date;
use xueji_store::Tx;

use crate::meetings::expected::expected;
use crate::meetings::form::Typed;
use crate::meetings::form_page::Asked;
use crate::meetings::kinds::Kinds;
use crate::meetings::{MOST_PEOPLE, Role, Seat, arrange, reach, store, templates};
use crate::pairs::{self, Side};
use crate::people::{self, Organization, Person};
use crate::shell::{Actor, Error, Id, OrNotFound, Result, Right};

/// The most organizations that one chooses from in a list.
const MOST_ORGANIZATIONS: usize = 300;

/// Everything that the form offers, read in one snapshot.
pub(super) struct Found {
    /// The meeting that is changed, and whether it is one of a series.
    pub(super) changed: Option<Id>,
    pub(super) series: bool,
    pub(super) templates: Vec<templates::Template>,
    pub(super) kinds: Kinds,
    /// The chosen kind.
    pub(super) code: String,
    pub(super) below: bool,
    pub(super) organization: Organization,
    pub(super) organizations: Vec<Organization>,
    pub(super) people: Vec<Person>,
    pub(super) partners: Vec<Side>,
    pub(super) seats: Vec<Seat>,
    /// The meeting that it begins from.
    pub(super) copied: Option<Id>,
    pub(super) typed: Typed,
}

pub(super) fn begin(tx: &mut Tx, actor: &Actor, asked: &Asked, today: Date) -> Result<Found> {
    let copied = match asked.copy.as_str() {
        "" => None,
        id => Some(reach::kept(tx, actor, &Id::from_text(id))?),
    };
    let template = match asked.template.as_str() {
        "" => None,
        id => Some(templates::find(tx, &Id::from_text(id))?),
    };
    let tops = people::reach(tx, actor, Right::RecordForOrganization)?;
    let begun = copied.as_ref().map(|copied| &copied.organization_id);
    let begun = begun.or(template.as_ref().map(|template| &template.organization_id));
    let id = match (begun, asked.organization.as_str()) {
        (Some(id), _) => id.clone(),
        (None, "") => tops.first().map(|top| top.id.clone()).ok_or(Error::Forbidden)?,
        (None, id) => Id::from_text(id),
    };
    let organization = people::require(tx, actor, Right::RecordForOrganization, &id)?;
    let organizations = people::organizations_of(tx, &tops, MOST_ORGANIZATIONS)?;
    let on: Date = asked.on.parse().unwrap_or(today);
    let kinds = Kinds::over(tx, &organization.path, on)?;
    let begun = copied.as_ref().map(|copied| copied.activity.as_str());
    let begun = begun.or(template.as_ref().map(|template| template.fields.activity.as_str()));
    let wanted = begun.unwrap_or(asked.activity.as_str());
    let all = kinds.all();
    let kind = all.iter().find(|kind| kind.name.code == wanted).or(all.first());
    let code = kind.map(|kind| kind.name.code.clone()).unwrap_or_default();
    let below = !asked.below.is_empty();
    let last = store::latest(tx, &id, &code)?;
    let typed = match &copied {
        Some(copied) => {
            Typed { on: next_month(copied.planned.day(), today).to_string(), ..Typed::of(copied) }
        }
        None => Typed::fresh(on, last.as_ref(), actor.person_id.as_ref()),
    };
    let typed = match &template {
        Some(template) => template.fields.begin(typed),
        None => typed,
    };
    let seats = meant(tx, &kinds, &code, &organization, below, on)?;
    let speakers = match copied.as_ref() {
        Some(copied) => store::seats(tx, &copied.id)?,
        None => Vec::new(),
    };
    // Whom it was held with besides, and who spoke, is as likely as not the same.
    let mut seats = seats;
    for (seat, _) in speakers {
        match seats.iter_mut().find(|known| known.person_id == seat.person_id) {
            Some(known) => known.speaks = seat.speaks,
            None if seat.role == Role::Invited => seats.push(Seat::fresh(seat.person_id, Role::Invited)),
            None => {}
        }
    }
    let people = offered(tx, &organization, &seats, &typed, on)?;
    let partners = pairs::partners(tx, &organization.id, on)?;
    Ok(Found {
        changed: None,
        copied: copied.as_ref().map(|copied| copied.id.clone()),
        series: false,
        templates: templates::of(tx, &organization.id)?,
        kinds,
        code,
        below,
        organization,
        organizations,
        people,
        partners,
        seats,
        typed,
    })
}

pub(super) fn again(tx: &mut Tx, actor: &Actor, id: &Id) -> Result<Found> {
    let meeting = reach::kept(tx, actor, id)?;
    arrange::require_planned(&meeting)?;
    let organization = people::organization(tx, &meeting.organization_id)?.or_not_found()?;
    let on = meeting.planned.day();
    let kinds = Kinds::over(tx, &organization.path, on)?;
    let seats: Vec<Seat> = store::seats(tx, id)?.into_iter().map(|(seat, _)| seat).collect();
    let typed = Typed::of(&meeting);
    let people = offered(tx, &organization, &seats, &typed, on)?;
    let partners = pairs::partners(tx, &organization.id, on)?;
    Ok(Found {
        changed: Some(meeting.id),
        copied: None,
        series: meeting.series_id.is_some(),
        templates: Vec::new(),
        kinds,
        code: meeting.activity,
        below: false,
        organizations: vec![organization.clone()],
        organization,
        people,
        partners,
        seats,
        typed,
    })
}

/// The same weekday of the same week of the next month that is not over, as monthly meetings go.
fn next_month(day: Date, today: Date) -> Date {
    let nth = (i32::from(day.day()) - 1) / 7 + 1;
    let mut month = day.first_of_month();
    loop {
        month = month.last_of_month().tomorrow().unwrap_or(today);
        let found = month.nth_weekday_of_month(i8::try_from(nth).unwrap_or(1), day.weekday());
        let found = found.or_else(|_| month.nth_weekday_of_month(-1, day.weekday())).unwrap_or(today);
        if found >= today || month > today {
            return found.max(today);
        }
    }
}

/// Those who are expected, by the plan and the day.
fn meant(
    tx: &mut Tx,
    kinds: &Kinds,
    code: &str,
    organization: &Organization,
    below: bool,
    on: Date,
) -> Result<Vec<Seat>> {
    let Some(kind) = kinds.find(code) else { return Ok(Vec::new()) };
    let meant = expected(tx, kind, organization, on)?;
    Ok(meant.at(below).iter().map(|id| Seat::fresh(id.clone(), Role::Expected)).collect())
}

/// Those whom the form lists: who is on the list, who belongs to the organization, who runs it.
fn offered(
    tx: &mut Tx,
    organization: &Organization,
    seats: &[Seat],
    typed: &Typed,
    on: Date,
) -> Result<Vec<Person>> {
    let mut found = people::members(tx, &organization.id, on)?;
    found.truncate(MOST_PEOPLE);
    let known: HashSet<&str> = found.iter().map(|person| person.id.as_str()).collect();
    let named = seats.iter().map(|seat| seat.person_id.as_str());
    let run = [typed.host.as_str(), typed.recorder.as_str()];
    let others: HashSet<&str> = named.chain(run).filter(|id| !known.contains(id)).collect();
    found.extend(people::persons(tx, others)?);
    found.sort_by(|a, b| (&a.initials, &a.code).cmp(&(&b.initials, &b.code)));
    Ok(found)
}
