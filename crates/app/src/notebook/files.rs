//! The files of notes: brought while writing, had by whoever may read the note.

use axum::Json;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;
use xueji_store::Tx;

use crate::attachments;
use crate::notes;
use crate::shell::blobs::Part;
use crate::shell::lang::Messages;
use crate::shell::upload::FILES_FIELD;
use crate::shell::{Context, Error, Filed, Id, Mistakes, OrNotFound, Path, Result};

/// Takes files while somebody writes; they wait for the next save.
pub(super) async fn bring(Filed { context, fields, files }: Filed) -> Result<Response> {
    let brought = attachments::bring(&context, &fields, files).await?;
    brought.mistakes.check()?;
    if brought.ids.is_empty() {
        return Err(Mistakes::one(FILES_FIELD, Messages::records_no_files_chosen));
    }
    let ids = brought.ids;
    let found = context.app.read(move |tx| attachments::find(tx, &ids)).await?;
    let t = context.t();
    let one = |file: &attachments::Attachment| {
        let view = attachments::view(file, t);
        json!({ "id": view.id, "name": view.name, "told": view.told, "picture": file.kind.is_picture() })
    };
    Ok(Json(json!({ "files": found.iter().map(one).collect::<Vec<_>>() })).into_response())
}

/// A file that one brought oneself, while no note names it yet.
pub(super) async fn waiting(
    context: Context,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let (actor, file) = (context.actor()?.clone(), Id::from_text(file));
    let find = move |tx: &mut Tx| {
        let found = attachments::find(tx, std::slice::from_ref(&file))?.pop();
        let file = found.filter(|file| file.by_account_id == actor.account_id).or_not_found()?;
        // Who scanned a page for somebody had the paper in hand; the picture is theirs whose note it is in.
        if notes::is_in_another_s(tx, &file.id, actor.person_id.as_ref())? {
            return Err(Error::NotFound);
        }
        Ok(file)
    };
    let file = context.app.read(find).await?;
    attachments::answer(&context.app, &headers, &file, Part::Whole).await
}

pub(super) async fn whole(
    context: Context,
    Path(of): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    serve(&context, of, &headers, Part::Whole).await
}

pub(super) async fn small(
    context: Context,
    Path(of): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    serve(&context, of, &headers, Part::Small).await
}

/// Asked for each time: whoever may not read any more gets nothing from a kept address.
async fn serve(
    context: &Context,
    (note, file): (String, String),
    headers: &HeaderMap,
    part: Part,
) -> Result<Response> {
    let (actor, clock) = (context.actor()?.clone(), context.app.clock.clone());
    let (note, file) = (Id::from_text(note), Id::from_text(file));
    let page = format!("/notes/{note}");
    let find = move |tx: &mut Tx| {
        let note = notes::find(tx, &note)?.or_not_found()?;
        let own = actor.person_id.as_ref() == Some(&note.person_id);
        if !own && note.entered.is_none() {
            return Err(Error::NotFound);
        }
        if !notes::may_read(tx, &actor, &note, clock.today())? {
            return Err(Error::Forbidden);
        }
        // Others have the files of what was handed in alone.
        let there = if own {
            notes::files_of(tx, &note.id)?
        } else {
            notes::handed_in(tx, &note.id)?.map(|version| version.files).unwrap_or_default()
        };
        let file = there.into_iter().find(|one| *one == file).or_not_found()?;
        let file = attachments::find(tx, &[file])?.pop().or_not_found()?;
        let since = clock.now() - notes::OPEN_FOR;
        let version = (&note.id, note.entered.unwrap_or(note.current));
        let open = own || notes::opened_since(tx, &actor.account_id, version, since)?;
        Ok(open.then_some(file))
    };
    match context.app.read(find).await? {
        Some(file) => attachments::answer(&context.app, headers, &file, part).await,
        None => Ok(Redirect::to(&page).into_response()),
    }
}
