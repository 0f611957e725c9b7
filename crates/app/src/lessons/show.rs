//! The page of a lesson: players, the note beside them, the quiz, and the word that it is done.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use serde::Deserialize;
use xueji_store::Tx;

use crate::attachments::{self, Attachment};
use crate::lessons::done::{self, Counts};
use crate::lessons::own::{self, Own};
use crate::lessons::quiz::{self, Question};
use crate::lessons::reach::{self, Seen};
use crate::lessons::views::{AnswerView, DoneView, NoteView, PartView, QuestionView, ShowPage};
use crate::lessons::{Part, Sort, State, index, store};
use crate::notes::{self, Version};
use crate::records::{self, Offer, Record};
use crate::shell::lang::Messages;
use crate::shell::layout::{Crumb, render, render_form};
use crate::shell::{Actor, Context, Fields, Id, Mistakes, Path, Query, Result, markdown, page};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Arrived {
    saved: String,
    finished: String,
    undone: String,
    published: String,
    /// Asks for the quiz anew.
    again: String,
}

/// Everything that the page shows.
struct Found {
    seen: Seen,
    parts: Vec<Part>,
    files: Vec<Attachment>,
    questions: Vec<Question>,
    own: Option<Personal>,
}

/// What the visitor has of it, where the account is a person's.
struct Personal {
    own: Own,
    places: Vec<(Id, i64)>,
    note: Option<(notes::Note, Version)>,
    tags: Vec<String>,
    counts: Counts,
    record: Option<Record>,
    offer: Offer,
}

fn found(tx: &mut Tx, actor: &Actor, id: &Id, today: Date) -> Result<Found> {
    let seen = reach::seen(tx, actor, id, today)?;
    let parts = store::parts(tx, id)?;
    let files: Vec<Id> = parts.iter().filter_map(|part| part.attachment_id.clone()).collect();
    let own = match &actor.person_id {
        Some(person) => Some(personal(tx, actor, person, &seen, today)?),
        None => None,
    };
    Ok(Found {
        files: attachments::find(tx, &files)?,
        questions: store::questions(tx, id)?,
        seen,
        parts,
        own,
    })
}

fn personal(tx: &mut Tx, actor: &Actor, person: &Id, seen: &Seen, today: Date) -> Result<Personal> {
    let id = &seen.lesson.id;
    let own = own::of(tx, id, person)?.unwrap_or_default();
    let note = own::note(tx, &actor.account_id, person, id)?;
    Ok(Personal {
        places: own::places(tx, id, person)?,
        tags: match &note {
            Some((note, _)) => notes::tags_of(tx, &note.id)?,
            None => Vec::new(),
        },
        note,
        counts: done::counts_as(tx, &seen.lesson, person, today)?,
        record: match &own.record_id {
            Some(record) => records::standing(tx, record)?,
            None => None,
        },
        offer: Offer::on(tx, today)?,
        own,
    })
}

pub(super) async fn show(
    context: Context,
    Path(id): Path<String>,
    Query(arrived): Query<Arrived>,
) -> Result<Response> {
    let found = look(&context, Id::from_text(id)).await?;
    let t = context.t();
    let said = [
        (!arrived.saved.is_empty()).then(|| t.lessons_note_saved()),
        (!arrived.undone.is_empty()).then(|| t.lessons_undone()),
        (!arrived.published.is_empty()).then(|| t.lessons_published()),
        (!arrived.finished.is_empty()).then(|| t.lessons_finished()),
    ];
    let mut page = laid_out(&context, &found, !arrived.again.is_empty(), Mistakes::default())?;
    page.page = page.page.with_flash(said.into_iter().flatten().next());
    render_form(&page)
}

/// The page again, with what is wrong; what was typed is in the note.
pub(super) async fn refused(
    context: &Context,
    id: &Id,
    fields: &Fields,
    mistakes: Mistakes,
) -> Result<Response> {
    let found = look(context, id.clone()).await?;
    let mut page = laid_out(context, &found, false, mistakes)?;
    if let Some(note) = &mut page.note {
        fields.get("text").clone_into(&mut note.text);
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
}

async fn look(context: &Context, id: Id) -> Result<Found> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    context.app.read(move |tx| found(tx, &actor, &id, today)).await
}

