//! One stay: its head for everybody concerned, its findings for whoever wrote them.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xueji_store::Tx;

use crate::notes;
use crate::people;
use crate::records::Entry;
use crate::research::clash::clash;
use crate::research::fellows::{Fellow, fellows};
use crate::research::{Answer, Measure, Part, Stay, change, companions, findings, store, words};
use crate::shell::lang::Messages;
use crate::shell::layout::{Crumb, render};
use crate::shell::{
    Actor, Context, Error, Id, Mistakes, OrNotFound, Page, Path, Place, Posted, Query, Result, Right, Work,
    markdown, page,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Arrived {
    saved: String,
}

#[derive(Debug, Template)]
#[template(path = "research/show.html")]
struct ShowPage {
    page: Page,
    id: String,
    own: bool,
    whose: String,
    withdrawn: bool,
    days: String,
    amount: String,
    form: String,
    parts: Vec<Part>,
    fellows: Vec<Fellow>,
    measures: Vec<MeasureRow>,
    outcome: String,
    record_href: String,
    /// The findings, for whoever wrote them.
    note: Option<NoteShown>,
    /// Whether the visitor is asked if they came along.
    asked: bool,
    /// What covers the days of whoever is asked.
    clash: Option<(String, String)>,
    longer: Option<String>,
    mistakes: Mistakes,
}

#[derive(Debug)]
struct NoteShown {
    href: String,
    excerpt: String,
    handed_in: bool,
}

#[derive(Debug)]
struct MeasureRow {
    number: usize,
    problem: String,
    measure: String,
    unit: String,
    due: String,
}

impl ShowPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }
}

struct Found {
    stay: Stay,
    own: bool,
    /// Whether the visitor may see its person's page.
    sees: bool,
    whose: String,
    parts: Vec<Part>,
    fellows: Vec<Fellow>,
    measures: Vec<Measure>,
    note: Option<NoteShown>,
    asked: bool,
    clash: Option<(String, String)>,
    longer: Option<String>,
}

/// The stay, for whoever may know of it; and as whom.
fn found(tx: &mut Tx, context: &Context, id: &Id) -> Result<Found> {
    let (actor, today, lang) = (context.actor()?, context.app.clock.today(), context.lang);
    let stay = store::find(tx, id)?.or_not_found()?;
    let own = actor.person_id.as_ref() == Some(&stay.person_id);
    let fellows = fellows(tx, &stay)?;
    let me = |one: &Fellow| actor.person_id.as_ref() == Some(&one.person_id);
    let sees = sees(tx, actor, &stay, today)?;
    if !own && !fellows.iter().any(me) && !sees {
        return Err(Error::Forbidden);
    }
    let named = store::companions(tx, id)?;
    let asked = named
        .iter()
        .any(|one| actor.person_id.as_ref() == Some(&one.person_id) && one.answer == Answer::Asked);
    let clash = match &actor.person_id {
        Some(person_id) if asked => {
            clash(tx, person_id, None, (stay.days.first_on, stay.days.last_on), None)?
        }
        _ => None,
    };
    let longer = if own {
        let host = store::host_of(tx, id)?;
        change::extends_to(&stay, host.as_ref(), today).map(|to| lang.day(to))
    } else {
        None
    };
    Ok(Found {
        whose: people::person(tx, &stay.person_id)?.or_not_found()?.name,
        parts: store::parts(tx, id)?,
        measures: store::measures(tx, id)?,
        note: if own { note_of(tx, &stay)? } else { None },
        clash: clash.map(|found| {
            let (first, last) = found.days();
            (found.href(), words::span(first, last, lang))
        }),
        asked: asked && !stay.withdrawn,
        fellows,
        longer,
        own,
        sees,
        stay,
    })
}

/// Whether a post lets the actor know of what the person does.
fn sees(tx: &mut Tx, actor: &Actor, stay: &Stay, today: jiff::civil::Date) -> Result<bool> {
    let home = people::home(tx, &stay.person_id, today)?;
    Ok(home.is_some_and(|home| {
        actor.may(Right::SeePerson, Place::Person { id: &stay.person_id, path: &home.path })
    }))
}

fn note_of(tx: &mut Tx, stay: &Stay) -> Result<Option<NoteShown>> {
    let Some(id) = &stay.note_id else { return Ok(None) };
    let Some(note) = notes::find(tx, id)? else { return Ok(None) };
    let text = notes::version(tx, id, note.current)?.map(|version| version.text).unwrap_or_default();
    Ok(Some(NoteShown {
        href: format!("/notes/{id}"),
        excerpt: markdown::excerpt(&text, 160),
        handed_in: note.entered.is_some(),
    }))
}

pub(super) async fn show(
    context: Context,
    Path(id): Path<String>,
    Query(arrived): Query<Arrived>,
) -> Result<Response> {
    let saved = !arrived.saved.is_empty();
    render(&laid_out(&context, Id::from_text(id), saved, Mistakes::default()).await?)
}

