//! The page of one exchange in writing: what stands in it, who took part, and its closing.

use std::collections::HashMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use xueji_store::Tx;

use crate::people;
use crate::records::{Entry, EventPlace};
use crate::reviews::LONGEST_REASON;
use crate::reviews::exchange::{self, taken};
use crate::reviews::reach::{self, Within, belongs, runs};
use crate::reviews::store::{self, Filter};
use crate::reviews::views::{Card, days, state};
use crate::shell::layout::{Crumb, render};
use crate::shell::{Context, Error, Fields, Id, Mistakes, Page, Path, Posted, Result, Work, page};

/// Texts that the page of an exchange shows.
const MOST_TEXTS: usize = 100;

#[derive(Debug, Template)]
#[template(path = "reviews/exchange.html")]
struct ShowPage {
    page: Page,
    id: String,
    who: String,
    days: String,
    state: String,
    writes: bool,
    cards: Vec<Card>,
    /// Who wrote and who answered, by name.
    spoke: Vec<String>,
    answered: Vec<String>,
    elsewhere: usize,
    may_close: bool,
    may_reopen: bool,
    event_href: String,
    late_reason: String,
    mistakes: Mistakes,
}

impl ShowPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }
}

pub(super) async fn show(context: Context, Path(id): Path<String>) -> Result<Response> {
    render(&laid_out(&context, Id::from_text(id), &Fields::default(), Mistakes::default()).await?)
}

async fn laid_out(context: &Context, id: Id, typed: &Fields, mistakes: Mistakes) -> Result<ShowPage> {
    let (actor, t, today) = (context.actor()?.clone(), context.t(), context.app.clock.today());
    let asking = actor.clone();
    let (exchange, reviews, people, elsewhere) = context
        .app
        .read(move |tx| {
            let exchange = reach::exchange(tx, &asking, &id)?;
            let within = Within::of(tx, &asking)?;
            let filter = Filter { exchange_id: Some(id), ..Filter::default() };
            let reviews = store::list(tx, &within, &filter, 0, MOST_TEXTS)?;
            let taken = taken(tx, &exchange, exchange.to_on.min(today))?;
            let people = named(tx, &taken.people)?;
            Ok((exchange, reviews, people, taken.elsewhere))
        })
        .await?;
    let names = |speaking: bool| -> Vec<String> {
        people.iter().filter(|(spoke, _)| *spoke == speaking).map(|(_, name)| name.clone()).collect()
    };
    let way = vec![
        Crumb { href: Some("/reviews".to_owned()), label: t.nav_reviews() },
        Crumb { href: Some("/reviews/exchanges".to_owned()), label: t.reviews_exchanges() },
        Crumb { href: None, label: exchange.theme.clone() },
    ];
    let keeps = runs(&actor, &exchange.path);
    let is_open = exchange.takes_on(today);
    Ok(ShowPage {
        page: page(context, exchange.theme.clone()).with_crumbs(way),
        id: exchange.id.to_string(),
        who: exchange.organization.clone(),
        days: days(context, &exchange),
        state: state(&exchange, today, t),
        writes: is_open && belongs(&actor, &exchange.path),
        cards: reviews.iter().map(|review| Card::new(context, review)).collect(),
        may_close: keeps && exchange.event_id.is_none() && exchange.from_on <= today && !people.is_empty(),
        may_reopen: keeps && exchange.event_id.is_some(),
        spoke: names(true),
        answered: names(false),
        elsewhere,
        event_href: exchange.event_id.map(|id| format!("/events/{id}")).unwrap_or_default(),
        late_reason: typed.get("late_reason").to_owned(),
        mistakes,
    })
}

/// Who took part, by name, and whether they spoke.
fn named(tx: &mut Tx, taken: &[(Id, EventPlace)]) -> Result<Vec<(bool, String)>> {
    let people = people::persons(tx, taken.iter().map(|(id, _)| id.as_str()))?;
    let names: HashMap<Id, String> = people.into_iter().map(|person| (person.id, person.name)).collect();
    let spoke = |place: &EventPlace| matches!(place, EventPlace::Speaker(..));
    let name = |id: &Id| names.get(id).cloned().unwrap_or_default();
    Ok(taken.iter().map(|(id, place)| (spoke(place), name(id))).collect())
}

pub(super) async fn close(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let entry = Entry::now(&context.app.clock, context.actor()?.account_id.clone(), "web");
    act(&context, id, &fields.clone(), move |work, id| {
        let mut mistakes = Mistakes::default();
        let late_reason = fields.text("late_reason", LONGEST_REASON, &mut mistakes);
        mistakes.check()?;
        exchange::close(work, &entry, id, late_reason).map(drop)
    })
    .await
}

pub(super) async fn reopen(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let entry = Entry::now(&context.app.clock, context.actor()?.account_id.clone(), "web");
    act(&context, id, &fields.clone(), move |work, id| {
        let mut mistakes = Mistakes::default();
        let reason = fields.required("reason", LONGEST_REASON, &mut mistakes);
        mistakes.check()?;
        exchange::reopen(work, &entry, id, &reason)
    })
    .await
}

/// Does it to an exchange that the visitor keeps, and shows it again.
async fn act(
    context: &Context,
    id: String,
    typed: &Fields,
    act: impl FnOnce(&mut Work<'_>, &Id) -> Result<()> + Send + 'static,
) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let about = id.clone();
    let acted = context.write(move |work| {
        let exchange = reach::exchange(work, &actor, &about)?;
        if !runs(&actor, &exchange.path) {
            return Err(Error::Forbidden);
        }
        act(work, &about)
    });
    match acted.await {
        Ok(()) => Ok(Redirect::to(&format!("/reviews/exchanges/{id}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let page = laid_out(context, id, typed, mistakes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
        }
        Err(error) => Err(error),
    }
}
