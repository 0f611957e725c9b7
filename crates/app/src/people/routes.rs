//! The roster's pages: who is in an organization, and what is on record of a person.

use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;
use xueji_store::Tx;

use crate::people::roster::PAGE;
use crate::people::{self, Start, Vocabulary, history, views};
use crate::shell::layout::render;
use crate::shell::{Access, Context, Error, Id, OrNotFound, Path, Place, Query, Result, Right, Routes};

/// The words of the plans in force; `server` hands in the slice that knows them.
pub(crate) type Words = fn(&mut Tx, Date) -> Result<Vocabulary>;

pub(crate) fn routes(words: Words) -> Routes {
    Routes::default()
        .page("/people", Access::Holding(Right::SeeRoster), move |context, asked| {
            index(context, asked, words)
        })
        .page("/people/{id}", Access::SignedIn, move |context, id| show(context, id, words))
}

/// What a list of people is narrowed to, as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// A part of the name, pinyin initials, or a staff number.
    #[serde(default)]
    pub(super) q: String,
    /// The organization in or below which they belong.
    #[serde(default)]
    pub(super) of: String,
    /// The staff number after which the page begins.
    #[serde(default)]
    pub(super) after: String,
    /// The staff number before which the page ends.
    #[serde(default)]
    pub(super) before: String,
    /// Which page that is, counted from one: for the serial numbers alone.
    #[serde(default)]
    pub(super) page: String,
}

/// The longest text searched for.
const LONGEST: usize = 40;

async fn index(context: Context, Query(asked): Query<Asked>, words: Words) -> Result<Response> {
    let actor = context.actor()?.clone();
    let today = context.app.clock.today();
    let text: String = asked.q.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
    let place = asked.page.parse::<usize>().unwrap_or(1).clamp(1, 1_000_000);
    let of = asked.of.clone();
    let size = context.page_size(PAGE);
    let list = context
        .app
        .read(move |tx| {
            let reach = people::reach(tx, &actor, Right::SeeRoster)?;
            let within = match of.as_str() {
                "" => reach.first().cloned(),
                id => Some(people::organization(tx, &Id::from_text(id))?.or_not_found()?),
            };
            let Some(within) = within else { return Ok(None) };
            if !actor.may(Right::SeeRoster, Place::Organization { path: &within.path }) {
                return Err(Error::Forbidden);
            }
            let mut organizations = Vec::new();
            for top in &reach {
                organizations.extend(people::organizations(tx, &top.path)?);
            }
            let start = match (asked.after.as_str(), asked.before.as_str()) {
                ("", "") => Start::Front,
                ("", before) => Start::Before(before),
                (after, _) => Start::After(after),
            };
            let roster = people::roster(tx, &within.path, &text, today, &start, size)?;
            let ids: Vec<&Id> = roster.rows.iter().map(|row| &row.person.id).collect();
            let posts = history::posts_of(tx, &ids, today)?;
            let words = words(tx, today)?;
            let place = if roster.back { place.max(2) } else { 1 };
            Ok(Some(views::List { within, organizations, roster, posts, text, place, words }))
        })
        .await?;
    match list {
        Some(list) => render(&views::Index::new(&context, &list)),
        None => render(&views::Nobody::new(&context)),
    }
}

async fn show(context: Context, Path(id): Path<String>, words: Words) -> Result<Response> {
    let actor = context.actor()?.clone();
    let today = context.app.clock.today();
    let id = Id::from_text(id);
    let asked = id.clone();
    if let Some(kept) = context.app.read(move |tx| people::merged_into(tx, &asked)).await? {
        return Ok(Redirect::to(&format!("/people/{kept}")).into_response());
    }
    let record = context
        .app
        .read(move |tx| {
            let person = people::person(tx, &id)?.or_not_found()?;
            let stretches = history::stretches(tx, &id)?;
            let path = match people::home(tx, &id, today)? {
                Some(home) => home.path,
                // Who left stays with those who kept them last.
                None => stretches.first().map(|last| last.path.clone()).unwrap_or_default(),
            };
            let place = Place::Person { id: &id, path: &path };
            let own = actor.person_id.as_ref() == Some(&id);
            if !own && !actor.may(Right::SeeRoster, place) {
                return Err(Error::Forbidden);
            }
            Ok(views::Record {
                may: views::May {
                    keep: actor.may(Right::KeepRoster, place),
                    govern: actor.may(Right::GovernRoster, place),
                },
                sees_year: actor.may(Right::SeePerson, place),
                own,
                stretches,
                posts: history::posts(tx, &id)?,
                leaves: history::leaves(tx, &id)?,
                exemptions: history::exemptions(tx, &id)?,
                words: words(tx, today)?,
                person,
            })
        })
        .await?;
    render(&views::Show::new(&context, &record, today))
}
