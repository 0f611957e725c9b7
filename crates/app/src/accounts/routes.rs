//! The addresses of accounts.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::accounts::authenticate::{SESSION_COOKIE, session_token, set_cookie};
use crate::accounts::sign_in::{Change, Outcome};
use crate::accounts::views::{AccountPage, PasswordPage, SessionRow, SignInPage};
use crate::accounts::{Account, desk, resume, sessions, sign_in, store};
use crate::shell::context::{LANG_COOKIE, THEME_COOKIE};
use crate::shell::interrupted::{Interrupted, local_path};
use crate::shell::lang::Messages;
use crate::shell::layout::{page, render};
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
        .form("/sign-out", Access::Open, sign_out)
        .form("/look", Access::Open, look)
        .page("/account", Access::SignedIn, show)
        .page("/account/password", Access::Open, password_form)
        .form("/account/password", Access::Open, password_submit)
        .form("/account/sessions/{id}/end", Access::SignedIn, end_session)
        .page("/accounts", keeps, desk::index)
        .page("/accounts/invite", keeps, desk::invite_form)
        .form("/accounts/invite", keeps, desk::invite)
        .page("/accounts/{id}", keeps, desk::show)
        .form("/accounts/{id}", keeps, desk::act)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Next {
    next: String,
}

async fn sign_in_form(context: Context, Query(query): Query<Next>) -> Result<Response> {
    if context.visitor.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    let next = local_path(&query.next).unwrap_or_default().to_owned();
    render(&SignInPage { next, ..SignInPage::new(&context) })
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
        Outcome::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, t.accounts_sign_in_wrong()),
        Outcome::Wait(until) => {
            (StatusCode::TOO_MANY_REQUESTS, t.accounts_sign_in_wait(app.clock.time_of(until)))
        }
    };
    let view = SignInPage {
        name: name.to_owned(),
        next: local_path(fields.get("next")).unwrap_or_default().to_owned(),
        mistake: Some(mistake),
        ..SignInPage::new(&context)
    };
    Ok((status, render(&view.carrying(carried.as_ref()))?).into_response())
}

/// The first page of a new session: the password that must be changed, what was typed before, or where one was going.
async fn enter(
    mut context: Context,
    account: &Account,
    token: String,
    carried: Option<Interrupted>,
    next: &str,
) -> Result<Response> {
    let (secret, clock) = (token.clone(), context.app.clock.clone());
    let found = context.app.read(move |tx| sessions::find(tx, &secret, &clock)).await?;
    context.visitor = found.map(|found| found.actor);
    let must_change = context.visitor.as_ref().is_some_and(|actor| actor.must_change);
    let carried = resume::authored_by(&context.app, carried, &account.id).await?;
    let mut response = match carried {
        Some(carried) if must_change => resume::password_page(&context, Some(&carried))?,
        Some(carried) => resume::confirm_page(&context, &carried)?,
        None if must_change => Redirect::to("/account/password").into_response(),
        None => Redirect::to(local_path(next).unwrap_or("/")).into_response(),
    };
    set_cookie(&mut response, &context.app, SESSION_COOKIE, &token, Some(sessions::LONGEST / 1000));
    Ok(response)
}

async fn sign_out(headers: HeaderMap, Posted { context, .. }: Posted) -> Result<Response> {
    if let Some(token) = session_token(&headers, &context.app) {
        let at = context.app.clock.now();
        context
            .write(move |work| {
                sessions::end(work, &token, at)?;
                note_end(work);
                Ok(())
            })
            .await?;
    }
    let mut response = Redirect::to("/sign-in").into_response();
    set_cookie(&mut response, &context.app, SESSION_COOKIE, "", Some(0));
    // With the forms that the browser kept.
    let forget = HeaderValue::from_static("\"cache\", \"storage\"");
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
    let actor = context.actor()?;
    let (id, at) = (actor.account_id.clone(), context.app.clock.now());
    let (account, open) =
        context.app.read(move |tx| Ok((store::by_id(tx, &id)?, sessions::open_of(tx, &id, at)?))).await?;
    let clock = &context.app.clock;
    let unknown = || context.t().accounts_device_unknown();
    let row = |session: sessions::Session| SessionRow {
        id: session.id.to_string(),
        device: if session.device.is_empty() { unknown() } else { session.device },
        since: clock.minute_of(session.created_at),
        seen: clock.minute_of(session.seen_at),
    };
    render(&AccountPage {
        page: page(&context, context.t().nav_account()),
        name: account.name,
        home: actor.home.as_ref().map(|home| home.name.clone()),
        sessions: open.into_iter().map(row).collect(),
    })
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

fn device(headers: &HeaderMap) -> String {
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    sessions::device(user_agent.unwrap_or_default())
}
