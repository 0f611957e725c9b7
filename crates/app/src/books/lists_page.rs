//! Reading lists: seen by everybody whom they are for, kept by who runs the organization.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use form_urlencoded::Serializer;
use jiff::civil::Date;
use serde::Deserialize;
use xueji_plan::quarter;
use xueji_store::Tx;

use crate::books::lists::{self, LONGEST_EXCERPT, LONGEST_REASON, Listed};
use crate::books::views::{categories, typed_or};
use crate::books::{self, Book, NewBook, Recommendation, Shelf, store};
use crate::people::{self, Organization};
use crate::records;
use crate::shell::lang::Messages;
use crate::shell::layout::{Crumb, render};
use crate::shell::{
    Actor, Choice, Context, Error, Fields, Id, Mistakes, Page, Path, Place, Posted, Query, Result, Right,
    listed, page,
};

/// Books on a page.
const PAGE: usize = 50;
/// The most organizations that one chooses from in a list.
const MOST_ORGANIZATIONS: usize = 500;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// "all" shows those that are over, too.
    show: String,
    page: String,
    /// What the form begins with: a book of the catalog, and what was chosen for the one before.
    book: String,
    organization: String,
    from_on: String,
    to_on: String,
}

#[derive(Debug, Template)]
#[template(path = "books/lists.html")]
struct ListsPage {
    page: Page,
    rows: Vec<Row>,
    all: bool,
    back: String,
    on: String,
    place: String,
    reads: bool,
    unit: String,
    /// The form; nowhere to keep a list where empty.
    organizations: Vec<Choice>,
    book: Option<(String, String)>,
    entry_key: String,
    isbn: String,
    title: String,
    author: String,
    why: String,
    quotable: String,
    from_on: String,
    to_on: String,
    categories: Vec<Choice>,
    mistakes: Mistakes,
}

#[derive(Debug)]
struct Row {
    number: usize,
    id: String,
    book_id: String,
    entry_key: String,
    category_code: String,
    title: String,
    imprint: String,
    category: String,
    tone: usize,
    why: String,
    days: String,
    organization: String,
    remark: String,
    runs: bool,
    kept: bool,
}

impl ListsPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }
}

pub(super) async fn show(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    render(&laid_out(&context, &asked, &Fields::default(), Mistakes::default()).await?)
}

struct Found {
    listed: Vec<Listed>,
    shelf: Shelf,
    own: Vec<Organization>,
    book: Option<Book>,
}

fn find(tx: &mut Tx, actor: &Actor, asked: &Asked, size: usize, today: Date) -> Result<Found> {
    let from = (listed::number(&asked.page) - 1) * size;
    let listed = lists::visible(tx, actor, (today, asked.show == "all"), (from, size + 1))?;
    let tops = people::reach(tx, actor, Right::RecordForOrganization)?;
    let own = people::organizations_of(tx, &tops, MOST_ORGANIZATIONS)?;
    let book =
        if asked.book.is_empty() { None } else { store::find(tx, &Id::from_text(asked.book.as_str()))? };
    Ok(Found { listed, shelf: Shelf::of_all(tx, today)?, own, book })
}

