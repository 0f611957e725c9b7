//! The pages of plans.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::plans::{self, InForce, views};
use crate::shell::layout::render;
use crate::shell::{Access, Context, Id, OrNotFound, Path, Result, Routes, page};

pub(crate) fn routes() -> Routes {
    Routes::default().page("/plan", Access::SignedIn, current).page(
        "/plans/{plan_id}",
        Access::SignedIn,
        show,
    )
}

/// The plan of today; the latest one where today has none.
async fn current(context: Context) -> Result<Response> {
    let today = context.app.clock.today();
    let found = context
        .app
        .read(move |tx| {
            let in_force = plans::in_force(tx, today)?;
            Ok(if in_force.is_empty() { plans::all(tx)? } else { in_force }.into_iter().next())
        })
        .await?;
    match found {
        Some(plan) => with_history(&context, &plan).await,
        None => render(&views::None { page: page(&context, context.t().plans_none_title()) }),
    }
}

async fn show(context: Context, Path(plan_id): Path<String>) -> Result<Response> {
    let id = Id::from_text(plan_id);
    let plan = context.app.read(move |tx| plans::plan(tx, &id)).await?.or_not_found()?;
    with_history(&context, &plan).await
}

async fn with_history(context: &Context, plan: &InForce) -> Result<Response> {
    let id = plan.plan_id.clone();
    let history = context.app.read(move |tx| plans::history(tx, &id)).await?;
    render(&views::Show::new(context, plan, &history))
}

/// A plan file to be kept.
pub(crate) fn download(toml: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"plan.toml\""),
    ];
    (headers, toml).into_response()
}
