//! The form with which a manuscript is handed in.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;
use xueji_store::Tx;

use crate::notes::{self, NearView};
use crate::records::Entry;
use crate::research;
use crate::shell::lang::Messages;
use crate::shell::layout::{Crumb, render, render_form};
use crate::shell::{
    Context, Error, Fields, Id, Mistakes, OrNotFound, Page, Posted, Query, Result, Work, markdown, page,
};
use crate::works::hand_in::{self, Terms};
use crate::works::reviewers::{Reviewer, reviewers};
use crate::works::{Audience, Kind, Manuscript, State, store, words};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    note: String,
}

#[derive(Debug, Template)]
#[template(path = "works/form.html")]
struct FormPage {
    page: Page,
    note: String,
    title: String,
    excerpt: String,
    characters: String,
    typed: Fields,
    mistakes: Mistakes,
    kinds: Vec<(&'static str, String)>,
    reviewers: Vec<Reviewer>,
    audiences: Vec<(&'static str, String)>,
    stays: Vec<(String, String)>,
    counts: bool,
    /// Why the earlier version came back.
    returned: String,
    near: Vec<NearView>,
}

impl FormPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }

    fn value(&self, name: &str) -> String {
        self.typed.get(name).to_owned()
    }

    fn rests_on(&self, id: &str) -> bool {
        self.typed.all("stay").any(|one| one == id)
    }
}

pub(super) async fn new(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    if asked.note.is_empty() {
        return Ok(Redirect::to("/works").into_response());
    }
    render_form(&laid_out(&context, Id::from_text(asked.note), None, Mistakes::default()).await?)
}

