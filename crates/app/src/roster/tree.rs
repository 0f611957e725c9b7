//! The tree, one node at a time.

use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::people;
use crate::plans;
use crate::roster::organization_for;
use crate::roster::views::{Node, NodePage};
use crate::shell::layout::render;
use crate::shell::{Context, Id, Path, Query, Result, Right};

/// How many of those below are on a page.
pub(super) const PAGE: usize = 100;

pub(super) async fn index(context: Context) -> Result<Response> {
    let actor = context.actor()?.clone();
    let top = context.app.read(move |tx| people::reach(tx, &actor, Right::KeepRoster)).await?;
    let to =
        top.first().map_or_else(|| "/people/imports".to_owned(), |top| format!("/people/tree/{}", top.id));
    Ok(Redirect::to(&to).into_response())
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    page: usize,
    handed: String,
}

pub(super) async fn show(
    context: Context,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let place = asked.page.clamp(1, 1000);
    let (node, words) = context
        .app
        .read(move |tx| {
            let here = organization_for(tx, &actor, &Id::from_text(id), Right::KeepRoster)?;
            let above = people::ancestors(tx, &here)?;
            let above =
                above.into_iter().filter(|one| super::may_at(&actor, Right::KeepRoster, one)).collect();
            let node = Node {
                below: people::children(tx, &here.id, (place - 1) * PAGE, PAGE)?,
                count_below: people::count_children(tx, &here.id)?,
                posts: people::posts_in(tx, &here.id, today)?,
                members: people::members(tx, &here.id, today)?.len(),
                governs: super::may_at(&actor, Right::GovernRoster, &here),
                above,
                here,
                place,
            };
            Ok((node, plans::vocabulary(tx, today)?))
        })
        .await?;
    let handed = (!asked.handed.is_empty()).then(|| context.t().roster_handed());
    render(&NodePage::new(&context, &node, &words, handed))
}
