//! The addresses of the roster's desk.

use axum::response::{IntoResponse, Redirect, Response};

use crate::roster::views::RequestsPage;
use crate::roster::{people_forms, requests, sheets, tree, tree_forms};
use crate::shell::layout::render;
use crate::shell::{Access, Context, Error, Id, Mistakes, Path, Posted, Result, Right, Routes};

pub(crate) fn routes() -> Routes {
    let keeps = Access::Holding(Right::KeepRoster);
    // A sheet may hold posts that bear rights.
    let brings = Access::Holding(Right::GivePosts);
    Routes::default()
        .page("/people/tree", keeps, tree::index)
        .page("/people/tree/{id}", keeps, tree::show)
        .page("/people/tree/{id}/change/{act}", keeps, tree_forms::show)
        .form("/people/tree/{id}/change/{act}", keeps, tree_forms::submit)
        .page("/people/{id}/change/{act}", keeps, people_forms::show)
        .form("/people/{id}/change/{act}", keeps, people_forms::submit)
        .page("/people/requests", keeps, list)
        .form("/people/requests/{id}", keeps, decide)
        .page("/people/imports", brings, sheets::index)
        .upload("/people/imports", brings, sheets::bring)
        .page("/people/imports/template.xlsx", brings, sheets::template)
        .page("/people/imports/{id}", brings, sheets::show)
        .page("/people/imports/{id}/problems.xlsx", brings, sheets::problems)
        .form("/people/imports/{id}", brings, sheets::decide)
}

async fn list(context: Context) -> Result<Response> {
    render(&page(&context, None).await?)
}

async fn page(context: &Context, wrong: Option<(Id, Mistakes)>) -> Result<RequestsPage> {
    let (actor, today, asking) = (context.actor()?.clone(), context.app.clock.today(), context.clone());
    context
        .app
        .read(move |tx| {
            let (open, decided) = requests::listed(tx, &actor)?;
            let words = crate::plans::vocabulary(tx, today)?;
            Ok(RequestsPage::new(&asking, &actor, &open, &decided, &words, wrong.as_ref()))
        })
        .await
}

async fn decide(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, clock, id) = (context.actor()?.clone(), context.app.clock.clone(), Id::from_text(id));
    let (which, typed) = (id.clone(), fields.clone());
    let decided = context
        .write(move |work| match typed.get("do") {
            "agree" => requests::agree(work, &actor, &clock, &which),
            "refuse" => requests::refuse(work, &actor, &clock, &which, typed.get("reason")),
            "withdraw" => requests::withdraw(work, &actor, &clock, &which),
            _ => Err(Error::NotFound),
        })
        .await;
    match decided {
        Ok(()) => Ok(Redirect::to("/people/requests").into_response()),
        Err(Error::Invalid(mistakes)) => {
            let page = render(&page(&context, Some((id, mistakes))).await?)?;
            Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}
