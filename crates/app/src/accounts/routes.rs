//! The addresses of accounts.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::accounts::authenticate::{SESSION_COOKIE, session_token, set_cookie};
use crate::accounts::sign_in::{Change, Outcome};
use crate::accounts::views::{AccountPage, Held, PasswordPage, SignInPage};
use crate::accounts::{Account, codes, desk, resume, sessions, sign_in, single, store};
use crate::shell::context::{LANG_COOKIE, THEME_COOKIE};
use crate::shell::interrupted::{Interrupted, local_path};
use crate::shell::lang::Messages;
use crate::shell::layout::render;
use crate::shell::{
    Access, App, Author, Context, Deed, Error, Fields, Id, Lang, Mistakes, Note, OrNotFound, Path, Posted,
    Query, Result, Right, Routes, Work,
};

const YEAR: i64 = 365 * 24 * 60 * 60;

/// The slice's routes.
pub(crate) fn routes() -> Routes {
    let keeps = Access::Holding(Right::KeepAccounts);
    Routes::default()
        .page("/sign-in", Access::Open, sign_in_form)
        .form("/sign-in", Access::Open, sign_in_submit)
        .page("/sign-in/code", Access::Open, codes::code_form)
        .form("/sign-in/code", Access::Open, codes::code_submit)
        .page("/single-sign-on", Access::Open, single::begin)
        .page("/single-sign-on/back", Access::Open, single::back)
        .form("/single-sign-on/keep", Access::Open, single::keep)
        .page("/single-sign-on/leave", Access::Open, single::leave)
        .form("/sign-out", Access::Open, sign_out)
        .form("/look", Access::Open, look)
        .page("/account", Access::SignedIn, show)
        .page("/account/password", Access::Open, password_form)
        .form("/account/password", Access::Open, password_submit)
        .page("/account/codes", Access::Open, codes::set_up_form)
        .form("/account/codes", Access::Open, codes::set_up_submit)
        .form("/account/identities", Access::SignedIn, single::link)
        .form("/account/identities/{id}/unlink", Access::SignedIn, single::unlink)
        .form("/account/sessions/{id}/end", Access::SignedIn, end_session)
        .page("/accounts", keeps, desk::index)
        .page("/accounts/invite", keeps, desk::invite_form)
        .form("/accounts/invite", keeps, desk::invite)
        .page("/accounts/{id}", keeps, desk::show)
        .form("/accounts/{id}", keeps, desk::act)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Next {
    pub(super) next: String,
    /// Whether the visitor has just left a session that the provider opened.
    left: bool,
}

async fn sign_in_form(context: Context, Query(query): Query<Next>) -> Result<Response> {
    if context.visitor.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    render(&SignInPage { left: query.left, ..SignInPage::new(&context) }.leading_to(&query.next))
}

async fn sign_in_submit(headers: HeaderMap, Posted { context, fields }: Posted) -> Result<Response> {
    let (app, name) = (&context.app, fields.get("name"));
    let password = fields.get("password").to_owned();
    let before = session_token(&headers, app);
    let outcome = sign_in::sign_in(app, name, password, device(&headers), before).await?;
    let carried = Interrupted::carried_by(&fields);
    let t = context.t();
    let (status, mistake) = match outcome {
        Outcome::Opened { account, token } => {
            return enter(context, &account, token, carried, fields.get("next")).await;
        }
        Outcome::Code { token } => return ask_for_code(&context, &token, carried.as_ref(), &fields),
        Outcome::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, t.accounts_sign_in_wrong()),
        Outcome::Wait(until) => {
            (StatusCode::TOO_MANY_REQUESTS, t.accounts_sign_in_wait(app.clock.time_of(until)))
        }
    };
    let view =
        SignInPage { name: name.to_owned(), ..SignInPage::saying(&context, mistake, fields.get("next")) };
    Ok((status, render(&view.carrying(carried.as_ref()))?).into_response())
}

/// The second step: its cookie, and the page that asks for the code.
fn ask_for_code(
    context: &Context,
    token: &str,
    carried: Option<&Interrupted>,
    fields: &Fields,
) -> Result<Response> {
    let next = local_path(fields.get("next")).unwrap_or_default();
    let mut response = if carried.is_some() {
        codes::code_page(context, next, carried)?
    } else {
        let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
        Redirect::to(&format!("/sign-in/code?next={next}")).into_response()
    };
    set_cookie(&mut response, &context.app, codes::STEP_COOKIE, token, None);
    Ok(response)
}

/// The first page of a new session: the password that must be changed, the codes that must be set up, what was typed
/// before, or where one was going.
pub(super) async fn enter(
    mut context: Context,
    account: &Account,
    token: String,
    carried: Option<Interrupted>,
    next: &str,
) -> Result<Response> {
    let (secret, clock) = (token.clone(), context.app.clock.clone());
    let rule = context.app.sign_in.one_time_codes;
    let found = context.app.read(move |tx| sessions::find(tx, &secret, &clock, rule)).await?;
    context.visitor = found.map(|found| found.actor);
    let must_change = context.visitor.as_ref().is_some_and(|actor| actor.must_change);
    let must_set_up = context.visitor.as_ref().is_some_and(|actor| actor.must_set_up_codes);
    let carried = resume::authored_by(&context.app, carried, &account.id).await?;
    let mut response = match carried {
        Some(carried) if must_change => resume::password_page(&context, Some(&carried))?,
        Some(carried) if must_set_up => codes::set_up_page(&context, Some(&carried)).await?,
        Some(carried) => resume::confirm_page(&context, &carried)?,
        None if must_change => Redirect::to("/account/password").into_response(),
        None if must_set_up => Redirect::to("/account/codes").into_response(),
        None => Redirect::to(local_path(next).unwrap_or("/")).into_response(),
    };
    set_cookie(&mut response, &context.app, SESSION_COOKIE, &token, Some(sessions::LONGEST / 1000));
    Ok(response)
}

