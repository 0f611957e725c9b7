//! Who is done with a lesson, for those who keep it: that, and nothing of how or how long.

use axum::response::Response;
use serde::Deserialize;

use crate::lessons::views::{TakenPage, TakenRow};
use crate::lessons::{reach, store};
use crate::people::{self, Start};
use crate::shell::layout::{Crumb, render};
use crate::shell::{Context, Id, Path, Place, Query, Result, Right, page};

/// People on a page.
const PAGE: usize = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    after: String,
    before: String,
    page: String,
}

pub(super) async fn show(
    context: Context,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (actor, today, size) = (context.actor()?.clone(), context.app.clock.today(), context.page_size(PAGE));
    let (id, wanted) = (Id::from_text(id), asked.clone());
    let (seen, roster, done, count) = context
        .app
        .read(move |tx| {
            let seen = reach::kept(tx, &actor, &id, today)?;
            let start = match (wanted.after.as_str(), wanted.before.as_str()) {
                ("", "") => Start::Front,
                ("", before) => Start::Before(before),
                (after, _) => Start::After(after),
            };
            let mut roster = people::roster(tx, &seen.path, "", today, &start, size)?;
            // Whoever is over the lesson's organization is over everybody whom it is for; their rights differ all the same.
            roster.rows.retain(|row| {
                actor.may(Right::SeePerson, Place::Person { id: &row.person.id, path: &seen.path })
            });
            let ids: Vec<Id> = roster.rows.iter().map(|row| row.person.id.clone()).collect();
            let done = store::done_among(tx, &id, &ids)?;
            let count = store::count_done(tx, &id)?;
            Ok((seen, roster, done, count))
        })
        .await?;
    let t = context.t();
    let number = asked.page.parse::<usize>().unwrap_or(1).clamp(1, 1_000_000);
    let number = if roster.back { number.max(2) } else { 1 };
    let here = format!("/lessons/{}", seen.lesson.id);
    let beside = |row: Option<&people::Listed>, side: &str, number: usize| {
        let code = row.map_or("", |row| row.person.code.as_str());
        let code: String = form_urlencoded::byte_serialize(code.as_bytes()).collect();
        format!("{here}/taken?{side}={code}&page={number}")
    };
    let way = vec![
        Crumb { href: Some("/lessons?show=kept".to_owned()), label: t.nav_lessons() },
        Crumb { href: Some(here.clone()), label: seen.lesson.title.clone() },
        Crumb { href: None, label: t.lessons_taken_title() },
    ];
    let rows = roster.rows.iter().enumerate().map(|(index, row)| TakenRow {
        number: (number - 1) * size + index + 1,
        name: row.person.name.clone(),
        organization: row.organization.clone(),
        done: done.contains(&row.person.id),
    });
    let of = roster.total.number.to_string();
    render(&TakenPage {
        lead: if roster.total.exact {
            t.lessons_taken_of(count.to_string(), of)
        } else {
            t.lessons_taken_of_more(count.to_string(), of)
        },
        unit: seen.organization.clone(),
        lesson: seen.lesson.title.clone(),
        rows: rows.collect(),
        back: if roster.back { beside(roster.rows.first(), "before", number - 1) } else { String::new() },
        on: if roster.on { beside(roster.rows.last(), "after", number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
        page: page(&context, t.lessons_taken_title()).with_crumbs(way),
    })
}
