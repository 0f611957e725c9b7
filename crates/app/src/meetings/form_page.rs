//! The page of the form before a meeting, empty, begun from another one, or come back.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use xueji_plan::{Activity, Rhythm};

use crate::meetings::form::{self, Typed};
use crate::meetings::form_found::{Found, again, begin};
use crate::meetings::{Role, Seat, series};
use crate::people::Person;
use crate::shell::lang::Lang;
use crate::shell::layout::{render, render_form};
use crate::shell::{Choice, Context, Fields, Id, Mistakes, Page, Path, Query, Result, page};

/// What the address of a form asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) organization: String,
    pub(super) activity: String,
    /// Whether the people of the organizations below are meant, too.
    pub(super) below: String,
    pub(super) on: String,
    /// The meeting, or the template, to begin from.
    pub(super) copy: String,
    pub(super) template: String,
}

#[expect(clippy::struct_excessive_bools, reason = "what a page shows or leaves out")]
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
    copy: String,
    activities: Vec<Choice>,
    activity: String,
    below: bool,
    categories: Vec<Choice>,
    /// Whether it is somebody's lecture: then one speaks, and the others hear it.
    lecture: bool,
    /// Whether it is one of a series.
    series: bool,
    templates: Vec<Choice>,
    /// What the plan has for it, to be ticked.
    contents: Vec<String>,
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
        copy: get("copy"),
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
    found.seats = form::seats(fields, &mut Mistakes::default());
    let offered = |seat: &Seat| found.people.iter().any(|person| person.id == seat.person_id);
    found.seats.retain(offered);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&laid_out(context, found, mistakes))?).into_response())
}

fn rhythms(typed: &Typed, lang: Lang) -> Vec<Choice> {
    let on = typed.on.parse().unwrap_or_default();
    let choice = |rhythm: Rhythm| Choice::among(&typed.repeat, rhythm, rhythm.words(lang.of_plan()));
    series::rhythms(on).into_iter().map(choice).collect()
}

fn laid_out(context: &Context, found: Found, mistakes: Mistakes) -> FormPage {
    let (t, lang) = (context.t(), context.lang);
    let Found { changed, series, templates, kinds, code, below, organization, organizations, .. } = found;
    let Found { people, partners, seats, typed, copied, .. } = found;
    let among = |of: &str| {
        let choice = |person: &Person| Choice::among(of, &person.id, person.name.as_str());
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
            .map(|one| Choice::among(organization.id.as_str(), &one.id, one.name.as_str()))
            .collect(),
        organization_id: organization.id.to_string(),
        copy: copied.map(|id| id.to_string()).unwrap_or_default(),
        activities: activities
            .iter()
            .map(|kind| Choice::among(&code, &kind.name.code, kinds.title(&kind.name.code, lang)))
            .collect(),
        below,
        categories: kinds
            .categories(&code, lang)
            .into_iter()
            .map(|(one, title)| Choice::among(&typed.category, one, title))
            .collect(),
        lecture: kinds.find(&code).is_some_and(|(_, kind)| kind.audience.is_some()),
        series,
        templates: templates.into_iter().map(|one| Choice::among("", one.id, one.name)).collect(),
        contents: kinds.contents(&code, typed.on.parse().unwrap_or_default()),
        rhythms: if changed.is_none() { rhythms(&typed, lang) } else { Vec::new() },
        paired: kinds.find(&code).is_some_and(|(_, kind)| kind.paired),
        partners: partners
            .into_iter()
            .map(|side| Choice::among(&typed.partner, side.id, side.name))
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
