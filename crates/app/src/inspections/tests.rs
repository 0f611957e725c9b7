//! Inspections from the call to the remarks, on both databases.

mod draws;
mod fair;
mod gone;
mod pages;
mod private;
mod steps;

use jiff::civil::{Date, date};

use crate::authorization_tests::actor_of;
use crate::inspections::reach::{self, Found};
use crate::inspections::{Ask, Circle, Inspection, Way, call_in, read, store};
use crate::notes::{self, Draft};
use crate::records::Entry;
use crate::shell::{Author, Fields, Id, Result, Work};
use crate::testing::TestApp;

const TEXT: &str = "# 要点\n\n调查研究是谋事之基。\n\n没有调查，就没有发言权。";

fn in_work<T: Send + 'static>(
    app: &TestApp,
    act: impl Fn(&mut Work<'_>) -> Result<T> + Send + Sync + 'static,
) -> Result<T> {
    app.app.write_blocking(Author::Command, act)
}

fn entry(app: &TestApp, name: &str) -> Entry {
    Entry::now(&app.app.clock, actor_of(app, name).account_id, "test")
}

/// A note that somebody handed in.
fn handed_in(app: &TestApp, name: &str, key: &str, on: Date, text: &str) -> Id {
    let (person, account, at) =
        (app.sample.person(name), actor_of(app, name).account_id, app.app.clock.noon_of(on));
    let (key, title) = (format!("{name}:{key}"), format!("{name}的笔记{key}"));
    let draft = Draft { title, happened_on: on, text: text.to_owned(), ..Draft::default() };
    in_work(app, move |work| notes::write(work, &person, &account, &key, at, &draft)).unwrap()
}

fn ask(app: &TestApp, key: &str, way: Way) -> Ask {
    Ask {
        entry_key: key.to_owned(),
        organization_id: app.sample.school.id.clone(),
        circle: Circle::Members,
        way,
        from_on: date(2026, 1, 1),
        to_on: app.app.clock.today(),
        notes_each: 4,
    }
}

/// A round by somebody.
fn called(app: &TestApp, by: &str, ask: Ask) -> Result<Id> {
    let (actor, entry) = (actor_of(app, by), entry(app, by));
    in_work(app, move |work| call_in(work, &actor, &entry, &ask))
}

fn people_of(app: &TestApp, round: &Id) -> Vec<(Inspection, String)> {
    let round = round.clone();
    app.app.read_blocking(move |tx| store::of_round(tx, &round)).unwrap()
}

/// Somebody's part in a round.
fn part_of(app: &TestApp, round: &Id, name: &str) -> Inspection {
    let person = app.sample.person(name);
    people_of(app, round)
        .into_iter()
        .map(|(one, _)| one)
        .find(|one| one.person_id == person)
        .expect("called in")
}

fn found(app: &TestApp, id: &Id) -> Found {
    let id = id.clone();
    let today = app.app.clock.today();
    app.app.read_blocking(move |tx| reach::find(tx, &id, today)).unwrap()
}

fn shown(app: &TestApp, id: &Id) -> Vec<read::Page> {
    let id = id.clone();
    app.app.read_blocking(move |tx| read::pages(tx, &id)).unwrap()
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    Fields::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

/// Reads every note of an inspection as somebody.
fn read_all(app: &TestApp, by: &str, id: &Id) -> Result<()> {
    let (actor, entry, id) = (actor_of(app, by), entry(app, by), id.clone());
    in_work(app, move |work| read::read_through(work, &actor, &entry, &id))
}

/// An act of somebody's on an inspection.
fn act(
    app: &TestApp,
    by: &str,
    id: &Id,
    typed: &[(&str, &str)],
    step: impl Fn(&mut Work<'_>, &crate::shell::Actor, &Entry, &Id, &Fields) -> Result<()> + Send + Sync + 'static,
) -> Result<()> {
    let (actor, entry, id, typed) = (actor_of(app, by), entry(app, by), id.clone(), fields(typed));
    in_work(app, move |work| step(work, &actor, &entry, &id, &typed))
}

/// An inspection of a person by the secretary of an organization's own, for the walk through all routes.
pub(crate) fn of_test(app: &TestApp, by: &str, person: &str, organization_id: &Id) -> (Id, Id) {
    let chosen = Way::Choice(vec![app.sample.person(person)], "专看".to_owned());
    let key = Id::fresh().to_string();
    let ask = Ask { organization_id: organization_id.clone(), ..ask(app, &key, chosen) };
    let round = called(app, by, ask).expect("a round");
    let inspection = part_of(app, &round, person).id;
    (round, inspection)
}
