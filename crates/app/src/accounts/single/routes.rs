//! The addresses of single sign-on: there, back, and out again.
//!
//! Browsers go to the provider by a link and never by a form: the content policy keeps forms here, even where an answer
//! sends them on.

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::accounts::authenticate::{session_token, set_cookie};
use crate::accounts::routes::{Next, device, enter};
use crate::accounts::single::errand::{ERRAND_COOKIE, Errand, PATIENCE, Purpose};
use crate::accounts::single::provider::{self, Proven, Trouble};
use crate::accounts::single::store::{self, Kept};
use crate::accounts::single::{Admitted, Refusal, admit, link_to, name_of_provider, take_off};
use crate::accounts::views::SignInPage;
use crate::accounts::{resume, store as accounts};
use crate::shell::interrupted::Interrupted;
use crate::shell::layout::{page, render};
use crate::shell::sign_in::Provider;
use crate::shell::{Context, Error, Fields, Id, OrNotFound as _, Page, Path, Posted, Query, Result, secret};

/// What the provider sends the browser back with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::accounts) struct Came {
    code: String,
    state: String,
    error: String,
}

/// From here the browser goes on to the provider.
#[derive(Debug, Template)]
#[template(path = "accounts/going.html")]
struct GoingPage {
    page: Page,
    lead: String,
    button: String,
}

fn provider_of(context: &Context) -> Result<Provider> {
    context.app.sign_in.provider.as_deref().cloned().or_not_found()
}

/// Sends the browser to the provider.
pub(in crate::accounts) async fn begin(
    headers: HeaderMap,
    context: Context,
    Query(query): Query<Next>,
) -> Result<Response> {
    let provider = provider_of(&context)?;
    let begun = Errand::of(&headers, &context.app).filter(|errand| match errand.purpose {
        Purpose::Linking => context.visitor.is_some(),
        Purpose::Keeping => context.visitor.is_none(),
        Purpose::SignIn => false,
    });
    if context.visitor.is_some() && begun.is_none() {
        return Ok(Redirect::to("/").into_response());
    }
    let errand = match begun {
        Some(begun) => begun,
        None => Errand::fresh(Purpose::SignIn, &query.next)?,
    };
    let (asked, now, sent) = (provider, context.app.clock.now(), errand.clone());
    match provider::apart(move || provider::way_there(&asked, &sent, now)).await {
        Ok(address) => {
            let mut response = Redirect::to(&address).into_response();
            set_cookie(&mut response, &context.app, ERRAND_COOKIE, &errand.cookie(), Some(PATIENCE));
            Ok(response)
        }
        Err(trouble) => told(&context, &trouble, &errand.next),
    }
}

/// The browser comes back.
pub(in crate::accounts) async fn back(
    headers: HeaderMap,
    context: Context,
    Query(came): Query<Came>,
) -> Result<Response> {
    let provider = provider_of(&context)?;
    let Some(errand) = Errand::of(&headers, &context.app) else {
        return refused(&context, context.t().accounts_single_begin_anew(), "");
    };
    let app = context.app.clone();
    let mut response = come_back(&headers, context, provider, errand, came).await?;
    set_cookie(&mut response, &app, ERRAND_COOKIE, "", Some(0));
    Ok(response)
}

async fn come_back(
    headers: &HeaderMap,
    context: Context,
    provider: Provider,
    errand: Errand,
    came: Came,
) -> Result<Response> {
    let t = context.t();
    if !secret::equal(&came.state, &errand.state()) {
        return refused(&context, t.accounts_single_begin_anew(), &errand.next);
    }
    if !came.error.is_empty() || came.code.is_empty() {
        return refused(&context, t.accounts_single_given_up(name_of_provider(&context)), &errand.next);
    }
    let (asked, sent, now) = (provider.clone(), errand.clone(), context.app.clock.now());
    let proven = match provider::apart(move || provider::redeem(&asked, &sent, came.code, now)).await {
        Ok(proven) => proven,
        Err(trouble) => return told(&context, &trouble, &errand.next),
    };
    if errand.purpose == Purpose::Linking {
        return linked(&context, provider, proven, &errand).await;
    }
    let called = proven.called.clone().unwrap_or_default();
    let before = session_token(headers, &context.app);
    match admit(&context.app, provider, proven, device(headers), before).await? {
        Admitted::Refused(refusal) => {
            let name = name_of_provider(&context);
            let why = match refusal {
                Refusal::Unknown if called.is_empty() => t.accounts_single_nameless(name),
                Refusal::Unknown => t.accounts_single_unknown(name, called),
                Refusal::Closed => t.accounts_single_closed(),
                Refusal::ByHand => t.accounts_single_by_hand(),
                Refusal::Taken => t.accounts_single_other(called),
            };
            refused(&context, why, &errand.next)
        }
        Admitted::Opened { account, token } => {
            let kept = match errand.purpose {
                Purpose::Keeping => brought(&context, &errand, &account.id).await?,
                _ => None,
            };
            enter(context, &account, token, kept, &errand.next).await
        }
    }
}

