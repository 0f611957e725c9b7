//! The code on the wall, and the page that a telephone finds behind it.

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::meetings::{reach, sign_in, store, words};
use crate::shell::layout::render;
use crate::shell::{Context, Error, Id, OrNotFound, Page, Path, Result, page, qr};

/// The side of the code on the wall, in pixels of the page.
const SIDE: u32 = 420;

#[derive(Debug, Template)]
#[template(path = "meetings/sign_in.html")]
struct SignInPage {
    page: Page,
    href: String,
    lead: String,
    /// Empty while signing in is closed.
    drawing: String,
    open: bool,
    arrived: String,
    /// Seconds after which the page shows the next code.
    next: i64,
}

pub(super) async fn show(context: Context, Path(id): Path<String>) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let (meeting, (arrived, listed)) = context
        .app
        .read(move |tx| {
            let meeting = reach::run(tx, &actor, &id)?;
            let counts = sign_in::arrived(tx, &id)?;
            Ok((meeting, counts))
        })
        .await?;
    let (t, now) = (context.t(), context.app.clock.now());
    let works = sign_in::is_open(&meeting, context.app.clock.civil_of(now));
    let drawing = match sign_in::code_at(&meeting, now).filter(|_| works) {
        Some(code) => qr::drawn(&format!("{}/meetings/{}/arrive/{code}", context.site(), meeting.id), SIDE)?,
        None => String::new(),
    };
    let shown = render(&SignInPage {
        page: page(&context, t.meetings_sign_in_title(meeting.title.as_str())),
        href: format!("/meetings/{}", meeting.id),
        lead: words::time(meeting.planned, context.lang),
        drawing,
        open: meeting.sign_in_secret.is_some(),
        arrived: t.meetings_signed_in_of(arrived.to_string(), listed.to_string()),
        next: (sign_in::STEP - now.rem_euclid(sign_in::STEP)) / 1000 + 1,
    })?;
    Ok(([(header::CACHE_CONTROL, "no-store")], shown).into_response())
}

#[derive(Debug, Template)]
#[template(path = "meetings/arrive.html")]
struct ArrivePage {
    page: Page,
    action: String,
    lead: String,
    meeting_href: String,
    listed: bool,
    arrived: bool,
    works: bool,
}

/// Asks to say that one has come: looking at an address changes nothing.
pub(super) async fn arrive(context: Context, Path((id, code)): Path<(String, String)>) -> Result<Response> {
    let person = context.actor()?.person_id.clone().ok_or(Error::Forbidden)?;
    let id = Id::from_text(id);
    let (meeting, seat) = context
        .app
        .read(move |tx| {
            let meeting = store::find(tx, &id)?.or_not_found()?;
            let seat = store::seat_of(tx, &id, &person)?;
            Ok((meeting, seat))
        })
        .await?;
    let now = context.app.clock.now();
    let works =
        sign_in::is_open(&meeting, context.app.clock.civil_of(now)) && sign_in::accepts(&meeting, &code, now);
    if seat.is_none() && !works {
        return Err(Error::NotFound);
    }
    render(&ArrivePage {
        page: page(&context, meeting.title.clone()),
        action: format!("/meetings/{}/arrive/{code}", meeting.id),
        lead: words::time(meeting.planned, context.lang),
        meeting_href: format!("/meetings/{}", meeting.id),
        listed: seat.is_some(),
        arrived: seat.is_some_and(|seat| seat.arrived_at.is_some()),
        works,
    })
}
