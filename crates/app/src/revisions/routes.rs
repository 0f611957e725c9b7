//! The addresses of plans on the desk.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xueji_standing::Rules;

use crate::plans;
use crate::revisions::edit::{Saved, Which};
use crate::revisions::views::{self, Parts};
use crate::revisions::{decide, desk, edit, store};
use crate::shell::lang::Messages;
use crate::shell::layout::render;
use crate::shell::{
    Access, Context, Error, Id, Mistakes, OrNotFound, Path, Posted, Query, Result, Right, Routes, Upload,
};
use crate::standings;

pub(crate) fn routes() -> Routes {
    let held = Access::Holding(Right::RefinePlans);
    Routes::default()
        .page("/plans", held, desk::index)
        .page("/plans/{id}/branches", Access::Holding(Right::KeepPlans), desk::branches)
        .page("/plans/{id}/plan.toml", held, desk::version_file)
        .page("/plans/{id}/compare", held, desk::compare)
        .upload("/revisions", held, desk::create)
        .page("/revisions/{id}", held, show)
        .page("/revisions/{id}/plan.toml", held, file)
        .page("/revisions/{id}/text", held, text)
        .upload("/revisions/{id}/text", held, replace)
        .page("/revisions/{id}/changes", held, changes)
        .page("/revisions/{id}/effect", held, effect)
        .page("/revisions/{id}/parts/{part}", held, part)
        .form("/revisions/{id}/parts/{part}", held, save)
        .form("/revisions/{id}/take-up", held, take_up)
        .form("/revisions/{id}/decide", held, decide_on)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Arrived {
    saved: String,
}

async fn show(context: Context, Path(id): Path<String>, Query(arrived): Query<Arrived>) -> Result<Response> {
    render(&whole(&context, Id::from_text(id), !arrived.saved.is_empty(), &Mistakes::default()).await?)
}

async fn whole(context: &Context, id: Id, saved: bool, mistakes: &Mistakes) -> Result<views::Show> {
    let actor = context.actor()?.clone();
    let asking = context.clone();
    let mistakes = mistakes.clone();
    context
        .app
        .read(move |tx| {
            let revision = decide::visible(tx, &actor, &id)?;
            let checked = decide::check(tx, &revision)?;
            let steps = store::steps(tx, &id)?;
            let newest = decide::plan_of(tx, revision.plan_id.as_ref())?;
            let parts = Parts::of(&revision, &checked)?;
            Ok(views::Show::new(
                &asking,
                &actor,
                &revision,
                &checked,
                &parts,
                newest.as_deref(),
                &steps,
                saved,
                &mistakes,
            ))
        })
        .await
}

async fn part(
    context: Context,
    Path((id, part)): Path<(String, String)>,
    Query(arrived): Query<Arrived>,
) -> Result<Response> {
    let which = Which::from_text(&part).or_not_found()?;
    let actor = context.actor()?.clone();
    let (revision, checked) = context
        .app
        .read(move |tx| {
            let revision = decide::visible(tx, &actor, &Id::from_text(id))?;
            let checked = decide::check(tx, &revision)?;
            Ok((revision, checked))
        })
        .await?;
    let parts = Parts::of(&revision, &checked)?;
    let saved = (!arrived.saved.is_empty()).then(|| context.t().revisions_saved());
    render(&views::Part::new(&context, &revision, &checked, &parts, which, None)?.told(saved))
}

async fn save(
    Path((id, part)): Path<(String, String)>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let which = Which::from_text(&part).or_not_found()?;
    let (actor, revision_id) = (context.actor()?.clone(), Id::from_text(id.clone()));
    let typed = fields.clone();
    let saved = context.write(move |work| edit::save(work, &actor, &revision_id, which, &typed)).await?;
    match saved {
        Saved::Done(at) => {
            let to = match fields.get("do") {
                "next" => format!("/revisions/{id}/parts/{}.{}", at.table, at.index + 1),
                "close" => format!("/revisions/{id}?saved=1#{at}"),
                _ => format!("/revisions/{id}/parts/{at}?saved=1"),
            };
            Ok(Redirect::to(&to).into_response())
        }
        Saved::Gone => Ok(Redirect::to(&format!("/revisions/{id}?saved=1")).into_response()),
        Saved::Meanwhile(revision) => {
            let asked = revision.clone();
            let checked = context.app.read(move |tx| decide::check(tx, &asked)).await?;
            let parts = Parts::of(&revision, &checked)?;
            let page = views::Part::new(&context, &revision, &checked, &parts, which, Some(&fields))?;
            let page = render(&page.warned(context.t().revisions_changed_meanwhile()))?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
    }
}

async fn take_up(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, revision_id) = (context.actor()?.clone(), Id::from_text(id.clone()));
    let today = context.app.clock.today();
    let at = context
        .write(move |work| edit::take_up(work, &actor, &revision_id, fields.get("code"), today))
        .await?;
    Ok(Redirect::to(&format!("/revisions/{id}/parts/{at}")).into_response())
}

async fn readable(context: &Context, id: Id) -> Result<crate::revisions::Revision> {
    let actor = context.actor()?.clone();
    context.app.read(move |tx| decide::visible(tx, &actor, &id)).await
}

async fn file(context: Context, Path(id): Path<String>) -> Result<Response> {
    Ok(plans::download(readable(&context, Id::from_text(id)).await?.toml))
}

async fn changes(context: Context, Path(id): Path<String>) -> Result<Response> {
    let actor = context.actor()?.clone();
    let (revision, before) = context
        .app
        .read(move |tx| {
            let revision = decide::visible(tx, &actor, &Id::from_text(id))?;
            let newest = decide::plan_of(tx, revision.plan_id.as_ref().or(revision.above_id.as_ref()))?;
            let before = match newest {
                Some(plan) => plans::text_of(tx, &plan.plan_id, plan.number)?.0,
                None => String::new(),
            };
            Ok((revision, before))
        })
        .await?;
    render(&views::Compare::of_revision(&context, &revision, &before)?)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Whom {
    /// The duty whose people are named.
    duty: String,
}

/// What putting it in force would change, for whom.
async fn effect(context: Context, Path(id): Path<String>, Query(whom): Query<Whom>) -> Result<Response> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let asking = context.clone();
    let view = context
        .app
        .read(move |tx| {
            let revision = decide::visible(tx, &actor, &Id::from_text(id))?;
            let checked = decide::check(tx, &revision)?;
            let Some(plan) = checked.parsed.plan else {
                return Err(Error::Conflict(Messages::revisions_has_errors));
            };
            let base = decide::plan_of(tx, revision.plan_id.as_ref())?;
            let rules = Rules::compile(std::sync::Arc::new(plan));
            let found = standings::preview(tx, base.as_deref(), &rules, &revision.path, today)?;
            let chosen = found.effects.iter().find(|effect| effect.duty.code == whom.duty);
            let names = match chosen {
                Some(effect) => views::named(tx, &effect.moved)?,
                None => Vec::new(),
            };
            Ok(views::EffectPage::new(&asking, &revision, &rules, &found, &whom.duty, names))
        })
        .await?;
    render(&view)
}

async fn text(context: Context, Path(id): Path<String>) -> Result<Response> {
    let revision = readable(&context, Id::from_text(id)).await?;
    render(&views::TextPage::new(&context, &revision, None, &Mistakes::default()))
}

/// The whole text from a form, or from a file.
async fn replace(Path(id): Path<String>, Upload { context, fields, file }: Upload) -> Result<Response> {
    let (actor, revision_id) = (context.actor()?.clone(), Id::from_text(id.clone()));
    let toml = match file {
        Some((_, bytes)) => {
            String::from_utf8(bytes).map_err(|_| Mistakes::one("toml", Messages::revisions_file_unreadable))
        }
        None => Ok(fields.get("toml").replace('\r', "") + "\n"),
    };
    let arrangement = fields.get("arrangement").replace('\r', "");
    let was = fields.get("was").to_owned();
    let written = match toml {
        Ok(toml) => {
            let shown = toml.clone();
            let done = context
                .write(move |work| {
                    let arrangement = Some(arrangement.as_str()).filter(|text| !text.is_empty());
                    edit::replace(work, &actor, &revision_id, (&toml, &was), arrangement)
                })
                .await;
            done.map_err(|error| (error, Some(shown)))
        }
        Err(error) => Err((error, None)),
    };
    match written {
        Ok(()) => Ok(Redirect::to(&format!("/revisions/{id}?saved=1")).into_response()),
        Err((Error::Invalid(mistakes), typed)) => {
            let revision = readable(&context, Id::from_text(id)).await?;
            let page = render(&views::TextPage::new(&context, &revision, typed.as_deref(), &mistakes))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err((error, _)) => Err(error),
    }
}

/// Published, handed in, sent back or given up.
async fn decide_on(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, revision_id) = (context.actor()?.clone(), Id::from_text(id.clone()));
    let said = fields.get("reason").to_owned();
    let what = fields.get("do").to_owned();
    let decided = context
        .write(move |work| match what.as_str() {
            "publish" => decide::publish(work, &actor, &revision_id, &said).map(Some),
            "submit" => decide::submit(work, &actor, &revision_id).map(|()| None),
            "return" => decide::send_back(work, &actor, &revision_id, &said).map(|()| None),
            "drop" => decide::withdraw(work, &actor, &revision_id).map(|()| None),
            _ => Err(Error::NotFound),
        })
        .await;
    match decided {
        Ok(Some(plan_id)) => Ok(Redirect::to(&format!("/plans/{plan_id}")).into_response()),
        Ok(None) if fields.get("do") == "drop" => Ok(Redirect::to("/plans").into_response()),
        Ok(None) => Ok(Redirect::to(&format!("/revisions/{id}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let page = render(&whole(&context, Id::from_text(id), false, &mistakes).await?)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}
