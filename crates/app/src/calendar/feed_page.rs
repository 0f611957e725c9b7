//! The page on which one makes the address of one's calendar; the address is shown once.

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};

use crate::calendar::{feed, store};
use crate::shell::layout::{Crumb, render};
use crate::shell::{Context, Error, Page, Posted, Result, page, qr};

/// The side of the code for a telephone, in pixels of the page.
const SIDE: u32 = 200;

#[derive(Debug, Template)]
#[template(path = "calendar/feed.html")]
struct FeedPage {
    page: Page,
    /// When the address that counts was made; empty where there is none.
    made: String,
    /// The fresh address, which no page shows again; empty on all others.
    address: String,
    /// The same for programs that subscribe when they are led to it.
    webcal: String,
    drawing: String,
}

impl FeedPage {
    fn new(context: &Context, made_at: Option<i64>) -> Self {
        let t = context.t();
        let crumbs = vec![
            Crumb { href: Some("/calendar".to_owned()), label: t.nav_calendar() },
            Crumb { href: None, label: t.calendar_feed_title() },
        ];
        Self {
            page: page(context, t.calendar_feed_title()).with_crumbs(crumbs),
            made: made_at.map(|at| context.app.clock.minute_of(at)).unwrap_or_default(),
            address: String::new(),
            webcal: String::new(),
            drawing: String::new(),
        }
    }
}

pub(super) async fn show(context: Context) -> Result<Response> {
    let person_id = context.actor()?.person_id.clone().ok_or(Error::Forbidden)?;
    let made_at = context.app.read(move |tx| store::made_at(tx, &person_id)).await?;
    render(&FeedPage::new(&context, made_at))
}

pub(super) async fn make(Posted { context, .. }: Posted) -> Result<Response> {
    let person_id = context.actor()?.person_id.clone().ok_or(Error::Forbidden)?;
    let token = context.write(move |work| feed::make(work, &person_id)).await?;
    let path = format!("feed/{token}.ics");
    let address = format!("{}/{path}", context.site());
    let shown = render(&FeedPage {
        drawing: qr::drawn(&address, SIDE)?,
        webcal: format!("webcal://{}/{path}", context.host),
        address,
        ..FeedPage::new(&context, Some(context.app.clock.now()))
    })?;
    Ok(([(header::CACHE_CONTROL, "no-store")], shown).into_response())
}

pub(super) async fn end(Posted { context, .. }: Posted) -> Result<Response> {
    let person_id = context.actor()?.person_id.clone().ok_or(Error::Forbidden)?;
    context.write(move |work| feed::end(work, &person_id)).await?;
    Ok(Redirect::to("/calendar/feed").into_response())
}
