//! The page of a lesson; what stands on it in a file each: players, the note beside them, the quiz, the word that it is done.

mod note;
mod parts;
mod quiz;
mod word;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use serde::Deserialize;
use xueji_store::Tx;

use crate::attachments::{self, Attachment};
use crate::lessons::done::{self, Counts};
use crate::lessons::own::{self, Own};
use crate::lessons::quiz::Question;
use crate::lessons::reach::{self, Seen};
use crate::lessons::views::ShowPage;
use crate::lessons::{Part, State, index, store};
use crate::notes::{self, Version};
use crate::records::{self, Offer, Record};
use crate::shell::layout::{Crumb, render, render_form};
use crate::shell::{Actor, Context, Fields, Id, Mistakes, Path, Query, Result, markdown, page};

pub(super) use quiz::{answer_said, sort_said};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Arrived {
    saved: String,
    finished: String,
    undone: String,
    published: String,
    /// Asks for the quiz anew.
    again: String,
}

/// Everything that the page shows.
struct Found {
    seen: Seen,
    parts: Vec<Part>,
    files: Vec<Attachment>,
    questions: Vec<Question>,
    own: Option<Personal>,
}

/// What the visitor has of it, where the account is a person's.
struct Personal {
    own: Own,
    places: Vec<(Id, i64)>,
    note: Option<(notes::Note, Version)>,
    tags: Vec<String>,
    counts: Counts,
    record: Option<Record>,
    offer: Offer,
}

fn found(tx: &mut Tx, actor: &Actor, id: &Id, today: Date) -> Result<Found> {
    let seen = reach::seen(tx, actor, id, today)?;
    let parts = store::parts(tx, id)?;
    let files: Vec<Id> = parts.iter().filter_map(|part| part.attachment_id.clone()).collect();
    let own = match &actor.person_id {
        Some(person) => Some(personal(tx, actor, person, &seen, today)?),
        None => None,
    };
    Ok(Found {
        files: attachments::find(tx, &files)?,
        questions: store::questions(tx, id)?,
        seen,
        parts,
        own,
    })
}

fn personal(tx: &mut Tx, actor: &Actor, person: &Id, seen: &Seen, today: Date) -> Result<Personal> {
    let id = &seen.lesson.id;
    let own = own::of(tx, id, person)?.unwrap_or_default();
    let note = own::note(tx, &actor.account_id, person, id)?;
    Ok(Personal {
        places: own::places(tx, id, person)?,
        tags: match &note {
            Some((note, _)) => notes::tags_of(tx, &note.id)?,
            None => Vec::new(),
        },
        note,
        counts: done::counts_as(tx, &seen.lesson, person, today)?,
        record: match &own.record_id {
            Some(record) => records::standing(tx, record)?,
            None => None,
        },
        offer: Offer::on(tx, today)?,
        own,
    })
}

pub(super) async fn show(
    context: Context,
    Path(id): Path<String>,
    Query(arrived): Query<Arrived>,
) -> Result<Response> {
    let found = look(&context, Id::from_text(id)).await?;
    let t = context.t();
    let said = [
        (!arrived.saved.is_empty()).then(|| t.lessons_note_saved()),
        (!arrived.undone.is_empty()).then(|| t.lessons_undone()),
        (!arrived.published.is_empty()).then(|| t.lessons_published()),
        (!arrived.finished.is_empty()).then(|| t.lessons_finished()),
    ];
    let mut page = laid_out(&context, &found, !arrived.again.is_empty(), Mistakes::default())?;
    page.page = page.page.with_flash(said.into_iter().flatten().next());
    render_form(&page)
}

/// The page again, with what is wrong; what was typed is in the note.
pub(super) async fn refused(
    context: &Context,
    id: &Id,
    fields: &Fields,
    mistakes: Mistakes,
) -> Result<Response> {
    let found = look(context, id.clone()).await?;
    let mut page = laid_out(context, &found, false, mistakes)?;
    if let Some(note) = &mut page.note {
        fields.get("text").clone_into(&mut note.text);
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
}

async fn look(context: &Context, id: Id) -> Result<Found> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    context.app.read(move |tx| found(tx, &actor, &id, today)).await
}

fn laid_out(context: &Context, found: &Found, again: bool, mistakes: Mistakes) -> Result<ShowPage> {
    let (t, lang, today) = (context.t(), context.lang, context.app.clock.today());
    let lesson = &found.seen.lesson;
    let own = found.own.as_ref();
    let mut about: Vec<String> = lesson.teacher.iter().map(|name| t.lessons_teacher(name.as_str())).collect();
    about.push(found.seen.organization.clone());
    about.extend(lesson.to_on.map(|to| t.lessons_until(records::day_said(to, lang))));
    let shut = !lesson.is_open(today);
    let state = (found.seen.keeps && shut).then(|| match lesson.state {
        State::Published if lesson.from_on.is_some_and(|from| from > today) => {
            t.lessons_opens(lesson.from_on.map(|from| records::day_said(from, lang)).unwrap_or_default())
        }
        State::Published => t.lessons_over(),
        _ => index::state_said(lesson, t),
    });
    let way = vec![
        Crumb { href: Some("/lessons".to_owned()), label: t.nav_lessons() },
        Crumb { href: None, label: lesson.title.clone() },
    ];
    let note = match own {
        Some(own) => Some(note::view(context, found, own)?),
        None => None,
    };
    Ok(ShowPage {
        page: page(context, lesson.title.clone()).with_crumbs(way),
        id: lesson.id.to_string(),
        about: about.join(" · "),
        state,
        keeps: found.seen.keeps,
        description: (!lesson.description.is_empty()).then(|| markdown::html(&lesson.description, "")),
        parts: parts::views(found, t),
        quiz: quiz::view(found, again, t),
        done: own.map(|own| word::view(found, own, lang, t)),
        note,
        entry_key: Id::fresh().to_string(),
        mistakes,
    })
}
