//! Records as people enter, read and mend them, on both databases.

mod entering;
mod evidence;
mod many;
mod mending;
mod saying;
mod trouble;

use axum::http::StatusCode;

use crate::records::{self, Filter, Record, Subject};
use crate::testing::{Answer, TestApp, Visitor};

/// A book read today, with everything that it needs.
pub(crate) const BOOK: [(&str, &str); 7] = [
    ("activity", "book"),
    ("category", "political-theory"),
    ("last_on", "2026-03-05"),
    ("amount", "1"),
    ("unit", "books"),
    ("title", "《实践论》"),
    ("body", "从实践中来，到实践中去。"),
];

/// The fields of `base` with some of them typed otherwise.
pub(crate) fn with<'a>(
    base: &[(&'a str, &'a str)],
    changes: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let kept = base.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    kept.chain(changes).copied().collect()
}

/// Saves a book under a key, and returns the address of its record.
pub(crate) async fn saved(visitor: &Visitor<'_>, key: &str) -> String {
    let answer = visitor.post("/records", &with(&BOOK, &[("entry_key", key)])).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
    answer.location().trim_end_matches("?saved=1").to_owned()
}

/// Every live record of a person of the sample.
pub(crate) fn records_of(app: &TestApp, name: &str) -> Vec<Record> {
    let subject = Subject::Person(app.sample.person(name));
    let found = app.app.read_blocking(move |tx| records::of_subject(tx, &subject, &Filter::default(), 0));
    found.unwrap().0
}

pub(super) fn refuses(answer: &Answer, said: &[&str]) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.outline());
    for said in said {
        // Once on top, once at the field.
        let times = answer.outline().matches(said).count();
        assert!(times >= 2, "“{said}” stands {times} times in\n{}", answer.outline());
    }
}
