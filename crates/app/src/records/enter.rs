//! Entering one record, and correcting one: the same form.

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;
use xueji_store::Tx;

use crate::attachments;
use crate::notes;
use crate::records::entry_form::{Chosen, LONGEST_TEXT};
use crate::records::entry_page::{self, Filled, form, shows_files, takes_text};
use crate::records::reach::{self, Act};
use crate::records::{self, Entry, NewRecord, Record, Subject, entry_form, files};
use crate::shell::failure::wants_json;
use crate::shell::lang::Messages;
use crate::shell::layout::{render, render_form};
use crate::shell::upload::{MOST_FILES, Sent};
use crate::shell::{
    Actor, Context, Error, Fields, Filed, Id, Mistakes, OrNotFound, Path, Query, Result, Work,
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
    render_form(&form(&context, Filled::fresh(subject, asked.activity)).await?)
}

/// Saves, and tells a person where it counted or a program which id it got.
pub(super) async fn create(headers: HeaderMap, Filed { context, fields, files }: Filed) -> Result<Response> {
    let json = wants_json(&headers);
    let subject = subject(context.actor()?, fields.get("for"), fields.get("for_person"))?;
    let (files, refused) = brought(&context, &fields, files).await?;
    if let Some(activity) = entry_page::other_activity(&fields) {
        let filled = Filled::back(subject, None, &fields, refused).with_files(files).changed(activity);
        return render(&form(&context, filled).await?);
    }
    let chosen = Chosen { ids: files.clone(), had: false };
    let new = refused.check().and_then(|()| entry_form::read(&fields, subject.clone(), None, true, chosen));
    if !json && new.is_ok() {
        let page = held_up(&context, "/records".to_owned(), &fields, &files, &subject).await?;
        if let Some(page) = page {
            return Ok(page);
        }
    }
    let submitted = match new {
        Ok(new) => submit(&context, new).await,
        Err(refused) => Err(refused),
    };
    match submitted {
        Ok(id) if json => Ok((StatusCode::CREATED, Json(serde_json::json!({ "id": id }))).into_response()),
        Ok(id) => Ok(Redirect::to(&format!("/records/{id}?saved=1")).into_response()),
        Err(Error::Invalid(mistakes)) if !json => {
            entry_page::refused(&context, Filled::back(subject, None, &fields, mistakes).with_files(files))
                .await
        }
        Err(error) => Err(error),
    }
}

/// The files that the form comes to, those that were ticked and those that it brought; and what is wrong with others.
pub(super) async fn brought(
    context: &Context,
    fields: &Fields,
    sent: Vec<Sent>,
) -> Result<(Vec<Id>, Mistakes)> {
    let brought = attachments::bring(context, fields, sent).await?;
    let ticked = fields.all("file").map(Id::from_text);
    Ok((ticked.chain(brought.ids).take(2 * MOST_FILES).collect(), brought.mistakes))
}

/// What is written with one's own record is a note: its author sees first what it is close to.
async fn held_up(
    context: &Context,
    action: String,
    fields: &Fields,
    files: &[Id],
    subject: &Subject,
) -> Result<Option<Response>> {
    if !reach::is_own(context.actor()?, subject) {
        return Ok(None);
    }
    let on = fields.date("last_on", &mut Mistakes::default()).unwrap_or_else(|| context.app.clock.today());
    let typed = fields.iter().filter(|(name, _)| *name != "file");
    let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let files = files.iter().map(|id| ("file".to_owned(), id.to_string()));
    let fields = Fields::of(typed.chain(files));
    let text = notes::Text::Typed { field: "body", on, most: LONGEST_TEXT, keep: "" };
    notes::held_up(context, action, &fields, text).await
}

async fn submit(context: &Context, new: NewRecord) -> Result<Id> {
    let actor = context.actor()?.clone();
    let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
    let submit = move |work: &mut Work<'_>| {
        reach::require(work, &actor, Act::Record, &new.subject, entry.on)?;
        records::submit(work, &entry, &new)
    };
    context.write(submit).await
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
        let files = files::of(tx, &old.id)?;
        Ok((old, files))
    };
    let (old, files) = context.app.read(find).await?;
    render(&form(&context, Filled::correcting(old, &files, asked.activity)).await?)
}

pub(super) async fn correct(
    Path(id): Path<String>,
    Filed { context, fields, files }: Filed,
) -> Result<Response> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let (id, whose) = (Id::from_text(id), actor.clone());
    let find = move |tx: &mut Tx| {
        let old = changeable(tx, &whose, &id, today)?;
        let files = files::of(tx, &old.id)?;
        Ok((old, files))
    };
    let (old, before) = context.app.read(find).await?;
    let (mut files, refused) = brought(&context, &fields, files).await?;
    if !shows_files(&actor, &old) {
        // They go along unseen, before those that are added.
        let added = files.into_iter().filter(|id| before.iter().all(|file| file.id != *id));
        files = before.iter().map(|file| file.id.clone()).chain(added).collect();
    }
    let back = |old: Record, mistakes| {
        Filled::back(old.subject(), Some(old), &fields, mistakes).with_files(files.clone())
    };
    if let Some(activity) = entry_page::other_activity(&fields) {
        return render(&form(&context, back(old, refused).changed(activity)).await?);
    }
    let chosen = Chosen { ids: files.clone(), had: !before.is_empty() };
    let new = refused.check().and_then(|()| {
        entry_form::read(&fields, old.subject(), Some(&old), takes_text(&actor, &old), chosen)
    });
    if new.is_ok() && old.note().is_none() {
        let action = format!("/records/{}/correct", old.id);
        if let Some(page) = held_up(&context, action, &fields, &files, &old.subject()).await? {
            return Ok(page);
        }
    }
    let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
    let reason = fields.get("reason").to_owned();
    let corrected = match new {
        Ok(new) => {
            let id = old.id.clone();
            context.write(move |work| records::correct(work, &entry, &id, &new, &reason)).await
        }
        Err(error) => Err(error),
    };
    match corrected {
        Ok(id) => Ok(Redirect::to(&format!("/records/{id}?saved=1")).into_response()),
        Err(Error::Invalid(mistakes)) => entry_page::refused(&context, back(old, mistakes)).await,
        // Somebody else was quicker: what was typed stays before whoever typed it.
        Err(Error::Conflict(said)) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("reason", said);
            let form = form(&context, back(old, mistakes)).await?;
            Ok((StatusCode::CONFLICT, render(&form)?).into_response())
        }
        Err(error) => Err(error),
    }
}

/// The record, where the actor may correct or withdraw it.
pub(super) fn changeable(tx: &mut Tx, actor: &Actor, id: &Id, today: Date) -> Result<Record> {
    let old = records::find(tx, id)?.or_not_found()?;
    if reach::may_change(tx, actor, &old, today)? { Ok(old) } else { Err(Error::Forbidden) }
}

/// Whose record the form makes: one's own unless it says otherwise.
fn subject(actor: &Actor, whose: &str, for_person: &str) -> Result<Subject> {
    match (whose, for_person) {
        ("" | "me", "") => actor.person_id.clone().map(Subject::Person).ok_or(Error::Forbidden),
        (_, "") => Ok(Subject::Organization(Id::from_text(whose))),
        (_, person) => Ok(Subject::Person(Id::from_text(person))),
    }
}
