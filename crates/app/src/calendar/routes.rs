//! The addresses of calendars.

use axum::response::Response;

use crate::calendar::asked::{Asked, Query as InAddress, View};
use crate::calendar::gather::gather;
use crate::calendar::list::ListPage;
use crate::calendar::month::MonthPage;
use crate::calendar::{events, feed_page};
use crate::shell::layout::render;
use crate::shell::{Access, Context, Query, Result, Routes};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .page("/calendar", Access::SignedIn, index)
        .page("/calendar/feed", Access::Person, feed_page::show)
        .form("/calendar/feed", Access::Person, feed_page::make)
        .form("/calendar/feed/end", Access::Person, feed_page::end)
        .page("/feed/{file}", Access::Open, events::show)
}

async fn index(context: Context, Query(query): Query<InAddress>) -> Result<Response> {
    let (actor, today, lang) = (context.actor()?.clone(), context.app.clock.today(), context.lang);
    let asked = Asked::read(&query, today);
    let gathered = context.app.read(move |tx| gather(tx, &actor, asked, today, lang)).await?;
    match gathered.asked.view {
        View::Month => render(&MonthPage::new(&context, &gathered)),
        View::List => render(&ListPage::new(&context, &gathered)),
    }
}