pub(super) async fn create(Posted { context, fields }: Posted) -> Result<Response> {
    let actor = context.actor()?.clone();
    let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
    let (note_id, typed) = (Id::from_text(fields.get("note")), fields.clone());
    let id = note_id.clone();
    let handed_in = context.write(move |work: &mut Work<'_>| {
        let note = notes::find(work, &id)?.filter(|note| Some(&note.person_id) == actor.person_id.as_ref());
        let note = note.or_not_found()?;
        let terms = read(work, &note.person_id, &typed, entry.on)?;
        hand_in::hand_in(work, &entry, &note, &terms)
    });
    match handed_in.await {
        Ok(id) => Ok(Redirect::to(&format!("/works/{id}?saved=1")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let page = laid_out(&context, note_id, Some(fields), mistakes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
        }
        Err(error) => Err(error),
    }
}

fn read(tx: &mut Tx, person_id: &Id, fields: &Fields, today: Date) -> Result<Terms> {
    let mut mistakes = Mistakes::default();
    let done_on = fields.date("done_on", &mut mistakes);
    if done_on.is_none() {
        mistakes.add("done_on", Messages::field_required);
    }
    let kind = Kind::from_code(fields.get("kind"));
    if kind.is_none() {
        mistakes.add("kind", Messages::field_unknown_choice);
    }
    let audience = Audience::from_code(fields.get("audience"));
    if audience.is_none() {
        mistakes.add("audience", Messages::field_unknown_choice);
    }
    let late_reason = fields.text("late_reason", 500, &mut mistakes);
    mistakes.check()?;
    let done_on = done_on.unwrap_or_default();
    let mut stays: Vec<Id> = fields.all("stay").map(Id::from_text).collect();
    let own = research::heads(tx, person_id, today)?;
    stays.retain(|id| own.iter().any(|head| head.id == *id));
    Ok(Terms {
        kind: kind.unwrap_or(Kind::Essay),
        activity: fields.get("activity").to_owned(),
        done_on,
        reviewer_id: Some(fields.get("reviewer")).filter(|id| !id.is_empty()).map(Id::from_text),
        audience: audience.unwrap_or(Audience::Nobody),
        stays,
        late_reason,
    })
}

struct Found {
    note: notes::Note,
    version: notes::Version,
    before: Option<Manuscript>,
    returned: String,
    kind: Kind,
    reviewers: Vec<Reviewer>,
    heads: Vec<research::Head>,
    under: Vec<Id>,
    counts: bool,
}

fn found(tx: &mut Tx, context: &Context, id: &Id, typed: Option<&Fields>) -> Result<Found> {
    let (own, today) = (context.actor()?.person_id.as_ref(), context.app.clock.today());
    let note = notes::find(tx, id)?.filter(|note| Some(&note.person_id) == own).or_not_found()?;
    let version = notes::version(tx, id, note.current)?.or_not_found()?;
    let before = store::of_note(tx, id)?;
    if before.as_ref().is_some_and(|one| one.state == State::Accepted) {
        return Err(Error::Conflict(Messages::works_accepted_already));
    }
    let returned = match &before {
        Some(one) => store::steps(tx, &one.id)?.pop().filter(|step| step.state == State::Returned),
        None => None,
    };
    let of_plan = match &note.activity {
        Some(code) => hand_in::kind_of(tx, &note.person_id, code, today)?,
        None => None,
    };
    let under = research::stays_under(tx, id)?;
    let usual = if under.is_empty() { Kind::Essay } else { Kind::Report };
    let kind = typed.and_then(|typed| Kind::from_code(typed.get("kind")));
    let kind = kind.or(before.as_ref().map(|one| one.kind)).or(of_plan).unwrap_or(usual);
    Ok(Found {
        reviewers: reviewers(tx, &note.person_id, kind, today)?,
        heads: research::heads(tx, &note.person_id, today)?,
        counts: !hand_in::activities(tx, &note.person_id, kind, today)?.is_empty(),
        returned: returned.map(|step| step.reason).unwrap_or_default(),
        under,
        kind,
        before,
        version,
        note,
    })
}

async fn laid_out(context: &Context, id: Id, typed: Option<Fields>, mistakes: Mistakes) -> Result<FormPage> {
    let (asking, fields) = (context.clone(), typed.clone());
    let found = context.app.read(move |tx| found(tx, &asking, &id, fields.as_ref())).await?;
    let near = notes::close_before(context, &found.note.id).await?;
    let (t, lang, today) = (context.t(), context.lang, context.app.clock.today());
    let typed = typed.unwrap_or_else(|| usual(&found, today));
    let way = vec![
        Crumb { href: Some("/works".to_owned()), label: t.nav_works() },
        Crumb { href: None, label: t.works_hand_in() },
    ];
    let stay = |head: &research::Head| {
        let said: Vec<&str> = head.parts.iter().map(|part| part.topic.as_str()).collect();
        (head.id.to_string(), format!("{} {}", research::days_said(&head.days, lang), said.join("、")))
    };
    Ok(FormPage {
        page: page(context, t.works_hand_in()).with_crumbs(way),
        note: found.note.id.to_string(),
        title: found.version.title.clone(),
        excerpt: markdown::excerpt(&found.version.text, 120),
        characters: t.works_characters(found.version.characters.to_string()),
        kinds: Kind::ALL.map(|kind| (kind.code(), words::kind(kind, t))).into_iter().collect(),
        reviewers: found.reviewers,
        audiences: Audience::ALL.map(|one| (one.code(), words::audience(one, t))).into_iter().collect(),
        stays: found.heads.iter().map(stay).collect(),
        counts: found.counts,
        returned: found.returned,
        near,
        typed,
        mistakes,
    })
}

/// What the form begins with.
fn usual(found: &Found, today: jiff::civil::Date) -> Fields {
    let mut fields = Fields::default();
    let mut add = |name: &str, value: String| fields.add(name.to_owned(), value);
    let before = found.before.as_ref().filter(|one| one.state != State::Withdrawn);
    add("done_on", before.map_or(today, |one| one.done_on).to_string());
    add("kind", found.kind.code().to_owned());
    add("audience", before.map_or(Audience::Nobody, |one| one.audience).code().to_owned());
    add("activity", found.note.activity.clone().unwrap_or_default());
    let named = before.and_then(|one| one.reviewer_id.as_ref());
    let first = named.or(found.reviewers.first().map(|one| &one.person_id));
    add("reviewer", first.map(ToString::to_string).unwrap_or_default());
    for id in &found.under {
        add("stay", id.to_string());
    }
    fields
}
