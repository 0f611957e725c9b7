//! The desk of a lesson: what it says of itself, its parts, its quiz, and whether it is shown.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::attachments;
use crate::lessons::form::{self, Typed};
use crate::lessons::parts::{self, Act};
use crate::lessons::question_page::QuestionTyped;
use crate::lessons::quiz::Question;
use crate::lessons::reach::{self, Seen};
use crate::lessons::views::{EditPage, EditPart, EditQuestion};
use crate::lessons::{MOST_PARTS, MOST_QUESTIONS, Part, Sort, State, index, keep, questions, show, store};
use crate::people;
use crate::shell::lang::Messages;
use crate::shell::layout::{Crumb, render, render_form};
use crate::shell::upload::FILES_FIELD;
use crate::shell::{
    Context, Error, Fields, Filed, Id, MediaFiled, Mistakes, OrNotFound, Path, Posted, Query, Result, Work,
    page,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Arrived {
    saved: String,
}

pub(super) async fn edit(
    context: Context,
    Path(id): Path<String>,
    Query(arrived): Query<Arrived>,
) -> Result<Response> {
    let mut form = desk(&context, &Id::from_text(id), None, Mistakes::default()).await?;
    form.page = form.page.with_flash((!arrived.saved.is_empty()).then(|| context.t().lessons_saved()));
    render_form(&form)
}

/// The desk with what is stored; what was typed and refused is in its fields.
async fn desk(context: &Context, id: &Id, typed: Option<&Fields>, mistakes: Mistakes) -> Result<EditPage> {
    let (actor, today, lang) = (context.actor()?.clone(), context.app.clock.today(), context.lang);
    let (id, of_lesson) = (id.clone(), typed.filter(|typed| typed.iter().any(|(name, _)| name == "title")));
    let of_lesson = of_lesson.map(Typed::of_fields);
    let (seen, filled, offered, parts, asked, files) = context
        .app
        .read(move |tx| {
            let seen = reach::kept(tx, &actor, &id, today)?;
            let filled = of_lesson.unwrap_or_else(|| Typed::of_lesson(&seen.lesson));
            let home = people::organization(tx, &seen.lesson.organization_id)?.or_not_found()?;
            let offered = form::offered(tx, &home, &filled, today, lang)?;
            let parts = store::parts(tx, &id)?;
            let files: Vec<Id> = parts.iter().filter_map(|part| part.attachment_id.clone()).collect();
            let files = attachments::find(tx, &files)?;
            Ok((seen, filled, offered, parts, store::questions(tx, &id)?, files))
        })
        .await?;
    let t = context.t();
    let here = format!("/lessons/{}", seen.lesson.id);
    let way = vec![
        Crumb { href: Some("/lessons?show=kept".to_owned()), label: t.nav_lessons() },
        Crumb { href: Some(here), label: seen.lesson.title.clone() },
        Crumb { href: None, label: t.lessons_edit() },
    ];
    let (last, last_question) = (parts.len(), asked.len());
    let part = |(index, part): (usize, &Part)| {
        let file = files.iter().find(|file| Some(&file.id) == part.attachment_id.as_ref());
        let view = file.map(|file| attachments::view(file, t));
        EditPart {
            id: part.id.to_string(),
            number: index + 1,
            title: part.title.clone(),
            icon: part.sort.icon(view.as_ref()),
            told: match part.sort {
                Sort::Link => part.text.clone(),
                Sort::Text => t.lessons_text(),
                Sort::File => view.map(|view| format!("{} · {}", view.name, view.told)).unwrap_or_default(),
            },
            first: index == 0,
            last: index + 1 == last,
        }
    };
    let question = |(index, question): (usize, &Question)| EditQuestion {
        id: question.id.to_string(),
        number: index + 1,
        text: question.text.clone(),
        sort: show::sort_said(question.sort, t),
        answer: show::answer_said(question, t),
        first: index == 0,
        last: index + 1 == last_question,
    };
    let get = |name: &str| typed.map(|typed| typed.get(name).to_owned()).unwrap_or_default();
    Ok(EditPage {
        page: page(context, t.lessons_edit()).with_crumbs(way),
        id: seen.lesson.id.to_string(),
        title: seen.lesson.title.clone(),
        organization_name: seen.organization.clone(),
        state: index::state_said(&seen.lesson, t),
        published: seen.lesson.state == State::Published,
        was_shown: seen.lesson.state != State::Draft,
        version: seen.lesson.version,
        offered,
        parts: parts.iter().enumerate().map(part).collect(),
        full: parts.len() >= MOST_PARTS,
        questions: asked.iter().enumerate().map(question).collect(),
        quiz_full: asked.len() >= MOST_QUESTIONS,
        accepted: attachments::ACCEPTED_MEDIA,
        part_title: get("part_title"),
        link: get("link"),
        text: get("text"),
        question: typed.map(QuestionTyped::of_fields).unwrap_or_default(),
        typed: filled,
        mistakes,
    })
}

/// Does something with a lesson that the visitor keeps, and shows the desk again.
async fn act(
    context: &Context,
    id: &Id,
    typed: &Fields,
    to: &str,
    act: impl FnOnce(&mut Work<'_>, Seen) -> Result<()> + Send + 'static,
) -> Result<Response> {
    let (actor, today, at) = (context.actor()?.clone(), context.app.clock.today(), id.clone());
    let done = context.write(move |work| {
        let seen = reach::kept(work, &actor, &at, today)?;
        act(work, seen)
    });
    match done.await {
        Ok(()) => Ok(Redirect::to(&format!("/lessons/{id}/edit{to}")).into_response()),
        Err(Error::Invalid(mistakes)) => refused(context, id, typed, mistakes).await,
        Err(error) => Err(error),
    }
}

async fn refused(context: &Context, id: &Id, typed: &Fields, mistakes: Mistakes) -> Result<Response> {
    let form = desk(context, id, Some(typed), mistakes).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&form)?).into_response())
}

