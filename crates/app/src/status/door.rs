//! Where Prometheus reads: an address of its own, so that a proxy in front of the pages never leads here.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;

use crate::shell::{App, secret};
use crate::status::gauges;

#[derive(Clone, Debug)]
struct Door {
    app: App,
    token: Option<String>,
}

/// Answers at its address until it is ended.
pub(crate) async fn tell_metrics(app: App, listener: TcpListener, token: Option<String>) {
    if let Err(error) = axum::serve(listener, router(app, token)).await {
        tracing::error!(%error, "metrics can no longer be read");
    }
}

pub(super) fn router(app: App, token: Option<String>) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state(Door { app, token })
}

async fn metrics(State(door): State<Door>, headers: HeaderMap) -> Response {
    if let Some(token) = &door.token {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        if !secret::equal(given, token) {
            return (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response();
        }
    }
    match gauges::text(&door.app).await {
        Ok(text) => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(header::CONTENT_TYPE, kind)], text).into_response()
        }
        Err(error) => {
            tracing::warn!(%error, "metrics could not be gathered");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
