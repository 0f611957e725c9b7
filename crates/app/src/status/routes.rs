//! The page of the system's status.

use axum::response::Response;

use crate::shell::layout::render;
use crate::shell::{Access, Context, Result, Right, Routes};
use crate::status::{store, views};

pub(crate) fn routes() -> Routes {
    Routes::default().page("/status", Access::Holding(Right::SeeStatus), show)
}

async fn show(context: Context) -> Result<Response> {
    let now = context.app.clock.now();
    let facts = context.app.read(move |tx| store::facts(tx, now)).await?;
    render(&views::StatusPage::new(&context, &facts))
}
