//! A stack of pictures: each is looked at and filed by itself, so that one that fails takes no other with it.

use std::io::Read as _;

use axum::response::Response;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::attachments::{self, Attachment};
use crate::people;
use crate::sheets::file::{self, Filed};
use crate::sheets::show::{Done, page_of};
use crate::sheets::{read, store, week_said};
use crate::shell::blobs::Part;
use crate::shell::lang::Messages;
use crate::shell::layout::render;
use crate::shell::upload::LOST_FIELD;
use crate::shell::{App, Context, Error, Fields, Id, OrNotFound, Result, Stacked, Work};

/// One picture is looked at at a time: it takes memory and a core.
static LOOKING: Semaphore = Semaphore::const_new(1);

pub(super) async fn take(Stacked(filed): Stacked) -> Result<Response> {
    let (context, fields) = (filed.context, filed.fields);
    let batch = fields.get("batch").chars().take(64).collect::<String>();
    let batch = if batch.is_empty() { Id::fresh().to_string() } else { batch };
    let (t, mut done, mut refused) = (context.t(), Vec::new(), Vec::new());
    for file in filed.files {
        let brought = attachments::bring(&context, &Fields::default(), vec![file]).await?;
        refused.extend(brought.mistakes.said(t));
        for id in brought.ids {
            done.push(one(&context, id, &batch).await?);
        }
    }
    // Files that were chosen before signing in again and did not come along.
    let lost = Fields::of(fields.all(LOST_FIELD).map(|name| (LOST_FIELD.to_owned(), name.to_owned())));
    refused.extend(attachments::bring(&context, &lost, Vec::new()).await?.mistakes.said(t));
    if done.is_empty() && refused.is_empty() {
        refused.push(t.records_no_files_chosen());
    }
    render(&page_of(&context, done, refused, 0).await?)
}

/// Looks at one picture and files it, or has it wait to be assigned by hand.
async fn one(context: &Context, id: Id, batch: &str) -> Result<Done> {
    let found = id.clone();
    let file = context.app.read(move |tx| attachments::find(tx, &[found])?.pop().or_not_found()).await?;
    let (name, is_picture) = (file.file_name.clone(), file.kind.is_picture());
    let codes = codes(&context.app, file).await?;
    let said = match codes.as_slice() {
        [] if !is_picture => Messages::sheets_no_picture,
        [code] => match filed(context, code, &id, batch).await {
            Ok(Some(done)) => return Ok(Done { name, ..done }),
            Ok(None) => Messages::sheets_unknown,
            Err(Error::Forbidden) => Messages::sheets_not_yours,
            Err(Error::Invalid(_)) => Messages::sheets_full,
            Err(error) => return Err(error),
        },
        [] => Messages::sheets_unread,
        _ => Messages::sheets_several,
    };
    let account_id = context.actor()?.account_id.clone();
    context.write(move |work| store::wait(work, &id, &account_id)).await?;
    Ok(Done { name, said: said(context.t()), href: None, is_filed: false })
}

/// The codes on a picture; none where it is no picture, or cannot be looked at.
async fn codes(app: &App, file: Attachment) -> Result<Vec<String>> {
    if !file.kind.is_picture() {
        return Ok(Vec::new());
    }
    let looking = LOOKING.acquire().await.map_err(anyhow::Error::from)?;
    let blobs = app.blobs.clone();
    let looked = spawn_blocking(move || {
        let _looking = looking;
        let mut bytes = Vec::new();
        let mut reading = blobs.open(&file.hash, Part::Whole, None)?.ok_or(std::io::ErrorKind::NotFound)?;
        reading.read_to_end(&mut bytes)?;
        read::codes(&bytes)
    });
    // Whatever became of the looking: the picture waits, and the stack goes on.
    Ok(looked.await.map_err(anyhow::Error::from)?.unwrap_or_else(|error| {
        tracing::warn!(cause = %error, "a picture could not be looked at for a page code");
        Vec::new()
    }))
}

/// Files the picture by its code; none where there is no such sheet here.
async fn filed(context: &Context, code: &str, id: &Id, batch: &str) -> Result<Option<Done>> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let (code, id, batch) = (code.to_owned(), id.clone(), batch.to_owned());
    let (t, lang) = (context.t(), context.lang);
    let put = move |work: &mut Work<'_>| {
        let Some(sheet) = store::by_code(work, &code)? else { return Ok(None) };
        let filed = file::file(work, &actor, &sheet, &id, &batch, today)?;
        let name = people::person(work, &sheet.person_id)?.or_not_found()?.name;
        let is_own = actor.person_id.as_ref() == Some(&sheet.person_id);
        Ok(Some((filed, sheet, name, is_own)))
    };
    let Some((filed, sheet, whose, is_own)) = context.write(put).await? else { return Ok(None) };
    let (week, page) = (week_said(sheet.week_on, lang), sheet.page.to_string());
    Ok(Some(match filed {
        Filed::In { note_id } => Done {
            name: String::new(),
            said: t.sheets_filed(whose, week, page),
            href: is_own.then(|| format!("/notes/{note_id}/edit")),
            is_filed: true,
        },
        Filed::There => Done {
            name: String::new(),
            said: t.sheets_there(whose, week, page),
            href: sheet.note_id.filter(|_| is_own).map(|note| format!("/notes/{note}/edit")),
            is_filed: true,
        },
    }))
}
