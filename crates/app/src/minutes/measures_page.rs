//! The list of measures, and the page of one.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xueji_store::Tx;

use crate::minutes::measures::{self, Measure, Show};
use crate::minutes::overdue::{self, Overdue};
use crate::minutes::{Slot, text};
use crate::people::{self, Organization};
use crate::records::{self, Entry};
use crate::shell::layout::{Chip, Crumb, render};
use crate::shell::{
    Actor, Context, Error, Id, Mistakes, OrNotFound, Page, Path, Place, Posted, Query, Result, Right, listed,
    page,
};

const PAGE: usize = 50;
/// Overdue minutes that the page names; the oldest first.
const MOST_OVERDUE: usize = 20;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// "me", or the id of an organization.
    whose: String,
    show: String,
    page: String,
}

#[derive(Debug, Template)]
#[template(path = "minutes/measures.html")]
struct IndexPage {
    page: Page,
    chips: Vec<Chip>,
    states: Vec<Chip>,
    unit: String,
    overdue: Vec<(String, String)>,
    more_overdue: bool,
    rows: Vec<Row>,
    back: String,
    on: String,
    place: String,
}

#[derive(Debug)]
struct Row {
    number: usize,
    href: String,
    text: String,
    owner: String,
    due: String,
    state: String,
    state_code: &'static str,
    organization: String,
    title: String,
    remark: String,
}

struct Listed {
    measures: Vec<Measure>,
    more: bool,
    tops: Vec<Organization>,
    whose: Option<Organization>,
    overdue: (Vec<Overdue>, bool),
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (actor, size, today) = (context.actor()?.clone(), context.page_size(PAGE), context.app.clock.today());
    let number = listed::number(&asked.page);
    let show = Show::ALL.into_iter().find(|show| show.code() == asked.show).unwrap_or(Show::Open);
    let own = actor.person_id.is_some();
    let listed = context
        .app
        .read(move |tx| {
            let tops = people::reach(tx, &actor, Right::SeeOrganization)?;
            let whose = people::whose(tx, &tops, &asked.whose)?;
            let paged = (number, size);
            let (measures, more) = match (&whose, &actor.person_id) {
                (Some(one), _) => measures::below(tx, &one.path, show, today, paged)?,
                (None, Some(person)) => measures::measures_of(tx, person, show, today, paged)?,
                (None, None) => return Err(Error::Forbidden),
            };
            let overdue = match &whose {
                Some(one) => overdue::overdue(tx, &one.path, today, (1, MOST_OVERDUE))?,
                None => Default::default(),
            };
            Ok(Listed { measures, more, tops, whose, overdue })
        })
        .await?;
    render(&laid_out(&context, listed, show, own, (number, size)))
}

fn laid_out(
    context: &Context,
    listed: Listed,
    show: Show,
    own: bool,
    (number, size): (usize, usize),
) -> IndexPage {
    let (t, lang, today) = (context.t(), context.lang, context.app.clock.today());
    let whose = listed.whose.as_ref().map_or_else(|| "me".to_owned(), |one| one.id.to_string());
    let at = |whose: &str, show: Show, page: usize| {
        format!("/measures?whose={whose}&show={}&page={page}", show.code())
    };
    let mine = own.then(|| Chip {
        href: at("me", show, 1),
        label: t.meetings_mine(),
        current: listed.whose.is_none(),
    });
    let tops = listed.tops.iter().map(|top| Chip {
        href: at(top.id.as_str(), show, 1),
        label: top.short_name.clone(),
        current: listed.whose.as_ref().is_some_and(|one| one.id == top.id),
    });
    let state = |one: Show| Chip {
        href: at(&whose, one, 1),
        label: match one {
            Show::Open => t.minutes_show_open(),
            Show::Overdue => t.minutes_show_overdue(),
            Show::Done => t.minutes_show_done(),
        },
        current: one == show,
    };
    let row = |(index, one): (usize, Measure)| Row {
        number: (number - 1) * size + index + 1,
        href: href(&one.meeting_id, &one.slot),
        text: text::cut(one.text.trim(), 200),
        due: one.due_on.map(|on| records::day_said(on, lang)).unwrap_or_default(),
        state: said(&one, today, t),
        state_code: code(&one, today),
        remark: one.done.map(|done| done.note).unwrap_or_default(),
        owner: one.owner.unwrap_or_default(),
        organization: one.organization,
        title: one.title,
    };
    let late = |one: Overdue| {
        let said = t.minutes_overdue_of(one.organization, records::day_said(one.on, lang), one.title);
        (format!("/meetings/{}/minutes", one.meeting_id), said)
    };
    IndexPage {
        chips: mine.into_iter().chain(tops).collect(),
        states: Show::ALL.map(state).into_iter().collect(),
        unit: listed.whose.as_ref().map(|one| one.name.clone()).unwrap_or_default(),
        more_overdue: listed.overdue.1,
        overdue: listed.overdue.0.into_iter().map(late).collect(),
        rows: listed.measures.into_iter().enumerate().map(row).collect(),
        back: if number > 1 { at(&whose, show, number - 1) } else { String::new() },
        on: if listed.more { at(&whose, show, number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
        page: page(context, t.minutes_measures_title()),
    }
}

pub(super) fn href(meeting_id: &Id, slot: &Slot) -> String {
    format!("/measures/{meeting_id}/{}", slot.as_str())
}

/// How far a measure is, in words.
fn said(measure: &Measure, today: jiff::civil::Date, t: &crate::shell::lang::Messages) -> String {
    match &measure.done {
        Some(_) => t.minutes_show_done(),
        None if measure.is_overdue(today) => t.minutes_show_overdue(),
        None => t.minutes_show_open(),
    }
}

/// The look of a state, by the codes of standings.
fn code(measure: &Measure, today: jiff::civil::Date) -> &'static str {
    match &measure.done {
        Some(_) => "met",
        None if measure.is_overdue(today) => "behind",
        None => "due",
    }
}

#[derive(Debug, Template)]
#[template(path = "minutes/measure.html")]
struct MeasurePage {
    page: Page,
    href: String,
    minutes_href: String,
    text: String,
    facts: Vec<(String, String)>,
    state: String,
    state_code: &'static str,
    note: String,
    finishes: bool,
    typed: String,
    mistakes: Mistakes,
}

impl MeasurePage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }
}

