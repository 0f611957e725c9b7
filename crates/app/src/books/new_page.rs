//! Taking a book up: found by number or title; typed in where nobody did before.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::books::views::{categories, typed_or};
use crate::books::{self, Begin, Book, NewBook, Shelf, catalog, isbn};
use crate::shell::layout::{Crumb, render, render_form};
use crate::shell::{Choice, Context, Error, Fields, Id, Mistakes, Page, Posted, Query, Result, listed, page};

/// Books offered for one search.
const MOST_FOUND: usize = 12;
/// The longest text searched for.
const LONGEST: usize = 80;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
}

#[derive(Debug, Template)]
#[template(path = "books/new.html")]
struct NewPage {
    page: Page,
    q: String,
    /// What is wrong with the number that was looked for.
    q_wrong: String,
    found: Vec<Found>,
    /// Whether the form for a book that nobody typed yet is shown.
    adds: bool,
    entry_key: String,
    isbn: String,
    title: String,
    author: String,
    publisher: String,
    published_year: String,
    began_on: String,
    categories: Vec<Choice>,
    mistakes: Mistakes,
}

#[derive(Debug)]
struct Found {
    entry_key: String,
    id: String,
    title: String,
    imprint: String,
}

impl NewPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }
}

pub(super) async fn show(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let q = listed::sought(&asked.q, LONGEST);
    render_form(&laid_out(&context, q, &Fields::default(), Mistakes::default()).await?)
}

async fn laid_out(context: &Context, q: String, typed: &Fields, mistakes: Mistakes) -> Result<NewPage> {
    let (t, today) = (context.t(), context.app.clock.today());
    let path = context.actor()?.home.as_ref().map(|home| home.path.clone()).unwrap_or_default();
    let is_number = isbn::looks_like_one(&q);
    let q_wrong = match isbn::normalized(&q) {
        Err(wrong) if is_number => wrong(t),
        _ => String::new(),
    };
    let sought = q.clone();
    let (found, shelf) = context
        .app
        .read(move |tx| {
            let found =
                if sought.is_empty() { Vec::new() } else { catalog::search(tx, &sought, 0, MOST_FOUND)? };
            Ok((found, Shelf::over(tx, &path, today)?))
        })
        .await?;
    // A number that is known needs no form; a title may be another book's, too.
    let adds =
        !mistakes.is_empty() || !q.is_empty() && q_wrong.is_empty() && (!is_number || found.is_empty());
    let offered = |book: Book| Found {
        entry_key: Id::fresh().to_string(),
        id: book.id.to_string(),
        imprint: book.imprint(),
        title: book.title,
    };
    let way = vec![
        Crumb { href: Some("/books".to_owned()), label: t.nav_books() },
        Crumb { href: None, label: t.books_new() },
    ];
    let (isbn, title) = if is_number { (q.as_str(), "") } else { ("", q.as_str()) };
    Ok(NewPage {
        page: page(context, t.books_new()).with_crumbs(way),
        q_wrong,
        found: found.into_iter().map(offered).collect(),
        adds,
        entry_key: typed_or(typed, "entry_key", Id::fresh().to_string()),
        isbn: typed_or(typed, "isbn", isbn),
        title: typed_or(typed, "title", title),
        author: typed.get("author").to_owned(),
        publisher: typed.get("publisher").to_owned(),
        published_year: typed.get("published_year").to_owned(),
        began_on: typed_or(typed, "began_on", today.to_string()),
        categories: categories(context, &shelf, typed.get("category")),
        mistakes,
        q,
    })
}

/// Takes up a book of the catalog, or one that the form adds to it.
pub(super) async fn create(Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, today, typed) = (context.actor()?.clone(), context.app.clock.today(), fields.clone());
    let begun = context.write(move |work| {
        let person_id = actor.person_id.clone().ok_or(Error::Forbidden)?;
        let mut mistakes = Mistakes::default();
        let began_on = fields.date("began_on", &mut mistakes).unwrap_or(today);
        let known = fields.get("book");
        let new = NewBook::read(&fields, today, &mut mistakes);
        let entry_key = fields.required("entry_key", 64, &mut mistakes);
        let category = fields.text("category", 64, &mut mistakes);
        mistakes.check()?;
        let book_id =
            if known.is_empty() { books::add(work, &actor.account_id, &new)? } else { Id::from_text(known) };
        let entry_key = format!("{}:{entry_key}", actor.account_id);
        books::begin(work, &person_id, &Begin { entry_key, book_id, category, began_on }, today)
    });
    match begun.await {
        Ok(id) => Ok(Redirect::to(&format!("/books/{id}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let page = laid_out(&context, String::new(), &typed, mistakes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
        }
        Err(error) => Err(error),
    }
}
