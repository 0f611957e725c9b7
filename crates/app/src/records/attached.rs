//! The files of a record: had by those who may read its text, and more of them added.

use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use xueji_store::Tx;

use crate::attachments;
use crate::notes;
use crate::records::attest::opened_since;
use crate::records::enter::{brought, changeable};
use crate::records::reach::{self, Act};
use crate::records::shown::{is_open, refused};
use crate::records::{self, Entry, files};
use crate::shell::blobs::Part;
use crate::shell::lang::Messages;
use crate::shell::upload::FILES_FIELD;
use crate::shell::{Context, Error, Filed, Id, Mistakes, OrNotFound, Path, Result, Work};

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
    (record, file): (String, String),
    headers: &HeaderMap,
    part: Part,
) -> Result<Response> {
    let (actor, clock) = (context.actor()?.clone(), context.app.clock.clone());
    let (record, file) = (Id::from_text(record), Id::from_text(file));
    let page = format!("/records/{record}");
    let find = move |tx: &mut Tx| {
        let record = records::find(tx, &record)?.or_not_found()?;
        reach::require(tx, &actor, Act::Read, &record.subject(), clock.today())?;
        let file = files::of(tx, &record.id)?.into_iter().find(|one| one.id == file).or_not_found()?;
        let since = clock.now() - notes::OPEN_FOR;
        let open = is_open(&actor, &record) || opened_since(tx, &actor.account_id, &record.id, since)?;
        Ok(open.then_some(file))
    };
    match context.app.read(find).await? {
        Some(file) => attachments::answer(&context.app, headers, &file, part).await,
        // Another's files are opened on purpose, on the record's page, and their author sees it.
        None => Ok(Redirect::to(&page).into_response()),
    }
}

/// Adds files to a record: a correction that says nothing else.
pub(super) async fn add(Path(id): Path<String>, Filed { context, fields, files }: Filed) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
    let (whose, looked_at, today) = (actor.clone(), id.clone(), entry.on);
    context.app.read(move |tx| changeable(tx, &whose, &looked_at, today)).await?;
    let (sent, mut mistakes) = brought(&context, &fields, files).await?;
    if sent.is_empty() && mistakes.is_empty() {
        mistakes.add(FILES_FIELD, Messages::records_no_files_chosen);
    }
    let (reason, key) = (fields.get("reason").to_owned(), fields.get("entry_key").to_owned());
    if key.is_empty() || key.len() > 64 || reason.is_empty() || reason.chars().count() > 500 {
        return Err(Mistakes::one("reason", Messages::records_reason_missing));
    }
    let (old, more) = (id.clone(), sent.clone());
    let add = move |work: &mut Work<'_>| {
        changeable(work, &actor, &old, entry.on)?;
        records::add_files(work, &entry, &old, &key, &more, &reason)
    };
    let added = match mistakes.check() {
        Ok(()) => context.write(add).await,
        Err(mistakes) => Err(mistakes),
    };
    match added {
        Ok(id) => Ok(Redirect::to(&format!("/records/{id}?saved=1")).into_response()),
        Err(Error::Invalid(mistakes)) => refused(&context, id, &sent, &mistakes).await,
        Err(error) => Err(error),
    }
}
