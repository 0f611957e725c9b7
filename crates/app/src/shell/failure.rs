//! The error layer: turns an answer that carries a [`Failure`] into a page in the visitor's language.

use askama::Template;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use crate::shell::actor::Actor;
use crate::shell::app::App;
use crate::shell::context::{Context, GuestToken};
use crate::shell::error::{Error, Failure, Text};
use crate::shell::interrupted::local_path;
use crate::shell::lang::Messages;
use crate::shell::layout::{Page, page};

/// The page for what failed.
#[derive(Template)]
#[template(path = "shell/failure.html")]
struct FailurePage {
    page: Page,
    status: u16,
    lines: Vec<String>,
    /// Where the visitor came from, when it was here.
    back: Option<String>,
    home: bool,
}

/// Makes the page, or the JSON problem for programs, of every failed answer.
pub(crate) async fn explain(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let mut context = Context::of(&parts, &app);
    let wants_json = wants_json(&parts.headers);
    let route = parts.extensions.get::<MatchedPath>().map(|route| route.as_str().to_owned());
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let Some(failure) = response.extensions_mut().remove::<Failure>() else { return response };
    // Those inside know who asks; a page outside of all of them is a guest's.
    context.visitor = response.extensions_mut().remove::<Actor>();
    context.guest_token = response.extensions_mut().remove::<GuestToken>();
    if failure.status == StatusCode::FORBIDDEN {
        let account = context.visitor.as_ref().map_or("none", |actor| actor.account_id.as_str());
        tracing::warn!(route = route.as_deref().unwrap_or("none"), account, "refused");
    }
    let answer = if wants_json { problem(&failure, &context) } else { shown(&failure, &context) };
    let (head, _) = response.into_parts();
    let mut answer = answer;
    // What was decided with the failure (a cookie ended, when to try again) stays decided.
    for (name, value) in &head.headers {
        if name == header::SET_COOKIE || name == header::RETRY_AFTER {
            answer.headers_mut().append(name, value.clone());
        }
    }
    answer
}

fn shown(failure: &Failure, context: &Context) -> Response {
    let t = context.t();
    let template = FailurePage {
        page: page(context, (failure.title)(t)),
        status: failure.status.as_u16(),
        lines: lines(failure, t),
        back: came_from(context),
        home: context.visitor.is_some(),
    };
    match template.render() {
        Ok(html) => (failure.status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "the page of a failure could not be rendered");
            (failure.status, lines(failure, t).join("\n")).into_response()
        }
    }
}

/// RFC 9457, for those who ask for JSON; `errors` names each field that is wrong.
fn problem(failure: &Failure, context: &Context) -> Response {
    let t = context.t();
    let errors: Vec<_> = match &failure.text {
        Text::Mistakes(mistakes) => mistakes
            .by_field(t)
            .map(|(field, said)| serde_json::json!({ "field": field, "detail": said }))
            .collect(),
        _ => Vec::new(),
    };
    let body = serde_json::json!({
        "title": (failure.title)(t),
        "status": failure.status.as_u16(),
        "detail": lines(failure, t).join("\n"),
        "errors": errors,
    });
    (failure.status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}

fn lines(failure: &Failure, t: &Messages) -> Vec<String> {
    match &failure.text {
        Text::Plain(text) => vec![text(t)],
        Text::Reference(reference) => vec![t.error_internal_text(reference)],
        Text::Mistakes(mistakes) => mistakes.said(t),
        Text::Wait(seconds) => vec![t.error_too_many_text(seconds.to_string())],
    }
}

/// The page before this one, as a path of this server.
fn came_from(context: &Context) -> Option<String> {
    let referer = context.referer.as_deref()?;
    let (_, rest) = referer.split_once("://")?;
    let path = rest.find('/').and_then(|at| rest.get(at..))?;
    (path != context.path).then(|| local_path(path).map(str::to_owned))?
}

/// Whether a program asks, which wants no page.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    !accept.contains("text/html") && (accept.contains("application/json") || accept.contains("+json"))
}

/// A panic of ours, as a failure that names its reference.
#[expect(clippy::needless_pass_by_value, reason = "the layer that catches panics hands them over")]
pub(crate) fn of_panic(panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without words");
    Error::Internal(anyhow::anyhow!("panicked: {text}")).into_response()
}

/// No such address, or not with this method.
pub(crate) async fn nothing_here() -> Response {
    Error::NotFound.into_response()
}
