//! The page of the form before a meeting, empty, begun from another one, or come back.

use std::collections::HashMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use serde::Deserialize;
use xueji_plan::{Activity, Rhythm};
use xueji_store::Tx;

use crate::meetings::expected::expected;
use crate::meetings::form::Typed;
use crate::meetings::kinds::Kinds;
use crate::meetings::{MOST_PEOPLE, Role, Seat, arrange, reach, series, store, templates};
use crate::pairs::{self, Side};
use crate::people::{self, Organization, Person};
use crate::shell::lang::Lang;
use crate::shell::layout::{render, render_form};
use crate::shell::{
    Actor, Context, Error, Fields, Id, Mistakes, OrNotFound, Page, Path, Query, Result, Right, page,
};

/// The most organizations that one chooses from in a list.
const MOST_ORGANIZATIONS: usize = 300;

/// What the address of a form asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    organization: String,
    activity: String,
    /// Whether the people of the organizations below are meant, too.
    below: String,
    on: String,
    /// The meeting, or the template, to begin from.
    copy: String,
    template: String,
}

#[derive(Debug, Template)]
#[template(path = "meetings/form.html")]
struct FormPage {
    page: Page,
    /// Where it goes; the address of the first choice, empty where that is made.
    action: String,
    again: String,
    back: String,
    button: String,
    organizations: Vec<Choice>,
    organization_id: String,
    activities: Vec<Choice>,
    activity: String,
    below: bool,
    categories: Vec<Choice>,
    /// Whether it is somebody's lecture: then one speaks, and the others hear it.
    lecture: bool,
    /// Whether it is one of a series.
    series: bool,
    templates: Vec<Choice>,
    /// In which rhythms it may come again.
    rhythms: Vec<Choice>,
    /// Whether it is held with a paired branch, and with which it can be.
    paired: bool,
    partners: Vec<Choice>,
    hosts: Vec<Choice>,
    recorders: Vec<Choice>,
    people: Vec<Line>,
    expected: String,
    open_people: bool,
    typed: Typed,
    mistakes: Mistakes,
}

#[derive(Debug)]
struct Choice {
    code: String,
    title: String,
    chosen: bool,
}

/// Somebody who may be put on the list.
#[derive(Debug)]
struct Line {
    id: String,
    name: String,
    sought: String,
    role: &'static str,
    speaks: bool,
    topic: String,
}

impl FormPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }
}

pub(super) async fn new(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let looked_for = asked.clone();
    let found = context.app.read(move |tx| begin(tx, &actor, &looked_for, today)).await?;
    render_form(&laid_out(&context, found, Mistakes::default()))
}

pub(super) async fn new_refused(context: &Context, fields: &Fields, mistakes: Mistakes) -> Result<Response> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let get = |name| fields.get(name).to_owned();
    let asked = Asked {
        organization: get("organization"),
        activity: get("activity"),
        below: get("below"),
        on: get("on"),
        ..Asked::default()
    };
    let found = context.app.read(move |tx| begin(tx, &actor, &asked, today)).await?;
    came_back(context, found, fields, mistakes)
}

pub(super) async fn edit(context: Context, Path(id): Path<String>) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let found = context.app.read(move |tx| again(tx, &actor, &id)).await?;
    render_form(&laid_out(&context, found, Mistakes::default()))
}

pub(super) async fn edit_refused(
    context: &Context,
    id: &Id,
    fields: &Fields,
    mistakes: Mistakes,
) -> Result<Response> {
    let (actor, id, code) = (context.actor()?.clone(), id.clone(), fields.get("activity").to_owned());
    let mut found = context.app.read(move |tx| again(tx, &actor, &id)).await?;
    found.code = code;
    came_back(context, found, fields, mistakes)
}

/// The form as it was typed, with what is wrong.
fn came_back(context: &Context, mut found: Found, fields: &Fields, mistakes: Mistakes) -> Result<Response> {
    found.typed = Typed::of_fields(fields);
    found.seats = found
        .people
        .iter()
        .filter_map(|person| {
            let role = Role::from_code(fields.get(&format!("role-{}", person.id)))?;
            Some(Seat {
                speaks: !fields.get(&format!("speaks-{}", person.id)).is_empty(),
                topic: Some(fields.get(&format!("topic-{}", person.id)).to_owned()),
                ..Seat::fresh(person.id.clone(), role)
            })
        })
        .collect();
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&laid_out(context, found, mistakes))?).into_response())
}

/// Everything that the form offers, read in one snapshot.
struct Found {
    /// The meeting that is changed, and whether it is one of a series.
    changed: Option<Id>,
    series: bool,
    templates: Vec<templates::Template>,
    kinds: Kinds,
    /// The chosen kind.
    code: String,
    below: bool,
    organization: Organization,
    organizations: Vec<Organization>,
    people: Vec<Person>,
    partners: Vec<Side>,
    seats: Vec<Seat>,
    typed: Typed,
}

