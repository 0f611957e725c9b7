//! The addresses of inspections.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;

use crate::inspections::{
    Ask, Circle, Way, acts, author_page, call, counts_page, ledger, reading_page, round_page, rounds_page,
    work_page,
};
use crate::records::Entry;
use crate::shell::lang::Messages;
use crate::shell::layout::render;
use crate::shell::{Access, Error, Fields, Id, Mistakes, Path, Posted, Result, Right, Routes, listed};

/// Rows on a page.
pub(super) const PAGE: usize = 50;

pub(crate) fn routes() -> Routes {
    let (inspect, see) = (Access::Holding(Right::ReadNotes), Access::Holding(Right::SeeOrganization));
    Routes::default()
        .page("/inspections", inspect, work_page::index)
        .form("/inspections", inspect, create)
        .page("/inspections/choose", inspect, work_page::choose)
        .page("/inspections/rounds", see, rounds_page::index)
        .page("/inspections/rounds/{id}", Access::SignedIn, round_page::show)
        .form("/inspections/rounds/{id}/take-back", inspect, take_back)
        .form("/inspections/rounds/{id}/count", inspect, count)
        .page("/inspections/counts", see, counts_page::index)
        .page("/inspections/ledger", see, ledger::index)
        .page("/inspections/mine", Access::Person, author_page::index)
        .page("/inspections/{id}", Access::Person, reading_page::show)
        .form("/inspections/{id}/comment", inspect, acts::comment)
        .form("/inspections/{id}/uncomment", inspect, acts::uncomment)
        .form("/inspections/{id}/return", inspect, acts::return_with)
        .form("/inspections/{id}/done", inspect, acts::finish)
        .form("/inspections/{id}/show", Access::Person, author_page::show_more)
        .form("/inspections/{id}/again", Access::Person, author_page::hand_in_again)
}

/// What the address of a list asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) of: String,
    pub(super) circle: String,
    pub(super) year: String,
    pub(super) page: String,
}

impl Asked {
    pub(super) fn page(&self) -> usize {
        listed::number(&self.page)
    }

    pub(super) fn year(&self, today: Date) -> i16 {
        self.year.parse().ok().filter(|year| (2000..=2100).contains(year)).unwrap_or_else(|| today.year())
    }
}

async fn create(Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, typed) = (context.actor()?.clone(), fields.clone());
    let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
    let made = match ask(&fields) {
        Ok(ask) => context.write(move |work| call::call_in(work, &actor, &entry, &ask)).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => Ok(Redirect::to(&format!("/inspections/rounds/{id}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let page = work_page::refused(&context, &typed, mistakes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}

fn ask(fields: &Fields) -> Result<Ask> {
    let mut mistakes = Mistakes::default();
    let mut day = |name: &'static str| {
        let day = fields.date(name, &mut mistakes);
        if day.is_none() {
            mistakes.add(name, Messages::field_required);
        }
        day.unwrap_or_default()
    };
    let (from_on, to_on) = (day("from_on"), day("to_on"));
    let way = if fields.get("way") == "choice" {
        let reason = fields.text("reason", 500, &mut mistakes).unwrap_or_default();
        Way::Choice(fields.all("person").map(Id::from_text).collect(), reason)
    } else {
        Way::Draw(fields.get("size").parse().unwrap_or(0))
    };
    mistakes.check()?;
    Ok(Ask {
        entry_key: fields.get("entry_key").to_owned(),
        organization_id: Id::from_text(fields.get("of")),
        circle: Circle::from_code(fields.get("circle")).unwrap_or(Circle::Members),
        way,
        from_on,
        to_on,
        notes_each: fields.get("notes_each").parse().unwrap_or(0),
    })
}

async fn take_back(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
    let at = format!("/inspections/rounds/{id}");
    let done = context.write(move |work| {
        let mut mistakes = Mistakes::default();
        let why = fields.required("why", 500, &mut mistakes);
        mistakes.check()?;
        call::take_back(work, &actor, &entry, &id, &why)
    });
    done.await?;
    Ok(Redirect::to(&at).into_response())
}

async fn count(Path(id): Path<String>, Posted { context, .. }: Posted) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
    let at = format!("/inspections/rounds/{id}");
    context.write(move |work| call::count(work, &actor, &entry, &id)).await?;
    Ok(Redirect::to(&at).into_response())
}

/// A page that a form came back to, with what is wrong.
pub(super) fn refused(page: &impl askama::Template) -> Result<Response> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(page)?).into_response())
}