async fn sign_out(headers: HeaderMap, Posted { context, .. }: Posted) -> Result<Response> {
    let mut of_provider = false;
    if let Some(token) = session_token(&headers, &context.app) {
        let at = context.app.clock.now();
        of_provider = context
            .write(move |work| {
                let of_provider = single::opened(work, &token)?;
                sessions::end(work, &token, at)?;
                note_end(work);
                Ok(of_provider)
            })
            .await?;
    }
    let to =
        if of_provider && context.app.sign_in.provider.is_some() { "/sign-in?left=true" } else { "/sign-in" };
    let mut response = Redirect::to(to).into_response();
    set_cookie(&mut response, &context.app, SESSION_COOKIE, "", Some(0));
    // With the forms that the browser kept for going back. Not its storage: on a shared machine another account's notes
    // may wait there to be sent; `web/src/leaving.ts` forgets what is this one's.
    let forget = HeaderValue::from_static("\"cache\"");
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), forget);
    Ok(response)
}

/// A session was ended by its owner.
fn note_end(work: &mut Work<'_>) {
    if let Author::Account(id) = work.author().clone() {
        work.note(Note::of(Deed::SessionEnded, &id));
    }
}

/// Language, and light or dark.
async fn look(Posted { context, fields }: Posted) -> Result<Response> {
    let back = local_path(fields.get("back")).unwrap_or("/");
    let mut response = Redirect::to(back).into_response();
    if let Some(lang) = Lang::from_tag(fields.get("lang")) {
        set_cookie(&mut response, &context.app, LANG_COOKIE, lang.tag(), Some(YEAR));
    }
    match fields.get("theme") {
        theme @ ("light" | "dark") => {
            set_cookie(&mut response, &context.app, THEME_COOKIE, theme, Some(YEAR));
        }
        "device" => set_cookie(&mut response, &context.app, THEME_COOKIE, "", Some(0)),
        _ => {}
    }
    Ok(response)
}

async fn show(context: Context) -> Result<Response> {
    let (id, at) = (context.actor()?.account_id.clone(), context.app.clock.now());
    let held = context
        .app
        .read(move |tx| {
            Ok(Held {
                account: store::by_id(tx, &id)?,
                sessions: sessions::open_of(tx, &id, at)?,
                codes: codes::state(tx, &id)?,
                identities: single::identities(tx, &id)?,
            })
        })
        .await?;
    render(&AccountPage::new(&context, held))
}

async fn password_form(context: Context) -> Result<Response> {
    context.actor()?;
    render(&PasswordPage::new(&context))
}

async fn password_submit(headers: HeaderMap, Posted { context, fields }: Posted) -> Result<Response> {
    let account_id = context.actor()?.account_id.clone();
    let carried = Interrupted::carried_by(&fields);
    match change(&context.app, account_id, &fields, device(&headers)).await {
        Ok((account, token)) => enter(context, &account, token, carried, "/account").await,
        Err(Error::Invalid(mistakes)) => {
            let view = PasswordPage::new(&context).carrying(carried.as_ref()).mending(&mistakes);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&view)?).into_response())
        }
        Err(error) => Err(error),
    }
}

async fn change(app: &App, account_id: Id, fields: &Fields, device: String) -> Result<(Account, String)> {
    let mut mistakes = Mistakes::default();
    let current = fields.required("current", 200, &mut mistakes);
    let new = fields.required("new", 200, &mut mistakes);
    if new != fields.get("repeat") {
        mistakes.add("repeat", Messages::accounts_password_differs);
    }
    mistakes.check()?;
    match sign_in::change_password(app, Change { account_id, current, new, device }).await? {
        Outcome::Opened { account, token } => Ok((account, token)),
        Outcome::Wrong => Err(Mistakes::one("current", Messages::accounts_password_wrong)),
        Outcome::Wait(_) => Err(Mistakes::one("current", Messages::accounts_password_wait)),
        Outcome::Code { .. } => Err(anyhow::anyhow!("a changed password asked for a code").into()),
    }
}

async fn end_session(Path(id): Path<String>, Posted { context, .. }: Posted) -> Result<Response> {
    let (account_id, id) = (context.actor()?.account_id.clone(), Id::from_text(id));
    let at = context.app.clock.now();
    let ended = context
        .write(move |work| {
            let ended = store::end_one(work, &account_id, &id, at)?;
            if ended > 0 {
                note_end(work);
            }
            Ok(ended)
        })
        .await?;
    (ended > 0).then_some(()).or_not_found()?;
    Ok(Redirect::to("/account").into_response())
}

pub(super) fn device(headers: &HeaderMap) -> String {
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    sessions::device(user_agent.unwrap_or_default())
}