fn begin(tx: &mut Tx, actor: &Actor, asked: &Asked, today: Date) -> Result<Found> {
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
    reach::require_keeper(tx, actor, &id)?;
    let organization = people::organization(tx, &id)?.or_not_found()?;
    let mut organizations = Vec::new();
    for top in &tops {
        let below = people::organizations(tx, &top.path)?;
        organizations.extend(below.into_iter().take(MOST_ORGANIZATIONS.saturating_sub(organizations.len())));
    }
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

fn again(tx: &mut Tx, actor: &Actor, id: &Id) -> Result<Found> {
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
    let ids = expected(tx, kind, organization, below, on)?;
    Ok(ids.into_iter().map(|id| Seat::fresh(id, Role::Expected)).collect())
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
    let mut known: HashMap<String, ()> = found.iter().map(|person| (person.id.to_string(), ())).collect();
    let named = seats.iter().map(|seat| seat.person_id.to_string());
    let run = [typed.host.clone(), typed.recorder.clone()].into_iter().filter(|id| !id.is_empty());
    for id in named.chain(run) {
        if known.insert(id.clone(), ()).is_none() {
            found.extend(people::person(tx, &Id::from_text(id))?);
        }
    }
    found.sort_by(|a, b| (&a.initials, &a.code).cmp(&(&b.initials, &b.code)));
    Ok(found)
}

fn rhythms(typed: &Typed, lang: Lang) -> Vec<Choice> {
    let on = typed.on.parse().unwrap_or_default();
    let choice = |rhythm: Rhythm| {
        let code = rhythm.to_string();
        Choice { title: rhythm.words(lang.of_plan()), chosen: code == typed.repeat, code }
    };
    series::rhythms(on).into_iter().map(choice).collect()
}

fn laid_out(context: &Context, found: Found, mistakes: Mistakes) -> FormPage {
    let (t, lang) = (context.t(), context.lang);
    let Found { changed, series, templates, kinds, code, below, organization, organizations, .. } = found;
    let Found { people, partners, seats, typed, .. } = found;
    let chosen = |id: &Id, chosen: &str| id.as_str() == chosen;
    let among = |of: &str| {
        let choice = |person: &Person| Choice {
            code: person.id.to_string(),
            title: person.name.clone(),
            chosen: chosen(&person.id, of),
        };
        people.iter().map(choice).collect::<Vec<_>>()
    };
    let line = |person: &Person| {
        let seat = seats.iter().find(|seat| seat.person_id == person.id);
        Line {
            id: person.id.to_string(),
            name: person.name.clone(),
            sought: format!("{} {}", person.name.to_lowercase(), person.initials),
            role: seat.map_or("", |seat| seat.role.code()),
            speaks: seat.is_some_and(|seat| seat.speaks),
            topic: seat.and_then(|seat| seat.topic.clone()).unwrap_or_default(),
        }
    };
    let expected = seats.iter().filter(|seat| seat.role == Role::Expected).count();
    let invited = seats.len() - expected;
    let title = if changed.is_some() { t.meetings_edit_title() } else { t.meetings_new_title() };
    let activities: Vec<&Activity> = kinds.all();
    FormPage {
        action: changed.as_ref().map_or_else(|| "/meetings".to_owned(), |id| format!("/meetings/{id}/edit")),
        again: if changed.is_some() { String::new() } else { "/meetings/new".to_owned() },
        back: changed.as_ref().map_or_else(|| "/meetings".to_owned(), |id| format!("/meetings/{id}")),
        button: if changed.is_some() { t.meetings_save() } else { t.meetings_announce() },
        organizations: organizations
            .iter()
            .map(|one| Choice {
                code: one.id.to_string(),
                title: one.name.clone(),
                chosen: one.id == organization.id,
            })
            .collect(),
        organization_id: organization.id.to_string(),
        activities: activities
            .iter()
            .map(|kind| Choice {
                code: kind.name.code.clone(),
                title: kinds.title(&kind.name.code, lang),
                chosen: kind.name.code == code,
            })
            .collect(),
        below,
        categories: kinds
            .categories(&code, lang)
            .into_iter()
            .map(|(one, title)| Choice { chosen: one == typed.category, code: one, title })
            .collect(),
        lecture: kinds.find(&code).is_some_and(|(_, kind)| kind.audience.is_some()),
        series,
        templates: templates
            .into_iter()
            .map(|one| Choice { code: one.id.to_string(), title: one.name, chosen: false })
            .collect(),
        rhythms: if changed.is_none() { rhythms(&typed, lang) } else { Vec::new() },
        paired: kinds.find(&code).is_some_and(|(_, kind)| kind.paired),
        partners: partners
            .into_iter()
            .map(|side| Choice {
                chosen: side.id.as_str() == typed.partner,
                code: side.id.to_string(),
                title: side.name,
            })
            .collect(),
        hosts: among(&typed.host),
        recorders: among(&typed.recorder),
        people: people.iter().map(line).collect(),
        expected: if invited > 0 {
            t.meetings_expected_and_invited(expected.to_string(), invited.to_string())
        } else {
            t.meetings_expected_count(expected.to_string())
        },
        open_people: !mistakes.at("people", t).is_empty(),
        activity: code,
        page: page(context, title),
        typed,
        mistakes,
    }
}
