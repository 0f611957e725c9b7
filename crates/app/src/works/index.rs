//! One's own manuscripts, the drafts that may become some, and what waits for one's review.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xueji_store::Tx;

use crate::notes;
use crate::records;
use crate::shell::layout::render;
use crate::shell::{Context, Error, Id, OrNotFound, Page, Query, Result, Right, page};
use crate::works::{Kind, Manuscript, hand_in, review, store, words};

#[derive(Debug, Template)]
#[template(path = "works/index.html")]
struct IndexPage {
    page: Page,
    write: Vec<(String, String)>,
    drafts: Vec<Draft>,
    rows: Vec<Row>,
    waiting: usize,
    reviews: bool,
    keeps_ledger: bool,
    counts: bool,
}

/// A note that was not handed in to be reviewed yet.
#[derive(Debug)]
struct Draft {
    id: String,
    title: String,
    kind: String,
    characters: String,
    changed: String,
}

#[derive(Debug)]
struct Row {
    number: usize,
    href: String,
    title: String,
    kind: String,
    on: String,
    look: &'static str,
    sign: &'static str,
    state: String,
    audience: String,
}

/// The most drafts that the page offers of each activity.
const MOST_DRAFTS: usize = 20;

struct Found {
    activities: Vec<(Kind, xueji_plan::Activity)>,
    drafts: Vec<(Kind, notes::Listed)>,
    own: Vec<Manuscript>,
    waiting: usize,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// The record whose manuscript is looked for.
    record: String,
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    if !asked.record.is_empty() {
        let id = Id::from_text(asked.record);
        let found = context.app.read(move |tx| {
            let note = records::find(tx, &id)?.and_then(|record| record.note_id).or_not_found()?;
            store::of_note(tx, &note)
        });
        let manuscript = found.await?.or_not_found()?;
        return Ok(Redirect::to(&format!("/works/{}", manuscript.id)).into_response());
    }
    let person_id = actor.person_id.clone().ok_or(Error::Forbidden)?;
    let found = context
        .app
        .read(move |tx| {
            let mut activities = Vec::new();
            for kind in Kind::ALL {
                let all = hand_in::activities(tx, &person_id, kind, today)?;
                activities.extend(all.into_iter().map(|one| (kind, one)));
            }
            let own = store::of_person(tx, &person_id)?;
            let drafts = drafts(tx, &person_id, &activities, &own)?;
            let waiting = review::waiting_for(tx, &actor, today)?.len();
            Ok(Found { activities, drafts, own, waiting })
        })
        .await?;
    let (t, lang, clock) = (context.t(), context.lang, &context.app.clock);
    let write = found.activities.iter().map(|(kind, one)| {
        let href = match kind {
            Kind::Essay => format!("/notes/new?activity={}", one.name.code),
            Kind::Report => "/works/draft".to_owned(),
        };
        (href, t.works_write(lang.title(&one.name)))
    });
    let draft = |(kind, one): (Kind, notes::Listed)| Draft {
        id: one.note.id.to_string(),
        title: if one.title.is_empty() { t.works_untitled() } else { one.title },
        kind: words::kind(kind, t),
        characters: t.works_characters(one.characters.to_string()),
        changed: clock.minute_of(one.note.changed_at),
    };
    let row = |(index, one): (usize, Manuscript)| Row {
        number: index + 1,
        href: format!("/works/{}", one.id),
        title: one.title,
        kind: words::kind(one.kind, t),
        on: lang.day(one.done_on),
        look: words::look(one.state),
        sign: words::sign(one.state),
        state: words::state(one.state, t),
        audience: words::audience(one.audience, t),
    };
    let may = |right| context.visitor.as_ref().is_some_and(|actor| actor.may_anywhere(right));
    render(&IndexPage {
        page: page(&context, t.nav_works()),
        write: write.collect(),
        counts: !found.activities.is_empty(),
        drafts: found.drafts.into_iter().map(draft).collect(),
        rows: found.own.into_iter().enumerate().map(row).collect(),
        waiting: found.waiting,
        reviews: may(Right::ReadNotes),
        keeps_ledger: may(Right::SeePerson),
    })
}

/// Notes meant for one of these activities that are not on their way, or go there anew.
fn drafts(
    tx: &mut Tx,
    person_id: &Id,
    activities: &[(Kind, xueji_plan::Activity)],
    own: &[Manuscript],
) -> Result<Vec<(Kind, notes::Listed)>> {
    let mut drafts = Vec::new();
    for (kind, activity) in activities {
        let filter = notes::Filter { activity: Some(activity.name.code.clone()), ..notes::Filter::default() };
        let (listed, _) = notes::list(tx, person_id, &filter, 0, MOST_DRAFTS)?;
        let fresh = listed.into_iter().filter(|one| own.iter().all(|work| work.note_id != one.note.id));
        drafts.extend(fresh.map(|one| (*kind, one)));
    }
    Ok(drafts)
}
