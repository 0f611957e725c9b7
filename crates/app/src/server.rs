//! The server: every slice's routes behind one set of layers, started, and stopped without losing what it accepted.

use std::net::SocketAddr;
use std::path::PathBuf;
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
use tokio::task::JoinSet;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};

use crate::schema::MIGRATIONS;
use crate::shell::actor::Role;
use crate::shell::jobs::{self, Done, Job, Rhythm};
use crate::shell::{
    Access, App, Context, Ending, Result, Routes, assets, connections, failure, frame, limits,
};
use crate::{
    accounts, attachments, backup, books, calendar, drafts, export, inspections, lessons, mandates, meetings,
    minutes, notebook, notes, notices, pairs, people, plans, portfolio, records, research, reviews,
    revisions, roster, search, sheets, standings, status, trail, works,
};

/// How long requests that are under way may take after the end was asked for.
const GRACE: Duration = Duration::from_secs(20);

/// How long what the server does by itself may take after that.
const JOBS_GRACE: Duration = Duration::from_secs(10);

/// What every write ends with.
pub(crate) const ENDING: Ending = Ending { settle: standings::settle, seal: trail::seal };

/// Routes that take long: searches, files in and out, plans tried on everybody.
const COSTLY: &[&str] = &[
    "/account/data.json",
    "/accounts/invite",
    "/drafts",
    "/lessons/new",
    "/lessons/{id}/parts",
    "/notices/address",
    "/notices/robots/{id}/test",
    "/people/imports",
    "/people/imports/template.xlsx",
    "/people/imports/{id}",
    "/people/imports/{id}/problems.xlsx",
    "/portfolio/archive.zip",
    "/portfolio/{year}/book.docx",
    "/portfolio/{year}/whole",
    "/revisions/{id}/decide",
    "/revisions/{id}/effect",
    "/search",
    "/sheets/scan",
    "/single-sign-on/back",
    "/trail",
];

/// Every slice's routes.
pub(crate) fn routes() -> Routes {
    Routes::default()
        .page("/", Access::SignedIn, home)
        .and(accounts::routes())
        .and(people::routes(plans::vocabulary))
        .and(notices::routes())
        .and(plans::routes())
        .and(drafts::routes())
        .and(records::routes())
        .and(pairs::routes())
        .and(meetings::routes())
        .and(minutes::routes())
        .and(inspections::routes())
        .and(standings::routes())
        .and(notebook::routes())
        .and(lessons::routes())
        .and(sheets::routes())
        .and(research::routes())
        .and(works::routes())
        .and(books::routes())
        .and(reviews::routes())
        .and(roster::routes())
        .and(mandates::routes())
        .and(revisions::routes())
        .and(calendar::routes())
        .and(search::routes())
        .and(trail::routes())
        .and(portfolio::routes())
        .and(status::routes())
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
        .layer(from_fn_with_state(app.clone(), frame::log))
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

/// The database answers too, is the one of this program, and the process is not about to end.
async fn readyz(State(app): State<App>) -> Response {
    if app.watch.is_ending() {
        return (StatusCode::SERVICE_UNAVAILABLE, "ending").into_response();
    }
    let db = app.db.clone();
    let pending = tokio::task::spawn_blocking(move || db.migrations_pending(MIGRATIONS)).await;
    let said = match pending {
        Ok(Ok(pending)) if pending.is_empty() => return "ready".into_response(),
        Ok(Ok(_)) => "the database is older than this program: start the server anew",
        Ok(Err(xueji_store::Error::Migration(error))) => {
            tracing::warn!(error, "not ready");
            "the database is not the one of this program"
        }
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            "the database does not answer"
        }
        Err(_) => "the database does not answer",
    };
    (StatusCode::SERVICE_UNAVAILABLE, said).into_response()
}

/// What serving takes besides the app.
#[derive(Debug)]
pub(crate) struct Serving {
    pub(crate) listen: String,
    pub(crate) backups: Option<backup::Schedule>,
    /// Where metrics are read, and with which token.
    pub(crate) metrics: Option<(SocketAddr, Option<String>)>,
    /// Folders that must keep some room.
    pub(crate) places: Vec<PathBuf>,
}

/// What the server does by itself.
fn jobs(backups: Option<backup::Schedule>) -> Vec<Job> {
    let turn = Job::new(status::TURN, Rhythm::Minutes, |app: App| {
        Box::pin(async move {
            let turned = standings::turn(&app).await?;
            let amount = i64::try_from(turned)?;
            Ok((amount > 0).then(|| Done { amount, ..Done::default() }))
        })
    });
    [
        turn,
        notices::send_job(),
        notices::clean_job(),
        attachments::job(),
        notes::job(),
        meetings::job(),
        meetings::follow_job(),
        minutes::job(),
        lessons::job(),
    ]
    .into_iter()
    .chain(backups.map(backup::Schedule::job))
    .collect()
}

/// Serves until it is asked to end; `ready` hears the address.
pub(crate) async fn serve(app: App, serving: Serving, ready: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    let listener = bound(&serving.listen).await?;
    let metrics = match serving.metrics {
        Some((address, token)) => Some((bound(&address.to_string()).await?, token)),
        None => None,
    };
    // Before anybody is told that it serves: who then asks it to end is heard.
    let asked = asked_to_end();
    ready(listener.local_addr()?);
    let jobs = jobs(serving.backups);
    app.watch.set_jobs(jobs.iter().map(|job| (job.name, job.rhythm)).collect());
    app.watch.set_places(serving.places);
    let mut beside = JoinSet::new();
    let mut working = JoinSet::new();
    for job in jobs {
        working.spawn(jobs::keep(app.clone(), job));
    }
    beside.spawn(status::attend(app.clone()));
    if let Some((listener, token)) = metrics {
        tracing::info!(address = %listener.local_addr()?, "metrics are read here");
        beside.spawn(status::tell_metrics(app.clone(), listener, token));
    }
    let (ending, mut ended) = tokio::sync::watch::channel(false);
    let watch = app.watch.clone();
    let server = tokio::spawn(connections::serve(listener, router(&app), ended.clone()));
    tokio::spawn(async move {
        asked.await;
        tracing::info!("ending: requests under way are finished first");
        watch.end();
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
    app.watch.end();
    beside.shutdown().await;
    finish(working).await;
    // Writes that were accepted are committed before this returns.
    tokio::task::spawn_blocking(move || app.db.close()).await?;
    Ok(())
}

async fn bound(address: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}: is another server running there?"))
}

/// Waits for jobs that are at work; those that wait for their time are ended.
async fn finish(mut working: JoinSet<()>) {
    let waiting = async { while working.join_next().await.is_some() {} };
    if tokio::time::timeout(JOBS_GRACE, waiting).await.is_err() {
        tracing::warn!("a job took too long and was cut off");
    }
    working.shutdown().await;
}

/// Ctrl-C, or SIGTERM from whoever runs services; heard from the moment on in which this is called.
fn asked_to_end() -> impl Future<Output = ()> + Send + 'static {
    #[cfg(unix)]
    let terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
    async move {
        let interrupted = tokio::signal::ctrl_c();
        #[cfg(unix)]
        match terminated {
            Ok(mut terminated) => {
                tokio::select! { _ = interrupted => (), _ = terminated.recv() => () }
            }
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be heard; only Ctrl-C ends the server in order");
                let _ = interrupted.await;
            }
        }
        #[cfg(not(unix))]
        {
            let _ = interrupted.await;
        }
    }
}
