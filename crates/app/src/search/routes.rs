//! The search's page.

use axum::response::Response;
use serde::Deserialize;

use crate::search::find::{Found, find};
use crate::search::views::SearchPage;
use crate::shell::layout::render;
use crate::shell::{Access, Context, Query, Result, Routes, listed};

pub(crate) fn routes() -> Routes {
    Routes::default().page("/search", Access::SignedIn, show)
}

/// What is looked for, as it stands in the address.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

/// The longest text searched for.
const LONGEST: usize = 40;

async fn show(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let actor = context.actor()?.clone();
    let today = context.app.clock.today();
    let text = listed::sought(&asked.q, LONGEST);
    let found = if text.is_empty() {
        Found::default()
    } else {
        let text = text.clone();
        context.app.read(move |tx| find(tx, &actor, &text, today)).await?
    };
    render(&SearchPage::new(&context, text, found)?)
}