/// The measure, for whoever sees to it or sees the organization; and whether they may say that it was carried out.
fn reached(tx: &mut Tx, actor: &Actor, (id, slot): (&Id, &str)) -> Result<(Measure, bool)> {
    let slot = Slot::parse(slot).or_not_found()?;
    let measure = measures::find(tx, id, &slot)?.or_not_found()?;
    let path = people::organization(tx, &measure.organization_id)?.or_not_found()?.path;
    let place = Place::Organization { path: &path };
    let owns = actor.person_id.is_some() && actor.person_id == measure.owner_id;
    let finishes = owns || actor.may(Right::RecordForOrganization, place);
    let sees = finishes || actor.may(Right::SeeOrganization, place);
    if sees { Ok((measure, finishes)) } else { Err(Error::Forbidden) }
}

pub(super) async fn show(context: Context, Path((id, slot)): Path<(String, String)>) -> Result<Response> {
    render(&one(&context, (Id::from_text(id), slot), "", Mistakes::default()).await?)
}

async fn one(
    context: &Context,
    (id, slot): (Id, String),
    typed: &str,
    mistakes: Mistakes,
) -> Result<MeasurePage> {
    let actor = context.actor()?.clone();
    let (measure, finishes) = context.app.read(move |tx| reached(tx, &actor, (&id, &slot))).await?;
    let (t, lang, today) = (context.t(), context.lang, context.app.clock.today());
    let crumbs = vec![
        Crumb { href: Some("/measures".to_owned()), label: t.minutes_measures_title() },
        Crumb { href: None, label: measure.title.clone() },
    ];
    let facts = [
        (t.minutes_owner(), measure.owner.clone()),
        (t.minutes_due(), measure.due_on.map(|on| records::day_said(on, lang))),
        (t.minutes_of_meeting(), Some(measure.title.clone())),
        (t.meetings_organization(), Some(measure.organization.clone())),
        (t.minutes_done_on(), measure.done.as_ref().map(|done| records::day_said(done.on, lang))),
    ];
    Ok(MeasurePage {
        page: page(context, t.minutes_measure()).with_crumbs(crumbs),
        href: href(&measure.meeting_id, &measure.slot),
        minutes_href: format!("/meetings/{}/minutes", measure.meeting_id),
        facts: facts.into_iter().filter_map(|(label, value)| Some((label, value?))).collect(),
        state: said(&measure, today, t),
        state_code: code(&measure, today),
        finishes: finishes && measure.done.is_none(),
        note: measure.done.map(|done| done.note).unwrap_or_default(),
        text: measure.text,
        typed: typed.to_owned(),
        mistakes,
    })
}

pub(super) async fn finish(
    Path((id, slot)): Path<(String, String)>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let actor = context.actor()?.clone();
    let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
    let (key, typed) = ((Id::from_text(id), slot), fields.get("note").to_owned());
    let (id, slot) = key.clone();
    let finished = context.write(move |work| {
        let (measure, finishes) = reached(work, &actor, (&id, &slot))?;
        if !finishes {
            return Err(Error::Forbidden);
        }
        let mut mistakes = Mistakes::default();
        let note = fields.text("note", 1000, &mut mistakes).unwrap_or_default();
        mistakes.check()?;
        measures::finish(work, &entry, &measure, &note)
    });
    match finished.await {
        Ok(()) => Ok(Redirect::to(&format!("/measures/{}/{}", key.0, key.1)).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let page = one(&context, key, &typed, mistakes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
        }
        Err(error) => Err(error),
    }
}