pub(super) async fn change(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let id = Id::from_text(id);
    let mut mistakes = Mistakes::default();
    let facts = form::facts(&fields, &mut mistakes);
    if let Err(Error::Invalid(mistakes)) = mistakes.check() {
        return refused(&context, &id, &fields, mistakes).await;
    }
    let version = fields.get("version").parse().unwrap_or(0);
    act(&context, &id, &fields, "?saved=1", move |work, seen| keep::change(work, seen.lesson, version, facts))
        .await
}

pub(super) async fn set_state(
    Path(id): Path<String>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let (id, today) = (Id::from_text(id), context.app.clock.today());
    let publishes = fields.get("do") == "publish";
    act(&context, &id, &fields, "", move |work, seen| {
        if publishes {
            keep::publish(work, &seen.lesson.id, today)
        } else {
            keep::withdraw(work, seen.lesson)
        }
    })
    .await
}

/// Adds files, a link or a text, as the form says.
pub(super) async fn add_part(
    Path(id): Path<String>,
    MediaFiled(Filed { context, fields, files }): MediaFiled,
) -> Result<Response> {
    let (id, actor, today) = (Id::from_text(id), context.actor()?.clone(), context.app.clock.today());
    // Whoever may not is told so before anything is looked at.
    let (looked_at, whose) = (id.clone(), actor.clone());
    context.app.read(move |tx| reach::kept(tx, &whose, &looked_at, today).map(drop)).await?;
    let brought = attachments::bring_media(&context, &fields, files).await?;
    let (sort, title) = (fields.get("sort").to_owned(), fields.get("part_title").to_owned());
    let (link, text) = (fields.get("link").to_owned(), fields.get("text").to_owned());
    let mut mistakes = brought.mistakes;
    if sort == "file" && brought.ids.is_empty() && mistakes.is_empty() {
        mistakes.add(FILES_FIELD, Messages::records_no_files_chosen);
    }
    let ids = brought.ids;
    let added = act(&context, &id, &fields, "#parts", move |work, seen| {
        let lesson = &seen.lesson.id;
        match sort.as_str() {
            "link" => parts::add_link(work, lesson, &title, &link),
            "text" => parts::add_text(work, lesson, &title, &text),
            _ => ids.iter().try_for_each(|file| parts::add_file(work, lesson, &actor.account_id, file)),
        }
    })
    .await?;
    // Of several files the good ones are in; what is wrong with the others is said.
    match mistakes.check() {
        Ok(()) => Ok(added),
        Err(Error::Invalid(mistakes)) => refused(&context, &id, &fields, mistakes).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn tend_part(
    Path((id, part)): Path<(String, String)>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let (id, part) = (Id::from_text(id), Id::from_text(part));
    let does = match fields.get("do") {
        "up" => Act::Up,
        "down" => Act::Down,
        "remove" => Act::Remove,
        _ => Act::Rename(fields.get("part_title").to_owned()),
    };
    act(&context, &id, &fields, "#parts", move |work, seen| parts::tend(work, &seen.lesson.id, &part, &does))
        .await
}

pub(super) async fn add_question(
    Path(id): Path<String>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let (id, question) = (Id::from_text(id), QuestionTyped::of_fields(&fields).question());
    act(&context, &id, &fields, "#questions", move |work, seen| {
        questions::add_question(work, &seen.lesson.id, question)
    })
    .await
}