fn laid_out(context: &Context, found: &Found, again: bool, mistakes: Mistakes) -> Result<ShowPage> {
    let (t, lang, today) = (context.t(), context.lang, context.app.clock.today());
    let lesson = &found.seen.lesson;
    let own = found.own.as_ref();
    let answers = own.and_then(|own| own.own.answers.as_ref()).filter(|_| !again);
    let mut about: Vec<String> = lesson.teacher.iter().map(|name| t.lessons_teacher(name.as_str())).collect();
    about.push(found.seen.organization.clone());
    about.extend(lesson.to_on.map(|to| t.lessons_until(records::day_said(to, lang))));
    let shut = !lesson.is_open(today);
    let state = (found.seen.keeps && shut).then(|| match lesson.state {
        State::Published if lesson.from_on.is_some_and(|from| from > today) => {
            t.lessons_opens(lesson.from_on.map(|from| records::day_said(from, lang)).unwrap_or_default())
        }
        State::Published => t.lessons_over(),
        _ => index::state_said(lesson, t),
    });
    let way = vec![
        Crumb { href: Some("/lessons".to_owned()), label: t.nav_lessons() },
        Crumb { href: None, label: lesson.title.clone() },
    ];
    let note = match own {
        Some(own) => Some(note_view(context, found, own)?),
        None => None,
    };
    let asked = usize::try_from(lesson.pass_right).unwrap_or(0).min(found.questions.len());
    let count = found.questions.len().to_string();
    Ok(ShowPage {
        page: page(context, lesson.title.clone()).with_crumbs(way),
        id: lesson.id.to_string(),
        about: about.join(" · "),
        state,
        keeps: found.seen.keeps,
        description: (!lesson.description.is_empty()).then(|| markdown::html(&lesson.description, "")),
        parts: part_views(found, t),
        questions: found
            .questions
            .iter()
            .enumerate()
            .map(|(index, question)| question_view(index + 1, question, answers, t))
            .collect(),
        quiz_lead: if asked > 0 {
            t.lessons_quiz_asks(asked.to_string(), count.clone())
        } else {
            t.lessons_quiz_free()
        },
        quiz_result: answers
            .map(|answers| t.lessons_quiz_result(quiz::right(&found.questions, answers).to_string(), count)),
        done: own.map(|own| done_view(found, own, lang, t)),
        note,
        entry_key: Id::fresh().to_string(),
        mistakes,
    })
}

fn note_view(context: &Context, found: &Found, own: &Personal) -> Result<NoteView> {
    let (lesson, account) = (&found.seen.lesson, &context.actor()?.account_id);
    let key = own::note_key(&lesson.id);
    let (note, version) = own.note.as_ref().map_or((None, None), |(note, text)| (Some(note), Some(text)));
    let class = match &own.counts {
        Counts::Class(_, code) => code.clone(),
        _ => String::new(),
    };
    let id = note.map(|note| note.id.to_string());
    Ok(NoteView {
        kept_as: format!("note.{account}.{}", id.as_ref().unwrap_or(&key)),
        note: id.unwrap_or_default(),
        key,
        saves: note.map_or(0, |note| note.saves),
        activity: note.map_or(class, |note| note.activity.clone().unwrap_or_default()),
        on: note.map_or(context.app.clock.today(), |note| note.happened_on).to_string(),
        title: version.map_or_else(|| lesson.title.clone(), |version| version.title.clone()),
        tags: own.tags.join(" "),
        text: version.map(|version| version.text.clone()).unwrap_or_default(),
        files: version
            .map(|version| version.files.iter().map(ToString::to_string).collect())
            .unwrap_or_default(),
        entered: note.is_some_and(|note| note.entered.is_some()),
    })
}

