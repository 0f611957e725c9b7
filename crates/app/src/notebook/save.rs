//! Saving: by itself at every pause, by a button without script, and handing in.

use axum::Json;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use crate::attachments;
use crate::notebook::edit::{self, Filled};
use crate::notebook::{draft, serve};
use crate::notes::{self, Kept};
use crate::records::Entry;
use crate::shell::{Context, Error, Fields, Filed, Id, Mistakes, Posted, Result, Work};

/// A draft as the editor sends it at a pause, or when the network is back.
pub(super) async fn keep(Posted { context, fields }: Posted) -> Result<Response> {
    let mut mistakes = Mistakes::default();
    let draft = draft::read(&fields, &[], context.app.clock.today(), &mut mistakes);
    mistakes.check()?;
    let kept = kept(&context, &fields, draft).await?;
    let t = context.t();
    let at = context.app.clock.hour_of(context.app.clock.now());
    Ok(Json(json!({
        "note": kept.id,
        "saves": kept.saves,
        "known": kept.known,
        "aside": kept.aside.map(|number| format!("/notes/{}/versions/{number}", kept.id)),
        "said": if kept.aside.is_some() { t.notebook_saved_aside(at) } else { t.notebook_saved_at(at) },
    }))
    .into_response())
}

async fn kept(context: &Context, fields: &Fields, draft: notes::Draft) -> Result<Kept> {
    let actor = context.actor()?.clone();
    let person = actor.person_id.clone().ok_or(Error::Forbidden)?;
    let (which, began_from) = draft::which(fields);
    let keep =
        move |work: &mut Work<'_>| notes::keep(work, &person, &actor.account_id, &which, began_from, &draft);
    context.write(keep).await
}

/// The whole form: kept first, so that nothing that was typed is lost, then handed in where that was asked for.
pub(super) async fn save(Filed { context, fields, files }: Filed) -> Result<Response> {
    let brought = attachments::bring(&context, &fields, files).await?;
    let mut mistakes = brought.mistakes;
    let today = context.app.clock.today();
    let draft = draft::read(&fields, &brought.ids, today, &mut mistakes);
    let late_reason = fields.text("late_reason", 500, &mut mistakes);
    let served = serve::read(&fields, &mut mistakes);
    let files = draft.files.clone();
    let mut filled = Filled::back(&fields, files);
    if let Err(Error::Invalid(mistakes)) = mistakes.clone().check() {
        return edit::refused(&context, filled, mistakes).await;
    }
    let kept = match kept(&context, &fields, draft).await {
        Ok(kept) => kept,
        Err(Error::Invalid(mistakes)) => return edit::refused(&context, filled, mistakes).await,
        Err(error) => return Err(error),
    };
    match fields.get("do") {
        "enter" => {}
        "review" => return Ok(Redirect::to(&format!("/works/new?note={}", kept.id)).into_response()),
        _ => return Ok(Redirect::to(&format!("/notes/{}/edit?saved=1", kept.id)).into_response()),
    }
    filled.saved(&kept);
    if fields.get("seen").is_empty() {
        let near = notes::close_before(&context, &kept.id).await?;
        if !near.is_empty() {
            filled.close_to(near);
            return edit::shown_near(&context, filled).await;
        }
    }
    let entry = Entry::now(&context.app.clock, context.actor()?.account_id.clone(), "web");
    let (id, key) = (kept.id.clone(), fields.get("entry_key").chars().take(64).collect::<String>());
    let record = Some(fields.get("record")).filter(|id| !id.is_empty()).map(Id::from_text);
    let post = move |work: &mut Work<'_>| {
        serve::post(work, &entry, &id, &key, &served, record.as_ref(), late_reason.as_deref())
    };
    match context.write(post).await {
        Ok(()) => Ok(Redirect::to(&format!("/notes/{}?saved=1", kept.id)).into_response()),
        Err(Error::Invalid(mistakes)) => edit::refused(&context, filled, mistakes).await,
        Err(error) => Err(error),
    }
}
