//! Where sheets are made: few at a time, each in bounded time, and none half.

use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tower::ServiceExt as _;
use xueji_office::WriteError;

use crate::export::gather::{Gathered, MOST_ROWS};
use crate::export::sheet::{self, Sheet};
use crate::people;
use crate::shell::context::{Following, PageSize};
use crate::shell::error::{Failure, Text};
use crate::shell::exporting::Wanted;
use crate::shell::interrupted::local_path;
use crate::shell::lang::Messages;
use crate::shell::proxies::Peer;
use crate::shell::{Actor, Context, Deed, Error, Note, Result};

/// How many are made at the same time.
const AT_ONCE: usize = 2;
/// How long one waits for its turn.
const TURN: Duration = Duration::from_secs(20);
/// How long one may take.
const LONGEST: Duration = Duration::from_mins(5);
/// Rows on a page that is read for a sheet.
const PAGE: PageSize = PageSize(1_000);
/// The largest page that is read, in bytes.
const LARGEST_PAGE: usize = 32 << 20;
/// More pages no list has whose rows fit a sheet.
const MOST_PAGES: usize = 2_500;

/// Makes sheets from pages.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    /// Every page, as a visitor meets it.
    pages: Router,
    turns: Arc<Semaphore>,
}

/// A page that was read.
struct Seen {
    html: String,
    context: Context,
}

/// Tells those who still work for a visitor that nobody waits any more.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