/// The identity becomes one of the account that is signed in.
async fn linked(context: &Context, provider: Provider, proven: Proven, errand: &Errand) -> Result<Response> {
    let actor = context.actor()?;
    // What whoever holds a first code, or a browser that somebody else began in, must not reach.
    if actor.must_change {
        return Err(Error::ChangePasswordFirst);
    }
    if actor.must_set_up_codes {
        return Err(Error::SetUpCodesFirst);
    }
    let account_id = actor.account_id.clone();
    if !errand.is_of(&account_id) {
        return refused(context, context.t().accounts_single_begin_anew(), "");
    }
    context.write(move |work| link_to(work, &provider, &proven, &account_id)).await?;
    Ok(Redirect::to("/account").into_response())
}

/// What was kept for its author, who is back; kept no longer.
async fn brought(context: &Context, errand: &Errand, account_id: &Id) -> Result<Option<Interrupted>> {
    let (hash, now) = (errand.kept(), context.app.clock.now());
    let found = context
        .write(move |work| {
            let kept = store::kept(work, &hash, now)?;
            store::forget_kept(work, &hash)?;
            Ok(kept)
        })
        .await?;
    let own = found.filter(|kept| kept.account_id == *account_id);
    Ok(own.map(|kept| Interrupted { target: kept.target, fields: Fields::parse(kept.fields.as_bytes()) }))
}

/// The sign-in page, which says what the provider's trouble is; the password still opens it.
fn told(context: &Context, trouble: &Trouble, next: &str) -> Result<Response> {
    let (t, name) = (context.t(), name_of_provider(context));
    let (status, text) = match trouble {
        Trouble::Down(cause) => {
            tracing::warn!(cause, "the provider of single sign-on does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, t.accounts_single_down(name))
        }
        Trouble::Refused(cause) => {
            tracing::warn!(cause, "an answer of the provider of single sign-on was refused");
            (StatusCode::FORBIDDEN, t.accounts_single_wrong(name))
        }
    };
    Ok((status, render(&SignInPage::saying(context, text, next))?).into_response())
}

fn refused(context: &Context, why: String, next: &str) -> Result<Response> {
    Ok((StatusCode::FORBIDDEN, render(&SignInPage::saying(context, why, next))?).into_response())
}

/// Keeps what was typed before the session ended, and shows the way to the provider.
pub(in crate::accounts) async fn keep(Posted { context, fields }: Posted) -> Result<Response> {
    provider_of(&context)?;
    let authored = resume::authored(&context.app, Interrupted::carried_by(&fields)).await?;
    let (author, typed) = authored.or_not_found()?;
    let errand = Errand::fresh(Purpose::Keeping, "")?;
    let (hash, at) = (errand.kept(), context.app.clock.now());
    let fields = form_urlencoded::Serializer::new(String::new()).extend_pairs(typed.fields.iter()).finish();
    let kept = Kept { account_id: author, target: typed.target, fields };
    context.write(move |work| store::keep(work, &hash, &kept, at, at + PATIENCE * 1000)).await?;
    going(&context, &errand, context.t().accounts_single_kept())
}

/// Shows the way to the provider, from where the identity comes back to be linked.
pub(in crate::accounts) async fn link(Posted { context, .. }: Posted) -> Result<Response> {
    provider_of(&context)?;
    let lead = context.t().accounts_single_link_lead(name_of_provider(&context));
    going(&context, &Errand::linking(&context.actor()?.account_id)?, lead)
}

fn going(context: &Context, errand: &Errand, lead: String) -> Result<Response> {
    let name = name_of_provider(context);
    let title = context.t().accounts_single_sign_in(name.clone());
    let button = context.t().accounts_single_go(name);
    let mut response = render(&GoingPage { page: page(context, title), lead, button })?;
    set_cookie(&mut response, &context.app, ERRAND_COOKIE, &errand.cookie(), Some(PATIENCE));
    Ok(response)
}

/// The owner takes an identity off the own account.
pub(in crate::accounts) async fn unlink(
    Path(id): Path<String>,
    Posted { context, .. }: Posted,
) -> Result<Response> {
    let account_id = context.actor()?.account_id.clone();
    context
        .write(move |work| {
            let account = accounts::by_id(work, &account_id)?;
            take_off(work, &account, &Id::from_text(id))
        })
        .await?;
    Ok(Redirect::to("/account").into_response())
}

/// Out of the provider's own session, for whoever has signed out here.
pub(in crate::accounts) async fn leave(context: Context) -> Result<Response> {
    let (provider, now) = (provider_of(&context)?, context.app.clock.now());
    if context.visitor.is_some() {
        return Err(Error::NotFound);
    }
    match provider::apart(move || provider::way_out(&provider, now)).await {
        Ok(Some(address)) => Ok(Redirect::to(&address).into_response()),
        Ok(None) => Ok(Redirect::to("/sign-in").into_response()),
        Err(trouble) => told(&context, &trouble, ""),
    }
}
