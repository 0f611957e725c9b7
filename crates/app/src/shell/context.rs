//! One request: who asks, in which language, from where.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, HOST, REFERER};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::shell::actor::Actor;
use crate::shell::app::App;
use crate::shell::error::{Error, Result};
use crate::shell::lang::{Lang, Messages};
use crate::shell::secret;
use crate::shell::trail::Author;
use crate::shell::work::Work;

/// The cookie that keeps the language.
pub(crate) const LANG_COOKIE: &str = "xj_lang";
/// The cookie that keeps light or dark.
pub(crate) const THEME_COOKIE: &str = "xj_theme";

/// The CSRF token of a visitor who is not signed in; the authentication layer puts it on the request.
#[derive(Clone, Debug)]
pub(crate) struct GuestToken(pub(crate) String);

/// How many rows a page of a list holds where it is read for an export; the export puts it on the request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageSize(pub(crate) usize);

/// On requests for the further pages of one export: the first was counted for all of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Following;

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    /// What all requests share.
    pub(crate) app: App,
    /// Who asks, where somebody is signed in.
    pub(crate) visitor: Option<Actor>,
    /// In which language.
    pub(crate) lang: Lang,
    /// "light", "dark", or empty for the device's choice.
    pub(crate) theme: String,
    /// Path and query.
    pub(crate) path: String,
    /// The host that was asked.
    pub(crate) host: String,
    /// Where the form was, for going back.
    pub(crate) referer: Option<String>,
    /// The token of a visitor who is not signed in.
    pub(crate) guest_token: Option<GuestToken>,
    /// How long pages of lists are, where not as usual.
    page_size: Option<PageSize>,
}

impl Context {
    /// Reads it off a request; the authentication layer has put the actor there.
    pub(crate) fn of(parts: &Parts, app: &App) -> Self {
        let lang = cookie(&parts.headers, app, LANG_COOKIE)
            .and_then(Lang::from_tag)
            .or_else(|| {
                parts.headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?.split(',').find_map(Lang::from_tag)
            })
            .unwrap_or_default();
        let theme =
            cookie(&parts.headers, app, THEME_COOKIE).filter(|theme| matches!(*theme, "light" | "dark"));
        Self {
            app: app.clone(),
            visitor: parts.extensions.get::<Actor>().cloned(),
            lang,
            theme: theme.unwrap_or_default().to_owned(),
            path: parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            host: parts
                .headers
                .get(HOST)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
                .to_owned(),
            referer: parts.headers.get(REFERER).and_then(|value| value.to_str().ok()).map(str::to_owned),
            guest_token: parts.extensions.get::<GuestToken>().cloned(),
            page_size: parts.extensions.get::<PageSize>().copied(),
        }
    }

    /// How many rows a page of a list holds that usually holds so many.
    pub(crate) fn page_size(&self, usual: usize) -> usize {
        self.page_size.map_or(usual, |size| size.0.max(usual))
    }

    /// The signed-in account; routes that are open to all have none.
    pub(crate) fn actor(&self) -> Result<&Actor> {
        self.visitor.as_ref().ok_or(Error::SignInFirst)
    }

    /// This server's own address, as the visitor asked for it: `https://host`.
    pub(crate) fn site(&self) -> String {
        let scheme = if self.app.secure_cookies { "https" } else { "http" };
        format!("{scheme}://{}", self.host)
    }

    /// On whose behalf this request writes.
    pub(crate) fn author(&self) -> Author {
        self.visitor.as_ref().map_or(Author::Guest, |actor| Author::Account(actor.account_id.clone()))
    }

    /// [`App::write`] on behalf of the visitor.
    pub(crate) async fn write<T, F>(&self, operation: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Work<'_>) -> Result<T> + Send + 'static,
    {
        self.app.write(self.author(), operation).await
    }

    /// The messages in the visitor's language.
    pub(crate) fn t(&self) -> &'static Messages {
        self.lang.messages()
    }

    /// The token that this visitor's forms carry.
    pub(crate) fn csrf(&self) -> &str {
        match &self.visitor {
            Some(actor) => &actor.csrf,
            None => self.guest_token.as_ref().map_or("", |token| token.0.as_str()),
        }
    }

    /// Whether a posted token is this visitor's.
    pub(crate) fn accepts_token(&self, token: &str) -> bool {
        !token.is_empty() && secret::equal(token, self.csrf())
    }
}

/// The name under which a browser keeps a cookie. Over HTTPS it is one that only this host can have set, so that
/// no neighbor below the same domain puts a session of theirs into a browser of ours.
pub(crate) fn cookie_name(app: &App, name: &str) -> String {
    if app.secure_cookies { format!("__Host-{name}") } else { name.to_owned() }
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, app: &App, name: &str) -> Option<&'a str> {
    let name = cookie_name(app, name);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find_map(|line| line.split(';').find_map(|pair| pair.trim().strip_prefix(&*name)?.strip_prefix('=')))
}

impl FromRequestParts<App> for Context {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(parts, app))
    }
}

/// A part of the path; what does not fit leads nowhere.
#[derive(Debug)]
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send + 'static> FromRequestParts<App> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let found = <axum::extract::Path<T> as FromRequestParts<App>>::from_request_parts(parts, app).await;
        found.map(|path| Self(path.0)).map_err(|_| Error::NotFound)
    }
}

/// The query of an address; what does not fit counts as not asked for.
#[derive(Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned + Default> FromRequestParts<App> for Query<T> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        Ok(Self(axum::extract::Query::try_from_uri(&parts.uri).map(|query| query.0).unwrap_or_default()))
    }
}
