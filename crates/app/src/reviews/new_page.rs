//! Writing for others: the author says to whom, and in which form.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xueji_store::Tx;

use crate::books::{self, Book};
use crate::notes;
use crate::people::Organization;
use crate::reviews::publish::{self, NewReview, scopes, without_pictures};
use crate::reviews::reach::Within;
use crate::reviews::{Exchange, Form, store};
use crate::shell::layout::{Crumb, render, render_form};
use crate::shell::{
    Choice, Context, Error, Fields, Id, Mistakes, OrNotFound, Page, Posted, Query, Result, page,
};

/// Books of one's own to choose from.
const MOST_BOOKS: usize = 60;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// A reading of one's own, whose book it is about.
    reading: String,
    book: String,
    /// A note of one's own, whose text is copied.
    note: String,
    exchange: String,
}

#[derive(Debug, Template)]
#[template(path = "reviews/new.html")]
struct NewPage {
    page: Page,
    entry_key: String,
    books: Vec<Choice>,
    scopes: Vec<Choice>,
    exchanges: Vec<Choice>,
    is_blog: bool,
    title: String,
    text: String,
    note: String,
    /// Whether the text was copied from a note just now.
    copied: bool,
    mistakes: Mistakes,
}

impl NewPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }
}

struct Found {
    books: Vec<Book>,
    scopes: Vec<Organization>,
    exchanges: Vec<Exchange>,
    /// Title and text of the note.
    note: Option<(String, String)>,
    chosen: String,
}

pub(super) async fn show(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    render_form(&laid_out(&context, &asked, &Fields::default(), Mistakes::default()).await?)
}

async fn laid_out(context: &Context, asked: &Asked, typed: &Fields, mistakes: Mistakes) -> Result<NewPage> {
    let (asking, looking, t) = (context.clone(), asked.clone(), context.t());
    let found = context.app.read(move |tx| find(tx, &asking, &looking)).await?;
    let sent = typed.iter().next().is_some();
    let or = |name: &str, usual: &str| {
        if sent { typed.get(name).to_owned() } else { usual.to_owned() }
    };
    let (note_title, note_text) = found.note.unwrap_or_default();
    let long = note_text.chars().count() > Form::Board.longest();
    let chosen_book = or("book", &found.chosen);
    let chosen_exchange = or("exchange", &asked.exchange);
    let chosen_scope = or("organization", "");
    let way = vec![
        Crumb { href: Some("/reviews".to_owned()), label: t.nav_reviews() },
        Crumb { href: None, label: t.reviews_new() },
    ];
    Ok(NewPage {
        page: page(context, t.reviews_new()).with_crumbs(way),
        entry_key: or("entry_key", Id::fresh().as_str()),
        books: found
            .books
            .into_iter()
            .map(|book| Choice::among(&chosen_book, &book.id, book.marked()))
            .collect(),
        scopes: found
            .scopes
            .into_iter()
            .enumerate()
            .map(|(index, one)| {
                let choice = Choice::among(&chosen_scope, one.id, one.short_name);
                Choice { chosen: choice.chosen || chosen_scope.is_empty() && index == 0, ..choice }
            })
            .collect(),
        exchanges: found
            .exchanges
            .into_iter()
            .map(|one| Choice::among(&chosen_exchange, one.id, one.theme))
            .collect(),
        is_blog: if sent { typed.get("form") == Form::Blog.code() } else { long },
        title: or("title", &note_title),
        copied: !note_text.is_empty(),
        text: or("text", &note_text),
        note: or("note", &asked.note),
        mistakes,
    })
}

fn find(tx: &mut Tx, context: &Context, asked: &Asked) -> Result<Found> {
    let (actor, today) = (context.actor()?, context.app.clock.today());
    let person = actor.person_id.as_ref().ok_or(Error::Forbidden)?;
    let mut chosen = asked.book.clone();
    if !asked.reading.is_empty() {
        let reading = books::reading(tx, &Id::from_text(asked.reading.as_str()))?.or_not_found()?;
        if reading.person_id != *person {
            return Err(Error::NotFound);
        }
        chosen = reading.book.id.to_string();
    }
    let mut found: Vec<Book> = Vec::new();
    if !chosen.is_empty() {
        found.extend(books::find(tx, &Id::from_text(chosen.as_str()))?);
    }
    for (finished, put_away) in [(false, false), (true, false)] {
        for reading in books::of_person(tx, person, (finished, put_away), 0, MOST_BOOKS)? {
            if found.iter().all(|known| known.id != reading.book.id) {
                found.push(reading.book);
            }
        }
    }
    let note = match asked.note.as_str() {
        "" => None,
        id => {
            let note = notes::find(tx, &Id::from_text(id))?.or_not_found()?;
            if note.person_id != *person {
                return Err(Error::NotFound);
            }
            let version = notes::version(tx, &note.id, note.current)?.or_not_found()?;
            Some((version.title, without_pictures(&version.text)))
        }
    };
    let within = Within { below: Vec::new(), ..Within::of(tx, actor)? };
    Ok(Found {
        books: found,
        scopes: scopes(tx, actor)?,
        exchanges: store::exchanges(tx, &within, Some(today), 0, 20)?,
        note,
        chosen,
    })
}

pub(super) async fn create(Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, today, typed) = (context.actor()?.clone(), context.app.clock.today(), fields.clone());
    let published = context.write(move |work| {
        let mut mistakes = Mistakes::default();
        let new = NewReview::read(&fields, &mut mistakes);
        mistakes.check()?;
        publish::publish(work, &actor, &new, today)
    });
    match published.await {
        Ok(id) => Ok(Redirect::to(&format!("/reviews/{id}?done=published")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let asked = Asked { book: typed.get("book").to_owned(), ..Asked::default() };
            let page = laid_out(&context, &asked, &typed, mistakes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
        }
        Err(error) => Err(error),
    }
}
