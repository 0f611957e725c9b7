//! The inspector's forms beside a note: comments, return, done; each leads on to where the sitting goes.

use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use xueji_store::Tx;

use crate::inspections::reading_page::{entry, laid_out};
use crate::inspections::{gone, margin, reach, routes, steps, store};
use crate::shell::{Actor, Context, Error, Fields, Id, Path, Posted, Result};

/// Back to the page with what is wrong, or on to where the act leads.
async fn answered(context: &Context, id: Id, typed: Fields, done: Result<String>) -> Result<Response> {
    match done {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let note = typed.get("note").to_owned();
            routes::refused(&laid_out(context, id, note, typed, mistakes).await?)
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn comment(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, entry, id) = (context.actor()?.clone(), entry(&context)?, Id::from_text(id));
    let (typed, whose) = (fields.clone(), id.clone());
    let done = context.write(move |work| {
        let comment = steps::comment(work, &actor, &entry, &whose, &typed)?;
        let all = margin::of(work, &whose)?;
        let beside = all.iter().filter(|one| one.note_id == comment.note_id).count();
        // Back to the passage itself; see `margins` for its code.
        let at = if comment.quote.is_empty() { "margin".to_owned() } else { format!("at-c{beside}") };
        Ok(format!("/inspections/{whose}?note={}#{at}", comment.note_id))
    });
    let done = done.await;
    answered(&context, id, fields, done).await
}

pub(super) async fn uncomment(
    Path(id): Path<String>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let (actor, entry, id) = (context.actor()?.clone(), entry(&context)?, Id::from_text(id));
    let (comment, whose) = (Id::from_text(fields.get("comment")), id.clone());
    context.write(move |work| steps::uncomment(work, &actor, &entry, &whose, &comment)).await?;
    Ok(Redirect::to(&format!("/inspections/{id}?note={}#margin", fields.get("note"))).into_response())
}

pub(super) async fn return_with(
    Path(id): Path<String>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let (actor, entry, id) = (context.actor()?.clone(), entry(&context)?, Id::from_text(id));
    let (typed, whose) = (fields.clone(), id.clone());
    let done = context.write(move |work| {
        steps::return_with(work, &actor, &entry, &whose, &typed)?;
        onward(work, &actor, &whose, entry.on)
    });
    let done = done.await;
    answered(&context, id, fields, done).await
}

pub(super) async fn finish(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, entry, id) = (context.actor()?.clone(), entry(&context)?, Id::from_text(id));
    let (typed, whose) = (fields.clone(), id.clone());
    let done = context.write(move |work| {
        steps::finish(work, &actor, &entry, &whose, &typed)?;
        onward(work, &actor, &whose, entry.on)
    });
    let done = done.await;
    answered(&context, id, fields, done).await
}

/// The next of the round who waits for the actor, so that forty people are one sitting; the round where nobody does.
fn onward(tx: &mut Tx, actor: &Actor, id: &Id, today: Date) -> Result<String> {
    let found = reach::find(tx, id, today)?;
    let people = store::of_round(tx, &found.round.id)?;
    let here = people.iter().position(|(one, _)| one.id == *id).unwrap_or(0);
    let (before, after) = people.split_at(here);
    let ids: Vec<&Id> = people.iter().map(|(one, _)| &one.person_id).collect();
    let reached = reach::reached(tx, actor, &found.organization, &ids, today)?;
    let gone = gone::of_round(tx, &found.round.id, today)?;
    let next = after.iter().chain(before).find(|(one, _)| {
        one.state.waits_for_inspector() && reached.contains(&one.person_id) && !gone.contains_key(&one.id)
    });
    Ok(match next {
        Some((one, _)) => format!("/inspections/{}", one.id),
        None => format!("/inspections/rounds/{}", found.round.id),
    })
}
