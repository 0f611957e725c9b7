//! What is published of books, on both databases.

mod exchanges;
mod merged;
mod pages;
mod published;

use jiff::civil::{Date, date};

use crate::books::{self, NewBook};
use crate::reviews::{self, Form, NewReview};
use crate::shell::{Actor, Author, Id, Result, Work};
use crate::testing::TestApp;

pub(super) const TODAY: Date = date(2026, 3, 5);

pub(super) fn write<T: Send + 'static>(
    app: &TestApp,
    act: impl Fn(&mut Work<'_>) -> Result<T> + Send + Sync + 'static,
) -> Result<T> {
    app.app.write_blocking(Author::Command, act)
}

/// Somebody of the sample as the policy sees them.
pub(super) fn actor(app: &TestApp, who: &str) -> Actor {
    crate::authorization_tests::actor_of(app, who)
}

pub(super) fn book(app: &TestApp, title: &str) -> Id {
    let new = NewBook { title: title.to_owned(), author: "费孝通".to_owned(), ..NewBook::default() };
    write(app, move |work| books::add(work, &Id::from_text("account"), &new)).unwrap()
}

pub(super) fn text(book_id: &Id, organization_id: &Id, text: &str) -> NewReview {
    NewReview {
        entry_key: Id::fresh().to_string(),
        book_id: book_id.clone(),
        organization_id: organization_id.clone(),
        exchange_id: None,
        form: Form::Board,
        title: String::new(),
        text: text.to_owned(),
        note_id: None,
    }
}

pub(super) fn publish(app: &TestApp, who: &str, new: &NewReview) -> Result<Id> {
    let (actor, new) = (actor(app, who), new.clone());
    write(app, move |work| reviews::publish(work, &actor, &new, TODAY))
}

/// What somebody published to their own branch, with an answer of their own: for the walk through all routes.
pub(crate) fn of_test(app: &TestApp, who: &str, organization_id: &Id) -> (Id, Id) {
    let book = book(app, "乡土中国");
    let review = publish(app, who, &text(&book, organization_id, "好书")).expect("it is published");
    let (actor, about) = (actor(app, who), review.clone());
    let new = reviews::Answer { entry_key: Id::fresh().to_string(), text: "再补一句".to_owned() };
    let answer = write(app, move |work| reviews::answer(work, &actor, &about, &new));
    (review, answer.expect("it is answered"))
}

/// An exchange of an organization's: for the walk through all routes.
pub(crate) fn exchange_of_test(app: &TestApp, organization_id: &Id) -> Id {
    let new = reviews::NewExchange {
        entry_key: Id::fresh().to_string(),
        organization_id: organization_id.clone(),
        activity: "reading-exchange".to_owned(),
        theme: "一季度共读交流".to_owned(),
        from_on: date(2026, 2, 1),
        to_on: date(2026, 3, 31),
    };
    write(app, move |work| reviews::open(work, &Id::from_text("account"), &new)).expect("it is opened")
}
