//! Finding a book of the bureau's catalog. Who reads it is nobody's business but theirs.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use crate::books::{Book, Shelf, catalog, store};
use crate::shell::layout::{Crumb, render};
use crate::shell::{Context, Id, Page, Query, Result, Right, listed, page};

/// Books on a page.
const PAGE: usize = 30;
/// The longest text searched for.
const LONGEST: usize = 80;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    page: String,
}

#[derive(Debug, Template)]
#[template(path = "books/catalog.html")]
struct CatalogPage {
    page: Page,
    q: String,
    rows: Vec<Row>,
    back: String,
    on: String,
    place: String,
    /// Whether the visitor has a shelf, and whether a reading list.
    reads: bool,
    recommends: bool,
}

#[derive(Debug)]
struct Row {
    id: String,
    entry_key: String,
    title: String,
    imprint: String,
    category: String,
    isbn: String,
}

pub(super) async fn show(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (number, t, today) = (listed::number(&asked.page), context.t(), context.app.clock.today());
    let q = listed::sought(&asked.q, LONGEST);
    let sought = q.clone();
    let (found, mut isbns, shelf) = context
        .app
        .read(move |tx| {
            let found = catalog::search(tx, &sought, (number - 1) * PAGE, PAGE + 1)?;
            let ids: Vec<Id> = found.iter().map(|book| book.id.clone()).collect();
            Ok((found, store::first_isbns(tx, &ids)?, Shelf::of_all(tx, today)?))
        })
        .await?;
    let (found, more) = listed::cut(found, PAGE);
    let row = |book: Book| Row {
        id: book.id.to_string(),
        entry_key: Id::fresh().to_string(),
        imprint: book.imprint(),
        category: shelf.called(book.category.as_deref(), context.lang),
        isbn: isbns.remove(&book.id).unwrap_or_default(),
        title: book.title,
    };
    let asked_for = form_urlencoded::Serializer::new(String::new()).append_pair("q", &q).finish();
    let at = |number: usize| format!("/books/catalog?{asked_for}&page={number}");
    let actor = context.actor()?;
    let way = vec![
        Crumb { href: actor.person_id.as_ref().map(|_| "/books".to_owned()), label: t.nav_books() },
        Crumb { href: None, label: t.books_catalog() },
    ];
    render(&CatalogPage {
        page: page(&context, t.books_catalog()).with_crumbs(way),
        rows: found.into_iter().map(row).collect(),
        back: if number > 1 { at(number - 1) } else { String::new() },
        on: if more { at(number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
        reads: actor.person_id.is_some(),
        recommends: actor.may_anywhere(Right::RecordForOrganization),
        q,
    })
}
