//! One book of the catalog: what is known of it, and the form that sets it right.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xueji_store::Tx;

use crate::books::correct::{self, keeps, may_correct};
use crate::books::views::{categories, typed_or};
use crate::books::{Book, Shelf, store};
use crate::shell::layout::{Crumb, render};
use crate::shell::{
    Actor, Choice, Context, Error, Fields, Id, Mistakes, OrNotFound, Page, Path, Posted, Query, Result,
    Right, page,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// What was just done: "corrected", "merged".
    done: String,
}

#[derive(Debug, Template)]
#[template(path = "books/book.html")]
#[expect(clippy::struct_excessive_bools, reason = "each decides on one part of the page")]
struct BookPage {
    page: Page,
    id: String,
    entry_key: String,
    imprint: String,
    isbns: Vec<String>,
    category: String,
    tone: usize,
    reads: bool,
    recommends: bool,
    /// Whether the visitor corrects it, and whether they keep the catalog.
    corrects: bool,
    keeps: bool,
    title: String,
    author: String,
    publisher: String,
    published_year: String,
    numbers: String,
    categories: Vec<Choice>,
    mistakes: Mistakes,
}

impl BookPage {
    fn is_sorted(&self) -> bool {
        self.categories.iter().any(|choice| choice.chosen)
    }

    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }
}

struct Found {
    book: Book,
    isbns: Vec<String>,
    shelf: Shelf,
    corrects: bool,
}

pub(super) async fn show(
    context: Context,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let flash = match asked.done.as_str() {
        "corrected" => Some(context.t().books_corrected()),
        "merged" => Some(context.t().books_merged()),
        _ => None,
    };
    let page = laid_out(&context, Id::from_text(id), &Fields::default(), Mistakes::default()).await?;
    render(&BookPage { page: page.page.with_flash(flash), ..page })
}

fn find(tx: &mut Tx, actor: &Actor, id: &Id, today: jiff::civil::Date) -> Result<Found> {
    Ok(Found {
        book: store::find(tx, id)?.or_not_found()?,
        isbns: store::isbns(tx, id)?,
        shelf: Shelf::of_all(tx, today)?,
        corrects: may_correct(tx, actor, id)?,
    })
}

async fn laid_out(context: &Context, id: Id, typed: &Fields, mistakes: Mistakes) -> Result<BookPage> {
    let (actor, t, today) = (context.actor()?, context.t(), context.app.clock.today());
    let asking = actor.clone();
    let found = context.app.read(move |tx| find(tx, &asking, &id, today)).await?;
    let (book, shelf) = (found.book, found.shelf);
    let chosen = typed_or(typed, "category", book.category.clone().unwrap_or_default());
    let way = vec![
        Crumb { href: actor.person_id.as_ref().map(|_| "/books".to_owned()), label: t.nav_books() },
        Crumb { href: Some("/books/catalog".to_owned()), label: t.books_catalog() },
        Crumb { href: None, label: book.marked() },
    ];
    Ok(BookPage {
        page: page(context, book.marked()).with_crumbs(way),
        entry_key: Id::fresh().to_string(),
        imprint: book.imprint(),
        category: shelf.called(book.category.as_deref(), context.lang),
        tone: shelf.tone(book.category.as_deref()),
        reads: actor.person_id.is_some(),
        recommends: actor.may_anywhere(Right::RecordForOrganization),
        corrects: found.corrects,
        keeps: keeps(actor),
        title: typed_or(typed, "title", book.title.as_str()),
        author: typed_or(typed, "author", book.author.as_str()),
        publisher: typed_or(typed, "publisher", book.publisher.clone().unwrap_or_default()),
        published_year: typed_or(
            typed,
            "published_year",
            book.published_year.map(|year| year.to_string()).unwrap_or_default(),
        ),
        numbers: typed_or(typed, "isbns", found.isbns.join("\n")),
        categories: categories(context, &shelf, &chosen),
        isbns: found.isbns,
        id: book.id.to_string(),
        mistakes,
    })
}

/// Sets the book right for everybody.
pub(super) async fn correct(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (id, actor, today) = (Id::from_text(id), context.actor()?.clone(), context.app.clock.today());
    let (about, typed) = (id.clone(), fields.clone());
    let corrected = context.write(move |work| correct::correct(work, &actor, &about, &fields, today));
    match corrected.await {
        Ok(()) => Ok(Redirect::to(&format!("/books/catalog/{id}?done=corrected")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let page = laid_out(&context, id, &typed, mistakes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
        }
        Err(error) => Err(error),
    }
}