async fn laid_out(context: &Context, id: Id, just_saved: bool, mistakes: Mistakes) -> Result<ShowPage> {
    let asking = context.clone();
    let found = context.app.read(move |tx| found(tx, &asking, &id)).await?;
    let (t, lang, stay) = (context.t(), context.lang, found.stay);
    let topics = found.parts.iter().map(|part| part.topic.as_str());
    let title = super::log::joined(topics);
    let mut way = vec![Crumb { href: Some("/research".to_owned()), label: t.nav_research() }];
    if !found.own && found.sees {
        way = vec![Crumb { href: Some(format!("/people/{}", stay.person_id)), label: found.whose.clone() }];
    }
    way.push(Crumb { href: None, label: title.clone() });
    let measure = |(index, one): (usize, Measure)| MeasureRow {
        number: index + 1,
        problem: one.problem,
        measure: one.text,
        unit: one.unit,
        due: one.due_on.map(|on| lang.day(on)).unwrap_or_default(),
    };
    let flash = just_saved.then(|| t.research_saved(words::amount(&stay.days, lang)));
    Ok(ShowPage {
        page: page(context, title).with_crumbs(way).with_flash(flash),
        id: stay.id.to_string(),
        own: found.own,
        whose: found.whose,
        withdrawn: stay.withdrawn,
        days: words::days(&stay.days, lang),
        amount: words::amount(&stay.days, lang),
        form: words::form(stay.form, t),
        parts: found.parts,
        fellows: found.fellows,
        measures: found.measures.into_iter().enumerate().map(measure).collect(),
        outcome: stay.outcome,
        record_href: stay.record_id.map(|id| format!("/records/{id}")).unwrap_or_default(),
        note: found.note,
        asked: found.asked,
        clash: found.clash,
        longer: found.longer,
        mistakes,
    })
}

/// An act of the owner's on a stay, and the page again where something is wrong.
async fn act(
    context: &Context,
    id: &str,
    act: impl FnOnce(&mut Work<'_>, &Entry, &Stay) -> Result<Option<String>> + Send + 'static,
) -> Result<Response> {
    let (own, id) = (context.actor()?.person_id.clone(), Id::from_text(id));
    let entry = Entry::now(&context.app.clock, context.actor()?.account_id.clone(), "web");
    let at = id.clone();
    let done = context.write(move |work: &mut Work<'_>| {
        let stay = change::held(work, own.as_ref(), &at)?;
        act(work, &entry, &stay)
    });
    answered(context, id, done.await).await
}

async fn answered(context: &Context, id: Id, done: Result<Option<String>>) -> Result<Response> {
    match done {
        Ok(to) => Ok(Redirect::to(&to.unwrap_or_else(|| format!("/research/{id}"))).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let page = laid_out(context, id, false, mistakes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn extend(Path(id): Path<String>, Posted { context, .. }: Posted) -> Result<Response> {
    let (today, reason) = (context.app.clock.today(), context.t().research_longer_reason());
    act(&context, &id, move |work, entry, stay| {
        let host = store::host_of(work, &stay.id)?;
        let to = change::extends_to(stay, host.as_ref(), today);
        let to = to.ok_or(Error::Conflict(Messages::research_not_longer))?;
        change::extend(work, entry, stay, to, &reason).map(|()| None)
    })
    .await
}

pub(super) async fn withdraw(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let reason: String = fields.get("reason").chars().take(500).collect();
    act(&context, &id, move |work, entry, stay| change::withdraw(work, entry, stay, &reason).map(|()| None))
        .await
}

/// Begins the note of what was found, and leads to where it is written.
pub(super) async fn write(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    act(&context, &id, move |work, entry, stay| {
        let mut mistakes = Mistakes::default();
        let text = fields.text("text", notes::LONGEST, &mut mistakes).unwrap_or_default();
        mistakes.check()?;
        let note = findings::begin(work, entry, stay, &text)?;
        Ok(Some(format!("/notes/{note}/edit")))
    })
    .await
}

pub(super) async fn hand_in(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (own, at) = (context.actor()?.person_id.clone(), Id::from_text(id.as_str()));
    let stay = context.app.read(move |tx| change::own(tx, own.as_ref(), &at)).await?;
    let note = stay.note_id.clone();
    let text = notes::Text::Notes(stay.note_id.into_iter().collect());
    if let Some(page) =
        notes::held_up(&context, format!("/research/{id}/findings/hand-in"), &fields, text).await?
    {
        return Ok(page);
    }
    let reason = context.t().research_findings_reason();
    let (own, id) = (context.actor()?.person_id.clone(), Id::from_text(id));
    let entry = Entry::now(&context.app.clock, context.actor()?.account_id.clone(), "web");
    let at = id.clone();
    let done = context.write(move |work: &mut Work<'_>| {
        // The note before the person, as wherever a note is handed in.
        if let Some(note) = &note {
            work.serialize_on(&[note.as_str()])?;
        }
        let stay = change::held(work, own.as_ref(), &at)?;
        findings::hand_in(work, &entry, &stay, &reason).map(|()| None)
    });
    answered(&context, id, done.await).await
}

/// A companion's answer, with one tap.
pub(super) async fn answer(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let person_id = context.actor()?.person_id.clone().ok_or(Error::Forbidden)?;
    let entry = Entry::now(&context.app.clock, context.actor()?.account_id.clone(), "web");
    let (id, clock) = (Id::from_text(id), context.app.clock.clone());
    let went = match fields.get("went") {
        "yes" => true,
        "no" => false,
        _ => return Err(Mistakes::one("went", Messages::field_unknown_choice)),
    };
    let at = id.clone();
    let done = context.write(move |work: &mut Work<'_>| {
        let stay = store::find(work, &at)?.or_not_found()?;
        let own = companions::answer(work, &entry, &clock, (&stay, &person_id), went)?;
        Ok(Some(own.map_or_else(|| "/research".to_owned(), |own| format!("/research/{own}?saved=1"))))
    });
    answered(&context, id, done.await).await
}
