//! The page of the trail.

use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

use crate::plans;
use crate::shell::layout::render;
use crate::shell::{Access, Context, Deed, Error, Place, Query, Result, Right, Routes};
use crate::trail::store::{self, Deeds, Filter};
use crate::trail::{own, views};

/// Lines on a page.
const PAGE: usize = 50;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .page("/trail", Access::Holding(Right::SeeTrail), index)
        .page("/account/data", Access::Person, own::show)
        .page("/account/data.json", Access::Person, own::file)
}

/// What the lines are narrowed to, as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// The name of who did it.
    pub(super) by: String,
    /// The name of whom it concerns.
    pub(super) whom: String,
    pub(super) deed: String,
    pub(super) from: String,
    pub(super) until: String,
    /// Only lines older than this number.
    pub(super) before: String,
}

async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let actor = context.actor()?;
    // The trail is of the whole bureau; an inspector's look at it is noted like any other.
    let top = actor.over_all(Right::SeeTrail).ok_or(Error::Forbidden)?;
    actor.may(Right::SeeTrail, Place::Organization { path: &top.path });
    let (clock, today) = (context.app.clock.clone(), context.app.clock.today());
    let wanted = asked.clone();
    let size = context.page_size(PAGE);
    let (lines, head, words) = context
        .app
        .read(move |tx| {
            let mut filter = Filter { before: wanted.before.parse().ok(), ..Filter::default() };
            // A name that nobody has finds nothing, and not everything.
            let mut nobody = false;
            if !wanted.by.trim().is_empty() {
                filter.author = store::account_named(tx, wanted.by.trim())?;
                nobody |= filter.author.is_none();
            }
            if !wanted.whom.trim().is_empty() {
                filter.subject_id = store::subject_named(tx, wanted.whom.trim())?;
                nobody |= filter.subject_id.is_none();
            }
            let named = filter.author.is_some() || filter.subject_id.is_some();
            filter.deeds = match Deed::from_code(&wanted.deed) {
                Some(deed) => Deeds::of(deed),
                None if named => Deeds::Others,
                None => Deeds::All,
            };
            if let Ok(day) = wanted.from.parse::<Date>() {
                filter.from = Some(store::first_from(tx, clock.midnight_of(day))?);
            }
            if let Some(next) = wanted.until.parse::<Date>().ok().and_then(|day| day.tomorrow().ok()) {
                let end = store::first_from(tx, clock.midnight_of(next))?;
                filter.before = Some(filter.before.map_or(end, |before| before.min(end)));
            }
            let lines = if nobody { (Vec::new(), None) } else { store::newest(tx, &filter, size)? };
            Ok((lines, store::head(tx)?, plans::in_force(tx, today)?))
        })
        .await?;
    render(&views::Index::new(&context, asked, lines, head, &words))
}
