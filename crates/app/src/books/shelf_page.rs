//! One's own shelf: what is being read, what is recommended, what is finished, and what the plan wants.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use xueji_store::Tx;

use crate::books::lists::{self, Listed};
use crate::books::plan::is_book;
use crate::books::views::Card;
use crate::books::{Reading, Shelf, store};
use crate::records;
use crate::shell::layout::render;
use crate::shell::{Context, Error, Id, Page, Query, Result, Right, listed, page};
use crate::standings::{self, Kept};

/// Finished books on a page.
const PAGE: usize = 20;
/// More books than anybody reads at once, or puts away.
const MOST_OPEN: usize = 60;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    page: String,
}

#[derive(Debug, Template)]
#[template(path = "books/shelf.html")]
struct ShelfPage {
    page: Page,
    toward: Vec<Duty>,
    /// Whether finishing makes a record at all.
    counts: bool,
    reading: Vec<Card>,
    listed: Vec<Wanted>,
    finished: Vec<Card>,
    away: Vec<Card>,
    back: String,
    on: String,
    place: String,
    ledger: bool,
}

#[derive(Debug)]
struct Duty {
    of: Kept,
    tone: usize,
}

/// A book that one's organizations recommend and that one has not begun.
#[derive(Debug)]
struct Wanted {
    entry_key: String,
    book_id: String,
    title: String,
    imprint: String,
    category_code: String,
    category: String,
    tone: usize,
    why: String,
    who: String,
    until: String,
}

struct Found {
    shelf: Shelf,
    toward: Vec<Kept>,
    open: Vec<Reading>,
    away: Vec<Reading>,
    finished: Vec<Reading>,
    listed: Vec<Listed>,
}

pub(super) async fn show(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let number = listed::number(&asked.page);
    let asking = context.clone();
    let found = context.app.read(move |tx| find(tx, &asking, number)).await?;
    let (shelf, t) = (found.shelf, context.t());
    let card = |one: Reading| Card::new(&context, &shelf, one);
    let (finished, more) = listed::cut(found.finished, PAGE);
    let at = |number: usize| format!("/books?page={number}#finished");
    let toward = found.toward.into_iter().map(|of| Duty { tone: shelf.tone(of.about.as_deref()), of });
    render(&ShelfPage {
        page: page(&context, t.nav_books()),
        toward: toward.collect(),
        counts: shelf.activity_on(context.app.clock.today()).is_some(),
        reading: found.open.into_iter().map(card).collect(),
        listed: found.listed.into_iter().map(|one| wanted(&context, &shelf, one)).collect(),
        finished: finished.into_iter().map(card).collect(),
        away: found.away.into_iter().map(card).collect(),
        back: if number > 1 { at(number - 1) } else { String::new() },
        on: if more { at(number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
        ledger: context.actor()?.may_anywhere(Right::SeePerson),
    })
}

fn find(tx: &mut Tx, context: &Context, number: usize) -> Result<Found> {
    let (actor, today) = (context.actor()?, context.app.clock.today());
    let person = actor.person_id.as_ref().ok_or(Error::Forbidden)?;
    let path = actor.home.as_ref().map(|home| home.path.clone()).unwrap_or_default();
    let mut listed = lists::for_reader(tx, &path, today)?;
    let books: Vec<Id> = listed.iter().map(|one| one.book.id.clone()).collect();
    let mut seen = store::taken_up(tx, person, &books)?;
    // Two organizations may recommend one book: it is one wish.
    listed.retain(|one| seen.insert(one.book.id.clone()));
    Ok(Found {
        shelf: Shelf::over(tx, &path, today)?,
        toward: standings::kept(tx, context, person, is_book)?,
        open: store::of_person(tx, person, (false, false), 0, MOST_OPEN)?,
        away: store::of_person(tx, person, (false, true), 0, MOST_OPEN)?,
        finished: store::of_person(tx, person, (true, false), (number - 1) * PAGE, PAGE + 1)?,
        listed,
    })
}

fn wanted(context: &Context, shelf: &Shelf, one: Listed) -> Wanted {
    Wanted {
        entry_key: Id::fresh().to_string(),
        book_id: one.book.id.to_string(),
        imprint: one.book.imprint(),
        category: shelf.called(one.category.as_deref(), context.lang),
        tone: shelf.tone(one.category.as_deref()),
        category_code: one.category.unwrap_or_default(),
        why: one.why,
        who: one.organization,
        until: context.t().books_list_until(records::day_said(one.to_on, context.lang)),
        title: one.book.title,
    }
}
