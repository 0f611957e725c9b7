//! Books as their readers keep them, on both databases.

mod catalog;
mod lists;
mod pages;
mod records;
mod shelf;

use jiff::civil::{Date, date};

use crate::books::{self, Begin, Finish, NewBook, Reading};
use crate::records::Entry;
use crate::shell::{Author, Id, OrNotFound as _, Result, Work};
use crate::testing::TestApp;

pub(super) const TODAY: Date = date(2026, 3, 5);

pub(super) fn typed(isbn: &str, title: &str, author: &str) -> NewBook {
    NewBook {
        isbn: isbn.to_owned(),
        title: title.to_owned(),
        author: author.to_owned(),
        ..NewBook::default()
    }
}

pub(super) fn write<T: Send + 'static>(
    app: &TestApp,
    act: impl Fn(&mut Work<'_>) -> Result<T> + Send + Sync + 'static,
) -> Result<T> {
    app.app.write_blocking(Author::Command, act)
}

pub(super) fn add(app: &TestApp, new: NewBook) -> Result<Id> {
    write(app, move |work| books::add(work, &Id::from_text("account"), &new))
}

/// Somebody of the sample takes a book up.
pub(super) fn take_up(
    app: &TestApp,
    who: &str,
    book_id: &Id,
    category: Option<&str>,
    on: Date,
) -> Result<Id> {
    let person = app.sample.person(who);
    let begin = Begin {
        entry_key: Id::fresh().to_string(),
        book_id: book_id.clone(),
        category: category.map(str::to_owned),
        began_on: on,
    };
    write(app, move |work| books::begin(work, &person, &begin, TODAY))
}

pub(super) fn found(app: &TestApp, id: &Id) -> Reading {
    let id = id.clone();
    app.app.read_blocking(move |tx| books::reading(tx, &id)?.or_not_found()).expect("the reading is there")
}

pub(super) fn entry(app: &TestApp) -> Entry {
    Entry::now(&app.app.clock, Id::from_text("account"), "web")
}

pub(super) fn finished(on: Date, category: &str) -> Finish {
    Finish { finished_on: on, category: Some(category.to_owned()), note_id: None, late_reason: None }
}

pub(super) fn end(app: &TestApp, id: &Id, form: Finish) -> Result<Option<Id>> {
    let (id, entry) = (id.clone(), entry(app));
    write(app, move |work| books::finish(work, &entry, &id, &form))
}

/// A reading of somebody's, and a book on an organization's list: for the walk through all routes.
pub(crate) fn of_test(app: &TestApp, who: &str) -> Id {
    let book = add(app, typed("", "乡土中国", "费孝通")).expect("it is added");
    take_up(app, who, &book, Some("general"), TODAY).expect("it is taken up")
}

/// A book of the catalog that nobody uses.
pub(crate) fn book_of_test(app: &TestApp) -> Id {
    add(app, typed("", &Id::fresh().to_string(), "某人")).expect("it is added")
}

pub(crate) fn listed_of_test(app: &TestApp, organization_id: &Id) -> Id {
    let book = book_of_test(app);
    lists::recommend(app, organization_id, &book, Some("general")).expect("it is recommended")
}
