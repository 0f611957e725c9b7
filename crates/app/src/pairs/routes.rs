//! The addresses of pairs.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;
use xueji_store::Tx;

use crate::pairs::agree::{self, Draft};
use crate::pairs::views::{Index, Offer};
use crate::pairs::{State, store};
use crate::people;
use crate::shell::layout::render;
use crate::shell::{
    Access, Actor, Context, Error, Fields, Id, Mistakes, OrNotFound, Path, Posted, Query, Result, Right,
    Routes, listed,
};

/// Pairs on a page.
pub(super) const PAGE: usize = 50;
/// The most organizations that one chooses from in a list.
const MOST_ORGANIZATIONS: usize = 500;

pub(crate) fn routes() -> Routes {
    let keep = Access::Holding(Right::RecordForOrganization);
    Routes::default()
        .page("/pairs", Access::Holding(Right::SeeOrganization), index)
        .form("/pairs", keep, propose)
        .form("/pairs/{id}/decide", keep, decide)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    page: String,
}

async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    render(&laid_out(&context, &asked.page, &Fields::default(), Mistakes::default()).await?)
}

async fn laid_out(context: &Context, number: &str, typed: &Fields, mistakes: Mistakes) -> Result<Index> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let number = listed::number(number);
    let size = context.page_size(PAGE);
    let whose = actor.clone();
    let (tops, pairs, more, offer) = context
        .app
        .read(move |tx| {
            let tops = people::reach(tx, &whose, Right::SeeOrganization)?;
            if tops.is_empty() {
                return Err(Error::Forbidden);
            }
            let (pairs, more) = store::list(tx, &tops, (number, size))?;
            Ok((tops, pairs, more, offer(tx, &whose, today)?))
        })
        .await?;
    Ok(Index::new(context, &actor, &tops, (pairs, number, more), &offer, typed, mistakes))
}

/// For whom the actor may propose, and with whom.
fn offer(tx: &mut Tx, actor: &Actor, today: Date) -> Result<Offer> {
    let tops = people::reach(tx, actor, Right::RecordForOrganization)?;
    let own = people::organizations_of(tx, &tops, MOST_ORGANIZATIONS)?;
    let all = match people::root(tx)? {
        Some(root) if !own.is_empty() => people::organizations(tx, &root.path)?,
        _ => Vec::new(),
    };
    Ok(Offer { own, all: all.into_iter().take(MOST_ORGANIZATIONS).collect(), today })
}

async fn propose(Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, typed) = (context.actor()?.clone(), fields.clone());
    let proposed = context.write(move |work| {
        let mut mistakes = Mistakes::default();
        let draft = Draft {
            proposer_id: Id::from_text(fields.required("proposer", 64, &mut mistakes)),
            partner_id: Id::from_text(fields.required("partner", 64, &mut mistakes)),
            agreement: fields.required("agreement", 1000, &mut mistakes),
            from_on: fields.required_date("from_on", &mut mistakes),
            to_on: fields.required_date("to_on", &mut mistakes),
        };
        mistakes.check()?;
        people::require(work, &actor, Right::RecordForOrganization, &draft.proposer_id)?;
        agree::propose(work, &actor.account_id, &draft).map(drop)
    });
    answered(&context, proposed.await, &typed).await
}

async fn decide(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, typed, id) = (context.actor()?.clone(), fields.clone(), Id::from_text(id));
    let decided = context.write(move |work| {
        let to = State::from_code(fields.get("decision")).or_not_found()?;
        let mut mistakes = Mistakes::default();
        let answer = fields.text("answer", 500, &mut mistakes).unwrap_or_default();
        mistakes.check()?;
        let pair = agree::open_for(work, &actor, &id, to)?;
        agree::decide(work, &actor.account_id, &pair, to, &answer)
    });
    answered(&context, decided.await, &typed).await
}

async fn answered(context: &Context, done: Result<()>, typed: &Fields) -> Result<Response> {
    match done {
        Ok(()) => Ok(Redirect::to("/pairs").into_response()),
        Err(Error::Invalid(mistakes)) => {
            let page = laid_out(context, "1", typed, mistakes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
        }
        Err(error) => Err(error),
    }
}
