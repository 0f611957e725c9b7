//! The addresses of drafts.

use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xueji_draft::{Document, PlanDraft, Text, extract, plan_file, propose};

use crate::drafts::store::{self, PAGE, Stored};
use crate::drafts::{plan_code, reading, review, views};
use crate::plans::{self, Publication};
use crate::shell::actor::Role;
use crate::shell::lang::Messages;
use crate::shell::layout::render;
use crate::shell::{
    Access, Actor, Context, Error, Fields, Id, Mistakes, Path, Posted, Query, Result, Right, Routes, Upload,
};

pub(crate) fn routes() -> Routes {
    let office = Access::Holding(Right::KeepPlans);
    Routes::default()
        .page("/drafts", office, index)
        .upload("/drafts", office, create)
        .page("/drafts/{id}", office, show)
        .page("/drafts/{id}/plan.toml", office, file)
        .page("/drafts/{id}/parts/{part}", office, edit)
        .form("/drafts/{id}/parts/{part}", office, act)
        .form("/drafts/{id}/mark", office, mark)
        .form("/drafts/{id}/rest", office, accept_rest)
        .form("/drafts/{id}/answer", office, answer)
        .form("/drafts/{id}/head", office, head)
        .form("/drafts/{id}/publish", office, publish)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Listed {
    page: usize,
}

/// No list of drafts is longer.
const MOST_PAGES: usize = 1_000;

async fn index(context: Context, Query(listed): Query<Listed>) -> Result<Response> {
    let path = office_path(context.actor()?)?;
    let place = listed.page.clamp(1, MOST_PAGES);
    let lines = context.app.read(move |tx| store::below(tx, &path, (place - 1) * PAGE)).await?;
    render(&views::Index::new(&context, lines, place, &Fields::default(), &Mistakes::default()))
}

fn office_path(actor: &Actor) -> Result<String> {
    actor.scope(Role::Office).map(|scope| scope.path.clone()).ok_or(Error::Forbidden)
}

/// The longest text that is drafted, in bytes: a thousand pages. Files are larger than the text in them.
const LONGEST_TEXT: usize = 4 << 20;

/// A text or a file becomes a draft, and the reviewer goes on there.
async fn create(Upload { context, fields, file }: Upload) -> Result<Response> {
    let actor = context.actor()?.clone();
    let organization_id =
        actor.scope(Role::Office).map(|scope| scope.organization_id.clone()).ok_or(Error::Forbidden)?;
    let given = match (file, fields.get("text")) {
        (Some((_, bytes)), _) => {
            let read = tokio::task::spawn_blocking(move || reading::read(&bytes))
                .await
                .map_err(anyhow::Error::from)??;
            read.map_err(|problem| {
                let mut mistakes = Mistakes::default();
                mistakes.say("file", problem, None);
                Error::Invalid(mistakes)
            })
        }
        (None, "") => Err(Mistakes::one("text", Messages::drafts_nothing_given)),
        (None, text) => Ok(text.replace("\r\n", "\n")),
    };
    let given = match given {
        Ok(given) if given.len() <= LONGEST_TEXT => given,
        Ok(_) => {
            return refused(&context, &fields, &Mistakes::of("file", Messages::drafts_text_too_long)).await;
        }
        Err(Error::Invalid(mistakes)) => return refused(&context, &fields, &mistakes).await,
        Err(error) => return Err(error),
    };
    // Reading takes its time, and nobody else's: it is done before the store is asked for anything.
    let drafting = tokio::task::spawn_blocking(move || {
        let text = Text::new(&given);
        let document = Document::of(&text);
        let items = extract(&text, &document);
        let draft = (items.len() <= review::MOST_PARTS).then(|| propose(&text, &document, &items));
        (draft, given)
    });
    let (Some(draft), given) = drafting.await.map_err(anyhow::Error::from)? else {
        let mistakes = Mistakes::of("text", Messages::drafts_too_many_parts);
        return refused(&context, &fields, &mistakes).await;
    };
    let at = context.app.clock.now();
    let id = context
        .write(move |work| {
            let id = store::add(work, &organization_id, &given, &draft, &actor, at)?;
            store::decided(work, &id, "begin", &draft.title, &actor, at)?;
            Ok(id)
        })
        .await?;
    Ok(Redirect::to(&format!("/drafts/{id}")).into_response())
}

/// The form again, with what was pasted and what is wrong.
async fn refused(context: &Context, fields: &Fields, mistakes: &Mistakes) -> Result<Response> {
    let path = office_path(context.actor()?)?;
    let lines = context.app.read(move |tx| store::below(tx, &path, 0)).await?;
    let page = render(&views::Index::new(context, lines, 1, fields, mistakes))?;
    Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Shown {
    /// pending, open or rejected; all without it.
    pub(super) show: String,
    /// The part to be filled in.
    pub(super) edit: u32,
    /// Whether the questions about the text lie open.
    pub(super) questions: bool,
}

async fn show(context: Context, Path(id): Path<String>, Query(shown): Query<Shown>) -> Result<Response> {
    let view = whole(&context, Id::from_text(id), shown, &Mistakes::default()).await?;
    render(&view)
}

async fn whole(context: &Context, id: Id, shown: Shown, mistakes: &Mistakes) -> Result<views::Show> {
    let actor = context.actor()?.clone();
    let (stored, decisions, before) = context
        .app
        .read(move |tx| {
            let stored = store::draft(tx, &id)?;
            review::allowed(&stored, &actor)?;
            let decisions = store::decisions(tx, &id)?;
            let year = stored.draft.year.unwrap_or(i16::MAX);
            let earlier: Vec<_> =
                plans::all(tx)?.into_iter().filter(|plan| plan.plan().year < year).collect();
            let own = earlier.iter().find(|plan| plan.organization_id == stored.organization_id);
            let before = own.or(earlier.first()).cloned();
            Ok((stored, decisions, before))
        })
        .await?;
    Ok(views::Show::new(context, &stored, &decisions, before.as_deref(), &shown, mistakes))
}

/// The plan file as the draft stands, with its name.
async fn file(context: Context, Path(id): Path<String>) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let stored = context
        .app
        .read(move |tx| {
            let stored = store::draft(tx, &id)?;
            review::allowed(&stored, &actor).map(|()| stored)
        })
        .await?;
    let toml =
        plan_file(&Text::new(&stored.arrangement), &stored.draft, &code(&stored.draft), "arrangement.txt");
    Ok(plans::download(toml))
}

/// The plan's code, kept from year to year.
fn code(draft: &PlanDraft) -> String {
    let code = plan_code(&draft.code);
    if code == "draft" { "learning".to_owned() } else { code }
}

/// A part as a form: alone for whoever asks from the page, in the page for all else.
async fn edit(
    context: Context,
    Path((id, part)): Path<(String, u32)>,
    headers: HeaderMap,
) -> Result<Response> {
    if !headers.contains_key("hx-request") {
        return Ok(Redirect::to(&format!("/drafts/{id}?edit={part}#part-{part}")).into_response());
    }
    let stored = readable(&context, Id::from_text(id)).await?;
    render(&views::Card::editing(&context, &stored, part, &Fields::default(), &Mistakes::default())?)
}

async fn readable(context: &Context, id: Id) -> Result<Stored> {
    let actor = context.actor()?.clone();
    context
        .app
        .read(move |tx| {
            let stored = store::draft(tx, &id)?;
            review::allowed(&stored, &actor).map(|()| stored)
        })
        .await
}

async fn act(
    Path((id, part)): Path<(String, u32)>,
    headers: HeaderMap,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let (actor, draft_id, at) =
        (context.actor()?.clone(), Id::from_text(id.clone()), context.app.clock.now());
    let typed = fields.clone();
    let outcome = context
        .write(move |work| {
            let mut stored = review::opened(work, &draft_id, &actor)?;
            let text = Text::new(&stored.arrangement);
            let title = stored.draft.find(part).map(|part| part.title.clone()).unwrap_or_default();
            let done = review::act(&text, &mut stored.draft, part, &typed)?;
            store::keep(work, &draft_id, &stored.draft, at)?;
            store::decided(work, &draft_id, done.what, &title, &actor, at)?;
            Ok((stored, done))
        })
        .await;
    let in_page = headers.contains_key("hx-request");
    match outcome {
        Ok((stored, done)) if in_page && !done.many => {
            render(&views::Card::decided(&context, &stored, done.show)?)
        }
        Ok((_, done)) => {
            let edit = if done.edit { format!("?edit={}", done.show) } else { String::new() };
            Ok(gone(&format!("/drafts/{id}{edit}#part-{}", done.show), in_page))
        }
        Err(Error::Invalid(mistakes)) => {
            let stored = readable(&context, Id::from_text(id.clone())).await?;
            if in_page {
                return render(&views::Card::editing(&context, &stored, part, &fields, &mistakes)?);
            }
            let shown = Shown { edit: part, ..Shown::default() };
            let page = render(&whole(&context, Id::from_text(id), shown, &mistakes).await?)?;
            Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}

/// To another place: by the page itself where it asked, else by the browser.
fn gone(to: &str, in_page: bool) -> Response {
    if in_page {
        ([("HX-Redirect", to.to_owned())], "").into_response()
    } else {
        Redirect::to(to).into_response()
    }
}

/// Changes the draft under its lock, writes the decision down, and goes back to the page.
async fn change(
    context: &Context,
    id: &str,
    what: &'static str,
    by: impl FnOnce(&mut Stored) -> Result<(String, String)> + Send + 'static,
) -> Result<Response> {
    let (actor, draft_id, at) =
        (context.actor()?.clone(), Id::from_text(id.to_owned()), context.app.clock.now());
    let anchor = context
        .write(move |work| {
            let mut stored = review::opened(work, &draft_id, &actor)?;
            let (told, anchor) = by(&mut stored)?;
            store::keep(work, &draft_id, &stored.draft, at)?;
            store::decided(work, &draft_id, what, &told, &actor, at)?;
            Ok(anchor)
        })
        .await?;
    Ok(Redirect::to(&format!("/drafts/{id}{anchor}")).into_response())
}

async fn mark(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let marked = change(&context, &id, "mark", move |stored| {
        let text = Text::new(&stored.arrangement);
        let part = review::marked(&text, &mut stored.draft, &fields)?;
        let title = stored.draft.find(part).map(|part| part.title.clone()).unwrap_or_default();
        Ok((title, format!("?edit={part}#part-{part}")))
    })
    .await;
    match marked {
        Err(Error::Invalid(mistakes)) => {
            let page = render(&whole(&context, Id::from_text(id), Shown::default(), &mistakes).await?)?;
            Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        marked => marked,
    }
}

async fn accept_rest(Path(id): Path<String>, Posted { context, .. }: Posted) -> Result<Response> {
    change(&context, &id, "accept-rest", |stored| {
        stored.draft.accept_rest();
        Ok((String::new(), String::new()))
    })
    .await
}

/// A question about the text is answered, or asked again.
async fn answer(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    change(&context, &id, "answer", move |stored| {
        let name: String = fields.get("question").chars().take(80).collect();
        let answered = &mut stored.draft.answered;
        match answered.iter().position(|known| *known == name) {
            Some(at) => drop(answered.remove(at)),
            None => answered.push(name),
        }
        Ok((fields.get("said").chars().take(80).collect(), "?questions=true#questions".to_owned()))
    })
    .await
}

/// Title, year, issuer and code of the plan.
async fn head(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let changed = change(&context, &id, "head", move |stored| {
        let mut mistakes = Mistakes::default();
        let draft = &mut stored.draft;
        draft.title = fields.required("title", 120, &mut mistakes);
        draft.issuer = fields.required("issuer", 80, &mut mistakes);
        draft.code = fields.text("code", 40, &mut mistakes).map(|code| plan_code(&code)).unwrap_or_default();
        draft.year = fields.get("year").parse().ok().filter(|year| (1990..=2100).contains(year));
        if draft.year.is_none() {
            mistakes.add("year", Messages::drafts_year_wrong);
        }
        mistakes.check()?;
        Ok((draft.title.clone(), "#head".to_owned()))
    })
    .await;
    match changed {
        Err(Error::Invalid(mistakes)) => {
            let page = render(&whole(&context, Id::from_text(id), Shown::default(), &mistakes).await?)?;
            Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        changed => changed,
    }
}

/// The reviewed draft becomes a plan in force; from then on the draft and its decisions are the plan's history.
async fn publish(Path(id): Path<String>, Posted { context, .. }: Posted) -> Result<Response> {
    let (actor, draft_id, at) = (context.actor()?.clone(), Id::from_text(id), context.app.clock.now());
    let t = context.t();
    let plan_id = context
        .write(move |work| {
            work.serialize_on_all()?;
            let stored = review::opened(work, &draft_id, &actor)?;
            let counts = views::Counts::of(&stored.draft);
            if counts.pending > 0 {
                return Err(Error::Conflict(Messages::drafts_still_pending));
            }
            let text = Text::new(&stored.arrangement);
            let publication = Publication {
                organization_id: stored.organization_id.clone(),
                toml: plan_file(&text, &stored.draft, &code(&stored.draft), "arrangement.txt"),
                arrangement: Some(stored.arrangement.clone()),
                reason: t.drafts_reason(
                    counts.accepted.to_string(),
                    counts.changed.to_string(),
                    counts.rejected.to_string(),
                ),
                by: Some(actor.account_id.clone()),
                at,
            };
            let published = plans::publish(work, &publication)?;
            let plan_id = published.map_err(|_| Error::Conflict(Messages::drafts_has_errors))?;
            store::published(work, &draft_id, &plan_id)?;
            store::decided(work, &draft_id, "publish", &stored.draft.title, &actor, at)?;
            Ok(plan_id)
        })
        .await?;
    Ok(Redirect::to(&format!("/plans/{plan_id}")).into_response())
}
