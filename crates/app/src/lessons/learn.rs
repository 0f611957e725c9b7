//! What a person does with a lesson: notes, answers, done, and where they left off.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::lessons::quiz::{self, Question};
use crate::lessons::reach::{self, Seen};
use crate::lessons::{MOST_QUESTIONS, class, done, own, show, store};
use crate::notes::{self, Draft, Which};
use crate::records::Entry;
use crate::shell::{Context, Error, Fields, Id, Path, Posted, Result, Work};

/// Does something for the visitor with a lesson that they see.
async fn with<T: Send + 'static>(
    context: &Context,
    id: &Id,
    act: impl FnOnce(&mut Work<'_>, &Seen, &Id) -> Result<T> + Send + 'static,
) -> Result<T> {
    let (actor, today, id) = (context.actor()?.clone(), context.app.clock.today(), id.clone());
    let person = actor.person_id.clone().ok_or(Error::Forbidden)?;
    context
        .write(move |work| {
            let seen = reach::seen(work, &actor, &id, today)?;
            act(work, &seen, &person)
        })
        .await
}

/// Keeps what was typed beside the lesson; nothing where nothing was.
async fn keep(context: &Context, id: &Id, fields: &Fields) -> Result<()> {
    let (account, on) = (context.actor()?.account_id.clone(), context.app.clock.today());
    // The text keeps the spaces at its ends: whoever is typing is not done.
    let raw = fields.iter().find(|(name, _)| *name == "text").map(|(_, text)| text.replace("\r\n", "\n"));
    let began_from = fields.get("saves").parse().unwrap_or(0);
    with(context, id, move |work, seen, person| {
        // Who comes back from a look at close passages left what was typed in the notebook.
        let Some(text) = raw else { return Ok(()) };
        let there = own::note(work, &account, person, &seen.lesson.id)?;
        if there.is_none() && text.trim().is_empty() {
            return Ok(());
        }
        let draft = if let Some((note, version)) = &there {
            Draft {
                activity: note.activity.clone(),
                happened_on: note.happened_on,
                title: version.title.clone(),
                text,
                files: version.files.clone(),
                tags: notes::tags_of(work, &note.id)?,
            }
        } else {
            Draft {
                activity: class::of(work, person, on)?.map(|class| class.name.code),
                happened_on: on,
                title: seen.lesson.title.clone(),
                text,
                ..Draft::default()
            }
        };
        let which = Which::Begun(own::note_key(&seen.lesson.id));
        notes::keep(work, person, &account, &which, began_from, &draft)?;
        own::begin(work, &seen.lesson.id, person)
    })
    .await
}

fn back(id: &Id, asked: &str) -> Response {
    Redirect::to(&format!("/lessons/{id}{asked}")).into_response()
}

pub(super) async fn keep_note(
    Path(id): Path<String>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let id = Id::from_text(id);
    match keep(&context, &id, &fields).await {
        Ok(()) => Ok(back(&id, "?saved=1#note")),
        Err(Error::Invalid(mistakes)) => show::refused(&context, &id, &fields, mistakes).await,
        Err(error) => Err(error),
    }
}

/// The questions that a form shows, were they corrected since; those that are asked now where it names none.
fn asked(work: &mut Work<'_>, lesson_id: &Id, typed: &Fields) -> Result<Vec<Question>> {
    let ids: Vec<Id> = typed.all(quiz::ASKED).map(Id::from_text).take(MOST_QUESTIONS).collect();
    let shown = store::questions_of(work, lesson_id, &ids)?;
    if shown.is_empty() { store::questions(work, lesson_id) } else { Ok(shown) }
}

pub(super) async fn answer(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let id = Id::from_text(id);
    let answered = async {
        keep(&context, &id, &fields).await?;
        let typed = fields.clone();
        with(&context, &id, move |work, seen, person| {
            let questions = asked(work, &seen.lesson.id, &typed)?;
            own::answer(work, &seen.lesson.id, person, &quiz::answered(&questions, &typed))
        })
        .await
    };
    match answered.await {
        Ok(()) => Ok(back(&id, "#quiz")),
        Err(Error::Invalid(mistakes)) => show::refused(&context, &id, &fields, mistakes).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn finish(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let id = Id::from_text(id);
    let entry = Entry::now(&context.app.clock, context.actor()?.account_id.clone(), "web");
    let key: String = fields.get("entry_key").chars().take(64).collect();
    let hands_in = !fields.get("with_note").is_empty();
    match keep(&context, &id, &fields).await {
        Err(Error::Invalid(mistakes)) => return show::refused(&context, &id, &fields, mistakes).await,
        kept => kept?,
    }
    if hands_in && let Some(page) = held_up(&context, &id, &fields).await? {
        return Ok(page);
    }
    let finished = with(&context, &id, move |work, seen, person| {
        let note = own::note(work, &entry.account_id, person, &seen.lesson.id)?;
        let written = |text: &notes::Version| !text.text.trim().is_empty() || !text.files.is_empty();
        let note = note.filter(|(_, text)| hands_in && written(text));
        done::finish(work, &entry, &seen.lesson, person, note.as_ref().map(|(note, _)| &note.id), &key)
    });
    match finished.await {
        Ok(()) => Ok(back(&id, "?finished=1#done")),
        Err(Error::Invalid(mistakes)) => show::refused(&context, &id, &fields, mistakes).await,
        Err(error) => Err(error),
    }
}

/// What was kept is looked at before it is handed in.
async fn held_up(context: &Context, id: &Id, fields: &Fields) -> Result<Option<Response>> {
    let account = context.actor()?.account_id.clone();
    let note =
        with(context, id, move |work, seen, person| own::note(work, &account, person, &seen.lesson.id));
    let notes = note.await?.into_iter().map(|(note, _)| note.id).collect();
    notes::held_up(context, format!("/lessons/{id}/done"), fields, notes::Text::Notes(notes)).await
}

pub(super) async fn take_back(
    Path(id): Path<String>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let id = Id::from_text(id);
    let entry = Entry::now(&context.app.clock, context.actor()?.account_id.clone(), "web");
    let key: String = fields.get("entry_key").chars().take(64).collect();
    let undo = with(&context, &id, move |work, seen, person| {
        done::take_back(work, &entry, &seen.lesson.id, person, &key)
    });
    undo.await?;
    Ok(back(&id, "?undone=1#done"))
}

/// Where the visitor left a film or a sound.
pub(super) async fn keep_place(
    Path((id, part)): Path<(String, String)>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let (id, part) = (Id::from_text(id), Id::from_text(part));
    let seconds = fields.get("seconds").parse().unwrap_or(0);
    let kept = with(&context, &id, move |work, seen, person| {
        own::keep_place(work, &seen.lesson, person, &part, seconds)
    });
    kept.await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
