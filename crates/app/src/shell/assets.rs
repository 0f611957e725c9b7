//! Styles, scripts and icons, served from the binary under addresses that change with their content.

use axum::extract::{Path, RawQuery};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{Embed, EmbeddedFile};

use crate::shell::error::Error;
use crate::shell::secret::hex;

/// The built client side.
#[derive(Embed)]
#[folder = "../../web/dist/"]
#[allow_missing = true]
struct Assets;

/// What a browser runs in place of the network where there is none.
const WORKER: &str = "worker.js";

/// One asset; unknown names are not found.
pub(crate) async fn show(Path(name): Path<String>, RawQuery(version): RawQuery) -> Response {
    let Some(file) = Assets::get(&name) else { return Error::NotFound.into_response() };
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    };
    // Under its content's own address it never changes; under another, a browser asks again soon.
    let keep = if version == Some(address_version(&file)) {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=300"
    };
    // A worker stands before every page, not only before what lies beside it.
    let scope = (name == WORKER).then_some([(HeaderName::from_static("service-worker-allowed"), "/")]);
    (scope, [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)], file.data).into_response()
}

/// The address of an asset.
pub(crate) fn href(name: &str) -> String {
    match Assets::get(name) {
        Some(file) => format!("/assets/{name}?{}", address_version(&file)),
        None => format!("/assets/{name}"),
    }
}

fn address_version(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    format!("v={}", hex(hash.get(..6).unwrap_or(&hash)))
}
