//! Any table of any page as an Excel sheet: `?as=xlsx` on the address of a page gives what the page shows.
//!
//! The page itself is asked, as its visitor would ask it, and again for what follows; so rights, language, filters, order
//! and words are the page's, and no slice knows of sheets. What a page gives away stands in its template (`data-export`).

mod desk;
mod gather;
mod sheet;
#[cfg(test)]
mod tests;

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

use crate::shell::context::PageSize;
use crate::shell::exporting::Wanted;
use crate::shell::{App, Context};

pub(crate) use desk::Desk;
pub(crate) use sheet::KIND;

/// Answers for a sheet; lets everything else pass.
pub(crate) async fn answer(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let wanted = Some(request.uri()).filter(|_| request.method() == Method::GET).and_then(Wanted::by);
    let Some(wanted) = wanted else { return next.run(request).await };
    let route = request.extensions().get::<MatchedPath>().map(|route| route.as_str().to_owned());
    let (visitor, _) = request.into_parts();
    desk.answer(wanted, route.unwrap_or_default(), &visitor).await
}

/// Leaves on the answer who asked: for pages that are read for a sheet.
pub(crate) async fn introduce(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.extensions().get::<PageSize>().is_none() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let context = Context::of(&parts, &app);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    response.extensions_mut().insert(context);
    response
}
