//! One manuscript, as its author, its reviewer, a reader of the shelf, or somebody who sees its head has it.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xueji_store::Tx;

use crate::attachments::{self, Attachment, FileView};
use crate::notes::{self, NearView, Reading, Version};
use crate::people;
use crate::records::Entry;
use crate::shell::lang::Messages;
use crate::shell::layout::{Crumb, render};
use crate::shell::{Context, Error, Fields, Id, Mistakes, Page, Path, Posted, Query, Result, Work, page};
use crate::works::blocks::{self, Block};
use crate::works::reach::{View, reached, text_for, versions_for};
use crate::works::share::{Shared, share};
use crate::works::{Audience, Manuscript, Remark, State, Step, decide, store, words};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Arrived {
    saved: String,
}

#[derive(Debug, Template)]
#[template(path = "works/show.html")]
pub(super) struct ShowPage {
    page: Page,
    id: String,
    note_id: String,
    note_href: String,
    number: i64,
    view: View,
    /// Whether the form of a decision is there.
    decides: bool,
    state: State,
    state_word: String,
    look: &'static str,
    sign: &'static str,
    head: String,
    facts: Vec<(String, String)>,
    blocks: Option<Vec<Block>>,
    near: Vec<NearView>,
    files: Vec<FileView>,
    steps: Vec<StepRow>,
    readings: Vec<(String, String)>,
    /// Whether the author wrote on since.
    has_more: bool,
    compares: bool,
    audiences: Vec<(&'static str, String)>,
    typed: Fields,
    mistakes: Mistakes,
}

#[derive(Debug)]
struct StepRow {
    what: String,
    by: String,
    at: String,
    reason: String,
}

impl ShowPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }

    fn value(&self, name: &str) -> String {
        self.typed.get(name).to_owned()
    }

    fn is_author(&self) -> bool {
        self.view == View::Author
    }

    fn is_reviewer(&self) -> bool {
        self.view == View::Reviewer
    }

    fn is_returned(&self) -> bool {
        self.state == State::Returned
    }

    fn is_accepted(&self) -> bool {
        self.state == State::Accepted
    }

    fn is_withdrawn(&self) -> bool {
        self.state == State::Withdrawn
    }
}

struct Found {
    manuscript: Manuscript,
    view: View,
    version: Option<Version>,
    files: Vec<Attachment>,
    remarks: Vec<Remark>,
    steps: Vec<Step>,
    readings: Vec<Reading>,
    has_more: bool,
    handed_in: usize,
    reviewer: Option<String>,
}

fn found(tx: &mut Tx, context: &Context, id: &Id) -> Result<Found> {
    let (actor, today, now) = (context.actor()?, context.app.clock.today(), context.app.clock.now());
    let (manuscript, view) = reached(tx, actor, id, today)?;
    let version = text_for(tx, actor, &manuscript, view, now)?;
    let inside = matches!(view, View::Author | View::Reviewer);
    let note = notes::find(tx, &manuscript.note_id)?;
    let remarks = match &version {
        Some(version) if inside => store::remarks(tx, (id, Some(version.number)))?,
        _ => Vec::new(),
    };
    let reviewer = match &manuscript.reviewer_id {
        Some(id) => people::person(tx, id)?.map(|person| person.name),
        None => None,
    };
    Ok(Found {
        files: match &version {
            Some(version) => notes::beside(tx, version)?,
            None => Vec::new(),
        },
        steps: if inside { store::steps(tx, id)? } else { Vec::new() },
        readings: if view == View::Author { notes::readings(tx, &manuscript.note_id)? } else { Vec::new() },
        has_more: note.is_some_and(|note| note.current != manuscript.number),
        handed_in: if inside {
            let all = versions_for(tx, &manuscript, view)?;
            all.iter().filter(|one| one.entered_at.is_some()).count()
        } else {
            0
        },
        remarks,
        reviewer,
        version,
        view,
        manuscript,
    })
}

pub(super) async fn show(
    context: Context,
    Path(id): Path<String>,
    Query(arrived): Query<Arrived>,
) -> Result<Response> {
    let flash = (!arrived.saved.is_empty()).then(|| context.t().works_handed_in_now());
    let mut page = laid_out(&context, Id::from_text(id), Fields::default(), Mistakes::default()).await?;
    page.page = page.page.with_flash(flash);
    answer(&page)
}

/// The page, which a browser keeps only where it shows no text of another's.
fn answer(shown: &ShowPage) -> Result<Response> {
    let page = render(shown)?;
    if shown.is_reviewer() {
        return Ok(([(header::CACHE_CONTROL, "no-store")], page).into_response());
    }
    Ok(page)
}

/// The page again, with what was typed and what is wrong.
pub(super) async fn refused(
    context: &Context,
    id: Id,
    typed: Fields,
    mistakes: Mistakes,
) -> Result<Response> {
    let page = laid_out(context, id, typed, mistakes).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, answer(&page)?).into_response())
}

