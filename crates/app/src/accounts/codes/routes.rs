//! The pages of one-time codes: after the password, and on one's own account.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::accounts::authenticate::{session_token, set_cookie};
use crate::accounts::codes::steps::{self, Step};
use crate::accounts::codes::views::{CodePage, KeptPage, RecoveryPage, SetUpPage, SetUpView};
use crate::accounts::codes::{self, Given, STEP_COOKIE, Verdict};
use crate::accounts::routes::{Next, device, enter};
use crate::accounts::{Account, resume, store};
use crate::shell::context::cookie;
use crate::shell::interrupted::{Interrupted, local_path};
use crate::shell::lang::Messages;
use crate::shell::layout::render;
use crate::shell::{Actor, App, Context, Error, Mistakes, Posted, Query, Result};

fn step_token(headers: &HeaderMap, app: &App) -> Option<String> {
    cookie(headers, app, STEP_COOKIE).map(str::to_owned)
}

/// The page that asks for the code, where the password was right a moment ago.
pub(in crate::accounts) async fn code_form(
    headers: HeaderMap,
    context: Context,
    Query(query): Query<Next>,
) -> Result<Response> {
    let open = match step_token(&headers, &context.app) {
        Some(token) => steps::is_open(&context.app, &token).await?,
        None => false,
    };
    if context.visitor.is_some() || !open {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    render(&CodePage::new(&context, &query.next, None, String::new()))
}

/// The same with what was typed before.
pub(in crate::accounts) fn code_page(
    context: &Context,
    next: &str,
    carried: Option<&Interrupted>,
) -> Result<Response> {
    render(&CodePage::new(context, next, carried, String::new()))
}

pub(in crate::accounts) async fn code_submit(
    headers: HeaderMap,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let carried = Interrupted::carried_by(&fields);
    let next = fields.get("next").to_owned();
    let Some(token) = step_token(&headers, &context.app) else {
        return over(&context, carried.as_ref(), &next);
    };
    let (given, before) = (Given::of(&fields), session_token(&headers, &context.app));
    let step = steps::complete(&context.app, &token, given, device(&headers), before).await?;
    let verdict = match step {
        Step::Opened { account, token } => {
            let app = context.app.clone();
            let mut response = enter(context, &account, token, carried, &next).await?;
            set_cookie(&mut response, &app, STEP_COOKIE, "", Some(0));
            return Ok(response);
        }
        Step::Over => return over(&context, carried.as_ref(), &next),
        Step::Not(verdict) => verdict,
    };
    let page = render(&CodePage::new(&context, &next, carried.as_ref(), said(&context, verdict)))?;
    Ok((status_of(verdict), page).into_response())
}

/// Back to the password; what was typed before is kept.
fn over(context: &Context, carried: Option<&Interrupted>, next: &str) -> Result<Response> {
    resume::sign_in_over(context, carried, local_path(next).unwrap_or_default())
}

fn status_of(verdict: Verdict) -> StatusCode {
    match verdict {
        Verdict::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
        Verdict::Unreadable => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// What to tell whose code was not accepted.
fn said(context: &Context, verdict: Verdict) -> String {
    let (t, clock) = (context.t(), &context.app.clock);
    match verdict {
        Verdict::Wait(until) => t.accounts_sign_in_wait(clock.time_of(until)),
        Verdict::Used => t.accounts_codes_used(clock.time_of(codes::key::next_at(clock.now()))),
        Verdict::Unreadable => t.accounts_codes_unreadable(),
        Verdict::Right | Verdict::Wrong => t.accounts_codes_wrong(),
    }
}

/// The visitor, who first changes the password if somebody else chose it.
fn owner(context: &Context) -> Result<&Actor> {
    let actor = context.actor()?;
    if actor.must_change { Err(Error::ChangePasswordFirst) } else { Ok(actor) }
}

/// One's one-time codes: the key to set them up, or what one has and how it is ended.
pub(in crate::accounts) async fn set_up_form(context: Context) -> Result<Response> {
    set_up_page(&context, None).await
}

/// The same with what was typed before.
pub(in crate::accounts) async fn set_up_page(
    context: &Context,
    carried: Option<&Interrupted>,
) -> Result<Response> {
    shown(context, carried, &Mistakes::default(), String::new()).await
}

async fn shown(
    context: &Context,
    carried: Option<&Interrupted>,
    mistakes: &Mistakes,
    told: String,
) -> Result<Response> {
    let actor = owner(context)?;
    let account_id = actor.account_id.clone();
    let state = context.app.read(move |tx| codes::state(tx, &account_id)).await?;
    if state.since.is_some() {
        return render(&KeptPage::new(context, state, is_demanded(context).await?, told));
    }
    let (account_id, secret) = (actor.account_id.clone(), context.app.sign_in.secret_key.clone());
    let (key, account) = context
        .write(move |work| {
            Ok((codes::begin(work, &account_id, secret.as_ref())?, store::by_id(work, &account_id)?))
        })
        .await?;
    let issuer = context.t().product_name();
    let view = SetUpView {
        drawing: key.drawn(&issuer, &account.name)?,
        written: key.written(),
        forced: actor.must_set_up_codes,
    };
    never_kept(render(&SetUpPage::new(context, view, carried, mistakes))?)
}

/// Whether the bureau demands codes of the visitor, so that they cannot be turned off.
async fn is_demanded(context: &Context) -> Result<bool> {
    let (rule, scopes) = (context.app.sign_in.one_time_codes, context.actor()?.scopes.clone());
    context.app.read(move |tx| codes::are_demanded_of(tx, rule, &scopes)).await
}

/// Keys and codes are in no cache.
#[expect(clippy::unnecessary_wraps, reason = "it stands last in handlers")]
fn never_kept(response: Response) -> Result<Response> {
    Ok(([(header::CACHE_CONTROL, "no-store")], response).into_response())
}

pub(in crate::accounts) async fn set_up_submit(Posted { context, fields }: Posted) -> Result<Response> {
    let account_id = owner(&context)?.account_id.clone();
    let given = Given::of(&fields);
    match fields.get("do") {
        "confirm" => confirm(&context, account_id, given, Interrupted::carried_by(&fields)).await,
        "off" if is_demanded(&context).await? => Err(Error::Conflict(Messages::accounts_codes_demanded)),
        what @ ("off" | "renew") => {
            let (off, secret) = (what == "off", context.app.sign_in.secret_key.clone());
            let (verdict, made) = context
                .write(move |work| {
                    let account = store::by_id(work, &account_id)?;
                    let verdict = codes::check(work, &account, &given, secret.as_ref())?;
                    // A wrong code is counted, so it must not end in an error.
                    let made = match verdict {
                        Verdict::Right if off => codes::turn_off(work, &account).map(|()| Vec::new())?,
                        Verdict::Right => codes::renew(work, &account)?,
                        _ => {
                            codes::note_failed(work, &account);
                            Vec::new()
                        }
                    };
                    Ok((verdict, made))
                })
                .await?;
            match verdict {
                Verdict::Right if off => Ok(Redirect::to("/account").into_response()),
                Verdict::Right => never_kept(render(&RecoveryPage::new(&context, made, None, false))?),
                verdict => {
                    let told = said(&context, verdict);
                    let page = shown(&context, None, &Mistakes::default(), told).await?;
                    Ok((status_of(verdict), page).into_response())
                }
            }
        }
        _ => Err(Error::NotFound),
    }
}

async fn confirm(
    context: &Context,
    account_id: crate::shell::Id,
    given: Given,
    carried: Option<Interrupted>,
) -> Result<Response> {
    let (which, secret) = (account_id.clone(), context.app.sign_in.secret_key.clone());
    let made = context
        .write(move |work| {
            let account: Account = store::by_id(work, &which)?;
            codes::confirm(work, &account, &given, secret.as_ref())
        })
        .await;
    match made {
        Ok(made) => {
            let forced = context.actor()?.must_set_up_codes;
            let carried = resume::authored_by(&context.app, carried, &account_id).await?;
            never_kept(render(&RecoveryPage::new(context, made, carried.as_ref(), forced))?)
        }
        Err(Error::Invalid(mistakes)) => {
            let page = shown(context, carried.as_ref(), &mistakes, String::new()).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}