fn part_views(found: &Found, t: &Messages) -> Vec<PartView> {
    let id = &found.seen.lesson.id;
    let place = |part: &Part| {
        let places = found.own.iter().flat_map(|own| &own.places);
        places.clone().find(|(place, _)| *place == part.id).map_or(0, |(_, seconds)| *seconds)
    };
    let view = |part: &Part| {
        let file = found.files.iter().find(|file| Some(&file.id) == part.attachment_id.as_ref());
        let view = file.map(|file| attachments::view(file, t));
        let seconds = place(part);
        PartView {
            id: part.id.to_string(),
            title: part.title.clone(),
            is_film: view.as_ref().is_some_and(|view| view.is_film),
            is_sound: view.as_ref().is_some_and(|view| view.is_sound),
            icon: match part.sort {
                Sort::Link => "external-link",
                Sort::Text => "file-text",
                Sort::File => view.as_ref().map_or("file-text", |view| view.icon),
            },
            told: view.map(|view| view.told).unwrap_or_default(),
            href: match (part.sort, file) {
                (Sort::File, Some(file)) => format!("/lessons/{id}/files/{}", file.id),
                (Sort::Link, _) => part.text.clone(),
                _ => String::new(),
            },
            html: (part.sort == Sort::Text).then(|| markdown::html(&part.text, "")),
            seconds,
            left_off: (seconds > 0).then(|| t.lessons_left_off(clock(seconds))),
        }
    };
    found.parts.iter().map(view).collect()
}

/// `12:35`, `1:02:05`: as players show it.
fn clock(seconds: i64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

fn question_view(
    number: usize,
    question: &Question,
    answers: Option<&quiz::Answers>,
    t: &Messages,
) -> QuestionView {
    let chosen = answers.and_then(|answers| answers.get(&question.id));
    let choice = |(index, text): (usize, String)| AnswerView {
        number: index,
        text,
        chosen: chosen.is_some_and(|chosen| chosen.contains(&index)),
    };
    QuestionView {
        number,
        field: question.field(),
        text: question.text.clone(),
        sort: sort_said(question.sort, t),
        several: question.sort == quiz::Sort::Multiple,
        choices: labels(question, t).into_iter().enumerate().map(choice).collect(),
        right: answers.map(|answers| quiz::is_right(question, answers)),
        answer: answer_said(question, t),
        explanation: question.explanation.clone(),
    }
}

pub(super) fn sort_said(sort: quiz::Sort, t: &Messages) -> String {
    match sort {
        quiz::Sort::Single => t.lessons_single(),
        quiz::Sort::Multiple => t.lessons_multiple(),
        quiz::Sort::Judge => t.lessons_judge(),
    }
}

/// What one chooses from, with letters: `A. 实事求是`.
fn labels(question: &Question, t: &Messages) -> Vec<String> {
    if question.sort == quiz::Sort::Judge {
        return vec![t.lessons_right(), t.lessons_wrong()];
    }
    ('A'..='Z').zip(&question.choices).map(|(letter, choice)| format!("{letter}. {choice}")).collect()
}

/// The right answer in words.
pub(super) fn answer_said(question: &Question, t: &Messages) -> String {
    let labels = labels(question, t);
    let right: Vec<String> =
        question.answer.iter().filter_map(|number| labels.get(*number).cloned()).collect();
    right.join(" ")
}

fn done_view(found: &Found, own: &Personal, lang: crate::shell::Lang, t: &Messages) -> DoneView {
    let asked = quiz::passes(found.seen.lesson.pass_right, &found.questions, own.own.answers.as_ref());
    let withdrawn = own.own.record_id.is_some() && own.record.is_none();
    let (counts, href) = match &own.counts {
        Counts::Class(_, code) => (t.lessons_counts_class(own.offer.title(code, lang)), None),
        Counts::Meeting(id) => {
            (t.lessons_counts_meeting(), Some((format!("/meetings/{id}"), t.lessons_to_meeting())))
        }
        Counts::MakeUp => {
            (t.lessons_counts_make_up(), Some(("/make-ups".to_owned(), t.lessons_to_make_up())))
        }
        Counts::Nothing => (t.lessons_counts_nothing(), None),
    };
    DoneView {
        done: own.own.done_at.is_some() && !withdrawn,
        withdrawn,
        record: own.record.as_ref().map(|record| {
            let what = format!(
                "{} {}",
                own.offer.title(&record.activity, lang),
                xueji_plan::words::quantity(record.quantity, lang.of_plan())
            );
            (format!("/records/{}", record.id), what)
        }),
        hands_in: matches!(own.counts, Counts::Class(..)),
        counts,
        link: href,
        quiz_first: !asked,
    }
}
