//! The addresses of robots.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tokio::task::spawn_blocking;
use xueji_store::Tx;

use crate::notices::mail::words;
use crate::notices::robots::views::RobotsPage;
use crate::notices::robots::{self, Robot, Said, store};
use crate::people::{self, Organization};
use crate::shell::lang::Messages;
use crate::shell::layout::{render, render_form};
use crate::shell::{
    Access, Actor, Context, Error, Fields, Id, Mistakes, OrNotFound, Path, Place, Posted, Query, Result,
    Right, Routes, listed,
};

/// Robots on a page.
pub(super) const PAGE: usize = 50;
/// The right with which robots are kept.
const KEEPS: Right = Right::RecordForOrganization;

pub(in crate::notices) fn routes() -> Routes {
    let keeps = Access::Holding(KEEPS);
    Routes::default()
        .page("/notices/robots", keeps, index)
        .form("/notices/robots", keeps, set)
        .form("/notices/robots/{id}/test", keeps, test)
        .form("/notices/robots/{id}/remove", keeps, remove)
}

/// What stands in the address of the list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    page: String,
    /// What was just done.
    pub(super) done: String,
}

/// What the page shows: the organizations that one may give a robot, and the robots that are there.
pub(super) type Found = (Vec<Organization>, (Vec<store::Listed>, bool));

async fn page(context: &Context, asked: Asked) -> Result<RobotsPage> {
    let actor = context.actor()?.clone();
    let number = listed::number(&asked.page);
    let size = context.page_size(PAGE);
    let found = context.app.read(move |tx| found(tx, &actor, number, size)).await?;
    Ok(RobotsPage::new(context, found, number, &asked.done))
}

fn found(tx: &mut Tx, actor: &Actor, number: usize, size: usize) -> Result<Found> {
    let tops = people::reach(tx, actor, KEEPS)?;
    let mut places = Vec::new();
    for top in &tops {
        places.extend(people::organizations(tx, &top.path)?);
    }
    let paths: Vec<String> = tops.into_iter().map(|top| top.path).collect();
    Ok((places, store::list(tx, &paths, number, size)?))
}

async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    render_form(&page(&context, asked).await?)
}

async fn set(Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, sending, typed) = (context.actor()?.clone(), context.app.sending.clone(), fields.clone());
    let done = context.write(move |work| {
        let code = typed.get("organization");
        let organization = people::organization_by_code(work, code)?.or_not_found()?;
        if !actor.may(KEEPS, Place::Organization { path: &organization.path }) {
            return Err(Error::Forbidden);
        }
        robots::set(work, &organization.id, &typed, &sending, &actor.account_id)
    });
    match done.await {
        Ok(()) => Ok(Redirect::to("/notices/robots?done=set").into_response()),
        Err(Error::Invalid(mistakes)) => refused(&context, &fields, &mistakes).await,
        Err(error) => Err(error),
    }
}

async fn refused(context: &Context, typed: &Fields, mistakes: &Mistakes) -> Result<Response> {
    let page = page(context, Asked::default()).await?.refused(context, typed, mistakes);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
}

/// The robot, where the visitor keeps it.
fn kept(tx: &mut Tx, actor: &Actor, id: &Id) -> Result<Robot> {
    let (robot, path) = store::find(tx, id)?.or_not_found()?;
    if actor.may(KEEPS, Place::Organization { path: &path }) { Ok(robot) } else { Err(Error::Forbidden) }
}

async fn test(Path(id): Path<String>, Posted { context, .. }: Posted) -> Result<Response> {
    let (actor, id, app) = (context.actor()?.clone(), Id::from_text(id), context.app.clone());
    let robot = app.read(move |tx| kept(tx, &actor, &id)).await?;
    if !app.sending.is_on() || !robot.may_be_called(&app.sending) {
        return Err(Error::Conflict(Messages::notices_robot_off));
    }
    let said = Said {
        kind: "test".to_owned(),
        title: words().notices_robot_test_title(),
        body: words().notices_robot_test_body(),
        link: format!("{}/notices/robots", app.sending.address),
    };
    let (calling, at) = (robot.clone(), app.clock.now());
    let outcome = spawn_blocking(move || robots::say(&calling, &said, words(), at));
    let outcome = outcome.await.map_err(anyhow::Error::from)??;
    let done = if outcome.is_ok() { "tested" } else { "failed" };
    app.db
        .write(move |tx| match outcome {
            Ok(()) => store::told(tx, &robot.id, at),
            Err(untold) => {
                tracing::warn!(%untold, "a robot could not be tested");
                store::failed(tx, &robot.id, untold.code())
            }
        })
        .await?;
    Ok(Redirect::to(&format!("/notices/robots?done={done}")).into_response())
}

async fn remove(Path(id): Path<String>, Posted { context, .. }: Posted) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let removed = context.write(move |work| {
        let robot = kept(work, &actor, &id)?;
        robots::remove(work, &robot)
    });
    removed.await?;
    Ok(Redirect::to("/notices/robots?done=removed").into_response())
}
