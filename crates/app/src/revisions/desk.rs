//! The desk itself: the plans there are, how a revision begins, versions side by side, and who is late with theirs.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xueji_plan::refine::weaker;

use crate::people;
use crate::plans;
use crate::revisions::begin::{From, begin};
use crate::revisions::{edit, store, views};
use crate::shell::actor::Role;
use crate::shell::lang::Messages;
use crate::shell::layout::render;
use crate::shell::{
    Actor, Context, Error, Fields, Id, Mistakes, OrNotFound, Path, Place, Query, Result, Right, Scope, Upload,
};

/// Where the actor keeps plans, or makes their own.
fn reach(actor: &Actor) -> Result<Scope> {
    let scope = actor.scope(Role::Office).or_else(|| actor.scope(Role::Secretary));
    scope.cloned().ok_or(Error::Forbidden)
}

/// Revisions and plans that a list shows at most.
const MOST_LISTED: usize = 200;

pub(super) async fn index(context: Context) -> Result<Response> {
    render(&desk(&context, &Fields::default(), &Mistakes::default()).await?)
}

async fn desk(context: &Context, typed: &Fields, mistakes: &Mistakes) -> Result<views::Index> {
    let scope = reach(context.actor()?)?;
    let path = scope.path.clone();
    let (listed, plans) = context
        .app
        .read(move |tx| {
            let mut plans = plans::over(tx, people::on_path(&scope.path), None)?;
            // What branches below have made of their own is found on the page of the plan above.
            plans.truncate(MOST_LISTED);
            Ok((store::under_way(tx, &scope.path, MOST_LISTED)?, plans))
        })
        .await?;
    Ok(views::Index::new(context, &path, &listed, &plans, typed, mistakes))
}

pub(super) async fn create(Upload { context, fields, file }: Upload) -> Result<Response> {
    let actor = context.actor()?.clone();
    let own = reach(&actor)?.organization_id;
    let plan_id = Id::from_text(fields.get("plan"));
    let year = fields.get("year").parse::<i16>().ok().filter(|year| (1990..=2200).contains(year));
    let mut mistakes = Mistakes::default();
    let from = match (fields.get("from"), file) {
        ("plan", _) => From::Plan(plan_id),
        ("copy", _) => {
            if year.is_none() {
                mistakes.add("year", Messages::drafts_year_wrong);
            }
            From::Copy(plan_id, year.unwrap_or_default())
        }
        ("above", _) => {
            let organization = fields.get("organization");
            From::Above(
                plan_id,
                if organization.is_empty() { own.clone() } else { Id::from_text(organization) },
            )
        }
        ("file", Some((_, bytes))) => match String::from_utf8(bytes) {
            Ok(toml) if toml.len() <= edit::LONGEST && xueji_plan::edit::PlanFile::read(&toml).is_some() => {
                From::File(toml)
            }
            _ => {
                mistakes.add("file", Messages::revisions_file_unreadable);
                From::Plan(plan_id)
            }
        },
        ("file", None) => {
            mistakes.add("file", Messages::revisions_no_file);
            From::Plan(plan_id)
        }
        _ => {
            let title = fields.required("title", 120, &mut mistakes);
            if year.is_none() {
                mistakes.add("new_year", Messages::drafts_year_wrong);
            }
            let code = match fields.get("code") {
                "" => "learning".to_owned(),
                code => crate::drafts::plan_code(code),
            };
            From::Nothing { title, code, year: year.unwrap_or_default() }
        }
    };
    let begun = match mistakes.check() {
        Ok(()) => context.write(move |work| begin(work, &actor, from, &own)).await,
        Err(error) => Err(error),
    };
    match begun {
        Ok(id) => Ok(Redirect::to(&format!("/revisions/{id}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let page = render(&desk(&context, &fields, &mistakes).await?)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Versions {
    /// Numbers of versions; the newest where absent.
    pub(super) from: String,
    pub(super) to: String,
    /// Another plan to hold it against.
    pub(super) with: String,
}

/// A plan that the actor keeps, or stands under.
pub(super) async fn version_file(
    context: Context,
    Path(id): Path<String>,
    Query(asked): Query<Versions>,
) -> Result<Response> {
    let scope = reach(context.actor()?)?;
    let toml = context
        .app
        .read(move |tx| {
            let plan = plans::plan(tx, &Id::from_text(id))?.or_not_found()?;
            may_read(&plan, &scope)?;
            let number = asked.to.parse().unwrap_or(plan.number);
            Ok(plans::text_of(tx, &plan.plan_id, number)?.0)
        })
        .await?;
    Ok(plans::download(toml))
}

fn may_read(plan: &plans::InForce, scope: &Scope) -> Result<()> {
    let related = plan.path.starts_with(&scope.path) || scope.path.starts_with(&plan.path);
    if related { Ok(()) } else { Err(Error::NotFound) }
}

/// Two versions of a plan, or two plans, side by side.
pub(super) async fn compare(
    context: Context,
    Path(id): Path<String>,
    Query(asked): Query<Versions>,
) -> Result<Response> {
    let scope = reach(context.actor()?)?;
    let asking = context.clone();
    let view = context
        .app
        .read(move |tx| {
            let plan = plans::plan(tx, &Id::from_text(id))?.or_not_found()?;
            may_read(&plan, &scope)?;
            let others: Vec<_> = plans::over(tx, people::on_path(&scope.path), None)?
                .into_iter()
                .filter(|other| other.plan_id != plan.plan_id)
                .collect();
            let to = asked.to.parse().unwrap_or(plan.number);
            let after = plans::text_of(tx, &plan.plan_id, to)?.0;
            let (before, from) = if asked.with.is_empty() {
                let from: i64 = asked.from.parse().unwrap_or((to - 1).max(1));
                (plans::text_of(tx, &plan.plan_id, from)?.0, Some(from))
            } else {
                let other = plans::plan(tx, &Id::from_text(asked.with.as_str()))?.or_not_found()?;
                may_read(&other, &scope)?;
                (plans::text_of(tx, &other.plan_id, other.number)?.0, None)
            };
            let history = plans::history(tx, &plan.plan_id)?;
            views::Compare::of_plan(
                &asking,
                &plan,
                (&before, from),
                (&after, to),
                &history,
                &others,
                &asked.with,
            )
        })
        .await?;
    render(&view)
}

/// Where every branch is with its own plan below this one.
pub(super) async fn branches(context: Context, Path(id): Path<String>) -> Result<Response> {
    let (actor, asking) = (context.actor()?.clone(), context.clone());
    let view = context
        .app
        .read(move |tx| {
            let plan = plans::plan(tx, &Id::from_text(id))?.or_not_found()?;
            if !actor.may(Right::KeepPlans, Place::Organization { path: &plan.path }) {
                return Err(Error::Forbidden);
            }
            let year = plan.plan().year.into();
            let progress = store::progress(tx, &plan.plan_id, &plan.path, year)?;
            // A new version of this plan may ask more than a branch's approved one.
            let mut overtaken = Vec::new();
            for plan_id in progress.iter().filter_map(|one| one.plan_id.as_ref()) {
                if plans::plan(tx, plan_id)?.is_some_and(|own| !weaker(plan.plan(), own.plan()).is_empty()) {
                    overtaken.push(plan_id.clone());
                }
            }
            Ok(views::Branches::new(&asking, &plan, &progress, &overtaken))
        })
        .await?;
    render(&view)
}
