//! The page that a browser keeps for when there is no network: notes are written on the device and sent later.
//!
//! It is the same for everybody and knows nobody; `web/src/worker.js` shows it in place of any page. With a network it asks
//! who is signed in, and shows nobody else's notes.

use askama::Template;
use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::shell::layout::render;
use crate::shell::{Context, Page, Result, page};

#[derive(Debug, Template)]
#[template(path = "notebook/offline.html")]
struct OfflinePage {
    page: Page,
}

pub(super) async fn show(context: Context) -> Result<Response> {
    render(&OfflinePage { page: page(&context, context.t().notebook_offline_title()) })
}

/// The account whose notes the browser may show; empty where nobody is signed in.
pub(super) async fn whose(context: Context) -> Response {
    let me = context.visitor.map(|actor| actor.account_id.to_string()).unwrap_or_default();
    Json(json!({ "me": me })).into_response()
}
