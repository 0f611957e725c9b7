//! One published text, with what others answered.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::reviews::answer::{self, Answer};
use crate::reviews::reach::{belongs, readable, runs};
use crate::reviews::views::{byline, said_of};
use crate::reviews::{Form, Reply, Review, publish, store};
use crate::shell::layout::{Crumb, render};
use crate::shell::{
    Context, Error, Fields, Id, Mistakes, Page, Path, Posted, Query, Result, listed, markdown, page,
};

/// Answers on a page.
const PAGE: usize = 30;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    done: String,
    page: String,
}

#[derive(Debug, Template)]
#[template(path = "reviews/show.html")]
#[expect(clippy::struct_excessive_bools, reason = "each decides on one part of the page")]
struct ShowPage {
    page: Page,
    id: String,
    book: String,
    book_href: String,
    imprint: String,
    byline: String,
    /// The text as HTML, of a blog; else as it is.
    html: Option<String>,
    text: String,
    from_note: bool,
    gone: String,
    answers: Vec<AnswerRow>,
    back: String,
    on: String,
    place: String,
    may_answer: bool,
    own: bool,
    may_remove: bool,
    exchange_href: String,
    entry_key: String,
    typed_answer: String,
    typed_reason: String,
    again_href: String,
    mistakes: Mistakes,
}

#[derive(Debug)]
struct AnswerRow {
    id: String,
    author: String,
    when: String,
    text: String,
    gone: String,
    own: bool,
    may_remove: bool,
}

impl ShowPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }
}

pub(super) async fn show(
    context: Context,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let number = listed::number(&asked.page);
    let page = laid_out(&context, Id::from_text(id), number, &Fields::default(), Mistakes::default()).await?;
    let flash = (asked.done == "published").then(|| context.t().reviews_published());
    render(&ShowPage { page: page.page.with_flash(flash), ..page })
}

async fn laid_out(
    context: &Context,
    id: Id,
    number: usize,
    typed: &Fields,
    mistakes: Mistakes,
) -> Result<ShowPage> {
    let (actor, t) = (context.actor()?.clone(), context.t());
    let asking = actor.clone();
    let (review, replies): (Review, Vec<Reply>) = context
        .app
        .read(move |tx| {
            let review = readable(tx, &asking, &id)?;
            let reader = asking.person_id.as_ref();
            let replies = store::replies(tx, &review.id, reader, (number - 1) * PAGE, PAGE + 1)?;
            Ok((review, replies))
        })
        .await?;
    let (replies, more) = listed::cut(replies, PAGE);
    let moderates = runs(&actor, &review.path);
    let row = |reply: Reply| {
        let own = actor.person_id.as_ref() == Some(&reply.person_id);
        AnswerRow {
            id: reply.id.to_string(),
            when: context.app.clock.minute_of(reply.replied_at),
            gone: reply.gone.as_ref().map(|gone| said_of(gone, t)).unwrap_or_default(),
            own: own && reply.gone.is_none(),
            may_remove: !own && moderates && reply.gone.is_none(),
            author: reply.author,
            text: reply.text,
        }
    };
    let own = actor.person_id.as_ref() == Some(&review.person_id);
    let there = review.gone.is_none();
    let at = |number: usize| format!("/reviews/{}?page={number}", review.id);
    let way = vec![
        Crumb { href: Some("/reviews".to_owned()), label: t.nav_reviews() },
        Crumb { href: None, label: review.title.clone() },
    ];
    let exchange_href = review.exchange_id.as_ref().map(|id| format!("/reviews/exchanges/{id}"));
    Ok(ShowPage {
        page: page(context, review.title.clone()).with_crumbs(way),
        book: review.book.marked(),
        book_href: format!("/reviews?book={}", review.book.id),
        imprint: review.book.imprint(),
        byline: byline(context, &review),
        html: (review.form == Form::Blog).then(|| markdown::html(&review.text, "/reviews/files")),
        from_note: review.from_note,
        gone: review.gone.as_ref().map(|gone| said_of(gone, t)).unwrap_or_default(),
        answers: replies.into_iter().map(row).collect(),
        back: if number > 1 { at(number - 1) } else { String::new() },
        on: if more { at(number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
        may_answer: there && actor.person_id.is_some() && (own || belongs(&actor, &review.path)),
        own: own && there,
        may_remove: !own && there && moderates,
        exchange_href: exchange_href.unwrap_or_default(),
        entry_key: Id::fresh().to_string(),
        typed_answer: typed.get("answer").to_owned(),
        typed_reason: typed.get("reason").to_owned(),
        again_href: format!("/reviews/new?book={}", review.book.id),
        id: review.id.to_string(),
        text: review.text,
        mistakes,
    })
}

/// Shows the text again: with what is wrong, where something is.
async fn answered(context: &Context, id: &Id, typed: &Fields, done: Result<()>) -> Result<Response> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/reviews/{id}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let page = laid_out(context, id.clone(), 1, typed, mistakes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn withdraw(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let about = id.clone();
    let done = context.write(move |work| publish::withdraw(work, &actor, &about)).await;
    answered(&context, &id, &fields, done).await
}

pub(super) async fn remove(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, id, typed) = (context.actor()?.clone(), Id::from_text(id), fields.clone());
    let about = id.clone();
    let done = context.write(move |work| publish::remove(work, &actor, &about, &fields)).await;
    match done {
        // It is out of the remover's sight, too.
        Ok(()) => Ok(Redirect::to("/reviews").into_response()),
        refused => answered(&context, &id, &typed, refused).await,
    }
}

pub(super) async fn answer(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, id, typed) = (context.actor()?.clone(), Id::from_text(id), fields.clone());
    let about = id.clone();
    let done = context
        .write(move |work| {
            let mut mistakes = Mistakes::default();
            let new = Answer::read(&fields, &mut mistakes);
            mistakes.check()?;
            answer::answer(work, &actor, &about, &new).map(drop)
        })
        .await;
    answered(&context, &id, &typed, done).await
}

pub(super) async fn take_out(
    Path((id, reply)): Path<(String, String)>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let (actor, id, reply) = (context.actor()?.clone(), Id::from_text(id), Id::from_text(reply));
    let (about, typed) = (id.clone(), fields.clone());
    let done = context.write(move |work| answer::take_out(work, &actor, &about, &reply, &fields)).await;
    answered(&context, &id, &typed, done).await
}
