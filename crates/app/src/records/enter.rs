//! Entering one record, and correcting one: the same form.

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;
use xueji_plan::{RecordedFor, Unit};
use xueji_standing::Outcome;
use xueji_store::Tx;

use crate::people;
use crate::records::entry_form::{self, Typed};
use crate::records::offer::{self, Choice, Offer};
use crate::records::reach::{self, Act};
use crate::records::views::{EntryPage, Link};
use crate::records::{self, Entry, Record, Subject, words};
use crate::shell::failure::wants_json;
use crate::shell::lang::Messages;
use crate::shell::layout::render;
use crate::shell::{
    Actor, Context, Error, Fields, Id, Mistakes, OrNotFound, Path, Posted, Query, Result, Right, Work, page,
};

/// What the address of an empty form asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    activity: String,
    /// `me`, or an organization's id.
    #[serde(rename = "for")]
    whose: String,
    for_person: String,
}

pub(super) async fn new(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let subject = subject(context.actor()?, &asked.whose, &asked.for_person)?;
    render(&form(&context, Filled::fresh(subject, asked.activity)).await?)
}

/// Saves, and tells a person where it counted or a program which id it got.
pub(super) async fn create(headers: HeaderMap, Posted { context, fields }: Posted) -> Result<Response> {
    let json = wants_json(&headers);
    let subject = subject(context.actor()?, fields.get("for"), fields.get("for_person"))?;
    match submit(&context, &fields, subject.clone()).await {
        Ok(id) if json => Ok((StatusCode::CREATED, Json(serde_json::json!({ "id": id }))).into_response()),
        Ok(id) => Ok(Redirect::to(&format!("/records/{id}?saved=1")).into_response()),
        Err(Error::Invalid(mistakes)) if !json => {
            refused(&context, Filled::back(subject, None, &fields, mistakes)).await
        }
        Err(error) => Err(error),
    }
}

async fn submit(context: &Context, fields: &Fields, subject: Subject) -> Result<Id> {
    let actor = context.actor()?.clone();
    let new = entry_form::read(fields, subject, None, true)?;
    let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
    let submit = move |work: &mut Work<'_>| {
        reach::require(work, &actor, Act::Record, &new.subject, entry.on)?;
        records::submit(work, &entry, &new)
    };
    context.app.write(submit).await
}

pub(super) async fn edit(
    context: Context,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let find = move |tx: &mut Tx| {
        let old = changeable(tx, &actor, &Id::from_text(id), today)?;
        if old.withdrawal || records::replaced_by(tx, &old.id)?.is_some() {
            return Err(Error::Conflict(Messages::records_already_replaced));
        }
        Ok(old)
    };
    let old = context.app.read(find).await?;
    let filled = Filled { old: Some(old.clone()), ..Filled::fresh(old.subject(), asked.activity) };
    render(&form(&context, filled).await?)
}

pub(super) async fn correct(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let (id, whose) = (Id::from_text(id), actor.clone());
    let old = context.app.read(move |tx| changeable(tx, &whose, &id, today)).await?;
    let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
    let reason = fields.get("reason").to_owned();
    let new = entry_form::read(&fields, old.subject(), Some(&old), shows_text(&actor, &old));
    let corrected = match new {
        Ok(new) => {
            let id = old.id.clone();
            context.app.write(move |work| records::correct(work, &entry, &id, &new, &reason)).await
        }
        Err(error) => Err(error),
    };
    match corrected {
        Ok(id) => Ok(Redirect::to(&format!("/records/{id}?saved=1")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            refused(&context, Filled::back(old.subject(), Some(old), &fields, mistakes)).await
        }
        Err(error) => Err(error),
    }
}

/// The record, where the actor may correct or withdraw it.
pub(super) fn changeable(tx: &mut Tx, actor: &Actor, id: &Id, today: Date) -> Result<Record> {
    let old = records::find(tx, id)?.or_not_found()?;
    if reach::may_change(tx, actor, &old, today)? { Ok(old) } else { Err(Error::Forbidden) }
}

/// Whether the form shows the text: another's note is not opened by correcting its date.
fn shows_text(actor: &Actor, old: &Record) -> bool {
    old.person_id.is_none() || reach::is_own(actor, &old.subject())
}

/// Whose record the form makes: one's own unless it says otherwise.
fn subject(actor: &Actor, whose: &str, for_person: &str) -> Result<Subject> {
    match (whose, for_person) {
        ("" | "me", "") => actor.person_id.clone().map(Subject::Person).ok_or(Error::Forbidden),
        (_, "") => Ok(Subject::Organization(Id::from_text(whose))),
        (_, person) => Ok(Subject::Person(Id::from_text(person))),
    }
}

/// What goes into the form.
struct Filled {
    subject: Subject,
    old: Option<Record>,
    /// The activity that the address asks for.
    activity: String,
    /// What was typed, where it came back.
    typed: Option<Typed>,
    mistakes: Mistakes,
}

impl Filled {
    fn fresh(subject: Subject, activity: String) -> Self {
        Self { subject, old: None, activity, typed: None, mistakes: Mistakes::default() }
    }

    fn back(subject: Subject, old: Option<Record>, fields: &Fields, mistakes: Mistakes) -> Self {
        let typed = Some(Typed::of_fields(fields));
        Self { subject, old, activity: String::new(), typed, mistakes }
    }
}

async fn refused(context: &Context, filled: Filled) -> Result<Response> {
    let form = form(context, filled).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&form)?).into_response())
}

