//! How much one visitor may ask for in a minute: an account, or, before signing in, an address.
//!
//! What is asked for has a weight. Wrong passwords are slowed down per name in `accounts::sign_in`, not here.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::shell::actor::Actor;
use crate::shell::app::App;
use crate::shell::context::{Following, PageSize};
use crate::shell::error::{Error, Result};
use crate::shell::id::Id;
use crate::shell::interrupted::Interrupted;
use crate::shell::proxies::{Peer, Proxies, UNKNOWN, place};

/// A page.
const PAGE: u32 = 1;
/// A form: it is written, settled and sealed.
const FORM: u32 = 3;
/// A search, a file in or out, a plan tried on everybody; and a password that is checked.
const COSTLY: u32 = 20;

/// After so many requests those are forgotten who have not asked for long.
const TIDIED_EVERY: u32 = 4096;

/// What is left to each visitor; clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    accounts: Option<Arc<Meter<Id>>>,
    guests: Option<Arc<Meter<IpAddr>>>,
    proxies: Proxies,
}

#[derive(Debug)]
struct Meter<K: Clone + Hash + Eq> {
    left: DefaultKeyedRateLimiter<K>,
    asked: AtomicU32,
}

impl<K: Clone + Hash + Eq> Meter<K> {
    /// None where there is no limit.
    fn of(a_minute: u32) -> Option<Arc<Self>> {
        // Less than one costly page would never be answered.
        let a_minute = NonZeroU32::new(a_minute)?.max(NonZeroU32::new(COSTLY)?);
        let left = RateLimiter::keyed(Quota::per_minute(a_minute));
        Some(Arc::new(Self { left, asked: AtomicU32::new(0) }))
    }

    /// Takes `weight` of what is left, or says in how many seconds there is enough.
    fn take(&self, key: &K, weight: u32) -> Result<()> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % TIDIED_EVERY == TIDIED_EVERY - 1 {
            self.left.retain_recent();
            self.left.shrink_to_fit();
        }
        let weight = NonZeroU32::new(weight).unwrap_or(NonZeroU32::MIN);
        match self.left.check_key_n(key, weight) {
            // A weight is never above the whole.
            Ok(Ok(())) | Err(_) => Ok(()),
            Ok(Err(not_yet)) => {
                let wait = not_yet.wait_time_from(DefaultClock::default().now());
                Err(Error::TooMany(wait.as_secs() + 1))
            }
        }
    }
}

impl Limits {
    /// So much a minute for an account and for the guests of an address, 0 without limit; addresses as `proxies` say.
    pub(crate) fn new(account: u32, guests: u32, proxies: Proxies) -> Self {
        Self { accounts: Meter::of(account), guests: Meter::of(guests), proxies }
    }

    fn take(&self, request: &Request, costly: bool) -> Result<()> {
        let form = request.method() == Method::POST;
        if let Some(actor) = request.extensions().get::<Actor>() {
            let weight = if costly {
                COSTLY
            } else if form {
                FORM
            } else {
                PAGE
            };
            return self.accounts.as_ref().map_or(Ok(()), |meter| meter.take(&actor.account_id, weight));
        }
        let Some(meter) = &self.guests else { return Ok(()) };
        let Peer(peer) = request.extensions().get::<Peer>().copied().unwrap_or(UNKNOWN);
        let weight = if form || costly { COSTLY } else { PAGE };
        meter.take(&place(self.proxies.client(peer, request.headers())), weight)
    }
}

/// Answers those who ask for too much with when to ask again; what was typed is kept with the answer.
/// `costly` are the routes that take long, by their patterns.
pub(crate) async fn keep_within(
    State((app, costly)): State<(App, &'static [&'static str])>,
    request: Request,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    if request.extensions().get::<Following>().is_some() {
        return next.run(request).await;
    }
    let sheet = request.extensions().get::<PageSize>().is_some();
    match app.limits.take(&request, sheet || costly.contains(&route)) {
        Ok(()) => next.run(request).await,
        Err(error) => {
            let account =
                request.extensions().get::<Actor>().map_or("none", |actor| actor.account_id.as_str());
            tracing::warn!(route, account, "too many requests");
            Interrupted::by(error, request).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{COSTLY, Meter};
    use crate::shell::Error;

    #[test]
    fn whoever_used_up_a_minute_is_told_when_there_is_more_and_others_are_not_held_up() {
        let meter = Meter::of(60).unwrap();
        for _ in 0..3 {
            meter.take(&"li", COSTLY).unwrap();
        }
        let Err(Error::TooMany(wait)) = meter.take(&"li", COSTLY) else { panic!("a fourth is too many") };
        assert!((19..=21).contains(&wait), "{wait}");
        meter.take(&"wang", COSTLY).unwrap();
    }

    #[test]
    fn nothing_is_remembered_of_those_who_have_not_asked_for_long() {
        let meter = Meter::of(6_000_000).unwrap();
        for key in 0..100_000 {
            meter.take(&key, 1).unwrap();
        }
        assert!(meter.left.len() < 10_000, "{}", meter.left.len());
    }
}