impl Desk {
    /// On these pages.
    pub(crate) fn new(pages: Router) -> Self {
        Self { pages, turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// The sheet; where there is no page, or none with a table, the answer says so.
    pub(super) async fn answer(&self, wanted: Wanted, route: String, visitor: &Parts) -> Response {
        // Whoever may not see the page is answered before anybody waits for a turn.
        let first = match self.read(&wanted.address, visitor, true).await {
            Ok(first) => first,
            Err(answer) => return answer,
        };
        let context = first.context.clone();
        let refuse = |status, title, text| refused(&context, status, title, text);
        let Ok(Ok(turn)) = timeout(TURN, Arc::clone(&self.turns).acquire_owned()).await else {
            return refuse(
                StatusCode::SERVICE_UNAVAILABLE,
                Messages::export_too_many_title,
                Messages::export_too_many_text,
            );
        };
        let made = timeout(LONGEST, self.make(&wanted, &route, visitor, first)).await;
        drop(turn);
        match made {
            Ok(Ok(answer) | Err(answer)) => answer,
            Err(_) => refuse(
                StatusCode::SERVICE_UNAVAILABLE,
                Messages::export_too_long_title,
                Messages::export_too_long_text,
            ),
        }
    }

    /// Follows the list to its end, writes it down and notes that it was taken along.
    async fn make(
        &self,
        wanted: &Wanted,
        route: &str,
        visitor: &Parts,
        first: Seen,
    ) -> Result<Response, Response> {
        let context = first.context;
        let failed = |error: Error| failed(&context, error);
        let mut gathered = Gathered::new(wanted).map_err(could_not_write).map_err(failed)?;
        let (mut html, mut here) = (first.html, wanted.address.clone());
        for _ in 0..MOST_PAGES {
            let taking = tokio::task::spawn_blocking(move || {
                let next = gathered.take(&html)?;
                Ok((gathered, next))
            });
            let taken = taking.await.map_err(|error| failed(Error::Internal(error.into())))?;
            let next;
            (gathered, next) = taken.map_err(could_not_write).map_err(failed)?;
            let Some(next) = next.filter(|next| local_path(next).is_some() && *next != here) else { break };
            (html, here) = (self.read(&next, visitor, false).await?.html, next);
        }
        if !gathered.has_table() {
            let status = StatusCode::NOT_FOUND;
            let (title, text) = (Messages::export_nothing_title, Messages::export_nothing_text);
            return Err(refused(&context, status, title, text));
        }
        let unit = own_unit(&context).await.map_err(failed)?;
        let sheet = Sheet::of(&context, &gathered, unit);
        let rows = gathered.rows();
        let file = written(gathered, &sheet).await.map_err(failed)?;
        note(&context, route, rows).await.map_err(failed)?;
        tracing::info!(route, rows, "a table was exported");
        sheet::answer(file, &sheet.file_name).map_err(|error| failed(Error::Internal(error.into())))
    }

    /// A page, as the visitor meets it; its own answer where it is none.
    async fn read(&self, address: &str, visitor: &Parts, first: bool) -> Result<Seen, Response> {
        let mut asking = Request::new(Body::empty());
        *asking.method_mut() = Method::GET;
        *asking.uri_mut() = address.parse().map_err(|_| Error::NotFound.into_response())?;
        *asking.headers_mut() = headers(&visitor.headers);
        asking.extensions_mut().insert(PAGE);
        if !first {
            asking.extensions_mut().insert(Following);
        }
        if let Some(peer) = visitor.extensions.get::<Peer>() {
            asking.extensions_mut().insert(*peer);
        }
        let Ok(mut response) = self.pages.clone().oneshot(asking).await;
        let is_page = response.status() == StatusCode::OK
            && response
                .headers()
                .get(header::CONTENT_TYPE)
                .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        let context = response.extensions_mut().remove::<Context>();
        let Some(context) = context.filter(|context| is_page && context.visitor.is_some()) else {
            return Err(response);
        };
        let body = to_bytes(response.into_body(), LARGEST_PAGE).await;
        let body = body.map_err(|error| failed(&context, Error::Internal(error.into())))?;
        Ok(Seen { html: String::from_utf8_lossy(&body).into_owned(), context })
    }
}

/// Who asks and in which language, and nothing of how this one answer is wanted.
fn headers(of: &HeaderMap) -> HeaderMap {
    let kept = |name: &header::HeaderName| {
        ![header::ACCEPT_ENCODING, header::IF_NONE_MATCH, header::RANGE, header::CONTENT_LENGTH]
            .contains(name)
    };
    of.iter().filter(|(name, _)| kept(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The unit for which the visitor acts: that of their highest post, else where they belong.
async fn own_unit(context: &Context) -> Result<String> {
    let actor = context.actor()?;
    let highest = actor.scopes.iter().min_by_key(|scope| scope.path.len());
    let Some(id) = highest.map(|scope| scope.organization_id.clone()) else {
        return Ok(actor.home.as_ref().map(|home| home.name.clone()).unwrap_or_default());
    };
    let found = context.app.read(move |tx| people::organization(tx, &id)).await?;
    Ok(found.map(|one| one.name).unwrap_or_default())
}

/// The whole file; it has no name and goes when it is closed.
async fn written(gathered: Gathered, sheet: &Sheet) -> Result<File> {
    let filing = sheet.filing.clone();
    let waits = Arc::new(AtomicBool::new(true));
    let waiting = Waiting(Arc::clone(&waits));
    let writing = tokio::task::spawn_blocking(move || {
        let file = tempfile::tempfile()?;
        let into = std::io::BufWriter::new(&file);
        filing.write(gathered.into_spool(), into, || waits.load(Ordering::Relaxed))?;
        Ok::<_, WriteError>(file)
    });
    let written = writing.await.map_err(anyhow::Error::from)?;
    drop(waiting);
    written.map_err(could_not_write)
}

fn could_not_write(error: WriteError) -> Error {
    if error.is_full() { xueji_store::Error::Full.into() } else { Error::Internal(error.into()) }
}

/// Who takes data along is written down; what cannot be written down is not handed out.
async fn note(context: &Context, route: &str, rows: u32) -> Result<()> {
    let account = context.actor()?.account_id.clone();
    let said = format!("{route} {rows}");
    context
        .write(move |work| {
            work.note(Note::of(Deed::TableExported, &account).saying(said));
            Ok(())
        })
        .await
}

/// What went wrong, for the page that explains it to this visitor.
fn failed(context: &Context, error: Error) -> Response {
    introduced(context, error.into_response())
}

fn refused(
    context: &Context,
    status: StatusCode,
    title: fn(&Messages) -> String,
    text: fn(&Messages) -> String,
) -> Response {
    let mut response = introduced(context, status.into_response());
    response.extensions_mut().insert(Failure { status, title, text: Text::Plain(text) });
    response
}

fn introduced(context: &Context, mut response: Response) -> Response {
    if let Some(actor) = &context.visitor {
        response.extensions_mut().insert::<Actor>(actor.clone());
    }
    response
}

/// How many rows a sheet holds at most, as the pages say it.
pub(super) fn most_rows() -> String {
    MOST_ROWS.to_string()
}
