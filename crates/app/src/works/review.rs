//! What waits for somebody's review, opened, and decided on one after another.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;
use xueji_store::Tx;

use crate::notes;
use crate::people;
use crate::records::Entry;
use crate::shell::layout::{Crumb, render};
use crate::shell::{
    Actor, Context, Error, Id, Mistakes, OrNotFound, Page, Path, Posted, Query, Result, Right, Work, page,
};
use crate::works::decide::{self, Decision, LONGEST_REASON, MOST_REMARKS};
use crate::works::reviewers::may_review;
use crate::works::{Manuscript, State, show, store, words};

/// The most that the list shows: what waits longest comes first, and the rest moves up.
const MOST: usize = 100;

/// Manuscripts that the actor may review and that wait: those for which the actor was named first, then by how long.
pub(super) fn waiting_for(tx: &mut Tx, actor: &Actor, today: Date) -> Result<Vec<Manuscript>> {
    let Some(own) = &actor.person_id else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for top in people::reach(tx, actor, Right::ReadNotes)? {
        for one in store::waiting(tx, &top.path, own, MOST)? {
            if may_review(tx, actor, &one, today)? {
                found.push(one);
            }
        }
    }
    found.sort_by_key(|one| (one.reviewer_id.as_ref() != Some(own), one.submitted_at));
    Ok(found)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Arrived {
    done: String,
}

#[derive(Debug, Template)]
#[template(path = "works/review.html")]
struct ReviewPage {
    page: Page,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    number: usize,
    href: String,
    title: String,
    author: String,
    home: String,
    kind: String,
    since: String,
    /// Whether the visitor was named, and not anybody who may.
    mine: bool,
}

pub(super) async fn index(context: Context, Query(arrived): Query<Arrived>) -> Result<Response> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let own = actor.person_id.clone();
    let waiting = context.app.read(move |tx| waiting_for(tx, &actor, today)).await?;
    let t = context.t();
    let row = |(index, one): (usize, Manuscript)| Row {
        number: index + 1,
        href: format!("/works/{}", one.id),
        mine: own.is_some() && one.reviewer_id == own,
        title: one.title,
        author: one.author,
        home: one.organization,
        kind: words::kind(one.kind, t),
        since: context.app.clock.minute_of(one.submitted_at),
    };
    let flash = match arrived.done.as_str() {
        "accepted" => Some(t.works_accepted_now()),
        "returned" => Some(t.works_returned_now()),
        _ => None,
    };
    let way = vec![
        Crumb { href: Some("/works".to_owned()), label: t.nav_works() },
        Crumb { href: None, label: t.works_review() },
    ];
    render(&ReviewPage {
        page: page(&context, t.works_review()).with_crumbs(way).with_flash(flash),
        rows: waiting.into_iter().enumerate().map(row).collect(),
    })
}

/// Opens the text, which its author sees, and returns the version that waits.
pub(crate) fn open(work: &mut Work<'_>, actor: &Actor, id: &Id, today: Date) -> Result<i64> {
    let manuscript = store::find(work, id)?.or_not_found()?;
    if manuscript.state == State::Withdrawn || !may_review(work, actor, &manuscript, today)? {
        return Err(Error::Forbidden);
    }
    let note = notes::find(work, &manuscript.note_id)?.or_not_found()?;
    let version = notes::open(work, actor, &note, today)?;
    if manuscript.state == State::Submitted && version.number != manuscript.number {
        store::set_version(work, id, version.number, version.title.trim())?;
    }
    Ok(version.number)
}

pub(super) async fn read(Path(id): Path<String>, Posted { context, .. }: Posted) -> Result<Response> {
    let (actor, id, today) = (context.actor()?.clone(), Id::from_text(id), context.app.clock.today());
    let at = id.clone();
    context.write(move |work| open(work, &actor, &at, today)).await?;
    Ok(Redirect::to(&format!("/works/{id}")).into_response())
}

pub(super) async fn accept(path: Path<String>, posted: Posted) -> Result<Response> {
    decided(path, posted, true).await
}

pub(super) async fn give_back(path: Path<String>, posted: Posted) -> Result<Response> {
    decided(path, posted, false).await
}

/// Decides, and leads to the next that waits.
async fn decided(
    Path(id): Path<String>,
    Posted { context, fields }: Posted,
    accepts: bool,
) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
    let (at, typed) = (id.clone(), fields.clone());
    let done = context.write(move |work: &mut Work<'_>| {
        let mut mistakes = Mistakes::default();
        let reason = typed.text("reason", LONGEST_REASON, &mut mistakes).unwrap_or_default();
        let said = typed.iter().filter_map(|(name, text)| {
            let paragraph = name.strip_prefix("remark-")?.parse::<i64>().ok()?;
            let text = text.trim();
            ((0..100_000).contains(&paragraph) && !text.is_empty()).then(|| (paragraph, text.to_owned()))
        });
        let remarks: Vec<(i64, String)> = said.take(MOST_REMARKS).collect();
        if remarks.iter().any(|(_, text)| text.chars().count() > LONGEST_REASON) {
            mistakes.too_long("reason", LONGEST_REASON);
        }
        mistakes.check()?;
        let number = typed.get("number").parse().unwrap_or(0);
        decide::decide(work, &entry, &actor, &at, &Decision { accepts, reason, remarks, number })
    });
    match done.await {
        Ok(()) => {
            let said = if accepts { "accepted" } else { "returned" };
            Ok(Redirect::to(&format!("/works/review?done={said}")).into_response())
        }
        Err(Error::Invalid(mistakes)) => show::refused(&context, id, fields, mistakes).await,
        Err(error) => Err(error),
    }
}
