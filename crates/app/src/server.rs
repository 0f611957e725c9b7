//! The server: every slice's routes behind one set of layers, started, and stopped without losing what it accepted.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::extract::State;
use axum::http::header::ACCEPT_RANGES;
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use xueji_store::params;

use crate::shell::actor::Role;
use crate::shell::{
    Access, App, Context, Ending, Result, Routes, assets, connections, failure, frame, limits,
};
use crate::{
    accounts, attachments, backup, drafts, export, mandates, people, plans, records, revisions, roster,
    search, standings, trail,
};

/// How long requests that are under way may take after the end was asked for.
const GRACE: Duration = Duration::from_secs(20);

/// What every write ends with.
pub(crate) const ENDING: Ending = Ending { settle: standings::settle, seal: trail::seal };

/// Routes that take long: searches, files in and out, plans tried on everybody.
const COSTLY: &[&str] = &[
    "/account/data.json",
    "/accounts/invite",
    "/drafts",
    "/people/imports",
    "/people/imports/template.xlsx",
    "/people/imports/{id}",
    "/people/imports/{id}/problems.xlsx",
    "/revisions/{id}/decide",
    "/revisions/{id}/effect",
    "/search",
    "/trail",
];

/// Every slice's routes.
pub(crate) fn routes() -> Routes {
    Routes::default()
        .page("/", Access::SignedIn, home)
        .and(accounts::routes())
        .and(people::routes(plans::vocabulary))
        .and(plans::routes())
        .and(drafts::routes())
        .and(records::routes())
        .and(standings::routes())
        .and(roster::routes())
        .and(mandates::routes())
        .and(revisions::routes())
        .and(search::routes())
        .and(trail::routes())
}

/// The whole server, as a service.
pub(crate) fn router(app: &App) -> Router {
    let pages = routes()
        .into_router()
        .fallback(failure::nothing_here)
        .method_not_allowed_fallback(failure::nothing_here)
        .layer(from_fn_with_state((app.clone(), COSTLY), limits::keep_within))
        .layer(from_fn_with_state(app.clone(), export::introduce))
        .layer(from_fn_with_state(app.clone(), accounts::authenticate));
    surrounded(pages, app)
}

/// What every answer goes through, with what needs no visitor.
pub(crate) fn surrounded(pages: Router<App>, app: &App) -> Router {
    let answers = pages
        .route("/assets/{*name}", get(assets::show))
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .layer(from_fn(frame::in_bounds));
    // A sheet is made of many pages, each of which has its own time.
    let sheets = export::Desk::new(answers.clone().with_state(app.clone()));
    // Sheets are packed already, and so are files.
    let packing = DefaultPredicate::new().and(NotForContentType::const_new(export::KIND)).and(is_page);
    answers
        .layer(from_fn_with_state(sheets, export::answer))
        .layer(CatchPanicLayer::custom(failure::of_panic))
        .layer(from_fn_with_state(app.clone(), failure::explain))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(packing))
        .layer(from_fn_with_state(app.clone(), frame::protect))
        .layer(from_fn(frame::log))
        .with_state(app.clone())
}

/// Pages are compressed; files that may be had in parts are packed already.
fn is_page(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(ACCEPT_RANGES)
}

/// The first page: what concerns the visitor most.
async fn home(context: Context) -> Result<Response> {
    let actor = context.actor()?;
    let first = if actor.scope(Role::Office).is_some() || actor.scope(Role::Inspector).is_some() {
        "/bureau"
    } else if actor.person_id.is_some() {
        "/year"
    } else if actor.scope(Role::Administrator).is_some() {
        "/accounts"
    } else {
        "/account"
    };
    Ok(Redirect::to(first).into_response())
}

/// The process lives.
async fn healthz() -> &'static str {
    "ok"
}

/// The database answers too.
async fn readyz(State(app): State<App>) -> Response {
    match app.read(|tx| Ok(tx.scalar::<i64>("select count(*) from turn where 1 = 0", params![])?)).await {
        Ok(_) => "ready".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer").into_response()
        }
    }
}

/// Serves until it is asked to end; `ready` hears the address.
pub(crate) async fn serve(
    app: App,
    listen: &str,
    backups: Option<backup::Schedule>,
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen}: is another server running there?"))?;
    ready(listener.local_addr()?);
    let turning = tokio::spawn(turn_with_the_days(app.clone()));
    let cleaning = tokio::spawn(attachments::keep_clean(app.clone()));
    let keeping = backups.map(|schedule| tokio::spawn(backup::keep(app.clone(), schedule)));
    let (ending, mut ended) = tokio::sync::watch::channel(false);
    let server = tokio::spawn(connections::serve(listener, router(&app), ended.clone()));
    tokio::spawn(async move {
        asked_to_end().await;
        tracing::info!("ending: requests under way are finished first");
        let _ = ending.send(true);
    });
    let forced = async {
        // An error says that the server is gone, and with it the need to force it.
        if ended.wait_for(|ended| *ended).await.is_ok() {
            tokio::time::sleep(GRACE).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        outcome = server => outcome?,
        () = forced => tracing::warn!("some requests took too long and were cut off"),
    }
    turning.abort();
    cleaning.abort();
    if let Some(keeping) = keeping {
        keeping.abort();
    }
    // Writes that were accepted are committed before this returns.
    tokio::task::spawn_blocking(move || app.db.close()).await?;
    Ok(())
}

/// Brings the standings to today, at once and after every midnight.
async fn turn_with_the_days(app: App) {
    let mut minutes = tokio::time::interval(Duration::from_mins(1));
    loop {
        minutes.tick().await;
        match standings::turn(&app).await {
            Ok(0) => {}
            Ok(turned) => tracing::info!(turned, "standings follow the day"),
            Err(error) => tracing::error!(%error, "standings could not follow the day"),
        }
    }
}

/// Ctrl-C, or SIGTERM from whoever runs services.
async fn asked_to_end() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => {
                tokio::select! { _ = interrupted => (), _ = terminated.recv() => () }
            }
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be heard; only Ctrl-C ends the server in order");
                let _ = interrupted.await;
            }
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupted.await;
    }
}
