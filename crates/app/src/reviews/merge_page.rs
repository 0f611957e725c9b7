//! Making two entries of one book one: which other entry is meant, and what comes of it.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xueji_store::Tx;

use crate::books::{self, Book};
use crate::reviews::merge;
use crate::shell::lang::Messages;
use crate::shell::layout::{Crumb, render};
use crate::shell::{Context, Id, Mistakes, OrNotFound, Page, Path, Posted, Query, Result, listed, page};

/// Entries offered for one search.
const MOST_FOUND: usize = 20;
/// The longest text searched for.
const LONGEST: usize = 80;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// What is looked for; the title of the book itself unless said.
    q: Option<String>,
    /// The entry that stays, once chosen.
    into: String,
}

#[derive(Debug, Template)]
#[template(path = "reviews/merge.html")]
struct MergePage {
    page: Page,
    q: String,
    goes: Entry,
    stays: Option<Entry>,
    found: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    id: String,
    title: String,
    imprint: String,
}

impl Entry {
    fn of(book: &Book) -> Self {
        Self { id: book.id.to_string(), imprint: book.imprint(), title: book.marked() }
    }
}

fn find(tx: &mut Tx, id: &Id, asked: &Asked) -> Result<(Book, Option<Book>, String, Vec<Book>)> {
    let goes = books::find(tx, id)?.or_not_found()?;
    if !asked.into.is_empty() {
        let stays = books::find(tx, &Id::from_text(asked.into.as_str()))?.or_not_found()?;
        return Ok((goes, Some(stays), String::new(), Vec::new()));
    }
    let q = listed::sought(asked.q.as_ref().unwrap_or(&goes.title), LONGEST);
    let mut found = books::search(tx, &q, 0, MOST_FOUND)?;
    found.retain(|book| book.id != *id);
    Ok((goes, None, q, found))
}

pub(super) async fn show(
    context: Context,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (id, t) = (Id::from_text(id), context.t());
    let (goes, stays, q, found) = context.app.read(move |tx| find(tx, &id, &asked)).await?;
    let way = vec![
        Crumb { href: Some("/books/catalog".to_owned()), label: t.books_catalog() },
        Crumb { href: Some(format!("/books/catalog/{}", goes.id)), label: goes.marked() },
        Crumb { href: None, label: t.books_merge() },
    ];
    render(&MergePage {
        page: page(&context, t.books_merge()).with_crumbs(way),
        q,
        goes: Entry::of(&goes),
        stays: stays.as_ref().map(Entry::of),
        found: found.iter().map(Entry::of).collect(),
    })
}

pub(super) async fn merge(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (from, actor) = (Id::from_text(id), context.actor()?.clone());
    let into = Some(fields.get("into")).filter(|into| !into.is_empty());
    let into = Id::from_text(into.ok_or_else(|| Mistakes::one("into", Messages::field_required))?);
    let stays = into.clone();
    context.write(move |work| merge::merge(work, &actor, &from, &into)).await?;
    Ok(Redirect::to(&format!("/books/catalog/{stays}?done=merged")).into_response())
}
