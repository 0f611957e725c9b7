//! Absences to be made up: the list, and the page on which one is written, read and confirmed.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use xueji_store::Tx;

use crate::meetings::asked::require_attester;
use crate::meetings::make_up::{self, MakeUp};
use crate::meetings::{Meeting, store, words};
use crate::people;
use crate::records;
use crate::shell::layout::{Crumb, render};
use crate::shell::{
    Actor, Context, Error, Fields, Id, Mistakes, OrNotFound, Page, Path, Query, Result, Right, listed, page,
};

const PAGE: usize = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    page: String,
}

#[derive(Debug, Template)]
#[template(path = "meetings/make_ups.html")]
struct IndexPage {
    page: Page,
    /// Whether they are those of others, whom the visitor answers for.
    others: bool,
    rows: Vec<Row>,
    back: String,
    on: String,
    place: String,
}

#[derive(Debug)]
struct Row {
    number: usize,
    href: String,
    name: String,
    title: String,
    when: String,
    state: String,
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (actor, size) = (context.actor()?.clone(), context.page_size(PAGE));
    let number = listed::number(&asked.page);
    let (lines, more, others) = context
        .app
        .read(move |tx| {
            let tops = people::reach(tx, &actor, Right::ReadNotes)?;
            let person = actor.person_id.as_ref();
            if person.is_none() && tops.is_empty() {
                return Err(Error::Forbidden);
            }
            let (lines, more) = make_up::open(tx, person, &tops, (number, size))?;
            Ok((lines, more, !tops.is_empty()))
        })
        .await?;
    let (t, lang) = (context.t(), context.lang);
    let row = |(index, line): (usize, make_up::Line)| Row {
        number: (number - 1) * size + index + 1,
        href: format!("/meetings/{}/make-up/{}", line.make_up.meeting_id, line.make_up.person_id),
        name: line.name,
        title: line.title,
        when: records::day_said(line.on, lang),
        state: words::make_up(line.make_up.state, t),
    };
    let at = |number: usize| format!("/make-ups?page={number}");
    render(&IndexPage {
        page: page(&context, t.meetings_make_ups_title()),
        others,
        rows: lines.into_iter().enumerate().map(row).collect(),
        back: if number > 1 { at(number - 1) } else { String::new() },
        on: if more { at(number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
    })
}

#[derive(Debug, Template)]
#[template(path = "meetings/make_up.html")]
struct MakeUpPage {
    page: Page,
    href: String,
    meeting_href: String,
    lead: String,
    agenda: Vec<String>,
    state: String,
    answer: String,
    /// Whether it is the visitor's own, and theirs to write.
    writes: bool,
    /// Whether the visitor confirms it.
    decides: bool,
    reflection: String,
    version: i64,
    mistakes: Mistakes,
}

impl MakeUpPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }
}

pub(super) async fn show(context: Context, Path((id, person)): Path<(String, String)>) -> Result<Response> {
    let page = laid_out(&context, (&Id::from_text(id), &Id::from_text(person)), Mistakes::default()).await?;
    render(&page)
}

pub(super) async fn refused(
    context: &Context,
    of: (&Id, &Id),
    typed: &Fields,
    mistakes: Mistakes,
) -> Result<Response> {
    let mut page = laid_out(context, of, mistakes).await?;
    if page.writes {
        typed.get("reflection").clone_into(&mut page.reflection);
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
}

async fn laid_out(context: &Context, (id, person): (&Id, &Id), mistakes: Mistakes) -> Result<MakeUpPage> {
    let (actor, id, person) = (context.actor()?.clone(), id.clone(), person.clone());
    let own = actor.person_id.as_ref() == Some(&person);
    let (meeting, task, name) = context.app.read(move |tx| find(tx, &actor, &id, &person)).await?;
    let (t, lang) = (context.t(), context.lang);
    let title = t.meetings_make_up_of(name, meeting.title.as_str());
    let crumbs = vec![
        Crumb { href: Some("/make-ups".to_owned()), label: t.meetings_make_ups_title() },
        Crumb { href: None, label: meeting.title.clone() },
    ];
    Ok(MakeUpPage {
        page: page(context, title).with_crumbs(crumbs),
        href: format!("/meetings/{}/make-up/{}", meeting.id, task.person_id),
        meeting_href: format!("/meetings/{}", meeting.id),
        lead: words::time(meeting.time(), lang),
        agenda: meeting.agenda.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect(),
        state: words::make_up(task.state, t),
        answer: task.answer.unwrap_or_default(),
        writes: own && task.state.is_to_write(),
        decides: !own && task.state == make_up::State::Submitted,
        // What is still being written is the author's alone.
        reflection: if own || task.state.is_handed_in() { task.reflection } else { String::new() },
        version: task.version,
        mistakes,
    })
}

/// One's own, or that of somebody for whom the actor answers.
fn find(tx: &mut Tx, actor: &Actor, id: &Id, person: &Id) -> Result<(Meeting, MakeUp, String)> {
    let meeting = store::find(tx, id)?.or_not_found()?;
    if actor.person_id.as_ref() != Some(person) {
        require_attester(tx, actor, &meeting, person)?;
    }
    let task = make_up::find(tx, id, person)?.or_not_found()?;
    let name = people::person(tx, person)?.or_not_found()?.name;
    Ok((meeting, task, name))
}
