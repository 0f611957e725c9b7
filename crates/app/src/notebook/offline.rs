//! The page that a browser keeps for when there is no network: notes are written on the device and sent later.
//!
//! It is the same for everybody and knows nobody; `web/src/worker.js` shows it in place of any page.

use askama::Template;
use axum::response::Response;

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
