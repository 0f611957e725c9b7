//! Routes, each with the right that it needs: a route without one cannot be written.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};

use crate::shell::actor::Actor;
use crate::shell::app::App;
use crate::shell::error::Error;
use crate::shell::interrupted::Interrupted;
use crate::shell::policy::Right;
use crate::shell::upload::LARGEST_UPLOAD;

/// Who may use a route at all. What they may do with the thing it names, the handler asks the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Anybody: signing in, the look, the password that must be changed, the codes that must be set up.
    Open,
    /// Anyone signed in.
    SignedIn,
    /// Accounts that are a person's.
    Person,
    /// Those to whom a post gives this right somewhere.
    Holding(Right),
}

/// A slice's routes.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    router: Router<App>,
    listed: Vec<(Method, &'static str, Access)>,
}

impl Routes {
    /// A page.
    pub(crate) fn page<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, path, access, get(handler))
    }

    /// A form's target.
    pub(crate) fn form<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, access, post(handler))
    }

    /// The target of a form with a file.
    pub(crate) fn upload<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let bounded = post(handler).layer(DefaultBodyLimit::max(LARGEST_UPLOAD));
        self.add(Method::POST, path, access, bounded)
    }

    fn add(mut self, method: Method, path: &'static str, access: Access, route: MethodRouter<App>) -> Self {
        self.listed.push((method, path, access));
        let guarded = route.layer(from_fn(move |request, next| guard(access, request, next)));
        Self { router: self.router.route(path, guarded), listed: self.listed }
    }

    /// These and another slice's.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.listed.extend(other.listed);
        Self { router: self.router.merge(other.router), listed: self.listed }
    }

    /// Every route with its access, for the test that walks them.
    #[cfg(test)]
    pub(crate) fn listed(&self) -> &[(Method, &'static str, Access)] {
        &self.listed
    }

    /// The router.
    pub(crate) fn into_router(self) -> Router<App> {
        self.router
    }
}

async fn guard(access: Access, request: Request, next: Next) -> Response {
    let actor = request.extensions().get::<Actor>();
    let verdict = match (access, actor) {
        (Access::Open, _) => Ok(()),
        (_, None) => Err(Error::SignInFirst),
        (_, Some(actor)) if actor.must_change => Err(Error::ChangePasswordFirst),
        (_, Some(actor)) if actor.must_set_up_codes => Err(Error::SetUpCodesFirst),
        (Access::SignedIn, Some(_)) => Ok(()),
        (Access::Person, Some(actor)) if actor.person_id.is_some() => Ok(()),
        (Access::Holding(right), Some(actor)) if actor.may_anywhere(right) => Ok(()),
        (Access::Person | Access::Holding(_), Some(_)) => Err(Error::Forbidden),
    };
    match verdict {
        Ok(()) => next.run(request).await,
        Err(error @ (Error::SignInFirst | Error::ChangePasswordFirst | Error::SetUpCodesFirst)) => {
            Interrupted::by(error, request).await
        }
        Err(error) => error.into_response(),
    }
}