async fn laid_out(context: &Context, asked: &Asked, typed: &Fields, mistakes: Mistakes) -> Result<ListsPage> {
    let (actor, t, today) = (context.actor()?.clone(), context.t(), context.app.clock.today());
    let (size, number, looking) = (context.page_size(PAGE), listed::number(&asked.page), asked.clone());
    let found = context.app.read(move |tx| find(tx, &actor, &looking, size, today)).await?;
    let (listed, more) = listed::cut(found.listed, size);
    let rows = listed
        .into_iter()
        .enumerate()
        .map(|(index, one)| row(context, &found.shelf, (number - 1) * size + index + 1, one));
    let at = |number: usize| {
        format!("/reading-lists?page={number}{}", if asked.show == "all" { "&show=all" } else { "" })
    };
    let chosen = typed_or(typed, "organization", asked.organization.as_str());
    let unit = found.own.first().map(|one| one.name.clone()).unwrap_or_default();
    let organizations = people::indented(&found.own, |one| &one.short_name)
        .map(|(one, label)| Choice::among(&chosen, &one.id, label));
    let (first, last) = quarter(today).map_or((today, today), |quarter| (quarter.first(), quarter.last()));
    let asked_or =
        |asked: &str, usual: Date| if asked.is_empty() { usual.to_string() } else { asked.to_owned() };
    let way = vec![
        Crumb {
            href: context.actor()?.person_id.as_ref().map(|_| "/books".to_owned()),
            label: t.nav_books(),
        },
        Crumb { href: None, label: t.books_lists() },
    ];
    let flash = (!asked.from_on.is_empty()).then(|| t.books_list_added());
    Ok(ListsPage {
        page: page(context, t.books_lists()).with_crumbs(way).with_flash(flash),
        rows: rows.collect(),
        all: asked.show == "all",
        back: if number > 1 { at(number - 1) } else { String::new() },
        on: if more { at(number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
        reads: context.actor()?.person_id.is_some(),
        unit,
        organizations: organizations.collect(),
        book: found.book.map(|book| (book.id.to_string(), book.marked())),
        entry_key: typed_or(typed, "entry_key", Id::fresh().to_string()),
        isbn: typed.get("isbn").to_owned(),
        title: typed.get("title").to_owned(),
        author: typed.get("author").to_owned(),
        why: typed.get("why").to_owned(),
        quotable: typed.get("quotable").to_owned(),
        from_on: typed_or(typed, "from_on", asked_or(&asked.from_on, first)),
        to_on: typed_or(typed, "to_on", asked_or(&asked.to_on, last)),
        categories: categories(context, &found.shelf, typed.get("category")),
        mistakes,
    })
}

fn row(context: &Context, shelf: &Shelf, number: usize, one: Listed) -> Row {
    let (t, lang, today) = (context.t(), context.lang, context.app.clock.today());
    Row {
        number,
        id: one.id.to_string(),
        book_id: one.book.id.to_string(),
        entry_key: Id::fresh().to_string(),
        imprint: one.book.imprint(),
        category: shelf.called(one.category.as_deref(), lang),
        tone: shelf.tone(one.category.as_deref()),
        why: one.why.clone(),
        days: t.pairs_days(records::day_said(one.from_on, lang), records::day_said(one.to_on, lang)),
        remark: if one.quotable.is_some() { t.books_list_quotable_mark() } else { String::new() },
        runs: one.from_on <= today && today <= one.to_on,
        kept: context.visitor.as_ref().is_some_and(|actor| one.kept_by(actor)),
        organization: one.organization,
        category_code: one.category.unwrap_or_default(),
        title: one.book.title,
    }
}

pub(super) async fn create(Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, today, typed) = (context.actor()?.clone(), context.app.clock.today(), fields.clone());
    let recommended = context.write(move |work| {
        let mut mistakes = Mistakes::default();
        let organization_id = Id::from_text(fields.required("organization", 64, &mut mistakes));
        let organization = people::organization(work, &organization_id)?;
        let organization =
            organization.ok_or_else(|| Mistakes::one("organization", Messages::field_required))?;
        if !actor.may(Right::RecordForOrganization, Place::Organization { path: &organization.path }) {
            return Err(Error::Forbidden);
        }
        let new = NewBook::read(&fields, today, &mut mistakes);
        let from_on = fields.required_date("from_on", &mut mistakes);
        let to_on = fields.required_date("to_on", &mut mistakes);
        let why = fields.required("why", LONGEST_REASON, &mut mistakes);
        let quotable = fields.text("quotable", LONGEST_EXCERPT, &mut mistakes);
        let category = fields.text("category", 64, &mut mistakes);
        let entry_key = format!("{}:{}", actor.account_id, fields.get("entry_key"));
        mistakes.check()?;
        let known = fields.get("book");
        let book_id =
            if known.is_empty() { books::add(work, &actor.account_id, &new)? } else { Id::from_text(known) };
        let new =
            Recommendation { entry_key, organization_id, book_id, category, why, quotable, from_on, to_on };
        books::recommend(work, &actor.account_id, &new).map(drop)
    });
    match recommended.await {
        Ok(()) => {
            // Where one book is recommended, more follow: for the same people and days.
            let kept = ["organization", "from_on", "to_on"].map(|name| (name, typed.get(name)));
            let query = Serializer::new(String::new()).extend_pairs(kept).finish();
            Ok(Redirect::to(&format!("/reading-lists?{query}")).into_response())
        }
        Err(Error::Invalid(mistakes)) => {
            let asked = Asked { book: typed.get("book").to_owned(), ..Asked::default() };
            let page = laid_out(&context, &asked, &typed, mistakes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn take_off(Path(id): Path<String>, Posted { context, .. }: Posted) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    context.write(move |work| lists::take_off(work, &actor, &id)).await?;
    Ok(Redirect::to("/reading-lists").into_response())
}
