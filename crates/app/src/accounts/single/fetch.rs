//! Asking the provider over HTTP: bounded in time and size, never sent elsewhere, certificates as the system trusts them.

use std::sync::LazyLock;
use std::time::Duration;

use openidconnect::{HttpRequest, HttpResponse};
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

/// How long an answer may take: four of them fit into the time of a page.
const PATIENCE: Duration = Duration::from_secs(6);
/// The longest answer that is read.
const LARGEST: u64 = 256 << 10;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unanswered {
    #[error(transparent)]
    Failed(#[from] ureq::Error),
    /// The provider named an address that anybody on the way could read.
    #[error("the provider names an address that is not https")]
    Unsafe,
}

static AGENT: LazyLock<Agent> = LazyLock::new(|| {
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let config = Agent::config_builder()
        .tls_config(tls)
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .build();
    Agent::new_with_config(config)
});

/// One question and its answer; blocks.
pub(super) fn fetch(request: HttpRequest) -> Result<HttpResponse, Unanswered> {
    let uri = request.uri();
    let here = matches!(uri.host(), Some("127.0.0.1" | "localhost" | "[::1]"));
    if uri.scheme_str() != Some("https") && !here {
        return Err(Unanswered::Unsafe);
    }
    let (head, body) = AGENT.run(request)?.into_parts();
    let bytes = body.into_with_config().limit(LARGEST).read_to_vec()?;
    Ok(HttpResponse::from_parts(head, bytes))
}
