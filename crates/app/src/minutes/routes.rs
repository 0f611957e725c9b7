//! The addresses of minutes and measures, and what each form does.

use axum::Json;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use crate::minutes::write::{self, Saved, Typed};
use crate::minutes::{Kind, Slot, document, measures_page, pages, signing, store, views};
use crate::records::Entry;
use crate::shell::lang::Messages;
use crate::shell::{
    Access, Actor, Context, Error, Fields, Id, Mistakes, Path, Posted, Query, Result, Routes, Work,
};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .page("/meetings/{id}/minutes", Access::SignedIn, pages::show)
        .form("/meetings/{id}/minutes", Access::SignedIn, save)
        .form("/meetings/{id}/minutes/blocks", Access::SignedIn, save_blocks)
        .page("/meetings/{id}/minutes/changes", Access::SignedIn, changes)
        .form("/meetings/{id}/minutes/sign", Access::Person, sign)
        .form("/meetings/{id}/minutes/reopen", Access::SignedIn, reopen)
        .page("/meetings/{id}/minutes.docx", Access::SignedIn, document::minutes)
        .page("/meetings/{id}/sign-in-sheet.docx", Access::SignedIn, document::sign_in_sheet)
        .page("/meetings/{id}/attendance.docx", Access::SignedIn, document::attendance)
        .page("/measures", Access::SignedIn, measures_page::index)
        .page("/measures/{meeting}/{slot}", Access::SignedIn, measures_page::show)
        .form("/measures/{meeting}/{slot}", Access::SignedIn, measures_page::finish)
}

/// Every block that a form carries: `text-SLOT`, `from-SLOT`, `person-SLOT`, `due-SLOT`.
fn typed(fields: &Fields) -> Result<Vec<Typed>> {
    let mut mistakes = Mistakes::default();
    let mut all = Vec::new();
    for (name, text) in fields.iter() {
        let Some(slot) = name.strip_prefix("text-").and_then(Slot::parse) else { continue };
        let field = |name: &str| fields.get(&format!("{name}-{}", slot.as_str())).to_owned();
        let (person, due) = (field("person"), field("due"));
        let named = matches!(slot.kind(), Kind::Talk | Kind::Measure) && !person.is_empty();
        let due_on = Some(due).filter(|due| !due.is_empty()).map(|due| due.parse());
        if matches!(due_on, Some(Err(_))) {
            mistakes.add("due", Messages::field_not_a_date);
        }
        all.push(Typed {
            began_from: field("from").parse().unwrap_or(0),
            person_id: match slot.kind() {
                Kind::Lead => Some(Id::from_text(slot.key())),
                _ => named.then(|| Id::from_text(person)),
            },
            due_on: due_on.and_then(Result::ok).filter(|_| slot.kind() == Kind::Measure),
            text: text.replace("\r\n", "\n"),
            slot,
        });
    }
    mistakes.check()?;
    Ok(all)
}

/// Saves what a visitor typed who runs the meeting.
fn written(
    work: &mut Work<'_>,
    actor: &Actor,
    entry: &Entry,
    id: &Id,
    fields: &Fields,
) -> Result<Vec<Saved>> {
    let (meeting, reach) = document::reached(work, actor, id)?;
    if !reach.runs {
        return Err(Error::Forbidden);
    }
    let writer: String = fields.get("writer").chars().take(40).collect();
    write::write(work, entry, &meeting, &writer, &typed(fields)?)
}

fn entry(context: &Context) -> Result<(Actor, Entry)> {
    let actor = context.actor()?.clone();
    let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
    Ok((actor, entry))
}

/// The whole form at once, for browsers without script.
async fn save(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, entry) = entry(&context)?;
    let (id, fields) = (Id::from_text(id), fields);
    let (meeting, kept) = (id.clone(), fields.clone());
    let saved = context.write(move |work| written(work, &actor, &entry, &meeting, &fields).map(drop));
    match saved.await {
        Ok(()) => Ok(Redirect::to(&format!("/meetings/{id}/minutes")).into_response()),
        Err(Error::Invalid(mistakes)) => pages::refused(&context, id, &kept, mistakes).await,
        Err(error) => Err(error),
    }
}

/// The blocks that changed in a window, as it saves them by itself.
async fn save_blocks(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, entry) = entry(&context)?;
    let at = context.app.clock.hour_of(entry.at);
    let id = Id::from_text(id);
    let saved = context.write(move |work| written(work, &actor, &entry, &id, &fields)).await?;
    let one = |saved: &Saved| {
        json!({
            "slot": saved.block.slot.as_str(),
            "sent": saved.sent,
            "version": saved.block.version,
            "text": saved.block.text,
            "person": saved.block.person_id,
            "due": saved.block.due_on.map(|on| on.to_string()),
        })
    };
    let said = context.t().minutes_saved_at(at);
    Ok(Json(json!({ "said": said, "blocks": saved.iter().map(one).collect::<Vec<_>>() })).into_response())
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Since {
    since: i64,
}

/// What others changed since a number: asked every few seconds by every open window, so it reads no more than it says.
async fn changes(
    context: Context,
    Path(id): Path<String>,
    Query(Since { since }): Query<Since>,
) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let (changed, seats) = context
        .app
        .read(move |tx| {
            let (_, reach) = document::reached(tx, &actor, &id)?;
            if !reach.runs {
                return Err(Error::Forbidden);
            }
            let changed = store::blocks(tx, &id, since)?;
            let added = changed.iter().any(|block| block.first_change > since);
            Ok((changed, if added { crate::meetings::seats(tx, &id)? } else { Vec::new() }))
        })
        .await?;
    let now = changed.iter().map(|block| block.change).max().unwrap_or(since);
    let mut blocks = Vec::with_capacity(changed.len());
    for block in changed {
        // A window that has no such block yet needs all of it.
        let html = if block.first_change > since {
            views::fragment(&context, &block, &seats)?
        } else {
            String::new()
        };
        blocks.push(json!({
            "slot": block.slot.as_str(),
            "kind": block.slot.kind().code(),
            "version": block.version,
            "text": block.text,
            "person": block.person_id,
            "due": block.due_on.map(|on| on.to_string()),
            "html": html,
        }));
    }
    Ok(Json(json!({ "since": now, "blocks": blocks })).into_response())
}

async fn sign(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, entry) = entry(&context)?;
    let id = Id::from_text(id);
    let back = format!("/meetings/{id}/minutes?read=1");
    context
        .write(move |work| {
            let (meeting, _) = document::reached(work, &actor, &id)?;
            signing::sign(work, &entry, &actor, &meeting, fields.get("seen"))
        })
        .await?;
    Ok(Redirect::to(&back).into_response())
}

async fn reopen(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, entry) = entry(&context)?;
    let id = Id::from_text(id);
    let (meeting, kept) = (id.clone(), fields.clone());
    let reopened = context.write(move |work| {
        let (meeting, reach) = document::reached(work, &actor, &meeting)?;
        if !reach.runs {
            return Err(Error::Forbidden);
        }
        let mut mistakes = Mistakes::default();
        let reason = fields.text("reason", 500, &mut mistakes).unwrap_or_default();
        mistakes.check()?;
        signing::reopen(work, &entry, &meeting, &reason)
    });
    match reopened.await {
        Ok(()) => Ok(Redirect::to(&format!("/meetings/{id}/minutes")).into_response()),
        Err(Error::Invalid(mistakes)) => pages::refused(&context, id, &kept, mistakes).await,
        Err(error) => Err(error),
    }
}
