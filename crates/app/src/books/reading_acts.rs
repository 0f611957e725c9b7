//! What a reader does with an own reading.

use axum::response::{IntoResponse, Redirect, Response};

use crate::books::{self, Finish, Progress, Shelf, link, read, reading_page};
use crate::notes;
use crate::records::Entry;
use crate::shell::lang::Messages;
use crate::shell::{Context, Error, Fields, Id, Mistakes, Path, Posted, Result, Work};

/// Does it to the visitor's own reading, and shows the page again: with what is wrong, where something is.
async fn act(
    context: &Context,
    id: &Id,
    typed: &Fields,
    done: &str,
    act: impl FnOnce(&mut Work<'_>) -> Result<()> + Send + 'static,
) -> Result<Response> {
    let (actor, own) = (context.actor()?.clone(), id.clone());
    let acted = context.write(move |work| {
        read::own(work, &actor, &own)?;
        act(work)
    });
    match acted.await {
        Ok(()) => Ok(Redirect::to(&format!("/books/{id}{done}")).into_response()),
        Err(Error::Invalid(mistakes)) => reading_page::refused(context, id.clone(), typed, mistakes).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn progress(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (id, typed) = (Id::from_text(id), fields.clone());
    let reading_id = id.clone();
    act(&context, &id, &typed, "?done=progress", move |work| {
        let mut mistakes = Mistakes::default();
        let progress = Progress::read(&fields, &mut mistakes);
        mistakes.check()?;
        let progress = progress.ok_or_else(|| Mistakes::one("page", Messages::books_progress_missing))?;
        books::progress(work, &reading_id, progress)
    })
    .await
}

pub(super) async fn amend(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (id, typed, today) = (Id::from_text(id), fields.clone(), context.app.clock.today());
    let reading_id = id.clone();
    act(&context, &id, &typed, "", move |work| {
        let mut mistakes = Mistakes::default();
        let began_on = fields.date("began_on", &mut mistakes);
        let category = fields.text("category", 64, &mut mistakes);
        mistakes.check()?;
        let began_on = began_on.ok_or_else(|| Mistakes::one("began_on", Messages::field_required))?;
        read::amend(work, &reading_id, category.as_deref(), began_on, today)
    })
    .await
}

pub(super) async fn finish(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (id, typed) = (Id::from_text(id), fields.clone());
    let entry = Entry::now(&context.app.clock, context.actor()?.account_id.clone(), "web");
    let reading_id = id.clone();
    let notes = Some(fields.get("note")).filter(|note| !note.is_empty()).map(Id::from_text);
    let text = notes::Text::Notes(notes.into_iter().collect());
    if let Some(page) = notes::held_up(&context, format!("/books/{id}/finish"), &fields, text).await? {
        return Ok(page);
    }
    act(&context, &id, &typed, "?done=finished", move |work| {
        let mut mistakes = Mistakes::default();
        let form = Finish {
            finished_on: fields.date("last_on", &mut mistakes).unwrap_or(entry.on),
            category: fields.text("category", 64, &mut mistakes),
            note_id: fields.text("note", 64, &mut mistakes).map(Id::from_text),
            late_reason: fields.text("late_reason", 200, &mut mistakes),
        };
        mistakes.check()?;
        books::finish(work, &entry, &reading_id, &form).map(drop)
    })
    .await
}

pub(super) async fn take_back(
    Path(id): Path<String>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let (id, typed) = (Id::from_text(id), fields.clone());
    let entry = Entry::now(&context.app.clock, context.actor()?.account_id.clone(), "web");
    let reading_id = id.clone();
    act(&context, &id, &typed, "", move |work| {
        let mut mistakes = Mistakes::default();
        let reason = fields.required("reason", 200, &mut mistakes);
        mistakes.check()?;
        books::take_back(work, &entry, &reading_id, &reason)
    })
    .await
}

/// Puts it away; with "out", takes it out again.
pub(super) async fn put_away(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let id = Id::from_text(id);
    let reading_id = id.clone();
    let away = fields.get("act") != "out";
    act(&context, &id, &fields, "", move |work| read::put_away(work, &reading_id, away)).await
}

/// Begins a note, puts one of the notebook beside the book, or takes one away.
pub(super) async fn notes(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (id, actor, t) = (Id::from_text(id), context.actor()?.clone(), context.t());
    let (today, typed, own) = (context.app.clock.today(), fields.clone(), id.clone());
    let acted = context.write(move |work| {
        let reading = read::own(work, &actor, &own)?;
        let note_id = Id::from_text(fields.get("note"));
        match fields.get("act") {
            "new" => {
                let path = actor.home.as_ref().map(|home| home.path.clone()).unwrap_or_default();
                let shelf = Shelf::over(work, &path, today)?;
                let activity = shelf.activity_on(today).map(|(_, activity)| activity.name.code.clone());
                let title = t.books_note_title(reading.book.marked());
                let key = format!("book:{}", fields.get("entry_key"));
                link::new_note(work, &actor.account_id, &reading, &key, activity, title, today).map(Some)
            }
            "detach" => link::detach_note(work, &reading, &note_id).map(|()| None),
            _ => books::attach_note(work, &reading, &note_id).map(|()| None),
        }
    });
    match acted.await {
        Ok(Some(note)) => Ok(Redirect::to(&format!("/notes/{note}/edit")).into_response()),
        Ok(None) => Ok(Redirect::to(&format!("/books/{id}#notes")).into_response()),
        Err(Error::Invalid(mistakes)) => reading_page::refused(&context, id, &typed, mistakes).await,
        Err(error) => Err(error),
    }
}