async fn form(context: &Context, filled: Filled) -> Result<EntryPage> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let subject = filled.subject.clone();
    let changing = filled.old.is_some();
    let (offer, name, organizations) = context
        .app
        .read(move |tx| {
            if !changing {
                reach::require(tx, &actor, Act::Record, &subject, today)?;
            }
            let name = if reach::is_own(&actor, &subject) { None } else { Some(name_of(tx, &subject)?) };
            Ok((Offer::on(tx, today)?, name, reach::organizations(tx, &actor)?))
        })
        .await?;
    Ok(laid_out(context, filled, &offer, name.as_ref(), organizations))
}

fn laid_out(
    context: &Context,
    filled: Filled,
    offer: &Offer,
    whose: Option<&String>,
    organizations: Vec<(Id, String)>,
) -> EntryPage {
    let (t, lang, today) = (context.t(), context.lang, context.app.clock.today());
    let recorded_for = match filled.subject {
        Subject::Person(_) => RecordedFor::Person,
        Subject::Organization(_) => RecordedFor::Organization,
    };
    let single = offer.single(recorded_for);
    let with_text = match (&filled.old, &context.visitor) {
        (Some(old), Some(actor)) => shows_text(actor, old),
        _ => true,
    };
    let asked = single.iter().find(|activity| activity.name.code == filled.activity).copied();
    let typed = match (filled.typed, &filled.old) {
        (Some(typed), _) => Some(typed),
        (None, Some(old)) => {
            let mut typed = Typed::of_record(old, with_text);
            if let Some(activity) = asked.filter(|_| old.outcome == Outcome::Done) {
                typed.activity.clone_from(&activity.name.code);
            }
            Some(typed)
        }
        (None, None) => asked.or(single.first().copied()).map(|activity| Typed::fresh(activity, today)),
    };
    let typed = typed.unwrap_or_default();
    let known = offer.find(&typed.activity).map(|(_, activity)| activity);
    let activity = known.or(single.first().copied());
    let (hidden, query) = match &filled.subject {
        Subject::Organization(id) => (vec![("for", id.to_string())], format!("for={id}&")),
        Subject::Person(id) if whose.is_some() => {
            (vec![("for_person", id.to_string())], format!("for_person={id}&"))
        }
        Subject::Person(_) => (Vec::new(), String::new()),
    };
    let (chooser, action) = match &filled.old {
        Some(old) => (format!("/records/{}/correct", old.id), format!("/records/{}/correct", old.id)),
        None => ("/records/new".to_owned(), "/records".to_owned()),
    };
    let attended = filled.old.as_ref().is_some_and(|old| old.outcome != Outcome::Done);
    let (quick, others): (Vec<_>, Vec<_>) = single.into_iter().partition(|activity| activity.quick);
    let link = |choice: Choice| Link {
        href: format!("{chooser}?{query}activity={}", choice.code),
        label: choice.title,
        current: choice.chosen,
    };
    let title = match (&filled.old, whose) {
        (Some(_), _) => t.records_correct_title(),
        (None, Some(name)) => t.records_new_title_for(name),
        (None, None) => t.nav_record(),
    };
    let needs: Vec<String> =
        offer.evidence(&typed.activity).into_iter().map(|kind| offer::evidence_name(kind, t)).collect();
    EntryPage {
        page: page(context, title),
        whoms: if filled.old.is_some() { Vec::new() } else { whoms(t, &filled.subject, organizations) },
        many_href: context
            .visitor
            .as_ref()
            .filter(|actor| filled.old.is_none() && actor.may_anywhere(Right::RecordForOrganization))
            .map(|_| "/records/many".to_owned()),
        quick: offer::choices(quick, &typed.activity, lang).into_iter().map(link).collect(),
        others: offer::choices(others, &typed.activity, lang),
        named: activity.map(|activity| words::named(&activity.name, lang)),
        categories: activity
            .map(|activity| offer.categories(activity, &typed.category, lang))
            .unwrap_or_default(),
        units: activity.map(|activity| offer::units(activity, &typed.unit, lang, t)).unwrap_or_default(),
        in_days: activity.is_some_and(|activity| activity.units.contains(&Unit::Days)),
        outcomes: if attended { offer::outcomes(&typed.outcome, t) } else { Vec::new() },
        for_organization: recorded_for == RecordedFor::Organization,
        needs: needs.join(&t.records_list_comma()),
        correcting: filled.old.is_some(),
        today: today.to_string(),
        hidden,
        chooser,
        action,
        with_text,
        attended,
        typed,
        mistakes: filled.mistakes,
    }
}

/// For whom else the actor may enter: offered only where there is a choice.
fn whoms(t: &Messages, subject: &Subject, organizations: Vec<(Id, String)>) -> Vec<Link> {
    if organizations.is_empty() {
        return Vec::new();
    }
    let me = Link {
        href: "/records/new".to_owned(),
        label: t.records_for_me(),
        current: matches!(subject, Subject::Person(_)),
    };
    let theirs = organizations.into_iter().map(|(id, name)| Link {
        href: format!("/records/new?for={id}"),
        label: name,
        current: subject.id() == &id,
    });
    std::iter::once(me).chain(theirs).collect()
}

/// What a subject is called.
pub(super) fn name_of(tx: &mut Tx, subject: &Subject) -> Result<String> {
    match subject {
        Subject::Person(id) => Ok(people::person(tx, id)?.or_not_found()?.name),
        Subject::Organization(id) => Ok(people::organization(tx, id)?.or_not_found()?.name),
    }
}
