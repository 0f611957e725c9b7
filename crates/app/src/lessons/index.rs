//! The list: what is begun and what is new for the visitor, what they are done with, what they keep.

use axum::response::Response;
use serde::Deserialize;

use crate::lessons::store::{self, Listed, Which};
use crate::lessons::views::{Card, IndexPage};
use crate::lessons::{Lesson, State, class};
use crate::people;
use crate::records;
use crate::shell::lang::Messages;
use crate::shell::layout::{Chip, render};
use crate::shell::{Context, Lang, Query, Result, Right, listed, page};

/// Lessons on a page.
const PAGE: usize = 24;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// "done", "kept"; empty for those that may be learnt.
    show: String,
    page: String,
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (actor, size) = (context.actor()?.clone(), context.page_size(PAGE));
    let today = context.app.clock.today();
    let keeps = actor.may_anywhere(Right::RecordForOrganization);
    let number = listed::number(&asked.page);
    let wanted = asked.show.clone();
    let (found, more, outside) = context
        .app
        .read(move |tx| {
            let tops =
                if keeps { people::reach(tx, &actor, Right::RecordForOrganization)? } else { Vec::new() };
            let home = actor.home.as_ref().map(|home| home.path.as_str());
            let path = home.or(tops.first().map(|top| top.path.as_str())).unwrap_or_default();
            let which = match (wanted.as_str(), tops.first()) {
                ("done", _) => Which::Done,
                ("kept", Some(_)) => Which::Kept { tops: &tops },
                _ => Which::Open { path, on: today },
            };
            let (found, more) = store::list(tx, &which, &actor, (number, size))?;
            // A class heard elsewhere is written down in the notebook.
            let outside = match &actor.person_id {
                Some(person) => class::of(tx, person, today)?.map(|class| class.name.code),
                None => None,
            };
            Ok((found, more, outside))
        })
        .await?;
    let (t, lang) = (context.t(), context.lang);
    let kept = keeps && asked.show == "kept";
    let (begun, rest): (Vec<&Listed>, Vec<&Listed>) =
        found.iter().partition(|one| one.begun && !one.done && asked.show.is_empty());
    let cards = |some: Vec<&Listed>| some.into_iter().map(|one| card(one, kept, lang, t)).collect::<Vec<_>>();
    let at = |number: usize| {
        let show = if asked.show.is_empty() { String::new() } else { format!("show={}&", asked.show) };
        format!("/lessons?{show}page={number}")
    };
    let chip = |show: &str, label: String| Chip {
        href: if show.is_empty() { "/lessons".to_owned() } else { format!("/lessons?show={show}") },
        label,
        current: asked.show == show,
    };
    let mut chips = vec![chip("", t.lessons_to_learn())];
    if context.actor()?.person_id.is_some() {
        chips.push(chip("done", t.lessons_done()));
    }
    if keeps {
        chips.push(chip("kept", t.lessons_kept()));
    }
    render(&IndexPage {
        page: page(&context, t.nav_lessons()),
        keeps,
        chips,
        show: asked.show.clone(),
        outside: outside.map(|code| format!("/notes/new?activity={code}")),
        begun: cards(begun),
        rest: cards(rest),
        back: if number > 1 { at(number - 1) } else { String::new() },
        on: if more { at(number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
    })
}

fn card(one: &Listed, kept: bool, lang: Lang, t: &Messages) -> Card {
    let lesson = &one.lesson;
    let mut about: Vec<String> = lesson.teacher.iter().cloned().collect();
    about.push(one.organization.clone());
    Card {
        href: format!("/lessons/{}", lesson.id),
        title: lesson.title.clone(),
        about: about.join(" · "),
        icon: icon(&one.made_of),
        made_of: made_of(&one.made_of, one.questions, t),
        until: lesson.to_on.map(|to| t.lessons_until(records::day_said(to, lang))),
        state: kept.then(|| state_said(lesson, t)),
        taken: kept.then(|| t.lessons_taken_count(one.taken.to_string())),
        edit: kept.then(|| format!("/lessons/{}/edit", lesson.id)),
        done: one.done,
    }
}

/// How a lesson stands, for those who keep it.
pub(super) fn state_said(lesson: &Lesson, t: &Messages) -> String {
    match lesson.state {
        State::Draft => t.lessons_state_draft(),
        State::Published => t.lessons_state_published(),
        State::Withdrawn => t.lessons_state_withdrawn(),
    }
}

/// The sign of what a lesson is mostly made of.
fn icon(made_of: &[String]) -> &'static str {
    let has = |beginning: &str| made_of.iter().any(|one| one.starts_with(beginning));
    if has("video/") {
        "movie"
    } else if has("audio/") {
        "headphones"
    } else if has("application/pdf") {
        "file-type-pdf"
    } else if has("link") {
        "external-link"
    } else {
        "file-text"
    }
}

/// `视频 · PDF · 3道题`: each sort once.
fn made_of(sorts: &[String], questions: i64, t: &Messages) -> String {
    let mut said: Vec<String> = Vec::new();
    for sort in sorts {
        let word = match sort.as_str() {
            "link" => t.lessons_link(),
            "text" => t.lessons_text(),
            "application/pdf" => "PDF".to_owned(),
            sound if sound.starts_with("audio/") => t.lessons_sound(),
            _ => t.lessons_film(),
        };
        if !said.contains(&word) {
            said.push(word);
        }
    }
    if questions > 0 {
        said.push(t.lessons_questions_count(questions.to_string()));
    }
    said.join(" · ")
}
