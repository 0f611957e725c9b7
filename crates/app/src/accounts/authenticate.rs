//! The layer around every page: a cookie becomes an actor, and who must sign in first is taken there and back.

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use crate::accounts::{codes, resume, sessions, store};
use crate::shell::context::{GuestToken, cookie, cookie_name};
use crate::shell::error::Failure;
use crate::shell::failure::wants_json;
use crate::shell::interrupted::Interrupted;
use crate::shell::{Actor, App, Author, Context, Deed, Note, Result, secret};

/// The cookie whose secret opens a session.
pub(super) const SESSION_COOKIE: &str = "xj_session";
/// The cookie that keeps the CSRF token of those who are not signed in.
const GUEST_COOKIE: &str = "xj_guest";

/// Puts the actor on the request; answers for those who have to sign in, or to change their password, first.
pub(crate) async fn authenticate(State(app): State<App>, request: Request, next: Next) -> Response {
    match pass(&app, request, next).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

async fn pass(app: &App, mut request: Request, next: Next) -> Result<Response> {
    let new_guest = match visitor(app, session_token(request.headers(), app)).await? {
        Some(actor) => {
            request.extensions_mut().insert(actor);
            None
        }
        None => greet(app, &mut request)?,
    };
    let (method, json) = (request.method().clone(), wants_json(request.headers()));
    let (parts, body) = request.into_parts();
    let context = Context::of(&parts, app);
    let route = parts.extensions.get::<MatchedPath>().map(|route| route.as_str().to_owned());
    let response = next.run(Request::from_parts(parts, body)).await;
    if let Some(actor) = context.visitor.as_ref().filter(|_| response.status().is_success()) {
        note_looks(app, actor, route.unwrap_or_default()).await?;
    }
    let mut response = if json { response } else { lead_back(&context, &method, response).await? };
    if let Some(token) = new_guest {
        set_cookie(&mut response, app, GUEST_COOKIE, &token, None);
    }
    if response.extensions().get::<Failure>().is_some() {
        // The page that explains it is made outside of here.
        match (context.visitor, context.guest_token) {
            (Some(actor), _) => drop(response.extensions_mut().insert::<Actor>(actor)),
            (None, Some(token)) => drop(response.extensions_mut().insert::<GuestToken>(token)),
            (None, None) => {}
        }
    }
    Ok(response)
}

/// Who a cookie stands for.
async fn visitor(app: &App, token: Option<String>) -> Result<Option<Actor>> {
    let Some(token) = token else { return Ok(None) };
    let (clock, rule) = (app.clock.clone(), app.sign_in.one_time_codes);
    let found = app.read(move |tx| sessions::find(tx, &token, &clock, rule)).await?;
    let Some(found) = found else { return Ok(None) };
    if found.note {
        let (session_id, at) = (found.session_id, app.clock.now());
        // A storage that cannot be written still shows its pages.
        let noted = app.write(Author::System, move |work| store::note_use(work, &session_id, at)).await;
        if let Err(error) = noted {
            tracing::warn!(%error, "the use of a session could not be noted");
        }
    }
    Ok(Some(found.actor))
}

/// What an inspector was shown stands in the trail, for those whom it concerns; without that, nothing is shown.
async fn note_looks(app: &App, actor: &Actor, route: String) -> Result<()> {
    let looks = actor.looks.take();
    if looks.is_empty() {
        return Ok(());
    }
    let account_id = actor.account_id.clone();
    app.write(Author::Account(account_id.clone()), move |work| {
        for subject_id in looks {
            work.note(Note::of(Deed::Inspected, &account_id).to(&subject_id).saying(&route));
        }
        Ok(())
    })
    .await
}

/// Gives a guest a token for forms: the one of their cookie, or a new one, which is returned.
fn greet(app: &App, request: &mut Request) -> Result<Option<String>> {
    let known = cookie(request.headers(), app, GUEST_COOKIE);
    let known = known.filter(|token| token.len() == 32).map(str::to_owned);
    let new = if known.is_none() { Some(secret::token()?) } else { None };
    if let Some(token) = known.or_else(|| new.clone()) {
        request.extensions_mut().insert(GuestToken(token));
    }
    Ok(new)
}

/// Turns "sign in first", "change the password first", "set up codes first" and a stale form into the page that leads back.
async fn lead_back(context: &Context, method: &Method, mut response: Response) -> Result<Response> {
    let interrupted = response.extensions_mut().remove::<Interrupted>();
    let Some(failure) = response.extensions().get::<Failure>() else { return Ok(response) };
    let posted = *method == Method::POST;
    match (&context.visitor, failure.status) {
        (None, StatusCode::UNAUTHORIZED) if posted => {
            let carried = resume::authored(&context.app, interrupted).await?.map(|(_, carried)| carried);
            resume::sign_in_page(context, carried.as_ref())
        }
        (None, StatusCode::UNAUTHORIZED) => {
            let next: String = form_urlencoded::byte_serialize(context.path.as_bytes()).collect();
            let to =
                if context.path == "/" { "/sign-in".to_owned() } else { format!("/sign-in?next={next}") };
            Ok(Redirect::to(&to).into_response())
        }
        (Some(actor), StatusCode::FORBIDDEN) if actor.must_change => {
            if posted {
                let carried = resume::authored_by(&context.app, interrupted, &actor.account_id).await?;
                resume::password_page(context, carried.as_ref())
            } else {
                Ok(Redirect::to("/account/password").into_response())
            }
        }
        (Some(actor), StatusCode::FORBIDDEN) if actor.must_set_up_codes => {
            if posted {
                let carried = resume::authored_by(&context.app, interrupted, &actor.account_id).await?;
                codes::set_up_page(context, carried.as_ref()).await
            } else {
                Ok(Redirect::to("/account/codes").into_response())
            }
        }
        (Some(actor), status @ (StatusCode::UNPROCESSABLE_ENTITY | StatusCode::TOO_MANY_REQUESTS)) => {
            let carried = resume::authored_by(&context.app, interrupted, &actor.account_id).await?;
            match (carried, status) {
                (Some(carried), StatusCode::TOO_MANY_REQUESTS) => {
                    let mut page = resume::later_page(context, &carried)?;
                    let after = response.headers_mut().remove(header::RETRY_AFTER);
                    after.map(|after| page.headers_mut().insert(header::RETRY_AFTER, after));
                    Ok(page)
                }
                (Some(carried), _) => resume::confirm_page(context, &carried),
                (None, _) => Ok(response),
            }
        }
        _ => Ok(response),
    }
}

/// Adds a cookie that scripts cannot read and other sites cannot send along; `seconds` absent is until the browser
/// closes, 0 takes it away.
pub(super) fn set_cookie(response: &mut Response, app: &App, name: &str, value: &str, seconds: Option<i64>) {
    let age = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let secure = if app.secure_cookies { "; Secure" } else { "" };
    let name = cookie_name(app, name);
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}");
    match HeaderValue::try_from(line) {
        Ok(line) => drop(response.headers_mut().append(header::SET_COOKIE, line)),
        Err(error) => tracing::warn!(%error, "a cookie could not be set"),
    }
}

/// The secret in the session cookie of the request, if there is one.
pub(super) fn session_token(headers: &HeaderMap, app: &App) -> Option<String> {
    cookie(headers, app, SESSION_COOKIE).map(str::to_owned)
}
