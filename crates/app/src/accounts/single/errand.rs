//! A visit to the provider: one random secret in the browser's cookie, from which all that must match is made.
//!
//! Nothing of it is stored here, so any server of several can take the browser back.

use axum::http::HeaderMap;
use form_urlencoded::byte_serialize;

use crate::shell::context::cookie;
use crate::shell::interrupted::local_path;
use crate::shell::{App, Id, Result, secret};

/// The cookie of a visit to the provider.
pub(super) const ERRAND_COOKIE: &str = "xj_single";
/// How long it may take, in seconds.
pub(super) const PATIENCE: i64 = 15 * 60;
/// The longest address to go to afterwards: a cookie is small.
const LONGEST_NEXT: usize = 1000;

/// What the visit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    SignIn,
    /// Signing in where a form was kept meanwhile.
    Keeping,
    /// Linking the identity to the account that is signed in.
    Linking,
}

/// A visit to the provider.
#[derive(Clone, Debug)]
pub(super) struct Errand {
    secret: String,
    pub(super) purpose: Purpose,
    /// Where to go afterwards: a path of this server, or empty.
    pub(super) next: String,
}

impl Errand {
    pub(super) fn fresh(purpose: Purpose, next: &str) -> Result<Self> {
        let next = local_path(next).filter(|next| next.len() <= LONGEST_NEXT).unwrap_or_default();
        Ok(Self { secret: secret::token()?, purpose, next: next.to_owned() })
    }

    /// A visit that links an identity to this account, and to no other that signs in meanwhile.
    pub(super) fn linking(account_id: &Id) -> Result<Self> {
        let secret = secret::token()?;
        Ok(Self { secret, purpose: Purpose::Linking, next: format!("/account?of={account_id}") })
    }

    /// Whether it was begun by this account.
    pub(super) fn is_of(&self, account_id: &Id) -> bool {
        self.next == format!("/account?of={account_id}")
    }

    /// The visit that this browser is on.
    pub(super) fn of(headers: &HeaderMap, app: &App) -> Option<Self> {
        Self::read(cookie(headers, app, ERRAND_COOKIE)?)
    }

    fn read(cookie: &str) -> Option<Self> {
        let mut parts = cookie.splitn(3, '.');
        let (purpose, secret, next) = (parts.next()?, parts.next()?, parts.next()?);
        let purpose = match purpose {
            "in" => Purpose::SignIn,
            "kept" => Purpose::Keeping,
            "link" => Purpose::Linking,
            _ => return None,
        };
        let next = form_urlencoded::parse(next.as_bytes()).next().map(|(next, _)| next.into_owned());
        let next = local_path(next.as_deref().unwrap_or_default()).unwrap_or_default().to_owned();
        (secret.len() == 32).then(|| Self { secret: secret.to_owned(), purpose, next })
    }

    /// The value of the cookie.
    pub(super) fn cookie(&self) -> String {
        let purpose = match self.purpose {
            Purpose::SignIn => "in",
            Purpose::Keeping => "kept",
            Purpose::Linking => "link",
        };
        let next: String = byte_serialize(self.next.as_bytes()).collect();
        format!("{purpose}.{}.{next}", self.secret)
    }

    /// What the provider sends back with the browser.
    pub(super) fn state(&self) -> String {
        secret::digest(&format!("state {}", self.secret))
    }

    /// What the ID token must name.
    pub(super) fn nonce(&self) -> String {
        secret::digest(&format!("nonce {}", self.secret))
    }

    /// With what the code is redeemed (PKCE).
    pub(super) fn verifier(&self) -> String {
        secret::digest(&format!("verifier {}", self.secret))
    }

    /// Under which hash a form is kept meanwhile.
    pub(super) fn kept(&self) -> String {
        secret::digest(&format!("kept {}", self.secret))
    }
}

#[cfg(test)]
mod tests {
    use super::{Errand, Purpose};

    #[test]
    fn the_cookie_brings_back_the_same_visit_and_leads_nowhere_else() {
        let errand = Errand::fresh(Purpose::Keeping, "/records?of=li.ming&page=2").unwrap();
        let read = Errand::read;
        let back = read(&errand.cookie()).unwrap();
        assert_eq!((back.state(), back.nonce()), (errand.state(), errand.nonce()));
        assert_eq!((back.purpose, back.next.as_str()), (Purpose::Keeping, "/records?of=li.ming&page=2"));
        let away = format!("in.{}.%2F%2Fevil.example", "0".repeat(32));
        assert_eq!(read(&away).unwrap().next, "");
        assert_eq!(Errand::fresh(Purpose::SignIn, "https://evil.example").unwrap().next, "");
        assert!(read("in.short.%2F").is_none() && read("else").is_none());
        let made = [errand.state(), errand.nonce(), errand.verifier(), errand.kept()];
        assert_eq!(made.iter().collect::<std::collections::BTreeSet<_>>().len(), 4);
    }
}
