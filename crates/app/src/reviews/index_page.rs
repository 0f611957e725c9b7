//! The exchange: what was published to the visitor's branch, the bureau and those they run.

use askama::Template;
use axum::response::Response;
use form_urlencoded::Serializer;
use serde::Deserialize;
use xueji_store::Tx;

use crate::books;
use crate::people::{self, Organization, Sought};
use crate::records;
use crate::reviews::reach::{Within, reads};
use crate::reviews::store::{self, Filter};
use crate::reviews::views::Card;
use crate::reviews::{Exchange, Review};
use crate::shell::layout::{Chip, render};
use crate::shell::{Actor, Choice, Context, Error, Id, OrNotFound, Page, Query, Result, listed, page};

/// Texts on a page.
const PAGE: usize = 20;
/// The longest text searched for.
const LONGEST: usize = 40;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    organization: String,
    book: String,
    author: String,
    /// "mine" shows one's own, with what was taken back.
    show: String,
    page: String,
}

impl Asked {
    /// The address of this list on a page, narrowed otherwise where it says so.
    fn at(&self, number: usize) -> String {
        let mut query = Serializer::new(String::new());
        let kept = [
            ("q", &self.q),
            ("organization", &self.organization),
            ("book", &self.book),
            ("author", &self.author),
            ("show", &self.show),
        ];
        query.extend_pairs(kept.into_iter().filter(|(_, value)| !value.is_empty()));
        if number > 1 {
            query.append_pair("page", &number.to_string());
        }
        let query = query.finish();
        if query.is_empty() { "/reviews".to_owned() } else { format!("/reviews?{query}") }
    }
}

#[derive(Debug, Template)]
#[template(path = "reviews/index.html")]
struct IndexPage {
    page: Page,
    chips: Vec<Chip>,
    q: String,
    organization: String,
    authors: Vec<Choice>,
    /// What the list is narrowed to besides: label, and the address without it.
    narrowed: Option<(String, String)>,
    cards: Vec<Card>,
    open: Vec<OpenExchange>,
    back: String,
    on: String,
    place: String,
    writes: bool,
}

#[derive(Debug)]
struct OpenExchange {
    href: String,
    theme: String,
    who: String,
    until: String,
}

struct Found {
    reviews: Vec<Review>,
    scopes: Vec<Organization>,
    authors: Vec<(Id, String)>,
    book: Option<books::Book>,
    open: Vec<Exchange>,
}

pub(super) async fn show(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let asked = Asked { q: asked.q.trim().chars().take(LONGEST).collect(), ..asked };
    let (actor, number, looking) = (context.actor()?.clone(), listed::number(&asked.page), asked.clone());
    let today = context.app.clock.today();
    let found = context.app.read(move |tx| find(tx, &actor, &looking, number, today)).await?;
    let t = context.t();
    let (reviews, more) = listed::cut(found.reviews, PAGE);
    let chip = |organization: &str, show: &str, label: String| {
        let to = Asked { organization: organization.to_owned(), show: show.to_owned(), ..Asked::default() };
        Chip { href: to.at(1), current: asked.organization == organization && asked.show == show, label }
    };
    let mut chips = vec![chip("", "", t.reviews_all())];
    chips.extend(found.scopes.iter().map(|one| chip(one.id.as_str(), "", one.short_name.clone())));
    let writes = context.actor()?.person_id.is_some();
    if writes {
        chips.push(chip("", "mine", t.reviews_mine()));
    }
    let open = found.open.into_iter().map(|one| OpenExchange {
        href: format!("/reviews/exchanges/{}", one.id),
        until: t.books_list_until(records::day_said(one.to_on, context.lang)),
        theme: one.theme,
        who: one.organization,
    });
    let without_book = Asked { book: String::new(), page: String::new(), ..asked.clone() };
    render(&IndexPage {
        page: page(&context, t.nav_reviews()),
        chips,
        authors: found
            .authors
            .into_iter()
            .map(|(id, label)| Choice::among(&asked.author, id, label))
            .collect(),
        narrowed: found.book.map(|book| (book.marked(), without_book.at(1))),
        cards: reviews.iter().map(|review| Card::new(&context, review)).collect(),
        open: open.collect(),
        back: if number > 1 { asked.at(number - 1) } else { String::new() },
        on: if more { asked.at(number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
        writes,
        q: asked.q,
        organization: asked.organization,
    })
}

fn find(tx: &mut Tx, actor: &Actor, asked: &Asked, number: usize, today: jiff::civil::Date) -> Result<Found> {
    let within = Within::of(tx, actor)?;
    let mut ids: Vec<Id> = within.above.iter().rev().map(|id| Id::from_text(id.as_str())).collect();
    for path in &within.below {
        ids.extend(people::on_path(path).last().map(Id::from_text));
    }
    let mut scopes: Vec<Organization> = Vec::new();
    for id in ids {
        if scopes.iter().all(|known| known.id != id) {
            scopes.extend(people::organization(tx, &id)?);
        }
    }
    let some = |id: &String| (!id.is_empty()).then(|| Id::from_text(id.as_str()));
    let filter = Filter {
        organization_id: some(&asked.organization),
        book_id: some(&asked.book),
        person_id: some(&asked.author),
        exchange_id: None,
        sought: (!asked.q.is_empty()).then(|| Sought::new(&asked.q)),
    };
    let mut authors = Vec::new();
    if let Some(id) = &filter.organization_id {
        let organization = people::organization(tx, id)?.or_not_found()?;
        if !reads(actor, &organization.path) {
            return Err(Error::Forbidden);
        }
        authors = store::authors(tx, id)?;
    }
    let from = (number - 1) * PAGE;
    let reviews = match (&actor.person_id, asked.show.as_str()) {
        (Some(person), "mine") => store::own(tx, person, filter.book_id.as_ref(), from, PAGE + 1)?,
        _ => store::list(tx, &within, &filter, from, PAGE + 1)?,
    };
    Ok(Found {
        reviews,
        scopes,
        authors,
        book: filter.book_id.as_ref().map(|id| books::find(tx, id)).transpose()?.flatten(),
        open: store::exchanges(tx, &within, Some(today), 0, 5)?,
    })
}
