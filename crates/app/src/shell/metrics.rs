//! Counts for Prometheus: by the route's pattern, never by what was asked for.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode_registry;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// Seconds at which durations are told apart.
const SECONDS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    method: &'static str,
    /// The class alone: 2xx.
    status: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
    method: &'static str,
}

/// What this process counts.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    durations: Family<Asked, Histogram>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("xueji");
        let requests = Family::<Answered, Counter>::default();
        let durations =
            Family::<Asked, Histogram>::new_with_constructor(|| Histogram::new(SECONDS.iter().copied()));
        registry.register("http_requests", "Answers by route, method and class of status", requests.clone());
        registry.register("http_duration_seconds", "How long answers took", durations.clone());
        Self { registry, requests, durations }
    }
}

impl Metrics {
    pub(crate) fn answered(&self, route: &str, method: &'static str, status: u16, took: Duration) {
        let status = match status / 100 {
            1 => "1xx",
            2 => "2xx",
            3 => "3xx",
            4 => "4xx",
            _ => "5xx",
        };
        self.requests.get_or_create(&Answered { route: route.to_owned(), method, status }).inc();
        self.durations.get_or_create(&Asked { route: route.to_owned(), method }).observe(took.as_secs_f64());
    }

    /// As text, without its end: others follow.
    pub(crate) fn text(&self) -> anyhow::Result<String> {
        let mut text = String::new();
        encode_registry(&mut text, &self.registry)?;
        Ok(text)
    }
}
