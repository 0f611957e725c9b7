//! The addresses of mandates.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::accounts;
use crate::mandates::forms::{Kind, form};
use crate::mandates::views::{AdmittedPage, Index};
use crate::mandates::{give, store};
use crate::shell::actor::Role;
use crate::shell::layout::render;
use crate::shell::{
    Access, Actor, Context, Error, Fields, Id, Mistakes, Path, Posted, Query, Result, Right, Routes, listed,
};

/// Mandates on a page.
pub(super) const PAGE: usize = 50;

pub(crate) fn routes() -> Routes {
    let (deputize, admit) = (Access::Holding(Right::Deputize), Access::Holding(Right::AdmitInspectors));
    Routes::default()
        .page("/mandates", Access::SignedIn, index)
        .page("/mandates/deputy", deputize, deputy_form)
        .form("/mandates/deputy", deputize, deputize_somebody)
        .page("/mandates/inspector", admit, inspector_form)
        .form("/mandates/inspector", admit, admit_somebody)
        .form("/mandates/{id}/end", Access::SignedIn, end)
}

/// What the list is narrowed to, as it stands in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// "all" shows those that are over, too.
    show: String,
    page: String,
}

/// The parts of the tree in which the actor may give or end mandates.
fn paths(actor: &Actor) -> Vec<String> {
    let gives = |role: Role| matches!(role, Role::Secretary | Role::Office | Role::Administrator);
    actor.scopes.iter().filter(|one| !one.lent && gives(one.role)).map(|one| one.path.clone()).collect()
}

async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let (all, page) = (asked.show == "all", listed::number(&asked.page));
    let (mandates, more) = context
        .app
        .read(move |tx| {
            let paths = paths(&actor);
            let person_id = actor.person_id.as_ref();
            let filter = store::Filter { paths: &paths, person_id, open: !all };
            store::list(tx, &filter, today, page, PAGE)
        })
        .await?;
    render(&Index::new(&context, mandates, all, page, more))
}

async fn deputy_form(context: Context) -> Result<Response> {
    render(&form(&context, Kind::Deputy).await?)
}

async fn inspector_form(context: Context) -> Result<Response> {
    render(&form(&context, Kind::Inspector).await?)
}

async fn deputize_somebody(Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, clock, typed) = (context.actor()?.clone(), context.app.clock.clone(), fields.clone());
    match context.write(move |work| give::deputize(work, &actor, &clock, &typed)).await {
        Ok(()) => Ok(Redirect::to("/mandates").into_response()),
        Err(Error::Invalid(mistakes)) => refused(&context, Kind::Deputy, &fields, &mistakes).await,
        Err(error) => Err(error),
    }
}

async fn admit_somebody(Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, clock, typed) = (context.actor()?.clone(), context.app.clock.clone(), fields.clone());
    let code = accounts::generate()?;
    let hash = accounts::hash_apart(code.clone()).await?;
    match context.write(move |work| give::admit(work, &actor, &clock, &typed, hash)).await {
        Ok(name) => {
            let page = render(&AdmittedPage::new(&context, name, code))?;
            Ok(([(header::CACHE_CONTROL, "no-store")], page).into_response())
        }
        Err(Error::Invalid(mistakes)) => refused(&context, Kind::Inspector, &fields, &mistakes).await,
        Err(error) => Err(error),
    }
}

async fn refused(context: &Context, kind: Kind, typed: &Fields, mistakes: &Mistakes) -> Result<Response> {
    let form = form(context, kind).await?.refused(context, typed, mistakes);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&form)?).into_response())
}

async fn end(Path(id): Path<String>, Posted { context, .. }: Posted) -> Result<Response> {
    let (actor, clock, id) = (context.actor()?.clone(), context.app.clock.clone(), Id::from_text(id));
    context.write(move |work| give::end(work, &actor, &clock, &id)).await?;
    Ok(Redirect::to("/mandates").into_response())
}
