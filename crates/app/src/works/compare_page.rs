//! Two versions of a manuscript side by side, on a phone one under the other.

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use xueji_store::Tx;

use crate::notes::{self, Version};
use crate::shell::layout::{Crumb, render};
use crate::shell::{Context, Error, Id, OrNotFound, Page, Path, Query, Result, page};
use crate::works::compare::{Fate, Row, compare};
use crate::works::reach::{View, has_opened, reached, versions_for};

/// Paragraphs without changes that are shown around those that changed.
const AROUND: usize = 1;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    from: String,
    to: String,
    all: String,
}

#[derive(Debug, Template)]
#[template(path = "works/compare.html")]
struct ComparePage {
    page: Page,
    id: String,
    versions: Vec<(i64, String)>,
    from: i64,
    to: i64,
    from_said: String,
    to_said: String,
    all: bool,
    rows: Vec<Shown>,
    changed: usize,
}

/// A row, or so many rows that stayed the same.
#[derive(Debug)]
enum Shown {
    Row(Vec<Piece>, Vec<Piece>, bool),
    Same(usize),
}

#[derive(Debug)]
struct Piece {
    gone: bool,
    new: bool,
    text: String,
}

struct Found {
    title: String,
    versions: Vec<Version>,
    from: Version,
    to: Version,
}

pub(super) async fn show(
    context: Context,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (asking, id) = (context.clone(), Id::from_text(id));
    let (at, all) = (id.clone(), !asked.all.is_empty());
    let (found, rows) = context
        .app
        .read(move |tx| {
            let found = found(tx, &asking, &at, &asked)?;
            let rows = compare(&found.from.text, &found.to.text);
            Ok((found, rows))
        })
        .await?;
    let (t, clock) = (context.t(), &context.app.clock);
    let said = |one: &Version| {
        let when = clock.minute_of(one.entered_at.unwrap_or(one.changed_at));
        match one.entered_at {
            Some(_) => t.works_version_handed_in(one.number.to_string(), when),
            None => t.works_version(one.number.to_string(), when),
        }
    };
    let way = vec![
        Crumb { href: Some(format!("/works/{id}")), label: found.title },
        Crumb { href: None, label: t.works_compare() },
    ];
    let changed = rows.iter().filter(|row| !row.is_same()).count();
    let shown = render(&ComparePage {
        page: page(&context, t.works_compare()).with_crumbs(way),
        id: id.to_string(),
        versions: found.versions.iter().map(|one| (one.number, said(one))).collect(),
        from: found.from.number,
        to: found.to.number,
        from_said: said(&found.from),
        to_said: said(&found.to),
        rows: folded(rows, all),
        all,
        changed,
    })?;
    Ok(([(header::CACHE_CONTROL, "no-store")], shown).into_response())
}

/// The author compares any of the own versions, a reviewer those that were handed in, after opening the latest.
fn found(tx: &mut Tx, context: &Context, id: &Id, asked: &Asked) -> Result<Found> {
    let (actor, today, now) = (context.actor()?, context.app.clock.today(), context.app.clock.now());
    let (manuscript, view) = reached(tx, actor, id, today)?;
    let open = match view {
        View::Author => true,
        View::Reviewer => has_opened(tx, actor, &manuscript, now)?,
        View::Reader | View::Head => false,
    };
    if !open {
        return Err(Error::Forbidden);
    }
    let versions = versions_for(tx, &manuscript, view)?;
    let has = |number: &i64| versions.iter().any(|one| one.number == *number);
    let to = asked.to.parse().ok().filter(has).or(versions.first().map(|one| one.number)).or_not_found()?;
    let handed_in = versions.iter().filter(|one| one.entered_at.is_some() && one.number < to);
    let before = handed_in.map(|one| one.number).next();
    let earlier = || versions.iter().map(|one| one.number).find(|number| *number < to);
    let from = asked.from.parse().ok().filter(has).or(before).or_else(earlier).unwrap_or(to);
    Ok(Found {
        from: notes::version(tx, &manuscript.note_id, from)?.or_not_found()?,
        to: notes::version(tx, &manuscript.note_id, to)?.or_not_found()?,
        title: manuscript.title,
        versions,
    })
}

/// The rows, with those far from any change as a number alone.
fn folded(rows: Vec<Row>, all: bool) -> Vec<Shown> {
    let changed: Vec<usize> =
        rows.iter().enumerate().filter(|(_, row)| !row.is_same()).map(|(index, _)| index).collect();
    let near = |index: usize| all || changed.iter().any(|one| one.abs_diff(index) <= AROUND);
    let mut shown = Vec::new();
    for (index, row) in rows.into_iter().enumerate() {
        if !near(index) {
            match shown.last_mut() {
                Some(Shown::Same(count)) => *count += 1,
                _ => shown.push(Shown::Same(1)),
            }
            continue;
        }
        let same = row.is_same();
        let side = |side: Option<Vec<crate::works::compare::Stretch>>| -> Vec<Piece> {
            let piece = |one: crate::works::compare::Stretch| Piece {
                gone: one.fate == Fate::Gone,
                new: one.fate == Fate::New,
                text: one.text,
            };
            side.unwrap_or_default().into_iter().map(piece).collect()
        };
        shown.push(Shown::Row(side(row.left), side(row.right), same));
    }
    shown
}
