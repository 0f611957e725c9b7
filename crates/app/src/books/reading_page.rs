//! One's own reading of one book: how far, with which notes, finished or not.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use xueji_store::Tx;

use crate::books::link::{self, ReadingNote};
use crate::books::views::{Card, categories, so_far, typed_or};
use crate::books::{Reading, Shelf, finish, read, store};
use crate::records::{self, Record};
use crate::shell::layout::{Crumb, render};
use crate::shell::{Choice, Context, Fields, Id, Mistakes, Page, Path, Query, Result, page};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// What was just done: "progress", "finished".
    done: String,
}

#[derive(Debug, Template)]
#[template(path = "books/reading.html")]
pub(super) struct ReadingPage {
    page: Page,
    id: String,
    card: Card,
    isbn: String,
    is_open: bool,
    put_away: bool,
    /// The form of progress.
    progress_page: String,
    pages: String,
    percent: String,
    began_on: String,
    began: String,
    categories: Vec<Choice>,
    /// The form of finishing.
    last_on: String,
    late_reason: String,
    chosen_note: String,
    counts: bool,
    notes: Vec<NoteRow>,
    offered: Vec<Choice>,
    note_key: String,
    /// What finishing came to.
    record: Option<Outcome>,
    review_href: String,
    reviews_href: String,
    book_href: String,
    mistakes: Mistakes,
}

#[derive(Debug)]
struct NoteRow {
    id: String,
    title: String,
    about: String,
    state: String,
    /// Whether it can go in with the book.
    has_text: bool,
    review_href: String,
}

/// The record of a finished book.
#[derive(Debug)]
struct Outcome {
    href: String,
    said: String,
}

struct Found {
    reading: Reading,
    shelf: Shelf,
    isbn: String,
    notes: Vec<ReadingNote>,
    offered: Vec<(Id, String, jiff::civil::Date)>,
    record: Option<Record>,
}

impl ReadingPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }

    /// Whether what was typed into the folded part needs to be seen.
    fn amends(&self) -> bool {
        !self.wrong("began_on").is_empty()
    }

    fn is_late(&self) -> bool {
        !self.wrong("late_reason").is_empty() || !self.late_reason.is_empty()
    }
}

pub(super) async fn show(
    context: Context,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let t = context.t();
    let flash = match asked.done.as_str() {
        "progress" => Some(t.books_progress_kept()),
        "finished" => Some(t.books_finished_kept()),
        _ => None,
    };
    let page = laid_out(&context, Id::from_text(id), &Fields::default(), Mistakes::default()).await?;
    render(&ReadingPage { page: page.page.with_flash(flash), ..page })
}

/// The page with what was typed and what is wrong with it.
pub(super) async fn refused(
    context: &Context,
    id: Id,
    typed: &Fields,
    mistakes: Mistakes,
) -> Result<Response> {
    let page = laid_out(context, id, typed, mistakes).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
}

fn find(tx: &mut Tx, context: &Context, id: &Id) -> Result<Found> {
    let (actor, today) = (context.actor()?, context.app.clock.today());
    let reading = read::own(tx, actor, id)?;
    let path = actor.home.as_ref().map(|home| home.path.clone()).unwrap_or_default();
    let isbn = store::isbns(tx, &reading.book.id)?.into_iter().next().unwrap_or_default();
    let offered = link::offered(tx, &reading)?;
    Ok(Found {
        shelf: Shelf::over(tx, &path, today)?,
        isbn,
        notes: link::notes_of(tx, &reading)?,
        offered: offered.into_iter().map(|one| (one.note.id, one.title, one.note.happened_on)).collect(),
        record: finish::latest(tx, &reading)?,
        reading,
    })
}

async fn laid_out(context: &Context, id: Id, typed: &Fields, mistakes: Mistakes) -> Result<ReadingPage> {
    let (t, today, lang) = (context.t(), context.app.clock.today(), context.lang);
    let asking = context.clone();
    let found = context.app.read(move |tx| find(tx, &asking, &id)).await?;
    let (reading, shelf) = (found.reading, found.shelf);
    let id = reading.id.clone();
    let usual_note = found.notes.iter().find(|note| !note.is_empty).map(|note| note.id.to_string());
    let note = |one: ReadingNote| NoteRow {
        about: format!("{} · {}", lang.day(one.happened_on), t.books_characters(one.characters.to_string())),
        state: if one.handed_in { t.books_note_handed_in() } else { t.books_note_own() },
        title: if one.title.is_empty() { t.books_note_untitled() } else { one.title },
        has_text: !one.is_empty,
        review_href: format!("/reviews/new?reading={id}&note={}", one.id),
        id: one.id.to_string(),
    };
    let offered = |(id, title, on): (Id, String, jiff::civil::Date)| {
        let title = if title.is_empty() { t.books_note_untitled() } else { title };
        Choice::among("", id, format!("{} · {title}", lang.day(on)))
    };
    let chosen = typed_or(typed, "category", reading.category.clone().unwrap_or_default());
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let way = vec![
        Crumb { href: Some("/books".to_owned()), label: t.nav_books() },
        Crumb { href: None, label: reading.book.marked() },
    ];
    let record = found.record.map(|record| Outcome {
        href: format!("/records/{}", record.id),
        said: if record.withdrawal {
            t.books_record_withdrawn()
        } else {
            t.books_record_stands(records::day_said(record.last_on, lang))
        },
    });
    Ok(ReadingPage {
        page: page(context, reading.book.marked()).with_crumbs(way),
        isbn: found.isbn,
        is_open: reading.finished_on.is_none() && !reading.put_away,
        put_away: reading.put_away,
        progress_page: typed_or(typed, "page", number(reading.page)),
        pages: typed_or(typed, "pages", number(reading.pages)),
        percent: typed.get("percent").to_owned(),
        began_on: typed_or(typed, "began_on", reading.began_on.to_string()),
        began: records::day_said(reading.began_on, lang),
        categories: categories(context, &shelf, &chosen),
        last_on: typed_or(typed, "last_on", today.to_string()),
        late_reason: typed.get("late_reason").to_owned(),
        chosen_note: typed_or(typed, "note", usual_note.unwrap_or_default()),
        counts: shelf.activity_on(today).is_some(),
        notes: found.notes.into_iter().map(note).collect(),
        offered: found.offered.into_iter().map(offered).collect(),
        note_key: Id::fresh().to_string(),
        record,
        review_href: format!("/reviews/new?reading={}", reading.id),
        reviews_href: format!("/reviews?book={}", reading.book.id),
        book_href: format!("/books/catalog/{}", reading.book.id),
        id: reading.id.to_string(),
        card: {
            let so_far = so_far(&reading, context.t());
            Card { so_far, ..Card::new(context, &shelf, reading) }
        },
        mistakes,
    })
}