async fn laid_out(context: &Context, id: Id, typed: Fields, mistakes: Mistakes) -> Result<ShowPage> {
    let asking = context.clone();
    let found = context.app.read(move |tx| found(tx, &asking, &id)).await?;
    let near = match &found.version {
        Some(version) if found.view == View::Reviewer => {
            notes::close_to(context, &found.manuscript.note_id, version.number).await?
        }
        _ => Vec::new(),
    };
    let (t, lang, clock, one) = (context.t(), context.lang, &context.app.clock, &found.manuscript);
    let (way, called) = match found.view {
        View::Author => ("/works", t.nav_works()),
        View::Reviewer => ("/works/review", t.works_review()),
        View::Reader => ("/works/shelf", t.works_shelf()),
        View::Head => ("/works/ledger", t.works_ledger()),
    };
    let crumbs = vec![
        Crumb { href: Some(way.to_owned()), label: called },
        Crumb { href: None, label: one.title.clone() },
    ];
    let facts = [
        (t.works_reviewer(), found.reviewer.clone().filter(|_| found.view != View::Reader)),
        (
            t.works_audience(),
            Some(words::audience(one.audience, t))
                .filter(|_| found.view == View::Author && one.state != State::Accepted),
        ),
        (t.works_outlet(), Some(one.outlet.clone()).filter(|outlet| !outlet.is_empty())),
        (t.works_published_on(), one.published_on.map(|on| lang.day(on))),
    ];
    let step = |step: &Step| StepRow {
        what: t.works_step(words::state(step.state, t), step.number.to_string()),
        by: step.by.clone(),
        at: clock.minute_of(step.at),
        reason: step.reason.clone(),
    };
    let decides = found.view == View::Reviewer && one.state == State::Submitted && found.version.is_some();
    let mut shown = found.version.as_ref().map(|version| blocks::blocks(&one.id, version, &found.remarks));
    for block in shown.iter_mut().flatten() {
        typed.get(&format!("remark-{}", block.number)).clone_into(&mut block.typed);
    }
    let typed = if found.view == View::Author && typed.get("audience").is_empty() {
        let pair = |name: &str, value: String| (name.to_owned(), value);
        Fields::of([
            pair("audience", one.audience.code().to_owned()),
            pair("outlet", one.outlet.clone()),
            pair("published_on", one.published_on.map(|on| on.to_string()).unwrap_or_default()),
        ])
    } else {
        typed
    };
    Ok(ShowPage {
        page: page(context, one.title.clone()).with_crumbs(crumbs),
        id: one.id.to_string(),
        note_id: one.note_id.to_string(),
        note_href: format!("/notes/{}", one.note_id),
        number: found.version.as_ref().map_or(one.number, |version| version.number),
        view: found.view,
        decides,
        state: one.state,
        state_word: words::state(one.state, t),
        look: words::look(one.state),
        sign: words::sign(one.state),
        head: t.works_head(
            one.author.as_str(),
            one.organization.as_str(),
            words::kind(one.kind, t),
            lang.day(one.done_on),
        ),
        facts: facts.into_iter().filter_map(|(label, value)| Some((label, value?))).collect(),
        blocks: shown,
        near,
        files: found.files.iter().map(|file| attachments::view(file, t)).collect(),
        steps: found.steps.iter().rev().map(step).collect(),
        readings: found.readings.iter().map(|one| (one.who.clone(), clock.minute_of(one.at))).collect(),
        has_more: found.view == View::Author && found.has_more,
        compares: found.handed_in > 1 && found.version.is_some(),
        audiences: Audience::ALL.map(|one| (one.code(), words::audience(one, t))).into_iter().collect(),
        typed,
        mistakes,
    })
}

/// The author says who may read it, and where it was published.
pub(super) async fn publish(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (own, id, today) = (context.actor()?.person_id.clone(), Id::from_text(id), context.app.clock.today());
    let (at, typed) = (id.clone(), fields.clone());
    let done = context.write(move |work: &mut Work<'_>| {
        let manuscript = store::find(work, &at)?.filter(|one| own.as_ref() == Some(&one.person_id));
        let manuscript = manuscript.ok_or(Error::Forbidden)?;
        let mut mistakes = Mistakes::default();
        let audience = Audience::from_code(typed.get("audience"));
        if audience.is_none() {
            mistakes.add("audience", Messages::field_unknown_choice);
        }
        let outlet = typed.text("outlet", 200, &mut mistakes).unwrap_or_default();
        let published_on = typed.date("published_on", &mut mistakes);
        mistakes.check()?;
        let shared = Shared { audience: audience.unwrap_or(Audience::Nobody), outlet, published_on };
        share(work, own.as_ref(), &manuscript, &shared, today)
    });
    done_or_refused(&context, id, fields, done.await).await
}

pub(super) async fn withdraw(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (own, id) = (context.actor()?.person_id.clone(), Id::from_text(id));
    let entry = Entry::now(&context.app.clock, context.actor()?.account_id.clone(), "web");
    let (at, reason) = (id.clone(), fields.get("reason").chars().take(500).collect::<String>());
    let done = context.write(move |work: &mut Work<'_>| {
        let manuscript = store::find(work, &at)?.ok_or(Error::NotFound)?;
        decide::withdraw(work, &entry, own.as_ref(), &manuscript, &reason)
    });
    done_or_refused(&context, id, Fields::default(), done.await).await
}

async fn done_or_refused(context: &Context, id: Id, typed: Fields, done: Result<()>) -> Result<Response> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/works/{id}")).into_response()),
        Err(Error::Invalid(mistakes)) => refused(context, id, typed, mistakes).await,
        Err(error) => Err(error),
    }
}
