//! Exchanges in writing: the list, and the page of one.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;
use xueji_store::Tx;

use crate::people::{self, Organization};
use crate::records::{self, Entry, EventPlace};
use crate::reviews::exchange::{self, Kinds, NewExchange, taken};
use crate::reviews::reach::{self, Within, belongs, runs};
use crate::reviews::store::{self, Filter};
use crate::reviews::views::{Card, Choice};
use crate::reviews::{Exchange, LONGEST_REASON, LONGEST_TITLE};
use crate::shell::lang::Messages;
use crate::shell::layout::{Crumb, render};
use crate::shell::{
    Actor, Context, Error, Fields, Id, Mistakes, Page, Path, Place, Posted, Query, Result, Right, listed,
    page,
};

/// Exchanges on a page.
const PAGE: usize = 30;
/// Texts that the page of an exchange shows.
const MOST_TEXTS: usize = 100;
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

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    render(&listed(&context, listed::number(&asked.page), &Fields::default(), Mistakes::default()).await?)
}

async fn listed(context: &Context, number: usize, typed: &Fields, mistakes: Mistakes) -> Result<IndexPage> {
    let (actor, t, today) = (context.actor()?.clone(), context.t(), context.app.clock.today());
    let found = context.app.read(move |tx| offer(tx, &actor, number, today)).await?;
    let (exchanges, more) = listed::cut(found.exchanges, PAGE);
    let or = |name: &str, usual: String| match typed.get(name) {
        "" => usual,
        typed => typed.to_owned(),
    };
    let at = |number: usize| format!("/reviews/exchanges?page={number}");
    let way = vec![
        Crumb { href: Some("/reviews".to_owned()), label: t.nav_reviews() },
        Crumb { href: None, label: t.reviews_exchanges() },
    ];
    let organizations = people::indented(&found.own, |one| &one.short_name).map(|(one, label)| Choice {
        value: one.id.to_string(),
        chosen: one.id.as_str() == typed.get("organization"),
        label,
    });
    let activities = found.kinds.all(context.lang).into_iter().map(|(value, label)| Choice {
        chosen: value == typed.get("activity"),
        value,
        label,
    });
    Ok(IndexPage {
        page: page(context, t.reviews_exchanges()).with_crumbs(way),
        rows: exchanges.iter().map(|one| row(context, one, today)).collect(),
        back: if number > 1 { at(number - 1) } else { String::new() },
        on: if more { at(number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
        organizations: organizations.collect(),
        activities: activities.collect(),
        entry_key: or("entry_key", Id::fresh().to_string()),
        theme: typed.get("theme").to_owned(),
        from_on: or("from_on", today.to_string()),
        to_on: or("to_on", end_of_quarter(today).to_string()),
        mistakes,
    })
}

fn end_of_quarter(day: Date) -> Date {
    let last_month = (day.month() - 1) / 3 * 3 + 3;
    Date::new(day.year(), last_month, 1).map_or(day, Date::last_of_month)
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

fn days(context: &Context, one: &Exchange) -> String {
    let day = |on| records::day_said(on, context.lang);
    context.t().pairs_days(day(one.from_on), day(one.to_on))
}

fn state(one: &Exchange, today: Date, t: &Messages) -> String {
    match one {
        closed if closed.closed_on.is_some() => t.reviews_exchange_closed(),
        early if early.from_on > today => t.reviews_exchange_ahead(),
        over if over.to_on < today => t.reviews_exchange_over(),
        _ => t.reviews_exchange_open(),
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
        let (from_on, to_on) = (fields.date("from_on", &mut mistakes), fields.date("to_on", &mut mistakes));
        for (name, date) in [("from_on", from_on), ("to_on", to_on)] {
            if date.is_none() {
                mistakes.add(name, Messages::field_required);
            }
        }
        let new = NewExchange {
            entry_key: format!("{}:{}", actor.account_id, fields.get("entry_key")),
            organization_id,
            activity: fields.required("activity", 64, &mut mistakes),
            theme: fields.required("theme", LONGEST_TITLE, &mut mistakes),
            from_on: from_on.unwrap_or_default(),
            to_on: to_on.unwrap_or_default(),
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
            let mut people: Vec<(bool, String)> = Vec::new();
            for (person, place) in &taken.people {
                let name = people::person(tx, person)?.map(|person| person.name).unwrap_or_default();
                people.push((matches!(place, EventPlace::Speaker(..)), name));
            }
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
    act: impl FnOnce(&mut crate::shell::Work<'_>, &Id) -> Result<()> + Send + 'static,
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
