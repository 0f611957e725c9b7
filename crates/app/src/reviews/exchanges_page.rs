//! The list of exchanges in writing, and opening one.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;
use xueji_plan::{Span, quarter};
use xueji_store::Tx;

use crate::people::{self, Organization};
use crate::reviews::exchange::{self, Kinds, NewExchange};
use crate::reviews::reach::Within;
use crate::reviews::views::{days, state};
use crate::reviews::{Exchange, LONGEST_TITLE, store};
use crate::shell::lang::Messages;
use crate::shell::layout::{Crumb, render};
use crate::shell::{
    Actor, Choice, Context, Error, Fields, Id, Mistakes, Page, Place, Posted, Query, Result, Right, listed,
    page,
};

/// Exchanges on a page.
const PAGE: usize = 30;
/// The most organizations that one chooses from in a list.
const MOST_ORGANIZATIONS: usize = 500;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    page: String,
}

#[derive(Debug, Template)]
#[template(path = "reviews/exchanges.html")]
struct IndexPage {
    page: Page,
    rows: Vec<Row>,
    back: String,
    on: String,
    place: String,
    /// The form; nobody to hold one for where empty.
    organizations: Vec<Choice>,
    activities: Vec<Choice>,
    entry_key: String,
    theme: String,
    from_on: String,
    to_on: String,
    mistakes: Mistakes,
}

#[derive(Debug)]
struct Row {
    href: String,
    theme: String,
    who: String,
    days: String,
    state: String,
    is_open: bool,
}

impl IndexPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }
}

struct Offer {
    exchanges: Vec<Exchange>,
    own: Vec<Organization>,
    kinds: Kinds,
}

fn offer(tx: &mut Tx, actor: &Actor, number: usize, today: Date) -> Result<Offer> {
    let within = Within::of(tx, actor)?;
    let tops = people::reach(tx, actor, Right::RecordForOrganization)?;
    let own = people::organizations_of(tx, &tops, MOST_ORGANIZATIONS)?;
    let exchanges = store::exchanges(tx, &within, None, (number - 1) * PAGE, PAGE + 1)?;
    Ok(Offer { exchanges, own, kinds: Kinds::of_all(tx, today)? })
}

pub(super) async fn show(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    render(&listed(&context, listed::number(&asked.page), &Fields::default(), Mistakes::default()).await?)
}

async fn listed(context: &Context, number: usize, typed: &Fields, mistakes: Mistakes) -> Result<IndexPage> {
    let (actor, t, today) = (context.actor()?.clone(), context.t(), context.app.clock.today());
    let found = context.app.read(move |tx| offer(tx, &actor, number, today)).await?;
    let (exchanges, more) = listed::cut(found.exchanges, PAGE);
    let at = |number: usize| format!("/reviews/exchanges?page={number}");
    let way = vec![
        Crumb { href: Some("/reviews".to_owned()), label: t.nav_reviews() },
        Crumb { href: None, label: t.reviews_exchanges() },
    ];
    let organizations = people::indented(&found.own, |one| &one.short_name)
        .map(|(one, label)| Choice::among(typed.get("organization"), &one.id, label));
    let kinds = found.kinds.all(context.lang).into_iter();
    let activities = kinds.map(|(value, label)| Choice::among(typed.get("activity"), value, label));
    Ok(IndexPage {
        page: page(context, t.reviews_exchanges()).with_crumbs(way),
        rows: exchanges.iter().map(|one| row(context, one, today)).collect(),
        back: if number > 1 { at(number - 1) } else { String::new() },
        on: if more { at(number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
        organizations: organizations.collect(),
        activities: activities.collect(),
        entry_key: typed.or("entry_key", Id::fresh()),
        theme: typed.get("theme").to_owned(),
        from_on: typed.or("from_on", today),
        to_on: typed.or("to_on", quarter(today).map_or(today, Span::last)),
        mistakes,
    })
}

fn row(context: &Context, one: &Exchange, today: Date) -> Row {
    Row {
        href: format!("/reviews/exchanges/{}", one.id),
        theme: one.theme.clone(),
        who: one.organization.clone(),
        days: days(context, one),
        state: state(one, today, context.t()),
        is_open: one.takes_on(today),
    }
}

pub(super) async fn open(Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, typed) = (context.actor()?.clone(), fields.clone());
    let opened = context.write(move |work| {
        let mut mistakes = Mistakes::default();
        let organization_id = Id::from_text(fields.required("organization", 64, &mut mistakes));
        let organization = people::organization(work, &organization_id)?;
        let organization =
            organization.ok_or_else(|| Mistakes::one("organization", Messages::field_required))?;
        if !actor.may(Right::RecordForOrganization, Place::Organization { path: &organization.path }) {
            return Err(Error::Forbidden);
        }
        let new = NewExchange {
            entry_key: format!("{}:{}", actor.account_id, fields.get("entry_key")),
            organization_id,
            activity: fields.required("activity", 64, &mut mistakes),
            theme: fields.required("theme", LONGEST_TITLE, &mut mistakes),
            from_on: fields.required_date("from_on", &mut mistakes),
            to_on: fields.required_date("to_on", &mut mistakes),
        };
        mistakes.check()?;
        exchange::open(work, &actor.account_id, &new)
    });
    match opened.await {
        Ok(id) => Ok(Redirect::to(&format!("/reviews/exchanges/{id}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let page = listed(&context, 1, &typed, mistakes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
        }
        Err(error) => Err(error),
    }
}
